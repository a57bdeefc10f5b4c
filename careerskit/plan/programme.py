"""The careers programme by year group: what students do, when, with whom, and what they learn from it.

Benchmark 1 asks for a programme that is sequenced and known. Every field here is public: the programme goes on the website.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from careerskit.plan.benchmarks import BENCHMARKS
from careerskit.plan.dates import When
from careerskit.plan.fields import Choice, FieldSpec, Group, Kind, Record

__all__ = ["PROVIDER_ENCOUNTER", "WORK_EXPERIENCE", "YEAR_GROUPS", "Activity", "Programme"]

YEAR_GROUPS = (7, 8, 9, 10, 11, 12, 13, 14)
"""School years; 14 stands for everything after year 13."""

PROVIDER_ENCOUNTER = "Provider encounter"
WORK_EXPERIENCE = "Work experience"

_TYPES = (
    Choice(PROVIDER_ENCOUNTER, "Encounter with a college, university or training provider"),
    Choice(WORK_EXPERIENCE, "Experience of the workplace"),
    Choice("Employer encounter", "Encounter with employers"),
    Choice("Guidance", "Personal guidance"),
    Choice("Lesson", "Lesson or tutor time"),
    Choice("Other", "Something else"),
)

_YEAR_CHOICES = tuple(Choice(year, f"Year {year}" if year < 14 else "After Year 13") for year in YEAR_GROUPS)


class Activity(Record):
    """One activity of the programme, for one year group or several."""

    summary: ClassVar = ("activity", "years", "time")

    activity: Annotated[
        str,
        FieldSpec(
            "Activity", help="For example, Visit to the college’s open day", kind=Kind.SHORT, limit=300, public=True
        ),
    ] = ""
    years: Annotated[
        tuple[int, ...], FieldSpec("Year group", kind=Kind.CHOICES, choices=_YEAR_CHOICES, public=True)
    ] = ()
    time: Annotated[
        When,
        FieldSpec(
            "Term", help="For example, Autumn 1, Spring or 12 November 2026", kind=Kind.WHEN, limit=100, public=True
        ),
    ] = When()
    type: Annotated[str, FieldSpec("Type of activity", kind=Kind.CHOICE, choices=_TYPES, public=True)] = ""
    days: Annotated[
        str,
        FieldSpec(
            "Days for each {student}",
            help="School days in or with a workplace, for example 5",
            kind=Kind.SHORT,
            limit=20,
            applies_if=("type", WORK_EXPERIENCE),
            public=True,
        ),
    ] = ""
    benchmarks: Annotated[
        tuple[int, ...],
        FieldSpec(
            "Benchmark",
            kind=Kind.CHOICES,
            choices=tuple(Choice(entry.number, str(entry)) for entry in BENCHMARKS),
            public=True,
        ),
    ] = ()
    provider: Annotated[
        str,
        FieldSpec(
            "Provider",
            help="The organisation or department that provides it, not a person",
            kind=Kind.SHORT,
            limit=200,
            public=True,
        ),
    ] = ""
    outcome: Annotated[
        str,
        FieldSpec("Learning outcome", help="What {students} know or can do afterwards", limit=600, public=True),
    ] = ""


class Programme(Group):
    """All activities of the programme in one academic year, and the year groups that there are."""

    title: ClassVar[str] = "Careers programme"

    years: Annotated[
        tuple[int, ...],
        FieldSpec(
            "Year groups in your {school}",
            help="If you choose none, the years of your activities count",
            kind=Kind.CHOICES,
            choices=_YEAR_CHOICES,
            public=True,
        ),
    ] = ()
    activities: Annotated[
        tuple[Activity, ...],
        FieldSpec(
            "Activities", help="One for each thing that {students} do", noun="activity", kind=Kind.ROWS, public=True
        ),
    ] = ()
