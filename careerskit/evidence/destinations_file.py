"""Taking in the Department's destinations file: england_ks4-pupdest.csv of the school and college performance tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from careerskit.errors import InputFileError
from careerskit.evidence.destinations import CATEGORIES, ENGLAND, TOPIC, authority_subject, cohort_years
from careerskit.evidence.figures import Figure
from careerskit.evidence.tables import Row, Table
from careerskit.plan import School, Setting

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = ["DESTINATION_COLUMNS", "Release", "keep_destinations", "read_release"]

_KEYS = ("RECTYPE", "LEA", "URN", "ICLOSE", "SCHNAME", "NFTYPE")
_FIGURES = tuple(
    f"{name}{group}"
    for group in ("", "_DIS", "_NONDIS")
    for name in ("COHORT", *(f"{category.key}{unit}" for unit in ("", "PER") for category in CATEGORIES))
)
DESTINATION_COLUMNS = (*_KEYS, *_FIGURES)
"""The columns that the file must have. Those of earlier tables, like COHORT_18, come on top, and all others are left alone."""

_EARLIER = re.compile(r"(?:COHORT|OVERALL_DESTPER)_([0-9]{2})")

# What the codes mean was read from the schools that carry them: the notes that come with the file.
_SETTINGS = dict.fromkeys(("AC", "ACC", "CTC", "CY", "F", "FD", "FSS", "FUTC", "VA", "VC"), Setting.SCHOOL)
_SETTINGS |= dict.fromkeys(("ACS", "ACCS", "CYS", "FDS", "FS", "NMSS"), Setting.SPECIAL)
_SETTINGS["FESI"] = Setting.COLLEGE

_SCHOOL_ROWS, _AUTHORITY_ROW, _ENGLAND_ROW = ("1", "2"), "LA", "NAT"
_LONGEST_NAME = 200


@dataclass
class Release:
    """What a destinations file holds.

    table_year: the year of the performance tables it belongs to. schools: every school of it, in the file's order.
    rows: the body to keep for each subject (a URN, "LA 202" or "England"). notes: what was left out or could not be
    understood, each with file, row and column.
    """

    file: str
    table_year: int
    schools: list[School] = field(default_factory=list)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def keep_destinations(store: Store, table: Table, table_year: int | None = None, source: str = "") -> Release:
    """Register every school of a destinations file, and keep its rows in place of those of an earlier file.

    source: what is said of where the figures come from; "" for the Department's tables of that year.

    Raises:
        InputFileError: see :func:`read_release`; then nothing is kept.
    """
    release = read_release(table, table_year)
    finished, followed = cohort_years(release.table_year)
    store.register(release.schools)
    store.keep_published(
        TOPIC,
        release.rows,
        source
        or f"Department for Education, school and college performance tables {release.table_year}: pupil destinations after key "
        f"stage 4, finished in {finished}, destinations in {followed}",
    )
    return release


def read_release(table: Table, table_year: int | None = None) -> Release:
    """Read a destinations file. A row that cannot be kept is left out and noted; the rest goes on.

    Args:
        table: the file.
        table_year: the year of the performance tables, where it is not the one after the newest of the file's earlier
            tables: a file with COHORT_18 and COHORT_17 belongs to the tables of 2019.

    Raises:
        InputFileError: the header lacks columns, the year cannot be worked out, or no row is one of a school.
    """
    if missing := [name for name in DESTINATION_COLUMNS if name not in table.columns]:
        more = f" and {len(missing) - 6} more" if len(missing) > 6 else ""
        raise InputFileError(
            f"{table.file}, row 1: the header lacks {_columns(missing[:6])}{more}. Import the destinations file as the "
            "Department for Education publishes it."
        )
    earlier = tuple(name for name in table.columns if _EARLIER.fullmatch(name))
    years = [2000 + int(name[-2:]) for name in earlier]
    if table_year is None and not years:
        raise InputFileError(
            f"{table.file}, row 1: the header has no column of an earlier year, like COHORT_18, so the year of these figures is "
            "not known. Say which year's performance tables it belongs to."
        )
    release = Release(table.file, table_year or max(years) + 1, notes=list(table.notes))
    oddities: dict[str, list[str]] = {}
    for row in table.rows:
        _take(release, row, (*_FIGURES, *earlier), oddities)
    if not release.schools:
        raise InputFileError("\n".join([f"{table.file}: no row is one of a school.", *release.notes[:10]]))
    if ENGLAND not in release.rows:
        release.notes.append(
            f"{table.file}: there is no row for England (RECTYPE {_ENGLAND_ROW}), so nothing to compare with."
        )
    release.notes += [_odd(table.file, oddity, places) for oddity, places in oddities.items()]
    return release


def _take(release: Release, row: Row, columns: Iterable[str], oddities: dict[str, list[str]]) -> None:
    """Keep one row, or note why it cannot be kept."""
    cells = row.cells
    subject, column, problem = _subject_of(cells)
    if not problem and subject in release.rows:
        problem = f"{subject} was there before, in another row"
    if problem:
        release.notes.append(f"{release.file}, row {row.number}, column {column}: {problem}. The row was left out.")
        return
    figures = {name: cells[name] for name in columns}
    for name, text in figures.items():
        if oddity := _oddity(name, text):
            oddities.setdefault(oddity, []).append(f"row {row.number}, column {name}")
    release.rows[subject] = {"table_year": release.table_year, "authority": cells["LEA"], "figures": figures}
    if cells["RECTYPE"] in _SCHOOL_ROWS:
        release.schools.append(_school(release, row))


def _subject_of(cells: dict[str, str]) -> tuple[str, str, str]:
    """Return whom a row is about, the column that says so, and what is wrong with it, if anything."""
    kind, number, urn, name = (cells[column] for column in ("RECTYPE", "LEA", "URN", "SCHNAME"))
    if kind == _ENGLAND_ROW:
        return ENGLAND, "RECTYPE", ""
    if kind not in (*_SCHOOL_ROWS, _AUTHORITY_ROW):
        return "", "RECTYPE", f"1, 2, LA or NAT is wanted, and here it is {kind!r}"
    if not re.fullmatch(r"[0-9]{3}", number):
        return "", "LEA", f"a local authority's number has three figures, and here it is {number!r}"
    if kind == _AUTHORITY_ROW:
        return authority_subject(number), "LEA", ""
    if not re.fullmatch(r"[0-9]{5,8}", urn):
        return "", "URN", f"a unique reference number is made of figures, and here it is {urn!r}"
    if not 0 < len(name) <= _LONGEST_NAME:
        return "", "SCHNAME", f"a name of 1 to {_LONGEST_NAME} characters is wanted, and here it has {len(name)}"
    return urn, "URN", ""


def _oddity(column: str, text: str) -> str:
    """Return what is odd about a figure, or "". It is kept as it is all the same."""
    if not text:
        return "there is no figure, so it is shown as not published"
    figure = Figure(text)
    if not figure.is_known:
        return f"{text!r} is neither a number nor a symbol that is known, so it is shown as not published"
    if figure.value is not None and text.endswith("%") != ("PER" in column):
        return "a column with PER in its name holds per cents with their sign, and no other does; this one is shown as it is"
    return ""


def _school(release: Release, row: Row) -> School:
    cells = row.cells
    setting = _SETTINGS.get(cells["NFTYPE"])
    if setting is None:
        setting = Setting.SPECIAL if cells["RECTYPE"] == "2" else Setting.SCHOOL
        release.notes.append(
            f"{release.file}, row {row.number}, column NFTYPE: {cells['NFTYPE']!r} is no type of school that is known, so "
            f"{cells['SCHNAME']} was taken as a {setting.value.lower()}."
        )
    return School(cells["URN"], cells["SCHNAME"], setting, cells["LEA"], closed=cells["ICLOSE"] == "1")


def _odd(file: str, oddity: str, places: list[str]) -> str:
    more = f" So it is in {len(places) - 1:,} other places." if len(places) > 1 else ""
    return f"{file}, {places[0]}: {oddity}.{more}"


def _columns(names: list[str]) -> str:
    return ("the column " if len(names) == 1 else "the columns ") + ", ".join(names)
