"""Figures of an area as sentences. Nothing hidden is worked out, and a change over time is between figures of one release."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from careerskit.evidence.figures import Figure
from careerskit.evidence.labour.areas import IMPROVEMENT_PLAN_AREA
from careerskit.evidence.labour.job_adverts import ADVERTS, JOB_ADVERTS, MONTHS
from careerskit.evidence.labour.model import AreaTable, Rate, Statement
from careerskit.evidence.labour.population_survey import (
    ACTIVE,
    IN_WORK,
    INDUSTRIES,
    OCCUPATION_NAMES,
    OCCUPATIONS,
    SELF_EMPLOYED,
    STATUS,
    UNEMPLOYED,
)
from careerskit.evidence.labour.register_survey import JOBS_BY_AREA
from careerskit.words import join_words

__all__ = ["STATEMENTS", "AreaSeries", "rates_of"]

_NAMED = 3
"""How many of the largest are named in a sentence."""

_GROWN = 1.1
"""From this many times the earlier number, an industry is said to have grown: less may be due to chance in a survey. Our choice."""


class AreaSeries:
    """Figures of a school's area over time, as ``select`` found them. first, last: of its periods, as "2022" or "2022-10"."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.content = content
        self.by_period: dict[str, dict[str, Figure]] = {
            period: {label: Figure(text) for label, text in sorted(figures.items())}
            for period, figures in sorted(content["figures"].items())
        }
        self.first, self.last = min(self.by_period), max(self.by_period)
        self.england = {label: Figure(text) for label, text in content["england"].get(self.last, {}).items()}
        self.source = content["source"] + _CAUTION * bool(content["caution"])

    @property
    def is_plan_area(self) -> bool:
        """Whether it is an improvement plan's area, and not a local authority."""
        return bool(self.content["level"] == IMPROVEMENT_PLAN_AREA)

    @property
    def area(self) -> str:
        """The area, to go on with "in"."""
        name = str(self.content["name"])
        return f"the {name.removeprefix('The ')} area" if self.is_plan_area else name

    @property
    def geography(self) -> str:
        """The area with its kind."""
        name = self.content["name"]
        return f"{name}, Local Skills Improvement Plan area" if self.is_plan_area else f"{name}, local authority"

    @property
    def table(self) -> AreaTable:
        """The figures of the last period."""
        return AreaTable(self.by_period[self.last], self.area, self.geography, int(self.last[:4]), self.source)

    def largest(self) -> list[tuple[str, float]]:
        """Return the labels and numbers of the last period, the largest first; those without a number are left out."""
        known = [
            (label, figure.value) for label, figure in self.by_period[self.last].items() if figure.value is not None
        ]
        return sorted(known, key=lambda entry: -entry[1])[:_NAMED]

    def value(self, period: str, label: str) -> float | None:
        """Return a number; None where there is none."""
        figure = self.by_period.get(period, {}).get(label)
        return figure.value if figure else None

    def statement(self, topic: str, text: str, period: str = "") -> Statement:
        """Return a statement about the area. period: of its figures, where that is not the last one."""
        return Statement(topic, text, self.geography, period or self.last, int(self.last[:4]), self.source)


_CAUTION = "; it urges caution with detailed figures on occupations of that time"


def _industries(series: AreaSeries) -> Iterator[Statement]:
    text = (
        f"In {series.last}, the largest industries by people in work in {series.area} were {_list(series.largest())}."
    )
    period = series.last
    if series.first < series.last and (grown := _most_grown(series)):
        label, before, after = grown
        text += (
            f" Since {series.first}, {_lower(label)} has grown most: from {_about(before)} people to {_about(after)}."
        )
        period = f"{series.first} to {series.last}"
    yield series.statement("people in work by industry", text, period)


def _most_grown(series: AreaSeries) -> tuple[str, float, float] | None:
    """Return the industry whose number has risen most since the first year of the release, with both numbers."""
    found = [
        (label, before, after)
        for label in series.by_period[series.last]
        if (before := series.value(series.first, label)) is not None
        and (after := series.value(series.last, label)) is not None
        and after >= before * _GROWN
        and before > 0
    ]
    return max(found, key=lambda entry: entry[2] - entry[1], default=None)


def _jobs(series: AreaSeries) -> Iterator[Statement]:
    largest = [(label.partition(" : ")[2].partition(";")[0], number) for label, number in series.largest()]
    text = f"In {series.last}, the industries with the most jobs in {series.area} were {_list(largest)}."
    yield series.statement("jobs by industry", text)


def _occupations(series: AreaSeries) -> Iterator[Statement]:
    largest = [(OCCUPATION_NAMES[label], number) for label, number in series.largest()]
    text = f"In {series.last}, the largest groups of occupations in {series.area} were {_list(largest)}."
    yield series.statement("occupations", text)


def _adverts(series: AreaSeries) -> Iterator[Statement]:
    """Say how many adverts there were in the last month, and in the same month of earlier years."""
    year, month = int(series.last[:4]), series.last[4:]
    now = series.value(series.last, ADVERTS)
    earlier = [
        (before, number) for before in (year - 1, year - 3) if (number := series.value(f"{before}{month}", ADVERTS))
    ]
    name = MONTHS[int(month[1:]) - 1]
    if now is None:
        return
    text = f"There were {_about(now)} online job adverts in {series.area} in {name} {year}"
    if earlier:
        beside = join_words([f"{_about(number)} in {name} {before}" for before, number in earlier])
        text += f". That compares with {beside}"
    first = min((before for before, _ in earlier), default=year)
    yield series.statement(
        "online job adverts", f"{text}.", f"{name} {year}" if first == year else f"{name} {first} to {name} {year}"
    )


def _unemployment(series: AreaSeries) -> Iterator[Statement]:
    unemployed, active = (series.value(series.last, label) for label in (UNEMPLOYED, ACTIVE))
    if unemployed is None or not active:
        return
    rate = next(rate for rate in rates_of(series) if rate.label == _UNEMPLOYMENT)
    england = f" (England {rate.england}%)" if rate.england is not None else ""
    yield series.statement(
        "unemployment",
        f"{_about(unemployed).capitalize()} people in {series.area} were unemployed in {series.last}: {rate.here}% of those in "
        f"work or looking for it{england}.",
    )


_EMPLOYMENT, _SELF_EMPLOYMENT, _UNEMPLOYMENT = (
    "In work, of everyone aged 16 to 64",
    "Self-employed, of everyone in work",
    "Unemployed, of everyone in work or looking for it",
)


def rates_of(series: AreaSeries) -> Iterator[Rate]:
    """Yield the shares of people in work, self-employed and unemployed, from the numbers of employment status."""
    now, england = series.by_period[series.last], series.england
    for label, part, whole in (
        (_EMPLOYMENT, IN_WORK, "All"),
        (_SELF_EMPLOYMENT, SELF_EMPLOYED, IN_WORK),
        (_UNEMPLOYMENT, UNEMPLOYED, ACTIVE),
    ):
        yield Rate(label, _per_cent(now, part, whole), _per_cent(england, part, whole))


def _per_cent(figures: Mapping[str, Figure], part: str, whole: str) -> int | None:
    if part not in figures or whole not in figures:
        return None
    some, every = figures[part].value, figures[whole].value
    return None if some is None or not every else round(100 * some / every)


STATEMENTS: Mapping[str, Callable[[AreaSeries], Iterator[Statement]]] = {
    INDUSTRIES.topic: _industries,
    OCCUPATIONS.topic: _occupations,
    JOB_ADVERTS.topic: _adverts,
    JOBS_BY_AREA.topic: _jobs,
    STATUS.topic: _unemployment,
}
"""What builds the statements from a source's figures, by its topic: the most useful first."""


def _list(entries: list[tuple[str, float]]) -> str:
    """Return labels with their numbers as a list; a comma within a label asks for semicolons between them."""
    words = [f"{_lower(label)} ({_about(number)})" for label, number in entries]
    if not any("," in label for label, _ in entries):
        return join_words(words)
    return "; ".join([*words[:-1], f"and {words[-1]}"]) if len(words) > 1 else "".join(words)


def _about(number: float) -> str:
    """Return a rounded figure as people say it: three figures, and millions as such."""
    rounded = float(f"{number:.3g}")
    return f"about {rounded / 1e6:,.3g} million" if rounded >= 1e6 else f"about {rounded:,.0f}"


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:].replace(" And ", " and ").lower()
