"""A proposal for a plan's priority benchmarks, by a rule that is shown with it. The careers leader decides."""

from __future__ import annotations

from careerskit.plan import Plan

__all__ = ["PRIORITY_RULE", "propose_priorities"]

_PROPOSED = 3
"""How many are proposed: the plan asks for the two or three that matter most."""

PRIORITY_RULE = (
    "The rule: the three lowest Compass scores, and of equal scores the lower benchmark number. A benchmark that is fully achieved "
    "is never proposed. The rule knows nothing of your {school}, so choose what matters most."
)
"""The rule in words. It is our own, and the simplest that somebody can check by eye."""


def propose_priorities(plan: Plan) -> tuple[int, ...]:
    """Return the numbers of the benchmarks with the lowest scores; () where fewer than two are scored.

    A range such as "91–99%" counts by its lower end.
    """
    scores = plan.current_state.compass.by_benchmark
    found = [
        (bounds[0], number) for number, score in scores.items() if (bounds := score.bounds) and not score.is_achieved
    ]
    if sum(score.bounds is not None for score in scores.values()) < 2:
        return ()
    return tuple(sorted(number for _, number in sorted(found)[:_PROPOSED]))
