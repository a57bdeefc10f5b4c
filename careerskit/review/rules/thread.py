"""Rules on the golden thread: what was found leads to priorities, priorities to objectives, and objectives to actions."""

from __future__ import annotations

from collections.abc import Iterator

from careerskit.plan import Plan, Swot, benchmark, field_named
from careerskit.review.finding import Found, rule
from careerskit.review.sources import TEMPLATE

__all__ = ["priorities_answered", "priority_benchmarks_developed"]

_WHY = "Objectives follow from the priorities. If no objective covers one, it may not be a priority."
_OBJECTIVES = field_named(Plan, "objectives").label


@rule("objectives", why=_WHY, source=TEMPLATE)
def priority_benchmarks_developed(plan: Plan) -> Iterator[Found]:
    """Check that an objective develops each priority benchmark. Nothing is said before there is an objective."""
    developed = {number for objective in plan.objectives for number in objective.benchmarks}
    for number in plan.current_state.priority_benchmarks:
        if plan.objectives and number not in developed and benchmark(number):
            text = f"No objective develops {benchmark(number)}, a priority benchmark"
            mend = "Choose it under “Benchmarks it develops” of an objective, or take it off the priority benchmarks."
            subject = "current_state.priority_benchmarks"
            yield Found(
                _OBJECTIVES, text, _where_to_choose(plan, "benchmarks"), mend, subject=subject, about=str(number)
            )


@rule("objectives", why=_WHY, source=TEMPLATE)
def priorities_answered(plan: Plan) -> Iterator[Found]:
    """Check that an objective answers each priority of the SWOT analysis. Nothing is said before there is an objective."""
    answered = {priority for objective in plan.objectives for priority in objective.priorities}
    label = field_named(Swot, "key_priorities").noun
    for number, priority in enumerate(plan.swot.key_priorities, start=1):
        if plan.objectives and priority.text.strip() and priority.id not in answered:
            mend = "Choose it under “Priorities it answers” of an objective, or remove it."
            subject = f"swot.key_priorities[{priority.id}].text"
            path, text = _where_to_choose(plan, "priorities"), f"No objective answers {label} {number}"
            yield Found(_OBJECTIVES, text, path, mend, quote=priority.text, subject=subject)


def _where_to_choose(plan: Plan, name: str) -> str:
    """Return the path of a field of the first objective where nothing is chosen in it, or else of the first objective."""
    objective = next((one for one in plan.objectives if not getattr(one, name)), plan.objectives[0])
    return f"objectives[{objective.id}].{name}"
