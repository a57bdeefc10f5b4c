"""Importing a spreadsheet into the plan that it is of."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from careerskit.errors import InputFileError
from careerskit.spreadsheet.cells import open_spreadsheet
from careerskit.spreadsheet.read import read_spreadsheet, school_of
from careerskit.store import load_plan

if TYPE_CHECKING:
    from careerskit.plan import School
    from careerskit.store import Store

__all__ = ["SpreadsheetImport", "import_spreadsheet", "is_spreadsheet"]

_WHO = "spreadsheet"


@dataclass(frozen=True)
class SpreadsheetImport:
    """What a spreadsheet has changed: in whose plan, what in words, and what was not read or needs a look."""

    school: School
    changes: tuple[str, ...]
    warnings: tuple[str, ...]


def is_spreadsheet(data: bytes) -> bool:
    """Whether a file is an Excel workbook (.xlsx or .xlsm), whatever it is called."""
    if not data.startswith(b"PK"):
        return False
    try:
        return "xl/workbook.xml" in ZipFile(BytesIO(data)).namelist()
    except BadZipFile:
        return False


def import_spreadsheet(
    store: Store, data: bytes, file: str, school: str = "", *, keep: bool = True
) -> SpreadsheetImport:
    """Change a plan as a spreadsheet says, all of it or nothing. What was there before stays in the plan's history.

    Args:
        store: where the plan is.
        data: the file's content.
        file: its name, for messages.
        school: the id of the school; "" for the one that the file names. One of somebody's own names none.
        keep: whether what it changes is saved, and not only returned.

    Raises:
        InputFileError: it cannot be read, is of another school, or of one that nobody names.
        UnknownSchoolError: the store knows no such school.
        StoreError: the plan cannot be read or saved.
    """
    spreadsheet = open_spreadsheet(data, file)
    own = school_of(spreadsheet)
    if not (school or own):
        raise InputFileError(f"{file} does not say which school it is of. Add --school and the school’s id.")
    if school and own not in ("", school):
        raise InputFileError(f"{file} is of the plan of {own}, and not of {school}. Nothing was imported.")
    found = store.schools.get(school or own)
    result = read_spreadsheet(spreadsheet, file, load_plan(store, found))
    if keep and result.values:
        store.answers.save(found.id, result.values, _WHO, new_records=result.new_records)
    return SpreadsheetImport(found, result.changes, result.warnings)
