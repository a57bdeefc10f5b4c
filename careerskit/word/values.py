"""What a typed text answers to a field that takes a choice, several choices, a tick or Compass scores."""

from __future__ import annotations

import re
from collections.abc import Sequence

from careerskit.plan import BENCHMARKS, YEAR_GROUPS, Choice, FieldSpec, Setting, benchmark
from careerskit.word.labels import words_of

__all__ = ["audience_of", "choice_of", "choices_of", "is_tick", "is_untick", "scores_of"]

_ALSO = {
    "pupils": "Students",
    "learners": "Students",
    "parents carers": "Parents",
    "parents": "Parents",
    "carers": "Parents",
    "families": "Parents",
    "teachers": "Staff",
    "governor": "Governors",
    "board": "Governors",
    "employer": "Employers",
    "student": "Students",
    "parent": "Parents",
    "complete": "Completed",
    "ongoing": "In progress",
    "on going": "In progress",
    "underway": "In progress",
    "school": "School",
    "whole school": "whole",
    "whole school college": "whole",
    "careers": "careers",
}
"""What people write in place of a choice's label."""

_TICKS = frozenset(("yes", "y", "true", "x", "✓", "✔", "☑", "☒", "✗"))
_UNTICKS = frozenset(("no", "n", "false", "☐", "-", ""))

_TITLES = "|".join(
    sorted(
        {re.escape(text).replace(r"\ ", r"\s+") for one in BENCHMARKS for text in (one.title, one.original, one.short)},
        key=lambda text: -len(text),
    )
)
_NUMBERED = r"(?:(?:gatsby\s+)?benchmark|gb|bm|b)\s*"
_SCORE = re.compile(
    rf"(?<![\w.])(?:{_NUMBERED})?(?:(?P<number>[1-8])\b\s*[.:)=–—-]*\s*(?:{_TITLES})?|(?P<title>{_TITLES}))\s*[:=–—-]*\s*"
    r"(?P<score>\(?\b\d{1,3}(?:\.\d+)?\s*(?:%|per\s?cent\b)?\)?)(?![\w/])",
    re.IGNORECASE,
)
_BENCHMARK = re.compile(
    rf"(?<!\w)(?:{_NUMBERED})?([1-8])(?![\w%])\s*[.:)–—-]?\s*(?:{_TITLES})?|(?<!\w)({_TITLES})(?!\w)", re.IGNORECASE
)
_YEARS = re.compile(
    r"(?<!\w)(?:y(?:ea)?r?s?\.?\s*(?:groups?\s*)?)?(1[0-4]|[7-9])\s*(?:[-–—]|to)\s*(?:y(?:ea)?r?\.?\s*)?(1[0-4]|[7-9])(?!\w)"
    r"|(?<!\w)(?:y(?:ea)?r?s?\.?\s*(?:groups?\s*)?)?(1[0-4]|[7-9])(?!\w)|after\s+year\s+13",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s,;/&+.|•()-]|\band\b", re.IGNORECASE)
"""What stands between two choices and says nothing."""


def choice_of(choices: Sequence[Choice], text: str) -> Choice | None:
    """Return the choice that a text names, by its label in the words of any type of school, or by its value."""
    words = words_of(text)
    for choice in choices:
        if words and words in {words_of(setting.localise(choice.label)) for setting in Setting} | {
            words_of(str(choice.value))
        }:
            return choice
    also = _ALSO.get(words)
    return next((choice for choice in choices if choice.value == also), None)


def audience_of(text: str, field: FieldSpec) -> str:
    """Return whom a heading such as "Students:" says that actions are for; "" where it is none."""
    found = choice_of(field.choices, text.strip().rstrip(":–-").strip()) if len(text) < 40 else None
    return str(found.value) if found else ""


def is_tick(text: str) -> bool:
    """Whether a text says yes."""
    return text.strip().casefold() in _TICKS


def is_untick(text: str) -> bool:
    """Whether a text says no, or nothing."""
    return text.strip().casefold() in _UNTICKS


def choices_of(field: FieldSpec, text: str) -> tuple[list[str | int], str]:
    """Return the choices that a text names, and what it says besides; "" where that is nothing."""
    if choice := choice_of(field.choices, text):
        return [choice.value], ""
    values = [choice.value for choice in field.choices]
    found: list[str | int] = []
    if values == [entry.number for entry in BENCHMARKS]:
        rest = _BENCHMARK.sub(lambda match: _keep(found, _benchmarks(match[1] or match[2]), " "), text)
    elif values == list(YEAR_GROUPS):
        rest = _YEARS.sub(lambda match: _keep(found, _years(match), " "), text)
    else:
        rest = "\n".join(line for line in text.split("\n") if not _keep_line(found, field.choices, line))
    return list(dict.fromkeys(found)), text.strip() if _BETWEEN.sub("", rest) else ""


def scores_of(text: str) -> tuple[dict[str, str], str]:
    """Return the Compass scores that a text gives by the names of their fields, "b1" to "b8", and what it says besides."""
    found: dict[str, str] = {}

    def keep(match: re.Match[str]) -> str:
        number = match["number"] or _benchmarks(match["title"])[0]
        name, score = f"b{number}", match["score"].strip("() ")
        if name in found:
            return match[0]
        found[name] = score
        return " "

    rest = _SCORE.sub(keep, text)
    return found, text.strip() if _BETWEEN.sub("", rest) else ""


def _keep(found: list[str | int], values: Sequence[int], instead: str) -> str:
    found.extend(values)
    return instead


def _keep_line(found: list[str | int], choices: Sequence[Choice], line: str) -> bool:
    choice = choice_of(choices, line)
    if choice:
        found.append(choice.value)
    return choice is not None


def _benchmarks(text: str) -> list[int]:
    """Return the number of the benchmark of that number, title or short name, in a list."""
    short = next((one for one in BENCHMARKS if words_of(one.short) == words_of(text)), None)
    return [one.number for one in (benchmark(text) or short,) if one]


def _years(match: re.Match[str]) -> list[int]:
    if match[1]:
        return list(range(int(match[1]), int(match[2]) + 1))
    return [int(match[3])] if match[3] else [14]
