"""Rules on dates. A date that can be read in two ways is taken to be in order where one of them is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from careerskit.plan import Header, Objective, Plan, Span, When, field_named
from careerskit.review.finding import Found, rule
from careerskit.review.measurable import measure
from careerskit.review.sources import OURS

__all__ = ["approvals_in_order", "dates_within_the_year", "review_after_the_last_action", "review_within_a_year"]

_STEPS = (
    ("created", "date_created"),
    ("approved by SLT", "date_approved_slt"),
    ("approved by the {governors}", "date_approved_governors"),
    ("to be reviewed", "review_date"),
)
_APPROVALS = ("date_approved_governors", "date_approved_slt")


@rule(
    "header",
    why="{Governors} usually approve what SLT has approved. If the dates are out of order, readers may not trust them.",
    source=OURS,
)
def approvals_in_order(plan: Plan) -> Iterator[Found]:
    """Check that a plan is created, approved by senior leaders, approved by governors and reviewed, in this order."""
    dated = [(words, name, span) for words, name in _STEPS if (span := _span(plan, name))]
    for (before, _, earlier), (after, name, later) in pairwise(dated):
        if later.last < earlier.first:
            text = f"Check the dates: the plan is {after} before it is {before}"
            yield Found(Header.title, text, f"header.{name}")


@rule(
    "header",
    why="A review after the last action and target can look at all of them. Many schools also review part way through the year.",
    source=OURS,
)
def review_after_the_last_action(plan: Plan) -> Iterator[Found]:
    """Ask whether the plan is reviewed before the last of its actions is due, or of its objectives' targets."""
    review, year = _span(plan, "review_date"), plan.academic_year
    due = [("action", action.time) for _, action in plan.actions if not action.has_ended]
    due += [("target", when) for objective in plan.objectives if (when := _target_date(objective))]
    dated = [(span, what, when) for what, when in due if (span := when.span(year))]
    if review and dated:
        last, what, when = max(dated, key=lambda one: one[0].first)
        if review.last < last.first:
            text = f"The review ({_written(plan.header.review_date)}) is before the last {what} ({_written(when)})"
            mend = "Is this too soon? If you review part way through the year, set this aside and say so."
            yield Found(Header.title, text, "header.review_date", mend)


@rule(
    "header",
    why="The plan is for one academic year. What you learn from a review within a year can go into the next plan.",
    source=OURS,
)
def review_within_a_year(plan: Plan) -> Iterator[Found]:
    """Check that the plan is reviewed within a year of its approval, or of the start of its year where that is later."""
    review = _span(plan, "review_date")
    approved = [(span, name) for name in _APPROVALS if (span := _span(plan, name))]
    if not (review and approved):
        return
    span, name = approved[0]
    start = date(plan.academic_year, 9, 1) if plan.academic_year else span.last
    if review.first > _a_year_after(max(span.last, start)):
        mend = f"It was approved {_on(getattr(plan.header, name))}."
        yield Found(Header.title, "Review the plan within a year of its approval", "header.review_date", mend)


@rule(
    "header",
    "objectives",
    "action_plan",
    why="The plan is for one academic year. A date outside it is often a slip, or left over from an earlier plan.",
    source=OURS,
)
def dates_within_the_year(plan: Plan) -> Iterator[Found]:
    """Check that actions are due in the plan's academic year, and that it was created and approved for that year.

    A plan may be written in the year before, and an objective may reach beyond the year.
    """
    if plan.academic_year is None:
        return
    first, last = date(plan.academic_year, 9, 1), date(plan.academic_year + 1, 8, 31)
    year = plan.header.academic_year.strip()
    for words, name in _STEPS[:3]:
        span = _span(plan, name)
        if span and (span.first > last or span.last < first.replace(year=first.year - 1)):
            text = f"Check the dates: the plan is for {year}, and was {words} {_on(getattr(plan.header, name))}"
            yield Found(Header.title, text, f"header.{name}")
    for number, objective in enumerate(plan.objectives, start=1):
        when = _target_date(objective)
        span = when.span(plan.academic_year)
        if span and (span.last < first or when == str(first.year)):
            text = f"Objective {number}: check the date. The plan is for {year}, and this is for {_on(when)}"
            yield Found(field_named(Plan, "objectives").label, text, f"objectives[{objective.id}].objective")
        for position, action in enumerate(objective.actions, start=1):
            span = None if action.has_ended else action.time.span(plan.academic_year)
            if span and (span.first > last or span.last < first):
                at = f"Objective {number}, action {position}"
                text = f"{at}: check the time. The plan is for {year}, and this is due {_on(action.time)}"
                path = f"objectives[{objective.id}].actions[{action.id}].time"
                yield Found(field_named(Objective, "actions").label, text, path)


def _span(plan: Plan, name: str) -> Span | None:
    span: Span | None = getattr(plan.header, name).span(plan.academic_year)
    return span


def _target_date(objective: Objective) -> When:
    """Return by when an objective is to be reached, as it is written there, without "by"; empty where it does not say."""
    date = measure(objective.objective).date
    return When(re.sub(r"^(?:by|before|until) ", "", _written(date.text), flags=re.IGNORECASE) if date else "")


def _written(when: str) -> str:
    return " ".join(when.split())


def _on(when: str) -> str:
    """Return a time as it is written, for the middle of a sentence: it may be "16 October 2026" or "by Easter"."""
    return f"“{_written(when)}”"


def _a_year_after(day: date) -> date:
    return date(day.year + 1, day.month, min(day.day, 28) if day.month == 2 else day.day)
