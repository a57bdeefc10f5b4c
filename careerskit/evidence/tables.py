"""Reading a CSV file as it comes: from the publisher, or saved again by a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from careerskit.errors import InputFileError

__all__ = ["Row", "Table", "decode", "read_bytes", "read_table"]


class Row(NamedTuple):
    """A row with its number as a spreadsheet counts: the header is row 1."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """A table as read.

    file: its name, for messages. columns: the header, in order. rows: those with as many cells as the header.
    notes: what was wrong with the others, and with the file's characters.
    """

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def read_bytes(path: Path) -> bytes:
    """Return what is in a file.

    Raises:
        InputFileError: there is no such file, it cannot be opened, or it is empty.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputFileError(f"There is no file {path}.") from None
    except IsADirectoryError:
        raise InputFileError(f"{path} is a folder: name the file in it.") from None
    except OSError as error:
        raise InputFileError(f"{path} cannot be opened: {error.strerror}.") from None
    if not data.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise InputFileError(f"{path.name} is empty.")
    return data


def decode(data: bytes, file: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file, and a note where its characters had to be guessed.

    Files are published as UTF-8, with or without a byte order mark. A spreadsheet that saves one as "CSV" writes Windows-1252
    instead, so a file that is not UTF-8 is read as that, and a note says in which row to look.

    Raises:
        InputFileError: it is neither; the message names the row.
    """
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        row = _row_at(data, error.start)
    try:
        return data.decode("cp1252"), (
            f"{file}, row {row}: this row is not in UTF-8, so the file was read in the characters that spreadsheets on Windows "
            "save (Windows-1252). Look at the names with accents.",
        )
    except UnicodeDecodeError as error:
        raise InputFileError(
            f"{file}, row {_row_at(data, error.start)}: this row has characters that are neither UTF-8 nor Windows-1252. "
            'Save the file as "CSV UTF-8", and import it again.'
        ) from None


def read_table(data: bytes, file: str) -> Table:
    """Read a CSV file with a header row. A row that cannot be read is left out and said to be; the rest goes on.

    Each line of the file is a row: none of the files that are read here has a line break inside a cell, and so a stray
    quotation mark spoils one row only.

    Raises:
        InputFileError: its characters cannot be read; see :func:`decode`.
    """
    text, notes = decode(data, file)
    lines = _lines(text)
    columns = tuple(name.strip() for name in next(lines, (1, []))[1])
    rows, bad = [], []
    for number, cells in lines:
        if len(cells) == len(columns):
            rows.append(Row(number, {name: cell.strip() for name, cell in zip(columns, cells, strict=True)}))
        else:
            bad.append(
                f"{file}, row {number}: this row has {len(cells)} columns and the header {len(columns)}, so it was left out."
            )
    return Table(file, columns, tuple(rows), (*notes, *bad))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Give the cells of each line that has any, with its number."""
    for number, line in enumerate(io.StringIO(text, newline=None), 1):
        try:
            cells = next(csv.reader([line]), [])
        except csv.Error:  # a cell of more than 131,072 characters
            cells = [line]
        if any(cell.strip() for cell in cells):
            yield number, cells


def _row_at(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1
