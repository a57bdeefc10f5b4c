"""Forms for the parts of a plan: groups of questions, and lists of records that can be added to, moved and removed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ipywidgets import Button, VBox, Widget

from careerskit.forms.controls import Control, Several, control_for
from careerskit.forms.desk import Desk
from careerskit.forms.look import Look, heading
from careerskit.plan import Group, Kind, Question, Record, questions_of
from careerskit.store import record_path

__all__ = ["GroupForm", "RowsForm"]

_MOST = 100
"""How many records a list on a page takes: far more than a plan that anybody reads has."""


class GroupForm:
    """The questions of a group or a record, each with its control, in the model's order.

    path: where the group stands in the plan. leaving_out: names of questions that have a form of their own elsewhere.
    level: the level of the headings of groups and lists within.
    """

    def __init__(self, desk: Desk, group: Group, path: str, *, leaving_out: Sequence[str] = (), level: int = 3) -> None:
        self._questions = [question for question in questions_of(type(group)) if question.name not in leaving_out]
        self._said: dict[str, Any] = {
            question.name: desk.newest(f"{path}.{question.name}", getattr(group, question.name))
            for question in self._questions
        }
        self._controls: dict[str, Control | Several] = {}
        self._widgets: dict[str, Widget] = {}
        self.widget: VBox = desk.look.box()
        for question in self._questions:
            here, value = f"{path}.{question.name}", self._said[question.name]
            if question.kind is Kind.ROWS:
                self._widgets[question.name] = RowsForm(desk, question, here, value, level=level).widget
            elif question.kind is Kind.GROUP:
                inner = GroupForm(desk, value, here, level=level + 1).widget
                title = desk.look.note(heading(desk.say(question.label), level, desk.say(question.help)))
                self._widgets[question.name] = desk.look.box(title, inner)
            else:
                control = control_for(desk, question, here, value, self._said)
                self._controls[question.name], self._widgets[question.name] = control, control.widget
        self._lay_out()
        for name in {q.only_for[0] for q in self._questions if q.only_for} | {
            q.asked_as[0] for q in self._questions if q.asked_as
        }:
            self._widgets[name].observe(self._ask_anew(name), "value")

    def _ask_anew(self, name: str) -> Callable[[dict[str, Any]], None]:
        def answered(change: dict[str, Any]) -> None:
            self._said[name] = change["new"]
            for control in self._controls.values():
                control.ask_as(self._said)
            self._lay_out()

        return answered

    def _lay_out(self) -> None:
        shown = tuple(self._widgets[question.name] for question in self._questions if question.is_asked(self._said))
        if self.widget.children != shown:
            self.widget.children = shown


class RowsForm:
    """A list of records: each with its questions and its buttons, and one button to add another."""

    def __init__(
        self,
        desk: Desk,
        question: Question,
        path: str,
        records: Sequence[Record],
        *,
        leaving_out: Sequence[str] = (),
        level: int = 3,
    ) -> None:
        if question.model is None or not issubclass(question.model, Record):
            raise TypeError(f"{question.name} is no list of records")
        self._desk, self._path, self._leaving_out, self._level = desk, path, leaving_out, level
        self._model: type[Record] = question.model
        self._noun = question.noun
        self._rows = [self._row(record) for record in records]
        self._removed: list[_Row] = []
        look = desk.look
        self._list, self._add, self._put_back = look.box(), look.button(""), look.button("")
        self._add.on_click(self._on_add)
        self._put_back.on_click(self._on_put_back)
        self._below = look.buttons(self._add)
        title = look.note(heading(desk.say(question.label), level, desk.say(question.help)))
        self.widget: VBox = look.box(title, self._list, self._below)
        desk.lists[path] = self
        self._lay_out()

    def follow(self, records: Sequence[Record]) -> None:
        """Show these records in this order, as colleagues have left them. Rows that stay are not made anew."""
        before = {row.record: number for number, row in enumerate(self._rows, start=1)}
        known = {row.record: row for row in (*self._rows, *self._removed)}
        shown = {record.id for record in records}
        self._removed += [row for row in self._rows if row.record not in shown]
        self._removed = [row for row in self._removed if row.record not in shown]
        self._rows = [known.get(record.id) or self._row(record) for record in records]
        for row in self._rows:
            self._desk.row_back(row.path)
        for row in self._removed:
            self._desk.row_gone(row.path)
        self._lay_out()
        self._say_what_became(before)

    def _say_what_became(self, before: dict[str, int]) -> None:
        now = {row.record: number for number, row in enumerate(self._rows, start=1)}
        gone = [f"removed {self._noun} {number}" for record, number in before.items() if record not in now]
        new = [f"added {self._noun} {number}" for record, number in now.items() if record not in before]
        stayed = [record for record in before if record in now]
        moved = [f"moved the {self._noun}s"] if stayed != [record for record in now if record in before] else []
        if done := gone + new + moved:
            self._desk.say_news(f"A colleague has {' and '.join(done)}.")

    def _row(self, record: Record) -> _Row:
        here = record_path(self._path, record.id)
        form = GroupForm(self._desk, record, here, leaving_out=self._leaving_out, level=self._level + 2)
        row = _Row(self._desk.look, record.id, here, form.widget, self._level + 1)
        row.up.on_click(lambda _: self._on_move(row, -1))
        row.down.on_click(lambda _: self._on_move(row, 1))
        row.remove.on_click(lambda _: self._on_remove(row))
        return row

    def _on_add(self, _: Button) -> None:
        if len(self._rows) >= _MOST:
            self._desk.say_state(
                f"There are {_MOST} here already, which is as many as fit. Remove one first.", failed=True
            )
        elif record := self._desk.add(self._path):
            self._rows.append(self._row(self._model(id=record)))
            self._lay_out()
            self._desk.say_saved(f"Added {self._noun} {len(self._rows)}.")
            self._desk.go_to(self._rows[-1].path)

    def _on_move(self, row: _Row, by: int) -> None:
        old = self._rows.index(row) + 1
        if order := self._desk.move(self._path, row.record, by):
            self._lay_out(order)
            new = self._rows.index(row) + 1
            self._desk.say_saved(f"Moved {self._noun} {old}: it is now {self._noun} {new}.")
            row.move_button(by).focus()

    def _on_remove(self, row: _Row) -> None:
        if self._desk.remove(self._path, row.record):
            old = self._rows.index(row) + 1
            self._rows.remove(row)
            self._removed.append(row)
            self._desk.row_gone(row.path)
            self._lay_out()
            self._desk.say_saved(f"Removed {self._noun} {old}.")
            self._put_back.focus()

    def _on_put_back(self, _: Button) -> None:
        row = self._removed[-1]
        if order := self._desk.put_back(self._path, row.record):
            self._rows.append(self._removed.pop())
            self._desk.row_back(row.path)
            self._lay_out(order)
            self._desk.say_saved(f"Put the {self._noun} back.")
            row.remove.focus()

    def _lay_out(self, order: Sequence[str] = ()) -> None:
        """Show the rows. order: the ids of the list in the store; a row that a colleague has removed comes last."""
        if order:
            places = {record: place for place, record in enumerate(order)}
            self._rows.sort(key=lambda row: places.get(row.record, len(places)))
        for number, row in enumerate(self._rows, start=1):
            row.number(self._noun, number, len(self._rows))
        self._list.children = tuple(row.widget for row in self._rows)
        self._add.description = f"Add another {self._noun}" if self._rows else f"Add the first {self._noun}"
        last = "last removed" if len(self._removed) > 1 else "removed"
        self._put_back.description = f"Put the {last} {self._noun} back"
        self._below.children = (self._add, self._put_back) if self._removed else (self._add,)


class _Row:
    """One record of a list on the page."""

    def __init__(self, look: Look, record: str, path: str, form: Widget, level: int) -> None:
        self.record, self.path, self._level = record, path, level
        self._title = look.note("")
        self.up, self.down, self.remove = look.button(""), look.button(""), look.button("")
        self._buttons = look.buttons(self.up, self.down, self.remove)
        self.widget = look.box(self._title, form, self._buttons, styled="ck-row")

    def number(self, noun: str, number: int, of: int) -> None:
        """Say which one of how many this is now, in its heading and on its buttons."""
        name = f"{noun} {number}"
        self._title.value = heading(f"{name[0].upper()}{name[1:]}", self._level)
        self.up.description, self.down.description = f"Move {name} up", f"Move {name} down"
        self.remove.description = f"Remove {name}"
        self._ways = ([self.up] if number > 1 else []) + ([self.down] if number < of else [])
        self._buttons.children = (*self._ways, self.remove)

    def move_button(self, by: int) -> Button:
        """Return the button to go on moving that way with; at the end of the list, the other one."""
        wanted = self.up if by < 0 else self.down
        return wanted if wanted in self._ways else self._ways[0]
