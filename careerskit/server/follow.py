"""What others have saved, and what happens in the session, shown on every open page. The store is asked: every writer counts."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Coroutine, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count, zip_longest
from typing import Any

from careerskit.server.live import RESTING, Live, trouble
from careerskit.server.places import Clock, Places
from careerskit.server.together import Together
from careerskit.server.watching import Watching
from careerskit.server.webinar import Webinar
from careerskit.store import Store

__all__ = ["Room"]

_EVERY = 0.5

_LOOK_ROUND = 4
"""Every how many turns it is looked who may stay."""

_SAY_WHO = timedelta(minutes=1)
"""After how long it is said again who is here."""

_REST = 60 * 60
_REST_WHERE_OTHERS_WAIT = 10 * 60
"""Seconds after which a page where nothing is done is put to rest; sooner where its place is wanted by somebody else."""


class Room:
    """The pages that are open now, by school."""

    def __init__(self, store: Store, most: int, clock: Clock = time.monotonic, webinar: Webinar | None = None) -> None:
        """Open a room for so many pages."""
        self.places = Places(most, clock)
        self.together = Together(webinar) if webinar else None
        self.watching = set[Watching]()
        self._store, self._webinar = store, webinar
        self._said = webinar.now() if webinar else datetime.now(UTC)
        self._last, self._basis = 0, tuple[Any, ...]()
        self._pages: defaultdict[str, set[Live]] = defaultdict(set)
        self._tasks: set[asyncio.Task[bool]] = set()
        self._to_say: dict[str, Live] = {}  # by school, the page whose step the session does not know yet
        self._saying = False

    @contextmanager
    def holding(self, page: Live) -> Iterator[None]:
        """Have a page in the room while it is open."""
        pages = self._pages[page.school.id]
        pages.add(page)
        if self._webinar:
            self._begin(self._say(self._webinar, [page]))  # the form does not wait for it
        try:
            with self.places.holding(page.token):
                yield
        finally:
            pages.discard(page)
            if not pages:
                self._pages.pop(page.school.id, None)

    async def follow(self) -> None:
        """Ask the store twice a second what has changed, and tell the pages. Never ends: what went wrong is tried again."""
        while not await _tried(self._begin_to_follow()):
            await asyncio.sleep(_EVERY)
        for turn in count():
            await asyncio.sleep(_EVERY)
            if turn % _LOOK_ROUND == 0:
                await _tried(self._look_round())
            await _tried(self._say_who_is_here())
            await _tried(self._follow_session())
            await _tried(self._follow_plans())

    async def _begin_to_follow(self) -> None:
        self._last = await asyncio.to_thread(self._store.last_change)

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
        if not (self._webinar and self.together):
            return
        await asyncio.to_thread(self._webinar.session.refresh)
        before, self._basis = self._basis, await asyncio.to_thread(self.together.basis)
        if not all(one is other for one, other in zip_longest(self._basis, before)):
            for page in self._all_pages():
                self._begin(page.room_changed())

    async def _say_who_is_here(self) -> None:
        """Have the session know which schools have a page open, and on which step: of several, where something was done last."""
        if self._webinar and self._webinar.now() >= self._said + _SAY_WHO:
            self._said = self._webinar.now()
            last = [min(pages, key=lambda page: page.seconds_idle) for pages in self._pages.values() if pages]
            self._begin(self._say(self._webinar, last))  # no page waits for it to be told something

    async def _say(self, webinar: Webinar, pages: Iterable[Live]) -> None:
        """Say which steps these pages are on, one after the other: what people do has its turn in between.

        While that goes on, what is to be said goes along with it.
        """
        self._to_say |= {page.school.id: page for page in pages}
        if self._saying:
            return
        self._saying = True
        while self._to_say:
            _, page = self._to_say.popitem()
            await _tried(webinar.write(page.here))
        self._saying = False

    async def _look_round(self) -> None:
        """Close the pages whose private link was revoked, and put those to rest where nobody is."""
        pages = self._all_pages()
        lead = await asyncio.to_thread(self._store.that_lead, {page.token for page in pages})
        longest = _REST_WHERE_OTHERS_WAIT if self.places.are_taken else _REST
        for page in pages:
            if page.token not in lead:
                self._begin(page.close(1008))
            elif page.seconds_idle > longest:
                self._begin(page.close(RESTING))

    def _all_pages(self) -> list[Live]:
        return [page for some in self._pages.values() for page in some]

    def _begin(self, what: Coroutine[Any, Any, None]) -> None:
        """Do something with a page in the page's own time: one that is busy holds up no other."""
        task = asyncio.create_task(_tried(what))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _tried(what: Coroutine[Any, Any, None]) -> bool:
    """Do something, and return whether it was done. What went wrong is noted, and must end nothing: there is a next time."""
    try:
        await what
    except Exception as error:
        logging.getLogger(__name__).warning("A page could not be brought up to date. %s", trouble(error))
        return False
    return True
