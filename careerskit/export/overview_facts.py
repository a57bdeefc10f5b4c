"""What each plan contributes to an overview, read from the store at several moments, in several processes where it is much."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from careerskit.errors import StoreError
from careerskit.export.disclosure import ChangeLog
from careerskit.plan import School
from careerskit.processes import map_in_subprocesses, report_progress
from careerskit.review import PlanFacts, plan_facts
from careerskit.store import Store, plan_of

__all__ = ["FactsReader"]

_CHUNK = 50
"""How many plans are reviewed at once: a full one takes about 35 ms."""

_TIME_LIMIT = 600.0
"""Seconds for one chunk."""


@dataclass(frozen=True)
class _Job:
    """Plans to take the facts from. at: the moment that they are of. answers: of each school."""

    at: datetime
    schools: tuple[School, ...]
    answers: tuple[dict[str, Any] | StoreError, ...]
    days: tuple[date, ...]


def _facts_of(job: _Job) -> list[tuple[PlanFacts, str]]:
    """Return the facts of each plan, and why it could not be read; "" where it could."""
    found = []
    for school, answers in zip(job.schools, job.answers, strict=True):
        try:
            found.append((plan_facts(plan_of(school, answers), job.days), ""))
        except StoreError as error:
            found.append((PlanFacts(is_readable=False), str(error)))
    return found


class FactsReader:
    """The facts of plans at several moments. A plan that was the same at two of them is read and reviewed once."""

    def __init__(self, store: Store, schools: Mapping[str, School], log: ChangeLog, days: Sequence[date]) -> None:
        self._store, self._schools, self._log, self._days = store, schools, log, tuple(days)
        self._found: dict[tuple[str, datetime], PlanFacts] = {}
        self.unreadable: list[str] = []

    def read(self, wanted: Iterable[tuple[datetime | None, Sequence[str]]]) -> None:
        """Read the plans of some schools at some moments."""
        at: dict[datetime, list[str]] = defaultdict(list)
        keys: set[tuple[str, datetime]] = set()
        for moment, schools in wanted:
            for school in schools:
                changed = moment and self._log.latest(school, moment)
                if moment and changed and (school, changed) not in keys:
                    keys.add((school, changed))
                    at[moment].append(school)
        report_progress((0, len(keys)))
        for job, found in _review(self._jobs(at), len(keys)):
            for one, (facts, reason) in zip(job.schools, found, strict=True):
                self._found[one.id, self._log.latest(one.id, job.at) or job.at] = facts
                if reason:
                    self.unreadable.append(reason)
                    report_progress(reason)
            report_progress((len(self._found), len(keys)))

    def at(self, groups: Iterable[tuple[datetime | None, Sequence[str]]]) -> list[PlanFacts]:
        """Return the facts of those schools that had a plan at the moment of their group."""
        return [
            self._found[school, changed]
            for moment, schools in groups
            for school in schools
            if moment and (changed := self._log.latest(school, moment))
        ]

    def _jobs(self, at: Mapping[datetime, Sequence[str]]) -> Iterator[_Job]:
        for moment, schools in at.items():
            for start in range(0, len(schools), _CHUNK):
                answers = self._store.answers.read_many(schools[start : start + _CHUNK], moment)
                chosen = tuple(self._schools[school] for school in answers)
                yield _Job(moment, chosen, tuple(answers.values()), self._days)


def _review(jobs: Iterator[_Job], count: int) -> Iterator[tuple[_Job, list[tuple[PlanFacts, str]]]]:
    """Yield the facts of each job's plans: in other processes where that takes less time than to start them."""
    if count <= 2 * _CHUNK:
        yield from ((job, _facts_of(job)) for job in jobs)
        return
    workers = os.cpu_count() or 1
    for outcome in map_in_subprocesses(
        _facts_of, jobs, workers=workers, timeout=_TIME_LIMIT, preload="careerskit.export"
    ):
        if outcome.error:
            raise outcome.error
        yield outcome.argument, outcome.result or []
