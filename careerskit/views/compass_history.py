"""Compass scores over several evaluations, with a break where the benchmarks changed in September 2025."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from careerskit.plan import BENCHMARKS, CompassScores, Plan, evaluated_on, evaluations_in_order, is_before_update
from careerskit.views.drawing import ACCENT, INK, MUTED, PALE, WIDTH, Chart, open_drawing
from careerskit.views.facts import format_score, number_in_words

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["compass_history"]

_MOST = 6
"""How many evaluations are shown at most: two years of termly ones."""

_BREAK = (
    "In September 2025 the benchmarks changed, and their evaluation counts other things: scores from before and after are not "
    "compared."
)


def compass_history(plan: Plan) -> Chart | None:
    """Draw the scores of each benchmark over the latest evaluations, the oldest first; None where there is only one.

    Points are joined by a line only within the same edition of the benchmarks, and where both scores are exact.
    """
    state = plan.current_state
    all_of_them = [
        one for one in (*state.earlier_compass, state.compass) if any(_is_scored(one, n) for n in one.by_benchmark)
    ]
    shown = evaluations_in_order(all_of_them)[-_MOST:]
    if len(shown) < 2:
        return None
    before = [is_before_update(one.evaluated) for one in shown]
    crosses = any(before) and not all(before)
    achieved = [sum(score.is_achieved for score in one.by_benchmark.values()) for one in shown]
    return Chart(
        title=_message(shown, before, achieved),
        subtitle="Compass score of each benchmark in per cent, by evaluation",
        alt=_alt(shown, achieved, crosses=crosses),
        table=_table(shown),
        svg=_draw(shown, before),
        source=plan.setting.localise("The {school}’s own Compass evaluations"),
        note=_BREAK if crosses else "",
    )


def _is_scored(evaluation: CompassScores, number: int) -> bool:
    return evaluation.by_benchmark[number].bounds is not None


def _message(shown: list[CompassScores], before: list[bool], achieved: list[int]) -> str:
    """Return what the chart shows in a sentence, of evaluations that can be compared with the last one."""
    alike = [at for at, one in enumerate(before) if one == before[-1]]
    if len(alike) < 2:
        return "Compass scores before and after the benchmarks changed"
    first = shown[alike[0]].evaluated or "the first evaluation"
    now, then = achieved[-1], achieved[alike[0]]
    count = f"{number_in_words(now).capitalize()} benchmark{'' if now == 1 else 's'} fully achieved"
    if now == then:
        return f"{count}, as before ({first})"
    return f"{count}, {'up' if now > then else 'down'} from {number_in_words(then) if then else 'none'} ({first})"


def _alt(shown: list[CompassScores], achieved: list[int], *, crosses: bool) -> str:
    counts = ", ".join(f"{number} ({one.evaluated or 'no date'})" for one, number in zip(shown, achieved, strict=True))
    broken = " The lines are broken where the benchmarks changed in September 2025." if crosses else ""
    return f"Line chart for each benchmark. Benchmarks fully achieved at each evaluation: {counts}.{broken}"


def _table(shown: list[CompassScores]) -> pd.DataFrame:
    import pandas as pd

    columns = {
        f"{one.evaluated or 'No date'}{'' if at == 0 or not _is_new(shown, at) else ' (updated benchmarks)'}": [
            format_score(one.by_benchmark[entry.number]) or "None" for entry in BENCHMARKS
        ]
        for at, one in enumerate(shown)
    }
    return pd.DataFrame(columns, index=pd.Index([str(entry) for entry in BENCHMARKS], name="Benchmark"))


def _is_new(shown: list[CompassScores], at: int) -> bool:
    """Whether this is the first evaluation after the benchmarks changed."""
    return is_before_update(shown[at - 1].evaluated) and not is_before_update(shown[at].evaluated)


def _draw(shown: list[CompassScores], before: list[bool]) -> str:
    row, left, top, width = (
        32,
        118,
        30,
        172,
    )  # points: of each row, of the labels, above the rows, and of all evaluations
    step = width / len(shown)
    places = [left + (at + 0.5) * step for at in range(len(shown))]
    with open_drawing(WIDTH, top + row * len(BENCHMARKS)) as drawing:
        for place, one in zip(places, shown, strict=True):
            drawing.text(place, 12, _short_date(one.evaluated), "center", size=8)
        for line, entry in enumerate(BENCHMARKS):
            bottom = top + (line + 1) * row - 5
            drawing.text(left - 4, bottom - 11, textwrap.fill(f"{entry.number}. {entry.short}", 18), "right")
            drawing.box(left, bottom - 22, width, 22, "#f4f6f7")
            bounds = [one.by_benchmark[entry.number].bounds for one in shown]
            heights = [None if bound is None else bottom - 22 * bound[0] / 100 for bound in bounds]
            for at in range(1, len(shown)):
                if heights[at - 1] is None or heights[at] is None or before[at - 1] != before[at]:
                    continue
                if all(bound and bound[0] == bound[1] for bound in bounds[at - 1 : at + 1]):
                    drawing.line((places[at - 1], heights[at - 1] or 0), (places[at], heights[at] or 0), MUTED, 1.2)
            for place, bound, height, old in zip(places, bounds, heights, before, strict=True):
                if bound is None or height is None:
                    continue
                tall = 22 * (bound[1] - bound[0]) / 100
                drawing.box(
                    place - 3, height - tall - 3, 6, tall + 6, PALE if old else ACCENT, MUTED if old else ACCENT
                )
            last = shown[-1].by_benchmark[entry.number]
            drawing.text(left + width + 6, bottom - 11, format_score(last) or "Not scored")
        for at in range(1, len(shown)):
            if before[at - 1] != before[at]:
                middle = (places[at - 1] + places[at]) / 2
                drawing.line((middle, top - 4), (middle, top + row * len(BENCHMARKS) - 5), INK, 1.5)
    return drawing.svg


def _short_date(text: str) -> str:
    on = evaluated_on(text)
    return f"{on:%b}\n{on:%Y}" if on else textwrap.fill(text[:16], 8) or "No date"
