"""The cells of figures in a piece of a file: counts and per cents, written in one way whatever a spreadsheet made of them.

A file has few different texts in very many cells, so each text is looked at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from careerskit.evidence.figures import Figure
from careerskit.evidence.source import Reading

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

__all__ = [
    "Block",
    "Odd",
    "PerCentStyle",
    "bad_rows",
    "block_of",
    "counts_in",
    "measures_in",
    "per_cents_in",
    "plain_numbers",
    "style_of",
]

PerCentStyle: TypeAlias = Literal["sign", "bare", "fraction"]
"""How per cents are written: "95%", "95" or "0.95"."""

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?|-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|-?\.[0-9]+")
_EXCEL_ERROR = re.compile(r"#(?:N/A|VALUE!|REF!|DIV/0!|NAME\?|NUM!|NULL!)", re.IGNORECASE)


class Odd(NamedTuple):
    """A cell that is odd: the place and the number of its row, its column, why, and whether its row cannot be kept."""

    at: int
    row: int
    column: str
    reason: str
    is_bad: bool


class Block(NamedTuple):
    """Some columns of some rows. texts: as the store keeps them. values: numbers, not a number for every symbol. odd: odd cells."""

    texts: np.ndarray[Any, Any]
    values: np.ndarray[Any, Any]
    odd: list[Odd]


def plain_numbers(column: pd.Series[str]) -> pd.Series[str]:
    """Return a column of codes and URNs without what a spreadsheet adds to a number."""
    return column.map({text: _plain_number(text) for text in column.unique()}).astype("str")


def _plain_number(text: str) -> str:
    """Return a whole number without what a spreadsheet adds to it, as in "100049.0" and "100,049"; any other text as it is."""
    if _NUMBER.fullmatch(text):
        text = text.replace(",", "")
        whole, _, decimals = text.partition(".")
        return whole if not decimals.strip("0") else text
    return text


def counts_in(frame: pd.DataFrame, columns: Sequence[str]) -> Block:
    """Return columns of counts. A count with a % sign or decimals, or below zero, is odd, and its row cannot be kept."""
    return block_of(frame, columns, _count)


def per_cents_in(frame: pd.DataFrame, columns: Sequence[str], style: PerCentStyle) -> Block:
    """Return columns of per cents, as "95%". One that is written in another way than the file's is odd; its row cannot be kept."""
    return block_of(frame, columns, lambda text: _per_cent(text, style))


def measures_in(frame: pd.DataFrame, columns: Sequence[str]) -> Block:
    """Return columns of per cents that are published as 95 or 94.4, and may have been given a sign since."""
    return block_of(frame, columns, lambda text: _per_cent(text, "sign" if text.endswith("%") else "bare"))


def style_of(frame: pd.DataFrame, columns: Sequence[str], counts: Block, sizes: Block) -> PerCentStyle:
    """Return how most per cents are written; where all are at most 1, whether that is a fraction is seen from the counts.

    columns: of per cents. counts, sizes: the counts that they are of, column by column, and the size of each one's cohort.
    """
    import numpy as np

    cells = frame[list(columns)].to_numpy(dtype=object)
    signed = np.char.endswith(cells.astype(str), "%")
    values = block_of(frame, columns, lambda text: (text, "", False)).values
    bare = np.isfinite(values) & ~signed
    if signed.sum() >= bare.sum():
        return "sign"
    if (values[bare] > 1).any():
        return "bare"
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = counts.values / sizes.values
    both = bare & np.isfinite(shares)
    as_fraction, as_per_cent = np.abs(values - shares)[both].sum(), np.abs(values / 100 - shares)[both].sum()
    return "fraction" if as_fraction <= as_per_cent else "bare"


def block_of(frame: pd.DataFrame, columns: Sequence[str], read: Callable[[str], tuple[str, str, bool]]) -> Block:
    """Return columns with each text read: what to keep, what is odd about it or "", and whether its row cannot be kept."""
    import numpy as np
    import pandas as pd

    cells = frame[list(columns)].to_numpy(dtype=object)
    codes, texts = pd.factorize(cells.ravel())
    codes = codes.reshape(cells.shape)
    found = [read(text) for text in texts]
    kept = np.array([text for text, _, _ in found] or [""], dtype=object)
    values = np.array([_value(text) for text, _, _ in found] or [np.nan], dtype=float)
    odd = [
        Odd(int(at), int(frame.index[at]), columns[column], why, is_bad)
        for code, (_, why, is_bad) in enumerate(found)
        if why
        for at, column in zip(*(codes == code).nonzero(), strict=True)
    ]
    return Block(kept[codes], values[codes], sorted(odd, key=lambda one: (one.at, columns.index(one.column))))


def bad_rows(reading: Reading, blocks: Iterable[Block]) -> set[int]:
    """Say what is odd about cells, and return the places of the rows that cannot be kept."""
    bad: set[int] = set()
    for block in blocks:
        for at, row, column, reason, is_bad in block.odd:
            if not is_bad:
                reading.note(row, column, reason)
            elif at not in bad:
                reading.refuse(row, column, reason)
                bad.add(at)
    return bad


def _value(text: str) -> float:
    value = Figure(text).value
    return float("nan") if value is None else value


def _count(text: str) -> tuple[str, str, bool]:
    if odd := _no_figure(text):
        return odd
    plain = _plain_number(text)
    if plain.isdecimal() or Figure(text).value is None:
        return plain, "", False
    return text, f"this must be a whole number of students or a symbol, and it is {text!r}", True


def _per_cent(text: str, style: PerCentStyle) -> tuple[str, str, bool]:
    if odd := _no_figure(text):
        return odd
    number, sign = text.rstrip("% "), text.endswith("%")
    if Figure(text).value is None and not _NUMBER.fullmatch(number):
        return text, "", False
    if sign != (style == "sign"):
        return text, f"this is {text!r}, and most per cents of this file are written as {_EXAMPLES[style]}", True
    value = float(number.replace(",", "")) * (100 if style == "fraction" else 1)
    if not 0 <= value <= 100:
        return text, f"a per cent is from 0 to 100, and this is {text!r}", True
    return f"{round(value, 6):g}%", "", False


_EXAMPLES = {"sign": "95%", "bare": "95", "fraction": "0.95"}


def _no_figure(text: str) -> tuple[str, str, bool] | None:
    if not text:
        return "", "there is no figure, so it is shown as not published", False
    if _EXCEL_ERROR.fullmatch(text):
        return (
            "",
            f"a spreadsheet wrote {text!r} for a figure that it could not work out, so it is shown as not published",
            False,
        )
    if not Figure(text).is_known and not _NUMBER.fullmatch(text):
        return text, f"{text!r} is neither a number nor a known symbol, so it is shown as not published", False
    return None
