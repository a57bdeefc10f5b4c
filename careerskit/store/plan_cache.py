"""Caches of plans: a plan is read again only when something newer was saved."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock

from careerskit.caching import KeyedCache
from careerskit.errors import StoreError
from careerskit.plan import Plan, School
from careerskit.store.plans import load_plan, load_plans
from careerskit.store.store import Store

__all__ = ["CachedPlan", "PlanCache"]


class CachedPlan:
    """One school's plan: a form asks for it several times."""

    def __init__(self, store: Store, school: School) -> None:
        self._store, self._school = store, school
        self._cache = KeyedCache[int, Plan]()

    def __call__(self) -> Plan:
        """Return the plan as it is now. Raises like :func:`load_plan`."""
        revision = self._store.answers.latest_revision_of(self._school.id)
        return self._cache.get(revision, lambda: load_plan(self._store, self._school))


class PlanCache:
    """The plans of many schools: a live session asks for all of them again and again, and few have changed.

    Threads may share one.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._revision = 0
        self._schools: dict[str, School] = {}
        self._plans: dict[str, Plan | None] = {}

    def __call__(self, schools: Iterable[str]) -> dict[str, Plan]:
        """Return the plans of schools as they are now, by id. Plans that cannot be read and unknown schools are left out.

        Raises:
            StoreError: the store cannot be read.
        """
        wanted = list(dict.fromkeys(schools))
        with self._lock:
            self._evict_changed()
            missing = [key for key in wanted if key not in self._plans]
            found = load_plans(self._store, [school for key in missing if (school := self._school(key))])
            for key in missing:
                plan = found.get(key)
                self._plans[key] = None if isinstance(plan, StoreError) else plan
            return {key: plan for key in wanted if (plan := self._plans[key])}

    def _evict_changed(self) -> None:
        """Evict the plans of schools that have saved since. What is saved meanwhile has a greater number, and is read again."""
        latest = self._store.answers.latest_revision()
        if not self._plans:
            self._revision = latest
        elif latest > self._revision:
            for change in self._store.answers.changes_since(self._revision):
                self._plans.pop(change.school, None)
                self._revision = change.number
        self._plans = {key: plan for key, plan in self._plans.items() if plan}

    def _school(self, key: str) -> School | None:
        if key not in self._schools and (found := self._store.schools.find(key)):
            self._schools[key] = found
        return self._schools.get(key)
