"""Rules on Compass scores."""

from __future__ import annotations

from collections.abc import Iterator

from careerskit.plan import IN_USE_FROM, CompassScores, CurrentState, Plan, advice_on, field_named, fields_of
from careerskit.review.rules.gap import Gap, ask_for, without_blanks

__all__ = ["compass_complete"]


def compass_complete(plan: Plan) -> Iterator[Gap]:
    """Check that each benchmark has a score, evaluated against the benchmarks in use, with the date of the evaluation."""
    compass, section = plan.current_state.compass, CurrentState.title
    path = "current_state.compass"
    missing = [number for number, score in compass.by_benchmark.items() if not without_blanks(score)]
    if missing:
        yield Gap(section, f"Enter the Compass scores: {len(missing)} of 8 are missing", f"{path}.b{missing[0]}")
    if len(missing) < 8:
        if not without_blanks(compass.evaluated):
            yield Gap(section, ask_for(field_named(CompassScores, "evaluated")), f"{path}.evaluated")
        evaluated = compass.evaluated.span(plan.academic_year)
        if evaluated and evaluated.last < IN_USE_FROM:
            yield Gap(
                section,
                f"Enter newer Compass scores: these were evaluated before {IN_USE_FROM:%B %Y}, against the benchmarks as they "
                "were then",
                f"{path}.evaluated",
            )
    for field in fields_of(CompassScores):
        if advice := advice_on(field, getattr(compass, field.name), plan.academic_year):
            yield Gap(section, f"{field.label}: {advice}", f"{path}.{field.name}")
