"""Times as careers leaders write them: "Sept 2026", "Spring 2027", "Aut1", "Term 3", "by Easter", "once a term", "01/09/2026".

A time is stored and printed as it was written. What can be read from it is used only to sort, and to count by term.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from careerskit.plan.term_days import HALF_TERM_HOLIDAYS, HALF_TERMS, TERM_AFTER, TERM_BY_PREFIX, TERM_DAYS
from careerskit.plan.time_patterns import LISTED, MONTHS, RECURRING, RELATIVE, TERM_GROUPS, TIME, UNNAMED_TERM, YEARLY

__all__ = ["TERMS", "Span", "When", "academic_year_of", "term_of"]

TERMS = ("Autumn", "Spring", "Summer")

_ANY_YEAR = 2003
"""An academic year with a 29 February, to see whether anything can be read from a time."""

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
        spans = self.spans(academic_year)
        return Span(spans[0].first, spans[-1].last) if spans else None

    def spans(self, academic_year: int | None = None) -> tuple[Span, ...]:
        """Return each time that this names, the earliest first: "October and March" names two, "October to March" is one.

        academic_year: see :meth:`span`.
        """
        return _spans(str(self), academic_year)

    @property
    def is_recurring(self) -> bool:
        """Whether it says "termly", "each month", "ongoing" and the like."""
        return bool(RECURRING.search(_single_spaced(self)))

    @property
    def is_all_year(self) -> bool:
        """Whether it recurs in every term: "termly" or "each week", and not "yearly"."""
        return self.is_recurring and not self.names_days and not YEARLY.search(_single_spaced(self))

    @property
    def names_days(self) -> bool:
        """Whether it names a day, month, term or year, in some academic year."""
        return self.span(_ANY_YEAR) is not None

    @property
    def is_readable(self) -> bool:
        """Whether anything can be read from it: a day, month, term or year, or how often."""
        return self.is_recurring or self.names_days

    @property
    def is_relative(self) -> bool:
        """Whether it is a day that depends on when it is read, such as "next Tuesday"."""
        return bool(RELATIVE.search(_single_spaced(self)))

    @property
    def names_term(self) -> bool:
        """Whether it names a term or holiday, whose days differ from school to school."""
        found = TIME.finditer(_single_spaced(self))
        return any(match[name] for match in found for name in TERM_GROUPS)

    def impossible_day(self, academic_year: int | None = None) -> str:
        """Return what is wrong with a day that no calendar has, such as "February 2027 has no day 31"; "" where there is none."""
        for match in TIME.finditer(_single_spaced(self)):
            if (written := _written_day(match.groupdict(), academic_year)) and (fault := _fault(*written)):
                return fault
        return ""

    @property
    def unnamed_term(self) -> str:
        """Return "term" or "half term" where it does not say which one is meant, as in "end of term"; else ""."""
        text = _single_spaced(self)
        if self.is_recurring or any(not (match["year"] or match["ay"]) for match in TIME.finditer(text)):
            return ""
        found = UNNAMED_TERM.search(text)
        return ("half term" if found["half"] else "term") if found else ""

    def sort_key(self, academic_year: int | None = None) -> tuple[int, date, date]:
        """Sort by first day, then last; recurring times come after dates, then unreadable ones, then empty ones."""
        if span := self.span(2000 if academic_year is None else academic_year):
            return 0, span.first, span.last
        return (1 if self.is_recurring else 2 if self.strip() else 3), date.max, date.max


def academic_year_of(text: str) -> int | None:
    """Return the year in which a written academic year starts: 2026 for "2026/27", "26-27" or "2026"; None if it has none."""
    if match := re.search(r"20\d\d", text):
        return int(match[0])
    match = re.fullmatch(r"\s*(\d\d)\s*(?:[/–-]|to)\s*\d\d\s*", text)
    return 2000 + int(match[1]) if match else None


def term_of(day: date) -> str:
    """Return the term that a day is in, such as "Autumn 2026"."""
    return f"{TERMS[0 if day.month >= 9 else 1 if day.month <= 3 else 2]} {day.year}"


@lru_cache(2_000)  # each check of a plan asks for the same times again, several times
def _spans(text: str, academic_year: int | None) -> tuple[Span, ...]:
    text = _single_spaced(text)
    named: list[Span] = []
    start = end = 0  # of the time before
    for match in TIME.finditer(text):
        try:
            span = _span(match, academic_year)
        except ValueError:  # no such day, for example 31/02/2026
            continue
        if span:
            is_another = LISTED.fullmatch(text, end, match.start()) and not text[:start].lower().endswith("between ")
            named.append(span if is_another or not named else _joined(named.pop(), span))
            start, end = match.span()
    apart: list[Span] = []
    for span in sorted(named):
        overlaps = apart and span.first <= apart[-1].last
        apart.append(_joined(apart.pop(), span) if overlaps else span)
    return tuple(apart)


def _joined(one: Span, other: Span) -> Span:
    return Span(min(one.first, other.first), max(one.last, other.last))


def _single_spaced(text: str) -> str:
    """Return the text with single spaces: a long run of them would keep the patterns above busy for minutes."""
    return " ".join(text.split())


def _span(match: re.Match[str], academic_year: int | None) -> Span | None:
    group = match.groupdict()
    if written := _written_day(group, academic_year):
        year, month, day = written
        return None if year is None else _day(date(year, month, day))
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
    if not (group["month"] or group["mm"]):
        return _term(group, academic_year)
    month = _month_number(group)
    written_year = group["myear"] or group["mmyear"]
    year = _year(written_year) if written_year else _in_academic_year(month, academic_year)
    return None if year is None else _month(year, month)


def _written_day(group: dict[str, Any], academic_year: int | None) -> tuple[int | None, int, int] | None:
    """Return the year, month and day that are written, of which there may be no such day; None where no day is written.

    The year is None where it is neither written nor known.
    """
    if group["iso"]:
        year, month, day = map(int, group["iso"].split("-"))
        return year, month, day
    if group["d"]:
        return _year(group["y"]), int(group["m"]), int(group["d"])
    if not (group["dmonth"] or group["month"]):
        return None
    month = _month_number(group)
    own_year = _in_academic_year(month, academic_year)
    if written := group["day"] or group["mday"]:
        written_year = group["dyear"] or group["mdyear"]
        return _year(written_year) if written_year else own_year, month, int(written)
    if re.fullmatch(r"\d\d", group["myear"] or "") and not _is_year(int(group["myear"]), academic_year):
        return own_year, month, int(group["myear"])
    return None


def _fault(year: int | None, month: int, day: int) -> str:
    if not 1 <= month <= 12:
        return f"There is no month {month}"
    if 1 <= day <= calendar.monthrange(_ANY_YEAR + 1 if year is None else year, month)[1]:
        return ""
    return f"{calendar.month_name[month]}{'' if year is None else f' {year}'} has no day {day}"


def _term(group: dict[str, Any], academic_year: int | None) -> Span | None:
    """Return the days of a term, half term or half-term holiday, of the month before Christmas or Easter, or of the year's end."""
    if group["break"]:
        name = TERM_BY_PREFIX[group["break"][:2].casefold()]
        first = last = named = TERM_AFTER[name] if group["afterbreak"] else name
    elif group["yearend"]:
        first = last = named = "summer"
    elif group["feast"]:
        named = TERM_BY_PREFIX[group["feast"][:2].casefold()]
        first = last = TERM_AFTER[named] if group["after"] else named
    elif group["nth"] or group["from"]:
        first = named = HALF_TERMS[int(group["nth"] or group["from"]) - 1]
        last = HALF_TERMS[int(group["nth"] or group["to"]) - 1]
    else:
        name, half = (
            TERM_BY_PREFIX[(group["term"] or group["short"])[:2].casefold()],
            group["half"] or group["shorthalf"],
        )
        first = last = named = f"{name} {half}" if half else name
    start = _start_year(group, TERM_DAYS[named][0][0], academic_year)
    if start is None:
        return None
    limits = (*TERM_DAYS[first], *TERM_DAYS[last])
    if group["break"] and not group["afterbreak"]:
        limits = (*HALF_TERM_HOLIDAYS[named], *HALF_TERM_HOLIDAYS[named])
    days = [date(start + (month < 9), month, day) for month, day in limits]
    return _edge(Span(min(days), max(days)), group)


def _edge(span: Span, group: dict[str, Any]) -> Span:
    """Return the last month of a term where its end is meant, and the first where its start is."""
    if group["start"]:
        return Span(span.first, min(span.last, _month(span.first.year, span.first.month).last))
    if group["end"] or group["yearend"]:
        last = span.last.replace(month=7) if span.last.month == 8 else span.last  # lessons end before the academic year
        return Span(max(span.first, last.replace(day=1)), last)
    return span


def _start_year(group: dict[str, Any], month: int, academic_year: int | None) -> int | None:
    """Return the year in which the academic year of a written term starts: without a year, the plan's own."""
    if group["tay"] and int(group["tay2"]) == (int(group["tay"]) + 1) % 100:
        return _year(group["tay"])
    if written := group["tay"] or group["tyear"]:
        return _year(written) - (month < 9)
    return academic_year


def _is_year(digits: int, academic_year: int | None) -> bool:
    """Whether two digits after a month are a year: the webinar's own "Sept 19" is September 2019, and "Oct 16" may be a day.

    They are a year where that is near the plan's own, and else a day.
    """
    if academic_year is None:
        return digits >= _FIRST_YEAR or not digits
    return -_YEARS_BACK <= 2000 + digits - academic_year <= _YEARS_AHEAD


def _month_number(group: dict[str, Any]) -> int:
    return int(group["mm"]) if group["mm"] else MONTHS[(group["dmonth"] or group["month"])[:3].casefold()]


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
