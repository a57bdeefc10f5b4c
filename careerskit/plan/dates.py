"""Times as careers leaders write them: "Sept 2026", "Spring 2027", "Aut1", "Term 3", "by Easter", "once a term", "01/09/2026".

A time is stored and printed as it was written. What can be read from it is used only to sort, and to count by term.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from careerskit.plan.spans import ANY_YEAR, Span, read_fault, read_spans, single_spaced
from careerskit.plan.time_patterns import RECURRING, RELATIVE, TERM_GROUPS, TIME, UNNAMED_TERM, YEARLY

__all__ = ["TERMS", "Span", "When", "academic_year_of", "term_of"]

TERMS = ("Autumn", "Spring", "Summer")


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
        return read_spans(str(self), academic_year)

    @property
    def is_recurring(self) -> bool:
        """Whether it says "termly", "each month", "ongoing" and the like."""
        return bool(RECURRING.search(single_spaced(self)))

    @property
    def is_all_year(self) -> bool:
        """Whether it recurs in every term: "termly" or "each week", and not "yearly"."""
        return self.is_recurring and not self.names_days and not YEARLY.search(single_spaced(self))

    @property
    def names_days(self) -> bool:
        """Whether it names a day, month, term or year, in some academic year."""
        return self.span(ANY_YEAR) is not None

    @property
    def is_readable(self) -> bool:
        """Whether anything can be read from it: a day, month, term or year, or how often."""
        return self.is_recurring or self.names_days

    @property
    def is_relative(self) -> bool:
        """Whether it is a day that depends on when it is read, such as "next Tuesday"."""
        return bool(RELATIVE.search(single_spaced(self)))

    @property
    def names_term(self) -> bool:
        """Whether it names a term or holiday, whose days differ from school to school."""
        found = TIME.finditer(single_spaced(self))
        return any(match[name] for match in found for name in TERM_GROUPS)

    def impossible_day(self, academic_year: int | None = None) -> str:
        """Return what is wrong with a day that no calendar has, such as "February 2027 has no day 31"; "" where there is none."""
        return read_fault(str(self), academic_year)

    @property
    def unnamed_term(self) -> str:
        """Return "term" or "half term" where it does not say which one is meant, as in "end of term"; else ""."""
        text = single_spaced(self)
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
