"""The control of one field that is a single widget: its label, its input, and what is said about its answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ipywidgets import Checkbox, Dropdown, Text, Textarea

from careerskit.forms.base_control import BaseControl
from careerskit.forms.checkbox_group import CheckboxGroup
from careerskit.forms.controller import FormController
from careerskit.forms.widget_factory import WidgetFactory, label
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
        self.widget = self._build_input(value)
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

    def show(self, value: Any) -> None:
        """Show an answer from the store, without treating it as typed."""
        with self._input_ignored(self.widget):
            if isinstance(self.widget, Checkbox):
                self.widget.value = bool(value)
            else:
                value = "" if value is None else str(value)
                if isinstance(self.widget, Dropdown) and value not in [stored for _, stored in self.widget.options]:
                    self.widget.options = (*self.widget.options, (value, value))  # chosen from an earlier list
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

    def _build_input(self, value: Any) -> Any:
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

    def _build_input(self, value: Any) -> Any:
        options = self._controller.widgets.text_options("ck-point")
        hint = f"Type here. Press Enter for the next {self._name.rstrip('0123456789 ')}."
        return Textarea(str(value), rows=1, continuous_update=True, placeholder="" if value else hint, **options)

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


def _build_input(controller: FormController, field: FieldSpec, value: Any) -> Any:
    widgets: WidgetFactory = controller.widgets
    if field.kind is Kind.TICK:
        return Checkbox(bool(value), **widgets.checkbox_options())
    if field.kind is Kind.CHOICE:
        options: list[tuple[str, Any]] = [("Choose one", "")]
        options += [(controller.localise(choice.label), choice.value) for choice in field.choices]
        if value not in [stored for _, stored in options]:  # chosen from an earlier list: shown as it is stored
            options.append((str(value), value))
        return Dropdown(options=options, value=value, **widgets.dropdown_options())
    # The value is sent with every keystroke: ipywidgets would send it only when the box is left, and a page that is closed
    # before that would lose it.
    if field.kind is Kind.LONG:
        rows = 2 if field.limit <= 400 else 3 if field.limit <= 1000 else 5  # a box as high as the answer expected
        return Textarea(str(value), rows=rows, continuous_update=True, **widgets.text_options())
    text = Text(str(value), continuous_update=True, **widgets.text_options())
    if field.kind in (Kind.SCORE, Kind.WHEN, Kind.DATE):  # a box as wide as the answer expected
        text.add_class("ck-score" if field.kind is Kind.SCORE else "ck-when")
    return text
