"""What is found in a spreadsheet that comes back: answers to save, and what is to be said about them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from careerskit.plan import Plan
from careerskit.spreadsheet.cells import Sheet
from careerskit.spreadsheet.headings import Headings, plain
from careerskit.spreadsheet.layout import FINGERPRINTS, ID, Row, day_in_words, fingerprint

__all__ = ["Changed", "Findings", "SheetRow", "changed_cells", "match_rows", "rows_below", "same_text", "shortened"]

_MAX_QUOTED = 60


@dataclass(frozen=True)
class SheetRow:
    """A row below the headings. number: as a spreadsheet counts. path: of the record that our hidden column names, "" for none.

    cells: by the column's name; None where a cell cannot be read. others: the texts of columns that are not known, by heading.
    was: fingerprints of the visible columns as they were written.
    """

    number: int
    path: str
    cells: Mapping[str, str | None]
    others: Mapping[str, str]
    was: Sequence[str]


@dataclass(frozen=True)
class Changed:
    """A cell that says something else than the plan. old: what the plan says. clashes: whether the plan has changed too."""

    column: str
    old: str
    new: str
    clashes: bool


@dataclass
class Findings:
    """What a spreadsheet changes in a plan, as far as it has been read.

    file: its name. values: answers by path. new_records: the list and id of each. changes: what changes, in words. warnings:
    what was not understood or not done.
    """

    plan: Plan
    file: str
    values: dict[str, Any] = field(default_factory=dict)
    new_records: list[tuple[str, str]] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def warn(self, sheet: Sheet, row: int, column: str, text: str) -> None:
        """Add a warning about a cell, or a row."""
        where = f"row {row}" + (f", column “{column}”" if column else "")
        self.warnings.append(f"“{sheet.name}”, {where}: {text}")

    def change(
        self, sheet: Sheet, row: SheetRow, path: str, answer: Any, what: str, label: str, changed: Changed
    ) -> None:
        """Add a changed answer. what: the record, such as "2.1". label: of the field."""
        self.values[path] = answer
        self.changes.append(f"{what} {label}: {shortened(changed.old)} → {shortened(changed.new)}")
        if changed.clashes:
            self.warn(
                sheet,
                row.number,
                label,
                f"the plan had been changed here too, to “{shortened(changed.old)}”. It now says what the spreadsheet says, and "
                "its history has the other.",
            )

    def add_record(self, list_path: str, answers: Mapping[str, Any]) -> None:
        """Add a record at the end of a list."""
        record = secrets.token_hex(4)
        self.new_records.append((list_path, record))
        self.values |= {f"{list_path}[{record}].{name}": answer for name, answer in answers.items()}

    def add_note(self, text: str, where: str) -> None:
        """Keep as a note what has no place in the plan, unless it is one already."""
        source = f"{self.file}, {where}"
        if not any((note.text, note.source) == (text, source) for note in self.plan.notes):
            self.add_record("notes", {"text": text, "source": source})


def rows_below(sheet: Sheet, headings: Headings, findings: Findings) -> Iterator[SheetRow]:
    """Yield the rows below the headings that have a text, but for those of another school."""
    visible = [index for name, index in headings.columns.items() if name not in (ID, FINGERPRINTS)]
    for number, row in enumerate(sheet.rows[headings.row + 1 :], start=headings.row + 2):
        if not any((row[index] or "").strip() for index in [*visible, *headings.others]):
            continue
        cells = {name: row[index] for name, index in headings.columns.items()}
        school, _, path = (cells.pop(ID, "") or "").strip().partition("/")
        if path and school != findings.plan.school:
            findings.warn(sheet, number, "", f"this is of the plan of {school}, and was not read.")
            continue
        was = (cells.pop(FINGERPRINTS, "") or "").split()
        others = {title: text for index, title in headings.others.items() if (text := row[index])}
        yield SheetRow(number, path, cells, others, was)


def changed_cells(row: SheetRow, now: Row, columns: Sequence[str]) -> Iterator[Changed]:
    """Yield the cells of a row that somebody has changed. now: the row as the plan has it. columns: of both.

    In a spreadsheet of somebody's own, an empty cell says nothing.
    """
    was = row.was if len(row.was) == len(columns) else [""] * len(columns)
    for column, old, before in zip(columns, now.cells, was, strict=True):
        new = row.cells.get(column)
        old = old if isinstance(old, str) else day_in_words(old)
        if new is None or fingerprint(new) in (fingerprint(old), before) or not (new.strip() or before):
            continue
        yield Changed(column, old, new.strip(), clashes=bool(before) and fingerprint(old) != before)


def match_rows(
    rows: Sequence[SheetRow], now: Sequence[Row], list_name: str, tests: Sequence[Callable[[SheetRow, Row], bool]]
) -> dict[int, Row]:
    """Return the record that each row is of, by the row's number; rows that are of none are left out.

    A row is of the record that its id names. Of several with the same id, which somebody has copied, the one that has been changed
    least is. The others, and rows without an id of this list, are of the first record left that passes a test; the first test goes
    first.
    """
    left, matched = {row.path: row for row in now}, dict[int, Row]()
    for row in sorted(rows, key=lambda row: _differences(row, left.get(row.path))):
        if row.path in left:
            matched[row.number] = left.pop(row.path)
    taken = {one.path for one in matched.values()}
    for is_same in tests:
        for row in rows:
            may_be_any = row.number not in matched and (row.path in taken or f".{list_name}[" not in row.path)
            if may_be_any and (found := next((one for one in left.values() if is_same(row, one)), None)):
                matched[row.number] = left.pop(found.path)
    return matched


def same_text(one: str | None, other: str | date) -> bool:
    """Whether two texts have the same words, and any."""
    return isinstance(other, str) and plain(one or "") == plain(other) != ""


def _differences(row: SheetRow, now: Row | None) -> int:
    texts = {fingerprint(text) for text in row.cells.values() if text}
    return sum(one not in texts for one in row.was) if now else 0


def shortened(text: str) -> str:
    """Return a text as it is quoted."""
    text = " ".join(text.split())
    return (text if len(text) <= _MAX_QUOTED else f"{text[:_MAX_QUOTED].rstrip()}…") or "(empty)"
