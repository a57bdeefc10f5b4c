"""Rules on Compass scores."""

from __future__ import annotations

from collections.abc import Iterator

from careerskit.plan import IN_USE_FROM, CompassScores, CurrentState, Plan, advice_on, field_named, fields_of
from careerskit.review.finding import Found, rule
from careerskit.review.rules.asking import ask_for, without_blanks
from careerskit.review.sources import BENCHMARKS, WEBINAR

__all__ = ["compass_filled", "compass_is_current"]

_PATH = "current_state.compass"


@rule("current_state", why="The scores show which benchmarks need attention, and from where you start.", source=WEBINAR)
def compass_filled(plan: Plan) -> Iterator[Found]:
    """Check that each benchmark has a score, with the date of the evaluation, and that each can be read."""
    compass, section = plan.current_state.compass, CurrentState.title
    missing = [number for number, score in compass.by_benchmark.items() if not without_blanks(score)]
    if missing:
        text = f"Enter the Compass scores: {len(missing)} of 8 are missing"
        yield Found(section, text, f"{_PATH}.b{missing[0]}", is_missing=True)
    if len(missing) < 8 and not without_blanks(compass.evaluated):
        evaluated = field_named(CompassScores, "evaluated")
        yield Found(section, ask_for(evaluated), f"{_PATH}.evaluated", is_missing=True)
    for field in fields_of(CompassScores):
        if advice := advice_on(field, getattr(compass, field.name), plan.academic_year):
            yield Found(section, f"{field.label}: {advice}", f"{_PATH}.{field.name}")


@rule(
    "current_state",
    why="The benchmarks changed in September 2025. Older scores count other things, so they do not show from where you start now.",
    source=BENCHMARKS,
)
def compass_is_current(plan: Plan) -> Iterator[Found]:
    """Check that the scores were evaluated against the benchmarks that are in use."""
    compass = plan.current_state.compass
    evaluated = compass.evaluated.span(plan.academic_year)
    if evaluated and evaluated.last < IN_USE_FROM and any(map(without_blanks, compass.by_benchmark.values())):
        text = (
            f"Enter newer Compass scores: these were evaluated before {IN_USE_FROM:%B %Y}, against the benchmarks as they "
            "were then"
        )
        yield Found(CurrentState.title, text, f"{_PATH}.evaluated")
