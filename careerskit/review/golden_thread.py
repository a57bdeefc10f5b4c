"""The golden thread of a plan: from what was found to priorities, from priorities to objectives, and from those to actions."""

from __future__ import annotations

from dataclasses import dataclass

from careerskit.plan import SWOT_PROMPTS, Objective, Plan, Swot, field_named

__all__ = ["GoldenThread", "TracedPriority", "golden_thread"]

_COLUMNS = ("strengths", "weaknesses", "opportunities", "threats")
_BENCHMARKS = {prompt.text: prompt.benchmark for prompt in SWOT_PROMPTS if prompt.benchmark}


@dataclass(frozen=True)
class TracedPriority:
    """A priority of the SWOT analysis, with what it comes from and what follows from it.

    number: its place among the priorities, from 1. points: the columns and the texts of the points that it comes from, each column
    once. benchmarks: those that the topics of these points are about. objectives: the numbers of those that answer it. actions: the
    numbers of their actions, such as "2.1". outcomes, evaluations: how many of these actions say what success looks like, and how
    it will be evaluated.
    """

    number: int
    text: str
    points: dict[str, tuple[str, ...]]
    benchmarks: tuple[int, ...]
    objectives: tuple[int, ...]
    actions: tuple[str, ...]
    outcomes: int
    evaluations: int


@dataclass(frozen=True)
class GoldenThread:
    """The thread of a plan.

    priorities: each with what leads to it and away from it. developed: by the number of each benchmark, the numbers of the
    objectives that develop it. adrift: the numbers of the objectives that answer no priority.
    """

    priorities: tuple[TracedPriority, ...]
    developed: dict[int, tuple[int, ...]]
    adrift: tuple[int, ...]

    @property
    def is_linked(self) -> bool:
        """Whether any priority is linked to a point or to an objective."""
        return any(priority.points or priority.objectives for priority in self.priorities)

    @property
    def unanswered(self) -> tuple[int, ...]:
        """The numbers of the priorities that no objective answers."""
        return tuple(priority.number for priority in self.priorities if not priority.objectives)


def golden_thread(plan: Plan) -> GoldenThread:
    """Return the thread of a plan. What was removed from a list is in it no more."""
    numbered = list(enumerate(plan.objectives, start=1))
    written = [
        (number, priority) for number, priority in enumerate(plan.swot.key_priorities, start=1) if priority.text.strip()
    ]
    ids = {priority.id for _, priority in written}
    return GoldenThread(
        tuple(
            _traced(plan, number, priority.text.strip(), priority.points, _answering(numbered, priority.id))
            for number, priority in written
        ),
        {number: tuple(at for at, one in numbered if number in one.benchmarks) for number in range(1, 9)},
        tuple(at for at, objective in numbered if not ids & set(objective.priorities)),
    )


def _answering(numbered: list[tuple[int, Objective]], priority: str) -> list[tuple[int, Objective]]:
    return [(number, objective) for number, objective in numbered if priority in objective.priorities]


def _traced(
    plan: Plan, number: int, text: str, chosen: tuple[str, ...], objectives: list[tuple[int, Objective]]
) -> TracedPriority:
    points, benchmarks = dict[str, tuple[str, ...]](), set[int]()
    for name in _COLUMNS:
        found = [point for point in getattr(plan.swot, name) if point.id in chosen and point.text.strip()]
        if found:
            points[field_named(Swot, name).label] = tuple(point.text.strip() for point in found)
            benchmarks |= {_BENCHMARKS[point.prompt] for point in found if point.prompt in _BENCHMARKS}
    actions = [
        (f"{at}.{place}", action)
        for at, objective in objectives
        for place, action in enumerate(objective.actions, start=1)
    ]
    return TracedPriority(
        number,
        text,
        points,
        tuple(sorted(benchmarks)),
        tuple(at for at, _ in objectives),
        tuple(name for name, _ in actions),
        sum(bool(action.outcome.strip()) for _, action in actions),
        sum(bool(action.evaluation.strip()) for _, action in actions),
    )
