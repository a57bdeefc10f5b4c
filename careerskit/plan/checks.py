"""What can be said about one answer: advice in the words of its label. Whatever is said, the answer is kept as written."""

from __future__ import annotations

import re

from careerskit.plan.dates import When
from careerskit.plan.questions import Kind, Question
from careerskit.plan.scores import Score

__all__ = ["advice_on"]

_ACADEMIC_YEAR = re.compile(r"20(\d\d)\s*[/–-]\s*(?:20)?(\d\d)")


def advice_on(question: Question, answer: object) -> str:
    """Return what would make this answer clearer, or "" where there is nothing to say. An empty answer is never told off."""
    if not isinstance(answer, str) or not answer.strip():
        return ""
    if len(answer) > question.limit:
        return f"Shorten this to {question.limit:,} characters or fewer; it has {len(answer):,}. All of it is kept."
    if question.kind is Kind.SCORE and Score(answer).per_cent is None:
        return "Enter a number from 0 to 100, like 64%"
    if question.kind is Kind.WHEN and not When(answer).is_readable:
        return "Enter a day, month, term or how often, like 16 October 2026, Spring 2027 or termly"
    if question.name == "academic_year":
        years = _ACADEMIC_YEAR.fullmatch(answer.strip())
        if not years or int(years[2]) != (int(years[1]) + 1) % 100:
            return "Enter two years that follow each other, like 2026/27"
    return ""
