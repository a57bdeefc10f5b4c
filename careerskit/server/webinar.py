"""The session that runs here: its state, its run of show, and the plans of the room."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import TypeVar

from careerskit.plan import School
from careerskit.server.steps import Step, read_steps
from careerskit.session import (
    Breakout,
    Names,
    PlansNow,
    Results,
    RunOfShow,
    Session,
    State,
    default_run_of_show,
    ids_that_may_be_seen,
)
from careerskit.store import Store

__all__ = ["Webinar"]

T = TypeVar("T")

_KNOWN = 2_000
"""How many schools are held by their id: the same are asked for at every look at the room."""


class Webinar:
    """What all pages of one live session share."""

    def __init__(
        self,
        store: Store,
        session: Session,
        run: RunOfShow | None = None,
        address: str = "",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Prepare the polls of the run of show.

        Args:
            store: where the session and the plans are.
            session: the session.
            run: its run of show; None for the one that comes along.
            address: where delegates find it; "" for the address by which the facilitator came.
            now: what the time is (aware, UTC).
        """
        self.store, self.session, self.now = store, session, now
        self.address = f"{address.rstrip('/')}/" if address else ""
        self.run = run or default_run_of_show()
        self.plans = PlansNow(store)
        self.school: Callable[[str], School | None] = lru_cache(_KNOWN)(store.find)
        self.secret = session.secret
        self._names: tuple[object, Names] | None = None
        self._groups: tuple[State, tuple[Breakout, ...]] | None = None
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

    def covered(self, text: str) -> str:
        """Return a text that a delegate typed, with the names of the schools that are here covered."""
        state = self.session.state
        here = frozenset(state.schools)
        if self._names is None or self._names[0] != here:
            known = map(self.school, here)
            self._names = here, Names(school.name for school in known if school)
        return self._names[1].covered(text)

    def without_names(self, results: Results) -> Results:
        """Return the results of a poll with names covered in the delegates' own words."""
        return replace(results, rows=tuple(replace(row, label=self.covered(row.label)) for row in results.rows))

    def groups(self) -> tuple[Breakout, ...]:
        """Return the breakouts that go on, without what a school does not share any more, or a facilitator has hidden."""
        state, known = self.session.state, self._groups
        if not state.breakouts:
            return ()
        if known is None or any(
            getattr(known[0], what) is not getattr(state, what) for what in ("breakouts", "shares", "hidden")
        ):
            ids = ids_that_may_be_seen(
                self.plans(state.schools), state.shares, session=self.secret, hidden=state.hidden
            )
            known = self._groups = state, tuple(group.showing(ids) for group in state.breakouts)
        return known[1]

    def title_of(self, step: str) -> str:
        """Return the heading of a step; "" where there is no such step."""
        return self.steps[step].title if step in self.steps else ""
