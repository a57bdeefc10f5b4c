"""What an evidence source is: something that is published about schools, and how its file is read and kept."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from careerskit.errors import InputFileError
from careerskit.evidence.tables import Table, canonical
from careerskit.plan import School
from careerskit.store import PublishedRelease, PublishedRow

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = ["Batch", "Published", "Reading", "Source", "count_of", "import_table", "require_columns"]

_LISTED = 30
"""How many refused rows of a file are named; the others are counted."""


@dataclass(frozen=True)
class Published:
    """What is published about one school, from every source. name: the school's. content: JSON values by the source's topic."""

    name: str
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Batch:
    """What some rows of a file hold: rows to keep for a release, and schools to register, with the date they are of.

    as_of: text that sorts ("2019", "2026-11"); what the store knows of a school from a later date stays.
    """

    release: PublishedRelease
    rows: list[PublishedRow] = field(default_factory=list)
    schools: list[School] = field(default_factory=list)
    as_of: str = ""


class Reading:
    """Reading one file: its table, the year its reader gave, and what was found.

    table: the file. year: what the option --year said, or "". summary: what the file is, in words; the source sets it. releases:
    what it added to.
    warnings: what was left out or not understood, each with file, row and column.
    """

    def __init__(self, table: Table, year: str = "") -> None:
        self.table, self.year, self.summary = table, year, ""
        self.releases: set[PublishedRelease] = set()
        self._noted: dict[str, tuple[str, int]] = {}
        self._refusals: list[str] = []
        self.refused = 0

    def refuse(self, row: int, column: str, reason: str) -> None:
        """Count a row that is left out, and say why. column: its canonical name. reason: a sentence without a full stop."""
        self.refused += 1
        if self.refused <= _LISTED:
            self._refusals.append(f"{self._cell(row, column)}: {reason}. The row was left out.")

    def note(self, row: int, column: str, reason: str) -> None:
        """Note what is odd about a cell that is kept; the same reason is said once, with how many cells it applies to."""
        cell, count = self._noted.get(reason, (self._cell(row, column), 0))
        self._noted[reason] = cell, count + 1

    @property
    def warnings(self) -> tuple[str, ...]:
        """Everything that was left out or odd, in words."""
        more = self.refused - len(self._refusals)
        return (
            *self.table.warnings,
            *self._refusals,
            *([f"{self.table.file}: {count_of(more, 'more row')} left out for such reasons."] if more > 0 else []),
            *(
                f"{cell}: {reason}."
                + (f" The same applies to {count_of(count - 1, 'other cell')}." if count > 1 else "")
                for reason, (cell, count) in self._noted.items()
            ),
        )

    def _cell(self, row: int, column: str) -> str:
        return f"{self.table.file}, row {row}, column {self.table.header.heading(column)}"


@dataclass(frozen=True)
class Source:
    """Something that is published about schools.

    topic: the name that the store keeps its rows under. file: what its file is, in words. columns: headings by which its file is
    recognised, as they are published; other names for one are separated by |. read: yields what the file holds, and raises
    InputFileError where it cannot be read; whatever it had yielded is then not kept. select: returns what pages need from it, JSON
    values by school id, in a few queries for all schools; it leaves out schools it has nothing about. None for a source that only
    serves others.
    """

    topic: str
    file: str
    columns: tuple[str, ...]
    read: Callable[[Reading], Iterator[Batch]]
    select: Callable[[Store, Iterable[str]], Mapping[str, Any]] | None = None

    def fit(self, names: frozenset[str]) -> float:
        """Return which share of its columns is among canonical names."""
        return sum(not some.isdisjoint(names) for some in _names_of(self.columns)) / len(self.columns)


def require_columns(reading: Reading, columns: Iterable[str], advice: str) -> None:
    """Check that a file has all of these columns.

    advice: what to do otherwise, as sentences.

    Raises:
        InputFileError: some are missing; the message names them.
    """
    names, listed = frozenset(reading.table.header.names), tuple(columns)
    found = zip(listed, _names_of(listed), strict=True)
    if missing := [column.partition("|")[0] for column, some in found if some.isdisjoint(names)]:
        more = f" and {len(missing) - 6} more" if len(missing) > 6 else ""
        some = ("the column " if len(missing) == 1 else "the columns ") + ", ".join(missing[:6])
        header = reading.table.header.row
        raise InputFileError(f"{reading.table.file}, row {header}: the header does not have {some}{more}. {advice}")


@cache
def _names_of(columns: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    """Return the canonical names that each column can have."""
    return tuple(frozenset(map(canonical, column.split("|"))) for column in columns)


def import_table(
    store: Store,
    source: Source,
    reading: Reading,
    sample_credit: str = "",
    on_progress: Callable[[float], object] = lambda _: None,
) -> set[str]:
    """Keep what a file holds, and return the ids of the schools that it registered. All of it is kept, or nothing.

    sample_credit: where invented figures come from; they are a release of their own. on_progress: told now and then which share
    of the file has been read, from 0 to 1.

    Raises:
        InputFileError: the file cannot be read as it is; then nothing is kept.
    """
    schools: set[str] = set()
    with store.published.writing() as writer, _no_search_for_cycles():
        for batch in source.read(reading):
            release = batch.release
            if sample_credit:
                release = replace(release, key=f"sample {release.key}", credit=sample_credit)
            if release not in reading.releases:
                writer.save(release)
                reading.releases.add(release)
            writer.add(release, batch.rows)
            if batch.schools:
                writer.register(batch.schools, batch.as_of)
                schools.update(school.id for school in batch.schools)
            on_progress(reading.table.share_read)
    return schools


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Let Python not look for cycles: the many small objects of a file have none, and looking takes a sixth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def count_of(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun, as "1 school" and "3,728 schools"."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"
