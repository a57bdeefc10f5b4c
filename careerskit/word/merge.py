"""Bringing what was read from a Word document into a school's plan: what it adds, what it replaces, and what it leaves alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from careerskit.plan import Plan, School
from careerskit.review import match_records, placed_records, text_key
from careerskit.store import DOCUMENT, Store, answers_in, is_list_structure, load_plan, record_path
from careerskit.views import PlanPlaces
from careerskit.word.read import Found

__all__ = ["DocumentChange", "DocumentChanges", "add_to_plan", "changes_by"]

_RECORD = re.compile(r"\[([^\]]+)\]")


@dataclass(frozen=True)
class DocumentChange:
    """One answer of a document. name: its place in the plan, in words. text: what it says. before: what it replaces, if anything.

    source: where it stands in the document; "" where that is not known.
    """

    name: str
    text: str
    before: str = ""
    source: str = ""


@dataclass(frozen=True)
class DocumentChanges:
    """What a document changes in a plan.

    changes: the answers that it adds or replaces. same: how many answers the plan has already. notes: the texts that have no place,
    each with where it stood. values, new_records: as :meth:`AnswerLog.save` takes them.
    """

    changes: tuple[DocumentChange, ...]
    same: int
    notes: tuple[tuple[str, str], ...]
    values: Mapping[str, Any]
    new_records: tuple[tuple[str, str], ...]


def add_to_plan(store: Store, school: School, incoming: Plan) -> DocumentChanges:
    """Save the answers of a document in a school's plan, all or none, and return what changed. See :func:`changes_by`."""
    found = changes_by(store, school, incoming)
    store.answers.save(school.id, found.values, DOCUMENT, new_records=found.new_records)
    return found


def changes_by(store: Store, school: School, incoming: Plan, found: tuple[Found, ...] = ()) -> DocumentChanges:
    """Return what a document changes in a school's plan. Nothing is saved.

    An answer replaces that of the plan only where the document has text, and nothing is removed. A record is the same where it has
    the same id, or else the same text, so that the same document brings nothing the second time.

    incoming: the answers of the document. found: where they stood in it.
    """
    now = store.answers.by_path(school.id)
    present = load_plan(store, school)
    paths = _paths_in(present, incoming)
    renamed = Plan.of(school.id, _renamed(incoming.model_dump(), "", paths))
    before, sources = answers_in(present), {_moved(one.path, paths): one.place for one in found}
    places = PlanPlaces(renamed)
    changes, values, same = [], dict[str, Any](), 0
    for path, value in answers_in(renamed).items():
        if is_list_structure(path) or _is_blank(value) or path.startswith("notes["):
            continue
        if _is_same(before.get(path), value):
            same += 1
            continue
        values[path] = value
        old = before.get(path)
        old_text = "" if _is_blank(old) else PlanPlaces(present).text(path, old)
        changes.append(DocumentChange(places.name(path), places.text(path, value), old_text, sources.get(path, "")))
    known_notes = {text_key(note.text) for note in present.notes}
    notes = [
        note for note in renamed.notes if f"notes[{note.id}].text" not in now and text_key(note.text) not in known_notes
    ]
    for note in notes:
        values |= {f"notes[{note.id}].text": note.text, f"notes[{note.id}].source": note.source}
    new = dict.fromkeys(record for path in values for record in _records_of(path) if f"{record}._place" not in before)
    values |= {f"{record}._removed": False for record in new if now.get(f"{record}._removed")}
    return DocumentChanges(
        tuple(changes),
        same,
        tuple((note.text, note.source) for note in notes),
        values,
        tuple((record.rpartition("[")[0], record.rpartition("[")[2].rstrip("]")) for record in new),
    )


def _paths_in(present: Plan, incoming: Plan) -> dict[str, str]:
    """Return the path that each record of a document has in the plan."""
    old, new = list(placed_records(present)), list(placed_records(incoming))
    theirs = {after: before for before, after in match_records(old, new).items()}
    taken = {one.path for one in old}
    paths: dict[str, str] = {}
    for one in new:
        list_path = f"{_moved(one.parent, paths)}.{one.list_name}".lstrip(".")
        path = theirs.get(one.path) or record_path(list_path, one.record.id)
        number = 1
        while one.path not in theirs and path in taken:
            path = record_path(list_path, f"{one.record.id[:36]}-{number}")
            number += 1
        taken.add(path)
        paths[one.path] = path
    return paths


def _moved(path: str, paths: Mapping[str, str]) -> str:
    """Return the path that an answer or record of a document has in the plan."""
    for end in reversed([match.end() for match in _RECORD.finditer(path)]):
        if path[:end] in paths:
            return f"{paths[path[:end]]}{path[end:]}"
    return path


def _renamed(tree: Mapping[str, Any], at: str, paths: Mapping[str, str]) -> dict[str, Any]:
    """Return answers with the ids that their records have in the plan, also where they are chosen."""
    ids = {_id(old): _id(new) for old, new in paths.items()}
    found: dict[str, Any] = {}
    for name, value in tree.items():
        here = f"{at}.{name}".lstrip(".")
        if isinstance(value, Mapping):
            found[name] = _renamed(value, here, paths)
        elif isinstance(value, list | tuple):
            found[name] = [
                {
                    **_renamed(one, record_path(here, one["id"]), paths),
                    "id": _id(_moved(record_path(here, one["id"]), paths)),
                }
                if isinstance(one, Mapping)
                else ids.get(one, one)
                for one in value
            ]
        else:
            found[name] = value
    return found


def _id(record: str) -> str:
    return record.rpartition("[")[2].removesuffix("]")


def _records_of(path: str) -> Iterator[str]:
    """Yield the paths of the records that an answer is in, the outermost first."""
    return (path[: match.end()] for match in _RECORD.finditer(path))


def _is_blank(value: Any) -> bool:
    return not value or (isinstance(value, str) and not value.strip())


def _is_same(before: Any, after: Any) -> bool:
    if isinstance(before, str) and isinstance(after, str):
        return text_key(before) == text_key(after)
    return bool(before == after)
