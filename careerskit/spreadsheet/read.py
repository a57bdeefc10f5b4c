"""Reading a spreadsheet of actions or activities: what it changes in a plan, and what cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from careerskit.errors import InputFileError
from careerskit.plan import Action, Plan
from careerskit.spreadsheet.actions import read_actions
from careerskit.spreadsheet.cells import Sheet, Spreadsheet
from careerskit.spreadsheet.findings import Findings
from careerskit.spreadsheet.headings import Headings, find_headings
from careerskit.spreadsheet.layout import ID, README
from careerskit.spreadsheet.programme import read_programme
from careerskit.words import join_words

__all__ = ["SpreadsheetChanges", "read_spreadsheet", "school_of"]


@dataclass(frozen=True)
class SpreadsheetChanges:
    """What a spreadsheet changes in a plan.

    values, new_records: as :meth:`careerskit.store.AnswerLog.save` takes them. changes: what changes, in words. warnings: what was
    not understood, left out or changed twice, each with its sheet, row and column.
    """

    values: Mapping[str, Any]
    new_records: tuple[tuple[str, str], ...]
    changes: tuple[str, ...]
    warnings: tuple[str, ...]


def read_spreadsheet(spreadsheet: Spreadsheet, file: str, plan: Plan) -> SpreadsheetChanges:
    """Compare a spreadsheet with a plan. file: its name, for messages.

    A cell changes the plan where it differs from the plan, and from what it said when it was written. Nothing is deleted: what the
    spreadsheet does not have stays in the plan.

    Raises:
        InputFileError: it has no sheet with actions or activities.
    """
    findings = Findings(plan, file, warnings=[*spreadsheet.warnings])
    found = [(sheet, headings) for sheet in spreadsheet.sheets if (headings := find_headings(sheet))]
    if not found:
        raise InputFileError(
            f"{file} has no sheet that can be read. A sheet of actions needs a row of headings such as Objective, Actions, "
            "Responsible and Time; a programme needs Year group, Activity, Term and Provider. A file from the Department for "
            'Education is read as CSV: save it as "CSV UTF-8", and import that.'
        )
    for sheet, headings in found:
        read = read_actions if headings.kind is Action else read_programme
        read(sheet, headings, findings)
        _say_unknown_columns(sheet, headings, findings)
    read_names = {sheet.name for sheet, _ in found} | {README}
    if others := [
        f"“{one.name}”" for one in spreadsheet.sheets if one.name not in read_names and any(map(any, one.rows))
    ]:
        are = "the sheet" if len(others) == 1 else "the sheets"
        findings.warnings.append(
            f"{file}: {are} {join_words(others)} had no actions or activities, and nothing was read there."
        )
    return SpreadsheetChanges(
        findings.values, tuple(findings.new_records), tuple(findings.changes), tuple(findings.warnings)
    )


def school_of(spreadsheet: Spreadsheet) -> str:
    """Return the id of the school whose plan a spreadsheet is of: by its property, or else by its rows; "" where neither says."""
    if spreadsheet.school:
        return spreadsheet.school
    for sheet in spreadsheet.sheets:  # Google Sheets keeps no properties
        if (headings := find_headings(sheet)) and (column := headings.columns.get(ID)) is not None:
            for row in sheet.rows[headings.row + 1 :]:
                school, slash, _ = (row[column] or "").partition("/")
                if slash:
                    return school
    return ""


def _say_unknown_columns(sheet: Sheet, headings: Headings, findings: Findings) -> None:
    """Say which columns were not read. In a programme of somebody's own, they are in the text of the activities."""
    used = [
        text for index, text in headings.others.items() if any(row[index] for row in sheet.rows[headings.row + 1 :])
    ]
    if used and (headings.kind is Action or ID in headings.columns):
        names = join_words([f"“{name}”" for name in used])
        are = "column is" if len(used) == 1 else "columns are"
        findings.warnings.append(f"“{sheet.name}”: the {are} not in the plan, and nothing was read there: {names}.")
