"""The whole plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from careerskit.plan.action_plan import Action, Objective
from careerskit.plan.dates import academic_year_of
from careerskit.plan.fields import Choice, FieldSpec, Group, Kind, Record
from careerskit.plan.programme import Programme
from careerskit.plan.sections import CurrentState, Header, Note, Reflections, Request, Vision, Website
from careerskit.plan.setting import Setting
from careerskit.plan.swot import Swot

__all__ = ["SCHEMA_VERSION", "Plan", "SetAside"]

SCHEMA_VERSION = 1
"""Raised by one when plan files of the old shape could no longer be read; :func:`careerskit.plan.read_plan` then converts them."""


class SetAside(Record):
    """Advice on the plan that the careers leader does not follow, and why.

    finding: see :attr:`careerskit.review.Finding.key`. Without a reason, the advice is given as before.
    """

    advice: Annotated[str, FieldSpec("Advice", kind=Kind.SHORT, limit=400)] = ""
    reason: Annotated[
        str,
        FieldSpec(
            "Why it does not apply", help="The advice is set aside as soon as you write why", kind=Kind.SHORT, limit=400
        ),
    ] = ""
    finding: Annotated[str, FieldSpec("About", kind=Kind.SHORT, limit=400)] = ""


class Plan(Group):
    """A school's Strategic Careers Plan for one academic year. Every field has an empty answer as its default."""

    title: ClassVar[str] = "Strategic Careers Plan"

    schema_version: int = SCHEMA_VERSION
    school: str = ""
    header: Annotated[Header, FieldSpec(Header.title, kind=Kind.GROUP, public=True)] = Header()
    vision: Annotated[Vision, FieldSpec(Vision.title, kind=Kind.GROUP, public=True)] = Vision()
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
    request: Annotated[Request, FieldSpec(Request.title, kind=Kind.GROUP)] = Request()
    reflections: Annotated[Reflections, FieldSpec(Reflections.title, kind=Kind.GROUP)] = Reflections()
    programme: Annotated[Programme, FieldSpec(Programme.title, kind=Kind.GROUP, public=True)] = Programme()
    website: Annotated[Website, FieldSpec(Website.title, kind=Kind.GROUP, public=True)] = Website()
    set_aside: Annotated[tuple[SetAside, ...], FieldSpec("Advice set aside", noun="advice", kind=Kind.ROWS)] = ()
    notes: Annotated[
        tuple[Note, ...], FieldSpec("Notes", help="For yourself: they are in no document", noun="note", kind=Kind.ROWS)
    ] = ()

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

    @property
    def numbered_actions(self) -> Iterator[tuple[str, Objective, Action]]:
        """Every action with its number in the action plan, like "2.1", and its objective, in the plan's order."""
        return (
            (f"{number}.{position}", objective, action)
            for number, objective in enumerate(self.objectives, start=1)
            for position, action in enumerate(objective.actions, start=1)
        )

    def choices_for(self, field: FieldSpec) -> tuple[Choice, ...]:
        """Return what can be chosen for a field: its own choices, or the records of lists of this plan that have a text."""
        if not field.choices_from:
            return field.choices
        lists = (getattr(getattr(self, part), name) for part, name in (path.split(".") for path in field.choices_from))
        return tuple(
            Choice(record.id, record.text.strip()) for records in lists for record in records if record.text.strip()
        )

    def to_json(self) -> str:
        """Return the plan as the text of a plan file, readable by :func:`careerskit.plan.read_plan`."""
        return self.model_dump_json(indent=2) + "\n"
