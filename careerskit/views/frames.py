"""A pandas data frame as the headings and cells of a table in HTML. Templates use these as filters; pandas is not imported."""

from __future__ import annotations

from collections.abc import Iterator
from numbers import Real
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["table_columns", "table_rows"]


def table_columns(frame: pd.DataFrame) -> list[tuple[str, bool]]:
    """Return the heading of each column, and whether it is a column of numbers, whatever words stand in for missing ones.

    Columns that ``frame.attrs["references"]`` names have numbers that stand for something else, such as that of an objective.
    """
    references = frame.attrs.get("references", ())
    texts = [[_text(value) for value in frame.iloc[:, position]] for position in range(frame.shape[1])]
    return [
        (
            str(name),
            name not in references and any(text[:1].isdigit() or text[:1] in {"−", "+", "-"} for text in column),
        )
        for name, column in zip(frame.columns, texts, strict=True)
    ]


def table_rows(frame: pd.DataFrame) -> Iterator[tuple[str, list[str]]]:
    """Yield the heading of each row, and its cells."""
    for heading, *values in frame.itertuples(name=None):
        yield str(heading), [_text(value) for value in values]


def _text(value: Any) -> str:
    if value is None or value != value:  # NaN alone differs from itself
        return "No figure"
    if isinstance(value, Real):
        number = float(value)
        return f"{number:,.0f}" if number.is_integer() else f"{number:,}"
    return str(value)
