"""The control of one field that is a single widget: its label, its input, and what is said about its answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from careerskit.forms.base_control import BaseControl
from careerskit.forms.checkbox_group import CheckboxGroup
from careerskit.forms.controller import FormController
from careerskit.forms.interfaces import Dropdown, Input, Options
from careerskit.forms.labels import label
from careerskit.plan import FieldSpec, Kind, advice_on

__all__ = ["Control", "PointControl", "build_control"]


def build_control(
    controller: FormController, field: FieldSpec, path: str, value: Any, record: Any = None, name: str = ""
) -> Control | CheckboxGroup:
    """Build the control of a field, filled with its answer, and add it to the controller.

    record: the answers of the record or group that the field belongs to, which may change its question. name: what that record is
    called, so that each control on a page has a name of its own.
    """
    control = (
        CheckboxGroup(controller, field, path, value, name)
        if field.kind is Kind.CHOICES
        else Control(controller, field, path, value, record, name)
    )
    controller.controls[path] = control
    return control


class Control(BaseControl):
    """A text box, a dropdown or a checkbox. It is a single widget: the error and the notice are in its label."""

    def __init__(
        self, controller: FormController, field: FieldSpec, path: str, value: Any, record: Any, name: str = ""
    ) -> None:
        super().__init__(controller, field, path, name)
        self._question = field.question_for(record)
        self._error = advice_on(field, value, controller.academic_year)
        self.widget: Input = self._build_input(value)
        self._update_label()
        self.widget.observe(self._on_input, "value")

    @property
    def value(self) -> Any:
        """The answer that the page shows."""
        return self.widget.value

    @property
    def paths(self) -> dict[str, str]:
        """The path of the answer, by the id of the widget's model."""
        return {self.widget.model_id: self._path}

    def values_by_path(self, value: Any) -> dict[str, Any]:
        """Return the answer by its path."""
        return {self._path: value}

    def on_change(self, callback: Callable[[Any], object]) -> None:
        """Call back with the answer that the page shows whenever it has changed."""
        self.widget.observe(lambda change: callback(change["new"]), "value")

    def show(self, value: Any) -> None:
        """Show an answer from the store, without treating it as typed."""
        with self._input_ignored(self.widget):
            if self._field.kind is Kind.TICK:
                self.widget.value = bool(value)
            else:
                value = "" if value is None else str(value)
                if self._field.kind is Kind.CHOICE:
                    _offer(cast("Dropdown", self.widget), value)
                self.widget.value = value
        self._set_error(self._advice())

    def update_question(self, record: Any) -> None:
        """Word the question for what the record's other fields say now."""
        self._question = self._field.question_for(record)
        self._update_label()

    def on_saved(self) -> None:
        """Remove the error, unless it is advice that still holds."""
        self._is_unsaved = False
        self._set_error(self._error if self._error == self._advice() else "")

    def on_blur(self) -> None:
        """Show what would make the answer clearer; nobody is corrected while still typing."""
        if not self._is_unsaved:  # which is said there already, and matters more
            self._set_error(self._advice())

    def _build_input(self, value: Any) -> Input:
        return _build_input(self._controller, self._field, value)

    def _advice(self) -> str:
        return advice_on(self._field, self.widget.value, self._controller.academic_year)

    def _on_input(self, change: dict[str, Any]) -> None:
        self._controller.on_input(self._path, change["new"], self)

    def _update_label(self) -> None:
        localise, field = self._controller.localise, self._field
        texts = localise(field.label), localise(self._question), localise(field.help)
        self.widget.description = label(*texts, self._error, self._notice, self._group)


class PointControl(Control):
    """The box of a point. It takes one line: each further line that is typed or pasted becomes a point of its own.

    about: what is shown with it, its topic. on_typed: called after each keystroke. on_lines: gets the further lines; none where
    Enter was pressed at the end.
    """

    def __init__(
        self,
        controller: FormController,
        field: FieldSpec,
        path: str,
        value: Any,
        name: str,
        about: str,
        *,
        on_typed: Callable[[], None],
        on_lines: Callable[[list[str]], None],
    ) -> None:
        self._about, self._on_typed, self._on_lines = about, on_typed, on_lines
        super().__init__(controller, field, path, value, None, name)

    def set_about(self, about: str) -> None:
        """Show another topic."""
        if about != self._about:
            self._about = about
            self._update_label()

    def _build_input(self, value: Any) -> Input:
        hint = "" if value else f"Type here. Press Enter for the next {self._name.rstrip('0123456789 ')}."
        return self._controller.widgets.textarea(str(value), rows=1, placeholder=hint, css_classes="ck-point")

    def _on_input(self, change: dict[str, Any]) -> None:
        text = change["new"]
        if "\n" not in text:
            super()._on_input(change)
            self._on_typed()
            return
        first, *more = [line.strip() for line in text.split("\n") if line.strip()] or [""]
        with self._input_ignored(self.widget):
            self.widget.value = first
        self._controller.on_input(self._path, first, self)
        self._on_typed()
        self._on_lines(more)
        if more:
            self._controller.autosave.flush()

    def _update_label(self) -> None:
        self.widget.description = label(self._group, "", self._about, self._error, self._notice)


def _build_input(controller: FormController, field: FieldSpec, value: Any) -> Input:
    widgets = controller.widgets
    if field.kind is Kind.TICK:
        return widgets.checkbox(bool(value))
    if field.kind is Kind.CHOICE:
        choices: Options = [(controller.localise(choice.label), choice.value) for choice in field.choices]
        return widgets.dropdown(_with([("Choose one", ""), *choices], value), value)
    if field.kind is Kind.LONG:
        rows = 2 if field.limit <= 400 else 3 if field.limit <= 1000 else 5  # a box as high as the answer expected
        return widgets.textarea(str(value), rows=rows)
    # A box as wide as the answer expected.
    width = "ck-score" if field.kind is Kind.SCORE else "ck-when" if field.kind in (Kind.WHEN, Kind.DATE) else ""
    return widgets.text(str(value), css_classes=width)


def _offer(dropdown: Dropdown, value: Any) -> None:
    if (options := _with(dropdown.options, value)) != dropdown.options:
        dropdown.options = options


def _with(options: Options, value: Any) -> Options:
    """Return options with one for a value, as it is stored: it may have been chosen from an earlier list."""
    return options if value in [stored for _, stored in options] else (*options, (str(value), value))
