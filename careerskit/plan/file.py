"""The file a plan is kept in: its schema, and how it is read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from careerskit.errors import InputFileError, did_you_mean
from careerskit.plan.plan import SCHEMA_VERSION, Plan
from careerskit.plan.questions import Group, Kind, Question, questions_of

__all__ = ["plan_schema", "read_plan"]

_SHOWN = 80
"""How many characters of what stands in the wrong place a message shows."""


def plan_schema() -> dict[str, Any]:
    """Return the JSON Schema of a plan file."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Plan.model_json_schema()}


def read_plan(text: str, source: str) -> Plan:
    """Read a plan file.

    Args:
        text: the file's text.
        source: the file's name, for messages.

    Raises:
        InputFileError: it is no plan file, or a field in it is unknown, of the wrong kind, or says what is none of its
            choices; every such field is named.
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputFileError(
            f"{source}, row {error.lineno}, column {error.colno}: this is not JSON ({error.msg})."
        ) from None
    except (
        ValueError,
        RecursionError,
    ) as error:  # a number of thousands of figures, or lists within lists within lists
        raise InputFileError(f"{source} is no plan file: its JSON cannot be read ({error}).") from None
    if not isinstance(data, dict) or "schema_version" not in data:
        raise InputFileError(
            f"{source} is JSON, but no plan file: it has no schema_version. `careerskit schema` shows what a plan file holds."
        )
    version = data["schema_version"]
    if version != SCHEMA_VERSION:
        raise InputFileError(
            f"{source} has schema_version {version!r}, and this careerskit reads {SCHEMA_VERSION}. "
            "Where the file is newer, install the newest careerskit."
        )
    try:
        plan = Plan.model_validate(data, extra="forbid")
    except ValidationError as error:
        raise _refused(source, data, [_say(problem) for problem in error.errors()]) from None
    if faults := list(_faults(plan)):
        raise _refused(source, data, faults)
    if not plan.school:
        raise InputFileError(f'{source} does not say whose plan it is: put the school\'s id into "school".')
    return plan


def _refused(source: str, data: dict[str, Any], faults: list[str]) -> InputFileError:
    header = data.get("header")
    whose = (header.get("school_name") if isinstance(header, dict) else None) or data.get("school") or "a school"
    return InputFileError("\n  ".join([f"{source}: the plan of {_shown(whose)} cannot be read.", *faults]))


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _say(problem: ErrorDetails) -> str:
    *parents, name = problem["loc"]
    place = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        return f"{place}: there is no such field.{did_you_mean(str(name), _names(parents))}"
    if problem["type"] == "missing":
        return f"{place}: this is missing."
    return f"{place}: {problem['msg'].removeprefix('Input ')}, and here it is {_shown(repr(problem['input']))}."


def _faults(group: Group, at: str = "") -> Iterator[str]:
    """Give each answer that is none of its choices, and each record whose id another of its list has already."""
    for question in questions_of(type(group)):
        answer, here = getattr(group, question.name), f"{at}{question.name}"
        if question.kind is Kind.GROUP:
            yield from _faults(answer, f"{here}.")
        elif question.kind is Kind.ROWS:
            ids = [record.id for record in answer]
            for place, record in enumerate(answer):
                if record.id in ids[:place]:
                    yield f"{here}.{place}: the id {record.id!r} is that of an earlier {question.noun}."
                yield from _faults(record, f"{here}.{place}.")
        elif question.choices and answer:
            chosen = answer if question.kind is Kind.CHOICES else [answer]
            yield from (f"{here}: {said}" for said in _none_of(question, chosen))


def _none_of(question: Question, chosen: Iterable[str | int]) -> Iterator[str]:
    values = [choice.value for choice in question.choices]
    named = [str(value) for value in values]
    for value in chosen:
        if value not in values:
            hint = did_you_mean(str(value), named) or f" They are {', '.join(named)}."
            yield f"{_shown(repr(value))} is none of its choices.{hint}"


def _names(parents: list[int | str]) -> list[str]:
    model: type[Group] = Plan
    for part in parents:
        inner = next((question.model for question in questions_of(model) if question.name == part), None)
        model = inner or model  # a number is a place in a list: the record's own model is already here
    return list(model.model_fields)
