"""Everything published about schools, for those who only need to know whether it has changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from careerskit.evidence.destinations import ENGLAND, TOPIC, authority_subject
from careerskit.evidence.local_authorities import authority_names
from careerskit.plan import School

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = ["published_about"]


def published_about(store: Store, schools: Sequence[School]) -> dict[str, list[Any]]:
    """Return what is published about each school, its local authority and England, by school; a few queries for all."""
    subjects = {school.id: [school.id, authority_subject(school.local_authority), ENGLAND] for school in schools}
    rows = store.published(TOPIC, {subject for named in subjects.values() for subject in named})
    names = authority_names(store, {school.local_authority for school in schools})
    source = store.source_of(TOPIC)
    return {
        school.id: [source, names[school.local_authority], *(rows.get(subject) for subject in subjects[school.id])]
        for school in schools
    }
