"""Taking in a file of any kind that careerskit reads, told apart by what is in it, whatever it is called."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from careerskit.errors import InputFileError
from careerskit.evidence.destinations import cohort_years
from careerskit.evidence.destinations_file import DESTINATION_COLUMNS, keep_destinations
from careerskit.evidence.local_authorities import AUTHORITY_COLUMNS, keep_authorities
from careerskit.evidence.tables import Table, decode, read_bytes, read_table

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = ["KINDS_READ", "Taken", "take_in"]

KINDS_READ = (
    "a plan file (JSON)",
    "the destinations file after key stage 4 of the Department for Education's performance tables (CSV)",
    "its list of local authorities (CSV)",
)


@dataclass(frozen=True)
class Taken:
    """What was taken from a file.

    file: its name. what: what it was, in words. schools: how many schools it made known or brought up to date.
    notes: what was left out, guessed or not understood, each with row and column.
    """

    file: str
    what: str
    schools: int
    notes: tuple[str, ...] = ()


def take_in(store: Store, path: Path, who: str = "", table_year: int | None = None) -> Taken:
    """Read a file into the store.

    Args:
        store: where it goes.
        path: the file; what is in it decides how it is read, not its name.
        who: who brings it, for the history of a plan.
        table_year: for a destinations file, the year of the performance tables where the file itself would be misread.

    Raises:
        InputFileError: it is of another kind, or cannot be taken as it is. Nothing of it is kept.
    """
    data = read_bytes(path)
    if kind := _kind_by_first_bytes(data):
        raise _refused(path.name, *kind)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _take_plan(store, data, path.name, who)
    table = read_table(data, path.name)
    for reader in _READERS:
        if reader.fits(table):
            return reader.take(store, table, table_year)
    raise _refused(path.name, *_kind_by_header(table))


class _Reader(NamedTuple):
    columns: tuple[str, ...]
    take: Callable[[Store, Table, int | None], Taken]

    def fits(self, table: Table) -> bool:
        """Whether the header has more than half of the columns: then it is this file, perhaps with some of them missing."""
        return 2 * len(set(self.columns) & set(table.columns)) > len(self.columns)


def _take_destinations(store: Store, table: Table, table_year: int | None) -> Taken:
    release = keep_destinations(store, table, table_year)
    finished, followed = cohort_years(release.table_year)
    authorities = sum(subject.startswith("LA ") for subject in release.rows)
    what = (
        f"destinations after key stage 4 (finished in {finished}, destinations in {followed}) of "
        f"{_many(len(release.schools), 'school')} and {_many(authorities, 'local authority')}"
    )
    return Taken(table.file, what, len(release.schools), tuple(release.notes))


def _take_authorities(store: Store, table: Table, table_year: int | None) -> Taken:  # noqa: ARG001
    number, notes = keep_authorities(store, table)
    return Taken(table.file, f"the names of {_many(number, 'local authority')}", 0, notes)


def _many(number: int, thing: str) -> str:
    things = f"{thing.removesuffix('y')}ies" if thing.endswith("y") else f"{thing}s"
    return f"{number:,} {thing if number == 1 else things}"


_READERS = (_Reader(DESTINATION_COLUMNS, _take_destinations), _Reader(AUTHORITY_COLUMNS, _take_authorities))


def _take_plan(store: Store, data: bytes, file: str, who: str) -> Taken:
    from careerskit.store import import_plan

    text, notes = decode(data, file)
    if kind := _kind_of_json(text):
        raise _refused(file, kind)
    school = import_plan(store, text, file, who)
    return Taken(file, f"the plan of {school.name}", 1, notes)


_SAVE_AS_CSV = 'Open it, save the sheet as "CSV UTF-8", and import that.'
_OFFICE = {"xl/": ("a spreadsheet (Excel, xlsx)", _SAVE_AS_CSV), "word/": ("a Word document (docx)", "")}
_FIRST_BYTES = (
    (b"\xd0\xcf\x11\xe0", "a file of an older Office, like a spreadsheet (xls)", _SAVE_AS_CSV),
    (b"%PDF", "a PDF", ""),
    (b"\xff\xfe", "text in UTF-16", 'Save it as "CSV UTF-8", and import that.'),
    (b"\xfe\xff", "text in UTF-16", 'Save it as "CSV UTF-8", and import that.'),
)
_OTHER_TABLES = (
    ("NUMFSM", "the school census file of the performance tables"),
    ("EstablishmentName", "a list from Get Information about Schools"),
    ("time_period", "a file of Explore education statistics"),
)


def _kind_by_first_bytes(data: bytes) -> tuple[str, str] | None:
    if data.startswith(b"PK"):
        return _kind_of_zip(data)
    for start, kind, advice in _FIRST_BYTES:
        if data.startswith(start):
            return kind, advice
    if b"\0" in data:
        return "not text", ""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return "a web page", "Download the data file itself."
    return None


def _kind_of_zip(data: bytes) -> tuple[str, str]:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except zipfile.BadZipFile:
        return "a damaged zip file", "Fetch it again."
    for folder, kind in _OFFICE.items():
        if any(name.startswith(folder) for name in names):
            return kind
    if "content.xml" in names:
        return "a file of an OpenDocument program, like a spreadsheet (ods)", _SAVE_AS_CSV
    return "a zip file", "Unpack it, and import the files in it."


def _kind_of_json(text: str) -> str:
    """Return what a JSON file is where it is plainly no plan; `read_plan` says the rest."""
    try:
        data = json.loads(text)
    except ValueError:
        return ""
    return "a notebook" if isinstance(data, dict) and "nbformat" in data else ""


def _kind_by_header(table: Table) -> tuple[str, str]:
    for column, kind in _OTHER_TABLES:
        if column in table.columns:
            return kind, ""
    if len(table.columns) == 1:
        name = table.columns[0]
        split = next((f" {word}" for mark, word in ((";", "semicolons"), ("\t", "tabs")) if mark in name), "")
        return f"text separated by{split}" if split else "text that is no table", _SAVE_AS_CSV if split else ""
    few = ", ".join(table.columns[:4])
    return f"a table with the columns {few}{' …' if len(table.columns) > 4 else ''}", ""


def _refused(file: str, kind: str, advice: str = "") -> InputFileError:
    read = "; ".join(KINDS_READ)
    return InputFileError(f"{file} seems to be {kind}. {advice}{' ' if advice else ''}careerskit reads these: {read}.")
