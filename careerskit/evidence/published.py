"""What the store has about schools from every evidence source, read for many schools at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from careerskit.evidence.destinations import Destinations, read_destinations
from careerskit.evidence.source import Published
from careerskit.evidence.sources import SOURCES
from careerskit.plan import School

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = ["destinations_of", "published_about"]


def published_about(store: Store, schools: Iterable[School]) -> dict[str, Published]:
    """Return what is published about each school, by its id; a few queries for all."""
    names = {school.id: school.name for school in schools}
    by_topic = {source.topic: source.select(store, names) for source in SOURCES if source.select}
    return {
        school: Published(name, {topic: found[school] for topic, found in by_topic.items() if school in found})
        for school, name in names.items()
    }


def destinations_of(store: Store, school_id: str) -> list[Destinations]:
    """Return the destinations published about a school, as :func:`read_destinations` does; none where the store has none."""
    school = store.schools.find(school_id)
    return read_destinations(published_about(store, [school])[school_id]) if school else []
