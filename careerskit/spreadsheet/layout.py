"""What the sheets of our spreadsheets look like: their rows, as they are written and as they are compared when they come back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from careerskit.plan import (
    Action,
    Activity,
    FieldSpec,
    Kind,
    Objective,
    Plan,
    field_named,
    fields_of,
    rows_of_activities,
)
from careerskit.words import xml_text

__all__ = [
    "ACTIONS",
    "ACTION_COLUMNS",
    "ACTION_FIELDS",
    "FINGERPRINTS",
    "FIRST_DAY",
    "ID",
    "LAST_DAY",
    "NUMBER",
    "PROGRAMME",
    "PROGRAMME_FIELDS",
    "README",
    "SCHOOL_PROPERTY",
    "Row",
    "action_rows",
    "answer_text",
    "cell_text",
    "day_in_words",
    "escaped",
    "fingerprint",
    "fingerprints",
    "heading",
    "programme_rows",
]

ACTIONS, PROGRAMME, README = "Action plan", "Programme", "Read me"
"""The names of the sheets."""

NUMBER, FIRST_DAY, LAST_DAY = "Number", "First day", "Last day"
"""The headings of the columns that are worked out."""

ID, FINGERPRINTS = "Id", "As downloaded"
"""The headings of the hidden columns: the record that a row is of, and a fingerprint of each cell as it was written."""

SCHOOL_PROPERTY = "careerskit school"
"""The property of the file that has the school's id."""

ACTION_FIELDS = ("action", "responsible", "time", "outcome", "evaluation", "status", "progress", "cost", "staff_time")
"""The answers of an action that the sheet has, and that are read back."""

ACTION_COLUMNS = (NUMBER, "objective", *ACTION_FIELDS[:3], FIRST_DAY, LAST_DAY, *ACTION_FIELDS[3:])
"""What each visible column of the action plan is: a field's name, or a heading of those above."""

PROGRAMME_FIELDS = tuple(field.name for field in fields_of(Activity))

_MAX_UTF16 = 32_767  # what Excel allows in a cell
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True)
class Row:
    """A row of a sheet of ours. path: of the record that it is of. cells: a text or a day for each visible column."""

    path: str
    cells: tuple[str | date, ...]


def action_rows(plan: Plan) -> Iterator[Row]:
    """Yield a row for each action, and one for each objective that has none yet."""
    for number, objective in enumerate(plan.objectives, start=1):
        for position, action in enumerate(objective.actions, start=1):
            path = f"objectives[{objective.id}].actions[{action.id}]"
            yield Row(path, tuple(_action_cells(plan, f"{number}.{position}", objective, action)))
        if not objective.actions:
            empty = Action(id="none")
            yield Row(f"objectives[{objective.id}]", tuple(_action_cells(plan, str(number), objective, empty)))


def programme_rows(plan: Plan) -> Iterator[Row]:
    """Yield a row for each activity."""
    _, *rows = rows_of_activities(plan.programme.activities, plan.setting)
    for activity, cells in zip(plan.programme.activities, rows, strict=True):
        yield Row(f"programme.activities[{activity.id}]", tuple(map(cell_text, cells)))


def heading(plan: Plan, column: str) -> str:
    """Return the heading of a column of the action plan."""
    if column in (NUMBER, FIRST_DAY, LAST_DAY):
        return column
    return plan.setting.localise(field_named(Objective if column == "objective" else Action, column).label)


def cell_text(text: str) -> str:
    """Return a text as a cell can hold it: with line feeds alone, without control characters, and no longer than Excel allows."""
    text = xml_text(text).replace("\r", "\n")
    return text.encode("utf-16-le")[: 2 * _MAX_UTF16].decode("utf-16-le", "ignore")


def escaped(text: str) -> str:
    """Return a text as it stands in the file: Excel takes _x0041_ for the character of that number."""
    return _LOOKS_ESCAPED.sub("_x005F_", text)


def day_in_words(day: date) -> str:
    """Return a day as "16 October 2026"."""
    return f"{day.day} {day:%B %Y}"


def fingerprints(cells: Sequence[str | date]) -> str:
    """Return a fingerprint of each cell, for the hidden column: what was changed in a sheet is known when it comes back."""
    return " ".join(fingerprint(cell if isinstance(cell, str) else day_in_words(cell)) for cell in cells)


def fingerprint(text: str) -> str:
    """Return a fingerprint of a cell's text."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:8]


def _action_cells(plan: Plan, number: str, objective: Objective, action: Action) -> Iterator[str | date]:
    span = action.time.span(plan.academic_year)
    for column in ACTION_COLUMNS:
        if column == NUMBER:
            yield number
        elif column in (FIRST_DAY, LAST_DAY):
            yield (span.first if column == FIRST_DAY else span.last) if span else ""
        elif column == "objective":
            yield cell_text(objective.objective)
        else:
            yield answer_text(plan, field_named(Action, column), getattr(action, column))


def answer_text(plan: Plan, field: FieldSpec, answer: str) -> str:
    """Return an answer as its cell has it: a choice by its label."""
    return cell_text(plan.setting.localise(field.label_of(answer)) if field.kind is Kind.CHOICE and answer else answer)
