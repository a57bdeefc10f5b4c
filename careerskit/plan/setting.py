"""The type of school or college a plan is for, and the words that change with it."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

__all__ = ["Setting"]


class Setting(StrEnum):
    """A school, special school, college or independent training provider.

    The value is what is stored, and what a person reads in a list of choices.
    """

    SCHOOL = "School"
    SPECIAL = "Special school"
    COLLEGE = "College"
    PROVIDER = "Training provider"

    @classmethod
    @lru_cache(100)  # every sentence about a plan asks for it
    def read(cls, text: str) -> Setting:
        """Return the setting of that name; SCHOOL, by far the most common, where the text names none."""
        return next((setting for setting in cls if setting.value.casefold() == text.strip().casefold()), cls.SCHOOL)

    def localise(self, text: str) -> str:
        """Put this setting's own words into a text: ``"{students}"`` becomes students, pupils or learners.

        Each word can start with a capital ("{Students}"). Anything else in braces is left as it is.
        """
        words = _WORDS[self]
        return _PLACEHOLDER.sub(lambda match: words[match[1]], text)


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
_PLACEHOLDER = re.compile(rf"\{{({'|'.join(_WORDS[Setting.SCHOOL])})\}}")
