"""The file a plan is kept in: its schema, and how it is read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from careerskit.errors import InputFileError, did_you_mean
from careerskit.plan.fields import FieldSpec, Group, Kind, fields_of
from careerskit.plan.plan import SCHEMA_VERSION, Plan

__all__ = ["plan_schema", "read_plan"]

_MAX_QUOTED = 80
"""How many characters of a wrong value a message quotes."""


def plan_schema() -> dict[str, Any]:
    """Return the JSON Schema of a plan file."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Plan.model_json_schema()}


def read_plan(text: str, source: str) -> Plan:
    """Read a plan file.

    Args:
        text: the file's text.
        source: the file's name, for messages.

    Raises:
        InputFileError: it is not a plan file, or a field in it is unknown, of the wrong kind, or not one of its choices;
            the message names every such field.
    """
    try:
        data = json.loads(text, object_pairs_hook=_without_repeats)
    except _RepeatedKeyError as error:
        raise InputFileError(
            f"{source} has “{_shorten(error.key)}” twice in one place, and which of the two counts is not clear. Remove one."
        ) from None
    except json.JSONDecodeError as error:
        raise InputFileError(
            f"{source}, row {error.lineno}, column {error.colno}: this is not JSON ({error.msg})."
        ) from None
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, or too deeply nested lists
        raise InputFileError(f"{source} is not a plan file: its JSON cannot be read ({error}).") from None
    if not isinstance(data, dict) or "schema_version" not in data:
        raise InputFileError(
            f"{source} is JSON but not a plan file: it has no schema_version. `careerskit schema` shows what a plan file holds."
        )
    version = data["schema_version"]
    if version != SCHEMA_VERSION:
        raise InputFileError(
            f"{source} has schema_version {version!r}, and this careerskit reads {SCHEMA_VERSION}. "
            "If the file is newer, install the newest careerskit."
        )
    try:
        plan = Plan.model_validate(data, extra="forbid")
    except ValidationError as error:
        raise _error(source, data, [_message(problem) for problem in error.errors()]) from None
    if problems := list(_problems(plan)):
        raise _error(source, data, problems)
    if not plan.school:
        raise InputFileError(f'{source} does not say whose plan it is: put the school\'s id into "school".')
    return plan


class _RepeatedKeyError(ValueError):
    """An object of a JSON file has a key twice."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object. json would take the last of two values of a key without a word."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _RepeatedKeyError(next(key for key in keys if keys.count(key) > 1))
    return found


def _error(source: str, data: dict[str, Any], problems: list[str]) -> InputFileError:
    header = data.get("header")
    school = (header.get("school_name") if isinstance(header, dict) else None) or data.get("school") or "a school"
    return InputFileError("\n  ".join([f"{source}: the plan of {_shorten(school)} cannot be read.", *problems]))


def _shorten(value: Any) -> str:
    text = str(value)
    return text if len(text) <= _MAX_QUOTED else f"{text[:_MAX_QUOTED]}…"


def _message(problem: ErrorDetails) -> str:
    *parents, name = problem["loc"]
    path = ".".join(str(step) for step in problem["loc"])
    if problem["type"] == "extra_forbidden":
        return f"{path}: there is no such field.{did_you_mean(str(name), _field_names(parents))}"
    if problem["type"] == "missing":
        return f"{path}: this is missing."
    return f"{path}: {problem['msg'].removeprefix('Input ')}, but it is {_shorten(repr(problem['input']))}."


def _problems(group: Group, parent: str = "") -> Iterator[str]:
    """Describe each answer that is not one of its choices, and each record whose id an earlier one of its list has."""
    for field in fields_of(type(group)):
        answer, path = getattr(group, field.name), f"{parent}{field.name}"
        if field.kind is Kind.GROUP:
            yield from _problems(answer, f"{path}.")
        elif field.kind is Kind.ROWS:
            ids = [record.id for record in answer]
            for index, record in enumerate(answer):
                if record.id in ids[:index]:
                    yield f"{path}.{index}: the id {record.id!r} is already that of an earlier {field.noun}."
                yield from _problems(record, f"{path}.{index}.")
        elif field.choices and answer:
            chosen = answer if field.kind is Kind.CHOICES else [answer]
            yield from (f"{path}: {problem}" for problem in _unknown_choices(field, chosen))


def _unknown_choices(field: FieldSpec, chosen: Iterable[str | int]) -> Iterator[str]:
    values = [choice.value for choice in field.choices]
    names = [str(value) for value in values]
    for value in chosen:
        if value not in values:
            hint = did_you_mean(str(value), names) or f" Choose from: {', '.join(names)}."
            yield f"{_shorten(repr(value))} is not one of the choices.{hint}"


def _field_names(parents: list[int | str]) -> list[str]:
    model: type[Group] = Plan
    for step in parents:
        inner = next((field.model for field in fields_of(model) if field.name == step), None)
        model = inner or model  # a number is an index in a list: the record's own model is already here
    return list(model.model_fields)
