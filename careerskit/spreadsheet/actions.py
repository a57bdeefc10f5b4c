"""The rows of an action plan that come back: changed answers, and new actions."""

from __future__ import annotations

import re

from careerskit.plan import Action, field_named
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
from careerskit.spreadsheet.headings import Headings, plain
from careerskit.spreadsheet.layout import (
    ACTION_COLUMNS,
    ACTION_FIELDS,
    FIRST_DAY,
    LAST_DAY,
    NUMBER,
    Row,
    action_rows,
    heading,
)
from careerskit.words import join_words

__all__ = ["read_actions"]

_STATUS_WORDS = {
    "to do": "Not yet started",
    "started": "In progress",
    "ongoing": "In progress",
    "on track": "In progress",
    "under way": "In progress",
    "complete": "Completed",
    "finished": "Completed",
    "cancelled": "Stopped",
    "abandoned": "Stopped",
}
"""What people write for a status, besides its value and label."""

_MIN_SIMILARITY, _MIN_SIMILARITY_OF_OBJECTIVES = 60, 85  # of 100
_ACTION = ACTION_COLUMNS.index("action")


def read_actions(sheet: Sheet, headings: Headings, findings: Findings) -> None:
    """Read a sheet of actions. What it changes in the plan, and what cannot be read, is added to the findings."""
    _ActionSheet(sheet, headings, findings).read()


class _ActionSheet:
    def __init__(self, sheet: Sheet, headings: Headings, findings: Findings) -> None:
        self._sheet, self._headings, self._findings, self._plan = sheet, headings, findings, findings.plan
        self._actions = {
            f"objectives[{objective.id}].actions[{action.id}]": action for objective, action in self._plan.actions
        }
        self._objective = ""
        """The path of the objective of the row before."""

    def read(self) -> None:
        """Read every row."""
        now = [row for row in action_rows(self._plan) if row.path in self._actions]
        rows = [*rows_below(self._sheet, self._headings, self._findings)]
        matched = match_rows(rows, now, "actions", (_has_same_text, _has_same_number_and_similar_text))
        for row in rows:
            if row.number in matched:
                self._update(row, matched[row.number])
            elif ".actions[" in row.path and row.path not in self._actions:
                self._refuse(row, "this action is no longer in the plan")
            elif any(row.cells.get(name) for name in ACTION_FIELDS):
                self._add(row)
        there = {row.path for row in matched.values()}
        if missing := [str(row.cells[0]) for row in now if row.path not in there]:
            are = "1 action of the plan is" if len(missing) == 1 else f"{len(missing)} actions of the plan are"
            self._findings.warnings.append(
                f"“{self._sheet.name}”: {are} not in the file ({join_words(missing)}), and nothing was deleted."
            )

    def _update(self, row: SheetRow, now: Row) -> None:
        self._objective = now.path.partition(".")[0]
        number = str(now.cells[0])
        for changed in changed_cells(row, now, ACTION_COLUMNS):
            column, label = changed.column, heading(self._plan, changed.column)
            if column in (FIRST_DAY, LAST_DAY):
                if row.was:
                    self._warn(
                        row, label, "this is worked out from the time, and was not read. Change the time instead."
                    )
            elif column not in ACTION_FIELDS:
                if row.was:
                    self._warn(row, label, "this was not read. Change it in the plan itself.")
            else:
                answer = self._read(row, column, changed.new, number)
                if answer is not None and answer != getattr(self._actions[now.path], column):
                    path = f"{now.path}.{column}"
                    self._findings.change(self._sheet, row, path, answer, number, label, changed)

    def _read(self, row: SheetRow, column: str, text: str, action: str) -> str | None:
        """Return the answer that a cell gives; None where it is a status that cannot be read, which becomes a note.

        action: the number or the text of the action, for the note.
        """
        if column != "status" or not text:
            return text
        known = {plain(word): value for word, value in _STATUS_WORDS.items()}
        for choice in field_named(Action, "status").choices:
            known |= {plain(str(choice.value)): str(choice.value), plain(choice.label): str(choice.value)}
        if (status := known.get(plain(text))) is None:
            labels = ", ".join(choice.label for choice in field_named(Action, "status").choices)
            label = heading(self._plan, column)
            self._warn(row, label, f"“{shortened(text)}” is no status, and is now in your notes. Choose {labels}.")
            self._findings.add_note(f"{label} of {action}: {text}", self._where(row))
        return status

    def _add(self, row: SheetRow) -> None:
        """Add a new action to its objective."""
        objective = self._find_objective(row)
        if not objective:
            self._refuse(row, "it cannot be told which objective this is for. Give its number")
            return
        self._objective = objective
        number = 1 + [f"objectives[{one.id}]" for one in self._plan.objectives].index(objective)
        cells = {name: text.strip() for name in ACTION_FIELDS if (text := row.cells.get(name)) and text.strip()}
        answers = {name: self._read(row, name, text, cells.get("action", "")) for name, text in cells.items()}
        self._findings.add_record(f"{objective}.actions", {name: text for name, text in answers.items() if text})
        self._findings.changes.append(f"New action for objective {number}: {shortened(cells.get('action', ''))}")

    def _find_objective(self, row: SheetRow) -> str:
        """Return the path of the objective of a new row: by its id, text or number, or that of the row before; "" for none."""
        from rapidfuzz import fuzz, process

        paths = {f"objectives[{one.id}]": plain(one.objective) for one in self._plan.objectives}
        text, number = plain(row.cells.get("objective") or ""), row.cells.get(NUMBER) or ""
        if row.path in paths:
            return row.path
        if exact := [path for path, own in paths.items() if own and own == text]:
            return exact[0]
        given = re.match(r"\s*(\d+)", number) or re.match(r"(?:objective |(?=\d+$))(\d+)\b", text)
        if given and 0 < int(given[1]) <= len(paths):
            return [*paths][int(given[1]) - 1]
        if text and (
            close := process.extractOne(text, paths, scorer=fuzz.ratio, score_cutoff=_MIN_SIMILARITY_OF_OBJECTIVES)
        ):
            return str(close[2])
        return "" if text or given else self._objective

    def _refuse(self, row: SheetRow, reason: str) -> None:
        """Keep as a note what a row says, and say why."""
        texts = [
            f"{heading(self._plan, name)}: {text.strip()}"
            for name in ACTION_FIELDS
            if (text := row.cells.get(name)) and text.strip()
        ]
        self._findings.add_note("\n".join(texts), self._where(row))
        self._warn(row, "", f"{reason}. What the row says is now in your notes.")

    def _where(self, row: SheetRow) -> str:
        return f"“{self._sheet.name}”, row {row.number}"

    def _warn(self, row: SheetRow, label: str, text: str) -> None:
        self._findings.warn(self._sheet, row.number, label, text)


def _has_same_text(row: SheetRow, now: Row) -> bool:
    return same_text(row.cells.get("action"), now.cells[_ACTION])


def _has_same_number_and_similar_text(row: SheetRow, now: Row) -> bool:
    from rapidfuzz import fuzz

    number, text = (row.cells.get(NUMBER) or "").strip(), plain(row.cells.get("action") or "")
    return number == now.cells[0] and fuzz.ratio(text, plain(str(now.cells[_ACTION]))) >= _MIN_SIMILARITY
