"""Opening a spreadsheet that anybody may have made, and its cells as texts. Nothing in it is run, and no link is followed."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from careerskit.errors import InputFileError
from careerskit.spreadsheet.layout import SCHOOL_PROPERTY, day_in_words
from careerskit.words import xml_text

__all__ = ["Sheet", "Spreadsheet", "open_spreadsheet"]

_MAX_UNPACKED = 8_000_000
"""Bytes of all XML in a file: some ninety times what a long plan has. The worst that fits in takes half a minute and 500 MB."""

_MAX_PARTS = 1_000
_MAX_ROWS, _MAX_COLUMNS = 2_000, 60
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_NOT_SHOWN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')
"""What in the format of a number stands for itself: "day", [Red], \\-."""


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, and its cells as texts. rows: from the first on, of one length. A cell that cannot be read is None."""

    name: str
    rows: tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True)
class Spreadsheet:
    """A spreadsheet that was opened. school: the id that our property has, "" where there is none. warnings: what was not read."""

    school: str
    sheets: tuple[Sheet, ...]
    warnings: tuple[str, ...]


def open_spreadsheet(data: bytes, file: str) -> Spreadsheet:
    """Open a spreadsheet (.xlsx). file: its name, for messages.

    A cell that another program has worked out has what it showed there. A day is read as "16 October 2026", a number as people
    write it, and each cell of merged ones has the text of all.

    Raises:
        InputFileError: it is none, is too big, or cannot be read.
    """
    parts = _check_parts(data, file)
    workbook = _load(data, file)
    shown = _load(data, file, data_only=True) if any(map(_has_formula, workbook.worksheets)) else workbook
    problems: list[str] = []
    if any(part.endswith("vbaProject.bin") for part in parts):
        problems.append(f"{file} has macros. They were not read, and never run.")
    sheets = [_sheet(sheet, shown[sheet.title], problems) for sheet in workbook.worksheets]
    properties = {one.name: one.value for one in workbook.custom_doc_props.props}
    return Spreadsheet(str(properties.get(SCHOOL_PROPERTY) or ""), tuple(sheets), tuple(problems))


def _check_parts(data: bytes, file: str) -> list[str]:
    """Check the parts of a file before any of them is parsed, and return their names."""
    try:
        with ZipFile(BytesIO(data)) as zipped:
            parts = zipped.infolist()
            texts = [part for part in parts if part.filename.endswith((".xml", ".rels", ".vml"))]
            if len(parts) > _MAX_PARTS or sum(part.file_size for part in texts) > _MAX_UNPACKED:
                raise InputFileError(
                    f"{file} is too big to be read. Copy the sheet with your actions or activities into a new spreadsheet, and "
                    "import that."
                )
            if any(part.flag_bits & 1 for part in parts):
                raise InputFileError(f"{file} is encrypted. Save it without a password, and import it again.")
            # No program writes a document type into a spreadsheet: it could only make a small file a big one.
            if any(b"<!DOCTYPE" in zipped.read(part).replace(b"\0", b"") for part in texts):
                raise InputFileError(f"{file} was not written by a spreadsheet program, and is not read.")
            return [part.filename for part in parts]
    except (BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise InputFileError(f"{file} is damaged. Open it in Excel, save it again, and import that.") from error


def _load(data: bytes, file: str, *, data_only: bool = False) -> Any:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():  # about what openpyxl leaves out, such as pictures
            warnings.simplefilter("ignore")
            return load_workbook(BytesIO(data), data_only=data_only, keep_links=False)
    except Exception as error:  # openpyxl raises whatever its parts do
        raise InputFileError(
            f"{file} cannot be read as a spreadsheet ({type(error).__name__}). Open it in Excel, save it as .xlsx again, and "
            "import that."
        ) from error


def _has_formula(sheet: Any) -> bool:
    return any(cell.data_type == "f" for row in _cells(sheet) for cell in row)


def _cells(sheet: Any) -> Iterator[tuple[Any, ...]]:
    rows, columns = min(sheet.max_row, _MAX_ROWS), min(sheet.max_column, _MAX_COLUMNS)
    yield from sheet.iter_rows(max_row=rows, max_col=columns)


def _sheet(sheet: Any, shown: Any, problems: list[str]) -> Sheet:
    """Return a sheet. shown: the same with the results of formulas. problems: where what is not read is added to."""
    if sheet.max_row > _MAX_ROWS or sheet.max_column > _MAX_COLUMNS:
        problems.append(f"“{sheet.title}”: only the first {_MAX_ROWS:,} rows and {_MAX_COLUMNS} columns were read.")
    rows = []
    for row in _cells(sheet):
        texts: list[str | None] = []
        for cell in row:
            result = shown[cell.coordinate] if cell.data_type == "f" else cell
            if result.data_type == "e" or (cell.data_type == "f" and result.value is None):
                fault = (
                    "an error"
                    if result.value
                    else "a formula without a result: save the file in Excel, so that it has one"
                )
                problems.append(f"“{sheet.title}”, cell {cell.coordinate}: this is {fault}. It was not read.")
                texts.append(None)
            else:
                texts.append(_text(result.value, cell.number_format))
        rows.append(texts)
    for area in sheet.merged_cells.ranges:
        for texts in rows[area.min_row - 1 : area.max_row]:
            for column in range(area.min_col - 1, min(area.max_col, len(texts))):
                texts[column] = rows[area.min_row - 1][area.min_col - 1]
    return Sheet(sheet.title, tuple(map(tuple, rows)))


def _text(value: Any, number_format: str) -> str:
    """Return what a cell shows, as somebody would write it."""
    match value:
        case None:
            return ""
        case bool():
            return "Yes" if value else "No"
        case datetime() | date():
            return _day(value, number_format)
        case time():
            return f"{value:%H:%M}"
        case int() | float():
            return _number(value, number_format)
        case timedelta():
            return str(value)
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value))
    return xml_text(text).replace("\r", "\n")


def _day(day: date, number_format: str) -> str:
    """Return a day in words; a month where its format shows no day, since Excel takes "Oct 2026" for the first day of it."""
    shows = _NOT_SHOWN.sub("", number_format.lower())
    if "d" not in shows and "m" in shows and "h" not in shows:
        return f"{day:%B %Y}"
    has_time = isinstance(day, datetime) and day.time() != time()
    return f"{day_in_words(day)}, {day:%H:%M}" if has_time else day_in_words(day)


def _number(number: float, number_format: str) -> str:
    """Return a number as people write it: without .0, and with the sign for pounds or per cent that its cell shows."""
    if "%" in _NOT_SHOWN.sub("", number_format):
        return f"{number * 100:.10g}%"
    if "£" in number_format:
        return f"£{number:,.2f}".removesuffix(".00")
    return f"{number:.15g}"
