"""The SWOT analysis and the priorities that come out of it. Labels are the template's."""

from __future__ import annotations

from typing import Annotated, ClassVar

from careerskit.plan.fields import Choice, FieldSpec, Group, Kind, Record
from careerskit.plan.prompts import SWOT_PROMPTS

__all__ = ["Priority", "Swot", "SwotItem"]


class SwotItem(Record):
    """One strength, weakness, opportunity or threat."""

    text: Annotated[str, FieldSpec("Point", help="One point, in one sentence", limit=400)] = ""
    prompt: Annotated[
        str,
        FieldSpec(
            "Topic",
            kind=Kind.CHOICE,
            choices=tuple(Choice(prompt.text, prompt.text) for prompt in SWOT_PROMPTS),
        ),
    ] = ""


class Priority(Record):
    """One priority that comes out of the SWOT analysis, and the points that it comes from."""

    text: Annotated[str, FieldSpec("Priority", limit=400)] = ""
    points: Annotated[
        tuple[str, ...],
        FieldSpec(
            "Points it comes from",
            kind=Kind.CHOICES,
            choices_from=("swot.strengths", "swot.weaknesses", "swot.opportunities", "swot.threats"),
        ),
    ] = ()


class Swot(Group):
    """Strengths, weaknesses, opportunities and threats of careers provision, and the priorities that follow."""

    title: ClassVar[str] = "SWOT analysis"

    strengths: Annotated[
        tuple[SwotItem, ...],
        FieldSpec(
            "Strengths", help="What already works and can be built on", noun="strength", kind=Kind.ROWS, points=True
        ),
    ] = ()
    weaknesses: Annotated[
        tuple[SwotItem, ...],
        FieldSpec(
            "Weaknesses",
            help="What is missing, or does not reach everyone",
            noun="weakness",
            kind=Kind.ROWS,
            points=True,
        ),
    ] = ()
    opportunities: Annotated[
        tuple[SwotItem, ...],
        FieldSpec(
            "Opportunities",
            help="What you could use, in and around the {school}",
            noun="opportunity",
            kind=Kind.ROWS,
            points=True,
        ),
    ] = ()
    threats: Annotated[
        tuple[SwotItem, ...],
        FieldSpec("Threats", help="What could get in the way", noun="threat", kind=Kind.ROWS, points=True),
    ] = ()
    key_priorities: Annotated[
        tuple[Priority, ...],
        FieldSpec(
            "Key priority/action areas from SWOT",
            help="At least three",
            noun="priority",
            kind=Kind.ROWS,
            at_least=3,
            points=True,
        ),
    ] = ()
