"""Advice on a single answer, shown beside its label. Whatever the advice, the answer is saved as written."""

from __future__ import annotations

import re

from careerskit.plan.dates import When
from careerskit.plan.fields import FieldSpec, Kind
from careerskit.plan.scores import Score

__all__ = ["advice_on"]

_NAMED = {"term": "end of spring term 2027", "half term": "October half term 2026"}

_ACADEMIC_YEAR = re.compile(r"(?:20)?(\d\d)\s*(?:[/–-]|to)\s*(?:20)?(\d\d)")


_USABLE = {
    "email": (re.compile(r"[^@\s]@[\w-]+\.\w"), "Enter an email address, for example careers@larkmoor.example"),
    "telephone": (
        re.compile(r"(?:\d\D*){10}"),  # the fewest that a number of the United Kingdom has with its area code
        "Enter a telephone number with its area code, for example 01632 960123",
    ),
    "provider_access": (
        re.compile(r"[\w-]\.(?!(?:pdf|docx?)\b)[a-z]{2}", re.IGNORECASE),
        "Enter the address of the page, for example https://www.larkmoor.example/provider-access",
    ),
}
"""What the boxes for the website have to hold to be what they ask for, by name, and what to say where they do not."""


def advice_on(field: FieldSpec, answer: object, academic_year: int | None = None) -> str:
    """Return what would make this answer clearer; "" where it is clear, or empty.

    academic_year: the plan's, by the year in which it starts; None where it is unknown.
    """
    if not isinstance(answer, str) or not answer.strip():
        return ""
    if len(answer) > field.limit:
        return f"Shorten this to {field.limit:,} characters or fewer. It has {len(answer):,}, and all of it is saved."
    if field.kind is Kind.SCORE and Score(answer).bounds is None:
        return "Enter a number from 0 to 100, for example 64%"
    if field.kind in (Kind.WHEN, Kind.DATE):
        return _advice_on_time(When(answer), academic_year, may_recur=field.kind is Kind.WHEN)
    if field.name == "academic_year":
        years = _ACADEMIC_YEAR.fullmatch(answer.strip())
        if not years or int(years[2]) != (int(years[1]) + 1) % 100:
            return "Enter two consecutive years, for example 2026/27"
    pattern, advice = _USABLE.get(field.name, (None, ""))
    return advice if pattern and not pattern.search(answer) else ""


def _advice_on_time(when: When, academic_year: int | None, *, may_recur: bool) -> str:
    if fault := when.impossible_day(academic_year):
        return f"{fault}. Check the date"
    if unnamed := when.unnamed_term:
        return f"Which {unnamed}? For example, {_NAMED[unnamed]}"
    if (may_recur and when.is_recurring) or when.names_days:
        return ""
    if when.is_relative:
        return "Enter the date itself, for example 16 October 2026"
    if may_recur:
        return "Enter a day, month, term or how often, for example 16 October 2026, Spring 2027 or termly"
    return "Enter a day or a month, for example 16 October 2026 or June 2027"
