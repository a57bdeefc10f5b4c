"""A record of several fields on the page: one line, until it is opened as a card with its form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from careerskit.forms.interfaces import Box, Button, Widget
from careerskit.forms.row import RecordRow
from careerskit.plan import Action, Activity, Record, field_named, year_groups_in_words
from careerskit.review import ActionState, action_state

__all__ = ["CardRow", "RecordForm"]


class RecordForm(Protocol):
    """The form of one record, as its card knows it."""

    @property
    def widget(self) -> Widget:
        """What the page shows."""

    @property
    def answers(self) -> dict[str, Any]:
        """The answers that the page shows, by field name."""

    def rename(self, name: str) -> None:
        """Say in each label what the record is called now."""


class CardRow(RecordRow):
    """A record of several fields: one line that says what it is, until it is opened as a card with its form.

    build: builds the form, when it is first opened.
    """

    def __init__(self, *arguments: Any, build: Callable[[Record, str], RecordForm], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._build = build
        self._form: RecordForm | None = None
        self._toggle = self._controller.widgets.button("", css_classes="ck-fold ck-toggle")
        self._toggle.on_click(self._on_toggle)
        self._head: Box
        self._card: Box
        if not self._summary():
            self._open()

    @property
    def widgets(self) -> tuple[Widget, ...]:
        """The line, or the card."""
        return (self._card,) if self.is_open else (self._toggle,)

    @property
    def toggle(self) -> Button:
        """The line, which is a button that opens the card."""
        return self._toggle

    def rename(self, name: str) -> None:
        """Say in each label what the record is called now."""
        if self._form:
            self._form.rename(name)

    def update(self, record: Record) -> None:
        """Show the record as it is in the store, where it is one line."""
        self._record = record
        self._describe()

    def set_place(self, name: str, number: int, count: int) -> None:
        """Say where in its list the record is now: its number, from 1, of how many."""
        super().set_place(name, number, count)
        self._describe()

    def become_record(self) -> None:
        """Offer to close, move and remove the record."""
        super().become_record()
        self._place_buttons()

    def _on_toggle(self, _: Button) -> None:
        if not self.is_open:
            self._open()
            self.focus_first()
        else:
            self.is_open = False
            self._toggle.remove_class("ck-open")
            self._controller.focus(self._toggle)
        self._describe()
        self._show()

    def _open(self) -> None:
        self.is_open = True
        self._toggle.add_class("ck-open")
        if not self._form:
            self._form = self._build(self._record, self.name)
            self._buttons = self._make_buttons()
            widgets = self._controller.widgets
            self._head = widgets.button_row()
            self._card = widgets.column(css_classes="ck-card")
            self._place_buttons()

    def _place_buttons(self) -> None:
        buttons = self._buttons.set_place(self.name, self._number, self._count) if self._buttons else ()
        self._head.children = (self._toggle, *buttons)
        form = (self._form.widget,) if self._form else ()
        # There is nothing to close, move or remove yet in a spare card.
        self._card.children = form if self.is_spare else (self._head, *form)

    def _describe(self) -> None:
        text = f"{self.name[0].upper()}{self.name[1:]}"
        if not self.is_open:
            text = f"{text.partition(' of ')[0]}{self._state()}: {self._summary() or 'not written yet'}"
        if self._toggle.description != text:
            self._toggle.description = text

    def _summary(self) -> str:
        """Return what the record is in one line; "" where nothing of that is written."""
        record = self._current
        found = [self._in_words(record, name) for name in record.summary if name != "status"]  # see _state
        return " · ".join(filter(None, (" ".join(text.split()) for text in found)))

    def _in_words(self, record: Record, name: str) -> str:
        field, answer = field_named(type(record), name), getattr(record, name)
        if isinstance(record, Activity) and name == "years":
            return year_groups_in_words(answer)
        return self._controller.localise(field.label_of(answer)) if field.choices and answer else str(answer)

    def _state(self) -> str:
        """Return how far an action is today, to stand before its text, which may be too long for the line; "" for others.

        Nothing is said of one that has not started where nobody has said so: that is how every action of a new plan is.
        """
        record = self._current
        if not isinstance(record, Action):
            return ""
        state = action_state(record, self._controller.academic_year, self._controller.today())
        return f", {state}" if record.status or state is not ActionState.NOT_STARTED else ""

    @property
    def _current(self) -> Record:
        """The record as the page shows it."""
        if not self._form:
            return self._record
        return type(self._record).model_validate({**self._record.model_dump(), **self._form.answers})
