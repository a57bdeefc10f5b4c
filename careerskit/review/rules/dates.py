"""Rules on dates. A date that can be read in two ways is taken to be in order where one of them is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from careerskit.plan import Header, Objective, Plan, Span, field_named
from careerskit.review.finding import Found, rule
from careerskit.review.sources import GUIDANCE, OURS, TEMPLATE

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
    why="Governors approve what senior leaders have approved before. Dates in another order make a reader doubt them all.",
    source=TEMPLATE,
)
def approvals_in_order(plan: Plan) -> Iterator[Found]:
    """Check that a plan is created, approved by senior leaders, approved by governors and reviewed, in this order."""
    dated = [(words, name, span) for words, name in _STEPS if (span := _span(plan, name))]
    for (before, _, earlier), (after, name, later) in pairwise(dated):
        if later.last < earlier.first:
            text = f"Check the dates: the plan is {after} before it is {before}"
            yield Found(Header.title, text, f"header.{name}")


@rule("header", why="A review looks at what came of the actions. Before the last one is due, it cannot.", source=OURS)
def review_after_the_last_action(plan: Plan) -> Iterator[Found]:
    """Check that the plan is reviewed after the last of its actions is due."""
    review = _span(plan, "review_date")
    open_actions = [action for _, action in plan.actions if not action.has_ended]
    due = [(span, action) for action in open_actions if (span := action.time.span(plan.academic_year))]
    if review and due:
        last, action = max(due, key=lambda one: one[0].first)
        if review.last < last.first:
            text = f"Move the review: it is to be {_on(plan.header.review_date)}, and the last action is due {_on(action.time)}"
            yield Found(Header.title, text, "header.review_date")


@rule(
    "header",
    why="The website has to give the date of the next review, and a plan is for one academic year.",
    source=GUIDANCE,
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
    "action_plan",
    why="The plan is for one academic year. A date outside it is often a slip, or left over from an earlier plan.",
    source=OURS,
)
def dates_within_the_year(plan: Plan) -> Iterator[Found]:
    """Check that actions are due in the plan's academic year, and that it was created and approved for that year.

    A plan may be written in the year before.
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


def _on(when: str) -> str:
    """Return a time as it is written, for the middle of a sentence: it may be "16 October 2026" or "by Easter"."""
    return f"“{' '.join(when.split())}”"


def _a_year_after(day: date) -> date:
    return date(day.year + 1, day.month, min(day.day, 28) if day.month == 2 else day.day)
