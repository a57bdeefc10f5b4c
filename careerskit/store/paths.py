"""The path of an answer in a plan: ``vision.slt``, ``objectives[k3f9a1xz].actions[m2x8b7qw].time``.

A record of a list is named by its id in brackets, so a path never changes when the record moves. A record's position
and its removal are values like any other, under the two names in :data:`POSITION` and :data:`REMOVED`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from careerskit.errors import StoreError, UnknownPathError
from careerskit.store.values import InvalidJson, is_blank

__all__ = ["POSITION", "REMOVED", "assemble", "check_path", "flatten", "is_list_structure", "parse_path", "record_path"]

POSITION, REMOVED = "_place", "_removed"

_STEP = r"[a-z_][a-z0-9_]*(?:\[[A-Za-z0-9_-]+\])?"
_PATH = re.compile(rf"{_STEP}(?:\.{_STEP})*")
_PART = re.compile(r"([a-z_][a-z0-9_]*)(?:\[([A-Za-z0-9_-]+)\])?")


def check_path(path: str) -> str:
    """Return a path unchanged.

    Raises:
        UnknownPathError: it is malformed.
    """
    if not _PATH.fullmatch(path):
        raise UnknownPathError(
            f"{path[:200]!r} names no answer. A path reads like vision.slt or objectives[k3f9].actions[m2x8].time"
        )
    return path


def record_path(list_path: str, record: str, field: str = "") -> str:
    """Return the path of a record of a list, or of one of its fields."""
    return f"{list_path}[{record}].{field}" if field else f"{list_path}[{record}]"


def is_list_structure(path: str) -> bool:
    """Whether a path holds a record's position or removal, and no answer."""
    return path.rpartition(".")[2] in (POSITION, REMOVED)


@lru_cache(maxsize=100_000)  # a plan is put together again and again from the same paths, of which it has some hundreds
def parse_path(path: str) -> tuple[tuple[str, str], ...]:
    """Return the steps of a path: the name of each and, for a record of a list, its id, or else "".

    Raises:
        UnknownPathError: it is malformed.
    """
    return tuple(_PART.findall(check_path(path)))


def flatten(tree: Mapping[str, Any], at: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the path and value of every answer of a tree. Mappings with an ``id`` in a list are records."""
    for name, value in tree.items():
        path = f"{at}.{name}" if at else name
        if isinstance(value, Mapping):
            yield from flatten(value, path)
        elif isinstance(value, list | tuple) and value and all(isinstance(entry, Mapping) for entry in value):
            for position, record in enumerate(value):
                here = record_path(path, record["id"])
                yield f"{here}.{POSITION}", position
                yield from flatten({key: entry for key, entry in record.items() if key != "id"}, here)
        else:
            yield path, list(value) if isinstance(value, tuple) else value


def assemble(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Build the tree of answers from paths and values: groups as dicts, lists in their order, removed records left out.

    A blank answer does not conflict with answers below its path.

    Raises:
        UnknownPathError: a path is malformed, or is both an answer and the parent of others.
        StoreError: an answer is damaged.
    """
    root = _Group()
    empty = []
    for path, value in answers.items():
        if isinstance(value, InvalidJson):
            raise StoreError(f"The answer at {path} is damaged: {value.text[:40]!r}.")
        if is_blank(value):
            empty.append((path, value))
        elif taken := _put(root, path, value):
            raise UnknownPathError(f"{taken} cannot be both an answer and a group or list of answers.")
    for path, value in empty:
        _put(root, path, value)
    return {name: _in_order(value) for name, value in root.items()}


class _Group(dict[str, Any]):
    """Answers by name. Its type tells it from an answer that is itself a dict."""


class _Records(dict[str, _Group]):
    """The records of a list by id, not yet in order."""


def _put(root: _Group, path: str, value: Any) -> str:
    """Put an answer at its path and return ""; or return the path that conflicts with it."""
    node = root
    *way, (name, record) = parse_path(path)
    for number, (step, key) in enumerate(way):
        kind = _Records if key else _Group
        inner = node.setdefault(step, kind())
        if type(inner) is not kind:
            return ".".join([*(record_path(*passed) if passed[1] else passed[0] for passed in way[:number]), step])
        node = inner.setdefault(key, _Group()) if isinstance(inner, _Records) else inner
    if record or isinstance(node.get(name), _Group | _Records):
        return path
    node[name] = value
    return ""


def _in_order(node: Any) -> Any:
    if isinstance(node, _Records):
        there = [
            (fields[POSITION], key) for key, fields in node.items() if POSITION in fields and not fields.get(REMOVED)
        ]
        if odd := next((key for place, key in there if not isinstance(place, int)), ""):
            raise StoreError(f"The position of the record {odd} in its list is not a number.")
        return [
            {"id": key}
            | {name: _in_order(value) for name, value in node[key].items() if name not in (POSITION, REMOVED)}
            for _, key in sorted(there)
        ]
    if isinstance(node, _Group):
        return {name: _in_order(value) for name, value in node.items()}
    return node
