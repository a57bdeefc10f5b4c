"""What an evidence source is: something that is published about schools, and how its file is read and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from careerskit.evidence.tables import CsvTable
from careerskit.plan import School

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = ["Published", "Release", "Source", "count_of", "import_table"]


@dataclass(frozen=True)
class Published:
    """What is published about one school, from every source. name: the school's. content: JSON values by the source's topic."""

    name: str
    content: Mapping[str, Any]


@dataclass
class Release:
    """What a file of a source holds.

    summary: what it is, in words. credit: where the figures come from, for the line below them. rows: what to keep, JSON values by
    subject (a URN, say). schools: every school that it makes known. warnings: what was left out or not understood, each with
    file, row and column.
    """

    summary: str
    credit: str
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    schools: list[School] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    """Something that is published about schools.

    topic: the name that the store keeps its rows under. file: what its file is, in words. columns: the columns that its file must
    have, by which it is recognised. read: reads the file, and raises InputFileError where that cannot be done.
    select: returns what pages need from it, JSON values by school id, in a few queries for all schools; it leaves out schools it
    has nothing about. None for a source that only serves others.
    """

    topic: str
    file: str
    columns: tuple[str, ...]
    read: Callable[[CsvTable], Release]
    select: Callable[[Store, Iterable[str]], Mapping[str, Any]] | None = None

    def recognises(self, table: CsvTable) -> bool:
        """Whether a table has more than half of the columns: then it is this file, perhaps with some of them missing."""
        return 2 * len(set(self.columns) & set(table.columns)) > len(self.columns)


def import_table(store: Store, source: Source, table: CsvTable, credit: str = "") -> Release:
    """Register every school of a file, and keep its rows in place of those of an earlier file.

    credit: where the figures come from, if not from the publisher.

    Raises:
        InputFileError: the file cannot be read as it is; then nothing is kept.
    """
    release = source.read(table)
    store.schools.register(release.schools)
    store.published.replace(source.topic, release.rows, credit or release.credit)
    return release


def count_of(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun, as "1 school" and "3,728 schools"."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"
