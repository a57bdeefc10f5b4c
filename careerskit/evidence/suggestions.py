"""Sentences on what is published about a school, each with its source, for the answers that they inform."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from careerskit.evidence.destinations import PHASES, Cohort, Destinations, newest
from careerskit.evidence.published import destinations_of
from careerskit.words import join_words

if TYPE_CHECKING:
    from careerskit.plan import School
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
    return {path: found for path, build in _BY_PATH.items() if (found := tuple(build(store, school)))}


def _destinations(store: Store, school: School) -> Iterator[Suggestion]:
    sets = destinations_of(store, school.id)
    for phase in PHASES:
        if (found := newest(sets, phase)) and (text := _destinations_text(found)):
            yield Suggestion(f"destinations after {phase.name}", school.setting.localise(f"{text} ({found.source}.)"))


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


_BY_PATH: Mapping[str, Callable[[Store, School], Iterator[Suggestion]]] = {
    "current_state.destination_data": _destinations,
}
"""What builds the suggestions for an answer, by the answer's path."""
