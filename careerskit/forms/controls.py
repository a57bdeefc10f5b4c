"""The control of one field: its label, its input or inputs, and what is said about its answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ipywidgets import Checkbox, DOMWidget, Dropdown, Text, Textarea

from careerskit.forms.controller import FormController
from careerskit.forms.widget_factory import WidgetFactory, label
from careerskit.plan import Choice, FieldSpec, Kind, advice_on

__all__ = ["CheckboxGroup", "Control", "build_control"]

_CHANGED = "A colleague has just changed this answer."
_CONFLICT = "A colleague changed this answer at the same time. Yours is newer, so it replaces theirs."


def build_control(
    controller: FormController, field: FieldSpec, path: str, value: Any, record: Any = None
) -> Control | CheckboxGroup:
    """Build the control of a field, filled with its answer, and add it to the controller.

    record: the answers of the record or group that the field belongs to, which may change its question.
    """
    control = (
        CheckboxGroup(controller, field, path, value)
        if field.kind is Kind.CHOICES
        else Control(controller, field, path, value, record)
    )
    controller.controls[path] = control
    return control


class _BaseControl(ABC):
    """What all controls share: the error and the notice in the label.

    The error says that the answer is not saved, or what would make it clearer; the notice says what a colleague did to it.
    """

    widget: DOMWidget

    def __init__(self, controller: FormController, field: FieldSpec, path: str) -> None:
        self._controller, self._field, self._path = controller, field, path
        self._error = self._notice = ""

    @property
    @abstractmethod
    def value(self) -> Any:
        """The answer that the page shows."""

    @property
    @abstractmethod
    def paths(self) -> dict[str, str]:
        """The path of each input, by the id of its model."""

    @abstractmethod
    def values_by_path(self, value: Any) -> dict[str, Any]:
        """Return the value that an answer gives each input, by path."""

    @abstractmethod
    def show(self, value: Any) -> None:
        """Show an answer from the store, without treating it as typed."""

    @abstractmethod
    def on_saved(self) -> None:
        """Remove the error that the answer is not saved."""

    @abstractmethod
    def on_blur(self) -> None:
        """Show what would make the answer clearer; nobody is corrected while still typing."""

    def on_focus(self) -> None:
        """Remove the notice about a colleague: the delegate is back at this answer."""
        self._set_notice("")

    def on_save_failed(self, reason: str) -> None:
        """Show that the answer was not saved, and why."""
        self._set_error(f"Not saved yet. {reason}")

    def on_remote_change(self, value: Any) -> None:
        """Show an answer that a colleague saved, with a notice if it replaces one that was on the page."""
        before = self.value
        self.show(value)
        if before and self.value != before:
            self._set_notice(_CHANGED)

    def on_conflict(self) -> None:
        """Show a notice that a colleague answered the same question at the same time."""
        self._set_notice(_CONFLICT)

    def _set_error(self, error: str) -> None:
        self._error = error
        self._update_label()

    def _set_notice(self, notice: str) -> None:
        if notice != self._notice:
            self._notice = notice
            self._update_label()

    @abstractmethod
    def _update_label(self) -> None: ...

    @abstractmethod
    def _on_input(self, change: dict[str, Any]) -> None: ...

    @contextmanager
    def _input_ignored(self, *inputs: DOMWidget) -> Iterator[None]:
        """Change the values of inputs without treating them as typed."""
        for widget in inputs:
            widget.unobserve(self._on_input, "value")
        try:
            yield
        finally:
            for widget in inputs:
                widget.observe(self._on_input, "value")


class Control(_BaseControl):
    """A text box, a dropdown or a checkbox. It is a single widget: the error and the notice are in its label."""

    def __init__(self, controller: FormController, field: FieldSpec, path: str, value: Any, record: Any) -> None:
        super().__init__(controller, field, path)
        self._question = field.question_for(record)
        self._error = advice_on(field, value)
        self.widget = _build_input(controller, field, value)
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
        self._set_error(self._error if self._error == self._advice() else "")

    def on_blur(self) -> None:
        """Show what would make the answer clearer; nobody is corrected while still typing."""
        self._set_error(self._advice())

    def _advice(self) -> str:
        return advice_on(self._field, self.widget.value)

    def _on_input(self, change: dict[str, Any]) -> None:
        self._controller.on_input(self._path, change["new"], self)

    def _update_label(self) -> None:
        localise, field = self._controller.localise, self._field
        texts = localise(field.label), localise(self._question), localise(field.help)
        self.widget.description = label(*texts, self._error, self._notice)


class CheckboxGroup(_BaseControl):
    """Checkboxes for a field that takes several answers, below a label of their own."""

    def __init__(self, controller: FormController, field: FieldSpec, path: str, value: Any) -> None:
        super().__init__(controller, field, path)
        self._checkboxes: dict[Any, Checkbox] = {}
        for choice in field.choices:
            self._add_checkbox(choice, checked=choice.value in value)
        for choice_value in value:
            self._add_earlier_choice(choice_value)
        self._label = controller.widgets.html("")
        self._update_label()
        self.widget = controller.widgets.column(self._label, *self._checkboxes.values())

    @property
    def value(self) -> list[Any]:
        """The choices that are checked on the page."""
        return [value for value, checkbox in self._checkboxes.items() if checkbox.value]

    @property
    def paths(self) -> dict[str, str]:
        """The path of each checkbox, by the id of its model: the field's path, "#" and the choice."""
        return {checkbox.model_id: f"{self._path}#{choice}" for choice, checkbox in self._checkboxes.items()}

    def values_by_path(self, value: Any) -> dict[str, Any]:
        """Return whether each checkbox is checked in an answer, by path."""
        return {f"{self._path}#{choice}": choice in value for choice in self._checkboxes}

    def show(self, value: Any) -> None:
        """Show answers from the store, without treating them as chosen here."""
        checked = list(value) if isinstance(value, list | tuple) else []
        with self._input_ignored(*self._checkboxes.values()):
            for choice, checkbox in self._checkboxes.items():
                checkbox.value = choice in checked
        for choice in checked:
            self._add_earlier_choice(choice)
        self.widget.children = (self._label, *self._checkboxes.values())
        self._set_error("")

    def on_saved(self) -> None:
        """Remove the error that the answer is not saved."""
        self._set_error("")

    def on_blur(self) -> None:
        """Do nothing: a checked box is never unclear."""

    def _add_checkbox(self, choice: Choice, *, checked: bool) -> None:
        localise, options = self._controller.localise, self._controller.widgets.checkbox_options()
        description = label(localise(choice.label), group=localise(self._field.label))
        self._checkboxes[choice.value] = checkbox = Checkbox(checked, description=description, **options)
        checkbox.observe(self._on_input, "value")

    def _add_earlier_choice(self, value: Any) -> None:
        """Add a checked box for an answer from an earlier list of choices, which stays as it is until it is unchecked."""
        if value not in self._checkboxes:
            self._add_checkbox(Choice(value, str(value)), checked=True)

    def _on_input(self, _: dict[str, Any]) -> None:
        self._controller.on_input(self._path, self.value, self)

    def _update_label(self) -> None:
        localise, field = self._controller.localise, self._field
        texts = localise(field.label), localise(field.question), localise(field.help)
        html = label(*texts, self._error, self._notice)
        if self._label.value != html:
            self._label.value = html


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
    if field.kind in (Kind.SCORE, Kind.WHEN):  # a box as wide as the answer expected
        text.add_class("ck-score" if field.kind is Kind.SCORE else "ck-when")
    return text
