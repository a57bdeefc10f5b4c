"""The sections of a Strategic Careers Plan, in the order of the template. Labels and guiding questions are the template's."""

from __future__ import annotations

from typing import Annotated, ClassVar

from careerskit.plan.benchmarks import BENCHMARKS
from careerskit.plan.dates import When
from careerskit.plan.prompts import SWOT_PROMPTS
from careerskit.plan.questions import Choice, Group, Kind, Question, Record
from careerskit.plan.scores import CompassScores
from careerskit.plan.setting import Setting

__all__ = [
    "AUDIENCES",
    "Action",
    "CurrentState",
    "Header",
    "Objective",
    "Priority",
    "Reflections",
    "SurgeryQuestion",
    "Swot",
    "SwotItem",
    "Vision",
]

AUDIENCES = ("Students", "Staff", "Parents", "Governors", "Employers")
_AUDIENCE_LABELS = {"Students": "{Students}", "Parents": "Parents and carers", "Governors": "{Governors}"}
_BENCHMARK_CHOICES = tuple(Choice(entry.number, str(entry)) for entry in BENCHMARKS)


class Header(Group):
    """Whose plan it is, for which year, and who has approved it when."""

    title: ClassVar[str] = "About this plan"

    school_name: Annotated[str, Question("{School} Name", kind=Kind.SHORT, limit=120)] = ""
    setting: Annotated[
        str,
        Question(
            "Kind of place",
            help="The plan then uses your words: students, pupils or learners",
            kind=Kind.CHOICE,
            choices=tuple(Choice(setting.value, setting.value) for setting in Setting),
        ),
    ] = ""
    careers_leader: Annotated[str, Question("Career Leader Name", kind=Kind.SHORT, limit=120)] = ""
    academic_year: Annotated[str, Question("Academic Year", help="Like 2026/27", kind=Kind.SHORT, limit=20)] = ""
    date_created: Annotated[
        When, Question("Date Strategic Careers Plan Created", help="Like 14 September 2026", kind=Kind.WHEN, limit=60)
    ] = When()
    date_approved_slt: Annotated[When, Question("Date approved by SLT", kind=Kind.WHEN, limit=60)] = When()
    date_approved_governors: Annotated[When, Question("Date approved by {Governors}", kind=Kind.WHEN, limit=60)] = (
        When()
    )
    review_date: Annotated[When, Question("Proposed Review Date", help="Like June 2027", kind=Kind.WHEN, limit=60)] = (
        When()
    )


class Vision(Group):
    """What careers provision is for, with the voices it was built from."""

    title: ClassVar[str] = "Vision"

    slt: Annotated[str, Question("SLT Comments")] = ""
    link_governor: Annotated[str, Question("Link Governor Comments")] = ""
    enterprise_adviser: Annotated[str, Question("Enterprise Adviser Comments")] = ""
    parents: Annotated[str, Question("Parent Voice Comments", help="What parents and carers say, without names")] = ""
    students: Annotated[str, Question("{Student} Voice Comments", help="What {students} say, without names")] = ""
    staff: Annotated[str, Question("Staff Voice Comments")] = ""
    school_statement: Annotated[
        str, Question("{Schools} Vision Statement", help="As it stands in the {school}’s own documents")
    ] = ""
    ideas: Annotated[
        str, Question("Vision for Careers Provision Ideas", help="Words and phrases to try out, one on a line")
    ] = ""
    statement: Annotated[
        str,
        Question(
            "Vision for Careers Provision Statement",
            help="One or two sentences that say who you want {students} to be when they leave",
            limit=600,
        ),
    ] = ""


class CurrentState(Group):
    """Where careers provision stands now."""

    title: ClassVar[str] = "Current state"

    compass: Annotated[
        CompassScores,
        Question(
            "Compass - Current Compass Score",
            help="The per cent that Compass shows for each benchmark, from 0 to 100",
            kind=Kind.GROUP,
        ),
    ] = CompassScores()
    priority_benchmarks: Annotated[
        tuple[int, ...],
        Question(
            "Compass - Priority Benchmarks",
            help="The two or three that matter most this year",
            kind=Kind.CHOICES,
            choices=_BENCHMARK_CHOICES,
        ),
    ] = ()
    destination_data: Annotated[
        str, Question("Destination Data", help="What your {students} went on to, with the source and the year")
    ] = ""
    labour_market: Annotated[
        str,
        Question(
            "LMI - Local and Regional Context",
            help="Which sectors grow near you, and how you know: name the source and the year",
        ),
    ] = ""
    vulnerable_cohorts: Annotated[
        str, Question("Vulnerable Cohorts/Gaps in outcomes", help="Groups, never a single {student}")
    ] = ""


class SwotItem(Record):
    """One strength, weakness, opportunity or threat."""

    text: Annotated[str, Question("Point", help="One point, in a sentence", limit=400)] = ""
    prompt: Annotated[
        str,
        Question(
            "What it is about",
            kind=Kind.CHOICE,
            choices=tuple(Choice(prompt.text, prompt.text) for prompt in SWOT_PROMPTS),
        ),
    ] = ""


class Priority(Record):
    """One thing that the SWOT analysis says comes first."""

    text: Annotated[str, Question("Priority", limit=400)] = ""


class Swot(Group):
    """Strengths, weaknesses, opportunities and threats of careers provision, and what comes first."""

    title: ClassVar[str] = "SWOT analysis"

    strengths: Annotated[
        tuple[SwotItem, ...],
        Question("Strengths", help="What already works and can be built on", noun="strength", kind=Kind.ROWS),
    ] = ()
    weaknesses: Annotated[
        tuple[SwotItem, ...],
        Question("Weaknesses", help="What is missing or does not reach everyone", noun="weakness", kind=Kind.ROWS),
    ] = ()
    opportunities: Annotated[
        tuple[SwotItem, ...],
        Question(
            "Opportunities", help="What you could use, in and around the {school}", noun="opportunity", kind=Kind.ROWS
        ),
    ] = ()
    threats: Annotated[
        tuple[SwotItem, ...], Question("Threats", help="What could stand in the way", noun="threat", kind=Kind.ROWS)
    ] = ()
    key_priorities: Annotated[
        tuple[Priority, ...],
        Question(
            "Key priority/action areas from SWOT", help="At least three", noun="priority", kind=Kind.ROWS, at_least=3
        ),
    ] = ()


class Action(Record):
    """One thing to be done for an objective: who does it, by when, and what it leads to."""

    action: Annotated[
        str, Question("Actions, including CPD", "What would solve the problem?", "One action only", limit=1000)
    ] = ""
    audience: Annotated[
        str,
        Question(
            "Who it is for",
            kind=Kind.CHOICE,
            choices=tuple(Choice(name, _AUDIENCE_LABELS.get(name, name)) for name in AUDIENCES),
        ),
    ] = ""
    cpd: Annotated[bool, Question("This action is CPD", kind=Kind.TICK)] = False
    responsible: Annotated[
        str,
        Question("Responsible", "Who is responsible for each action?", "A role rather than a name", Kind.SHORT, 200),
    ] = ""
    time: Annotated[
        When,
        Question(
            "Time",
            "When do you aim to have this completed by?",
            "Like 16 October 2026, Spring 2027, Aut1, termly or ongoing",
            Kind.WHEN,
            100,
        ),
    ] = When()
    outcome: Annotated[str, Question("Outcomes", "What would success look like?", limit=1000)] = ""
    evaluation: Annotated[
        str, Question("How it will be evaluated", help="What you will count or ask, and when", limit=1000)
    ] = ""
    status: Annotated[
        str,
        Question(
            "Progress so far",
            kind=Kind.CHOICE,
            choices=tuple(Choice(text, text) for text in ("Not yet started", "In progress", "Completed", "Stopped")),
        ),
    ] = ""
    progress: Annotated[str, Question("Progress", help="What has happened, and when", limit=1000)] = ""


class Objective(Record):
    """One of the three to five things the plan sets out to change, with the actions that change it."""

    objective: Annotated[
        str,
        Question(
            "Objective",
            "What are the problems you are trying to solve?",
            help="For {students}, and measurable: from what, to what, by when",
            limit=600,
        ),
    ] = ""
    kind: Annotated[
        str,
        Question(
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
        Question("Benchmarks it develops", kind=Kind.CHOICES, choices=_BENCHMARK_CHOICES),
    ] = ()
    issue: Annotated[
        str,
        Question(
            "Issue",
            "What are the specific issues you are trying to solve?",
            asked_as=("kind", "whole", "What are the specific issues the {school} are trying to solve?"),
        ),
    ] = ""
    solution: Annotated[
        str,
        Question(
            "Solution",
            "What would solve the problem?",
            asked_as=(
                "kind",
                "whole",
                "What are the opportunities within Careers provision to support outcomes in this area?",
            ),
        ),
    ] = ""
    success: Annotated[str, Question("Success", "What does success look like?")] = ""
    who_else: Annotated[
        str,
        Question(
            "Shared responsibility", "Who else is responsible?", kind=Kind.SHORT, limit=300, only_for=("kind", "whole")
        ),
    ] = ""
    actions: Annotated[tuple[Action, ...], Question("Action plan", noun="action", kind=Kind.ROWS)] = ()


class SurgeryQuestion(Record):
    """One question to take to the surgery, the session after the webinar."""

    text: Annotated[str, Question("Question", limit=600)] = ""


class Reflections(Group):
    """What a delegate thinks at the end of the webinar, and still wants to ask."""

    title: ClassVar[str] = "Reflective questions"

    visioning: Annotated[str, Question("Visioning", "How might you approach the visioning process?")] = ""
    swot: Annotated[
        str,
        Question("SWOT", "What would you plot in a SWOT analysis about the ‘current state’ of Careers Provision?"),
    ] = ""
    objectives: Annotated[
        str,
        Question("Objectives", "What would you anticipate being strategic objectives for your careers provision?"),
    ] = ""
    surgery_questions: Annotated[
        tuple[SurgeryQuestion, ...],
        Question(
            "Questions for the surgery",
            "What questions do you have to be addressed in the surgery?",
            noun="question",
            kind=Kind.ROWS,
        ),
    ] = ()
