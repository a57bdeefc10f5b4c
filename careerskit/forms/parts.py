"""The form of each part of the workbook, complete with its style and the place where Saved is said."""

from __future__ import annotations

from ipywidgets import Widget

from careerskit.forms.desk import Desk
from careerskit.forms.look import CLASS, heading, style_sheet
from careerskit.forms.sections import GroupForm, RowsForm
from careerskit.plan import Objective, Plan, question_named
from careerskit.store import record_path

__all__ = ["form_of"]


def form_of(desk: Desk, name: str) -> Widget:
    """Return the form of a part: header, vision, current_state, swot, objectives, action_plan or reflections."""
    plan, look = desk.plan, desk.look
    if name == "objectives":
        body = [RowsForm(desk, question_named(Plan, name), name, plan.objectives, leaving_out=("actions",)).widget]
    elif name == "action_plan":
        body = _actions(desk, plan)
    else:
        body = [GroupForm(desk, getattr(plan, name), name).widget]
    return look.box(look.note(style_sheet()), *body, desk.status, styled=CLASS)


def _actions(desk: Desk, plan: Plan) -> list[Widget]:
    if not plan.objectives:
        return [
            desk.look.note(
                "<p>Actions stand under objectives. Write the first objective, then run this notebook again.</p>"
            )
        ]
    asked = question_named(Objective, "actions")
    body: list[Widget] = []
    for number, objective in enumerate(plan.objectives, start=1):
        path = record_path("objectives", objective.id, "actions")
        rows = RowsForm(desk, asked, path, objective.actions, level=4)
        title = heading(f"Objective {number}", 3, objective.objective or "Not written yet")
        body.append(desk.look.box(desk.look.note(title), rows.widget))
    return body
