"""What a rule yields, and how it names what is missing."""

from __future__ import annotations

from typing import Any, NamedTuple

from careerskit.plan import FieldSpec, Kind, Record

__all__ = ["Gap", "ask_for", "without_blanks"]


class Gap(NamedTuple):
    """One thing to do next: in which section, what, and the path of the answer, list or group that it is about.

    A rule's text may hold words of a setting, like ``{governors}``.
    """

    section: str
    text: str
    path: str


def ask_for(field: FieldSpec, *, within: bool = False) -> str:
    """Return the request to fill a field in. within: as the end of a sentence that says in what."""
    verb = {Kind.ROWS: "Add", Kind.CHOICE: "Choose", Kind.CHOICES: "Choose"}.get(field.kind, "Write")
    return f"{verb.lower()} “{field.label}”" if within else f"{verb}: {field.label}"


def without_blanks(answer: Any) -> Any:
    """Return an answer without what is blank in it: spaces around a text, and empty records of a list."""
    if isinstance(answer, tuple):
        return tuple(entry for entry in answer if not isinstance(entry, Record) or entry != type(entry)(id=entry.id))
    return answer.strip() if isinstance(answer, str) else answer
