"""Where an answer stands in a plan: ``vision.slt``, ``objectives[k3f9a1xz].actions[m2x8b7qw].time``.

A record of a list is named by its id in brackets, so a path never changes when the record moves. A record's place in its
list and its removal are values like any other, under the two names in :data:`PLACE` and :data:`REMOVED`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from careerskit.errors import UnknownPathError

__all__ = ["PLACE", "REMOVED", "assemble", "check_path", "flatten", "record_path"]

PLACE, REMOVED = "_place", "_removed"

_STEP = r"[a-z_][a-z0-9_]*(?:\[[A-Za-z0-9_-]+\])?"
_PATH = re.compile(rf"{_STEP}(?:\.{_STEP})*")
_PART = re.compile(r"([a-z_][a-z0-9_]*)(?:\[([A-Za-z0-9_-]+)\])?")


def check_path(path: str) -> str:
    """Return the path as it is.

    Raises:
        UnknownPathError: it is not written as a path of answers is.
    """
    if not _PATH.fullmatch(path):
        raise UnknownPathError(
            f"{path!r} names no answer. A path reads like vision.slt or objectives[k3f9].actions[m2x8].time"
        )
    return path


def record_path(list_path: str, record: str, field: str = "") -> str:
    """Return the path of a record of a list, or of one of its fields."""
    return f"{list_path}[{record}].{field}" if field else f"{list_path}[{record}]"


def flatten(tree: Mapping[str, Any], at: str = "") -> Iterator[tuple[str, Any]]:
    """Give every answer of a tree with its path. Records are mappings with an ``id`` in a list; lists of else are values."""
    for name, value in tree.items():
        path = f"{at}.{name}" if at else name
        if isinstance(value, Mapping):
            yield from flatten(value, path)
        elif isinstance(value, list | tuple) and value and all(isinstance(entry, Mapping) for entry in value):
            for place, record in enumerate(value):
                here = record_path(path, record["id"])
                yield f"{here}.{PLACE}", place
                yield from flatten({key: entry for key, entry in record.items() if key != "id"}, here)
        else:
            yield path, list(value) if isinstance(value, tuple) else value


def assemble(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Build the tree of answers from paths and values: groups as dicts, lists in their order, removed records left out."""
    root: dict[str, Any] = {}
    for path, value in answers.items():
        node, steps = root, _PART.findall(path)
        for name, record in steps[:-1]:
            node = node.setdefault(name, _Records() if record else {})
            if record:
                node = node.setdefault(record, {})
        node[steps[-1][0]] = value
    return {name: _in_order(value) for name, value in root.items()}


class _Records(dict[str, dict[str, Any]]):
    """The records of one list by id, before they are put in order."""


def _in_order(node: Any) -> Any:
    if isinstance(node, _Records):
        there = [(fields[PLACE], key) for key, fields in node.items() if PLACE in fields and not fields.get(REMOVED)]
        return [
            {"id": key} | {name: _in_order(value) for name, value in node[key].items() if name not in (PLACE, REMOVED)}
            for _, key in sorted(there)
        ]
    if isinstance(node, dict):
        return {name: _in_order(value) for name, value in node.items()}
    return node
