"""A programme as schools often lay it out: a row for each year group and a column for each term, or the other way about."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

__all__ = ["rows_of_grid"]

_CORNERS = {"year", "years", "year group", "year groups", "yr", "term", "terms", "half term", "year term", "term year"}
"""What stands above the first column, in small letters, without signs."""

_NAMED = re.compile(r"aut|spr|sum|y(?:ea)?r?s?\s*\d", re.IGNORECASE)
"""What the head of each column has in it where nothing stands above the first one: the name of a term, or a year group."""

_SIGN = re.compile(r"\s*[-–—•▪·*]\s+")


def rows_of_grid(
    rows: Sequence[Sequence[str]], *, is_years: Callable[[str], bool], is_time: Callable[[str], bool]
) -> list[tuple[int, list[str]]] | None:
    """Return the activities of a grid: each with the index of its row, and its text, year groups and term; None for no grid.

    rows: the first has the heads of the columns. Each line of a cell is an activity. A row whose first cell is empty goes on from
    the one above. is_years, is_time: whether a cell says year groups, or a time, and nothing else.
    """
    (corner, *heads), *below = rows
    words = " ".join(re.findall(r"\w+", corner.casefold()))
    if len(set(heads)) < max(2, len(heads)) or any(any(row[len(heads) + 1 :]) for row in below):
        return None
    if words not in _CORNERS and (words or not all(map(_NAMED.search, heads))):
        return None
    first = [row[0] for row in below if row and row[0]]
    if all(map(is_time, heads)) and any(map(is_years, first)):
        has_years_below = True
    elif all(map(is_years, heads)) and any(map(is_time, first)):
        has_years_below = False
    else:
        return None
    found, label = [], ""
    for at, row in enumerate(below, start=1):
        label = next(iter(row), "") or label
        for head, cell in zip(heads, row[1:], strict=False):
            pair = [label, head] if has_years_below else [head, label]
            lines = (
                _SIGN.sub("", line, count=1).strip() if _SIGN.match(line) else line.strip() for line in cell.split("\n")
            )
            found += [(at, [line, *pair]) for line in lines if line]
    return found
