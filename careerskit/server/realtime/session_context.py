"""The live session that runs on this server: its state, its run of show, and the plans of those who joined."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from threading import Lock
from typing import Any, TypeVar

from careerskit.caching import KeyedCache
from careerskit.plan import Plan, School
from careerskit.server.realtime.limits import MonotonicClock
from careerskit.server.realtime.recent_writers import RecentWriters
from careerskit.server.realtime.unfinished import UnfinishedAnswers
from careerskit.session import (
    Breakout,
    Results,
    RunOfShow,
    SchoolNames,
    Session,
    Unfinished,
    approval_keys,
    default_run_of_show,
    quotable_priorities,
    school_names,
)
from careerskit.store import KEEP_UNTIL, PlanCache, Store, load_plans
from careerskit.views import link_lasts
from careerskit.workbook import Step, read_steps

__all__ = ["REVISION_SECONDS", "SessionContext"]

T = TypeVar("T")

_SCHOOLS_CACHED = 2_000
"""How many schools are cached by id: the same ones are looked up at every poll."""

REVISION_SECONDS = 1.0
"""How often at most the store is asked for its latest revision while everybody types."""


class SessionContext:
    """What all pages of a live session share."""

    def __init__(
        self,
        store: Store,
        session: Session,
        run: RunOfShow | None = None,
        address: str = "",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: MonotonicClock = time.monotonic,
    ) -> None:
        """Prepare the polls of the run of show.

        Args:
            store: where the session and the plans are.
            session: the session.
            run: its run of show; None for the built-in one.
            address: where delegates find it; "" for the address that the facilitator uses.
            now: returns the time (aware, UTC).
            clock: measures how often the store is asked for its latest revision.
        """
        self.store, self.session, self.now = store, session, now
        self.address = f"{address.rstrip('/')}/" if address else ""
        self.run = run or default_run_of_show()
        self.plans = PlanCache(store)
        self.school: Callable[[str], School | None] = lru_cache(_SCHOOLS_CACHED)(store.schools.find)
        self.secret = session.secret
        self.keep_until = store.settings.get(KEEP_UNTIL)
        self.link_lasts = link_lasts(self.keep_until)
        self.writers = RecentWriters(now)
        self.unfinished = UnfinishedAnswers(clock)
        self.unfinished.on_finished = self._expire_revision
        self._clock, self._lock, self._asked, self._latest_revision = clock, Lock(), float("-inf"), 0
        self._names = KeyedCache[Any, SchoolNames]()
        self._groups = KeyedCache[Any, tuple[Breakout, ...]]()
        self._frozen_plans, self._waiting = KeyedCache[Any, dict[str, Plan]](), KeyedCache[Any, int]()
        self._last_groups: tuple[Breakout, ...] = ()
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="session-writer")
        self.steps: dict[str, Step] = read_steps()
        if not session.state.closed:
            session.sync_polls(self.run.polls)

    async def write(self, write: Callable[..., T], *arguments: object) -> T:
        """Call something that writes to the session, in a thread: one call at a time, so that no reader waits for it."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, write, *arguments)

    @property
    def name(self) -> str:
        """The session's name."""
        return self.session.record.name

    def latest_revision(self) -> int:
        """Return the number of the latest revision of any plan, at most a second old."""
        with self._lock:
            if self._clock() >= self._asked + REVISION_SECONDS:
                self._asked, self._latest_revision = self._clock(), self.store.answers.latest_revision()
            return self._latest_revision

    def _expire_revision(self) -> None:
        """Have the store asked at once: what somebody has finished goes to the board now."""
        self._asked = float("-inf")

    def names(self) -> SchoolNames:
        """Return the names of the schools that joined, to be masked in what delegates type."""
        joined = self.session.state.schools.keys()

        def build() -> SchoolNames:
            schools = (school for key in joined if (school := self.school(key)))
            return school_names(schools, self.plans(joined).values())

        return self._names.get((joined, self.latest_revision()), build)

    def shown_plans(self) -> Mapping[str, Plan]:
        """Return the plans that the room sees points of, by id: as they were when the board was frozen, where it is."""
        at, joined = self.session.state.frozen, self.session.state.schools.keys()
        if at is None:
            return self.plans(joined)

        def read() -> dict[str, Plan]:
            found = load_plans(self.store, [school for key in joined if (school := self.school(key))], at)
            return {key: plan for key, plan in found.items() if isinstance(plan, Plan)}

        return self._frozen_plans.get((at, joined), read)

    def unfinished_in_shown(self) -> Unfinished:
        """Return what was still being typed in :meth:`shown_plans`, with what the room sees instead."""
        state = self.session.state
        return dict.fromkeys(state.frozen_without, "") if state.frozen else self.unfinished.current()

    def count_waiting(self) -> int:
        """Return how many points were written or changed since the board was frozen; 0 where it is not."""
        state = self.session.state
        if not state.frozen:
            return 0
        names, unfinished = self.names(), self.unfinished.current()

        def count() -> int:
            def keys(plans: Mapping[str, Plan], unfinished: Unfinished) -> frozenset[str]:
                return approval_keys(
                    plans, state.shares, session=self.secret, names=names, hidden=state.hidden, unfinished=unfinished
                )

            seen = keys(self.shown_plans(), self.unfinished_in_shown())
            return len(keys(self.plans(state.schools), unfinished) - seen)

        known = state.frozen, state.frozen_without, state.schools.keys(), state.shares, state.hidden
        return self._waiting.get((*known, names, unfinished, self.latest_revision()), count)

    def mask_results(self, results: Results) -> Results:
        """Return the results of a poll with names masked in the delegates' own words."""
        mask = self.names().mask
        return replace(results, rows=tuple(replace(row, label=mask(row.label)) for row in results.rows))

    def groups(self) -> tuple[Breakout, ...]:
        """Return the breakout groups, their cards without what a school has stopped sharing or a facilitator has hidden."""
        state = self.session.state
        if not state.breakouts:
            return ()
        names, unfinished = self.names(), self.unfinished_in_shown()
        approved = state.approved if state.approves_first else None

        def build() -> tuple[Breakout, ...]:
            texts = quotable_priorities(
                self.shown_plans(),
                state.shares,
                session=self.secret,
                names=names,
                hidden=state.hidden,
                unfinished=unfinished,
                approved=approved,
            )
            groups = tuple(group.showing(texts) for group in state.breakouts)
            if groups != self._last_groups:  # else the same object, since delegate_cache_key is compared by identity
                self._last_groups = groups
            return self._last_groups

        newest = state.frozen or self.latest_revision()
        return self._groups.get(
            (state.breakouts, state.shares, state.hidden, newest, names, unfinished, approved), build
        )

    def delegate_cache_key(self) -> tuple[Any, ...]:
        """Return what the delegates' view of the session is made from, to be compared by identity.

        Who is on which step is not in it: pages do not show it.
        """
        state = self.session.state
        return (
            state.step,
            state.polls,
            state.questions,
            state.shares,
            state.breakouts,
            self.groups(),
            state.hidden,
            state.closed,
        )

    def step_to_open(self, school: str) -> str:
        """Return the step to open for a school, see :meth:`State.step_to_open`; "" for the first."""
        step = self.session.state.step_to_open(school)
        return step if step in self.steps else ""

    def title_of(self, step: str) -> str:
        """Return the heading of a step; "" where there is no such step."""
        return self.steps[step].title if step in self.steps else ""
