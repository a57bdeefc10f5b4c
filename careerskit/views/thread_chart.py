"""The chart of the golden thread: points, priorities, objectives and actions, with a line for each link."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from careerskit.plan import BENCHMARKS, Plan
from careerskit.review import GoldenThread, golden_thread
from careerskit.views.drawing import ACCENT, INK, PALE, WIDTH, Chart, Drawing, open_drawing
from careerskit.words import join_words

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["benchmark_table", "thread_chart"]

_TOP, _ROW = 22, 66
"""Points of the headings, and of a row, which holds a priority in four lines."""
_COLUMNS = ((4, 61), (88, 214), (241, 292), (312, 342))
"""Where each column starts and ends, in points: points, priorities, objectives and actions."""
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
    table = pd.DataFrame(rows, index=pd.Index(names, name="Priority"))
    table.attrs["references"] = ("Benchmarks", "Objectives", "Actions")
    return table


def _draw(thread: GoldenThread, actions: list[int]) -> str:
    points, priorities, objectives, counts = _COLUMNS
    height = _ROW * max(len(thread.priorities), len(actions), 1)
    from_top = [_TOP + (place + 0.5) * height / len(thread.priorities) for place in range(len(thread.priorities))]
    of_objective = {number: _TOP + (number - 0.5) * height / len(actions) for number in range(1, len(actions) + 1)}
    with open_drawing(WIDTH, _TOP + height) as drawing:
        for (left, _), heading in zip(_COLUMNS[:3], ("Points", "Priorities", "Objectives"), strict=True):
            drawing.text(left, 11, heading, size=9, bold=True)
        drawing.text(counts[1], 11, "Actions", "right", size=9, bold=True)
        for priority, middle in zip(thread.priorities, from_top, strict=True):
            for number in priority.objectives:
                drawing.line((priorities[1], middle), (objectives[0], of_objective[number]), ACCENT, 1.4)
            if count := sum(map(len, priority.points.values())):
                drawing.line((points[1], middle), (priorities[0], middle), ACCENT, 1.4)
                _box(drawing, points, middle, f"{count}\n{'point' if count == 1 else 'points'}")
            text = textwrap.fill(f"{priority.number}. {priority.text}", _CHARACTERS, max_lines=4, placeholder="…")
            _box(drawing, priorities, middle, text, is_open=not priority.objectives)
        for (number, middle), count in zip(of_objective.items(), actions, strict=True):
            if count:
                drawing.line((objectives[1], middle), (counts[0], middle), ACCENT, 1.4)
            _box(drawing, objectives, middle, f"Objective\n{number}", is_open=number in thread.adrift)
            _box(drawing, counts, middle, str(count), is_open=not count)
    return drawing.svg


def _box(drawing: Drawing, column: tuple[float, float], middle: float, text: str, *, is_open: bool = False) -> None:
    """Draw a box with a text in it. is_open: whether something is missing: its edge is then dashed."""
    left, right = column
    fill, edge = ("white", INK) if is_open else (PALE, PALE)
    drawing.box(left, middle - 0.4 * _ROW, right - left, 0.8 * _ROW, fill, edge, 1.2, dashed=is_open)
    drawing.text((left + right) / 2, middle, text, "center", size=9)
