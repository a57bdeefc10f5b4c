"""Since when to look back on a plan, and the dates that somebody gives for it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from careerskit.errors import DateError
from careerskit.plan import TIME, Plan, Span, When, term_of

__all__ = ["DATES", "Approval", "LastMeeting", "last_approval", "last_meeting", "read_days"]

DATES = "Give a date such as “1 September 2026”, “01/09/2026” or “2026-09-01”, or “this term” or “last term”."


class Approval(NamedTuple):
    """Who approved a plan, its last possible day, and the date as it is written. by: may hold words of a setting."""

    by: str
    day: date
    written: str


class LastMeeting(NamedTuple):
    """The first day of what a termly review looks back on. approval: the one on the day before; None where it is a term's start."""

    day: date
    approval: Approval | None = None


def last_approval(plan: Plan, before: date) -> Approval | None:
    """Return the last approval before a day; None where the plan names none."""
    header = plan.header
    dates = (("SLT", header.date_approved_slt), ("the {governors}", header.date_approved_governors))
    read = [(by, when, when.span(plan.academic_year)) for by, when in dates]
    past = [Approval(by, span.last, when.strip()) for by, when, span in read if span and span.last < before]
    return max(reversed(past), key=lambda approval: approval.day, default=None)


def last_meeting(plan: Plan, as_at: date) -> LastMeeting:
    """Return since when a termly review looks back where nobody says.

    That is the day after the last approval, or the first day of last term, whichever is later: no plan says when it was reviewed,
    and a termly review was at most a term ago.
    """
    start = _span_of_last_term(as_at).first
    approval = last_approval(plan, as_at)
    if approval and (after := approval.day + timedelta(days=1)) >= start:
        return LastMeeting(after, approval)
    return LastMeeting(start)


def read_days(text: str, today: date) -> Span:
    """Return the days that a date or term names, as plans are read; without a year, those of today's academic year.

    Raises:
        DateError: it names none.
    """
    year = today.year - (today.month < 9)
    written = " ".join(text.split())
    if written.casefold() == "this term":
        written = term_of(today)
    elif written.casefold() == "last term":
        return _span_of_last_term(today)
    if fault := When(written).impossible_day(year):
        raise DateError(f"{fault}. {DATES}")
    span = When(written).span(year) if TIME.fullmatch(written) else None
    if span is None:
        raise DateError(f"“{text}” is not a date that can be read. {DATES}")
    return span


def _span_of_last_term(today: date) -> Span:
    this_term = _span_of(term_of(today), today)
    before = this_term.first - timedelta(days=1)
    return _span_of(term_of(before), before)


def _span_of(term: str, day: date) -> Span:
    return When(term).span() or Span(day, day)
