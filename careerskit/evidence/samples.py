"""The sample schools: invented places with plans to learn from, put into a store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from careerskit.evidence.destinations import TOPIC
from careerskit.evidence.destinations_file import keep_destinations
from careerskit.evidence.intake import take_in
from careerskit.evidence.local_authorities import AUTHORITIES, keep_authorities
from careerskit.evidence.tables import Table, read_bytes, read_table
from careerskit.shipped import samples

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = ["fill", "sample_store"]


_SOURCE = (
    "Invented figures of a sample school and its local authority. England: Department for Education, school and college "
    "performance tables 2019, pupils who finished key stage 4 in 2016/17"
)


def fill(store: Store) -> int:
    """Put the sample schools into a store, and return how many there are. Doing it again changes nothing.

    In a store that has the Department's destinations, the samples go without theirs: two files are never mixed.
    """
    if store.source_of(TOPIC) in ("", _SOURCE):
        keep_destinations(store, _table("destinations.csv"), source=_SOURCE)
    if not store.source_of(AUTHORITIES):
        keep_authorities(store, _table("la_codes.csv"))
    plans = sorted(samples().glob("*.json"))
    for file in plans:
        take_in(store, file, who="sample")
    return len(plans)


def _table(name: str) -> Table:
    return read_table(read_bytes(samples() / name), name)


def sample_store(path: Path) -> Store:
    """Return a store of its own that holds the sample schools and nothing else."""
    from careerskit.store import open_store

    store = open_store(str(path))
    fill(store)
    return store
