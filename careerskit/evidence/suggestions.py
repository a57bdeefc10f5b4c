"""Sentences on what is published about a school, each with its source, for the answers that they inform."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from careerskit.evidence.context import read_context
from careerskit.evidence.destinations import PHASES, Cohort, Destinations, newest, read_destinations
from careerskit.evidence.labour_market import read_labour_market
from careerskit.evidence.published import published_about
from careerskit.words import join_words

if TYPE_CHECKING:
    from careerskit.evidence.source import Published
    from careerskit.plan import School, Setting
    from careerskit.store import Store

__all__ = ["Suggestion", "suggestions_for"]


class Suggestion(NamedTuple):
    """A sentence or two that a careers leader may take into an answer, and edit there.

    topic: what it is about, in few words that no other suggestion for that answer has. text: with its source.
    """

    topic: str
    text: str


def suggestions_for(store: Store, school: School) -> dict[str, tuple[Suggestion, ...]]:
    """Return what is published about a school as sentences, by the path of the answer that they inform.

    Figures that are not published are left out: a sentence never says or hints at one.
    """
    published = published_about(store, [school])[school.id]
    return {path: found for path, build in _BY_PATH.items() if (found := tuple(build(published, school.setting)))}


def _destinations(published: Published, setting: Setting) -> Iterator[Suggestion]:
    sets = read_destinations(published)
    for phase in PHASES:
        if (found := newest(sets, phase)) and (text := _destinations_text(found)):
            yield Suggestion(f"destinations after {phase.name}", setting.localise(f"{text} ({found.source}.)"))


def _destinations_text(destinations: Destinations) -> str:
    everyone = destinations.school.everyone
    sustained = everyone.outcome("OVERALL_DEST").per_cent
    if sustained.value is None or everyone.size.value is None:
        return ""
    areas = [
        f"{area.name} {area.everyone.outcome('OVERALL_DEST').per_cent.words}"
        for area in destinations.areas[1:]
        if area.everyone.outcome("OVERALL_DEST").per_cent.value is not None
    ]
    beside = f" ({join_words(areas)})" if areas else ""
    sentences = [
        f"{sustained.words} of the {everyone.size.words} {{students}} who {destinations.phase.left} in {destinations.finished} had "
        f"a sustained destination in {destinations.destination_year}{beside}"
    ]
    parts = [f"{label} {share}" for key, label in _SHARES.items() if (share := _share(everyone, key))]
    sentences += [f"In the whole group: {join_words(parts)}"] if parts else []
    disadvantaged, others = (
        _share(cohort, "OVERALL_DEST") for cohort in (destinations.school.disadvantaged, destinations.school.others)
    )
    if disadvantaged and others:
        sentences.append(f"Disadvantaged {{students}} {disadvantaged}, all others {others}")
    return ". ".join(sentences) + "."


_SHARES = {"EDUCATION": "education", "APPREN": "apprenticeships", "EMPLOYMENT": "employment"}


def _share(cohort: Cohort, key: str) -> str:
    figure = cohort.outcome(key).per_cent
    return figure.words if figure.value is not None else ""


def _labour_market(published: Published, setting: Setting) -> Iterator[Suggestion]:  # noqa: ARG001  the same for all settings
    found = read_labour_market(published)
    for one in found.statements[:_LABOUR_MARKET] if found else ():
        yield Suggestion(one.topic, f"{one.text} (Area: {one.geography}. Source: {one.source}.)")


_LABOUR_MARKET = 3
"""How many sentences on the labour market are offered: more would hide the form."""


def _context(published: Published, setting: Setting) -> Iterator[Suggestion]:
    """Yield one sentence on groups of students: shares alone, and none of a group so small that someone could be recognised."""
    found = read_context(published)
    measures = [measure for measure in found.measures if not measure.is_small] if found else []
    if not found or not measures:
        return
    shares = [
        f"{measure.words} {measure.share}" + (f" ({measure.england.text}%)" if measure.england else "")
        for measure in measures
    ]
    beside = f" In brackets: {found.compared}." if found.compared else ""
    text = f"Of our {{students}} in January {found.year}: {join_words(shares)}.{beside}"
    yield Suggestion("needs and free school meals", f"{setting.localise(text)} ({found.source}.)")


_BY_PATH: Mapping[str, Callable[[Published, Setting], Iterator[Suggestion]]] = {
    "current_state.destination_data": _destinations,
    "current_state.labour_market": _labour_market,
    "current_state.vulnerable_cohorts": _context,
}
"""What builds the suggestions for an answer, by the answer's path."""
