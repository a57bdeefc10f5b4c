"""The whole plan, and the file it is kept in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from careerskit.errors import InputFileError, did_you_mean
from careerskit.plan.dates import academic_year_of
from careerskit.plan.questions import Group, Kind, Question, questions_of
from careerskit.plan.sections import Action, CurrentState, Header, Objective, Reflections, Swot, Vision
from careerskit.plan.setting import Setting

__all__ = ["SCHEMA_VERSION", "Plan", "plan_schema", "read_plan"]

SCHEMA_VERSION = 1
"""Grows by one when a plan file of the old shape could no longer be read as it is; `read_plan` then brings old files up."""


class Plan(Group):
    """A school's Strategic Careers Plan for one academic year. Every field has an empty answer as its default."""

    title: ClassVar[str] = "Strategic Careers Plan"

    schema_version: int = SCHEMA_VERSION
    school: str = ""
    header: Annotated[Header, Question(Header.title, kind=Kind.GROUP)] = Header()
    vision: Annotated[Vision, Question(Vision.title, kind=Kind.GROUP)] = Vision()
    current_state: Annotated[CurrentState, Question(CurrentState.title, kind=Kind.GROUP)] = CurrentState()
    swot: Annotated[Swot, Question(Swot.title, kind=Kind.GROUP)] = Swot()
    objectives: Annotated[
        tuple[Objective, ...],
        Question(
            "Key strategic objectives",
            help="Between three and five, at least one of them a whole-{school} priority",
            kind=Kind.ROWS,
            noun="objective",
            at_least=3,
            at_most=5,
        ),
    ] = ()
    reflections: Annotated[Reflections, Question(Reflections.title, kind=Kind.GROUP)] = Reflections()

    @classmethod
    def of(cls, school: str, answers: Mapping[str, Any]) -> Plan:
        """Build the plan of a school from its answers as the store gives them; fields no longer known are left out."""
        return cls.model_validate({**answers, "schema_version": SCHEMA_VERSION, "school": school})

    @property
    def setting(self) -> Setting:
        """The kind of place, a school where nothing is chosen yet."""
        return Setting.read(self.header.setting)

    @property
    def academic_year(self) -> int | None:
        """The year in which the plan's academic year starts, if it says so."""
        return academic_year_of(self.header.academic_year)

    @property
    def actions(self) -> Iterator[tuple[Objective, Action]]:
        """Every action with the objective it stands under, in the plan's order."""
        return ((objective, action) for objective in self.objectives for action in objective.actions)

    def to_json(self) -> str:
        """Return the plan as the text of a plan file, readable by :func:`read_plan`."""
        return self.model_dump_json(indent=2) + "\n"


def plan_schema() -> dict[str, Any]:
    """Return the JSON Schema of a plan file."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Plan.model_json_schema()}


def read_plan(text: str, source: str) -> Plan:
    """Read a plan file.

    Args:
        text: the file's text.
        source: the file's name, for messages.

    Raises:
        InputFileError: it is no plan file, or a field in it is unknown or of the wrong kind; every such field is named.
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
        problems = "\n".join(f"  {_say(problem)}" for problem in error.errors())
        raise InputFileError(f"{source}: the plan of {_whose(data)} cannot be read.\n{problems}") from None
    if twice := list(_twice(plan)):
        raise InputFileError(f"{source}: each entry of a list needs an id of its own.\n  " + "\n  ".join(twice))
    if not plan.school:
        raise InputFileError(f'{source} does not say whose plan it is: put the school\'s id into "school".')
    return plan


def _whose(data: dict[str, Any]) -> str:
    header = data.get("header")
    return str((header.get("school_name") if isinstance(header, dict) else None) or data.get("school") or "a school")


def _say(problem: ErrorDetails) -> str:
    *parents, name = problem["loc"]
    place = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        return f"{place}: there is no such field.{did_you_mean(str(name), _names(parents))}"
    if problem["type"] == "missing":
        return f"{place}: this is missing."
    return f"{place}: {problem['msg'].removeprefix('Input ')}, and here it is {problem['input']!r}."


def _twice(group: Group, at: str = "") -> Iterator[str]:
    """Give the place of each record whose id another of its list has already."""
    for question in questions_of(type(group)):
        answer, here = getattr(group, question.name), f"{at}{question.name}"
        if question.kind is Kind.GROUP:
            yield from _twice(answer, f"{here}.")
        elif question.kind is Kind.ROWS:
            ids = [record.id for record in answer]
            for place, record in enumerate(answer):
                if record.id in ids[:place]:
                    yield f"{here}.{place}: the id {record.id!r} is that of an earlier {question.noun}."
                yield from _twice(record, f"{here}.{place}.")


def _names(parents: list[int | str]) -> list[str]:
    model: type[Group] = Plan
    for part in parents:
        inner = next((question.model for question in questions_of(model) if question.name == part), None)
        model = inner or model  # a number is a place in a list: the record's own model is already here
    return list(model.model_fields)
