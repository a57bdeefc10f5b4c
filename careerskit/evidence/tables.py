"""Reading a table of text, as published or as saved again by a spreadsheet, a piece at a time, with pandas."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import IO, TYPE_CHECKING

from careerskit.errors import InputFileError
from careerskit.evidence.data_files import DataFile

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Header", "Table", "canonical", "find_header", "read_header"]

_CHARACTERS_AT_ONCE = 4_000_000
"""How many characters are read at once: 20,000 rows of the destinations file have 6 million, and of the register 24."""

_SEPARATORS = ",;\t|"
_LINES_ABOVE = 40
"""How far down a header is looked for: titles, notes and blank lines may stand above it."""

_LINES_IN_A_CELL = 20
_BLANK = " \t\r\n\xa0"
_LISTED = 20
"""How many rows with the wrong number of cells are named."""

_RAGGED = 0.05
"""From this share of rows with the wrong number of cells, a file is not what it seems, and none of it is kept."""


@lru_cache(maxsize=10_000)
def canonical(heading: str) -> str:
    """Return a heading in small letters, with one underscore for whatever is not a letter or figure: "LA (code)" is "la_code".

    Other programs change headings like this when they save a table again.
    """
    return re.sub(r"[^a-z0-9]+", "_", heading.lower()).strip("_")


class Header:
    """The row of headings of a table.

    row: its number, as a spreadsheet counts. separator: what stands between two cells. headings: as they are in the file.
    names: their canonical names; one that is there twice has its column's number added.
    """

    def __init__(self, row: int, separator: str, headings: list[str]) -> None:
        while headings and not headings[-1].strip():
            headings = headings[:-1]
        self.row, self.separator, self.headings = row, separator, tuple(heading.strip() for heading in headings)
        names: list[str] = []
        for number, heading in enumerate(self.headings):
            name = canonical(heading)
            names.append(f"{name}_column_{number + 1}" if not name or name in names else name)
        self.names = tuple(names)

    def heading(self, name: str) -> str:
        """Return the heading of a column as it is in the file."""
        return self.headings[self.names.index(name)] if name in self.names else name


class Table:
    """A table of text.

    file: its name. encoding: how its characters are written. header: its headings. warnings: what was wrong with its characters
    and with rows that were left out. rows_read, rows_refused: how many. share_read: of its bytes, from 0 to 1. All four are
    complete once the rows have been read.
    """

    def __init__(self, source: DataFile, encoding: str, header: Header, warnings: list[str]) -> None:
        self._source, self.encoding, self.header = source, encoding, header
        self.file, self.warnings = source.name, warnings
        self.rows_read = self.rows_refused = 0
        self.share_read = 0.0

    def again(self) -> Table:
        """Return the same table, to read it from its start once more."""
        return Table(self._source, self.encoding, self.header, [])

    def frames(self, columns: Collection[str] | None = None) -> Iterator[pd.DataFrame]:
        """Yield its rows in frames of text: columns have canonical names, and the index is the row as a spreadsheet counts.

        Blank rows are left out, and spaces around a cell. A row with too many or too few cells is left out with a warning.

        columns: the canonical names of those to read, as far as there are such; None for all.

        Raises:
            InputFileError: too many rows are like that.
        """
        import pandas as pd

        names = self.header.names
        wanted = [at for at, name in enumerate(names) if columns is None or name in columns]
        with self._source.open() as opened, _text(opened, self.encoding) as lines:
            for numbers, rows in self._pieces(lines):
                frame = pd.read_csv(
                    io.StringIO("".join(rows)),
                    sep=self.header.separator,
                    header=None,
                    names=range(len(names)),
                    usecols=wanted,
                    index_col=False,
                    dtype=str,
                    na_filter=False,
                    skip_blank_lines=False,
                )
                frame.columns = pd.Index([names[at] for at in wanted])
                frame.index = pd.Index(numbers)
                for column in frame.columns:
                    if any(cell != cell.strip() for cell in frame[column].unique()):
                        frame[column] = frame[column].str.strip()
                self.rows_read += len(frame)
                self.share_read = min(1.0, opened.tell() / (self._source.size or opened.tell()))
                yield frame
        if self.rows_refused > 1 and self.rows_refused > _RAGGED * (self.rows_read + self.rows_refused):
            raise InputFileError(
                "\n".join(
                    [
                        f"{self.file}: {self.rows_refused:,} rows do not have as many cells as the headings in row "
                        f"{self.header.row}, so this may be two tables in one file. Nothing was imported. Download the file again.",
                        *self.warnings[:5],
                    ]
                )
            )

    def _pieces(self, lines: IO[str]) -> Iterator[tuple[Sequence[int], list[str]]]:
        """Yield the numbers and the texts of the rows below the header that have the right number of cells, some at a time.

        A cell may have line breaks. Where a quotation mark has no partner, its line alone is left out.
        """
        number = len(list(islice(lines, self.header.row)))
        while some := lines.readlines(_CHARACTERS_AT_ONCE):
            if self._is_plain(some):
                yield range(number + 1, number + 1 + len(some)), some
                number += len(some)
                continue
            waiting = deque(some)
            numbers: list[int] = []
            rows: list[str] = []
            while waiting:
                number += 1
                if row := self._row(number, waiting, lines):
                    numbers.append(number)
                    rows.append(row)
            if rows:
                yield numbers, rows

    def _is_plain(self, lines: list[str]) -> bool:
        """Whether every line is a row with the right number of cells, none of them quoted."""
        separator = self.header.separator
        return (
            not any('"' in line for line in lines)
            and {line.count(separator) for line in lines} == {len(self.header.names) - 1}
            and all(line.strip(separator + _BLANK) for line in lines)
            and not any(line.startswith(self.header.headings[0]) for line in lines)
        )

    def _row(self, number: int, waiting: deque[str], lines: IO[str]) -> str:
        """Return the next row, "" where it is left out. waiting: lines that were read, to be used up; lines: those after them."""
        separator, width = self.header.separator, len(self.header.names)
        blank = f'{separator}"{_BLANK}'
        line = waiting.popleft()
        if not line.strip(blank) or self._repeats_header(line):
            return ""
        if '"' not in line:
            count = line.count(separator) + 1
            if count > width and not line.split(separator, width)[width].strip(blank):
                count = width
        else:
            ahead: list[str] = []
            while (cells := _cells(line, separator)) is None and len(ahead) < _LINES_IN_A_CELL:
                ahead.append(waiting.popleft() if waiting else next(lines, ""))
                line += ahead[-1]
            if cells is None:
                waiting.extendleft(reversed([text for text in ahead if text]))
            cells = cells or []
            count = len(cells) if any(cell.strip() for cell in cells[width:]) else min(len(cells), width)
        if count == width:
            return line
        self._refuse(number, count, width)
        return ""

    def _repeats_header(self, line: str) -> bool:
        """Whether a row has the headings again, as where files were put together."""
        first = self.header.headings[0] if self.header.headings else ""
        if not line.lstrip('\ufeff" ').startswith(first):
            return False
        return (
            Header(0, self.header.separator, _cells(line.lstrip("\ufeff"), self.header.separator) or []).headings
            == self.header.headings
        )

    def _refuse(self, number: int, count: int, width: int) -> None:
        self.rows_refused += 1
        if self.rows_refused <= _LISTED:
            self.warnings.append(
                f"{self.file}, row {number}: this row has {count} columns and the header has {width}. The row was left out."
            )


def find_header(file: DataFile, fits: Callable[[frozenset[str]], float]) -> Table:
    """Return a file as a table, with the row of headings that fits best among its first lines.

    fits: how well canonical names fit something known, from 0 to 1. Where nothing fits, the first row with the most cells is taken.

    Raises:
        InputFileError: it cannot be opened, is empty, or its characters cannot be read.
    """
    encoding, warnings = _encoding_of(file)
    with file.open() as opened, _text(opened, encoding) as lines:
        above = list(islice(lines, _LINES_ABOVE))
    best, best_fit = Header(1, ",", [""]), (-1.0, 0)
    for number, line in enumerate(above, 1):
        for separator in _SEPARATORS:
            header = Header(number, separator, _cells(line, separator) or [])
            fit = (fits(frozenset(header.names)), len(header.names))
            if fit > best_fit:
                best, best_fit = header, fit
    return Table(file, encoding, best, warnings)


def read_header(file: DataFile) -> Table:
    """Return a file as a table with its headings in the first row; see :func:`find_header`."""
    return find_header(file, lambda _: 0)


def _encoding_of(file: DataFile) -> tuple[str, list[str]]:
    """Return how a file's characters are written, and a warning where that had to be guessed.

    Files are published as UTF-8, with or without a byte order mark. A spreadsheet that saves one as "CSV" writes Windows-1252
    instead, and one that saves "Unicode text" UTF-16.
    """
    head = file.head(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", []
    if (row := _undecodable_row(file, "utf-8")) is None:
        return "utf-8-sig", []
    if (other := _undecodable_row(file, "cp1252")) is None:
        return "cp1252", [
            f"{file.name}, row {row}: this row is not in UTF-8, so the file was read as Windows-1252, as spreadsheets on Windows "
            "save it. Check names with accents."
        ]
    raise InputFileError(
        f"{file.name}, row {other}: this row has characters that are neither UTF-8 nor Windows-1252. "
        'Save the file as "CSV UTF-8", then import it again.'
    )


def _undecodable_row(file: DataFile, encoding: str) -> int | None:
    """Return the first row whose bytes an encoding does not have; None where it has all."""
    decoder = codecs.getincrementaldecoder(encoding)()
    row = 1
    with file.open() as opened:
        while block := opened.read(1 << 20):
            kept = len(decoder.getstate()[0])
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                return row + block.count(b"\n", 0, max(0, error.start - kept))
            row += block.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return row
    return None


def _text(opened: IO[bytes], encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(opened, encoding=encoding, newline=None)


def _cells(line: str, separator: str) -> list[str] | None:
    """Return the cells of a row; None where it cannot be read, like a cell of more than 131,072 characters."""
    try:
        return next(csv.reader(io.StringIO(line), delimiter=separator, strict=True), [])
    except csv.Error:
        return None
