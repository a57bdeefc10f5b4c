"""The session that runs here: its state, its run of show, and the plans of the room."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from threading import Lock
from typing import TypeVar

from careerskit.plan import School
from careerskit.server.places import Clock
from careerskit.server.steps import Step, read_steps
from careerskit.session import (
    Breakout,
    Names,
    PlansNow,
    Results,
    RunOfShow,
    Session,
    default_run_of_show,
    names_of,
    what_cards_may_quote,
)
from careerskit.store import Store

__all__ = ["Webinar"]

T = TypeVar("T")

_KNOWN = 2_000
"""How many schools are held by their id: the same are asked for at every look at the room."""

_EVERY = 1.0
"""Seconds after which the store is asked again at the earliest what plans say, while everybody types."""


class Webinar:
    """What all pages of one live session share."""

    def __init__(
        self,
        store: Store,
        session: Session,
        run: RunOfShow | None = None,
        address: str = "",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Clock = time.monotonic,
    ) -> None:
        """Prepare the polls of the run of show.

        Args:
            store: where the session and the plans are.
            session: the session.
            run: its run of show; None for the one that comes along.
            address: where delegates find it; "" for the address by which the facilitator came.
            now: what the time is (aware, UTC).
            clock: how often the store is asked is measured by it.
        """
        self.store, self.session, self.now = store, session, now
        self.address = f"{address.rstrip('/')}/" if address else ""
        self.run = run or default_run_of_show()
        self.plans = PlansNow(store)
        self.school: Callable[[str], School | None] = lru_cache(_KNOWN)(store.find)
        self.secret = session.secret
        self._clock, self._asking, self._asked, self._newest = clock, Lock(), float("-inf"), 0
        self._names: tuple[object, Names] | None = None
        self._groups: tuple[object, tuple[Breakout, ...]] = None, ()
        self._writing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="session")
        self.steps: dict[str, Step] = read_steps()
        if not session.state.closed:
            session.prepare_all(self.run.polls)

    async def write(self, do: Callable[..., T], *arguments: object) -> T:
        """Do something that writes to the session: one after the other, and so that nobody who only reads waits for it."""
        return await asyncio.get_running_loop().run_in_executor(self._writing, do, *arguments)

    @property
    def name(self) -> str:
        """What the session is called."""
        return self.session.record.name

    def newest(self) -> int:
        """Return the number of the newest change of any plan. However many ask here, the store is asked once a second at most."""
        with self._asking:
            if self._clock() >= self._asked + _EVERY:
                self._asked, self._newest = self._clock(), self.store.last_change()
            return self._newest

    def names(self) -> Names:
        """Return the names of the schools that are here, to be covered in what delegates type."""
        here = self.session.state.schools.keys()
        basis = here, self.newest()
        if self._names is None or self._names[0] != basis:
            known = (school for one in here if (school := self.school(one)))
            self._names = basis, names_of(known, self.plans(here).values())
        return self._names[1]

    def without_names(self, results: Results) -> Results:
        """Return the results of a poll with names covered in the delegates' own words."""
        covered = self.names().covered
        return replace(results, rows=tuple(replace(row, label=covered(row.label)) for row in results.rows))

    def groups(self) -> tuple[Breakout, ...]:
        """Return the breakouts that go on, without what a school does not share or say any more, or a facilitator has hidden."""
        state = self.session.state
        if not state.breakouts:
            return ()
        basis = state.breakouts, state.shares, state.hidden, self.newest(), self.names()
        before, groups = self._groups
        if before != basis:
            texts = what_cards_may_quote(
                self.plans(state.schools), state.shares, session=self.secret, names=basis[-1], hidden=state.hidden
            )
            now = tuple(group.showing(texts) for group in state.breakouts)
            self._groups = basis, groups if groups == now else now
        return self._groups[1]

    def title_of(self, step: str) -> str:
        """Return the heading of a step; "" where there is no such step."""
        return self.steps[step].title if step in self.steps else ""
