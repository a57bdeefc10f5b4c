"""What others have saved, shown to everyone who has the same plan open. The store is asked, so that every writer counts."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from careerskit.errors import CareerskitError
from careerskit.server.live import RESTING, Live
from careerskit.server.places import Clock, Places
from careerskit.server.watching import Watching
from careerskit.server.webinar import Webinar
from careerskit.store import Store

__all__ = ["Room"]

_EVERY = 0.5

_REST = 60 * 60
_REST_WHERE_OTHERS_WAIT = 10 * 60
"""Seconds after which a page where nothing is done is put to rest; sooner where its place is wanted by somebody else."""


class Room:
    """The pages that are open now, by school."""

    def __init__(self, store: Store, most: int, clock: Clock = time.monotonic, webinar: Webinar | None = None) -> None:
        """Open a room for so many pages."""
        self.places = Places(most, clock)
        self.watching = set[Watching]()
        self._store, self._webinar = store, webinar
        self._number, self._last = webinar.session.number if webinar else 0, 0
        self._pages: defaultdict[str, set[Live]] = defaultdict(set)
        self._tasks: set[asyncio.Task[None]] = set()

    @contextmanager
    def holding(self, page: Live) -> Iterator[None]:
        """Have a page in the room while it is open."""
        pages = self._pages[page.school.id]
        pages.add(page)
        try:
            with self.places.holding(page.token):
                yield
        finally:
            pages.discard(page)
            if not pages:
                self._pages.pop(page.school.id, None)

    async def follow(self) -> None:
        """Ask the store twice a second what has changed, and tell the pages. Never ends: what went wrong is tried again."""
        self._last = await asyncio.to_thread(self._store.last_change)
        for turn in count():
            await asyncio.sleep(_EVERY)
            try:
                if turn % 4 == 0:
                    await self._look_round()
                await self._follow_session()
                await self._follow_plans()
            except CareerskitError as error:  # a store that was locked for long is there again later
                logging.getLogger(__name__).warning("The pages could not be brought up to date. %s", error)

    async def _follow_plans(self) -> None:
        """Tell the pages of each plan what others wrote in it."""
        changes = await asyncio.to_thread(self._store.changes_since, self._last)
        for school in {change.school for change in changes}:
            for page in list(self._pages.get(school, ())):
                theirs = {c.path: c.value for c in changes if c.school == school and c.who != page.who}
                if theirs:
                    self._begin(page.others_saved(theirs))
        if changes:
            self._last = changes[-1].number

    async def _follow_session(self) -> None:
        """Show every page how the session stands, where anything has happened in it; and those who watch all of it, all of it."""
        for one in list(self.watching):
            self._begin(one.look())
        if not self._webinar:
            return
        before = self._number
        await asyncio.to_thread(self._webinar.session.refresh)
        self._number = self._webinar.session.number  # which commands given here have moved on too
        if self._number != before:
            for page in [page for some in self._pages.values() for page in some]:
                self._begin(page.room_changed())

    async def _look_round(self) -> None:
        """Close the pages whose private link was revoked, and put those to rest where nobody is."""
        pages = [page for some in self._pages.values() for page in some]
        lead = await asyncio.to_thread(self._store.that_lead, {page.token for page in pages})
        longest = _REST_WHERE_OTHERS_WAIT if self.places.are_taken else _REST
        for page in pages:
            if page.token not in lead:
                self._begin(page.close(1008))
            elif page.seconds_idle > longest:
                self._begin(page.close(RESTING))

    def _begin(self, what: Coroutine[Any, Any, None]) -> None:
        """Do something with a page in the page's own time: one that is busy holds up no other."""
        task = asyncio.create_task(what)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
