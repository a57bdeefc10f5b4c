"""The kind of place a plan is for, and the words that change with it."""

from __future__ import annotations

import re
from enum import StrEnum

__all__ = ["Setting"]


class Setting(StrEnum):
    """A school, special school, college or independent training provider.

    The value is what is stored and what a person reads in a list of choices.
    """

    SCHOOL = "School"
    SPECIAL = "Special school"
    COLLEGE = "College"
    PROVIDER = "Training provider"

    @classmethod
    def read(cls, text: str) -> Setting:
        """Return the setting of that name; a school where the text names none (most places are)."""
        return next((setting for setting in cls if setting.value.casefold() == text.strip().casefold()), cls.SCHOOL)

    def say(self, text: str) -> str:
        """Put this setting's own words into a text: ``"{students}"`` becomes students, pupils or learners.

        Each word can be written small or with a capital first letter ("{Students}"). All else in braces stays as it is.
        """
        words = _WORDS[self]
        return _IN_BRACES.sub(lambda found: words[found[1]], text)


def _words(school: str, student: str, governors: str) -> dict[str, str]:
    words = {
        "school": school,
        "schools": f"{school}s",
        "student": student,
        "students": f"{student}s",
        "governors": governors,
    }
    return words | {name.capitalize(): word[0].upper() + word[1:] for name, word in words.items()}


_WORDS = {
    Setting.SCHOOL: _words("school", "student", "governors"),
    Setting.SPECIAL: _words("school", "pupil", "governors"),
    Setting.COLLEGE: _words("college", "student", "governors"),
    Setting.PROVIDER: _words("provider", "learner", "board"),
}
_IN_BRACES = re.compile(rf"\{{({'|'.join(_WORDS[Setting.SCHOOL])})\}}")
