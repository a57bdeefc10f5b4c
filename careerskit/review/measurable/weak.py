"""The half of an objective to work on first, with a reason that teaches. The words of the plan's setting are in braces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from careerskit.review.measurable.changes import is_activity, lead_of
from careerskit.review.measurable.people import People
from careerskit.review.measurable.quantities import Quantity
from careerskit.review.measurable.text import Found, Phrase, Plain
from careerskit.review.measurable.times import Time

__all__ = ["Weak", "weak_half"]


@dataclass(frozen=True)
class Weak:
    """A part of an objective, and why it is weak, with the words of the setting in braces for :meth:`Setting.localise`."""

    phrase: Phrase
    reason: str


_REASONS = (
    (
        r"\b(?:aware(?:ness)?(?: of)?|informed)\b",
        "Nobody can see awareness: say what {students} will know, choose or do because of it",
    ),
    (
        r"\b(?:benchmarks?|bm\s?\d|gb\s?\d|gatsby|compass|quality in careers|provider access)\b",
        "This says what the {school} will have met, not what changes for {students}",
    ),
    (
        r"\b(?:access|opportunit(?:y|ies)|chance|offer(?:ed)?|encourage[ds]?|support(?:ed)?)\b",
        "This says what {students} are offered, not what they will have done or can do after it",
    ),
    (
        r"\b(?:inspire[ds]?|motivate[ds]?|potential|thrives?|outstanding|excellent|excellence|high[- ]quality|world[- ]class"
        r"|culture)\b",
        "This is a hope that nobody can measure: say what {students} will know, do or go on to",
    ),
    (
        r"\b(?:continue|continuing|maintain|sustain|keep|build on|develop|embed|improve|enhance|strengthen|review|monitor)\b",
        "This says what goes on, not what will be different for {students} at the end of it",
    ),
)
_NOTHING = "This does not say what {students} will know, can do, have done or go on to"
_ACTIVITY = "This says what the {school} does, not what changes for {students}"
_OTHERS = "This says what changes for others: add what {students} will know, do or go on to because of it"
_WHOSE = "This says what changes, but not for which {students}"
_HOW_MUCH = "This says what changes, but not how much, so nobody can tell whether it happened"
_WHERE_TO = "This says by how much it changes, but not where it gets to"


def weak_half(
    plain: Plain,
    change: Found | None,
    people: People | None,
    number: Quantity | None,
    target: Found | None,
    times: Sequence[Time],
) -> Weak | None:
    """Return the weak half; None where it says what changes for students, and how much."""
    if change is None:
        asked = _asked(plain, times)
        other = _ACTIVITY if is_activity(plain, times) else _NOTHING
        reason = next((reason for words, reason in _REASONS if re.search(words, plain[slice(*asked)])), other)
        return Weak(plain.phrase(asked), reason)
    if people is None:
        return Weak(plain.phrase(change), _WHOSE)
    if not people.are_students:
        return Weak(plain.phrase(change), _OTHERS)
    if target is None:
        if number is None:
            return Weak(plain.phrase(change), _HOW_MUCH)
        return Weak(plain.phrase((number.start, number.end)), _WHERE_TO)
    return None


def _asked(plain: Plain, times: Sequence[Time]) -> Found:
    """Return what an objective asks for, without "By July 2027" before or after it."""
    lead = lead_of(plain, times)
    start = lead[0] if lead else 0
    end = min((time.with_lead for time in times if time.with_lead > start + 10), default=len(plain))
    stop = re.compile(r"[.;](?= |$)").search(plain, start, end)
    return start, stop.start() if stop and stop.start() > start else end
