"""Rules on fields: each section's are filled in, and lists have as many entries as the template asks for."""

from __future__ import annotations

from collections.abc import Iterator

from careerskit.plan import Group, Kind, Plan, advice_on, fields_of
from careerskit.review.rules.gap import Gap, ask_for, without_blanks

__all__ = ["current_state_filled", "header_filled", "swot_filled", "vision_filled"]


def header_filled(plan: Plan) -> Iterator[Gap]:
    """Check that the plan has its dates and names. The dates of approval come later."""
    return _filled(plan, "header", optional=("date_approved_slt", "date_approved_governors"))


def vision_filled(plan: Plan) -> Iterator[Gap]:
    """Check that all voices and both visions are written. The ideas are notes for oneself."""
    return _filled(plan, "vision", optional=("ideas",))


def current_state_filled(plan: Plan) -> Iterator[Gap]:
    """Check that priorities, destinations, labour market and vulnerable cohorts are written."""
    return _filled(plan, "current_state")


def swot_filled(plan: Plan) -> Iterator[Gap]:
    """Check that the SWOT analysis has points in each column, and its priorities."""
    return _filled(plan, "swot")


def _filled(plan: Plan, part: str, optional: tuple[str, ...] = ()) -> Iterator[Gap]:
    """Check that the fields of a part are filled in. What is optional may be empty, but not unclear."""
    group: Group = getattr(plan, part)
    for field in fields_of(type(group)):
        path = f"{part}.{field.name}"
        answer = without_blanks(getattr(group, field.name))
        if field.kind is Kind.GROUP or (field.name in optional and not answer):
            continue
        if not answer:
            yield Gap(group.title, ask_for(field), path)
        elif field.kind is Kind.ROWS and len(answer) < field.at_least:
            more = field.at_least - len(answer)
            yield Gap(group.title, f"{field.label}: add {more} more, to have at least {field.at_least}", path)
        elif advice := advice_on(field, answer, plan.academic_year):
            yield Gap(group.title, f"{field.label}: {advice}", path)
