"""The events of a plan: when each action is due, and when the plan is approved and reviewed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from careerskit.plan import Action, Objective, Plan, When, field_named

__all__ = ["PlanEvent", "actions_without_dates", "plan_events"]

_DATES = {
    "header.date_approved_slt": "Approval of the {plan} by SLT",
    "header.date_approved_governors": "Approval of the {plan} by {governors}",
    "header.review_date": "Review of the {plan}",
    "website.next_review": "Review of the careers information on the website",
}
"""What the dates of a plan are called in a calendar, by their paths."""

_TERM_DATES = "The days of terms and holidays are those of most of England. Your {school}’s own may differ."


@dataclass(frozen=True)
class PlanEvent:
    """A day, or several in a row, on which something in a plan is due.

    key: the same as long as it is the same time of the same record or field. first, last: the days. title: one line, without the
    school. details: lines of text. has_ended: whether the action is done or was dropped.
    """

    key: str
    first: date
    last: date
    title: str
    details: tuple[str, ...] = ()
    has_ended: bool = False


def plan_events(plan: Plan) -> Iterator[PlanEvent]:
    """Yield the events of a plan: those of its actions, then approvals and reviews. A time that names two has an event for each."""
    for number, objective, action in plan.numbered_actions:
        title = " ".join(f"{number} {action.action}".split())
        ended = plan.setting.localise(field_named(Action, "status").label_of(action.status)) if action.has_ended else ""
        details = tuple(_details(plan, number, objective, action))
        for key, first, last in _days(plan, f"{objective.id}.{action.id}", action.time):
            yield PlanEvent(key, first, last, f"{ended}: {title}" if ended else title, details, bool(ended))
    for path, name in _DATES.items():
        group, _, field = path.partition(".")
        time = getattr(getattr(plan, group), field)
        title = plan.setting.localise(name.replace("{plan}", plan.title))
        for key, first, last in _days(plan, field, time):
            yield PlanEvent(key, first, last, title, tuple(_time(plan, time)))


def actions_without_dates(plan: Plan) -> list[tuple[str, Action]]:
    """Return the open actions that have no event, each with its number: no day can be read from their time."""
    return [
        (number, action)
        for number, _, action in plan.numbered_actions
        if action.action.strip() and not action.has_ended and not action.time.spans(plan.academic_year)
    ]


def _days(plan: Plan, key: str, time: When) -> Iterator[tuple[str, date, date]]:
    for number, span in enumerate(time.spans(plan.academic_year), start=1):
        yield f"{key}.{number}", span.first, span.last


def _details(plan: Plan, number: str, objective: Objective, action: Action) -> Iterator[str]:
    yield action.action
    yield f"Objective {number.partition('.')[0]}: {objective.objective}"
    for name in ("responsible", "outcome"):
        if answer := getattr(action, name):
            yield f"{plan.setting.localise(field_named(Action, name).label)}: {answer}"
    yield from _time(plan, action.time)


def _time(plan: Plan, time: When) -> Iterator[str]:
    yield f"The plan says: {time}"
    if time.names_term:
        yield plan.setting.localise(_TERM_DATES)
