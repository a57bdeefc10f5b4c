"""Which columns a sheet has, by their headings: ours, and those that people give their own spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from careerskit.plan import Action, Activity, Objective, Record, Setting, field_named, fields_of
from careerskit.spreadsheet.cells import Sheet
from careerskit.spreadsheet.layout import ACTION_COLUMNS, FINGERPRINTS, FIRST_DAY, ID, LAST_DAY, NUMBER

__all__ = ["Headings", "find_headings", "plain"]

_ACTION_WORDS = {
    NUMBER: ("no", "ref", "reference", "action number", "#"),
    "objective": ("objectives", "strategic objective", "key objective"),
    "action": ("action", "actions", "task", "what", "actions including cpd"),
    "responsible": (
        "who",
        "owner",
        "lead",
        "led by",
        "by whom",
        "responsibility",
        "person responsible",
        "who is responsible",
    ),
    "time": ("when", "by when", "deadline", "due", "due date", "date", "timescale", "timeline", "term"),
    "outcome": ("outcome", "success criteria", "success", "impact", "intended outcome"),
    "evaluation": ("evaluation", "evaluated by", "monitoring", "evidence", "how evaluated"),
    "status": ("state", "progress status"),
    "progress": ("update", "progress update", "progress so far", "progress to date"),
    "cost": ("costs", "budget", "cost resources"),
    "staff_time": ("time needed", "staffing", "cover"),
}
_ACTIVITY_WORDS = {
    "activity": ("activities", "event", "careers activity", "name of activity"),
    "years": ("year", "years", "year groups", "yr", "yr group"),
    "time": ("term", "terms", "when", "date", "half term", "month"),
    "type": ("type", "type of encounter"),
    "days": ("days", "number of days"),
    "benchmarks": ("benchmarks", "gatsby benchmark", "gatsby benchmarks", "gatsby"),
    "provider": ("providers", "partner", "partners", "delivered by", "who", "led by"),
    "outcome": ("outcome", "outcomes", "learning outcomes", "what they learn", "what they will learn"),
}
"""What people call each column besides its own heading."""

_ROWS_SEARCHED = 30
_MIN_SIMILARITY = 82  # of 100, so that "Responsable" and "Actions (including CPD)" are found


@dataclass(frozen=True)
class Headings:
    """The row of headings of a sheet. kind: :class:`Action` or :class:`Activity`. row: its index.

    columns: the index of each column that is known, by the field's name or by our heading. others: the headings that are not known,
    by their index.
    """

    kind: type[Record]
    row: int
    columns: Mapping[str, int]
    others: Mapping[int, str]


def find_headings(sheet: Sheet) -> Headings | None:
    """Return the headings of a sheet of actions or activities; None where it has neither.

    A sheet of actions has a column of actions and another one that is known, and a sheet of activities one of activities or year
    groups and another one.
    """
    best: Headings | None = None
    for at, row in enumerate(sheet.rows[:_ROWS_SEARCHED]):
        kinds: tuple[tuple[type[Record], set[str]], ...] = ((Action, {"action"}), (Activity, {"activity", "years"}))
        for kind, needed in kinds:
            columns = _columns(row, kind)
            if needed & columns.keys() and len(columns) > 1 and (best is None or len(columns) > len(best.columns)):
                known = columns.values()
                others = {index: text for index, text in enumerate(row) if text and index not in known}
                best = Headings(kind, at, columns, others)
    return best


def plain(text: str) -> str:
    """Return a text as headings are compared: small letters and digits, with single spaces."""
    return " ".join(re.findall(r"\w+|#", text.casefold()))


def _columns(row: Sequence[str | None], kind: type[Record]) -> dict[str, int]:
    """Return the columns of a row of headings, exact ones first, so that no similar one takes their place."""
    from rapidfuzz import fuzz, process

    names, found = _names(kind), dict[str, int]()
    cells = {index: plain(text) for index, text in enumerate(row) if text and plain(text)}
    for index, text in cells.items():
        if text in names:
            found.setdefault(names[text], index)
    for index, text in cells.items():
        if index not in found.values() and (
            close := process.extractOne(text, list(names), scorer=fuzz.ratio, score_cutoff=_MIN_SIMILARITY)
        ):
            found.setdefault(names[close[0]], index)
    return found


@cache
def _names(kind: type[Record]) -> dict[str, str]:
    """Return the name of each column by all that its heading may be."""
    if kind is Action:
        own = {
            name: field_named(Objective if name == "objective" else Action, name).label
            for name in ACTION_COLUMNS
            if name.islower()
        }
        own |= {name: name for name in (NUMBER, FIRST_DAY, LAST_DAY)}
        words = _ACTION_WORDS
    else:
        own, words = {field.name: field.label for field in fields_of(Activity)}, _ACTIVITY_WORDS
    own |= {ID: ID, FINGERPRINTS: FINGERPRINTS}
    names = {plain(text): name for name, texts in words.items() for text in texts}
    return names | {plain(setting.localise(label)): name for name, label in own.items() for setting in Setting}
