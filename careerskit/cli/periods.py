"""The two moments that a command compares, read from dates as people write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import typer

if TYPE_CHECKING:
    from careerskit.plan import Plan, Span

__all__ = ["Period", "period_of", "read_option", "today_in_england"]

_DAYS = 30
"""How far back to look in a plan that nobody has approved yet."""


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
    from careerskit.review import DATES, last_approval
    from careerskit.views import format_moment, start_of_day

    notes = []
    end = now
    if until and (last := read_option(until, "--until", now).last) < today_in_england(now):
        end = start_of_day(last + timedelta(days=1)) - timedelta(microseconds=1)
    if since:
        start = start_of_day(read_option(since, "--since", now).first)
    elif approved := last_approval(plan, today_in_england(end)):
        start = start_of_day(approved.day + timedelta(days=1))
        notes.append(f"The plan was last approved by {plan.setting.localise(approved.by)} ({approved.written}).")
    else:
        start = end - timedelta(days=_DAYS)
        notes.append(f"The plan does not say that it was approved before then, so this looks back {_DAYS} days.")
    if start >= end:
        raise typer.BadParameter(
            f"{format_moment(start)} is not before {format_moment(end)}. {DATES}", param_hint="--since"
        )
    if first is None or first > end:
        notes.append("Nothing of this plan had been saved by then.")
    elif first > start:
        notes.append(
            f"Nothing of this plan was saved before {format_moment(first)}, so everything in it is new. To leave out how it was "
            "first written, choose a later date."
        )
    return Period(start, end, notes)


def read_option(text: str, option: str, now: datetime) -> Span:
    """Return the days that a date or term names.

    Raises:
        typer.BadParameter: it names none.
    """
    from careerskit.errors import DateError
    from careerskit.review import read_days

    try:
        return read_days(text, today_in_england(now))
    except DateError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None


def today_in_england(now: datetime) -> date:
    """Return the day that it is in England at a moment."""
    from careerskit.views import ENGLAND

    return now.astimezone(ENGLAND).date()
