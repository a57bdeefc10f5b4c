"""Below the activities of the careers programme: a box for rows of a spreadsheet, and what the law asks for, counted."""

from __future__ import annotations

from html import escape
from typing import Any

from careerskit import views
from careerskit.forms.controller import FormController
from careerskit.forms.interfaces import Button, Html, Widget
from careerskit.forms.labels import label
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


class PastedRows:
    """A button that shows a box for rows copied from a spreadsheet. What was understood is shown before it is added to the list."""

    def __init__(self, controller: FormController, activities: RecordListForm) -> None:
        self._controller, self._activities = controller, activities
        self._found: list[dict[str, Any]] = []
        widgets = controller.widgets
        self._toggle = widgets.button("Paste rows from a spreadsheet", css_classes="ck-toggle")
        self._toggle.on_click(self._on_toggle)
        columns = join_words([controller.localise(field.label) for field in fields_of(Activity)])
        hint = (
            f"Copy rows in your spreadsheet, with their headings, and paste them here. Columns can be {columns}, in any order. "
            "A table with a row for each year group and a column for each term works too."
        )
        self._box = widgets.textarea(
            rows=4, description=label("Rows of your programme", "", hint), css_classes="ck-rows"
        )
        self._box.observe(lambda change: self._read(change["new"]), "value")
        self._said = widgets.html("")
        self._add = widgets.button("", css_classes="ck-main")
        self._add.on_click(self._on_add)
        self._is_open = False
        self.widget = widgets.column(self._toggle, css_classes="ck-pasted")
        controller.followers.add(self._read_again)

    def _on_toggle(self, _: Button) -> None:
        self._is_open = not self._is_open
        (self._toggle.add_class if self._is_open else self._toggle.remove_class)("ck-open")
        self._show()
        if self._is_open:
            self._controller.focus(self._box)

    def _read_again(self) -> None:
        """Read the rows again once answers have changed: "all years" are those that are chosen."""
        if self._is_open and self._box.value:
            self._read(self._box.value)

    def _read(self, text: str) -> None:
        plan = self._controller.plan
        self._found, problems = activities_from_rows(
            rows_from_text(text), years=plan.programme.years, setting=plan.setting
        )
        lines = [_in_a_line(answers) for answers in self._found[:_SHOWN]]
        more = len(self._found) - len(lines)
        lines += [f"and {more} more"] if more else []
        self._said.value = _list_of("Understood as:", lines) + _list_of(
            "Not placed in a column of their own:", problems
        )
        self._show()

    def _on_add(self, _: Button) -> None:
        added = self._activities.add_records(self._found)
        left = [Activity(id="left", **answers) for answers in self._found[added:]]
        columns = zip(*rows_of_activities(left, self._controller.setting), strict=True)
        rows = zip(*(column for column in columns if any(column[1:])), strict=True)
        self._box.value = "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)
        if not left:
            self._controller.status.show_saved(f"Added {_count(added)}.")
            self._on_toggle(self._toggle)
            if added:  # the button that had the focus is gone; the activities are collapsed, and last
                self._controller.focus(list(self._activities.toggles.values())[-added])

    def _show(self) -> None:
        shown: list[Widget] = [self._toggle]
        if self._is_open:
            shown += [self._box, self._said]
        if self._is_open and self._found:
            self._add.description = f"Add {_count(len(self._found))}"
            shown.append(self._add)
        self.widget.children = shown


def _in_a_line(answers: dict[str, Any]) -> str:
    activity = Activity(id="new", **answers)
    kind = field_named(Activity, "type").label_of(activity.type)
    numbers = join_words([str(number) for number in activity.benchmarks])
    benchmarks = f"Benchmark{'s' if len(activity.benchmarks) > 1 else ''} {numbers}" if numbers else ""
    texts = (activity.activity, year_groups_in_words(activity.years), activity.time, kind, activity.days, benchmarks)
    return " · ".join(filter(None, (*texts, activity.provider, activity.outcome)))


def _list_of(title: str, lines: list[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<p>{title}</p><ul>{items}</ul>" if lines else ""


def _count(number: int) -> str:
    return f"{number} {'activity' if number == 1 else 'activities'}"
