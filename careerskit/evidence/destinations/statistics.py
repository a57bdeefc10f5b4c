"""Reading destination measures from Explore education statistics: a row for each school or area, group of students and unit.

Which year time_period is of has changed, about the release of 2022/23, from the year in which students were followed to the year in
which they left. The columns are the same, so the option --year has to say it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from careerskit.errors import InputFileError
from careerskit.evidence.destinations.cells import Block, counts_in, measures_in
from careerskit.evidence.destinations.phases import (
    KEY_STAGE_4,
    SIXTEEN_TO_EIGHTEEN,
    Phase,
    academic_year,
    parse_year,
)
from careerskit.evidence.destinations.releases import year_given
from careerskit.evidence.destinations.statistics_rows import ABOUT, Statistics, find_column
from careerskit.evidence.destinations.stored import COUNTS, PER_CENTS
from careerskit.evidence.source import Batch, Reading, Source, require_columns

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["STATISTICS", "STATISTICS_BY_DESTINATION"]

_FIGURES = {
    "OVERALL_DEST": "overall|overall_dest|sustained_education_apprenticeship_or_employment",
    "EDUCATION": "education|sustained_education|sustained_education_destination",
    "APPREN": "appren|apprenticeships|sustained_apprenticeships",
    "EMPLOYMENT": "all_work|employment|sustained_employment|sustained_employment_destination",
    "NOT_SUSTAINED": "all_notsust|not_sustained|not_recorded|not_recorded_as_a_sustained_destination",
    "UNKNOWN": "all_unknown|not_captured|activity_not_captured|unknown",
}
_PARTS = {
    "FE": "fe|further_education",
    "SCH_6TH": "ssf|school_sixth_form",
    "SIXTH_COL": "sfc|sixth_form_college",
    "HE": "he|higher_education|uk_higher_education_institution",
    "OTHER_EDU": "other_edu|other_education|other_education_destinations",
    "APPREN_4": "appl4|higher_and_degree_apprenticeships_level_4_and_above",
    "APPREN_3": "appl3|advanced_apprenticeships_level_3",
    "APPREN_2": "appl2|intermediate_apprenticeships_level_2",
}
_COHORT = "cohort|cohort_count|number_of_pupils_completing_16_18_study|number_of_pupils_completing_key_stage_4"

_DESCRIPTIONS = {
    "sustained education, employment & apprenticeships": "OVERALL_DEST",
    "sustained education, apprenticeship or employment": "OVERALL_DEST",
    "sustained education destination": "EDUCATION",
    "further education": "FE",
    "school sixth form": "SCH_6TH",
    "school sixth forms": "SCH_6TH",
    "sixth form college": "SIXTH_COL",
    "sixth form colleges": "SIXTH_COL",
    "uk higher education institution": "HE",
    "higher education": "HE",
    "other education": "OTHER_EDU",
    "other education destinations": "OTHER_EDU",
    "sustained apprenticeships": "APPREN",
    "higher and degree apprenticeships (level 4 and above)": "APPREN_4",
    "advanced apprenticeships (level 3)": "APPREN_3",
    "intermediate apprenticeships (level 2)": "APPREN_2",
    "sustained employment destination": "EMPLOYMENT",
    "not recorded as a sustained destination": "NOT_SUSTAINED",
    "activity not captured": "UNKNOWN",
}

_AS_PUBLISHED = "Import the file as Explore education statistics publishes it."
_KEYS = ("time_period", "geographic_level")


def _phase(names: tuple[str, ...]) -> Phase:
    """Return the phase of a file, from its columns: only those after 16 to 18 have levels of qualification."""
    return SIXTEEN_TO_EIGHTEEN if {"cohort_level", "cohort_level_group", "appl4"} & set(names) else KEY_STAGE_4


def _read_wide(reading: Reading) -> Iterator[Batch]:
    """Read a file with a column for each destination.

    Raises:
        InputFileError: columns are missing, the year is unknown or no academic year, or many rows do not agree with themselves.
    """
    require_columns(reading, (*_KEYS, _COHORT, *_FIGURES.values()), _AS_PUBLISHED)
    names = reading.table.header.names
    statistics = Statistics(reading, _phase(names))
    columns = {
        key: column
        for key, alternatives in (_FIGURES | _PARTS).items()
        if (column := find_column(names, alternatives)) and key in statistics.keys
    }
    cohort = find_column(names, _COHORT)
    shift: int | None = None
    for frame in reading.table.frames({*ABOUT, cohort, *columns.values()}):
        if shift is None:
            shift = _shift(reading, frame, statistics.phase)
        rows = statistics.rows(frame, shift)
        for unit in (COUNTS, PER_CENTS):
            some = rows[rows["unit_"] == unit]
            sizes = counts_in(some, [cohort])
            figures = (counts_in if unit == COUNTS else measures_in)(some, list(columns.values()))
            statistics.check(some, unit, list(columns), sizes, figures)
            yield from statistics.batches(some, _entries(unit, list(columns), sizes, figures), unit, [sizes, figures])
    statistics.finish()


def _read_long(reading: Reading) -> Iterator[Batch]:
    """Read a file with a row for each destination. Such files give the year in which students left.

    Raises:
        InputFileError: columns are missing, or --year is not a year of the file.
    """
    require_columns(reading, STATISTICS_BY_DESTINATION.columns, _AS_PUBLISHED)
    statistics = Statistics(reading, _phase(reading.table.header.names))
    for frame in reading.table.frames({*ABOUT, *STATISTICS_BY_DESTINATION.columns}):
        keys = frame["destination_description"].str.casefold().map(_DESCRIPTIONS).fillna("")
        frame = frame[keys.isin(statistics.keys)].assign(key=keys)
        rows = statistics.rows(frame, 0)
        parts = rows["key"].tolist()
        sizes, counts = (counts_in(rows, [name]) for name in ("cohort_count", "pupil_count"))
        shares = measures_in(rows, ["pupil_percent"])
        texts = (block.texts[:, 0].tolist() for block in (sizes, counts, shares))
        entries = [
            {"size": size, COUNTS: {key: count}, PER_CENTS: {key: share}}
            for key, size, count, share in zip(parts, *texts, strict=True)
        ]
        statistics.check_shares(rows, sizes, counts, shares)
        yield from statistics.batches(rows, entries, parts, [sizes, counts, shares])
    statistics.finish()


def _entries(unit: str, keys: list[str], sizes: Block, figures: Block) -> list[dict[str, Any]]:
    return [
        {"size": size, unit: dict(zip(keys, row, strict=True))}
        for size, row in zip(sizes.texts[:, 0].tolist(), figures.texts.tolist(), strict=True)
    ]


def _shift(reading: Reading, frame: pd.DataFrame, phase: Phase) -> int:
    """Return how many years time_period is after the year in which students left: 0 or 1.

    Raises:
        InputFileError: --year does not say it.
    """
    periods = sorted(filter(None, map(parse_year, frame["time_period"].unique())))
    if not periods:
        raise InputFileError(
            f"{reading.table.file}, row {frame.index[0]}, column time_period: an academic year is written as 202223, and this is "
            f"{frame['time_period'].iloc[0]!r}. {_AS_PUBLISHED}"
        )
    newest = periods[-1]
    before = academic_year(int(newest[:4]) - 1)
    given = year_given(reading)
    if given not in (newest, before):
        said = f", and not in {given}" if given else ""
        raise InputFileError(
            f"{reading.table.file}: time_period goes up to {newest}. In newer releases that is the year in which students left, "
            f"and in older ones the year after, so these {phase.left} in {newest} or in {before}{said}. The page of the release "
            f"says which. Import it again with that year (in the command: --year {newest} or --year {before})."
        )
    return 0 if given == newest else 1


STATISTICS = Source(
    "destination measures",
    "key stage 4 or 16 to 18 destination measures from Explore education statistics (CSV)",
    (*_KEYS, _COHORT, *_FIGURES.values()),
    _read_wide,
)

STATISTICS_BY_DESTINATION = Source(
    "destination measures by destination",
    "the same with a row for each destination (CSV)",
    (*_KEYS, "cohort_count", "destination_description", "pupil_count", "pupil_percent"),
    _read_long,
)
