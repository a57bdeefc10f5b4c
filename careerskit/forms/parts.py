"""The form of each part of the workbook, complete with its style and the place where Saved is said."""

from __future__ import annotations

from collections.abc import Sequence

from ipywidgets import HTML, Widget

from careerskit.forms.desk import Desk
from careerskit.forms.look import CLASS, heading, style_sheet
from careerskit.forms.sections import GroupForm, RowsForm
from careerskit.plan import Objective, Plan, Record, question_named
from careerskit.store import record_path

__all__ = ["form_of"]


def form_of(desk: Desk, name: str) -> Widget:
    """Return the form of a part: header, vision, current_state, swot, objectives, action_plan or reflections."""
    plan, look = desk.plan, desk.look
    if name == "objectives":
        body = [RowsForm(desk, question_named(Plan, name), name, plan.objectives, leaving_out=("actions",)).widget]
    elif name == "action_plan":
        body = [_ActionsForm(desk).widget]
    else:
        body = [GroupForm(desk, getattr(plan, name), name).widget]
    return look.box(look.note(style_sheet()), *body, desk.status, styled=CLASS)


class _ActionsForm:
    """The actions under each objective. The objectives themselves are written in a step of their own, and followed here."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._made = desk, dict[str, tuple[HTML, Widget]]()
        self._none = desk.look.note(
            "<p>Actions stand under objectives. Write the first objective in the step before.</p>"
        )
        self.widget = desk.look.box()
        desk.lists["objectives"] = self
        self.follow(desk.plan.objectives)

    def follow(self, records: Sequence[Record]) -> None:
        """Show the actions under these objectives, in this order, each below its objective's words."""
        shown = []
        for number, objective in enumerate(records, start=1):
            title, box = self._made.get(objective.id) or self._under(objective)
            words = heading(f"Objective {number}", 3, getattr(objective, "objective", "") or "Not written yet")
            if title.value != words:
                title.value = words
            shown.append(box)
        before, self.widget.children = self.widget.children, shown or (self._none,)
        if any(box not in shown for box in before if box is not self._none):
            self._desk.say_news(
                "A colleague has removed an objective. Its actions went with it, and come back with it."
            )

    def _under(self, objective: Record) -> tuple[HTML, Widget]:
        path = record_path("objectives", objective.id, "actions")
        rows = RowsForm(
            self._desk, question_named(Objective, "actions"), path, getattr(objective, "actions", ()), level=4
        )
        title = self._desk.look.note("")
        self._made[objective.id] = made = title, self._desk.look.box(title, rows.widget)
        return made
