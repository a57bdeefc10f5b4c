"""The whole plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from careerskit.plan.dates import academic_year_of
from careerskit.plan.questions import Group, Kind, Question
from careerskit.plan.sections import Action, CurrentState, Header, Objective, Reflections, Swot, Vision
from careerskit.plan.setting import Setting

__all__ = ["SCHEMA_VERSION", "Plan"]

SCHEMA_VERSION = 1
"""Grows by one when a plan file of the old shape could no longer be read as it is;
:func:`careerskit.plan.read_plan` then brings old files up."""


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
        """Return the plan as the text of a plan file, readable by :func:`careerskit.plan.read_plan`."""
        return self.model_dump_json(indent=2) + "\n"
