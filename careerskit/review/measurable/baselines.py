"""Where an objective starts: which of its quantities are a baseline, and which times are those of a baseline and not by when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from careerskit.review.measurable.quantities import Quantity
from careerskit.review.measurable.text import Found, Plain
from careerskit.review.measurable.times import Time

__all__ = ["Baseline", "baselines_in", "times_of_baselines"]

Baseline = tuple[Quantity | None, Found]
"""A quantity, and where it and the words are that make it a baseline. None: a baseline without a figure, as in "than last year"."""

_REACH = 100
"""How many characters around a quantity may say that it is a baseline."""

_ABOUT = r"(?:a|an|just|only|about|around|under|over|some|the|of|mere|our|zero|:|=|-|is|stands? at|at|level|figure|rate|score)"
_BEFORE = re.compile(
    r"\b(?:up from|down from|ris\w+ from|fall\w+ from|baseline|currently|current(?: \w+)?|at present|at the moment|presently"
    r"|now|today|against|compared (?:with|to)|instead of|rather than|start(?:s|ed|ing)?(?: point| figure)?(?: at| from)?|was|were"
    rf"|previously|last year|so far|to date)[:,]?(?:\s?\([^)]*\))?(?:[ :=-]+{_ABOUT}\b)*[ :=-]*$"
)
_FROM = re.compile(rf"\bfrom(?: {_ABOUT})* $")
_TRAILING = re.compile(rf"(?:%|per ?cent)[^.;]*[,(-] ?(?P<from>from(?: {_ABOUT})* )$")
_ENDS = re.compile(r"\s?(?:$|[.;,()]|(?:in|at|last) )")
_MOVES = re.compile(
    r"\b(?:increas|rais|reduc|improv|grow|ris|rose|fall|drop|cut|up\b|down\b|go(?:es)? |narrow|lift|boost|lower|mov|clos|doubl)"
)
_OBJECT = re.compile(r"\b(?:reduce|improve on|build on|cut|lower|halve|increase on|raise) the $")
_AFTER = re.compile(
    r"(?: [\w'&-]+){0,5}?[ ,(]+(?:last year|last summer|now\b|currently|at present|at the moment|today|so far|to date"
    r"|an? (?:year|term) (?:before|ago|earlier)|the year before|in the previous year|did last|as (?:of|at) )"
)
_PAST = re.compile(
    r"(?: (?!(?:who|by|have|has|having|ever|will|to|can)\b)[\w'-]+){0,9}? (?:knew|could|had|did|was|were|said|took|went|felt)\b"
)
_TO_END = re.compile(rf"[^.;\d]{{0,60}}?\b(?:to|until it reaches) (?:{_ABOUT} |at least |more than )*$")
_ARROW = re.compile(r"\s?(?:\([^)]*\)\s?)?(?:->|-->|=>|→|>|(?<=\) )to\b)\s?$")
_NONE = re.compile(
    r"\b(?:currently|at present|at the moment|now|today)[:,]? "
    r"(?:(?:no|none of|none|not one|nobody|no one)\b|(?:\w+ ){0,3}(?:does not|has no|have no))"
)
_THAN = re.compile(
    r"\b(?:than|as|on) (?:last year|at present|now|today|in \d{4}(?:[/-]\d\d)?|the year before|before|the previous year)\b"
)
_UNITS = r"(?: ?%| per ?cent| (?:(?:percentage|%) )?points?| pp| students| pupils| learners| leavers| employers)"
_BY_AND_TO = re.compile(rf"\b(?:up|down|by) (?:{_ABOUT} )*[\w-]+{_UNITS},? to (?:{_ABOUT} |at least |over )*\d")
"""Where things start follows from "up 20 points to 90%"."""
_TARGET = re.compile(r"\b(?:target|aim|goal)(?: of| is)?[ :=]+$")
_NEXT_TO_TIME = re.compile(
    r"(?:\s?\([^)\d]*\))?(?: (?!(?:to|by|and|who|between|until|before)\b)[a-z'-]+){0,5}?[ ,]*(?:\((?:in )?)?(?:[=:]\s?)?$"
)
_AFTER_TIME = re.compile(r"\s?[=:)]+\s?$")
_NEXT = re.compile(rf"[ :=]*(?:{_ABOUT}[ :=]+)*")


def baselines_in(plain: Plain, quantities: Sequence[Quantity], times: Sequence[Time]) -> list[Baseline]:
    """Return the baselines that are named, from left to right."""
    return list(_baselines(plain, quantities, times))


def times_of_baselines(plain: Plain, baselines: Sequence[Baseline], times: Sequence[Time]) -> list[Time]:
    """Return the times that say when the baseline was, such as July 2026 in "up from 42% in July 2026"."""
    return [
        time
        for time in times
        if any(
            (quantity is not None and _is_beside(plain, quantity, time)) or found[0] <= time.start < found[1]
            for quantity, found in baselines
        )
    ]


def _baselines(plain: Plain, quantities: Sequence[Quantity], times: Sequence[Time]) -> Iterator[Baseline]:
    figures = [one for one in quantities if not one.is_relative]
    moves = _MOVES.search(plain)
    dated = {one: time for one in figures for time in reversed(times) if _is_beside(plain, one, time)}
    latest = max((time.year for time in times), default=0)
    named = [one for one in figures if _TARGET.search(plain[: one.start])]
    for number, one in enumerate(figures):
        before, after = plain[max(0, one.start - _REACH) : one.start], plain[one.end : one.end + _REACH]
        following = figures[number + 1] if number + 1 < len(figures) else None
        between = plain[one.end : following.start] if following else ""
        is_moved = moves or _TO_END.fullmatch(re.sub(r"\d", "", between))
        if marker := _BEFORE.search(before) or _OBJECT.search(before) or (is_moved and _FROM.search(before)):
            yield one, (max(0, one.start - _REACH) + marker.start(), one.end)
        elif (start := _trailing(plain, one)) is not None:
            yield one, (start, one.end)
        elif marker := _said_after(plain, one, following) or _PAST.match(after):
            yield one, (one.start, one.end + marker.end())
        elif following and len(between) < 30 and (_ARROW.search(between) or (between == " to " and before[-1:] == "(")):
            yield one, (one.start, one.end)
        elif one in dated and (
            any(other is not one for other in named) or _is_earlier(plain, one, dated, times, latest)
        ):
            yield one, (min(one.start, dated[one].start), max(one.end, dated[one].end))
    for pattern in (_NONE, _THAN, _BY_AND_TO):
        if match := pattern.search(plain):
            yield None, match.span()


def _trailing(plain: Plain, one: Quantity) -> int | None:
    """Return where a baseline starts that comes after a target, both in per cent: "95% feel confident (FSQ), from 71%"."""
    is_share = re.search(r"%|per ?cent", plain[one.start : one.end]) and _ENDS.match(plain, one.end)
    found = _TRAILING.search(plain[: one.start]) if is_share else None
    return found.start("from") if found else None


def _said_after(plain: Plain, one: Quantity, following: Quantity | None) -> re.Match[str] | None:
    """Return the words after a quantity that make it a baseline; None where they belong to the next, as in "100% (now 57%)"."""
    marker = _AFTER.match(plain[one.end : one.end + _REACH])
    if marker and following and _NEXT.fullmatch(plain[one.end + marker.end() : following.start]):
        return None
    return marker


def _is_earlier(plain: Plain, one: Quantity, dated: dict[Quantity, Time], times: Sequence[Time], latest: int) -> bool:
    """Whether a quantity with a time is from before another time, so that it says where things started."""
    time = dated[one]
    if (
        time.span is None
        or re.search(r"\bby\b", plain[time.with_lead : time.start])
        or re.search(r"\bto $", plain[: one.start])
    ):
        return False
    others = [other for other in times if other is not time and other.span]
    return any(other.span is not None and time.span.last < other.span.first for other in others) and (
        len(dated) > 1 or time.year < latest or ")" in plain[one.end : one.end + 40]
    )


def _is_beside(plain: Plain, one: Quantity, time: Time) -> bool:
    """Whether a time says when a quantity was: "42% in July 2026", "(2025: 28%)", "42% of students in July 2026"."""
    if one.end <= time.start:
        if re.match(r"\s?[=:]\s?\d", plain[time.end : time.end + 5]):
            return False
        lead = plain[one.end : time.with_lead]
        return " by " not in plain[time.with_lead - 1 : time.start + 1] and bool(_NEXT_TO_TIME.fullmatch(lead))
    between = plain[time.end : one.start]
    return bool(_AFTER_TIME.fullmatch(between)) or (between == " " and plain[: time.with_lead].endswith("("))
