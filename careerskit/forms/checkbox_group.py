"""The control of a field that takes several answers of a list."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from careerskit.forms.base_control import BaseControl
from careerskit.forms.controller import FormController
from careerskit.forms.interfaces import Box, Input
from careerskit.forms.labels import label
from careerskit.plan import Choice, FieldSpec

__all__ = ["CheckboxGroup"]


class CheckboxGroup(BaseControl):
    """Checkboxes for a field that takes several answers, below a label of their own."""

    def __init__(self, controller: FormController, field: FieldSpec, path: str, value: Any, name: str = "") -> None:
        super().__init__(controller, field, path, name)
        self._checkboxes: dict[Any, Input] = {}
        self._choices = controller.plan.choices_for(field) if field.choices_from else field.choices
        for choice in self._choices:
            self._add_checkbox(choice, checked=choice.value in value)
        for choice_value in value:
            self._add_earlier_choice(choice_value)
        self._label = controller.widgets.html("")
        self._update_label()
        self.widget: Box = controller.widgets.column(css_classes="ck-choices")
        self._show_checkboxes()
        if field.choices_from:
            controller.followers.add(self.update_choices)

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

    def on_change(self, callback: Callable[[Any], object]) -> None:
        """Call back with the answer that the page shows whenever it has changed."""
        for checkbox in self._checkboxes.values():
            checkbox.observe(lambda _: callback(self.value), "value")

    def show(self, value: Any) -> None:
        """Show answers from the store, without treating them as chosen here."""
        checked = list(value) if isinstance(value, list | tuple) else []
        with self._input_ignored(*self._checkboxes.values()):
            for choice, checkbox in self._checkboxes.items():
                checkbox.value = choice in checked
        for choice in checked:
            self._add_earlier_choice(choice)
        self._show_checkboxes()
        self._set_error("")

    def choose(self, values: Collection[Any]) -> None:
        """Check the boxes of these choices and no others, as if that had been done by hand."""
        for choice, checkbox in self._checkboxes.items():
            checkbox.value = choice in values

    def update_choices(self) -> None:
        """Offer what the plan now has to choose from, where that is a list of the plan. What is checked stays."""
        choices = self._controller.plan.choices_for(self._field)
        if choices == self._choices:
            return
        self._choices = choices
        for choice in self._choices:
            if choice.value not in self._checkboxes:
                self._add_checkbox(choice, checked=False)
        self.rename(self._name)
        self._update_label()
        self._show_checkboxes()

    def on_saved(self) -> None:
        """Remove the error that the answer is not saved."""
        self._set_error("")

    def on_blur(self) -> None:
        """Do nothing: a checked box is never unclear."""

    def _add_checkbox(self, choice: Choice, *, checked: bool) -> None:
        description = label(self._controller.localise(choice.label), group=self._group_of_choices)
        checkbox = self._controller.widgets.checkbox(checked, description=description)
        self._checkboxes[choice.value] = checkbox
        checkbox.observe(self._on_input, "value")

    def _add_earlier_choice(self, value: Any) -> None:
        """Add a checked box for an answer from an earlier list of choices, which stays as it is until it is unchecked."""
        if value not in self._checkboxes:
            self._add_checkbox(Choice(value, self._text_of(value)), checked=True)

    def _text_of(self, value: Any) -> str:
        text = next((choice.label for choice in self._choices if choice.value == value), None)
        if text is None:
            return "One that was removed from its list" if self._field.choices_from else str(value)
        return self._controller.localise(text)

    def _show_checkboxes(self) -> None:
        """Show what can be chosen, in order, and what is still checked besides."""
        offered = [choice.value for choice in self._choices]
        earlier = [value for value, checkbox in self._checkboxes.items() if value not in offered and checkbox.value]
        self.widget.children = (self._label, *(self._checkboxes[value] for value in (*offered, *earlier)))

    def rename(self, name: str) -> None:
        """Say in each label what the record is called now that the answer belongs to."""
        self._name = name
        for choice, checkbox in self._checkboxes.items():
            checkbox.description = label(self._text_of(choice), group=self._group_of_choices)

    @property
    def _group_of_choices(self) -> str:
        own = self._controller.localise(self._field.label)
        return f"{self._group}, {own}" if self._group else own

    def _on_input(self, _: dict[str, Any]) -> None:
        self._controller.on_input(self._path, self.value, self)

    def _update_label(self) -> None:
        localise, field = self._controller.localise, self._field
        hint = field.help if self._choices or not field.choices_from else "There is nothing to choose from yet"
        texts = localise(field.label), localise(field.question), localise(hint)
        html = label(*texts, self._error, self._notice)
        if self._label.value != html:
            self._label.value = html
