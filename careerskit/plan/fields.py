"""The fields of a plan: each carries its own label, guiding question, help, kind and limits.

A field is written once, in a model of :mod:`careerskit.plan.sections` or :mod:`careerskit.plan.action_plan`::

    slt: Annotated[str, FieldSpec("SLT Comments", limit=1500)] = ""

Forms, pages, checks and the JSON Schema all read that one place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from careerskit.plan.setting import Setting

__all__ = ["Choice", "FieldSpec", "Group", "Kind", "Record", "asked_fields", "field_named", "fields_of", "only_public"]


class Kind(StrEnum):
    """What sort of answer a field takes."""

    SHORT = "short text"
    LONG = "long text"
    WHEN = "time as written"
    DATE = "date as written"
    SCORE = "per cent"
    CHOICE = "one of a list"
    CHOICES = "several of a list"
    TICK = "yes or no"
    GROUP = "group of questions"
    ROWS = "list of records"


@dataclass(frozen=True)
class Choice:
    """One entry of a list to choose from: the value stored, and the label that a person reads."""

    value: str | int
    label: str


@dataclass(frozen=True)
class FieldSpec:
    """One field of a plan.

    label: the template's own heading for the field, word for word.
    question: the template's guiding question, if it has one.
    help: one sentence of ours on what to write.
    limit: longest answer advised, in characters. A longer one is saved whole, and its length is pointed out.
    at_least, at_most: how many records a list should have; 0 for no limit.
    choices_from: the paths of the lists of the plan whose records can be chosen, where there are no fixed choices.
    noun: what one record of a list is called.
    optional: whether most plans leave it empty, and nobody is asked for it. An empty list then offers no box, only to add a record.
    points: whether the records of a list are short points: one box each, with whatever else they have behind a button.
    applies_if: (field, value) of the same record, without which this field does not apply.
    question_if: (field, value, question) where another field of the record changes the guiding question.
    settings: the types of school or college that the field is asked of; none for all.
    public: whether the answer may be published. Whatever is not public is for staff and governors, see :func:`only_public`.
    name, model: the field's name in its model, and the model of its group or records; set by :func:`fields_of`.
    """

    label: str
    question: str = ""
    help: str = ""
    kind: Kind = Kind.LONG
    limit: int = 2000
    choices: tuple[Choice, ...] = ()
    choices_from: tuple[str, ...] = ()
    at_least: int = 0
    at_most: int = 0
    noun: str = "entry"
    optional: bool = False
    points: bool = False
    applies_if: tuple[str, str] | None = None
    question_if: tuple[str, str, str] | None = None
    settings: tuple[Setting, ...] = ()
    public: bool = False
    name: str = ""
    model: type[Group] | None = None

    def applies_to(self, record: Any) -> bool:
        """Whether this field applies to a record (or dict of answers)."""
        return self.applies_if is None or _get(record, self.applies_if[0]) == self.applies_if[1]

    def is_asked_of(self, setting: Setting) -> bool:
        """Whether this field is asked of schools or colleges of a type."""
        return not self.settings or setting in self.settings

    def question_for(self, record: Any) -> str:
        """Return the guiding question as worded for a record (or dict of answers)."""
        if self.question_if and _get(record, self.question_if[0]) == self.question_if[1]:
            return self.question_if[2]
        return self.question

    def label_of(self, value: str | int) -> str:
        """Return the label of a stored choice; the value itself where it is not in the list."""
        return next((choice.label for choice in self.choices if choice.value == value), str(value))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Write label, question, help and choices into the JSON Schema, with ``{students}`` and the like worded for a school."""
        schema = handler(core)
        texts = (Setting.SCHOOL.localise(text) for text in (self.question, self.help) if text)
        schema |= {"title": Setting.SCHOOL.localise(self.label)}
        if description := " ".join(texts):
            schema["description"] = description
        values: list[str | int] = [choice.value for choice in self.choices]
        if self.kind is Kind.CHOICE:
            schema["enum"] = ["", *values]
        elif self.kind is Kind.CHOICES and not self.choices_from:
            schema["items"] = {"enum": values}
        return schema


class Group(BaseModel):
    """Fields that belong together. Each has an empty answer as its default, so an empty plan is a plan.

    Unknown fields are ignored when answers are read; :func:`careerskit.plan.read_plan` and the schema refuse them.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, json_schema_extra={"additionalProperties": False})

    title: ClassVar[str] = ""


AnyGroup = TypeVar("AnyGroup", bound=Group)


class Record(Group):
    """One entry of a list. Its id never changes, wherever in the list it moves, and fits into the store's paths.

    summary: the names of the fields that tell it from the others of its list in one line.
    """

    summary: ClassVar[tuple[str, ...]] = ()

    id: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,40}$")]


@cache
def fields_of(model: type[Group]) -> tuple[FieldSpec, ...]:
    """Return the fields of a group or record, in the order of the template."""
    found = []
    for name, info in model.model_fields.items():
        field = next((item for item in info.metadata if isinstance(item, FieldSpec)), None)
        if field is not None:
            types = [info.annotation, *get_args(info.annotation)]
            inner = next((kind for kind in types if isinstance(kind, type) and issubclass(kind, Group)), None)
            found.append(replace(field, name=name, model=inner))
    return tuple(found)


def only_public(group: AnyGroup) -> AnyGroup:
    """Return a group with its public answers alone: every other field, within it too, has its empty default.

    What is not public is gone, not hidden, so nothing that is made from the result can show it.
    """
    internal = {field.name for field in fields_of(type(group)) if not field.public}
    kept: dict[str, Any] = {name: value for name, value in group if name not in internal}
    for name, value in kept.items():
        if isinstance(value, Group):
            kept[name] = only_public(value)
        elif isinstance(value, tuple):
            kept[name] = tuple(only_public(entry) if isinstance(entry, Group) else entry for entry in value)
    return type(group).model_validate(kept)


def asked_fields(group: Group, setting: Setting) -> list[FieldSpec]:
    """Return the fields of a group or record that apply to it and are asked of schools or colleges of a type."""
    return [field for field in fields_of(type(group)) if field.applies_to(group) and field.is_asked_of(setting)]


def field_named(model: type[Group], name: str) -> FieldSpec:
    """Return the field of that name."""
    return next(field for field in fields_of(model) if field.name == name)


def _get(record: Any, name: str) -> Any:
    return record.get(name) if isinstance(record, dict) else getattr(record, name)
