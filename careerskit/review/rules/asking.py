"""How rules ask for what is not written yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from careerskit.plan import FieldSpec, Group, Kind, Plan, Record, advice_on, fields_of
from careerskit.review.finding import Found

__all__ = ["ask_for", "ask_for_empty", "without_blanks"]


def ask_for(field: FieldSpec, *, within: bool = False) -> str:
    """Return the request to fill a field in. within: as the end of a sentence that says in what."""
    verb = {Kind.ROWS: "Add", Kind.CHOICE: "Choose", Kind.CHOICES: "Choose"}.get(field.kind, "Write")
    return f"{verb.lower()} “{field.label}”" if within else f"{verb}: {field.label}"


def without_blanks(answer: Any) -> Any:
    """Return an answer without what is blank in it: spaces around a text, and empty records of a list."""
    if isinstance(answer, tuple):
        return tuple(entry for entry in answer if not isinstance(entry, Record) or entry != type(entry)(id=entry.id))
    return answer.strip() if isinstance(answer, str) else answer


def ask_for_empty(plan: Plan, part: str, optional: tuple[str, ...] = ()) -> Iterator[Found]:
    """Check that the fields of a part are filled in, and clear. What is optional may be empty."""
    group: Group = getattr(plan, part)
    for field in (one for one in fields_of(type(group)) if one.is_asked_of(plan.setting)):
        path = f"{part}.{field.name}"
        answer = without_blanks(getattr(group, field.name))
        if field.kind is Kind.GROUP or ((field.optional or field.name in optional) and not answer):
            continue
        if not answer:
            yield Found(group.title, ask_for(field), path, is_missing=True)
        elif field.kind is Kind.ROWS and len(answer) < field.at_least:
            more = field.at_least - len(answer)
            text = f"{field.label}: add {more} more, to have at least {field.at_least}"
            yield Found(group.title, text, path, is_missing=True)
        elif advice := advice_on(field, answer, plan.academic_year):
            yield Found(group.title, f"{field.label}: {advice}", path)
