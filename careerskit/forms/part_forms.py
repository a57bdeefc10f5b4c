"""The form of each part of the workbook, complete with its style sheet and its status bar."""

from __future__ import annotations

from collections.abc import Sequence

from ipywidgets import HTML, DOMWidget

from careerskit.forms.controller import FormController
from careerskit.forms.group_forms import GroupForm, RecordListForm
from careerskit.forms.widget_factory import CLASS, heading, style_sheet
from careerskit.plan import Objective, Plan, Record, field_named
from careerskit.store import record_path

__all__ = ["build_form"]


def build_form(controller: FormController, part: str) -> DOMWidget:
    """Build the form of a part: header, vision, current_state, swot, objectives, action_plan or reflections."""
    plan, widgets = controller.plan, controller.widgets
    if part == "objectives":
        field = field_named(Plan, part)
        body = RecordListForm(controller, field, part, plan.objectives, exclude=("actions",)).widget
    elif part == "action_plan":
        body = _ActionPlanForm(controller).widget
    else:
        body = GroupForm(controller, getattr(plan, part), part).widget
    return widgets.column(widgets.html(style_sheet()), body, controller.status.widget, css_classes=CLASS)


class _ActionPlanForm:
    """The actions for each objective. The objectives themselves are written in another step, and only shown here."""

    def __init__(self, controller: FormController) -> None:
        self._controller, self._built = controller, dict[str, tuple[HTML, DOMWidget]]()
        self._no_objectives = controller.widgets.html(
            "<p>Each action belongs to an objective. Write your first objective in the previous step.</p>"
        )
        self.widget = controller.widgets.column()
        controller.record_lists["objectives"] = self
        self.show_records(controller.plan.objectives)

    def show_records(self, records: Sequence[Record]) -> None:
        """Show the actions for these objectives, in this order, below the text of each objective."""
        shown = []
        for number, objective in enumerate(records, start=1):
            title, actions = self._built.get(objective.id) or self._build_actions(objective)
            html = heading(f"Objective {number}", 3, getattr(objective, "objective", "") or "Not written yet")
            if title.value != html:
                title.value = html
            shown.append(actions)
        before, self.widget.children = self.widget.children, shown or (self._no_objectives,)
        if any(actions not in shown for actions in before if actions is not self._no_objectives):
            self._controller.status.show_notice(
                "A colleague has removed an objective and its actions. Putting the objective back brings them back too."
            )

    def _build_actions(self, objective: Record) -> tuple[HTML, DOMWidget]:
        field, path = field_named(Objective, "actions"), record_path("objectives", objective.id, "actions")
        actions = RecordListForm(self._controller, field, path, getattr(objective, "actions", ()), level=4)
        title = self._controller.widgets.html("")
        self._built[objective.id] = built = title, self._controller.widgets.column(title, actions.widget)
        return built
