"""What a session has collected: rows as a table, texts as a list, counts as bars with every figure beneath.

Knows nothing of sessions: the caller says what the rows are.
"""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Mapping, Sequence

from markupsafe import Markup

from careerskit.views.drawing import ACCENT, PALE, WIDTH, Chart, open_drawing
from careerskit.views.facts import number_in_words
from careerskit.views.parts import render_template
from careerskit.words import join_words

__all__ = ["TableCell", "render_bars", "render_list", "render_table"]

TableCell = str | int | float | tuple[str, ...]
"""What is in one cell of a table: a text, a number, or a text with others below it, which are set smaller."""

_MAX_NAMES = 3
"""How many things a sentence names; more are counted."""


def render_table(
    rows: Sequence[Mapping[str, TableCell]],
    caption: str,
    *,
    numbers: Collection[str] = (),
    note: str = "",
    empty_text: str = "",
    is_wide: bool = False,
) -> Markup:
    """Return rows as a table in HTML.

    Args:
        rows: cells by the heading of their column, the same headings in each row. The first cell heads its row.
        caption: what the table shows.
        numbers: the headings of the columns of numbers, whatever words stand in for some of them.
        note: what to bear in mind when reading it.
        empty_text: the sentence shown where there is no row.
        is_wide: whether it may be as wide as the page, with what is in a cell on one line.
    """
    headings = [(heading, heading in numbers) for heading in (rows[0] if rows else ())]
    cells = [[_texts(cell) for cell in row.values()] for row in rows]
    return render_template(
        "session_table.html.j2",
        headings=headings,
        rows=cells,
        caption=caption,
        note=note,
        empty_text=empty_text,
        is_wide=is_wide,
    )


def render_list(texts: Sequence[str], *, empty_text: str = "") -> Markup:
    """Return typed texts as a list in HTML. empty_text: the sentence shown where there is none."""
    return render_template("session_list.html.j2", texts=texts, empty_text=empty_text)


def render_bars(
    counts: Mapping[str, int | str],
    of: int,
    *,
    heading: str,
    things: str,
    verb: str,
    subtitle: str,
    empty_text: str,
    note: str = "",
    schools: str = "schools",
) -> Markup:
    """Return how many of the schools have each thing as bars, with every count as a table beneath; no chart without a bar.

    Args:
        counts: by thing, in the order in which they are drawn; a count that is hidden is words, and has no bar.
        of: how many schools there are.
        heading: what a thing is, as the heading of the table's first column: "Part of the plan".
        things: several of them, in a sentence: "parts of the plan".
        verb: what joins things and schools in a sentence: "started by".
        subtitle: what is counted.
        empty_text: the sentence shown where no thing has a count.
        note: what to bear in mind when reading the counts.
        schools: the word for them in a sentence, such as "schools counted".
    """
    import pandas as pd

    highest = max((count for count in counts.values() if isinstance(count, int)), default=0)
    if not highest:
        return render_list([], empty_text=empty_text)
    top = [thing for thing, count in counts.items() if count == highest]
    names = (
        join_words([*top[:1], *map(_within_sentence, top[1:])])
        if len(top) <= _MAX_NAMES
        else f"{number_in_words(len(top)).capitalize()} {things}"
    )
    chart = Chart(
        title=f"{names}: {verb} {highest:,} of {of:,} {schools}",
        subtitle=subtitle,
        alt=_alt(counts, highest),
        # As objects: a column of numbers alone would otherwise have another type than one with words in it.
        table=pd.DataFrame({"Schools": list(counts.values())}, index=pd.Index(counts, name=heading), dtype=object),
        svg=_draw(counts, of),
        note=note,
    )
    return render_template("chart.html.j2", name="", chart=chart)


def _within_sentence(thing: str) -> str:
    """Return a thing as it is written within a sentence: with a small letter, unless it starts with an abbreviation."""
    return thing if thing[1:2].isupper() else thing[:1].lower() + thing[1:]


def _texts(cell: TableCell) -> tuple[str, ...]:
    if isinstance(cell, int | float):
        return (f"{cell:,}",)
    return (cell,) if isinstance(cell, str) else cell


def _alt(counts: Mapping[str, int | str], highest: int) -> str:
    by_count: dict[int | str, list[str]] = {}
    for thing, count in counts.items():
        by_count.setdefault(count, []).append(thing)
    sentences = [f"Most: {join_words(by_count[highest])}, {highest:,}."]
    sentences += [
        f"{words.capitalize()}: {join_words(names)}." for words, names in by_count.items() if isinstance(words, str)
    ]
    sentences += [f"No school: {join_words(by_count[0])}."] if 0 in by_count else []
    return f"Bar chart of {len(counts)} counts of schools. {' '.join(sentences)}"


def _draw(counts: Mapping[str, int | str], of: int) -> str:
    labels = [textwrap.fill(thing, 26) for thing in counts]
    lines = max(label.count("\n") for label in labels) + 1
    row, left, length = 14 + 12 * lines, 140, 138  # points: of each row, of the labels, and of the bar of all schools
    with open_drawing(WIDTH, row * len(counts)) as drawing:
        for line, (label, count) in enumerate(zip(labels, counts.values(), strict=True)):
            top = (line + 0.22) * row
            drawing.text(left - 4, (line + 0.5) * row, label, "right")
            drawing.box(left, top, length, 0.56 * row, PALE)
            if isinstance(count, int) and count:
                drawing.box(left, top, length * count / max(of, 1), 0.56 * row, ACCENT)
            drawing.text(left + length + 6, (line + 0.5) * row, str(count))
    return drawing.svg
