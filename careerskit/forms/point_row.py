"""A point of a list on the page: one box, with the rest behind a button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from careerskit.forms.checkbox_group import CheckboxGroup
from careerskit.forms.controls import Control, PointControl, build_control
from careerskit.forms.interfaces import Button, Widget
from careerskit.forms.row import RecordRow
from careerskit.plan import Kind, Record, fields_of

__all__ = ["PointRow"]


class PointRow(RecordRow):
    """A point: one box, and a button for whatever else it has: its topic, and moving and removing it.

    on_typed: called after each keystroke. on_lines: gets further lines that were typed or pasted, each a point of its own.
    """

    def __init__(
        self,
        *arguments: Any,
        on_typed: Callable[[RecordRow], None],
        on_lines: Callable[[PointRow, list[str]], None],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self._fields = fields_of(type(self._record))
        field, path = self._fields[0], f"{self.path}.{self._fields[0].name}"
        value = self._controller.latest(path, getattr(self._record, field.name))
        self.text = PointControl(
            self._controller,
            field,
            path,
            value,
            self.name,
            self._about(),
            on_typed=lambda: on_typed(self),
            on_lines=lambda lines: on_lines(self, lines),
        )
        self._controller.controls[path] = self.text
        self._more: Button | None = None
        self._rest: list[Control | CheckboxGroup] = []
        self._panel: Any = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written in it."""
        return not self.text.value.strip()

    @property
    def widgets(self) -> tuple[Widget, ...]:
        """The box, the button, and what the button shows."""
        if self.is_spare:
            return (self.text.widget,)
        return (self.text.widget, self.toggle, self._panel) if self.is_open else (self.text.widget, self.toggle)

    @property
    def toggle(self) -> Button:
        """The button that shows the rest."""
        if self._more is None:
            self._more = self._controller.widgets.icon_button("ck-options ck-toggle", f"Options for {self.name}")
            self._more.on_click(self._on_toggle)
        return self._more

    def rename(self, name: str) -> None:
        """Say in each label what the record is called now."""
        self.text.rename(name)
        if self._more:
            self._more.description = f"Options for {name}"
        for control in self._rest:
            control.rename(name)

    def update(self, record: Record) -> None:
        """Show the topic as it is in the store."""
        self._record = record
        self.text.set_about(self._about())

    def type_line(self, line: str) -> None:
        """Put a text in the box as if it had been typed there."""
        self.text.widget.value = line

    def append_text(self, text: str) -> None:
        """Add to the text in the box as if it had been typed there."""
        self.text.widget.value = f"{self.text.value} {text}"

    def _about(self) -> str:
        """Return what a sighted reader should see of the rest without opening it."""
        return ", ".join(getattr(self._record, field.name) for field in self._fields[1:] if field.kind is Kind.CHOICE)

    def _on_toggle(self, _: Button) -> None:
        self.is_open = not self.is_open
        if self.is_open and not self._panel:
            self._build_panel()
        (self.toggle.add_class if self.is_open else self.toggle.remove_class)("ck-open")
        self._show()

    def _build_panel(self) -> None:
        for field in self._fields[1:]:
            path = f"{self.path}.{field.name}"
            value = self._controller.latest(path, getattr(self._record, field.name))
            control = build_control(self._controller, field, path, value, self._record, self.name)
            if field.kind is Kind.CHOICE:
                control.on_change(lambda answer: self.text.set_about(str(answer or "")))
            self._rest.append(control)
        self._buttons = self._make_buttons()
        self._panel = self._controller.widgets.column(css_classes="ck-more")
        self._place_buttons()

    def _place_buttons(self) -> None:
        buttons = self._buttons.set_place(self.name, self._number, self._count) if self._buttons else ()
        self._panel.children = (*(control.widget for control in self._rest), *buttons)
