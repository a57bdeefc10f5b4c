"""The termly review of a plan: as it was on the day, and compared with what it was at the last meeting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import NamedTuple

from careerskit.errors import DateError
from careerskit.plan import Plan, School
from careerskit.review import changes, last_meeting, needed_decisions, read_days, review_term
from careerskit.store import Store, load_plan, open_store
from careerskit.views import ENGLAND, Moved, describe_changes, format_day, render_termly_review, start_of_day
from careerskit.workbook.changes import comparable_from
from careerskit.workbook.context import WorkbookContext

__all__ = ["render_review"]


def render_review(context: WorkbookContext, school: School | None, plan: Plan, as_at: str, since: str) -> str:
    """Return the termly review of a plan as HTML.

    Where the day is past, it is of the plan as it was then, if anything of it had been saved by then.

    context: its store, or the one that its plan was read from, has the plan's history. plan: as it is now. as_at: the day, or a
    term, whose last day it then is; "" for today. since: the first day of what it looks back on; "" for that of
    :func:`careerskit.review.last_meeting`.

    Raises:
        DateError: a date cannot be read, or they are the wrong way round.
        StoreError: the store cannot be opened or read.
    """
    today = datetime.now(ENGLAND).date()
    days = _Days(read_days(as_at, today).last if as_at.strip() else today, since, today)
    moved, notes = None, []
    with _history(context) as store:
        if store and school:
            first = store.answers.first_saved(school.id)
            if first and days.as_at < today:
                if first < days.end:
                    plan = load_plan(store, school, days.end)
                else:
                    notes.append("This plan had not been started by then, so this shows it as it is now.")
            moved = _moved(store, school, plan, days, first)
    review = review_term(plan, days.as_at)
    return str(render_termly_review(plan, review, needed_decisions(plan, review), moved, notes))


class _Days(NamedTuple):
    """The day of the review, since when it looks back as somebody has written it, and today."""

    as_at: date
    since: str
    today: date

    @property
    def end(self) -> datetime:
        """The last moment of the day."""
        return start_of_day(self.as_at + timedelta(days=1)) - timedelta(microseconds=1)


def _moved(store: Store, school: School, plan: Plan, days: _Days, first: datetime | None) -> Moved:
    """Return what has moved. plan: as it was on the day of the review. first: when the first answer was saved, if any was."""
    start, why = _start(plan, days)
    day, note = comparable_from(start, min(days.end, datetime.now(ENGLAND)), first)
    if day is None:
        return Moved(note)
    before = load_plan(store, school, start_of_day(day))
    since = (
        f"Since {format_day(day)}{', ' if why else ''}{why}." if day == start else f"Since {format_day(day)}. {note}"
    )
    return Moved(since, describe_changes(changes(before, plan), before, plan))


def _start(plan: Plan, days: _Days) -> tuple[date, str]:
    """Return the first day to look back on, and which day that is, in words; "" where it was given."""
    if days.since.strip():
        first = read_days(days.since, days.today).first
        if first > days.as_at:
            raise DateError(f"since is {format_day(first)}, after the day of the review, {format_day(days.as_at)}.")
        return first, ""
    meeting = last_meeting(plan, days.as_at)
    if meeting.approval:
        by = plan.setting.localise(meeting.approval.by)
        return meeting.day, f"the day after the plan was last approved by {by} ({meeting.approval.written})"
    return meeting.day, "the first day of last term"


@contextmanager
def _history(context: WorkbookContext) -> Iterator[Store | None]:
    """Yield the store that has the plan's history; None for a blank workbook. In a batch, only its address is known."""
    if context.store or not context.store_url:
        yield context.store
        return
    with open_store(context.store_url, create=False) as store:
        yield store
