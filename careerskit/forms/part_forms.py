"""The form of each part of the workbook, complete with its style sheet and its status bar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from careerskit import views
from careerskit.evidence import Suggestion, suggestions_for
from careerskit.forms.compass import PastedCompassScores, PriorityProposal
from careerskit.forms.controller import FormController
from careerskit.forms.controls import Control
from careerskit.forms.evidence_panel import EvidencePanel
from careerskit.forms.findings import FindingsPanel
from careerskit.forms.group_forms import GroupForm, Panels, build_record_list
from careerskit.forms.interfaces import Button, Html, Widget
from careerskit.forms.labels import CLASS, heading
from careerskit.forms.priorities import PrioritiesBeside, PriorityChooser
from careerskit.forms.programme import CountsPanel, PastedRows
from careerskit.forms.record_list import RecordListForm
from careerskit.plan import Objective, Plan, Record, field_named
from careerskit.store import record_path

__all__ = ["build_form"]


def build_form(controller: FormController, part: str) -> Widget:
    """Build the form of a part: header, vision, current_state, swot, objectives, action_plan, reflections, programme or website."""
    plan, widgets = controller.plan, controller.widgets
    if part == "objectives":
        field = field_named(Plan, part)
        records = build_record_list(controller, field, part, plan.objectives, exclude=("actions",))
        body = widgets.column(records.widget, PrioritiesBeside(controller, plan).widget, css_classes="ck-beside")
    elif part == "action_plan":
        request = GroupForm(controller, plan.request, "request").widget
        title = widgets.html(heading(plan.request.title, 2))
        body = widgets.column(_ActionPlanForm(controller, plan.objectives).widget, title, request)
    else:
        form = GroupForm(
            controller, getattr(plan, part), part, panels=_panels(controller) if part == "current_state" else {}
        )
        body = form.widget
        if part == "current_state":
            pasted_scores = PastedCompassScores(controller, form.lists["earlier_compass"])
            form.groups["compass"].children = (*form.groups["compass"].children, pasted_scores.widget)
        elif part == "swot":
            lists = {name: rows for name, rows in form.lists.items() if name != "key_priorities"}
            body = widgets.column(body, PriorityChooser(controller, lists, form.lists["key_priorities"]).widget)
        elif part == "programme":
            pasted = PastedRows(controller, form.lists["activities"])
            body = widgets.column(body, pasted.widget, CountsPanel(controller).widget)
    styles = views.style_sheet() if part == "programme" else ""  # its counts are a page's table
    # The status bar stands last, or what it says would not stay in sight while the form is scrolled.
    panel = FindingsPanel(controller, part).widget
    return widgets.column(
        *widgets.styles(styles), body, panel, controller.status.widget, css_classes=f"{CLASS} ck-part-{part}"
    )


def _panels(controller: FormController) -> Panels:
    """Return what stands above the answers on the current state."""
    found = suggestions_for(controller.store, controller.school)
    evidence = {path: partial(_evidence, controller, suggestions) for path, suggestions in found.items()}
    return {
        "current_state.priority_benchmarks": lambda control: PriorityProposal(controller, control).widget,
        **evidence,
    }


def _evidence(controller: FormController, suggestions: Sequence[Suggestion], control: Control) -> Widget:
    return EvidencePanel(controller, suggestions, control).widget


class _ActionPlanForm:
    """The actions for each objective. The objectives themselves are written in another step, and only shown here."""

    toggles: Mapping[str, Button] = {}

    def __init__(self, controller: FormController, objectives: Sequence[Record]) -> None:
        self._controller, self._built = controller, dict[str, tuple[Html, RecordListForm, Widget]]()
        self._no_objectives = controller.widgets.html(
            "<p>Each action belongs to an objective. Write your first objective in the previous step.</p>"
        )
        self.widget = controller.widgets.column()
        controller.record_lists["objectives"] = self
        self.show_records(objectives)

    def show_records(self, records: Sequence[Record]) -> None:
        """Show the actions for these objectives, in this order, below the text of each objective."""
        shown = []
        for number, objective in enumerate(records, start=1):
            within = f"objective {number}"
            title, rows, column = self._built.get(objective.id) or self._build_actions(objective, within)
            rows.set_within(within)
            html = heading(f"Objective {number}", 2, getattr(objective, "objective", "") or "Not written yet")
            if title.value != html:
                title.value = html
            shown.append(column)
        before, self.widget.children = self.widget.children, shown or (self._no_objectives,)
        if any(actions not in shown for actions in before if actions is not self._no_objectives):
            self._controller.status.show_notice(
                "A colleague has removed an objective and its actions. Putting the objective back brings them back too."
            )

    def _build_actions(self, objective: Record, within: str) -> tuple[Html, RecordListForm, Widget]:
        field, path = field_named(Objective, "actions"), record_path("objectives", objective.id, "actions")
        rows = build_record_list(
            self._controller, field, path, getattr(objective, "actions", ()), level=3, within=within
        )
        title = self._controller.widgets.html("", css_classes="ck-objective")
        self._built[objective.id] = built = title, rows, self._controller.widgets.column(title, rows.widget)
        return built
