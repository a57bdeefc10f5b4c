"""A school's own figures on its leavers: what they intend to do, and where they were later, beside what is published.

Published figures are about two years old, and schools are asked to follow their students for three years after they leave (the
statutory guidance on careers for schools, benchmark 3).
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from careerskit.plan.fields import Choice, FieldSpec, Kind, Record

__all__ = ["LEAVER_SHARES", "Leavers"]

_STAGES = (
    Choice("intended", "Intended destinations, before they left"),
    Choice("autumn", "Where they were in the autumn after"),
    Choice("1 year", "Where they were one year after"),
    Choice("2 years", "Where they were two years after"),
    Choice("3 years", "Where they were three years after"),
)


class Leavers(Record):
    """Where one group of leavers meant to go, or had gone by some time after they left. Groups only, and no small numbers."""

    summary: ClassVar = ("left", "stage")

    left: Annotated[
        str, FieldSpec("Year they left", help="For example, Year 11 of 2025/26", kind=Kind.SHORT, limit=60)
    ] = ""
    stage: Annotated[str, FieldSpec("What the figures say", kind=Kind.CHOICE, choices=_STAGES)] = ""
    students: Annotated[str, FieldSpec("Number of {students}", kind=Kind.SHORT, limit=20)] = ""
    education: Annotated[
        str, FieldSpec("Education", help="A number or a percentage, such as 92 or 61%", kind=Kind.SHORT, limit=20)
    ] = ""
    apprenticeships: Annotated[str, FieldSpec("Apprenticeships", kind=Kind.SHORT, limit=20)] = ""
    employment: Annotated[str, FieldSpec("Employment", kind=Kind.SHORT, limit=20)] = ""
    neet: Annotated[str, FieldSpec("Not in education, employment or training", kind=Kind.SHORT, limit=20)] = ""
    unknown: Annotated[str, FieldSpec("Not known", kind=Kind.SHORT, limit=20)] = ""
    source: Annotated[
        str, FieldSpec("Source", help="For example, our own survey in October 2026", kind=Kind.SHORT, limit=200)
    ] = ""


LEAVER_SHARES = ("education", "apprenticeships", "employment", "neet", "unknown")
"""The names of the fields that divide a group of leavers."""
