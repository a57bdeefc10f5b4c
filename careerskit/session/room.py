"""The plans of a room, as they are now, read again only where something was saved."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock

from careerskit.errors import StoreError
from careerskit.plan import Plan, School
from careerskit.store import Store, load_plans

__all__ = ["PlansNow"]


class PlansNow:
    """The plans of many schools: whoever looks at a room looks at it again and again, and most of it is unchanged.

    Threads may share one.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._number = 0
        self._known: dict[str, School] = {}
        self._plans: dict[str, Plan | None] = {}

    def __call__(self, schools: Iterable[str]) -> dict[str, Plan]:
        """Return the plans of schools by id, at their newest. One that cannot be read, or of a school unknown, is left out.

        Raises:
            StoreError: the store cannot be read.
        """
        wanted = list(dict.fromkeys(schools))
        with self._lock:
            self._forget_what_changed()
            missing = [school for school in wanted if school not in self._plans]
            found = load_plans(self._store, [known for school in missing if (known := self._school(school))])
            for school in missing:
                plan = found.get(school)
                self._plans[school] = None if isinstance(plan, StoreError) else plan
            return {school: plan for school in wanted if (plan := self._plans[school])}

    def _forget_what_changed(self) -> None:
        """Forget the plans of schools that have saved since. What is saved meanwhile is read again: it has a greater number."""
        newest = self._store.last_change()
        if not self._plans:
            self._number = newest
        elif newest > self._number:
            for change in self._store.changes_since(self._number):
                self._plans.pop(change.school, None)
                self._number = change.number
        self._plans = {school: plan for school, plan in self._plans.items() if plan}

    def _school(self, school: str) -> School | None:
        if school not in self._known and (found := self._store.find(school)):
            self._known[school] = found
        return self._known.get(school)
