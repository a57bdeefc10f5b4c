"""Everything published about schools, for those who only need to know whether it has changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from careerskit.evidence.destinations import ENGLAND, TOPIC, authority_subject
from careerskit.plan import School
from careerskit.store import Store

__all__ = ["published_about"]


def published_about(store: Store, schools: Sequence[School]) -> dict[str, list[Any]]:
    """Return what is published about each school, its local authority and England, by school; one query for all."""
    subjects = {school.id: [school.id, authority_subject(school.local_authority), ENGLAND] for school in schools}
    rows = store.published(TOPIC, {subject for named in subjects.values() for subject in named})
    return {school: [rows.get(subject) for subject in named] for school, named in subjects.items()}
