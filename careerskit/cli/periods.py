"""The two moments that a command compares, read from dates as people write them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

import typer

if TYPE_CHECKING:
    from careerskit.plan import Plan, Span

__all__ = ["Period", "period_of"]

_DAYS = 30
"""How far back to look in a plan that nobody has approved yet."""

_DATES = "Give a date such as “1 September 2026”, “01/09/2026” or “2026-09-01”, or “this term” or “last term”."


class Period(NamedTuple):
    """The two moments that are compared, and what to know about them, in sentences."""

    since: datetime
    until: datetime
    notes: list[str]


def period_of(plan: Plan, since: str, until: str, now: datetime, first: datetime | None) -> Period:
    """Return the moments to compare. first: when the first answer was saved; None where none was.

    Raises:
        typer.BadParameter: a date cannot be read, or the first is not before the last.
    """
    from careerskit.views import format_moment

    notes = []
    end = now
    if until and (last := _read(until, "--until", now).last) < _today(now):
        end = _start_of(last + timedelta(days=1)) - timedelta(microseconds=1)
    if since:
        start = _start_of(_read(since, "--since", now).first)
    elif approved := _last_approval(plan, _today(end)):
        start = _start_of(approved.day + timedelta(days=1))
        notes.append(f"The plan was last approved by {plan.setting.localise(approved.by)} ({approved.written}).")
    else:
        start = end - timedelta(days=_DAYS)
        notes.append(f"The plan does not say that it was approved before then, so this looks back {_DAYS} days.")
    if start >= end:
        raise typer.BadParameter(
            f"{format_moment(start)} is not before {format_moment(end)}. {_DATES}", param_hint="--since"
        )
    if first is None or first > end:
        notes.append("Nothing of this plan had been saved by then.")
    elif first > start:
        notes.append(
            f"Nothing of this plan was saved before {format_moment(first)}, so everything in it is new. To leave out how it was "
            "first written, choose a later date."
        )
    return Period(start, end, notes)


class _Approval(NamedTuple):
    """Who approved a plan, its last possible day, and the date as it is written."""

    by: str
    day: date
    written: str


def _last_approval(plan: Plan, today: date) -> _Approval | None:
    """Return the last approval before today; None where the plan names none."""
    header = plan.header
    dates = (("SLT", header.date_approved_slt), ("the {governors}", header.date_approved_governors))
    read = [(by, when, when.span(plan.academic_year)) for by, when in dates]
    past = [_Approval(by, span.last, when.strip()) for by, when, span in read if span and span.last < today]
    return max(reversed(past), key=lambda approval: approval.day, default=None)


def _read(text: str, option: str, now: datetime) -> Span:
    """Return the days that a date or term names, as plans are read; without a year, those of the academic year of now.

    Raises:
        typer.BadParameter: it names none.
    """
    from careerskit.plan import TIME, When, term_of

    today = _today(now)
    year = today.year - (today.month < 9)
    written = " ".join(text.split())
    if (term := When(term_of(today)).span()) and written.casefold() in ("this term", "last term"):
        written = term_of(today if written.casefold() == "this term" else term.first - timedelta(days=1))
    if fault := When(written).impossible_day(year):
        raise typer.BadParameter(f"{fault}. {_DATES}", param_hint=option)
    span = When(written).span(year) if TIME.fullmatch(written) else None
    if span is None:
        raise typer.BadParameter(f"“{text}” is not a date that can be read. {_DATES}", param_hint=option)
    return span


def _start_of(day: date) -> datetime:
    from careerskit.views import ENGLAND

    return datetime.combine(day, time(), ENGLAND)


def _today(now: datetime) -> date:
    from careerskit.views import ENGLAND

    return now.astimezone(ENGLAND).date()
