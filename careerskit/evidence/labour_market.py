"""The labour market around a school, in sentences and figures, each with its area, its time and its source.

Nothing hidden is worked out, and a change over time is between figures of one release.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from careerskit.errors import StoreError
from careerskit.evidence.figures import Figure
from careerskit.evidence.labour import (
    ACTIVE,
    ADVERTS,
    IMPROVEMENT_PLAN_AREA,
    IN_WORK,
    INDUSTRIES,
    JOB_ADVERTS,
    JOBS_BY_AREA,
    MONTHS,
    OCCUPATION_NAMES,
    OCCUPATIONS,
    SELF_EMPLOYED,
    STATUS,
    UNEMPLOYED,
)
from careerskit.evidence.published import published_about
from careerskit.evidence.source import Published
from careerskit.words import join_words

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = ["AreaTable", "LabourMarket", "Rate", "Statement", "labour_market_of", "read_labour_market"]

_NAMED = 3
"""How many of the largest are named in a sentence."""

_GROWN = 1.1
"""From this many times the earlier number, an industry is said to have grown: less may be due to chance in a survey. Our choice."""


@dataclass(frozen=True)
class Statement:
    """A sentence or two on the labour market.

    topic: what it is about, in few words. geography: which area, as "Kent and Medway, Local Skills Improvement Plan area".
    period: of its figures, as "2018 to 2022" or "October 2022"; year: the last of these. source: who published them.
    """

    topic: str
    text: str
    geography: str
    period: str
    year: int
    source: str


@dataclass(frozen=True)
class AreaTable:
    """Figures of an area in one year, by label, in the file's order. The other attributes are those of a statement."""

    figures: Mapping[str, Figure]
    area: str
    geography: str
    year: int
    source: str


@dataclass(frozen=True)
class Rate:
    """A share in per cent of an area's people, rounded, beside England's; None where one is not published."""

    label: str
    here: int | None
    england: int | None


@dataclass(frozen=True)
class LabourMarket:
    """What is published about the labour market around a school.

    statements: the most useful first. industries: people in work by industry, None where that is not published. rates: of being in
    work and out of work, with the table that they are worked out from.
    """

    statements: tuple[Statement, ...] = ()
    industries: AreaTable | None = None
    status: AreaTable | None = None
    rates: tuple[Rate, ...] = field(default=())


def labour_market_of(store: Store, school_id: str) -> LabourMarket | None:
    """Return the labour market around a school, as :func:`read_labour_market` does; None where the store has nothing."""
    school = store.schools.find(school_id)
    return read_labour_market(published_about(store, [school])[school_id]) if school else None


def read_labour_market(published: Published) -> LabourMarket | None:
    """Return the labour market around a school; None where nothing is published about its area.

    Raises:
        StoreError: a row no longer has what was in it when it was imported.
    """
    found = {topic: published.content[topic] for topic in _STATEMENTS if topic in published.content}
    if not found:
        return None
    try:
        statements = [one for topic, content in found.items() for one in _STATEMENTS[topic](_About(content))]
        status = _About(found[STATUS.topic]) if STATUS.topic in found else None
        return LabourMarket(
            tuple(statements),
            _About(found[INDUSTRIES.topic]).table if INDUSTRIES.topic in found else None,
            status.table if status else None,
            tuple(_rates(status)) if status else (),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise StoreError(
            f"What the store has about the labour market around {published.name} can no longer be read ({error}). Import the files "
            "again."
        ) from error


class _About:
    """What a source's ``select`` has found for a school."""

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
        return bool(self.content["level"] == IMPROVEMENT_PLAN_AREA)

    @property
    def area(self) -> str:
        """The area, to go on with "in"."""
        name = str(self.content["name"])
        return f"the {name.removeprefix('The ')} area" if self.is_plan_area else name

    @property
    def geography(self) -> str:
        name = self.content["name"]
        return f"{name}, Local Skills Improvement Plan area" if self.is_plan_area else f"{name}, local authority"

    @property
    def table(self) -> AreaTable:
        return AreaTable(self.by_period[self.last], self.area, self.geography, int(self.last[:4]), self.source)

    def largest(self) -> list[tuple[str, float]]:
        """Return the labels and numbers of the last period, the largest first; those without a number are left out."""
        known = [
            (label, figure.value) for label, figure in self.by_period[self.last].items() if figure.value is not None
        ]
        return sorted(known, key=lambda entry: -entry[1])[:_NAMED]

    def value(self, period: str, label: str) -> float | None:
        figure = self.by_period.get(period, {}).get(label)
        return figure.value if figure else None

    def statement(self, topic: str, text: str, period: str = "") -> Statement:
        return Statement(topic, text, self.geography, period or self.last, int(self.last[:4]), self.source)


_CAUTION = "; it urges caution with detailed figures on occupations of that time"


def _industries(about: _About) -> Iterator[Statement]:
    text = f"In {about.last}, the largest industries by people in work in {about.area} were {_list(about.largest())}."
    period = about.last
    if about.first < about.last and (grown := _most_grown(about)):
        label, before, after = grown
        text += (
            f" Since {about.first}, {_lower(label)} has grown most: from {_about(before)} people to {_about(after)}."
        )
        period = f"{about.first} to {about.last}"
    yield about.statement("people in work by industry", text, period)


def _most_grown(about: _About) -> tuple[str, float, float] | None:
    """Return the industry whose number has risen most since the first year of the release, with both numbers."""
    found = [
        (label, before, after)
        for label in about.by_period[about.last]
        if (before := about.value(about.first, label)) is not None
        and (after := about.value(about.last, label)) is not None
        and after >= before * _GROWN
        and before > 0
    ]
    return max(found, key=lambda entry: entry[2] - entry[1], default=None)


def _jobs(about: _About) -> Iterator[Statement]:
    largest = [(label.partition(" : ")[2].partition(";")[0], number) for label, number in about.largest()]
    text = f"In {about.last}, the industries with the most jobs in {about.area} were {_list(largest)}."
    yield about.statement("jobs by industry", text)


def _occupations(about: _About) -> Iterator[Statement]:
    largest = [(OCCUPATION_NAMES[label], number) for label, number in about.largest()]
    text = f"In {about.last}, the largest groups of occupations in {about.area} were {_list(largest)}."
    yield about.statement("occupations", text)


def _adverts(about: _About) -> Iterator[Statement]:
    """Say how many adverts there were in the last month, and in the same month of earlier years."""
    year, month = int(about.last[:4]), about.last[4:]
    now = about.value(about.last, ADVERTS)
    earlier = [
        (before, number) for before in (year - 1, year - 3) if (number := about.value(f"{before}{month}", ADVERTS))
    ]
    name = MONTHS[int(month[1:]) - 1]
    if now is None:
        return
    text = f"There were {_about(now)} online job adverts in {about.area} in {name} {year}"
    if earlier:
        beside = join_words([f"{_about(number)} in {name} {before}" for before, number in earlier])
        text += f". That compares with {beside}"
    first = min((before for before, _ in earlier), default=year)
    yield about.statement(
        "online job adverts", f"{text}.", f"{name} {year}" if first == year else f"{name} {first} to {name} {year}"
    )


def _unemployment(about: _About) -> Iterator[Statement]:
    unemployed, active = (about.value(about.last, label) for label in (UNEMPLOYED, ACTIVE))
    if unemployed is None or not active:
        return
    rate = next(rate for rate in _rates(about) if rate.label == _UNEMPLOYMENT)
    england = f" (England {rate.england}%)" if rate.england is not None else ""
    yield about.statement(
        "unemployment",
        f"{_about(unemployed).capitalize()} people in {about.area} were unemployed in {about.last}: {rate.here}% of those in "
        f"work or looking for it{england}.",
    )


_EMPLOYMENT, _SELF_EMPLOYMENT, _UNEMPLOYMENT = (
    "In work, of everyone aged 16 to 64",
    "Self-employed, of everyone in work",
    "Unemployed, of everyone in work or looking for it",
)


def _rates(about: _About) -> Iterator[Rate]:
    now, england = about.by_period[about.last], about.england
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


_STATEMENTS: Mapping[str, Callable[[_About], Iterator[Statement]]] = {
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
