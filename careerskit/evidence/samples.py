"""The sample schools: invented places with plans to learn from, put into a store."""

from __future__ import annotations

from pathlib import Path

from careerskit.evidence.intake import take_in
from careerskit.shipped import samples
from careerskit.store import Store, open_store

__all__ = ["fill", "sample_store"]


def fill(store: Store) -> int:
    """Put the sample schools into a store, and return how many there are. Doing it again changes nothing."""
    plans = sorted(samples().glob("*.json"))
    for file in [*sorted(samples().glob("*.csv")), *plans]:
        take_in(store, file, who="sample")
    return len(plans)


def sample_store(path: Path) -> Store:
    """Return a store of its own that holds the sample schools and nothing else."""
    store = open_store(str(path))
    fill(store)
    return store
