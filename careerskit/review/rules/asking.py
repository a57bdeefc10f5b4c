"""How rules ask for what is not written yet."""

from __future__ import annotations

from typing import Any

from careerskit.plan import FieldSpec, Kind, Record

__all__ = ["ask_for", "without_blanks"]


def ask_for(field: FieldSpec, *, within: bool = False) -> str:
    """Return the request to fill a field in. within: as the end of a sentence that says in what."""
    verb = {Kind.ROWS: "Add", Kind.CHOICE: "Choose", Kind.CHOICES: "Choose"}.get(field.kind, "Write")
    return f"{verb.lower()} “{field.label}”" if within else f"{verb}: {field.label}"


def without_blanks(answer: Any) -> Any:
    """Return an answer without what is blank in it: spaces around a text, and empty records of a list."""
    if isinstance(answer, tuple):
        return tuple(entry for entry in answer if not isinstance(entry, Record) or entry != type(entry)(id=entry.id))
    return answer.strip() if isinstance(answer, str) else answer
