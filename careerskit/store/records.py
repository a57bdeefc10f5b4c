"""The records of a list, by what their answers say: which there are, and in which order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from careerskit.errors import UnknownPathError
from careerskit.store.paths import POSITION, REMOVED, check_path, record_path

__all__ = ["missing_parent", "ordered_ids", "positions", "require_record"]


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
