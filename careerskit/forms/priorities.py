"""Key priorities: chosen from the points of the SWOT analysis, and shown beside the objectives that answer them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from careerskit.forms.controller import FormController
from careerskit.forms.interfaces import Button, Input, Widget
from careerskit.forms.labels import heading, label
from careerskit.forms.record_list import RecordListForm
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
        self._boxes: dict[str, Input] = {}  # by the id of the point
        self._titles = {name: controller.widgets.html(heading(field_named(Swot, name).label, 3)) for name in lists}
        self._chosen: dict[str, str] = {}  # the id of the priority that a point was made, by the id of the point
        widgets = controller.widgets
        self._button = widgets.button("Choose priorities from your points", css_classes="ck-toggle")
        self._button.on_click(self._on_click)
        self._no_points = widgets.html("<p>Write your points first. You can then choose from them here.</p>")
        self._choices = widgets.column(css_classes="ck-choices")
        self.widget = widgets.column(self._button, css_classes="ck-chooser")
        self._is_open = self._is_updating = False
        for rows in (*lists.values(), priorities):
            rows.on_change = self._show_choices

    def _on_click(self, _: Button) -> None:
        self._is_open = not self._is_open
        (self._button.add_class if self._is_open else self._button.remove_class)("ck-open")
        self._show_choices()
        self.widget.children = (self._button, self._choices) if self._is_open else (self._button,)

    def _show_choices(self) -> None:
        """List the points as they are now, each ticked where a priority was made of it, or one says the same."""
        if not self._is_open:
            return
        points = {point: (name, text) for name, rows in self._lists.items() for point, text in rows.texts.items()}
        priorities = self._priorities.texts
        self._chosen = {point: priority for point, priority in self._chosen.items() if priority in priorities}
        by_text = {text: priority for priority, text in priorities.items()}
        self._chosen |= {point: by_text[text] for point, (_, text) in points.items() if text in by_text}
        self._is_updating = True
        for point, (name, text) in points.items():
            box = self._boxes.get(point) or self._new_box(point)
            box.description = label(text, group=f"Key priority from {field_named(Swot, name).label}")
            box.value = point in self._chosen
        self._is_updating = False
        shown: list[Widget] = []
        for name, rows in self._lists.items():
            if boxes := [self._boxes[point] for point in rows.texts]:
                shown += [self._titles[name], *boxes]
        self._choices.children = shown or (self._no_points,)

    def _new_box(self, point: str) -> Input:
        self._boxes[point] = box = self._controller.widgets.checkbox()
        box.observe(lambda change: self._on_tick(point, wanted=change["new"]), "value")
        return box

    def _on_tick(self, point: str, *, wanted: bool) -> None:
        if self._is_updating:
            return
        if not wanted:
            self._priorities.remove(self._chosen.pop(point, ""))
        else:
            text = next(rows.texts[point] for rows in self._lists.values() if point in rows.texts)
            if priority := self._priorities.add_text(text, points=[point]):
                self._chosen[point] = priority
        self._show_choices()  # not ticked where it could not be added


class PrioritiesBeside:
    """The key priorities and the priority benchmarks, to read beside the objectives."""

    toggles: Mapping[str, Button] = {}

    def __init__(self, controller: FormController, plan: Plan) -> None:
        self.widget = controller.widgets.html("", css_classes="ck-aside")
        self._controller = controller
        controller.record_lists["swot.key_priorities"] = self
        self.show_records(plan.swot.key_priorities)

    def show_records(self, records: Sequence[Record]) -> None:
        """Show these priorities."""
        priorities = [text for record in records if (text := getattr(record, "text", "").strip())]
        field = field_named(CurrentState, "priority_benchmarks")
        benchmarks = [field.label_of(number) for number in self._controller.plan.current_state.priority_benchmarks]
        html = [
            heading(field_named(Swot, "key_priorities").label, 2),
            _list_of(priorities) or "<p>None yet. Choose them in the step “SWOT analysis”.</p>",
            heading(field.label, 2),
            _list_of(benchmarks) or "<p>None yet. Choose them in the step “Current state”.</p>",
        ]
        self.widget.value = "".join(html)


def _list_of(texts: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>" if texts else ""
