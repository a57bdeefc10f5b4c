"""Reading a programme that is laid out as a grid of year groups and terms."""

from __future__ import annotations

from careerskit.plan import grid_of_rows
from careerskit.word.content import Table
from careerskit.word.labels import Label
from careerskit.word.lines import lines_of
from careerskit.word.scope import Scope

__all__ = ["read_grid"]

_FIELDS = ("activity", "years", "time")


def read_grid(table: Table, scope: Scope) -> bool:
    """Read a table as the activities of a grid, and return whether it is one."""
    cells = [cell for row in table.rows for cell in row.cells]
    if not table.rows or any(cell.has_control or cell.span > 1 for cell in cells) or any(table.tables_within):
        return False
    found = grid_of_rows([[cell.text for cell in row.cells] for row in table.rows])
    for at, texts in found or ():
        record = scope.collector.record("programme.activities")
        for name, text in zip(_FIELDS, texts, strict=True):
            scope.collector.add(f"{record}.{name}", text, table.rows[at].place)
    if found:
        scope.labels.update(Label("activity", name) for name in _FIELDS)
        for cell in cells:
            lines_of(cell.blocks)  # which uses them
    return bool(found)
