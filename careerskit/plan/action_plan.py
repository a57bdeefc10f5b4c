"""The key strategic objectives of a plan, and the actions for each. Labels and guiding questions are the template's."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import AfterValidator

from careerskit.plan.benchmarks import BENCHMARKS
from careerskit.plan.dates import When
from careerskit.plan.fields import Choice, FieldSpec, Kind, Record
from careerskit.plan.prompts import SWOT_PROMPTS

__all__ = ["AUDIENCES", "Action", "Objective"]

AUDIENCES = ("Students", "Staff", "Parents", "Governors", "Employers")
_AUDIENCE_LABELS = {"Students": "{Students}", "Parents": "Parents and carers", "Governors": "{Governors}"}

_STATUS_LABELS = {
    "Not yet started": "Not started",
    "In progress": "In progress",
    "Completed": "Done",
    "Stopped": "Dropped",
}
"""The label of each status by its value. Values stay as they were when the first plans were stored; files may have either."""

_STATUS_VALUES = {label: value for value, label in _STATUS_LABELS.items()}


class Action(Record):
    """One thing to be done for an objective: who does it, by when, and what it leads to."""

    summary: ClassVar = ("action", "responsible", "time", "status")

    action: Annotated[
        str, FieldSpec("Actions, including CPD", "What would solve the problem?", "One action only", limit=1000)
    ] = ""
    responsible: Annotated[
        str,
        FieldSpec("Responsible", "Who is responsible for each action?", "A role rather than a name", Kind.SHORT, 200),
    ] = ""
    time: Annotated[
        When,
        FieldSpec(
            "Time",
            "When do you aim to have this completed by?",
            "For example, 16 October 2026, Spring 2027 or termly",
            Kind.WHEN,
            100,
        ),
    ] = When()
    outcome: Annotated[str, FieldSpec("Outcomes", "What would success look like?", limit=1000)] = ""
    evaluation: Annotated[
        str, FieldSpec("How it will be evaluated", help="What you will count or ask, and when", limit=1000)
    ] = ""
    audience: Annotated[
        str,
        FieldSpec(
            "Who it is for",
            kind=Kind.CHOICE,
            choices=tuple(Choice(name, _AUDIENCE_LABELS.get(name, name)) for name in AUDIENCES),
        ),
    ] = ""
    prompt: Annotated[
        str,
        FieldSpec(
            "Topic",
            help="Which topic of the SWOT analysis this action is about",
            kind=Kind.CHOICE,
            choices=tuple(Choice(prompt.text, prompt.text) for prompt in SWOT_PROMPTS),
        ),
    ] = ""
    cpd: Annotated[bool, FieldSpec("This action is CPD", kind=Kind.TICK)] = False
    status: Annotated[
        str,
        FieldSpec(
            "Status",
            kind=Kind.CHOICE,
            choices=tuple(Choice(value, label) for value, label in _STATUS_LABELS.items()),
        ),
        AfterValidator(lambda text: _STATUS_VALUES.get(text, text)),
    ] = ""
    progress: Annotated[
        str, FieldSpec("Progress", help="What has happened and when, or why it was dropped", limit=1000)
    ] = ""
    cost: Annotated[
        str, FieldSpec("Cost", help="For example, £250 for a coach, or none", kind=Kind.SHORT, limit=200)
    ] = ""
    staff_time: Annotated[
        str, FieldSpec("Staff time", help="For example, two hours of cover", kind=Kind.SHORT, limit=200)
    ] = ""

    @property
    def is_done(self) -> bool:
        """Whether its status says that it is done."""
        return self.status == "Completed"

    @property
    def is_dropped(self) -> bool:
        """Whether its status says that it was dropped."""
        return self.status == "Stopped"

    @property
    def has_ended(self) -> bool:
        """Whether it is done or was dropped."""
        return self.is_done or self.is_dropped


class Objective(Record):
    """One of the three to five changes that the plan sets out to make, with the actions for it."""

    summary: ClassVar = ("objective", "kind")

    objective: Annotated[
        str,
        FieldSpec(
            "Objective",
            "What are the problems you are trying to solve?",
            help="For {students}, and measurable: from what, to what, by when",
            limit=600,
        ),
    ] = ""
    kind: Annotated[
        str,
        FieldSpec(
            "Kind of objective",
            kind=Kind.CHOICE,
            choices=(
                Choice("careers", "Development of Careers Provision"),
                Choice("whole", "Whole {School} Priority"),
            ),
        ),
    ] = ""
    benchmarks: Annotated[
        tuple[int, ...],
        FieldSpec(
            "Benchmarks it develops",
            kind=Kind.CHOICES,
            choices=tuple(Choice(entry.number, str(entry)) for entry in BENCHMARKS),
        ),
    ] = ()
    priorities: Annotated[
        tuple[str, ...],
        FieldSpec("Priorities it answers", kind=Kind.CHOICES, choices_from=("swot.key_priorities",)),
    ] = ()
    issue: Annotated[
        str,
        FieldSpec(
            "Issue",
            "What are the specific issues you are trying to solve?",
            question_if=("kind", "whole", "What are the specific issues the {school} is trying to solve?"),
        ),
    ] = ""
    solution: Annotated[
        str,
        FieldSpec(
            "Solution",
            "What would solve the problem?",
            question_if=(
                "kind",
                "whole",
                "What are the opportunities within Careers provision to support outcomes in this area?",
            ),
        ),
    ] = ""
    success: Annotated[str, FieldSpec("Success", "What does success look like?")] = ""
    who_else: Annotated[
        str,
        FieldSpec(
            "Shared responsibility",
            "Who else is responsible?",
            kind=Kind.SHORT,
            limit=300,
            applies_if=("kind", "whole"),
        ),
    ] = ""
    actions: Annotated[tuple[Action, ...], FieldSpec("Action plan", noun="action", kind=Kind.ROWS)] = ()
