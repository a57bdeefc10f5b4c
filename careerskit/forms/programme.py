"""Below the activities of the careers programme: a box for rows of a spreadsheet, and what the law asks for, counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from careerskit import views
from careerskit.forms.controller import FormController
from careerskit.forms.interfaces import Html
from careerskit.forms.paste_box import PasteBox
from careerskit.forms.record_list import RecordListForm
from careerskit.plan import (
    Activity,
    activities_from_rows,
    field_named,
    fields_of,
    rows_from_text,
    rows_of_activities,
    year_groups_in_words,
)
from careerskit.words import join_words

__all__ = ["CountsPanel", "PastedRows"]

_SHOWN = 5
"""How many of the activities found are listed before they are added."""


class CountsPanel:
    """How many encounters with providers and days of work experience the programme has. It follows what is saved."""

    def __init__(self, controller: FormController) -> None:
        self._controller = controller
        self.widget: Html = controller.widgets.html("", css_classes="ck-counts")
        controller.followers.add(self.update)
        self.update()

    def update(self) -> None:
        """Show what is counted now."""
        html = views.render_part("programme_counts", self._controller.plan)
        if self.widget.value != html:
            self.widget.value = html


class PastedRows(PasteBox):
    """Takes rows copied from a spreadsheet into the list of activities."""

    _not_understood = "Not placed in a column of their own:"

    def __init__(self, controller: FormController, activities: RecordListForm) -> None:
        self._activities = activities
        self._found: list[dict[str, Any]] = []
        columns = join_words([controller.localise(field.label) for field in fields_of(Activity)])
        hint = (
            f"Copy rows in your spreadsheet, with their headings, and paste them here. Columns can be {columns}, in any order. "
            "A table with a row for each year group and a column for each term works too."
        )
        super().__init__(controller, "Paste rows from a spreadsheet", "Rows of your programme", hint)
        controller.followers.add(self._read_again)  # "all years" are those that are chosen

    def _understand(self, text: str) -> tuple[list[str], Sequence[str]]:
        plan = self._controller.plan
        self._found, problems = activities_from_rows(
            rows_from_text(text), years=plan.programme.years, setting=plan.setting
        )
        lines = [_in_a_line(answers) for answers in self._found[:_SHOWN]]
        more = len(self._found) - len(lines)
        return [*lines, *([f"and {more} more"] if more else [])], problems

    @property
    def _offer(self) -> str:
        return f"Add {_count(len(self._found))}" if self._found else ""

    def _on_use(self) -> None:
        added = self._activities.add_records(self._found)
        left = [Activity(id="left", **answers) for answers in self._found[added:]]
        if left:
            columns = zip(*rows_of_activities(left, self._controller.setting), strict=True)
            rows = zip(*(column for column in columns if any(column[1:])), strict=True)
            self._box.value = "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)
            return
        self._controller.status.show_saved(f"Added {_count(added)}.")
        self._close()
        if added:  # the button that had the focus is gone; the activities are collapsed, and last
            self._controller.focus(list(self._activities.toggles.values())[-added])


def _in_a_line(answers: dict[str, Any]) -> str:
    activity = Activity(id="new", **answers)
    kind = field_named(Activity, "type").label_of(activity.type)
    numbers = join_words([str(number) for number in activity.benchmarks])
    benchmarks = f"Benchmark{'s' if len(activity.benchmarks) > 1 else ''} {numbers}" if numbers else ""
    texts = (activity.activity, year_groups_in_words(activity.years), activity.time, kind, activity.days, benchmarks)
    return " · ".join(filter(None, (*texts, activity.provider, activity.outcome)))


def _count(number: int) -> str:
    return f"{number} {'activity' if number == 1 else 'activities'}"
