"""The records of a list, by what their answers say: which there are, and in which order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from careerskit.errors import UnknownPathError
from careerskit.store.paths import POSITION, REMOVED, check_path, record_path
from careerskit.store.values import InvalidJson, is_blank

__all__ = ["missing_parent", "ordered_ids", "positions", "replacing", "require_record"]


def positions(answers: Mapping[str, Any], list_path: str, *, with_removed: bool = False) -> dict[str, int]:
    """Return the position of each record of a list, by id. answers: by path. with_removed: whether to include removed records."""
    start = f"{check_path(list_path)}["
    found = {}
    for path, value in answers.items():
        record, _, field = path.removeprefix(start).partition("].")
        removed = not with_removed and answers.get(record_path(list_path, record, REMOVED))
        if path.startswith(start) and field == POSITION and not removed:
            found[record] = value if isinstance(value, int) else 0
    return found


def ordered_ids(answers: Mapping[str, Any], list_path: str) -> list[str]:
    """Return the ids of a list's records in order, without removed ones."""
    found = positions(answers, list_path)
    return sorted(found, key=lambda record: (found[record], record))


def require_record(record: str, known: Iterable[str], school: str, list_path: str) -> None:
    """Raise UnknownPathError where a record is not among those known."""
    if record not in known:
        raise UnknownPathError(f"{list_path} of school {school} has no record {record}.")


def missing_parent(answers: Mapping[str, Any], list_path: str) -> str:
    """Return the first record on the way to a list that does not exist or was removed; "" where all exist."""
    for bracket in re.finditer(r"\]", list_path):
        record = list_path[: bracket.end()]
        if f"{record}.{POSITION}" not in answers or answers.get(f"{record}.{REMOVED}"):
            return record
    return ""


def replacing(now: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what to save so that a school's answers are these and no others. now, values: by path.

    Other answers become blank, and other records are removed as a whole: restored, they have their answers again.
    """
    missing = [path.removesuffix(POSITION) for path in now if path.endswith(f".{POSITION}") and path not in values]
    records = tuple(record for record in missing if not record.startswith(tuple({*missing} - {record})))
    new: dict[str, Any] = {f"{record}{REMOVED}": True for record in records}
    for path, value in now.items():
        if path.endswith(f".{REMOVED}"):
            if f"{path.removesuffix(REMOVED)}{POSITION}" in values:
                new[path] = False
        elif isinstance(value, InvalidJson) and path not in values:
            new[path] = ""
        elif path not in values and not path.startswith(records) and not path.endswith(f".{POSITION}"):
            new[path] = type(value)()
    return new | {path: value for path, value in values.items() if path in now or not is_blank(value)}
