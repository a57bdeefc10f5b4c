"""How far a plan is: which of its parts are started."""

from __future__ import annotations

import re

from careerskit.plan import Plan

__all__ = ["PARTS", "WEBINAR_PARTS", "is_started", "part_of", "started_parts"]

WEBINAR_PARTS = ("header", "vision", "current_state", "swot", "objectives", "action_plan", "reflections")
"""The parts of a plan that are filled in during the webinar, each in a step of its own."""

PARTS = (*WEBINAR_PARTS, "programme", "website")
"""All parts of a plan that are filled in, in the order of their steps."""

_EMPTY = Plan()
_COUNTED = ("vision", "current_state", "swot", "objectives", "action_plan")


def part_of(path: str) -> str:
    """Return the part of a plan in whose step the answer of a path is filled in."""
    return (
        "action_plan" if "].actions" in path or path.startswith("request") else re.split(r"[.\[]", path, maxsplit=1)[0]
    )


def is_started(plan: Plan, part: str) -> bool:
    """Whether something was written in a part of a plan. What the register knows does not count."""
    if part == "action_plan":
        return plan.request != _EMPTY.request or any(True for _ in plan.actions)
    if part == "header":
        known = {"school_name": plan.header.school_name, "setting": plan.header.setting}
        return plan.header != type(plan.header)(**known)
    return bool(getattr(plan, part) != getattr(_EMPTY, part))


def started_parts(plan: Plan) -> tuple[int, int]:
    """Return how many of the plan's five main parts are started, and how many there are. The index page shows it."""
    return sum(is_started(plan, part) for part in _COUNTED), len(_COUNTED)
