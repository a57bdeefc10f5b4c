"""Which days a time means as careers leaders write it: :class:`careerskit.plan.dates.When` says what is read."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from careerskit.plan.term_days import HALF_TERM_HOLIDAYS, HALF_TERMS, TERM_AFTER, TERM_BY_PREFIX, TERM_DAYS
from careerskit.plan.time_patterns import LISTED, MONTHS, RANGE, TIME, YEAR_GROUPS

__all__ = ["ANY_YEAR", "Span", "read_fault", "read_spans", "single_spaced"]

ANY_YEAR = 2003
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


@lru_cache(2_000)  # each check of a plan asks for the same times again, several times
def read_spans(text: str, academic_year: int | None) -> tuple[Span, ...]:
    """Return each time that a text names, the earliest first."""
    text = single_spaced(text)
    named: list[Span] = []
    before: tuple[re.Match[str], Span | None] | None = None
    for match in TIME.finditer(text):
        span = _span(match, academic_year)
        if span and before and not _is_listed(text, before[0], match):
            start = named.pop() if before[1] else None
            if _is_year_of_both(text, before[0], match):
                start = _up_to(before[0], span)
            span = _joined(start, span) if start else span
        if span:
            named.append(span)
        before = match, span
    apart: list[Span] = []
    for span in sorted(named):
        overlaps = apart and span.first <= apart[-1].last
        apart.append(_joined(apart.pop(), span) if overlaps else span)
    return tuple(apart)


def read_fault(text: str, academic_year: int | None) -> str:
    """Return what is wrong with a day that no calendar has; "" where there is none."""
    for match in TIME.finditer(single_spaced(text)):
        if (written := _written_day(match.groupdict(), academic_year)) and (fault := _fault(*written)):
            return fault
    return ""


def _is_listed(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether each of two times is meant, and not all from the one to the other."""
    is_listed = LISTED.fullmatch(text, one.end(), other.start())
    return bool(is_listed) and not text[: one.start()].lower().endswith("between ")


def _is_year_of_both(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether two times are a range with one year, after its end: "28 May to 3 June 2027"."""
    without, with_year = (any(match[name] for name in YEAR_GROUPS) for match in (one, other))
    return with_year and not without and bool(RANGE.fullmatch(text, one.end(), other.start()))


def _up_to(match: re.Match[str], end: Span) -> Span | None:
    """Return a time without a year: the last of its name that is not after the end."""
    year = end.first.year
    spans = (_span(match, academic_year) for academic_year in (year, year - 1, year - 2))
    return next((span for span in spans if span and span.first <= end.last), None)


def _joined(one: Span, other: Span) -> Span:
    return Span(min(one.first, other.first), max(one.last, other.last))


def single_spaced(text: str) -> str:
    """Return the text with single spaces: a long run of them would keep the patterns above busy for minutes."""
    return " ".join(text.split())


def _span(match: re.Match[str], academic_year: int | None) -> Span | None:
    """Return what one time means; None where it lacks its year, or there is no such day, for example 31/02/2026."""
    try:
        return _existing(match.groupdict(), academic_year)
    except ValueError:
        return None


def _existing(group: dict[str, Any], academic_year: int | None) -> Span | None:
    if written := _written_day(group, academic_year):
        year, month, day = written
        if year is None:
            return None
        last = date(year, month, day)
        return Span(last.replace(day=min(day, int(group["fromday"] or day))), last)
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
    if 1 <= day <= calendar.monthrange(ANY_YEAR + 1 if year is None else year, month)[1]:
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


def _year(written: str) -> int:
    year = int(written.lstrip("'’"))
    return year if year > 99 else 2000 + year


def _in_academic_year(month: int, academic_year: int | None) -> int | None:
    if academic_year is None:
        return None
    return academic_year if month >= 9 else academic_year + 1
