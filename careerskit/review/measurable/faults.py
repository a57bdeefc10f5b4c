"""What an objective says that cannot be: a share over 100%, a figure that goes the wrong way, a baseline after the target."""

from __future__ import annotations

import re
from collections.abc import Iterator

from careerskit.plan import When
from careerskit.review.measurable.measure import Measures, measure

__all__ = ["faults_in"]

_FIGURE = r"(\d+(?:\.\d+)?)(\s?%|\s?per ?cent)?"
_TARGET = re.compile(_FIGURE, re.IGNORECASE)
_BASELINE = re.compile(rf"(?<![\w.,/-]){_FIGURE}$", re.IGNORECASE)

_UP = r"up|(?:increas|rais|ris|grow)(?:e|es|ed|en|ing|s)?"
_DOWN = r"down|(?:decreas|reduc|fall|drop)(?:e|es|ed|en|ing|s|ped|ping)?|cut(?:s|ting)?"
_MOVES_FROM = re.compile(
    rf"\b(?:(?P<up>{_UP})|{_DOWN})\b(?!-)"
    rf"(?P<what>(?:(?!\b(?:{_UP}|{_DOWN}|so|from)\b)[^.;:,])*)"
    r" from (?:about |around |just |only |over |under )?(?=[\d.]+(?:\s?%|\s?per ?cent)?$)",
    re.IGNORECASE,
)
_FEWER = re.compile(r"\b(?:not?|without|risk|neets?|gaps?|absen\w+|exclu\w+|suspen\w+)\b", re.IGNORECASE)
"""What goes the right way when it falls, as in "raise aspirations and reach NEET from 6% to 3%"."""


def faults_in(text: str, academic_year: int | None = None) -> Iterator[tuple[str, str]]:
    """Yield the words of an objective that cannot be, each with the reason. A text that can be read in two ways has none.

    academic_year: the plan's, by the year in which it starts. None: unknown, so a month without a year is not compared.
    """
    measures = measure(text)
    yield from _over_100(text, measures)
    yield from _wrong_way(text, measures)
    yield from _baseline_after_target(measures, academic_year)


def _over_100(text: str, measures: Measures) -> Iterator[tuple[str, str]]:
    for phrase in filter(None, (measures.target, measures.baseline)):
        share = _BASELINE.search(phrase.text)
        if share and share[2] and float(share[1]) > 100 and not text[: phrase.start].endswith("by "):
            yield phrase.text, "A share of a group cannot be over 100%"


def _wrong_way(text: str, measures: Measures) -> Iterator[tuple[str, str]]:
    baseline, target = measures.baseline, measures.target
    if not (baseline and target and (move := _MOVES_FROM.search(text[: baseline.end]))):
        return
    start, end = _BASELINE.search(baseline.text), _TARGET.fullmatch(target.text)
    if start and end and bool(start[2]) == bool(end[2]):
        if move["up"] and float(end[1]) < float(start[1]) and not _FEWER.search(move["what"]):
            yield baseline.text, f"The target is lower, {target.text}"
        elif not move["up"] and float(end[1]) > float(start[1]):
            yield baseline.text, f"The target is higher, {target.text}"


def _baseline_after_target(measures: Measures, academic_year: int | None) -> Iterator[tuple[str, str]]:
    date, baseline_date = measures.date, measures.baseline_date
    if date and baseline_date:
        target, start = When(date.text).span(academic_year), When(baseline_date.text).span(academic_year)
        if target and start and start.first > target.last:
            yield baseline_date.text, "The baseline is from after the date of the target"
