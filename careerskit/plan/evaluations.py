"""When Compass evaluations were made: their order, and which of them are against the benchmarks as they are now.

The benchmarks changed in September 2025. A percentage of before counts other things, so it is never drawn in one line with a later
one (the evaluation of benchmark 1 had 17 areas before, and has 8 since).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from careerskit.plan.benchmarks import IN_USE_FROM
from careerskit.plan.dates import When
from careerskit.plan.scores import CompassScores

__all__ = ["evaluated_on", "in_order", "is_before_update"]

_YEAR = re.compile(r"\b(20\d\d)\s*[-–/]\s*(?:20)?\d\d\b")
_HALF_TERM = re.compile(r"\b(?:HT|half[ -]?terms?)\s*([1-6])(?:\s*[/&-]\s*([1-6]))?", re.IGNORECASE)
_HALF_TERM_ENDS = {1: (10, 31), 2: (12, 31), 3: (2, 28), 4: (3, 31), 5: (5, 31), 6: (7, 31)}
"""Month and day by which a half term has ended in most of England."""


def evaluated_on(text: str) -> date | None:
    """Return the last day that an evaluation can have been made on, from its date as written; None where that says none.

    An academic year ("2024-25") may be followed by its half terms ("HT 5/6").
    """
    half_term, year = _HALF_TERM.search(text), _YEAR.search(text)
    if year:
        month, day = _HALF_TERM_ENDS[int(half_term[2] or half_term[1])] if half_term else (8, 31)
        return date(int(year[1]) + (month < 9), month, day)
    span = When(re.sub(r"\([^)]*\)", "", text).strip()).span(None)
    return span.last if span else None


def is_before_update(text: str) -> bool:
    """Whether an evaluation is known to be against the benchmarks of before September 2025."""
    on = evaluated_on(text)
    return on is not None and on < IN_USE_FROM


def in_order(evaluations: Sequence[CompassScores]) -> list[CompassScores]:
    """Return evaluations, the oldest first. One without a date that can be read stays behind the one before it."""
    dated: list[tuple[date, int]] = []
    last = date.min
    for position, evaluation in enumerate(evaluations):
        last = evaluated_on(evaluation.evaluated) or last
        dated.append((last, position))
    return [evaluations[position] for _, position in sorted(dated)]
