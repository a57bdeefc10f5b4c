"""Reading england_ks4-pupdest.csv of the school and college performance tables: where pupils went after key stage 4."""

from __future__ import annotations

import re
from collections.abc import Iterator

from careerskit.evidence.destinations.performance_tables import Layout, read_tables
from careerskit.evidence.destinations.phases import KEY_STAGE_4, academic_year
from careerskit.evidence.destinations.releases import year_given, year_missing
from careerskit.evidence.destinations.stored import select_destinations
from careerskit.evidence.source import Batch, Reading, Source

__all__ = ["DESTINATIONS", "DESTINATION_COLUMNS"]

_LAYOUT = Layout(KEY_STAGE_4)

DESTINATION_COLUMNS = _LAYOUT.columns
"""The columns that the file must have. Those of earlier cohorts, like COHORT_18, are read too, and all others are ignored."""

_EARLIER = re.compile(r"cohort_([0-9]{2})")

_LAST_BY_TABLES = 18
"""The newest suffix of the tables of 2019, where COHORT_18 is the cohort of the tables of 2018, who finished in 2015/16. In later
tables a suffix is the year in which the cohort finished: COHORT_22 of the tables of 2025 finished in 2021/22."""


def _read(reading: Reading) -> Iterator[Batch]:
    """Read a file. Columns of earlier cohorts say which year it is of; otherwise the option --year has to.

    Raises:
        InputFileError: the year is unknown, or see :func:`read_tables`.
    """
    names = reading.table.header.names
    suffixes = sorted((int(found[1]) for name in names if (found := _EARLIER.fullmatch(name))), reverse=True)
    left, by_tables = _year(reading, suffixes)
    earlier = {
        academic_year(2000 + suffix - (3 if by_tables else 1)): (f"COHORT_{suffix:02}", f"OVERALL_DESTPER_{suffix:02}")
        for suffix in suffixes
        if f"overall_destper_{suffix:02}" in names
    }
    yield from read_tables(reading, _LAYOUT, left, earlier)


def _year(reading: Reading, suffixes: list[int]) -> tuple[str, bool]:
    """Return the year in which pupils finished, and whether suffixes are years of tables."""
    given = year_given(reading)
    if not suffixes:
        if given:
            return given, False
        raise year_missing(
            reading,
            KEY_STAGE_4,
            "the header has no column of an earlier year, like COHORT_18, so careerskit cannot tell which year it is of.",
        )
    newest = 2000 + suffixes[0]
    by_tables, by_cohort = academic_year(newest - 2), academic_year(newest)
    if suffixes[0] > _LAST_BY_TABLES:
        found = by_cohort
    elif given in (by_tables, by_cohort):
        found = given
    elif suffixes[0] == _LAST_BY_TABLES:
        found = by_tables
    else:
        raise year_missing(
            reading,
            KEY_STAGE_4,
            f"the column COHORT_{suffixes[0]:02} can stand in the tables of those who finished in {by_tables} or in {by_cohort}.",
        )
    if given and given != found:
        reading.table.warnings.append(
            f"{reading.table.file}: its columns of earlier years say that pupils finished in {found}, so the year {given} was not "
            "used."
        )
    return found, found == by_tables


DESTINATIONS = Source(
    KEY_STAGE_4.topic,
    "the destinations file after key stage 4 of the Department for Education's performance tables (CSV)",
    DESTINATION_COLUMNS,
    _read,
    lambda store, schools: select_destinations(store, KEY_STAGE_4, schools),
)
