"""The form of a group of fields. A group may have lists of records, and a record is a group."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, TypeAlias

from careerskit.forms.checkbox_group import CheckboxGroup
from careerskit.forms.controller import FormController
from careerskit.forms.controls import Control, build_control
from careerskit.forms.foldable import Foldable
from careerskit.forms.interfaces import Box, Widget
from careerskit.forms.labels import heading
from careerskit.forms.record_list import RecordListForm
from careerskit.plan import FieldSpec, Group, Kind, Record, fields_of

__all__ = ["GroupForm", "Panels", "build_record_list"]


Panels: TypeAlias = Mapping[str, Callable[[Any], Widget]]
"""What builds the panel above a control, by the path of its answer; it is called with the control."""

_NO_PANELS: Panels = MappingProxyType({})


class GroupForm:
    """The fields of a group or a record, each with its control, in the model's order.

    path: of the group in the plan. name: what the record is called, read aloud with each label.
    exclude: names of fields that have a form of their own elsewhere. level: the level of the headings of groups and lists within.
    panels: what builds a panel that stands above a control, by the path of its answer.
    """

    def __init__(
        self,
        controller: FormController,
        group: Group,
        path: str,
        *,
        name: str = "",
        exclude: Sequence[str] = (),
        level: int = 2,
        panels: Panels = _NO_PANELS,
    ) -> None:
        localise, widgets = controller.localise, controller.widgets
        asked = [field for field in fields_of(type(group)) if field.is_asked_of(controller.setting)]
        self._fields = [field for field in asked if field.name not in exclude]
        self._answers: dict[str, Any] = {
            field.name: controller.latest(f"{path}.{field.name}", getattr(group, field.name)) for field in self._fields
        }
        self._controls: dict[str, Control | CheckboxGroup] = {}
        self._widgets: dict[str, Widget] = {}
        self.lists: dict[str, RecordListForm] = {}
        self.groups: dict[str, Box] = {}
        self.widget: Box = widgets.column(css_classes=f"ck-fields ck-of-{type(group).__name__.lower()}")
        for field in self._fields:
            field_path, value = f"{path}.{field.name}", self._answers[field.name]
            if field.kind is Kind.ROWS:
                self.lists[field.name] = rows = build_record_list(controller, field, field_path, value, level=level)
                self._widgets[field.name] = rows.widget
            elif field.kind is Kind.GROUP:
                title = widgets.html(heading(localise(field.label), level, localise(field.help)))
                inner = GroupForm(controller, value, field_path, level=level + 1).widget
                self._widgets[field.name] = self.groups[field.name] = widgets.column(title, inner)
            else:
                self._controls[field.name] = control = build_control(
                    controller, field, field_path, value, self._answers, name
                )
                self._widgets[field.name] = control.widget
                if field.optional:
                    fold = Foldable(controller, localise(field.label), control.widget, is_open=bool(value))
                    self._widgets[field.name] = fold.widget
                if build_panel := panels.get(field_path):
                    self._widgets[field.name] = widgets.column(build_panel(control), control.widget)
            self._widgets[field.name].add_class(f"ck-field-{field.name}")
        self._update_children()
        conditions = [condition for field in self._fields for condition in (field.applies_if, field.question_if)]
        for other in {condition[0] for condition in conditions if condition}:
            self._controls[other].on_change(partial(self._on_answer, other))

    @property
    def answers(self) -> dict[str, Any]:
        """The answers that the page shows, by field name, without those of groups and lists within."""
        return {name: control.value for name, control in self._controls.items()}

    def rename(self, name: str) -> None:
        """Say in each label what the record is called now."""
        for control in self._controls.values():
            control.rename(name)

    def _on_answer(self, name: str, answer: Any) -> None:
        """Handle that a field changed on which other fields depend."""
        self._answers[name] = answer
        for control in self._controls.values():
            if isinstance(control, Control):
                control.update_question(self._answers)
        self._update_children()

    def _update_children(self) -> None:
        children = tuple(self._widgets[field.name] for field in self._fields if field.applies_to(self._answers))
        if self.widget.children != children:
            self.widget.children = children


def build_record_list(
    controller: FormController,
    field: FieldSpec,
    path: str,
    records: Sequence[Record],
    *,
    exclude: Sequence[str] = (),
    level: int = 2,
    within: str = "",
) -> RecordListForm:
    """Build the form of a list of records. exclude: see :class:`GroupForm`; the others: see :class:`RecordListForm`."""

    def build_form(record: Record, record_path: str, name: str) -> GroupForm:
        return GroupForm(controller, record, record_path, name=name, exclude=exclude, level=level + 2)

    return RecordListForm(controller, field, path, records, build_form, level=level, within=within)
