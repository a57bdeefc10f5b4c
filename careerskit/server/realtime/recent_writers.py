"""Who is writing: the schools whose plan has just changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta

__all__ = ["RecentWriters"]

_RECENT = timedelta(minutes=1)
"""For how long after a change a school counts as writing."""


class RecentWriters:
    """When the plan of each school last changed, in whichever process. now: returns the time."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now, self._changed = now, dict[str, datetime]()

    def add(self, schools: Iterable[str]) -> None:
        """Handle that the plans of schools have changed."""
        oldest = self._now() - _RECENT
        recent = {school: at for school, at in self._changed.items() if at >= oldest}
        self._changed = recent | dict.fromkeys(schools, self._now())  # a new dict: others may be reading the old one

    def count(self, schools: Collection[str]) -> int:
        """Return how many of these schools have changed their plan in the last minute."""
        oldest = self._now() - _RECENT
        return sum(school in schools and at >= oldest for school, at in self._changed.items())
