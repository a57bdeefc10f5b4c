"""The sections of a Strategic Careers Plan but for its SWOT analysis, objectives and programme, in the order of the template.

Labels and guiding questions are the template's, with its slips of grammar mended.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from careerskit.plan.benchmarks import BENCHMARKS, COLLEGE_CRITERIA, SCHOOL_CRITERIA
from careerskit.plan.dates import When
from careerskit.plan.fields import Choice, FieldSpec, Group, Kind, Record
from careerskit.plan.leavers import Leavers
from careerskit.plan.scores import CompassScores, EarlierScores
from careerskit.plan.setting import Setting

__all__ = [
    "CurrentState",
    "Header",
    "Note",
    "Reflections",
    "Request",
    "SurgeryQuestion",
    "Vision",
    "Website",
]


class Header(Group):
    """Whose plan it is, for which year, and who has approved it when."""

    title: ClassVar[str] = "About this plan"

    school_name: Annotated[str, FieldSpec("{School} Name", kind=Kind.SHORT, limit=120, public=True)] = ""
    setting: Annotated[
        str,
        FieldSpec(
            "Type of school or college",
            help="Your plan then uses the right words: students, pupils or learners",
            kind=Kind.CHOICE,
            choices=tuple(Choice(setting.value, setting.value) for setting in Setting),
            public=True,
        ),
    ] = ""
    careers_leader: Annotated[str, FieldSpec("Career Leader Name", kind=Kind.SHORT, limit=120, public=True)] = ""
    slt_lead: Annotated[
        str,
        FieldSpec("SLT Lead", help="Who leads on careers in your SLT: a name or a role", kind=Kind.SHORT, limit=120),
    ] = ""
    link_governor: Annotated[str, FieldSpec("Link Governor", help="A name or a role", kind=Kind.SHORT, limit=120)] = ""
    academic_year: Annotated[
        str, FieldSpec("Academic Year", help="For example, 2026/27", kind=Kind.SHORT, limit=20, public=True)
    ] = ""
    date_created: Annotated[
        When,
        FieldSpec(
            "Date Strategic Careers Plan Created", help="For example, 14 September 2026", kind=Kind.DATE, limit=60
        ),
    ] = When()
    date_approved_slt: Annotated[When, FieldSpec("Date approved by SLT", kind=Kind.DATE, limit=60)] = When()
    date_approved_governors: Annotated[When, FieldSpec("Date approved by {Governors}", kind=Kind.DATE, limit=60)] = (
        When()
    )
    review_date: Annotated[
        When, FieldSpec("Proposed Review Date", help="For example, June 2027", kind=Kind.DATE, limit=60)
    ] = When()


class Vision(Group):
    """What careers provision is for, and the voices it is built from."""

    title: ClassVar[str] = "Vision"

    slt: Annotated[str, FieldSpec("SLT Comments")] = ""
    link_governor: Annotated[str, FieldSpec("Link Governor Comments")] = ""
    enterprise_adviser: Annotated[str, FieldSpec("Enterprise Adviser Comments")] = ""
    parents: Annotated[str, FieldSpec("Parent Voice Comments", help="What parents and carers say, without names")] = ""
    students: Annotated[str, FieldSpec("{Student} Voice Comments", help="What {students} say, without names")] = ""
    staff: Annotated[str, FieldSpec("Staff Voice Comments")] = ""
    school_statement: Annotated[
        str, FieldSpec("{School}’s Vision Statement", help="As it appears in the {school}’s own documents", public=True)
    ] = ""
    ideas: Annotated[
        str, FieldSpec("Vision for Careers Provision Ideas", help="Words and phrases to try out, one per line")
    ] = ""
    statement: Annotated[
        str,
        FieldSpec(
            "Vision for Careers Provision Statement",
            help="One or two sentences that say who you want {students} to be when they leave",
            limit=600,
            public=True,
        ),
    ] = ""


class CurrentState(Group):
    """Where careers provision stands now."""

    title: ClassVar[str] = "Current state"

    compass: Annotated[
        CompassScores,
        FieldSpec(
            "Compass - Current Compass Score",
            help="The percentage that Compass shows for each benchmark, from 0 to 100",
            kind=Kind.GROUP,
        ),
    ] = CompassScores()
    earlier_compass: Annotated[
        tuple[EarlierScores, ...],
        FieldSpec(
            "Earlier Compass evaluations",
            help="They show what has changed. Before September 2025, the benchmarks asked for other things",
            noun="evaluation",
            kind=Kind.ROWS,
            optional=True,
        ),
    ] = ()
    not_in_place: Annotated[
        tuple[str, ...],
        FieldSpec(
            "What is not in place yet",
            help="What the benchmarks ask for, in short. {Governors} then see what a score below 100% means",
            kind=Kind.CHOICES,
            choices=tuple(Choice(name, text) for name, text in SCHOOL_CRITERIA.items()),
            settings=(Setting.SCHOOL, Setting.SPECIAL),
            optional=True,
        ),
    ] = ()
    not_in_place_college: Annotated[
        tuple[str, ...],
        FieldSpec(
            "What is still to be put in place",
            help="What the benchmarks ask for, in short. {Governors} then see what a score below 100% means",
            kind=Kind.CHOICES,
            choices=tuple(Choice(name, text) for name, text in COLLEGE_CRITERIA.items()),
            settings=(Setting.COLLEGE, Setting.PROVIDER),
            optional=True,
        ),
    ] = ()
    priority_benchmarks: Annotated[
        tuple[int, ...],
        FieldSpec(
            "Compass - Priority Benchmarks",
            help="The two or three that matter most this year",
            kind=Kind.CHOICES,
            choices=tuple(Choice(entry.number, str(entry)) for entry in BENCHMARKS),
        ),
    ] = ()
    destination_data: Annotated[
        str, FieldSpec("Destination Data", help="What your {students} went on to do, with the source and the year")
    ] = ""
    leavers: Annotated[
        tuple[Leavers, ...],
        FieldSpec(
            "Intended destinations and tracking",
            help="Your own figures, newer than the published ones. Groups only: leave out any figure below 5",
            noun="cohort",
            kind=Kind.ROWS,
            optional=True,
        ),
    ] = ()
    labour_market: Annotated[
        str,
        FieldSpec(
            "LMI - Local and Regional Context",
            help="Which sectors are growing near you, with the source and the year",
        ),
    ] = ""
    vulnerable_cohorts: Annotated[
        str, FieldSpec("Vulnerable Cohorts/Gaps in outcomes", help="Groups, never individual {students}")
    ] = ""


class SurgeryQuestion(Record):
    """One question to take to the surgery, the session after the webinar."""

    text: Annotated[str, FieldSpec("Question", limit=600)] = ""


class Reflections(Group):
    """What a delegate thinks at the end of the webinar, and what they still want to ask."""

    title: ClassVar[str] = "Reflective questions"

    visioning: Annotated[str, FieldSpec("Visioning", "How might you approach the visioning process?")] = ""
    swot: Annotated[
        str,
        FieldSpec("SWOT", "What would you plot in a SWOT analysis about the ‘current state’ of Careers Provision?"),
    ] = ""
    objectives: Annotated[
        str,
        FieldSpec("Objectives", "What would you anticipate being strategic objectives for your careers provision?"),
    ] = ""
    surgery_questions: Annotated[
        tuple[SurgeryQuestion, ...],
        FieldSpec(
            "Questions for the surgery",
            "What questions do you have to be addressed in the surgery?",
            noun="question",
            kind=Kind.ROWS,
            points=True,
        ),
    ] = ()


class Request(Group):
    """What the plan needs in a year, for those who decide about it."""

    title: ClassVar[str] = "Cost and time"

    cost: Annotated[
        str, FieldSpec("Cost for the year", help="For example, £1,800: coaches £900, cover £600, tools £300", limit=600)
    ] = ""
    time: Annotated[
        str,
        FieldSpec(
            "Time for the careers leader",
            help="For example, five hours a week and one meeting of SLT a term",
            limit=600,
        ),
    ] = ""
    decision: Annotated[
        str,
        FieldSpec("Decision asked of SLT", help="For example, approve the plan and its budget for 2026/27", limit=600),
    ] = ""


class Note(Record):
    """What stood in a document that was read, and has no place in the plan. It is in no document that leaves the school."""

    text: Annotated[str, FieldSpec("Note", limit=4000)] = ""
    source: Annotated[str, FieldSpec("Where it stood", kind=Kind.SHORT, limit=300)] = ""


class Website(Group):
    """What the school's website has to say about the careers programme.

    Source: Careers guidance and access for education and training providers, statutory guidance (Department for Education, May
    2025). Maintained schools must publish it and academies should; colleges and training providers follow their funding agreements.
    """

    title: ClassVar[str] = "For your website"

    email: Annotated[
        str,
        FieldSpec(
            "Careers leader’s email address",
            help="An address that you are happy to publish",
            kind=Kind.SHORT,
            limit=200,
            public=True,
        ),
    ] = ""
    telephone: Annotated[
        str, FieldSpec("Careers leader’s telephone number", kind=Kind.SHORT, limit=60, public=True)
    ] = ""
    programme: Annotated[
        str,
        FieldSpec(
            "Summary of the careers programme",
            help="What happens when, and where {students}, parents and carers, staff and employers find out more",
            public=True,
        ),
    ] = ""
    impact: Annotated[
        str, FieldSpec("How we measure and assess what the programme does for {students}", limit=1000, public=True)
    ] = ""
    next_review: Annotated[
        When,
        FieldSpec(
            "Next review of this information", help="For example, September 2027", kind=Kind.DATE, limit=60, public=True
        ),
    ] = When()
    provider_access: Annotated[
        str,
        FieldSpec(
            "Link to our provider access statement",
            help="Publish the statement separately, and give its web address here",
            kind=Kind.SHORT,
            limit=300,
            settings=(Setting.SCHOOL, Setting.SPECIAL),
            public=True,
        ),
    ] = ""
