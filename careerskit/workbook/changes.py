"""What has changed in a school's plan between two days: in words for a terminal, and as a page for governors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from careerskit.branding import NO_BRANDING, Branding
from careerskit.errors import DateError
from careerskit.plan import Plan, School
from careerskit.review import DATES, changes, last_approval, read_days
from careerskit.store import Store, load_plan
from careerskit.views import ENGLAND, ChangeSection, describe_changes, format_day, render_changes, start_of_day

__all__ = ["Period", "PlanChanges", "comparable_from", "find_changes", "period_of"]

_DAYS = 30
"""How far back to look in a plan that nobody has approved yet."""


class Period(NamedTuple):
    """The two moments that are compared, the same where nothing can be compared, and what to know about them, in sentences."""

    since: datetime
    until: datetime
    notes: list[str]

    def __str__(self) -> str:
        """Return its days: "From 1 September 2026 to 27 November 2026"."""
        first, last = (format_day(moment.astimezone(ENGLAND).date()) for moment in (self.since, self.until))
        return f"On {last}" if first == last else f"From {first} to {last}"


@dataclass(frozen=True)
class PlanChanges:
    """What has changed in a plan. plan: as it was at the end. sections: None where there is nothing to compare it with.

    branding: the school's.
    """

    plan: Plan
    period: Period
    sections: Sequence[ChangeSection] | None
    branding: Branding = NO_BRANDING

    def page(self) -> str:
        """Return a page for governors that needs nothing else."""
        return render_changes(
            self.plan, self.sections, period=str(self.period), notes=self.period.notes, branding=self.branding
        )


def find_changes(store: Store, school: School, since: str = "", until: str = "") -> PlanChanges:
    """Return what has changed in a school's plan. since, until, and what it raises: see :func:`period_of`."""
    first, now = store.answers.first_saved(school.id), datetime.now(ENGLAND)
    period = period_of(load_plan(store, school), since, until, now, first)
    before, after = (load_plan(store, school, at) for at in (period.since, period.until))
    branding = store.branding.get(school.id)
    if period.since == period.until:
        return PlanChanges(after, period, None, branding)
    if before.academic_year and after.academic_year and before.academic_year != after.academic_year:
        period.notes.append(
            f"The plan was for {before.header.academic_year} and is now for {after.header.academic_year}. A time without a year, "
            f"such as “Spring term”, now means one in {after.header.academic_year}."
        )
    return PlanChanges(after, period, describe_changes(changes(before, after), before, after), branding)


def period_of(plan: Plan, since: str, until: str, now: datetime, first: datetime | None) -> Period:
    """Return the moments to compare: see also :func:`comparable_from`.

    since: the first day; "" for the day after the last approval, or else for 30 days before the last. until: the last day; "" for
    now. first: when the first answer was saved; None where none was.

    Raises:
        DateError: a date cannot be read, or the first is after the last.
    """
    notes = []
    today, end = now.astimezone(ENGLAND).date(), now
    if until and (last := read_days(until, today).last) < today:
        end = start_of_day(last + timedelta(days=1)) - timedelta(microseconds=1)
    last_day = end.astimezone(ENGLAND).date()
    if since:
        start = read_days(since, today).first
        if start > last_day:
            raise DateError(f"{format_day(start)} is after {format_day(last_day)}. {DATES}")
    elif approved := last_approval(plan, last_day):
        start = approved.day + timedelta(days=1)
        notes.append(f"The plan was last approved by {plan.setting.localise(approved.by)} ({approved.written}).")
    else:
        start = last_day - timedelta(days=_DAYS)
        notes.append(f"The plan gives no date of an approval before then, so this looks back {_DAYS} days.")
    from_day, why = comparable_from(start, end, first)
    if from_day is None:
        return Period(end, end, [why])
    return Period(start_of_day(from_day), end, [why] if why else notes)


def comparable_from(start: date, end: datetime, first: datetime | None) -> tuple[date | None, str]:
    """Return from which day on a plan can be compared with what it is at the end, and why not from the start, as a sentence or "".

    What was written on the first day of a plan is new, and not a change of it. The day is None where nothing was written before.

    start: the day asked for. first: when the first answer was saved; None where none was.
    """
    if first is None or first > end:
        return None, "This plan had not been started by then."
    if first <= start_of_day(start):
        return start, ""
    first_day = first.astimezone(ENGLAND).date()
    saved = f"This plan was first saved here on {format_day(first_day)}"
    if first_day >= end.astimezone(ENGLAND).date():
        return None, f"{saved}, so all of it is new."
    return first_day + timedelta(days=1), f"{saved}, so this looks back to the day after."
