"""Reading a CSV file, as published or as saved again by a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from careerskit.errors import InputFileError

__all__ = ["CsvRow", "CsvTable", "decode", "read_bytes", "read_table"]


class CsvRow(NamedTuple):
    """A row: its number as a spreadsheet counts (the header is row 1), and its cells by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class CsvTable:
    """A CSV file that was read.

    file: its name, for messages. columns: the header, in order. rows: those with as many cells as the header.
    warnings: what was wrong with the others, and with the file's characters.
    """

    file: str
    columns: tuple[str, ...]
    rows: tuple[CsvRow, ...]
    warnings: tuple[str, ...]


def read_bytes(path: Path) -> bytes:
    """Return the content of a file.

    Raises:
        InputFileError: there is no such file, it cannot be opened, or it is empty.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputFileError(f"There is no file {path}.") from None
    except IsADirectoryError:
        raise InputFileError(f"{path} is a folder. Name the file in it.") from None
    except OSError as error:
        raise InputFileError(f"{path} cannot be opened: {error.strerror}.") from None
    if not data.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise InputFileError(f"{path.name} is empty.")
    return data


def decode(data: bytes, file: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file, and a warning where its characters had to be guessed.

    Files are published as UTF-8, with or without a byte order mark. A spreadsheet that saves one as "CSV" writes Windows-1252
    instead, so a file that is not UTF-8 is read as that, with a warning in which row to look.

    Raises:
        InputFileError: it is neither; the message names the row.
    """
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        row = _row_at(data, error.start)
    try:
        return data.decode("cp1252"), (
            f"{file}, row {row}: this row is not in UTF-8, so the file was read as Windows-1252, as spreadsheets on Windows save "
            "it. Check names with accents.",
        )
    except UnicodeDecodeError as error:
        raise InputFileError(
            f"{file}, row {_row_at(data, error.start)}: this row has characters that are neither UTF-8 nor Windows-1252. "
            'Save the file as "CSV UTF-8", then import it again.'
        ) from None


def read_table(data: bytes, file: str) -> CsvTable:
    """Read a CSV file with a header row. A row that cannot be read is left out with a warning; the rest goes on.

    Each line of the file is a row: no file that is read here has a line break inside a cell, so that a stray quotation mark
    spoils one row only.

    Raises:
        InputFileError: its characters cannot be read; see :func:`decode`.
    """
    text, warnings = decode(data, file)
    lines = _lines(text)
    columns = tuple(name.strip() for name in next(lines, (1, []))[1])
    rows, bad = [], []
    for number, cells in lines:
        if len(cells) == len(columns):
            rows.append(CsvRow(number, {name: cell.strip() for name, cell in zip(columns, cells, strict=True)}))
        else:
            bad.append(
                f"{file}, row {number}: this row has {len(cells)} columns and the header has {len(columns)}. The row was left out."
            )
    return CsvTable(file, columns, tuple(rows), (*warnings, *bad))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each line that is not blank."""
    for number, line in enumerate(io.StringIO(text, newline=None), 1):
        try:
            cells = next(csv.reader([line]), [])
        except csv.Error:  # a cell of more than 131,072 characters
            cells = [line]
        if any(cell.strip() for cell in cells):
            yield number, cells


def _row_at(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1
