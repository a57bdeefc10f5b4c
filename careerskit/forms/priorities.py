"""Key priorities: chosen from the points of the SWOT analysis, and shown beside the objectives that answer them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from ipywidgets import Button, Checkbox

from careerskit.forms.controller import FormController
from careerskit.forms.record_list import RecordListForm
from careerskit.forms.widget_factory import heading, label
from careerskit.plan import CurrentState, Plan, Record, Swot, field_named

__all__ = ["PrioritiesBeside", "PriorityChooser"]


class PriorityChooser:
    """A button that lists the points which are written, to tick those that are priorities. Each is then a priority to edit.

    lists: the lists of points, by the field's name. priorities: the list of key priorities.
    """

    def __init__(
        self, controller: FormController, lists: Mapping[str, RecordListForm], priorities: RecordListForm
    ) -> None:
        self._controller, self._lists, self._priorities = controller, lists, priorities
        widgets = controller.widgets
        self._button = widgets.button("Choose priorities from your points", css_classes="ck-toggle")
        self._button.on_click(self._on_click)
        self._choices = widgets.column(css_classes="ck-choices")
        self.widget = widgets.column(self._button, css_classes="ck-chooser")
        self._is_open = False

    def _on_click(self, _: Button) -> None:
        self._is_open = not self._is_open
        (self._button.add_class if self._is_open else self._button.remove_class)("ck-open")
        if self._is_open:
            chosen = self._priorities.texts.values()
            points = [(name, text) for name, rows in self._lists.items() for text in rows.texts.values()]
            boxes = [
                self._checkbox(field_named(Swot, name).label, text, checked=text in chosen) for name, text in points
            ]
            nothing = self._controller.widgets.html(
                "<p>Write your points first. You can then choose from them here.</p>"
            )
            self._choices.children = boxes or (nothing,)
        self.widget.children = (self._button, self._choices) if self._is_open else (self._button,)

    def _checkbox(self, kind: str, text: str, *, checked: bool) -> Checkbox:
        description = label(text, group=f"Key priority from {kind}")
        box = Checkbox(checked, description=description, **self._controller.widgets.checkbox_options())

        def on_tick(change: dict[str, Any]) -> None:
            (self._priorities.add_text if change["new"] else self._priorities.remove_text)(text)

        box.observe(on_tick, "value")
        return box


class PrioritiesBeside:
    """The key priorities and the priority benchmarks, to read beside the objectives."""

    toggles: Mapping[str, Button] = {}

    def __init__(self, controller: FormController, plan: Plan) -> None:
        self.widget = controller.widgets.html("", css_classes="ck-aside")
        self._localise, self._benchmarks = controller.localise, plan.current_state.priority_benchmarks
        controller.record_lists["swot.key_priorities"] = self
        self.show_records(plan.swot.key_priorities)

    def show_records(self, records: Sequence[Record]) -> None:
        """Show these priorities."""
        priorities = [text for record in records if (text := getattr(record, "text", "").strip())]
        field = field_named(CurrentState, "priority_benchmarks")
        benchmarks = [field.label_of(number) for number in self._benchmarks]
        html = [
            heading(field_named(Swot, "key_priorities").label, 2),
            _list_of(priorities) or "<p>None yet. Choose them in the step “SWOT analysis”.</p>",
            heading(field.label, 2),
            _list_of(benchmarks) or "<p>None yet. Choose them in the step “Current state”.</p>",
        ]
        self.widget.value = "".join(html)


def _list_of(texts: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>" if texts else ""
