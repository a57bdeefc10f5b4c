"""The whole plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from careerskit.plan.action_plan import Action, Objective
from careerskit.plan.dates import academic_year_of
from careerskit.plan.fields import FieldSpec, Group, Kind
from careerskit.plan.sections import CurrentState, Header, Reflections, Swot, Vision
from careerskit.plan.setting import Setting

__all__ = ["SCHEMA_VERSION", "Plan"]

SCHEMA_VERSION = 1
"""Raised by one when plan files of the old shape could no longer be read; :func:`careerskit.plan.read_plan` then converts them."""


class Plan(Group):
    """A school's Strategic Careers Plan for one academic year. Every field has an empty answer as its default."""

    title: ClassVar[str] = "Strategic Careers Plan"

    schema_version: int = SCHEMA_VERSION
    school: str = ""
    header: Annotated[Header, FieldSpec(Header.title, kind=Kind.GROUP)] = Header()
    vision: Annotated[Vision, FieldSpec(Vision.title, kind=Kind.GROUP)] = Vision()
    current_state: Annotated[CurrentState, FieldSpec(CurrentState.title, kind=Kind.GROUP)] = CurrentState()
    swot: Annotated[Swot, FieldSpec(Swot.title, kind=Kind.GROUP)] = Swot()
    objectives: Annotated[
        tuple[Objective, ...],
        FieldSpec(
            "Key strategic objectives",
            help="Between three and five, at least one of them a whole-{school} priority",
            kind=Kind.ROWS,
            noun="objective",
            at_least=3,
            at_most=5,
        ),
    ] = ()
    reflections: Annotated[Reflections, FieldSpec(Reflections.title, kind=Kind.GROUP)] = Reflections()

    @classmethod
    def of(cls, school: str, answers: Mapping[str, Any]) -> Plan:
        """Build the plan of a school from its answers as the store returns them; fields no longer known are ignored."""
        return cls.model_validate({**answers, "schema_version": SCHEMA_VERSION, "school": school})

    @property
    def setting(self) -> Setting:
        """The type of school or college; a school where none is chosen yet."""
        return Setting.read(self.header.setting)

    @property
    def academic_year(self) -> int | None:
        """The year in which the plan's academic year starts; None where the plan does not say."""
        return academic_year_of(self.header.academic_year)

    @property
    def actions(self) -> Iterator[tuple[Objective, Action]]:
        """Every action with its objective, in the plan's order."""
        return ((objective, action) for objective in self.objectives for action in objective.actions)

    def to_json(self) -> str:
        """Return the plan as the text of a plan file, readable by :func:`careerskit.plan.read_plan`."""
        return self.model_dump_json(indent=2) + "\n"
