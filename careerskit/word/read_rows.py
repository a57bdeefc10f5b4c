"""Reading tables that have a head with labels: the action plan, and the programme's activities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from careerskit.plan import Kind, field_named
from careerskit.word.action_rows import ActionRows, CellText, Texts, spread_merged
from careerskit.word.content import Cell, Row, Table
from careerskit.word.labels import Label, is_heading, label_of, label_starting, model_of
from careerskit.word.lines import lines_of, one_text
from careerskit.word.scope import Scope

__all__ = ["RowsReader"]

_LEAST_COLUMNS = 3
"""How many labels a row has at least, so that it is the head of such a table."""


@dataclass(frozen=True)
class _Column:
    """A column. start, end: where it is. name: of its field; "" for one that a plan does not have. head: its label as it is."""

    start: int
    end: int
    name: str
    head: str


@dataclass(frozen=True)
class _Head:
    """The head of a table. group: "action" or "activity". width: of the table."""

    group: str
    columns: tuple[_Column, ...]

    @property
    def width(self) -> int:
        return max(column.end for column in self.columns)

    def column_of(self, cell: Cell) -> _Column | None:
        """Return the column that a cell is in; the first, where it is merged over several."""
        return next((one for one in self.columns if one.start <= cell.start < one.end), None)


class RowsReader:
    """Reads such tables one after the other: one without a head goes on from the one before."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._head: _Head | None = None

    def can_read(self, table: Table) -> bool:
        """Whether a table has a head."""
        return any(_head_of(row) for row in table.rows)

    def read(self, table: Table) -> Sequence[Row]:
        """Read a table from its head on, and return the rows that are not part of this: those above, or all."""
        at = next((at for at, row in enumerate(table.rows) if _head_of(row)), None)
        if at is None:
            if self._head and self._goes_on(table):
                self._read(table.rows, self._head)
                return ()
            self._head = None
            return table.rows
        self._head = _head_of(table.rows[at])
        if self._head:
            self._read(table.rows[at:], self._head)
        return table.rows[:at]

    def _goes_on(self, table: Table) -> bool:
        """Whether a table has as many columns as the head before it, and no labels: Word divides long tables like this."""
        wide = any(len(row.cells) == len(self._head.columns) for row in table.rows) if self._head else False
        return wide and not any(label_starting(cell.text.strip()) for row in table.rows for cell in row.cells)

    def _read(self, rows: Sequence[Row], head: _Head) -> None:
        actions = ActionRows(self._scope)
        heads = {id(row): found for row in rows if (found := _head_of(row))}
        bands = {id(row): cell for row in rows if id(row) not in heads and (cell := _band_of(row, head))}
        texts = {id(row): self._texts(row, head) for row in rows if id(row) not in heads | bands}
        spread_merged(list(texts.values()))
        for row in rows:
            key = id(row)
            if key in heads:
                self._read_head(row, heads[key])
            elif key in bands:
                self._read_band(bands[key], head, actions)
            elif row.record:
                self._read_beside(row, texts[key])
            elif head.group == "activity":
                self._read_activity(texts[key])
            else:
                actions.read(texts[key], row.place)

    def _read_head(self, row: Row, head: _Head) -> None:
        for cell in row.cells:
            if column := head.column_of(cell):
                if column.name:
                    self._scope.labels.add(Label(head.group, column.name))
                    lines_of(cell.blocks)
                else:
                    self._scope.unplaced([line for line in lines_of(cell.blocks) if not is_heading(line.text)])

    def _read_band(self, cell: Cell, head: _Head, actions: ActionRows) -> None:
        lines = [line for line in lines_of(cell.blocks) if line.text.strip()]
        if head.group == "action" and actions.read_band(lines):
            return
        if found := label_starting(lines[0].text.strip()):
            self._scope.labels.add(found[0])
            lines[0].text = found[1]
            self._scope.place(found[0], lines)
        else:
            self._scope.unplaced(lines)

    def _texts(self, row: Row, head: _Head) -> Texts:
        """Return the lines of a row's cells by the names of their fields. Other columns become notes."""
        found: Texts = {}
        for cell in row.cells:
            if cell.has_control:
                continue
            column, lines = head.column_of(cell), lines_of(cell.blocks)
            if column is None or not column.name:
                self._scope.unplaced(lines, column.head if column else "")
            elif column.name in found:
                found[column.name].lines.extend(lines)
            else:
                found[column.name] = CellText(lines, cell.continued)
        return found

    def _read_beside(self, row: Row, texts: Texts) -> None:
        """Add what was typed in the cells of a row whose other cells have content controls."""
        if "objective" in texts:
            self._scope.objective = row.record.partition(".actions")[0]
            for line in texts.pop("objective").lines:
                if not self._scope.is_objective(line.text):
                    self._scope.unplaced([line])
        for name, text in texts.items():
            if written := one_text(text.lines):
                self._scope.collector.add(f"{row.record}.{name}", written, row.place)

    def _read_activity(self, texts: Texts) -> None:
        if not any(one_text(text.lines) for text in texts.values()):
            return
        record = self._scope.collector.record("programme.activities")
        for name, text in texts.items():
            is_long = field_named(model_of("activity"), name).kind in (Kind.LONG, Kind.CHOICES)
            if written := one_text(text.lines, "\n" if is_long else "; "):
                self._scope.collector.add(f"{record}.{name}", written, text.lines[0].place)


def _band_of(row: Row, head: _Head) -> Cell | None:
    """Return the one cell with text of a row, where it is merged over most of the table; else None."""
    filled = [cell for cell in row.cells if cell.text.strip()]
    is_band = len(filled) == 1 and filled[0].span * 2 > head.width and not filled[0].has_control
    return filled[0] if is_band else None


def _head_of(row: Row) -> _Head | None:
    """Return the head that a row is; None where it has too few labels of one table."""
    best: _Head | None = None
    for group in ("action", "activity"):
        columns = []
        for cell in row.cells:
            text = " ".join(cell.text.split())
            found = label_of(text, group)
            name = found.name if found and found.group == group and not cell.has_control else ""
            columns.append(_Column(cell.start, cell.start + cell.span, name, text))
        names = {column.name for column in columns} - {""}
        if len(names) >= _LEAST_COLUMNS and (
            best is None or len(names) > len({one.name for one in best.columns} - {""})
        ):
            best = _Head(group, tuple(columns))
    return best
