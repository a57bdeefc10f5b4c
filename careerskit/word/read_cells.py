"""Reading tables whose labels stand in the cell of their answer, to the left of it, or above it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

from careerskit.plan import benchmark
from careerskit.word.content import Cell, Row
from careerskit.word.labels import PARTS, Label, is_heading, label_starting
from careerskit.word.lines import Line, lines_of
from careerskit.word.scope import OBJECTIVE, Scope

__all__ = ["read_cells"]

_PER_CENT = re.compile(r"\(?\d{1,3}(?:\.\d+)?\s*%?\)?")

_SCORES = Label("current_state", "compass")


@dataclass(eq=False)
class _Section:
    """A label, and the lines below it in its cell. No label: the lines at the top of a cell without one."""

    label: Label | None
    lines: list[Line] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        return not any(line.text.strip() for line in self.lines)


@dataclass(eq=False)
class _ReadCell:
    """A cell as it is read. owner: the label that its text is of. by_label: whether that is in it, or beside it in its row."""

    cell: Cell
    sections: list[_Section]
    owner: Label | None = None
    by_label: bool = False

    @property
    def has_label(self) -> bool:
        return any(section.label for section in self.sections)

    @property
    def is_label_alone(self) -> bool:
        """Whether its last label has no text in the cell."""
        return self.has_label and self.sections[-1].is_blank

    @property
    def is_blank(self) -> bool:
        return all(section.is_blank and not section.label for section in self.sections)


def read_cells(rows: Sequence[Row], scope: Scope) -> None:
    """Read the cells of a table, or of the rows above the head of an action plan."""
    part = _part_of(rows)
    read = [[_ReadCell(cell, _sections(cell, row, part)) for cell in row.cells] for row in rows]
    to_the_right = any(
        left.is_label_alone and not right.has_label and not (right.is_blank and not right.cell.has_control)
        for cells in read
        for left, right in pairwise(cells)
    )
    above: dict[int, Label | None] = {}
    labels: dict[int, Label | None] = {}
    for cells in read:
        left: _ReadCell | None = None
        for one, right in zip_longest(cells, cells[1:]):
            _read_cell(one, left, above, labels, scope)
            answered_beside = one.has_label and to_the_right and right is not None and not right.has_label
            columns = range(one.cell.start, one.cell.start + one.cell.span)
            above.update(dict.fromkeys(columns, None if answered_beside else one.owner))
            if one.has_label or not one.cell.continued:
                labels.update(dict.fromkeys(columns, one.owner if one.has_label else None))
            left = one


def _read_cell(
    one: _ReadCell,
    left: _ReadCell | None,
    above: dict[int, Label | None],
    labels: dict[int, Label | None],
    scope: Scope,
) -> None:
    """Put the text of a cell into its answer. above: whose answer stands above, by column. labels: those that cells go on from."""
    first, *others = one.sections
    start = one.cell.start
    if first.label is None and not first.is_blank:
        beside = left.owner if left and left.by_label else None
        is_after_unknown = left is not None and left.owner is None and bool(left.cell.text.strip())
        owner = beside or (None if is_after_unknown else above.get(start))
        if owner:
            scope.place(owner, first.lines)
        else:
            scope.unplaced(first.lines)
        one.owner, one.by_label = owner, beside is not None
    elif first.label is None and not others:
        if one.cell.continued and labels.get(start):
            one.owner, one.by_label = labels[start], True
        elif left and left.by_label:
            one.owner, one.by_label = left.owner, True
        else:
            one.owner = above.get(start)
    for section in one.sections:
        if section.label:
            scope.labels.add(section.label)
            scope.place(section.label, section.lines)
            one.owner, one.by_label = section.label, True


def _sections(cell: Cell, row: Row, part: str) -> list[_Section]:
    """Return the labels in a cell with the lines below each."""
    found = [_Section(None)]
    lines = lines_of(cell.blocks)
    texts = [line for line in lines if line.text.strip()]
    for line in lines:
        text = line.text.strip()
        is_first = bool(texts) and line is texts[0]
        if is_first and (number := _scored_benchmark(text, cell, row)):
            line.text = f"GB{number}"
            found.append(_Section(_SCORES, [line]))
            continue
        label = _label(text, part, is_first=is_first) if line.level < 0 else None
        if label and text:
            line.text = label[1]
            found.append(_Section(label[0], [line]))
        elif not (found[-1].is_blank and is_heading(text)):  # a guiding question below its label
            found[-1].lines.append(line)
    return found[1:] if len(found) > 1 and found[0].is_blank else found


def _label(text: str, part: str, *, is_first: bool) -> tuple[Label, str] | None:
    """Return the label that a line starts with. One of another part of the plan counts at the top of a cell alone."""
    if part in ("", "objective") and is_first and (match := OBJECTIVE.fullmatch(text)):
        return Label("objective", "objective"), match[2]
    found = label_starting(text, part)
    if found and found[0].group != part and not is_first:
        return None
    return found


def _scored_benchmark(text: str, cell: Cell, row: Row) -> int:
    """Return the number of the benchmark that a cell names, where the next one has its Compass score; else 0."""
    at = row.cells.index(cell)
    after = row.cells[at + 1].text.strip() if at + 1 < len(row.cells) else ""
    named = benchmark(text) if _PER_CENT.fullmatch(after) else None
    return named.number if named else 0


def _part_of(rows: Sequence[Row]) -> str:
    """Return the part of a plan that most labels of a table are of; "" where there are none."""
    texts = [cell.text.strip().split("\n")[0] for row in rows for cell in row.cells if not cell.has_control]
    counts = Counter(part for part in PARTS for text in texts if text and _is_of(text, part))
    return counts.most_common(1)[0][0] if counts else ""


def _is_of(text: str, part: str) -> bool:
    found = label_starting(text, part)
    return found is not None and found[0].group == part
