"""The chart of the golden thread: points, priorities, objectives and actions, with a line for each link."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from careerskit.plan import BENCHMARKS, Plan
from careerskit.review import GoldenThread, golden_thread
from careerskit.views.drawing import ACCENT, INK, PALE, Chart, open_drawing
from careerskit.words import join_words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["benchmark_table", "thread_chart"]

_WIDTH, _ROW = 4.8, 0.92  # inches; a row holds a priority in four lines
_COLUMNS = ((0.0, 0.17), (0.25, 0.62), (0.70, 0.85), (0.91, 1.0))
"""Where each column starts and ends, as a share of the width: points, priorities, objectives and actions."""
_CHARACTERS = 20
"""How many characters of a priority fit in a line."""
_BEGINNING = 60
"""How many characters of a priority tell it from others: it stands in full in the SWOT analysis, with the points it comes from."""


def thread_chart(plan: Plan) -> Chart | None:
    """Draw the golden thread of a plan; None before a priority is linked to anything."""
    thread = golden_thread(plan)
    if not thread.is_linked:
        return None
    return Chart(
        title=_title(thread),
        subtitle="From the points of the SWOT analysis to priorities, objectives and actions"
        + (". A dashed edge: not linked yet" if thread.unanswered or thread.adrift else ""),
        alt=_alt(thread),
        table=_table(thread),
        svg=_draw(thread, [len(objective.actions) for objective in plan.objectives]),
        source="The SWOT analysis, the objectives and the action plan",
    )


def benchmark_table(plan: Plan) -> pd.DataFrame:
    """Return which objective develops which benchmark, with a row for each benchmark and a column for each objective."""
    import pandas as pd

    thread = golden_thread(plan)
    columns = {
        f"Objective {number}": ["Yes" if number in thread.developed[one.number] else "" for one in BENCHMARKS]
        for number in range(1, len(plan.objectives) + 1)
    }
    return pd.DataFrame(columns, index=pd.Index([str(one) for one in BENCHMARKS], name="Benchmark"))


def _title(thread: GoldenThread) -> str:
    """Return what the picture shows. It may be in a plan for governors: what is not linked yet is for the plan’s check to say."""
    if not thread.unanswered and not thread.adrift:
        return "Every priority leads to an objective, and every objective comes from one"
    return "How priorities lead to objectives and actions"


def _alt(thread: GoldenThread) -> str:
    sentences = []
    for priority in thread.priorities:
        points = sum(map(len, priority.points.values()))
        comes = f"comes from {points} {'point' if points == 1 else 'points'}" if points else "comes from no point"
        leads = _numbered("objective", "objectives", priority.objectives) if priority.objectives else "no objective"
        sentences.append(f"Priority {priority.number} {comes} and leads to {leads}.")
    return f"Flow chart. {' '.join(sentences)}"


def _numbered(one: str, many: str, numbers: Sequence[int]) -> str:
    return f"{one if len(numbers) == 1 else many} {join_words([str(number) for number in numbers])}"


def _table(thread: GoldenThread) -> pd.DataFrame:
    import pandas as pd

    rows = [
        {
            "Comes from": ", ".join(f"{name}: {len(texts)}" for name, texts in priority.points.items())
            or "None chosen",
            "Benchmarks": ", ".join(map(str, priority.benchmarks)) or "None named",
            "Objectives": ", ".join(map(str, priority.objectives)) or "None yet",
            "Actions": ", ".join(priority.actions) or "None yet",
            "With an outcome": f"{priority.outcomes} of {len(priority.actions)}",
            "With an evaluation": f"{priority.evaluations} of {len(priority.actions)}",
        }
        for priority in thread.priorities
    ]
    texts = [textwrap.shorten(priority.text, _BEGINNING, placeholder="…") for priority in thread.priorities]
    names = [f"{priority.number}. {text}" for priority, text in zip(thread.priorities, texts, strict=True)]
    return pd.DataFrame(rows, index=pd.Index(names, name="Priority"))


def _draw(thread: GoldenThread, actions: list[int]) -> str:
    rows = max(len(thread.priorities), len(actions), 1)
    with open_drawing(_WIDTH, _ROW * rows + 0.3, left=0.05, top=0.3) as drawing:
        axes = drawing.axes
        axes.set_axis_off()
        axes.set_xlim(0, 1)
        axes.set_ylim(rows, 0)
        for (left, _), heading in zip(_COLUMNS, ("Points", "Priorities", "Objectives", "Actions"), strict=True):
            axes.annotate(heading, (left, 0), (0, 6), textcoords="offset points", fontweight="bold", fontsize=9)
        for place, priority in enumerate(thread.priorities):
            middle = (place + 0.5) * rows / len(thread.priorities)
            is_answered = bool(priority.objectives)
            text = textwrap.fill(f"{priority.number}. {priority.text}", _CHARACTERS, max_lines=4, placeholder="…")
            _box(axes, _COLUMNS[1], middle, text, is_open=not is_answered)
            if count := sum(map(len, priority.points.values())):
                _box(axes, _COLUMNS[0], middle, f"{count}\n{'point' if count == 1 else 'points'}")
                _line(axes, (_COLUMNS[0][1], middle), (_COLUMNS[1][0], middle))
            for number in priority.objectives:
                _line(axes, (_COLUMNS[1][1], middle), (_COLUMNS[2][0], _middle(number, actions, rows)))
        for number, count in enumerate(actions, start=1):
            middle = _middle(number, actions, rows)
            _box(axes, _COLUMNS[2], middle, f"Objective\n{number}", is_open=number in thread.adrift)
            _box(axes, _COLUMNS[3], middle, str(count), is_open=not count)
            if count:
                _line(axes, (_COLUMNS[2][1], middle), (_COLUMNS[3][0], middle))
    return drawing.svg


def _middle(number: int, actions: list[int], rows: int) -> float:
    return (number - 0.5) * rows / len(actions)


def _box(axes: Axes, column: tuple[float, float], middle: float, text: str, *, is_open: bool = False) -> None:
    """Draw a box with a text in it. is_open: whether something is missing: its edge is then dashed."""
    from matplotlib.patches import Rectangle

    left, right = column
    style: Any = {"fc": "white", "ec": INK, "ls": "--", "lw": 1.2} if is_open else {"fc": PALE, "ec": PALE, "lw": 1.2}
    axes.add_patch(Rectangle((left, middle - 0.4), right - left, 0.8, **style))
    axes.text((left + right) / 2, middle, text, ha="center", va="center", fontsize=9, linespacing=1.1)


def _line(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    axes.plot((start[0], end[0]), (start[1], end[1]), color=ACCENT, lw=1.4, solid_capstyle="round", zorder=0)
