"""Whether the rows of a file agree with themselves: a file of another measure, or two files in one, looks right and is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from careerskit.errors import InputFileError
from careerskit.evidence.source import Reading, count_of

if TYPE_CHECKING:
    import numpy as np

__all__ = ["Consistency"]

_TOLERANCE = 1.0
"""How many percentage points a per cent may be from its count: they are rounded to whole ones, a half up or to even."""

_PER_CENTS = 0.25
"""From this share of per cents that do not fit their counts, a row does not agree with itself."""

_ROWS = 0.05
"""From this share of rows that do not agree with themselves, a file is refused."""

_DISAGREE = "the figures of this row do not agree with each other; they are shown as they are"


class Consistency:
    """Counts the rows of a file that do not agree with themselves."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._checked = self._wrong = self._left_out = 0
        self._first = ""

    def check(
        self,
        rows: np.ndarray[Any, Any],
        column: str,
        sizes: np.ndarray[Any, Any],
        totals: np.ndarray[Any, Any],
        counts: np.ndarray[Any, Any],
        per_cents: np.ndarray[Any, Any],
        slack: float = 0,
    ) -> None:
        """Check a group of students in some rows.

        rows: their numbers. column: of the cohorts, for messages. sizes: of the cohorts. totals: of those who went on, did not, and
        are unknown. counts, per_cents: by category. slack: how far off totals may be. What is no number is not checked.
        """
        import numpy as np

        with np.errstate(divide="ignore", invalid="ignore"):
            off = np.abs(100 * counts / sizes[:, None] - per_cents)
            known = np.isfinite(off)
            shares = (known & (off > _TOLERANCE)).sum(axis=1) / known.sum(axis=1)
            missed = np.abs(totals.sum(axis=1) - sizes)
        wrong = (missed > slack) | (shares > _PER_CENTS)
        self._checked += int((np.isfinite(missed) | known.any(axis=1)).sum())
        self._wrong += int(wrong.sum())
        for at in wrong.nonzero()[0]:
            reason = (
                f"the students who went on, who did not and who are unknown are {totals[at].sum():.0f} together, and not the "
                f"{sizes[at]:.0f} of the cohort"
                if missed[at] > slack
                else "most per cents do not fit the numbers beside them"
            )
            self._first = self._first or f"row {rows[at]}: {reason}"
            self._reading.note(
                int(rows[at]),
                column,
                "the figures of this row do not agree with each other; they are shown as they are",
            )

    def leave_out(self, rows: int) -> None:
        """Count rows that were left out because their figures are not written as figures are."""
        self._left_out += rows

    def finish(self, kept: int) -> None:
        """Refuse the file where many rows do not agree with themselves, or many were left out. kept: how many were not.

        Raises:
            InputFileError: it says how many, and which is the first.
        """
        file = self._reading.table.file
        if self._wrong > _ROWS * self._checked:
            raise InputFileError(
                f"{file}: in {count_of(self._wrong, 'row')} the figures do not agree with each other. The first is {self._first}. "
                "This may be another measure, or two files in one. Nothing was imported. Download the file again."
            )
        if self._left_out > max(1, _ROWS * (self._left_out + kept)):
            lines = [
                f"{file}: the figures of {count_of(self._left_out, 'row')} are not written as those of the others. Nothing was "
                "imported. Download the file again.",
                *self._reading.warnings[:5],
            ]
            raise InputFileError("\n".join(lines))
