"""The careers programme as a grid: a row for each year group, a column for each term."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from careerskit.plan import TERMS, Activity, Plan, benchmark, term_of, year_groups_in_words
from careerskit.review import count_programme
from careerskit.views.answers import answers_of
from careerskit.words import join_words

__all__ = ["Cell", "GridActivity", "ProgrammeGrid", "programme_grid"]

_ALL_YEAR = "All year"
_EVERYONE = "Every year group"
_NO_NAME = "Not written yet"

_SHORT = 120
"""How many characters of a learning outcome stand in a cell."""

_HALF_TERM = re.compile(r"\b(?:autumn|spring|summer) [12]\b", re.IGNORECASE)


@dataclass(frozen=True)
class GridActivity:
    """An activity as a cell shows it.

    name: what it is. details: short texts to stand below it: when, where that says more than its column, by whom, of which type,
    and for which benchmarks. for_families: those of them that a student or a parent asks for: when, by whom, and for how many days.
    years: for whom, in words. outcome: what students learn from it, where that is short.
    """

    name: str
    details: tuple[str, ...]
    for_families: tuple[str, ...]
    years: str
    outcome: str


class Cell(NamedTuple):
    """What students do in a term. term: in words. span: how many columns it is wide."""

    term: str
    span: int
    activities: tuple[GridActivity, ...]


@dataclass(frozen=True)
class ProgrammeGrid:
    """A careers programme to read.

    terms: the heads of the columns. rows: each with its year groups in words, and its cells. unplaced: those
    for which a year group or a term is still to be confirmed, below what that is. outcomes: those too long for a cell, each below
    its activity and year groups. benchmarks: the titles of those that activities name. has_half_terms: whether a time is like
    "Autumn 1".
    """

    terms: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    unplaced: tuple[tuple[str, tuple[GridActivity, ...]], ...]
    outcomes: tuple[tuple[str, str, str], ...]
    benchmarks: tuple[str, ...]
    has_half_terms: bool


def programme_grid(plan: Plan) -> ProgrammeGrid:
    """Return the programme of a plan as a grid. An activity for every year group stands once, in a row of its own above."""
    activities = [one for one in plan.programme.activities if one != Activity(id=one.id)]
    activities.sort(key=lambda one: one.time.sort_key(plan.academic_year))  # those of one time stay as they are
    placed = {one.id: _terms_of(one, plan) for one in activities}
    years = tuple(sorted({*count_programme(plan).years, *(year for one in activities for year in one.years)}))
    everyone = [one for one in activities if placed[one.id] and len(years) > 2 and {*one.years} == {*years}]
    by_year = {year: [one for one in activities if year in one.years and one not in everyone] for year in years}
    is_across = all(placed[one.id] == (_ALL_YEAR,) for one in everyone)  # without a column of their own
    in_column = [one for one in activities if one.years and not (is_across and one in everyone)]
    terms = (*TERMS, _ALL_YEAR) if any(_ALL_YEAR in placed[one.id] for one in in_column) else TERMS

    def cells(found: Sequence[Activity]) -> tuple[Cell, ...]:
        columns = ((term, [one for one in found if term in placed[one.id]]) for term in terms)
        return tuple(Cell(term, 1, tuple(_shown(one, plan, term) for one in some)) for term, some in columns)

    across = (Cell(_ALL_YEAR, len(terms), tuple(_shown(one, plan, _ALL_YEAR) for one in everyone)),)
    rows = [(_EVERYONE, across if is_across else cells(everyone))] if everyone else []
    rows += [(year_groups_in_words([year]), cells(found)) for year, found in by_year.items()]
    no_year = [one for one in activities if not one.years]
    no_term = [one for one in activities if one.years and not placed[one.id]]
    unplaced = (("Year group to be confirmed", no_year), ("Term to be confirmed", no_term))
    numbers = sorted({number for one in activities for number in one.benchmarks})
    return ProgrammeGrid(
        terms,
        tuple(rows),
        tuple((title, tuple(_shown(one, plan) for one in found)) for title, found in unplaced if found),
        tuple(
            (answers_of(one, plan)["activity"].text or _NO_NAME, year_groups_in_words(one.years), one.outcome.strip())
            for one in sorted(activities, key=lambda one: one.years)
            if len(one.outcome.strip()) > _SHORT
        ),
        tuple(str(benchmark(number) or number) for number in numbers),
        any(_HALF_TERM.search(one.time) for one in activities),
    )


def _terms_of(activity: Activity, plan: Plan) -> tuple[str, ...]:
    """Return the columns that an activity stands in; none where its time names no term."""
    year = plan.academic_year
    found: list[str] = []
    for span in activity.time.spans(2000 if year is None else year):
        first, last = (TERMS.index(term_of(day).split()[0]) for day in (span.first, span.last))
        is_longer = last < first or (span.last - span.first).days > 300
        found += [_ALL_YEAR] if is_longer or last - first == len(TERMS) - 1 else TERMS[first : last + 1]
    if activity.time.is_all_year or _ALL_YEAR in found:
        return (_ALL_YEAR,)
    return tuple(term for term in TERMS if term in found)


def _shown(activity: Activity, plan: Plan, term: str = "") -> GridActivity:
    answers = answers_of(activity, plan)
    time = answers["time"].text
    days = answers["days"].text if "days" in answers else ""
    kind = "" if activity.type == "Other" else activity.type
    when = "" if time == term else time
    provider, in_days = answers["provider"].text, _days_in_words(days)
    details = (when, provider, ", ".join(filter(None, (kind, in_days))), _benchmarks_in_words(activity.benchmarks))
    for_families = (when, provider, in_days)
    name, outcome = answers["activity"].text or _NO_NAME, answers["outcome"].text
    shown = outcome if len(outcome) <= _SHORT else ""
    return GridActivity(
        name,
        tuple(filter(None, details)),
        tuple(filter(None, for_families)),
        year_groups_in_words(activity.years),
        shown,
    )


def _days_in_words(days: str) -> str:
    return f"{days} day{'' if days == '1' else 's'}" if re.fullmatch(r"[\d.]+", days) else days


def _benchmarks_in_words(numbers: Iterable[int]) -> str:
    found = [str(number) for number in numbers]
    return f"Benchmark{'s' if len(found) > 1 else ''} {join_words(found)}" if found else ""
