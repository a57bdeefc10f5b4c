"""A published figure: a number, or a symbol for why there is none. A symbol is never a zero."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from careerskit.plan import Setting

__all__ = ["SYMBOLS", "WITHHELD", "Figure", "Symbol"]

_NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?\s*%?")


class Symbol(NamedTuple):
    """What a symbol means: in full, and in few words for a cell of a table."""

    words: str
    short: str


_HIDDEN = Symbol("hidden to protect {students}", "hidden")
_WITHHELD = Symbol("not shown, so that no hidden figure can be worked out", "hidden")
_UNDER_HALF = Symbol("less than 0.5%", "under 0.5%")

WITHHELD = "withheld"
"""What careerskit puts in place of a published figure that would give a hidden one away."""

# Where each meaning was read:
# (1) the Department for Education's school and college performance tables: the notes that come with
#     england_ks4-pupdest.csv. They name SN, and do not say what it means.
# (2) the Department's statistics: the data guidance of "Key stage 4 destination measures",
#     https://explore-education-statistics.service.gov.uk/find-statistics/key-stage-4-destination-measures/2019-20/data-guidance
# (3) its local labour market files (Office for National Statistics): the notes that come with them.
SYMBOLS: dict[str, Symbol] = {
    "SUPP": _HIDDEN,  # (1)
    "SP": _UNDER_HALF,  # (1) small percentage, above zero; only in percentages; the count next to it is published
    "NA": Symbol("no data", "no data"),  # (1) (3)
    "NE": Symbol("no entries", "no entries"),  # (1)
    "LOWCOV": Symbol("not shown, too few {students} covered", "too few covered"),  # (1)
    "SN": Symbol("not published (SN)", "not published"),  # (1)
    "c": _HIDDEN,  # (2); (3) for a sample that is too small
    "z": Symbol("not applicable", "not applicable"),  # (2)
    "~": _UNDER_HALF,  # (2) positive, in per cents only
    "x": Symbol("not available", "not available"),  # (3)
    "low": Symbol("above zero, but rounds to zero", "above zero"),  # (3)
    WITHHELD: _WITHHELD,
    "": Symbol("not published", "not published"),  # an empty cell
}


@dataclass(frozen=True)
class Figure:
    """A figure as it was published.

    text: the cell of the file, like "93%", "161", "SUPP" or "~".
    """

    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", self.text.strip())

    @property
    def value(self) -> float | None:
        """The number (of per cent where the text says so). None for every symbol: what is not published is not zero."""
        return float(self.text.rstrip("% ").replace(",", "")) if _NUMBER.fullmatch(self.text) else None

    @property
    def is_known(self) -> bool:
        """Whether it is a number or a symbol whose meaning is known."""
        return self.text in SYMBOLS or self.value is not None

    @property
    def is_hidden(self) -> bool:
        """Whether it is hidden so that nobody can be recognised, by the publisher or here."""
        return SYMBOLS.get(self.text) in (_HIDDEN, _WITHHELD)

    @property
    def is_small(self) -> bool:
        """Whether it says that a per cent is above zero and rounds to it."""
        return self.text in ("SP", "~", "low")

    @property
    def words(self) -> str:
        """The number as people write it, or what the symbol means in full words."""
        return self.words_for(Setting.SCHOOL)

    def words_for(self, setting: Setting) -> str:
        """Return :attr:`words` with this setting's own word for students."""
        if self.value is not None:
            return self._number
        words = setting.localise(self._symbol.words)
        return words if self.text in SYMBOLS else f"{words} ({self.text})"

    @property
    def short(self) -> str:
        """The number, or what the symbol means in few words, for a cell of a table."""
        return self._symbol.short if self.value is None else self._number

    @property
    def _number(self) -> str:
        return f"{int(self.text):,}" if self.text.isdecimal() else self.text

    @property
    def _symbol(self) -> Symbol:
        return SYMBOLS.get(self.text, Symbol("not published", "not published"))
