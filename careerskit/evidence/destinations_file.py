"""Reading the Department's destinations file: england_ks4-pupdest.csv of the school and college performance tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from careerskit.errors import InputFileError
from careerskit.evidence.destinations import (
    CATEGORIES,
    ENGLAND,
    TOPIC,
    authority_subject,
    cohort_years,
    select_destinations,
)
from careerskit.evidence.figures import Figure
from careerskit.evidence.source import Batch, Reading, Source, count_of, require_columns
from careerskit.plan import School, Setting
from careerskit.store import PublishedRelease, PublishedRow

__all__ = ["DESTINATIONS", "DESTINATION_COLUMNS"]

_KEYS = ("RECTYPE", "LEA", "URN", "ICLOSE", "SCHNAME", "NFTYPE")
_FIGURES = tuple(
    f"{name}{group}"
    for group in ("", "_DIS", "_NONDIS")
    for name in ("COHORT", *(f"{category.key}{unit}" for unit in ("", "PER") for category in CATEGORIES))
)
DESTINATION_COLUMNS = (*_KEYS, *_FIGURES)
"""The columns that the file must have. Those of earlier tables, like COHORT_18, are read too, and all others are ignored."""

_EARLIER_COLUMN = re.compile(r"(?:COHORT|OVERALL_DESTPER)_([0-9]{2})")

# What the codes mean was read from the schools that carry them: the notes that come with the file.
_SETTINGS = dict.fromkeys(("AC", "ACC", "CTC", "CY", "F", "FD", "FSS", "FUTC", "VA", "VC"), Setting.SCHOOL)
_SETTINGS |= dict.fromkeys(("ACS", "ACCS", "CYS", "FDS", "FS", "NMSS"), Setting.SPECIAL)
_SETTINGS["FESI"] = Setting.COLLEGE

_IMPORT_AS_PUBLISHED = "Import the destinations file as the Department for Education publishes it."

_SCHOOL_ROWS, _AUTHORITY_ROW, _ENGLAND_ROW = ("1", "2"), "LA", "NAT"
_MAX_NAME = 200


def _read(reading: Reading) -> Iterator[Batch]:
    """Read a destinations file. A row that cannot be kept is left out with a warning; the rest goes on.

    A file with COHORT_18 and COHORT_17, columns of earlier tables, belongs to the performance tables of 2019.

    Raises:
        InputFileError: the header lacks columns, the year cannot be worked out, or no row is about a school.
    """
    require_columns(reading, DESTINATION_COLUMNS, _IMPORT_AS_PUBLISHED)
    table = reading.table
    earlier = tuple(name.upper() for name in table.header.names if _EARLIER_COLUMN.fullmatch(name.upper()))
    if not earlier:
        raise InputFileError(
            f"{table.file}, row {table.header.row}: the header has no column of an earlier year, like COHORT_18, so careerskit "
            f"cannot tell which year these figures are for. {_IMPORT_AS_PUBLISHED}"
        )
    table_year = max(2000 + int(name[-2:]) for name in earlier) + 1
    finished, followed = cohort_years(table_year)
    release = PublishedRelease(
        TOPIC,
        f"performance tables {table_year}",
        f"destinations after key stage 4 (finished in {finished}, destinations in {followed})",
        f"Department for Education, school and college performance tables {table_year}: pupil destinations after key stage 4, "
        f"finished in {finished}, destinations in {followed}",
        finished,
    )
    seen: set[str] = set()
    schools = 0
    for frame in table.frames():
        frame.columns = frame.columns.str.upper()
        batch = Batch(release, as_of=str(table_year))
        for number, cells in zip(frame.index, frame.to_dict("records"), strict=True):
            _add_row(batch, reading, number, cells, table_year, (*_FIGURES, *earlier), seen)
        schools += len(batch.schools)
        yield batch
    if not schools:
        raise InputFileError("\n".join([f"{table.file}: no row is about a school.", *reading.warnings[:10]]))
    if ENGLAND not in seen:
        table.warnings.append(
            f"{table.file}: there is no row for England (RECTYPE {_ENGLAND_ROW}), so there is nothing to compare with."
        )
    authorities = sum(subject.startswith("LA ") for subject in seen)
    reading.summary = (
        f"{release.title} of {count_of(schools, 'school')} and "
        f"{count_of(authorities, 'local authority', 'local authorities')}"
    )


def _add_row(
    batch: Batch,
    reading: Reading,
    number: int,
    cells: Mapping[Any, str],
    table_year: int,
    columns: Iterable[str],
    seen: set[str],
) -> None:
    """Add one row to a batch, or say why it is left out. seen: the subjects so far."""
    subject, column, problem = _subject_of(cells)
    if not problem and subject in seen:
        problem = f"another row is already about {subject}"
    if problem:
        reading.refuse(number, column.lower(), problem)
        return
    seen.add(subject)
    figures = {name: cells[name] for name in columns}
    for name, text in figures.items():
        if anomaly := _anomaly(name, text):
            reading.note(number, name.lower(), anomaly)
    body = {"table_year": table_year, "authority": cells["LEA"], "figures": figures}
    batch.rows.append(PublishedRow(subject, body))
    if cells["RECTYPE"] in _SCHOOL_ROWS:
        batch.schools.append(_school(reading, number, cells))


def _subject_of(cells: Mapping[Any, str]) -> tuple[str, str, str]:
    """Return what a row is about, the column that says so, and what is wrong with it, or ""."""
    kind, number, urn, name = (cells[column] for column in ("RECTYPE", "LEA", "URN", "SCHNAME"))
    if kind == _ENGLAND_ROW:
        return ENGLAND, "RECTYPE", ""
    if kind not in (*_SCHOOL_ROWS, _AUTHORITY_ROW):
        return "", "RECTYPE", f"this must be 1, 2, LA or NAT, and it is {kind!r}"
    if not re.fullmatch(r"[0-9]{3}", number):
        return "", "LEA", f"a local authority's number has three figures, and this is {number!r}"
    if kind == _AUTHORITY_ROW:
        return authority_subject(number), "LEA", ""
    if not re.fullmatch(r"[0-9]{5,8}", urn):
        return "", "URN", f"a URN has 5 to 8 figures, and this is {urn!r}"
    if not 0 < len(name) <= _MAX_NAME:
        return "", "SCHNAME", f"a name must have 1 to {_MAX_NAME} characters, and this has {len(name)}"
    return urn, "URN", ""


def _anomaly(column: str, text: str) -> str:
    """Return what is odd about a figure, or "". It is kept as it is all the same."""
    if not text:
        return "there is no figure, so it is shown as not published"
    figure = Figure(text)
    if not figure.is_known:
        return f"{text!r} is neither a number nor a known symbol, so it is shown as not published"
    if figure.value is not None and text.endswith("%") != ("PER" in column):
        return (
            "columns with PER in their name have per cents with a % sign, and no others do; this one is shown as it is"
        )
    return ""


def _school(reading: Reading, number: int, cells: Mapping[Any, str]) -> School:
    setting = _SETTINGS.get(cells["NFTYPE"])
    if setting is None:
        setting = Setting.SPECIAL if cells["RECTYPE"] == "2" else Setting.SCHOOL
        reading.note(
            number,
            "nftype",
            f"{cells['NFTYPE']!r} is not a known type of school, so {cells['SCHNAME']} was imported as a {setting.value.lower()}",
        )
    return School(cells["URN"], cells["SCHNAME"], setting, cells["LEA"], closed=cells["ICLOSE"] == "1")


DESTINATIONS = Source(
    TOPIC,
    "the destinations file after key stage 4 of the Department for Education's performance tables (CSV)",
    DESTINATION_COLUMNS,
    _read,
    select_destinations,
)
