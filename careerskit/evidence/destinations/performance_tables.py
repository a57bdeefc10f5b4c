"""Reading the Department's performance tables of destinations: a row for each school, local authority and England."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal

from careerskit.errors import InputFileError
from careerskit.evidence.destinations.cells import (
    Block,
    PerCentStyle,
    bad_rows,
    counts_in,
    per_cents_in,
    plain_numbers,
    style_of,
)
from careerskit.evidence.destinations.consistency import Consistency
from careerskit.evidence.destinations.phases import Phase
from careerskit.evidence.destinations.releases import performance_tables
from careerskit.evidence.destinations.school_types import setting_of
from careerskit.evidence.destinations.stored import COUNTS, ENGLAND, GROUPS, PER_CENTS, authority_subject
from careerskit.evidence.source import Batch, Reading, count_of, require_columns
from careerskit.evidence.tables import canonical
from careerskit.plan import School, Setting
from careerskit.store import PublishedRow

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Layout", "read_tables"]

_KEYS = ("RECTYPE", "LEA", "URN", "ICLOSE", "SCHNAME", "NFTYPE")
_SUFFIXES = dict(zip(GROUPS, ("", "_DIS", "_NONDIS"), strict=True))
_LA, _NAT, _SPECIAL, _SIXTH_FORMS = "LA", "NAT", "2", "3"
_MAX_NAME = 200
_AS_PUBLISHED = "Import the destinations file as the Department for Education publishes it."


@dataclass(frozen=True)
class Layout:
    """How the tables of a phase name their columns.

    prefix: before the name of each figure. names: of categories whose column is called otherwise than the category. schools: the
    kinds of record (RECTYPE) that are a school or college.
    """

    phase: Phase
    prefix: str = ""
    names: Mapping[str, str] | None = None
    schools: tuple[str, ...] = ("1", "2")

    @property
    def categories(self) -> tuple[str, ...]:
        """The keys of the categories that the tables have."""
        return tuple(category.key for category in self.phase.categories if category.part_of != "APPREN")

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that a file must have. Columns of earlier cohorts are read too, and all others are ignored."""
        return (*_KEYS, *(column for group in GROUPS for column in self.figures(group)))

    def figures(self, group: str) -> tuple[str, ...]:
        """Return the columns of a group's figures: the size of its cohort, then counts, then per cents."""
        return (self.size(group), *self.of(group), *self.of(group, "PER"))

    def size(self, group: str) -> str:
        """Return the column of a group's cohort."""
        return f"{self.prefix}COHORT{_SUFFIXES[group]}"

    def of(self, group: str, unit: str = "") -> tuple[str, ...]:
        """Return the columns of a group's counts, or of its per cents."""
        names = self.names or {}
        return tuple(f"{self.prefix}{names.get(key, key)}{unit}{_SUFFIXES[group]}" for key in self.categories)


def read_tables(reading: Reading, layout: Layout, left: str, earlier: Mapping[str, tuple[str, str]]) -> Iterator[Batch]:
    """Read a file of a year's leavers. A row that cannot be kept is left out with a warning; the rest goes on.

    earlier: columns of the size and the sustained per cent of earlier cohorts, by the year they left, newest first.

    Raises:
        InputFileError: columns are missing, no row is about a school, or many rows do not agree with themselves.
    """
    require_columns(reading, layout.columns, _AS_PUBLISHED)
    file = _File(reading, layout, left, earlier)
    columns = {canonical(name) for name in (*layout.columns, *(name for pair in earlier.values() for name in pair))}
    for frame in reading.table.frames(columns):
        yield file.batch(frame)
    file.finish()


class _File:
    """A file while it is read: what it had so far."""

    def __init__(self, reading: Reading, layout: Layout, left: str, earlier: Mapping[str, tuple[str, str]]) -> None:
        self._reading, self._layout, self._earlier = reading, layout, earlier
        self._release = performance_tables(layout.phase, left)
        self._as_of = str(int(left[:4]) + 3)
        self._seen: set[str] = set()
        self._schools = 0
        self._style: PerCentStyle | Literal[""] = ""
        self._consistency = Consistency(reading)

    def batch(self, frame: pd.DataFrame) -> Batch:
        """Return what some rows hold."""
        for column in ("rectype", "lea", "urn", "iclose"):
            frame[column] = plain_numbers(frame[column])
        subjects = self._subjects(frame)
        frame = frame.loc[list(subjects)]
        blocks = {group: self._blocks(frame, group) for group in GROUPS}
        earlier = self._earlier_blocks(frame)
        bad = bad_rows(self._reading, chain(*blocks.values(), *earlier))
        self._consistency.leave_out(len(bad))
        self._check(frame, blocks)
        kept = [at for at in range(len(frame)) if at not in bad]
        names, kinds, authorities = (frame[name].tolist() for name in ("schname", "rectype", "lea"))
        types, closed, numbers = frame["nftype"].tolist(), frame["iclose"].tolist(), frame.index.tolist()
        batch = Batch(self._release, as_of=self._as_of)
        entries = {group: self._entries(*found) for group, found in blocks.items()}
        listed = list(subjects.values())
        for at in kept:
            body: dict[str, Any] = {
                "authority": authorities[at],
                "figures": {group: found[at] for group, found in entries.items()},
            }
            if self._earlier:
                body["earlier"] = [
                    [year, size.texts[at, 0], sustained.texts[at, 0]]
                    for year, (size, sustained) in zip(self._earlier, earlier, strict=True)
                ]
            batch.rows.append(PublishedRow(listed[at], body))
            self._seen.add(listed[at])
            if kinds[at] in self._layout.schools:
                setting = self._setting(numbers[at], kinds[at], types[at], names[at])
                batch.schools.append(School(listed[at], names[at], setting, authorities[at], closed[at] == "1"))
        self._schools += len(batch.schools)
        return batch

    def finish(self) -> None:
        """Check the file as a whole, and say what it was."""
        reading = self._reading
        self._consistency.finish(len(self._seen))
        if not self._schools:
            raise InputFileError(
                "\n".join([f"{reading.table.file}: no row is about a school.", *reading.warnings[:10]])
            )
        if ENGLAND not in self._seen:
            reading.table.warnings.append(
                f"{reading.table.file}: there is no row for England (RECTYPE {_NAT}), so there is nothing to compare with."
            )
        if self._style in ("bare", "fraction"):
            example = "95" if self._style == "bare" else "0.95"
            reading.table.warnings.append(
                f"{reading.table.file}: per cents are written as {example} throughout, and were read as 95%."
            )
        authorities = sum(subject.startswith("LA ") for subject in self._seen)
        reading.summary = (
            f"{self._release.title} of {count_of(self._schools, 'school')} and "
            f"{count_of(authorities, 'local authority', 'local authorities')}"
        )

    def _subjects(self, frame: pd.DataFrame) -> dict[int, str]:
        """Return what rows are about, by their numbers. Those that are about nothing known are left out with the reason."""
        subjects: dict[int, str] = {}
        there = set(self._seen)
        columns = (frame[name].tolist() for name in ("rectype", "lea", "urn", "schname"))
        for row, kind, number, urn, name in zip(frame.index.tolist(), *columns, strict=True):
            subject, column, problem = self._subject(kind, number, urn, name)
            if not problem and subject in there:
                problem = f"another row is already about {subject}"
            if problem:
                self._reading.refuse(row, column, problem)
            else:
                subjects[row] = subject
                there.add(subject)
        return subjects

    def _subject(self, kind: str, number: str, urn: str, name: str) -> tuple[str, str, str]:
        """Return what a row is about, the column that says so, and what is wrong with it, or ""."""
        schools = self._layout.schools
        if kind == _NAT:
            return ENGLAND, "rectype", ""
        if kind != _LA and kind not in schools:
            return "", "rectype", f"this must be {', '.join(schools)}, LA or NAT, and it is {kind!r}"
        if not (len(number) == 3 and number.isdecimal()):
            return "", "lea", f"a local authority's number has three figures, and this is {number!r}"
        if kind == _LA:
            return authority_subject(number), "lea", ""
        if not (5 <= len(urn) <= 8 and urn.isdecimal()):
            return "", "urn", f"a URN has 5 to 8 figures, and this is {urn!r}"
        if not 0 < len(name) <= _MAX_NAME:
            return "", "schname", f"a name must have 1 to {_MAX_NAME} characters, and this has {len(name)}"
        return urn, "urn", ""

    def _blocks(self, frame: pd.DataFrame, group: str) -> tuple[Block, Block, Block]:
        """Return a group's cohorts, counts and per cents."""
        layout = self._layout
        shares = [canonical(name) for name in layout.of(group, "PER")]
        sizes = counts_in(frame, [canonical(layout.size(group))])
        counts = counts_in(frame, [canonical(name) for name in layout.of(group)])
        self._style = self._style or style_of(frame, shares, counts, sizes)
        return sizes, counts, per_cents_in(frame, shares, self._style)

    def _earlier_blocks(self, frame: pd.DataFrame) -> list[tuple[Block, Block]]:
        if not self._style:
            return []
        return [
            (counts_in(frame, [canonical(size)]), per_cents_in(frame, [canonical(sustained)], self._style))
            for size, sustained in self._earlier.values()
        ]

    def _check(self, frame: pd.DataFrame, blocks: Mapping[str, tuple[Block, Block, Block]]) -> None:
        """Check the rows of schools; numbers of areas are rounded, and need not add up."""
        of_schools = frame["rectype"].isin(self._layout.schools).to_numpy()
        rows = frame.index.to_numpy()[of_schools]
        totals = [self._layout.categories.index(key) for key in ("OVERALL_DEST", "NOT_SUSTAINED", "UNKNOWN")]
        for group, found in blocks.items():
            sizes, counts, per_cents = (block.values[of_schools] for block in found)
            column = canonical(self._layout.size(group))
            self._consistency.check(rows, column, sizes[:, 0], counts[:, totals], counts, per_cents)

    def _entries(self, sizes: Block, counts: Block, per_cents: Block) -> list[dict[str, Any]]:
        keys = self._layout.categories
        return [
            {
                "size": size,
                COUNTS: dict(zip(keys, numbers, strict=True)),
                PER_CENTS: dict(zip(keys, shares, strict=True)),
            }
            for size, numbers, shares in zip(
                sizes.texts[:, 0].tolist(), counts.texts.tolist(), per_cents.texts.tolist(), strict=True
            )
        ]

    def _setting(self, row: int, kind: str, school_type: str, name: str) -> Setting:
        setting = Setting.SCHOOL if kind == _SIXTH_FORMS else setting_of(school_type)
        if setting is None:
            setting = Setting.SPECIAL if kind == _SPECIAL else Setting.SCHOOL
            self._reading.note(
                row,
                "nftype",
                f"{school_type!r} is not a known type of school, so {name} was imported as a {setting.value.lower()}",
            )
        return setting
