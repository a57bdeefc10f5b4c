"""What a plan still lacks, as an invitation to go on. A plan is never refused because of it.

Most are the template's own: three to five objectives, at least one of them a whole-school (college) priority; at least three
priorities from the SWOT analysis; every action with someone responsible, a time and an outcome; a plan that is approved after
it was created, by senior leaders before governors, and reviewed after that. One is ours: Compass scores from before the
benchmarks changed measure other criteria, so newer ones are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from careerskit.plan import Objective, Plan
from careerskit.review.rules.actions import actions_complete, has_actions
from careerskit.review.rules.compass import compass_complete
from careerskit.review.rules.dates import dates_in_order
from careerskit.review.rules.fields import current_state_filled, header_filled, swot_filled, vision_filled
from careerskit.review.rules.gap import Gap
from careerskit.review.rules.objectives import enough_objectives, objective_filled, objective_measurable

__all__ = ["OBJECTIVE_RULES", "PLAN_RULES", "gaps"]

PLAN_RULES: tuple[Callable[[Plan], Iterable[Gap]], ...] = (
    header_filled,
    dates_in_order,
    vision_filled,
    current_state_filled,
    compass_complete,
    swot_filled,
    enough_objectives,
)
"""The rules on a plan as a whole, in the order in which their gaps are listed. To add a rule, write a function and list it here."""

OBJECTIVE_RULES: tuple[Callable[[Objective, int], Iterable[Gap]], ...] = (
    objective_filled,
    objective_measurable,
    has_actions,
    actions_complete,
)
"""The rules on each objective; they take it with its number, from 1."""


def gaps(plan: Plan) -> list[Gap]:
    """Return what the plan still lacks, in the plan's order, each once and in the words of the plan's setting."""
    found = [gap for rule in PLAN_RULES for gap in rule(plan)]
    for number, objective in enumerate(plan.objectives, start=1):
        found += [gap for rule in OBJECTIVE_RULES for gap in rule(objective, number)]
    localise = plan.setting.localise
    by_text: dict[tuple[str, str], str] = {}
    for section, text, path in found:
        by_text.setdefault((section, localise(text)), path)
    return [Gap(section, text, path) for (section, text), path in by_text.items()]
