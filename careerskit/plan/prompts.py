"""The template's prompts: what to consider for the SWOT analysis and for the objectives, in its own short words."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["OBJECTIVE_PROMPTS", "SWOT_PROMPTS", "ObjectivePrompts", "SwotPrompt"]


@dataclass(frozen=True)
class SwotPrompt:
    """One thing to consider. benchmark: the one whose progress it asks about: the last seven prompts, for benchmarks 2 to 8."""

    text: str
    benchmark: int | None = None


SWOT_PROMPTS = (
    SwotPrompt("Time/Resource of Careers Leader"),
    SwotPrompt("Role of EA/Link Governor"),
    SwotPrompt("Parental Engagement"),
    SwotPrompt("SLT Buy-in"),
    SwotPrompt("Staff CPD"),
    SwotPrompt("Whole School Responsibility for Careers"),
    SwotPrompt("Impact Measurement"),
    SwotPrompt("Evaluation"),
    SwotPrompt("LMI", 2),
    SwotPrompt("Tracking at Student Level", 3),
    SwotPrompt("Careers within Subject Areas", 4),
    SwotPrompt("Employer Engagement", 5),
    SwotPrompt("Experiences of the World of Work", 6),
    SwotPrompt("Encounters with FE/HE", 7),
    SwotPrompt("1:1 guidance", 8),
)


@dataclass(frozen=True)
class ObjectivePrompts:
    """The prompts under one heading, for objectives of one kind."""

    heading: str
    kind: str
    prompts: tuple[str, ...]


OBJECTIVE_PROMPTS = (
    ObjectivePrompts(
        "Vision",
        "careers",
        ("Should objectives be set around development/sharing of a vision?",),
    ),
    ObjectivePrompts(
        "Current State",
        "careers",
        (
            "Should objectives be driven by destinations data or other outcomes from SWOT analysis?",
            "Should objectives be driven by key priority benchmarks or by sub benchmarks at a {student} level?",
            "Should objectives be driven by key SEND/vulnerable groups in your {school}?",
        ),
    ),
    ObjectivePrompts(
        "Whole {School} Priorities",
        "whole",
        (
            "What issues is your {school} ‘trying to solve’? Consider how Careers provision can add capacity and can be "
            "‘part of the solution’",
            "Key issues for the {school} from the SDP",
            "Key areas for improvement from Ofsted",
            "Key thematic areas for the {school} (i.e. parental engagement, stakeholder voice, literacy, oracy, etc.)",
        ),
    ),
)
