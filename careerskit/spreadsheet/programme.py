"""The rows of a programme that come back, or of somebody's own spreadsheet: changed answers, and new activities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from careerskit.plan import Activity, activities_from_rows, field_named
from careerskit.spreadsheet.cells import Sheet
from careerskit.spreadsheet.findings import (
    Findings,
    SheetRow,
    changed_cells,
    match_rows,
    rows_below,
    same_text,
    shortened,
)
from careerskit.spreadsheet.headings import Headings
from careerskit.spreadsheet.layout import ID, PROGRAMME_FIELDS, Row, programme_rows

__all__ = ["read_programme"]

_LIST = "programme.activities"
_ACTIVITY = PROGRAMME_FIELDS.index("activity")


def read_programme(sheet: Sheet, headings: Headings, findings: Findings) -> None:
    """Read a sheet of activities. What it changes in the plan, and what cannot be read, is added to the findings."""
    plan = findings.plan
    rows = [*rows_below(sheet, headings, findings)]
    now = [*programme_rows(plan)]
    answers = {row.number: _answers(sheet, findings, row, is_ours=ID in headings.columns) for row in rows}

    def has_same_text(row: SheetRow, one: Row) -> bool:
        return same_text(answers[row.number].get("activity"), one.cells[_ACTIVITY])

    matched = match_rows(rows, now, "activities", (has_same_text,))
    known = {row.path for row in now}
    for row in rows:
        given = answers[row.number]
        if row.number in matched:
            _update(sheet, findings, row, matched[row.number], given)
        elif row.path in known or not row.path:
            findings.add_record(_LIST, given)
            findings.changes.append(f"New activity: {shortened(str(given.get('activity', '')))}")
        else:
            findings.add_note("; ".join(filter(None, row.cells.values())), f"“{sheet.name}”, row {row.number}")
            findings.warn(
                sheet, row.number, "", "this activity is no longer in the plan. What the row says is now in your notes."
            )
    there = {row.path for row in matched.values()}
    if missing := [str(row.cells[_ACTIVITY]) for row in now if row.path not in there]:
        are = "1 activity of the plan is" if len(missing) == 1 else f"{len(missing)} activities of the plan are"
        names = "; ".join(map(shortened, missing))
        findings.warnings.append(f"“{sheet.name}”: {are} not in the file ({names}), and nothing was deleted.")


def _answers(sheet: Sheet, findings: Findings, row: SheetRow, *, is_ours: bool) -> dict[str, Any]:
    """Return the answers that a row gives. is_ours: whether it is in a sheet of ours, to which a column may have been added."""
    plan = findings.plan
    cells = {plan.setting.localise(field_named(Activity, name).label): text or "" for name, text in row.cells.items()}
    if not is_ours:
        cells |= row.others
    table = [[*cells], [*cells.values()]]
    found, problems = activities_from_rows(table, years=plan.programme.years, setting=plan.setting)
    findings.warnings += [f"“{sheet.name}”, row {row.number}, {one.removeprefix('Row 2, ')}" for one in problems]
    (answers,) = found or [{}]
    return {name: list(answer) if isinstance(answer, tuple) else answer for name, answer in answers.items()}


def _update(sheet: Sheet, findings: Findings, row: SheetRow, now: Row, given: Mapping[str, Any]) -> None:
    setting = findings.plan.setting
    activity = next(one for one in findings.plan.programme.activities if now.path.endswith(f"[{one.id}]"))
    for changed in changed_cells(row, now, PROGRAMME_FIELDS):
        # What cannot be read stands in the text of the activity.
        name = changed.column if changed.column in given or not changed.new else "activity"
        before = getattr(activity, name)
        before = list(before) if isinstance(before, tuple) else before
        answer = given.get(name, type(before)())
        if answer != before:
            label = setting.localise(field_named(Activity, changed.column).label)
            path = f"{now.path}.{name}"
            findings.change(sheet, row, path, answer, f"“{shortened(activity.activity)}”", label, changed)
