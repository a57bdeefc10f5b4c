"""The form of a group of fields, and of a list of records, which can be added to, moved, removed and restored.

They are in one module since each contains the other: a group may have lists, and a record is a group.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ipywidgets import Button, DOMWidget, VBox

from careerskit.forms.controller import FormController
from careerskit.forms.controls import Control, build_control
from careerskit.forms.widget_factory import WidgetFactory, heading
from careerskit.plan import FieldSpec, Group, Kind, Record, fields_of
from careerskit.store import record_path

__all__ = ["MAX_ROWS", "GroupForm", "RecordListForm"]

MAX_ROWS = 100
"""How many records a list on a page takes: far more than a plan that anybody reads has."""


class GroupForm:
    """The fields of a group or a record, each with its control, in the model's order.

    path: of the group in the plan. exclude: names of fields that have a form of their own elsewhere.
    level: the level of the headings of groups and lists within.
    """

    def __init__(
        self, controller: FormController, group: Group, path: str, *, exclude: Sequence[str] = (), level: int = 3
    ) -> None:
        localise, widgets = controller.localise, controller.widgets
        self._fields = [field for field in fields_of(type(group)) if field.name not in exclude]
        self._answers: dict[str, Any] = {
            field.name: controller.latest(f"{path}.{field.name}", getattr(group, field.name)) for field in self._fields
        }
        self._controls: list[Control] = []
        self._widgets: dict[str, DOMWidget] = {}
        self.widget: VBox = widgets.column()
        for field in self._fields:
            field_path, value = f"{path}.{field.name}", self._answers[field.name]
            if field.kind is Kind.ROWS:
                self._widgets[field.name] = RecordListForm(controller, field, field_path, value, level=level).widget
            elif field.kind is Kind.GROUP:
                title = widgets.html(heading(localise(field.label), level, localise(field.help)))
                inner = GroupForm(controller, value, field_path, level=level + 1).widget
                self._widgets[field.name] = widgets.column(title, inner)
            else:
                control = build_control(controller, field, field_path, value, self._answers)
                self._widgets[field.name] = control.widget
                if isinstance(control, Control):
                    self._controls.append(control)
        self._update_children()
        conditions = [condition for field in self._fields for condition in (field.applies_if, field.question_if)]
        for name in {condition[0] for condition in conditions if condition}:
            self._widgets[name].observe(self._answer_handler(name), "value")

    def _answer_handler(self, name: str) -> Callable[[dict[str, Any]], None]:
        """Return what handles that a field changed on which other fields depend."""

        def on_change(change: dict[str, Any]) -> None:
            self._answers[name] = change["new"]
            for control in self._controls:
                control.update_question(self._answers)
            self._update_children()

        return on_change

    def _update_children(self) -> None:
        children = tuple(self._widgets[field.name] for field in self._fields if field.applies_to(self._answers))
        if self.widget.children != children:
            self.widget.children = children


class RecordListForm:
    """A list of records: each with its fields and its buttons, and one button to add another."""

    def __init__(
        self,
        controller: FormController,
        field: FieldSpec,
        path: str,
        records: Sequence[Record],
        *,
        exclude: Sequence[str] = (),
        level: int = 3,
    ) -> None:
        if field.model is None or not issubclass(field.model, Record):
            raise TypeError(f"{field.name} is not a list of records")
        self._controller, self._path, self._exclude, self._level = controller, path, exclude, level
        self._model: type[Record] = field.model
        self._noun = field.noun
        self._rows = [self._build_row(record) for record in records]
        self._removed: list[_RecordRow] = []
        localise, widgets = controller.localise, controller.widgets
        self._list, self._add, self._restore = widgets.column(), widgets.button(""), widgets.button("")
        self._add.on_click(self._on_add)
        self._restore.on_click(self._on_restore)
        self._buttons = widgets.button_row(self._add)
        title = widgets.html(heading(localise(field.label), level, localise(field.help)))
        self.widget: VBox = widgets.column(title, self._list, self._buttons)
        controller.record_lists[path] = self
        self._update_children()

    def show_records(self, records: Sequence[Record]) -> None:
        """Show these records in this order, as colleagues have left them. Rows that stay are not built again."""
        before = {row.record: number for number, row in enumerate(self._rows, start=1)}
        known = {row.record: row for row in (*self._rows, *self._removed)}
        ids = {record.id for record in records}
        self._removed = [row for row in (*self._removed, *self._rows) if row.record not in ids]
        self._rows = [known.get(record.id) or self._build_row(record) for record in records]
        for row in self._rows:
            self._controller.restore_row(row.path)
        for row in self._removed:
            self._controller.hide_row(row.path)
        self._update_children()
        self._show_notice(before)

    def _show_notice(self, before: dict[str, int]) -> None:
        """Say what colleagues did. before: the number of each row that was on the page until now, by its record's id."""
        now = {row.record: number for number, row in enumerate(self._rows, start=1)}
        removed = [f"removed {self._noun} {number}" for record, number in before.items() if record not in now]
        added = [f"added {self._noun} {number}" for record, number in now.items() if record not in before]
        is_moved = [record for record in before if record in now] != [record for record in now if record in before]
        moved = [f"moved the {self._noun}s"] if is_moved else []
        if changes := removed + added + moved:
            self._controller.status.show_notice(f"A colleague has {' and '.join(changes)}.")

    def _build_row(self, record: Record) -> _RecordRow:
        path = record_path(self._path, record.id)
        form = GroupForm(self._controller, record, path, exclude=self._exclude, level=self._level + 2)
        row = _RecordRow(self._controller.widgets, record.id, path, form.widget, self._level + 1)
        row.up.on_click(lambda _: self._on_move(row, -1))
        row.down.on_click(lambda _: self._on_move(row, 1))
        row.remove.on_click(lambda _: self._on_remove(row))
        return row

    def _on_add(self, _: Button) -> None:
        status = self._controller.status
        if len(self._rows) >= MAX_ROWS:
            status.show(f"This list already has {MAX_ROWS} entries, which is the limit. Remove one first.", failed=True)
        elif record := self._controller.add_record(self._path):
            self._rows.append(self._build_row(self._model(id=record)))
            self._update_children()
            status.show_saved(f"Added {self._noun} {len(self._rows)}.")
            self._controller.focus_first(self._rows[-1].path)

    def _on_move(self, row: _RecordRow, by: int) -> None:
        old = self._rows.index(row) + 1
        if order := self._controller.move_record(self._path, row.record, by):
            self._update_children(order)
            new = self._rows.index(row) + 1
            self._controller.status.show_saved(f"Moved {self._noun} {old}: it is now {self._noun} {new}.")
            row.move_button(by).focus()

    def _on_remove(self, row: _RecordRow) -> None:
        if self._controller.remove_record(self._path, row.record):
            old = self._rows.index(row) + 1
            self._rows.remove(row)
            self._removed.append(row)
            self._controller.hide_row(row.path)
            self._update_children()
            self._controller.status.show_saved(f"Removed {self._noun} {old}.")
            self._restore.focus()

    def _on_restore(self, _: Button) -> None:
        row = self._removed[-1]
        if order := self._controller.restore_record(self._path, row.record):
            self._rows.append(self._removed.pop())
            self._controller.restore_row(row.path)
            self._update_children(order)
            self._controller.status.show_saved(f"Put the {self._noun} back.")
            row.remove.focus()

    def _update_children(self, order: Sequence[str] = ()) -> None:
        """Show the rows. order: the ids of the list in the store; a row that a colleague has removed comes last."""
        if order:
            positions = {record: position for position, record in enumerate(order)}
            self._rows.sort(key=lambda row: positions.get(row.record, len(positions)))
        for number, row in enumerate(self._rows, start=1):
            row.set_number(self._noun, number, len(self._rows))
        self._list.children = tuple(row.widget for row in self._rows)
        self._add.description = f"Add another {self._noun}" if self._rows else f"Add the first {self._noun}"
        last = "last removed" if len(self._removed) > 1 else "removed"
        self._restore.description = f"Put the {last} {self._noun} back"
        self._buttons.children = (self._add, self._restore) if self._removed else (self._add,)


class _RecordRow:
    """One record of a list on the page."""

    def __init__(self, widgets: WidgetFactory, record: str, path: str, form: DOMWidget, level: int) -> None:
        self.record, self.path, self._level = record, path, level
        self._title = widgets.html("")
        self.up, self.down, self.remove = widgets.button(""), widgets.button(""), widgets.button("")
        self._buttons = widgets.button_row(self.up, self.down, self.remove)
        self.widget = widgets.column(self._title, form, self._buttons, css_classes="ck-row")

    def set_number(self, noun: str, number: int, count: int) -> None:
        """Write this row's number into its heading and its buttons, and offer the moves that are possible."""
        name = f"{noun} {number}"
        self._title.value = heading(f"{name[0].upper()}{name[1:]}", self._level)
        self.up.description, self.down.description = f"Move {name} up", f"Move {name} down"
        self.remove.description = f"Remove {name}"
        self._moves = ([self.up] if number > 1 else []) + ([self.down] if number < count else [])
        self._buttons.children = (*self._moves, self.remove)

    def move_button(self, by: int) -> Button:
        """Return the button to move the row on with in the same direction; at the end of the list, the other one."""
        wanted = self.up if by < 0 else self.down
        return wanted if wanted in self._moves else self._moves[0]
