"""Reading england_ks5-studest.csv of the school and college performance tables: where students went after 16 to 18 study.

Of its four groups of columns, those of all students are kept (TOT_), and not those by level of qualification (L3_, L2_, LALLOTH_).
"""

from __future__ import annotations

from collections.abc import Iterator

from careerskit.evidence.destinations.performance_tables import Layout, read_tables
from careerskit.evidence.destinations.phases import SIXTEEN_TO_EIGHTEEN
from careerskit.evidence.destinations.releases import year_given, year_missing
from careerskit.evidence.destinations.stored import select_destinations
from careerskit.evidence.source import Batch, Reading, Source

__all__ = ["LEAVERS", "LEAVERS_COLUMNS"]

_LAYOUT = Layout(
    SIXTEEN_TO_EIGHTEEN,
    prefix="TOT_",
    names={"OVERALL_DEST": "OVERALL", "UNKNOWN": "NOT_CAPTURED"},
    schools=("1", "2", "3"),  # 3 is a group of sixth forms that teach together: it has a URN, and no type
)

LEAVERS_COLUMNS = _LAYOUT.columns
"""The columns that the file must have; all others are ignored."""


def _read(reading: Reading) -> Iterator[Batch]:
    """Read a file. Nothing in it says which year it is of, so the option --year has to.

    Raises:
        InputFileError: the year is unknown, or see :func:`read_tables`.
    """
    left = year_given(reading)
    if not left:
        raise year_missing(reading, SIXTEEN_TO_EIGHTEEN, "nothing in this file says which year it is of.")
    yield from read_tables(reading, _LAYOUT, left, {})


LEAVERS = Source(
    SIXTEEN_TO_EIGHTEEN.topic,
    "the destinations file after 16 to 18 of the same tables (CSV)",
    LEAVERS_COLUMNS,
    _read,
    lambda store, schools: select_destinations(store, SIXTEEN_TO_EIGHTEEN, schools),
)
