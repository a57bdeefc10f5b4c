"""What a room has come to, for people: rows as a table, texts as a list, counts as bars with every figure beneath.

Knows nothing of sessions: who calls it says what the rows are.
"""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Mapping, Sequence

from markupsafe import Markup

from careerskit.views.drawing import ACCENT, PALE, Chart, drawing
from careerskit.views.facts import in_words, listed
from careerskit.views.pages import render

__all__ = ["Cell", "bars_page", "list_page", "table_page"]

Cell = str | int | float | tuple[str, ...]
"""What stands at one place of a table: a text, a number, or a text with others below it, which are set smaller."""

_MOST_NAMED = 3
"""How many things a sentence names before it counts them."""


def table_page(
    rows: Sequence[Mapping[str, Cell]],
    caption: str,
    *,
    numbers: Collection[str] = (),
    note: str = "",
    nothing: str = "",
) -> Markup:
    """Return rows as a table in HTML.

    Args:
        rows: cells by the heading of their column, the same headings in each row. The first cell heads its row.
        caption: what the table shows.
        numbers: the headings of the columns of numbers, whatever words stand in for some of them.
        note: what to bear in mind when reading it.
        nothing: the sentence that stands there where there is no row.
    """
    headings = [(heading, heading in numbers) for heading in (rows[0] if rows else ())]
    lines = [[_texts(cell) for cell in row.values()] for row in rows]
    return render("session_table.html.j2", headings=headings, lines=lines, caption=caption, note=note, nothing=nothing)


def list_page(texts: Sequence[str], *, nothing: str = "") -> Markup:
    """Return typed texts as a list in HTML. nothing: the sentence that stands there where there is none."""
    return render("session_list.html.j2", texts=texts, nothing=nothing)


def bars_page(
    counts: Mapping[str, int | str],
    of: int,
    *,
    heading: str,
    things: str,
    verb: str,
    subtitle: str,
    nothing: str,
    note: str = "",
) -> Markup:
    """Return how many of the schools have each thing as bars, with every count as a table beneath.

    Args:
        counts: by thing, in the order in which they are drawn; in words where it may not be said, which has no bar.
        of: how many schools there are.
        heading: what a thing is, as the heading of the table's first column: "Part of the plan".
        things: the same for several, in a sentence: "parts of the plan".
        verb: what joins things and schools in a sentence: "begun by".
        subtitle: what is counted.
        nothing: the sentence that stands there where no thing has a count.
        note: what to bear in mind when reading the counts.
    """
    import pandas as pd

    most = max((count for count in counts.values() if isinstance(count, int)), default=0)
    top = [thing for thing, count in counts.items() if count == most]
    names = listed(top) if len(top) <= _MOST_NAMED else f"{in_words(len(top)).capitalize()} {things}"
    chart = Chart(
        title=f"{names}: {verb} {most:,} of {of:,} schools" if most else nothing,
        subtitle=subtitle,
        alt=_alt(counts, most),
        # As objects: a column of numbers alone would else be another kind of column than one with words in it.
        table=pd.DataFrame({"Schools": list(counts.values())}, index=pd.Index(counts, name=heading), dtype=object),
        svg=_draw(counts, of),
        note=note,
    )
    return render("chart.html.j2", name="", chart=chart)


def _texts(cell: Cell) -> tuple[str, ...]:
    if isinstance(cell, int | float):
        return (f"{cell:,}",)
    return (cell,) if isinstance(cell, str) else cell


def _alt(counts: Mapping[str, int | str], most: int) -> str:
    by_count: dict[int | str, list[str]] = {}
    for thing, count in counts.items():
        by_count.setdefault(count, []).append(thing)
    said = [f"Most: {listed(by_count[most])}, {most:,}."] if most else []
    said += [f"{words.capitalize()}: {listed(things)}." for words, things in by_count.items() if isinstance(words, str)]
    said += [f"Nobody: {listed(by_count[0])}."] if 0 in by_count else []
    return f"Bar chart of {len(counts)} counts of schools. {' '.join(said)}"


def _draw(counts: Mapping[str, int | str], of: int) -> str:
    labels = [textwrap.fill(thing, 26) for thing in counts]
    lines = max(label.count("\n") for label in labels) + 1
    # In inches; the picture is as wide as others, so that its text can be read on a phone.
    with drawing(4.8, (0.2 + 0.16 * lines) * len(counts) + 0.1, left=1.95, right=0.95) as opened:
        axes = opened.axes
        axes.barh(range(len(counts)), [max(of, 1)] * len(counts), 0.56, color=PALE)
        for line, count in enumerate(counts.values()):
            axes.barh(line, count if isinstance(count, int) else 0, 0.56, color=ACCENT)
            axes.annotate(str(count), (max(of, 1), line), (6, 0), textcoords="offset points", va="center")
        axes.set_xlim(0, max(of, 1))
        axes.set_ylim(len(counts) - 0.5, -0.5)
        axes.set_xticks([])
        axes.set_yticks(range(len(counts)), labels)
        axes.tick_params(length=0)
        axes.spines[["left", "bottom"]].set_visible(False)
    return opened.svg
