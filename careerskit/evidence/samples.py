"""The sample schools: invented schools and colleges with plans to learn from, loaded into a store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from careerskit.evidence.data_files import files_at
from careerskit.evidence.destinations import DESTINATIONS
from careerskit.evidence.import_files import import_file
from careerskit.evidence.local_authorities import LOCAL_AUTHORITIES
from careerskit.evidence.source import Reading, import_table
from careerskit.evidence.tables import read_header
from careerskit.resources import samples

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = ["load_samples", "sample_store"]

_CREDIT = (
    "Invented figures of a sample school and its local authority. England: Department for Education, school and college "
    "performance tables 2019, pupils who finished key stage 4 in 2016/17"
)


def load_samples(store: Store) -> int:
    """Load the sample schools into a store, and return how many there are. Doing it again changes nothing."""
    import_table(store, DESTINATIONS, _reading("destinations.csv"), _CREDIT)
    if not store.published.releases(LOCAL_AUTHORITIES.topic):
        import_table(store, LOCAL_AUTHORITIES, _reading("la_codes.csv"))
    plans = sorted(samples().glob("*.json"))
    for file in plans:
        import_file(store, file, who="sample")
    return len(plans)


def _reading(name: str) -> Reading:
    return Reading(read_header(next(files_at(samples() / name))))


def sample_store(path: Path) -> Store:
    """Return a store of its own that holds the sample schools and nothing else."""
    from careerskit.store import open_store

    store = open_store(str(path))
    load_samples(store)
    return store
