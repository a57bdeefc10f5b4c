"""A list of records on the page, which can be added to, moved, removed and restored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import Any

from careerskit.forms.card_row import CardRow, RecordForm
from careerskit.forms.controller import FormController
from careerskit.forms.interfaces import Box, Button
from careerskit.forms.labels import heading
from careerskit.forms.point_row import PointRow
from careerskit.forms.row import RecordRow
from careerskit.plan import FieldSpec, Record, fields_of
from careerskit.store import record_path

__all__ = ["MAX_ROWS", "RecordListForm"]

MAX_ROWS = 100
"""How many records a list on a page takes: far more than a plan that anybody reads has."""


class RecordListForm:
    """A list of records on the page.

    A list of points always ends with an empty one to type the next in, and other lists have one while they are empty: it is a
    record once something is typed in it.

    build_form: builds the form of one record, from the record, its path and its name. within: what the list belongs to, for example
    "objective 2". level: of its heading.
    """

    def __init__(
        self,
        controller: FormController,
        field: FieldSpec,
        path: str,
        records: Sequence[Record],
        build_form: Callable[[Record, str, str], RecordForm],
        *,
        level: int = 2,
        within: str = "",
    ) -> None:
        if field.model is None or not issubclass(field.model, Record):
            raise TypeError(f"{field.name} is not a list of records")
        self._controller, self._path, self._build_form = controller, path, build_form
        self._model: type[Record] = field.model
        self._field, self._noun, self._within = field, field.noun, within
        self._rows: list[RecordRow] = []
        self._spare: RecordRow | None = None
        self._hidden: dict[str, RecordRow] = {}  # rows that were on this page and are removed, by their record's id
        self._removed = list(controller.removed_records(path))
        localise, widgets = controller.localise, controller.widgets
        self._list = widgets.column(css_classes="ck-points" if field.points else "ck-cards")
        hint = " ".join(filter(None, [localise(field.question), localise(field.help)]))
        title = widgets.html(heading(localise(field.label), level, hint), css_classes="ck-list-title")
        self.widget: Box = widgets.column(title, self._list, css_classes=f"ck-list ck-list-{field.name}")
        self.on_change: Callable[[], None] = lambda: None  # called when a point was added, removed or typed in
        controller.record_lists[path] = self
        self._rows = [self._build_row(record, number) for number, record in enumerate(records, start=1)]
        self._update()

    @property
    def toggles(self) -> dict[str, Button]:
        """The buttons that show controls which are not on the page yet, by the path of what they show."""
        return {f"{row.path}.": row.toggle for row in self._rows if not row.is_open}

    @property
    def texts(self) -> dict[str, str]:
        """What is written in each point of a list of points, by its id."""
        return {
            row.record: row.text.value.strip() for row in self._rows if isinstance(row, PointRow) and not row.is_blank
        }

    def set_within(self, within: str) -> None:
        """Say in each label what the list belongs to now."""
        if within != self._within:
            self._within = within
            self._update()

    def show_records(self, records: Sequence[Record]) -> None:
        """Show these records in this order, as colleagues have left them. Rows that stay are not built again."""
        before = {row.record: number for number, row in enumerate(self._rows, start=1)}
        self._show(records)
        self._show_notice(before)

    def add_text(self, text: str, **more: Any) -> str | None:
        """Add a point and return its id; None where that failed, which the status bar then says. more: its other answers."""
        values = {self._model_text(): text, **more}
        record = self._controller.add_record(self._path, values) if self._has_room() else None
        if record:
            self._append(record, **values)
        return record

    def add_records(self, records: Sequence[Mapping[str, Any]]) -> int:
        """Add records with these answers, and return how many: fewer where there is no room, which the status bar then says."""
        count = len(self._rows)
        for values in records:
            record = self._controller.add_record(self._path, values) if self._has_room() else None
            if not record:
                break
            self._rows.append(self._build_row(self._model(id=record, **values), len(self._rows) + 1))
        if self._spare and records:
            self._controller.hide_row(self._spare.path)
            self._spare = None
        self._update()
        return len(self._rows) - count

    def remove(self, record: str) -> None:
        """Remove the record of that id, if it is in the list."""
        for row in [row for row in self._rows if row.record == record]:
            self._on_remove(row)

    def _show(self, records: Sequence[Record]) -> None:
        known = {row.record: row for row in self._rows} | self._hidden
        ids = [record.id for record in records]
        unsaved = [row for row in self._rows if row.record not in ids and self._controller.spares.is_unsaved(row.path)]
        for row in self._rows:
            if row.record not in ids and row not in unsaved:
                self._controller.hide_row(row.path)
                self._hidden[row.record] = row
                self._removed.append(row.record)
        self._removed = [record for record in self._removed if record not in ids]
        self._rows = [known.get(record.id) or self._build_row(record, at) for at, record in enumerate(records, start=1)]
        for row, record in zip(self._rows, records, strict=True):
            if self._hidden.pop(row.record, None):
                self._controller.restore_row(row.path)
            row.update(record)
        self._rows += unsaved  # what is being typed is not in the store yet
        self._update()

    def _show_notice(self, before: dict[str, int]) -> None:
        """Say what colleagues did. before: the number of each row that was on the page until now, by its record's id."""
        now = {row.record: number for number, row in enumerate(self._rows, start=1)}
        removed = [f"removed {self._noun} {number}" for record, number in before.items() if record not in now]
        added = [f"added {self._noun} {number}" for record, number in now.items() if record not in before]
        is_moved = [record for record in before if record in now] != [record for record in now if record in before]
        moved = [f"moved the {self._noun}s"] if is_moved else []
        if changes := removed + added + moved:
            self._controller.status.show_notice(f"A colleague has {' and '.join(changes)}.")

    def _build_row(self, record: Record, number: int, *, is_spare: bool = False) -> RecordRow:
        path, make = (
            record_path(self._path, record.id),
            partial(PointRow if self._field.points else CardRow, self._controller),
        )
        options: dict[str, Any] = {"on_typed": self._on_typed, "on_lines": self._on_lines}
        if not self._field.points:
            options = {"build": lambda record, name: self._build_form(record, path, name)}
        return make(
            record,
            path,
            self._name_of(number),
            is_spare=is_spare,
            show=self._show_rows,
            on_move=self._on_move,
            on_remove=self._on_remove,
            **options,
        )

    def _name_of(self, number: int) -> str:
        return f"{self._noun} {number} of {self._within}" if self._within else f"{self._noun} {number}"

    def _model_text(self) -> str:
        return fields_of(self._model)[0].name

    def _has_room(self) -> bool:
        if len(self._rows) < MAX_ROWS:
            return True
        text = f"This list already has {MAX_ROWS} entries, which is the limit. Remove one first."
        self._controller.status.show(text, failed=True)
        return False

    def _append(self, record: str, **values: Any) -> None:
        self._rows.append(self._build_row(self._model(id=record, **values), len(self._rows) + 1))
        self._update()
        self._controller.status.show_saved(f"Added {self._noun} {len(self._rows)}.")

    def _on_add(self, _: Button) -> None:
        if self._has_room() and (record := self._controller.add_record(self._path)):
            self._append(record)
            self._rows[-1].focus_first()

    def _on_spare_used(self) -> None:
        """Something was typed in the spare row: it is a record from now on."""
        if self._spare:
            self._rows.append(self._spare)
            self._spare.become_record()
            self._spare = None
            self._update()

    def _on_typed(self, row: RecordRow) -> None:
        if self._rows and row is self._rows[-1]:
            self._update()  # the last point may be blank no more, or blank again
        self.on_change()

    def _on_lines(self, row: PointRow, lines: list[str]) -> None:
        """Make a point of each further line; where there is none, go on to the next point."""
        for position, line in enumerate(lines):
            if not isinstance(
                self._spare, PointRow
            ):  # the list is full: what is left of the text stays where it was typed
                row.append_text(" ".join(lines[position:]))
                break
            self._spare.type_line(line)
        if row not in self._rows:
            return  # a colleague has just removed it
        following = self._rows[self._rows.index(row) + 1 :] if not lines else []
        if target := (following[0] if following else self._spare or self._rows[-1]):
            target.focus_first()

    def _on_move(self, row: RecordRow, by: int) -> None:
        old = self._rows.index(row) + 1
        if order := self._controller.move_record(self._path, row.record, by):
            self._update(order)
            new = self._rows.index(row) + 1
            self._controller.status.show_saved(f"Moved {self._noun} {old}: it is now {self._noun} {new}.")
            row.focus_move(by)

    def _on_remove(self, row: RecordRow) -> None:
        if self._controller.remove_record(self._path, row.record):
            old = self._rows.index(row) + 1
            self._rows.remove(row)
            self._hidden[row.record] = row
            self._removed.append(row.record)
            self._controller.hide_row(row.path)
            self._update()
            self._controller.status.show_saved(f"Removed {self._noun} {old}.")
            self._controller.focus(self._restore)  # which may have been made just now

    def _on_restore(self, _: Button) -> None:
        record = self._removed[-1]
        if self._controller.restore_record(self._path, record):
            records = self._controller.records_at(self._path)
            if records is None:
                self._controller.status.show(f"The {self._noun} is put back, but what it belongs to was removed.")
                return
            self._show(records)
            self._controller.status.show_saved(f"Put the {self._noun} back.")
            next(row for row in self._rows if row.record == record).focus_first()

    def _update(self, order: Sequence[str] = ()) -> None:
        """Show the rows. order: the ids of the list in the store; a row that a colleague has removed comes last."""
        if order:
            positions = {record: position for position, record in enumerate(order)}
            self._rows.sort(key=lambda row: positions.get(row.record, len(positions)))
        self._provide_spare()
        rows = [*self._rows, *([self._spare] if self._spare else [])]
        for number, row in enumerate(rows, start=1):
            row.set_place(self._name_of(number), number, len(self._rows))
        self._show_buttons()
        self._show_rows()
        self.on_change()

    # Buttons take as long to make as boxes, and most lists have none.
    @cached_property
    def _add(self) -> Button:
        button = self._controller.widgets.button("")
        button.on_click(self._on_add)
        return button

    @cached_property
    def _restore(self) -> Button:
        button = self._controller.widgets.button("")
        button.on_click(self._on_restore)
        return button

    @cached_property
    def _buttons(self) -> Box:
        return self._controller.widgets.button_row()

    def _show_buttons(self) -> None:
        buttons = []
        if not self._field.points and not self._spare:
            another = "another" if self._rows else "an" if self._noun[0] in "aeiou" else "a"
            self._add.description = f"Add {another} {self._noun}{f' to {self._within}' if self._within else ''}"
            buttons.append(self._add)
        if self._removed:
            last = "last removed" if len(self._removed) > 1 else "removed"
            self._restore.description = f"Put the {last} {self._noun} back"
            buttons.append(self._restore)
        above = self.widget.children[:2]
        if buttons:
            self._buttons.children = buttons
        self.widget.children = (*above, self._buttons) if buttons else above

    def _provide_spare(self) -> None:
        last = self._rows[-1] if self._rows else None
        is_full = len(self._rows) >= MAX_ROWS or not self._controller.has_room
        is_next = isinstance(last, PointRow) and not last.is_blank and not is_full
        if not self._spare and (is_next or not (last or self._field.optional)):
            record = self._controller.spares.add(self._path, self._on_spare_used)
            self._spare = self._build_row(self._model(id=record), len(self._rows) + 1, is_spare=True)

    def _show_rows(self) -> None:
        rows = [*self._rows, *([self._spare] if self._spare else [])]
        children = tuple(widget for row in rows for widget in row.widgets)
        if self._list.children != children:
            self._list.children = children
