"""Reading the rows of an action plan, also where a row lists several actions, and their owners and dates beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from careerskit.plan import Action, Kind, field_named
from careerskit.word.labels import label_starting
from careerskit.word.lines import Line, items_of, one_text
from careerskit.word.scope import OBJECTIVE, Scope
from careerskit.word.values import audience_of, choice_of

__all__ = ["ActionRows", "CellText", "Texts", "spread_merged"]


@dataclass
class CellText:
    """The lines of a cell. continued: whether it goes on from the cell above, being merged with it."""

    lines: list[Line]
    continued: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether there is no text in it."""
        return not any(line.text.strip() for line in self.lines)


Texts = dict[str, CellText]
"""The cells of a row by the names of their fields; "objective" for the one with the objective."""

_AUDIENCE = field_named(Action, "audience")
_STATUS = field_named(Action, "status")
_TIMES = ("responsible", "time")
"""What tells actions of one row from each other: where these cannot be divided among them, they stay one action."""

_NUMBERED = re.compile(r"(\d{1,2})(?:[.)](?=\s|$))?\s*((?<=[.)]\s).*|)", re.DOTALL)
_HEADED = re.compile(r"([^:]{3,30}):\s+(.+)", re.DOTALL)


@dataclass
class _Item:
    """An action of a row. lines: its text. audience: whom it is for. others: the lines of its other fields by name."""

    lines: list[Line]
    audience: str = ""
    others: dict[str, list[Line]] = field(default_factory=dict)


def spread_merged(rows: Sequence[Texts]) -> None:
    """Give each row its part of a cell that is merged with those below: one entry for each row, or the same one for all."""
    for name in {name for row in rows for name in row} - {"objective", "action"}:
        merged: list[CellText] = []
        for texts in [*rows, Texts()]:
            cell = texts.get(name)
            if cell and cell.continued and merged and cell.is_blank:
                if not (texts.get("action") or CellText([])).is_blank:
                    merged.append(cell)
                continue
            if len(merged) > 1:
                _spread(merged)
            merged = [cell] if cell else []


def _spread(cells: Sequence[CellText]) -> None:
    items = items_of(cells[0].lines)
    if len(items) == 1:
        items = items * len(cells)
    if len(items) == len(cells):
        for cell, item in zip(cells, items, strict=True):
            cell.lines = list(item)


class ActionRows:
    """Reads the rows of an action plan, one after the other."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._audience = ""
        self._latest = ""

    def read_band(self, lines: Sequence[Line]) -> bool:
        """Read a row of one cell: whom the actions below are for, or their objective. Return whether it says one of these."""
        text = one_text(lines)
        if audience := audience_of(text, _AUDIENCE):
            self._audience = audience
        elif OBJECTIVE.fullmatch(text):
            self._read_objective(lines)
        else:
            return False
        return True

    def read(self, texts: Texts, place: str) -> None:
        """Read a row. place: where it stands."""
        objective, actions = texts.pop("objective", CellText([])), texts.pop("action", CellText([]))
        others = {name: text.lines for name, text in texts.items() if not text.is_blank}
        if not objective.is_blank:
            self._read_objective(objective.lines)
        if actions.is_blank and not others:
            return
        if actions.is_blank and actions.continued and self._latest:
            self._add(self._latest, others)
            return
        items = self._items(actions.lines)
        if len(items) > 1:
            items = self._divide(items, actions.lines, others, place)
        elif items:
            for name, lines in others.items():
                for line in lines:
                    labelled = _labelled(line) if line.text.strip() else ""
                    items[0].others.setdefault(labelled or name, []).append(line)
        else:
            items = [_Item([], self._audience, others)]
            self._warn(
                place, "there is no action in this row, so what stands in its other columns has one without a text"
            )
        list_path = f"{self._scope.objective or self._scope.start_objective()}.actions"
        for item in items:
            self._latest = self._scope.collector.record(list_path)
            where = item.lines[0].place if item.lines else place
            if item.lines:
                self._scope.collector.add(f"{self._latest}.action", one_text(item.lines), where)
            if item.audience and "audience" not in item.others:
                self._scope.collector.add(f"{self._latest}.audience", item.audience, where)
            self._add(self._latest, item.others)

    def _read_objective(self, lines: Sequence[Line]) -> None:
        text = one_text(lines)
        match = OBJECTIVE.fullmatch(text) or _NUMBERED.fullmatch(text)
        number, rest = (int(match[1]), match[2].strip()) if match else (0, text)
        before = self._scope.objective
        if known := self._scope.find_objective(number, rest):
            self._scope.objective = known
        else:
            self._scope.start_objective()
        if self._scope.objective != before:
            self._audience = ""
        path = f"{self._scope.objective}.objective"
        if rest and not self._scope.collector.text(path):
            self._scope.collector.add(path, rest, lines[0].place)
        elif not self._scope.is_objective(text) and not self._scope.is_objective(rest):
            self._scope.unplaced(lines)

    def _items(self, lines: Sequence[Line]) -> list[_Item]:
        """Return the actions that a cell lists, without the headings that say whom they are for."""
        found: list[_Item] = []
        heading: list[Line] = []
        for entry in items_of(lines):
            first = entry[0]
            if audience := audience_of(first.text, _AUDIENCE) if len(entry) == 1 else "":
                self._audience = audience
                continue
            match = _HEADED.fullmatch(first.text.strip())
            if match and (audience := audience_of(match[1], _AUDIENCE)):
                self._audience, first.text = audience, match[2]
            elif found and (name := _labelled(first)):
                found[-1].others.setdefault(name, []).extend(entry)
                continue
            elif first.text.rstrip().endswith(":") and first.level < 0 and len(entry) == 1:
                heading.append(first)
                continue
            number = f"{self._scope.objective_number}.{self._scope.count_of_actions + len(found) + 1}"
            first.text = re.sub(rf"^\s*{re.escape(number)}[.:)]?\s+", "", first.text)
            found.append(_Item([*heading, *entry], self._audience))
            heading = []
        if heading:
            found.append(_Item(heading, self._audience))
        return found

    def _divide(
        self, items: list[_Item], lines: Sequence[Line], others: dict[str, list[Line]], place: str
    ) -> list[_Item]:
        """Divide what stands in the other cells among the actions of a row, and return the actions.

        It is divided where there is one entry for each action, or one for all. Where owners or times are not, the row is one
        action. Outcomes that are not go to the objective's success, and anything else that is not becomes a note.
        """
        divided = {name: _divided(items, lines, text) for name, text in others.items()}
        if uneven := [name for name in _TIMES if name in divided and divided[name] is None]:
            counts = " and ".join(
                f"{len(items_of(others[name]))} in “{field_named(Action, name).label}”" for name in uneven
            )
            self._warn(place, f"it has {len(items)} actions, and {counts}, so they stay together as one action")
            audiences = {item.audience for item in items}
            every = [
                line
                for line in lines
                if line.text.strip() and (len(audiences) > 1 or not audience_of(line.text, _AUDIENCE))
            ]
            return [_Item(every, items[0].audience if len(audiences) == 1 else "", others)]
        for name, parts in divided.items():
            if parts:
                for item, part in zip(items, parts, strict=True):
                    item.others.setdefault(name, []).extend(part)
                continue
            label, count = field_named(Action, name).label, len(items_of(others[name]))
            problem = f"it has {len(items)} actions and {count} entries in “{label}”"
            if name == "outcome":
                objective = self._scope.objective or self._scope.start_objective()
                self._scope.collector.add(f"{objective}.success", one_text(others[name]), others[name][0].place)
                self._warn(place, f"{problem}, which are under the objective’s “Success”")
            else:
                self._scope.unplaced(others[name], label)
                self._warn(place, f"{problem}, which are a note")
        return items

    def _add(self, record: str, others: dict[str, list[Line]]) -> None:
        for name, lines in others.items():
            is_short = field_named(Action, name).kind in (Kind.SHORT, Kind.WHEN)
            text = one_text(lines, "; " if is_short else "\n")
            if not text:
                continue
            if name == "progress" and choice_of(_STATUS.choices, text):
                name = "status"
            self._scope.collector.add(f"{record}.{name}", text, lines[0].place, "; " if is_short else "\n")

    def _warn(self, place: str, problem: str) -> None:
        self._scope.collector.warnings.append(f"{place}: {problem}.")


def _labelled(line: Line) -> str:
    """Return the field that a line is of, such as "Cost: £200", without its label from then on; "" where it has none."""
    found = label_starting(line.text.strip(), "action")
    if not found or found[0].group != "action" or found[0].name == "objective" or not found[1]:
        return ""
    line.text = found[1]
    return found[0].name


def _divided(items: Sequence[_Item], actions: Sequence[Line], lines: Sequence[Line]) -> list[list[Line]] | None:
    """Return the lines of a cell for each action; None where they cannot be told apart for certain.

    Lines with blank ones between them go by their position beside the actions, where there are as many paragraphs in both cells.
    """
    starts = [next(at for at, line in enumerate(actions) if line is item.lines[0]) for item in items]
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    if len(lines) == len(actions) and len(filled) < len(lines) and set(filled) <= set(starts):
        return [[lines[at]] if at in filled else [] for at in starts]
    entries = [entry for entry in items_of(lines) if not (len(entry) == 1 and audience_of(entry[0].text, _AUDIENCE))]
    if len(entries) == len(items):
        return entries
    return [list(entries[0]) for _ in items] if len(entries) == 1 else None
