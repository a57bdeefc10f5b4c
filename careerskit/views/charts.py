"""The charts drawn from a plan alone: Compass scores by benchmark, and actions by term."""

from __future__ import annotations

import textwrap
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from careerskit.plan import NATIONAL_AVERAGE, TERMS, Action, Plan, evaluated_on, field_named, is_before_update, term_of
from careerskit.views.drawing import ACCENT, INK, MUTED, PALE, WIDTH, Chart, open_drawing
from careerskit.views.facts import BenchmarkStatus, benchmark_statuses, benchmarks_sentence
from careerskit.words import join_words

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["STATUSES", "actions_by_term", "benchmark_scores"]

_NATIONAL_AGE = 2
"""How many years after its academic year has begun the national average is still shown."""

RECURRING, UNDATED = "Through the year", "No date yet"


@dataclass(frozen=True)
class _BarStyle:
    """How the bars of one status look, with more than colour to tell them apart, and the colour of the number in them."""

    face: str
    number: str
    hatch: str = ""


STATUSES = {
    "Completed": _BarStyle(ACCENT, "white"),
    "In progress": _BarStyle("#9fc0d2", INK, "////"),
    "Not yet started": _BarStyle("#f4f6f7", INK),
    "Stopped": _BarStyle("white", INK, "xx"),
}
"""Every status of an action, the most advanced first. An action without one counts as not started."""


def benchmark_scores(plan: Plan) -> Chart | None:
    """Draw the Compass score of each benchmark, from 0 to 100 per cent; None where none is scored.

    An achieved benchmark is marked by its word as well as its colour, a priority by its word. A benchmark without a score is
    written as such, not drawn as a bar of no length.
    """
    statuses = benchmark_statuses(plan)
    title = benchmarks_sentence(plan)
    if not title:
        return None
    when = plan.current_state.compass.evaluated
    return Chart(
        title=title,
        subtitle=_subtitle("Compass score of each benchmark in per cent", plan.header.school_name),
        alt=_alt_of_scores(statuses),
        table=_table_of_scores(statuses),
        svg=_draw_scores(statuses),
        source=plan.setting.localise("The {school}’s own Compass evaluation") + (f", {when}" if when else ""),
        note=" ".join(
            filter(None, ["A benchmark is achieved at 100%, when all that it asks for is in place.", _national(plan)])
        ),
    )


def _national(plan: Plan) -> str:
    """Return the national average as a sentence, and whether it can be compared; "" where it is old, or the scores have no date."""
    on = evaluated_on(plan.current_state.compass.evaluated)
    average = NATIONAL_AVERAGE
    if on is None or on.year - int(average.year[:4]) > _NATIONAL_AGE:
        return ""
    text = (
        f"Schools and colleges had fully achieved {average.mean_achieved:.1f} of the 8 on average in {average.year} "
        f"({average.source})"
    )
    before = is_before_update(plan.current_state.compass.evaluated)
    return f"{text}." if before else f"{text}, of the benchmarks as they were until then, so that is no comparison."


def _table_of_scores(statuses: list[BenchmarkStatus]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(
        {
            "Score (%)": [
                one if (one := status.score.per_cent) is not None else status.score_text or None for status in statuses
            ],
            "Achieved": [status.status_text for status in statuses],
            "Priority": ["Yes" if status.is_priority else "No" for status in statuses],
        },
        index=pd.Index([str(status.benchmark) for status in statuses], name="Benchmark"),
    )


def _alt_of_scores(statuses: list[BenchmarkStatus]) -> str:
    scored = [(status, status.score.bounds[0]) for status in statuses if status.score.bounds]
    achieved = [str(status.benchmark.number) for status, _ in scored if status.score.is_achieved]
    below = sorted(((per_cent, status) for status, per_cent in scored if per_cent < 100), key=lambda pair: pair[0])
    parts = [f"Fully achieved: {_benchmarks(achieved)}." if achieved else "No benchmark is fully achieved yet."]
    if below:
        lowest = [status.benchmark.title for per_cent, status in below if per_cent == below[0][0]]
        parts.append(f"Lowest: {join_words(lowest)}, at {below[0][1].score_text}.")
    priorities = [f"{status.benchmark.number}" for status in statuses if status.is_priority]
    if priorities:
        parts.append(f"Priorities of this plan: {_benchmarks(priorities)}.")
    return "Bar chart of the Compass scores. " + " ".join(parts)


def _benchmarks(numbers: list[str]) -> str:
    return f"{'benchmark' if len(numbers) == 1 else 'benchmarks'} {join_words(numbers)}"


def _draw_scores(statuses: list[BenchmarkStatus]) -> str:
    row, left, length = 32, 118, 172  # points: of each row, of the labels, and of a bar of 100 per cent
    with open_drawing(WIDTH, row * len(statuses)) as drawing:
        for line, status in enumerate(statuses):
            middle, bounds = (line + 0.5) * row, status.score.bounds
            label = textwrap.fill(f"{status.benchmark.number}. {status.benchmark.short}", 18)
            drawing.text(left - 4, middle, label, "right", bold=status.is_priority)
            drawing.box(left, middle - 9, length, 18, PALE)
            if bounds and bounds[1]:
                low, high = (length * bound / 100 for bound in bounds)
                colour = ACCENT if status.score.is_achieved else MUTED
                if low < high:  # a range: "Up to 90%"
                    drawing.box(left + low, middle - 9, high - low, 18, PALE, MUTED, hatch="////")
                if low:
                    drawing.box(left, middle - 9, low, 18, colour)
            words = textwrap.fill(status.score_text, 10) if bounds else status.status_text
            if status.score.is_achieved:
                words += "\nachieved"
            if status.is_priority:
                words += "\npriority"
            drawing.text(left + length + 6, middle, words, bold=status.is_priority)
    return drawing.svg


def actions_by_term(plan: Plan) -> Chart | None:
    """Draw how many actions are due in each term, by their progress so far; None where the plan has no action.

    An action is counted in the term of the last day that its time names. What recurs ("termly", "ongoing") and what has
    no date have a bar of their own, so that the bars add up to all actions.
    """
    actions = [action for _, action in plan.actions]
    if not actions:
        return None
    table = _table_of_terms(actions, plan.academic_year)
    return Chart(
        title=_title_of_terms(table),
        subtitle=_subtitle("Number of actions by the term in which they are due", plan.header.school_name),
        alt=_alt_of_terms(table),
        table=table,
        svg=_draw_terms(table),
        source="The action plan",
        note=_note_on_terms(actions, plan.academic_year),
    )


def _note_on_terms(actions: list[Action], academic_year: int | None) -> str:
    notes = []
    if without_status := sum(action.status not in STATUSES for action in actions):
        has, counts = ("has", "counts") if without_status == 1 else ("have", "count")
        notes.append(f"Of these, {without_status} {has} no progress noted and {counts} as not started.")
    spans = (action.time.span(academic_year) for action in actions if not action.time.is_recurring)
    if any(span and term_of(span.first) != term_of(span.last) for span in spans):
        notes.append("An action with dates in several terms counts in the last of them.")
    return " ".join(notes)


def _table_of_terms(actions: list[Action], academic_year: int | None) -> pd.DataFrame:
    import pandas as pd

    counts: Counter[tuple[str, str]] = Counter()
    for action in actions:
        term = _term(action, academic_year)
        counts[term, _label(action.status if action.status in STATUSES else "Not yet started")] += 1
    start = academic_year
    year = {f"Autumn {start}", f"Spring {start + 1}", f"Summer {start + 1}"} if start else set()
    dated = {term for term, _ in counts} - {RECURRING, UNDATED} | year
    rows = sorted(dated, key=_position) + [
        row for row in (RECURRING, UNDATED) if any(term == row for term, _ in counts)
    ]
    labels = [label for label in map(_label, STATUSES) if any(found == label for _, found in counts)]
    columns = {label: [counts[row, label] for row in rows] for label in labels}
    columns["All actions"] = [sum(numbers) for numbers in zip(*columns.values(), strict=True)]
    return pd.DataFrame(columns, index=pd.Index(rows, name="Term"))


def _label(status: str) -> str:
    """Return what a person reads for the status of an action."""
    return field_named(Action, "status").label_of(status)


def _term(action: Action, academic_year: int | None) -> str:
    if action.time.is_recurring:
        return RECURRING
    span = action.time.span(academic_year)
    return term_of(span.last) if span else UNDATED


def _position(term: str) -> tuple[int, int]:
    """Return what sorts terms like "Spring 2027" by time: a calendar year has its spring first and its autumn last."""
    name, year = term.split()
    return int(year), (TERMS.index(name) - 1) % len(TERMS)


def _title_of_terms(table: pd.DataFrame) -> str:
    """Return which term is the busiest. Dropped actions keep nobody busy, so they are counted apart."""
    dropped = _number_of(table, "Stopped")
    if dropped == table["All actions"].sum():
        return "The one action is dropped" if dropped == 1 else f"All {dropped} actions are dropped"
    left_out = f", not counting {dropped} that {'was' if dropped == 1 else 'were'} dropped" if dropped else ""
    return _busiest(table["All actions"] - table.get(_label("Stopped"), 0)) + left_out


def _number_of(table: pd.DataFrame, status: str) -> int:
    return int(table[label].sum()) if (label := _label(status)) in table else 0


def _busiest(counts: pd.Series[int]) -> str:
    total = int(counts.sum())
    dated = {str(row): int(count) for row, count in counts.items() if row not in (RECURRING, UNDATED)}
    most = max(dated.values(), default=0)
    everything = "The one action" if total == 1 else f"All {total} actions"
    if not most:
        rest = set(counts.index[counts > 0])
        if rest == {RECURRING}:
            return f"{everything} {'runs' if total == 1 else 'run'} through the year"
        return "No action has a date yet"
    terms = [term for term, count in dated.items() if count == most]
    if most == total:
        return f"{everything} {'is' if total == 1 else 'are'} due in {terms[0]}"
    if len(terms) > 1:
        return f"{join_words(terms)} are equally busy, with {most} of {total} actions each"
    return f"{terms[0]} is the busiest term, with {most} of {total} actions"


def _alt_of_terms(table: pd.DataFrame) -> str:
    total = int(table["All actions"].sum())
    words = {RECURRING: "through the year", UNDATED: "without a date"}
    rows = [f"{int(count)} {words.get(str(row), f'in {row}')}" for row, count in table["All actions"].items()]
    dropped = f" Dropped: {number}." if (number := _number_of(table, "Stopped")) else ""
    actions = "action" if total == 1 else "actions"
    done = _number_of(table, "Completed")
    return f"Bar chart of {total} {actions} by term: {join_words(rows)}. Done so far: {done}.{dropped}"


def _draw_terms(table: pd.DataFrame) -> str:
    row, left, top = 36, 98, 38  # points: of each row, of the labels, and of the key above the bars
    length = (WIDTH - left - 22) / max(int(table["All actions"].max()), 1)  # of a bar of one action
    styles = {label: style for status, style in STATUSES.items() if (label := _label(status)) in table}
    with open_drawing(WIDTH, top + row * len(table)) as drawing:
        for number, (status, style) in enumerate(styles.items()):
            x, y = 110 * (number // 2), 15 * (number % 2)
            drawing.box(x + 1, y + 2, 16, 8, style.face, INK, hatch=style.hatch)
            drawing.text(x + 24, y + 6, status)
        for line, term in enumerate(table.index):
            middle, end = top + (line + 0.5) * row, float(left)
            drawing.text(left - 4, middle, str(term), "right")
            for status, style in styles.items():
                if not (number := int(table[status].iloc[line])):
                    continue
                drawing.box(end, middle - 11, number * length, 22, style.face, INK, hatch=style.hatch)
                if len(styles) > 1:
                    centre, half = end + number * length / 2, 3.2 * len(str(number)) + 2.5
                    if style.hatch:
                        drawing.box(centre - half, middle - 6.5, 2 * half, 13, style.face)
                    drawing.text(centre, middle, str(number), "center", colour=style.number)
                end += number * length
            drawing.text(end + 5, middle, str(table["All actions"].iloc[line]), bold=True)
        drawing.line((left, top), (left, top + row * len(table)), PALE, 0.8)
    return drawing.svg


def _subtitle(text: str, school: str) -> str:
    return f"{text}, {school}" if school else text
