"""Times as careers leaders write them: "Sept 2026", "Spring 2027", "Aut1", "Term 3", "by Easter", "once a term", "01/09/2026".

A time is stored and printed as it was written. What can be read from it is used only to sort, and to count by term.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

__all__ = ["TERMS", "Span", "When", "academic_year_of", "term_of"]

TERMS = ("Autumn", "Spring", "Summer")

_MONTHS = {name[:3].lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:20\d\d|['’]?\d\d(?!\d|\s*(?:st|nd|rd|th)\b|[/.-]\d{1,2}[/.-]\d))"
# Matched from left to right; where several readings start at the same character, the longer comes first.
_TIME = re.compile(
    rf"""
      (?P<iso>\b20\d\d-\d\d-\d\d\b)
    | \b(?P<d>\d{{1,2}})[/.-](?P<m>\d{{1,2}})[/.-](?P<y>20\d\d|\d\d)\b
    | \b(?P<mm>1[0-2]|0?[1-9])[/.](?P<mmyear>20\d\d)\b
    | \b(?P<ay>20\d\d)\s*[/–-]\s*(?:20)?(?P<ay2>\d\d)\b
    | \b(?P<day>\d{{1,2}})\s*(?:st|nd|rd|th)?\s*(?:of\s+)?(?P<dmonth>{_MONTH})\b\.?,?\s*(?P<dyear>{_YEAR})?
    | \b(?P<month>{_MONTH})\b\.?,?\s*
        (?:(?P<mday>\d{{1,2}})(?:\s*(?:st|nd|rd|th)\b|(?=,?\s*20\d\d\b)),?\s*(?P<mdyear>20\d\d\b)? | (?P<myear>{_YEAR}))?
    | \b(?: (?P<term>aut(?:umn)?|spr(?:ing)?|sum(?:mer)?)(?![a-z])
              (?:\s*(?:half[- ]?)?term)?\s*(?P<half>[12](?!\d))?(?:\s*(?:half[- ]?)?term)?
          | (?P<short>au|sp|su)\s?(?P<shorthalf>[12])(?!\d)
          | terms\s*(?P<from>[1-6])\s*(?:-|–|,|&|and|to)\s*(?P<to>[1-6])(?!\d)
          | term\s*(?P<nth>[1-6])(?!\d)
          | (?P<after>after\s+(?:the\s+)?)?(?P<feast>christmas|xmas|easter)\b
        )
        [,\s(]*(?:(?P<tay>(?:20)?\d\d)\s*[/–-]\s*(?:20)?(?P<tay2>\d\d)(?![\d/.-]) | (?P<tyear>{_YEAR}))?
    | \b(?P<year>20\d\d)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_DAYS = r"(?:(?:(?:mon|tues|wednes|thurs|fri|satur|sun)?days?|mon|tues?|wed|thu(?:rs?)?|fri)\b)"
_RECURRING = re.compile(
    r"\b(?:half[- ]?term|term|month|week|fortnight|year|dai|annual|quarter)ly\b|\b(?:each|every|all|per)\s+\w*\s*"
    r"(?:term|month|week|fortnight|year|half)|\bon-?\s?going\b|\bthroughout\b|\bcontinuous|\bregular|\bannual\b|\brolling\b"
    r"|\b(?:once|twice|times)\s+an?\s+(?:half[- ]?)?(?:term|month|week|fortnight|year|day)\b"
    rf"|\b(?:each|every|per)\s+(?:\w+\s+)?{_DAYS}|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b",
    re.IGNORECASE,
)
# First and last (month, day). The summer term ends with the academic year. "By Christmas" and "by Easter" mean by the end
# of the term before them, so they name its last month.
_SPANS = {
    "autumn": ((9, 1), (12, 31)),
    "autumn 1": ((9, 1), (10, 31)),
    "autumn 2": ((11, 1), (12, 31)),
    "christmas": ((12, 1), (12, 31)),
    "spring": ((1, 1), (3, 31)),
    "spring 1": ((1, 1), (2, 15)),
    "spring 2": ((2, 16), (3, 31)),
    "easter": ((3, 1), (3, 31)),
    "summer": ((4, 1), (8, 31)),
    "summer 1": ((4, 1), (5, 31)),
    "summer 2": ((6, 1), (8, 31)),
}
_TERM_BY_PREFIX = {"au": "autumn", "sp": "spring", "su": "summer", "ch": "christmas", "xm": "christmas", "ea": "easter"}
_HALF_TERMS = (
    "autumn 1",
    "autumn 2",
    "spring 1",
    "spring 2",
    "summer 1",
    "summer 2",
)  # terms 1 to 6, where they are numbered
_TERM_AFTER = {"christmas": "spring 1", "easter": "summer 1"}

_YEARS_BACK, _YEARS_AHEAD = 5, 3
"""How far from the plan's academic year two digits after a month can still be a year: no plan looks further ahead."""
_FIRST_YEAR = 17
"""The least two digits that are read as a year where the academic year is unknown: no plan is much older than 2017."""


@dataclass(frozen=True, order=True)
class Span:
    """The first and the last day that a written time can mean."""

    first: date
    last: date


class When(str):
    """A time as written, which always prints as written; empty where no time is given yet."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Have pydantic read and write it as plain text."""
        return core_schema.no_info_after_validator_function(cls, core_schema.str_schema())

    def span(self, academic_year: int | None = None) -> Span | None:
        """Return the first and last day that this can mean; None where it names no day.

        academic_year: the year in which it starts: with 2026, "Aut1" is September and October 2026. Where it is unknown, a time
        without a year has no span.
        """
        spans = [span for span in _spans(self, academic_year) if span]
        return Span(min(span.first for span in spans), max(span.last for span in spans)) if spans else None

    @property
    def is_recurring(self) -> bool:
        """Whether it says "termly", "each month", "ongoing" and the like."""
        return bool(_RECURRING.search(_single_spaced(self)))

    @property
    def is_readable(self) -> bool:
        """Whether anything can be read from it: a day, month, term or year, or how often."""
        return self.is_recurring or self.span(2000) is not None

    def sort_key(self, academic_year: int | None = None) -> tuple[int, date, date]:
        """Sort by first day, then last; recurring times come after dates, then unreadable ones, then empty ones."""
        if span := self.span(2000 if academic_year is None else academic_year):
            return 0, span.first, span.last
        return (1 if self.is_recurring else 2 if self.strip() else 3), date.max, date.max


def academic_year_of(text: str) -> int | None:
    """Return the year in which a written academic year starts: 2026 for "2026/27", "2026-2027" or "2026"; None if it has none."""
    match = re.search(r"20\d\d", text)
    return int(match[0]) if match else None


def term_of(day: date) -> str:
    """Return the term that a day is in, such as "Autumn 2026"."""
    return f"{TERMS[0 if day.month >= 9 else 1 if day.month <= 3 else 2]} {day.year}"


def _single_spaced(text: str) -> str:
    """Return the text with single spaces: a long run of them would keep the patterns above busy for minutes."""
    return " ".join(text.split())


def _spans(text: str, academic_year: int | None) -> Iterator[Span | None]:
    for match in _TIME.finditer(_single_spaced(text)):
        try:
            yield _span(match, academic_year)
        except ValueError:  # no such day, for example 31/02/2026
            yield None


def _span(match: re.Match[str], academic_year: int | None) -> Span | None:
    group = match.groupdict()
    if group["iso"]:
        return _day(date.fromisoformat(group["iso"]))
    if group["d"]:
        return _day(date(_year(group["y"]), int(group["m"]), int(group["d"])))
    if group["ay"]:
        start, end = int(group["ay"]), 2000 + int(group["ay2"])
        if end < start:  # not a range of years but a month (2026-05), or no date at all (2026-17)
            return _month(start, int(group["ay2"]))
        return (
            Span(date(start, 9, 1), date(end, 8, 31))
            if end == start + 1
            else Span(date(start, 1, 1), date(end, 12, 31))
        )
    if group["year"]:
        return Span(date(int(group["year"]), 1, 1), date(int(group["year"]), 12, 31))
    if group["term"] or group["short"] or group["from"] or group["nth"] or group["feast"]:
        return _term(group, academic_year)
    month = int(group["mm"]) if group["mm"] else _MONTHS[(group["dmonth"] or group["month"])[:3].casefold()]
    if re.fullmatch(r"\d\d", group["myear"] or ""):
        return _month_and_digits(month, int(group["myear"]), academic_year)
    written_year = group["dyear"] or group["mdyear"] or group["myear"] or group["mmyear"]
    year = _year(written_year) if written_year else _in_academic_year(month, academic_year)
    if year is None:
        return None
    if day := group["day"] or group["mday"]:
        return _day(date(year, month, int(day)))
    return _month(year, month)


def _term(group: dict[str, Any], academic_year: int | None) -> Span | None:
    """Return the days of a term or half term, or of the month before Christmas or Easter."""
    if group["feast"]:
        named = _TERM_BY_PREFIX[group["feast"][:2].casefold()]
        first = last = _TERM_AFTER[named] if group["after"] else named
    elif group["nth"] or group["from"]:
        first = named = _HALF_TERMS[int(group["nth"] or group["from"]) - 1]
        last = _HALF_TERMS[int(group["nth"] or group["to"]) - 1]
    else:
        name, half = (
            _TERM_BY_PREFIX[(group["term"] or group["short"])[:2].casefold()],
            group["half"] or group["shorthalf"],
        )
        first = last = named = f"{name} {half}" if half else name
    start = _start_year(group, _SPANS[named][0][0], academic_year)
    if start is None:
        return None
    days = [date(start + (month < 9), month, day) for month, day in (*_SPANS[first], *_SPANS[last])]
    return Span(min(days), max(days))


def _start_year(group: dict[str, Any], month: int, academic_year: int | None) -> int | None:
    """Return the year in which the academic year of a written term starts: without a year, the plan's own."""
    if group["tay"] and int(group["tay2"]) == (int(group["tay"]) + 1) % 100:
        return _year(group["tay"])
    if written := group["tay"] or group["tyear"]:
        return _year(written) - (month < 9)
    return academic_year


def _month_and_digits(month: int, digits: int, academic_year: int | None) -> Span | None:
    """Return what two digits after a month mean: the webinar's own "Sept 19" is September 2019, and "Oct 16" may be a day.

    They are a year where that is near the plan's own; otherwise a day, if the month has it.
    """
    year = 2000 + digits
    own_year = _in_academic_year(month, academic_year)
    if own_year is None or academic_year is None:
        return _month(year, month) if digits >= _FIRST_YEAR or not digits else None
    is_near = -_YEARS_BACK <= year - academic_year <= _YEARS_AHEAD
    if is_near or not 1 <= digits <= calendar.monthrange(own_year, month)[1]:
        return _month(year, month)
    return _day(date(own_year, month, digits))


def _month(year: int, month: int) -> Span:
    return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _day(day: date) -> Span:
    return Span(day, day)


def _year(written: str) -> int:
    year = int(written.lstrip("'’"))
    return year if year > 99 else 2000 + year


def _in_academic_year(month: int, academic_year: int | None) -> int | None:
    if academic_year is None:
        return None
    return academic_year if month >= 9 else academic_year + 1
