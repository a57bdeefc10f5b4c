"""What a plan asks: each field carries its own label, guiding question, help, kind and limits.

A field is written once, in a model of :mod:`careerskit.plan.sections`::

    slt: Annotated[str, Question("SLT Comments", limit=1500)] = ""

Forms, pages, checks and the JSON Schema all read that one place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, get_args

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from careerskit.plan.setting import Setting

__all__ = ["Choice", "Group", "Kind", "Question", "Record", "question_named", "questions_of"]


class Kind(StrEnum):
    """What sort of answer a question takes."""

    SHORT = "short text"
    LONG = "long text"
    WHEN = "time as written"
    SCORE = "per cent"
    CHOICE = "one of a list"
    CHOICES = "several of a list"
    TICK = "yes or no"
    GROUP = "group of questions"
    ROWS = "list of records"


@dataclass(frozen=True)
class Choice:
    """One entry of a list to choose from: what is stored, and what a person reads."""

    value: str | int
    label: str


@dataclass(frozen=True)
class Question:
    """One field of a plan.

    label: the template's own heading for the field, word for word.
    question: the template's guiding question, if it has one.
    help: one sentence of ours on what to write.
    limit: longest answer in characters; advice, not a knife: a longer answer is kept whole and said to be long.
    at_least, at_most: how many records a list asks for; 0 for no such wish.
    noun: what one record of a list is called.
    only_for: (field, value) of the same record for which alone the question is asked.
    asked_as: (field, value, question) where another field of the record changes the guiding question.
    """

    label: str
    question: str = ""
    help: str = ""
    kind: Kind = Kind.LONG
    limit: int = 2000
    choices: tuple[Choice, ...] = ()
    at_least: int = 0
    at_most: int = 0
    noun: str = "entry"
    only_for: tuple[str, str] | None = None
    asked_as: tuple[str, str, str] | None = None
    name: str = ""
    model: type[Group] | None = None

    def is_asked(self, record: Any) -> bool:
        """Whether the question is asked of this record (or dict of answers)."""
        return self.only_for is None or _get(record, self.only_for[0]) == self.only_for[1]

    def question_for(self, record: Any) -> str:
        """Return the guiding question in the words for this record (or dict of answers)."""
        if self.asked_as and _get(record, self.asked_as[0]) == self.asked_as[1]:
            return self.asked_as[2]
        return self.question

    def label_of(self, value: str | int) -> str:
        """Return what a person reads for a stored choice; the value itself where it is none of the list."""
        return next((choice.label for choice in self.choices if choice.value == value), str(value))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Write label, question, help and choices into the JSON Schema. ``{students}`` and the like stand as in a school."""
        schema = handler(core)
        says = (Setting.SCHOOL.say(text) for text in (self.question, self.help) if text)
        schema |= {"title": Setting.SCHOOL.say(self.label)}
        if description := " ".join(says):
            schema["description"] = description
        values: list[str | int] = [choice.value for choice in self.choices]
        if self.kind is Kind.CHOICE:
            schema["enum"] = ["", *values]
        elif self.kind is Kind.CHOICES:
            schema["items"] = {"enum": values}
        return schema


class Group(BaseModel):
    """Questions that belong together. Every one has an empty answer as its default, so an empty plan is a plan.

    Unknown fields are left out of the model when answers are read; :func:`careerskit.plan.read_plan` and the schema refuse them.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, json_schema_extra={"additionalProperties": False})

    title: ClassVar[str] = ""


class Record(Group):
    """One entry of a list. Its id never changes, wherever in the list it moves, and is made as the store's paths need it."""

    id: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,40}$")]


@cache
def questions_of(model: type[Group]) -> tuple[Question, ...]:
    """Return the questions of a group or record in the order they are asked."""
    found = []
    for name, field in model.model_fields.items():
        question = next((item for item in field.metadata if isinstance(item, Question)), None)
        if question is not None:
            kinds = [field.annotation, *get_args(field.annotation)]
            inner = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Group)), None)
            found.append(replace(question, name=name, model=inner))
    return tuple(found)


def question_named(model: type[Group], name: str) -> Question:
    """Return the question of that name."""
    return next(question for question in questions_of(model) if question.name == name)


def _get(record: Any, name: str) -> Any:
    return record.get(name) if isinstance(record, dict) else getattr(record, name)
