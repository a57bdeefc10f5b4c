"""Rules on objectives."""

from __future__ import annotations

from collections.abc import Iterator

from careerskit.plan import Kind, Objective, Plan, field_named, fields_of
from careerskit.review.rules.gap import Gap, ask_for, without_blanks

__all__ = ["enough_objectives", "objective_filled", "objective_measurable"]

_FIELD = field_named(Plan, "objectives")


def enough_objectives(plan: Plan) -> Iterator[Gap]:
    """Check that there are three to five objectives, at least one of them a whole-school priority."""
    count, least, most = len(plan.objectives), _FIELD.at_least, _FIELD.at_most
    if not count:
        yield Gap(_FIELD.label, f"Write {least} to {most} objectives", "objectives")
        return
    if count < least:
        yield Gap(_FIELD.label, f"Write {least - count} more, to have {least} to {most} objectives", "objectives")
    if count > most:
        yield Gap(_FIELD.label, f"Choose the {most} that matter most: there are {count} objectives", "objectives")
    if not any(objective.kind == "whole" for objective in plan.objectives):
        yield Gap(
            _FIELD.label,
            "Make at least one objective a whole-{school} priority",
            f"objectives[{plan.objectives[0].id}].kind",
        )


def objective_filled(objective: Objective, number: int) -> Iterator[Gap]:
    """Check that each field of an objective is filled in. Its actions have rules of their own."""
    for field in fields_of(Objective):
        answer = without_blanks(getattr(objective, field.name))
        if field.kind is not Kind.ROWS and not answer and field.applies_to(objective):
            yield Gap(
                _FIELD.label,
                f"Objective {number}: {ask_for(field, within=True)}",
                f"objectives[{objective.id}].{field.name}",
            )


def objective_measurable(objective: Objective, number: int) -> Iterator[Gap]:
    """Check that an objective names a figure."""
    if objective.objective and not any(letter.isdigit() for letter in objective.objective):
        text = f"Objective {number}: say how much and by when, so that it can be measured"
        yield Gap(_FIELD.label, text, f"objectives[{objective.id}].objective")
