"""The hub of open connections: what others save, and what happens in the session, reaches every open page.

The store is polled, so that it does not matter which process wrote.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Coroutine, Iterable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count, zip_longest
from typing import Any, Protocol

from careerskit.errors import safe_traceback
from careerskit.plan import School
from careerskit.server.realtime.limits import ConnectionLimit, MonotonicClock
from careerskit.server.realtime.session_context import SessionContext
from careerskit.store import Store

__all__ = ["IDLE_CLOSE_CODE", "POLL_SECONDS", "Connection", "ConnectionHub", "SessionWatcher"]

IDLE_CLOSE_CODE = 4000
"""With this code a websocket is closed to a page that was idle for long. Its script reconnects when somebody comes back."""

POLL_SECONDS = 0.5
"""How often the store is asked for what has changed."""

_SWEEP_EVERY = 4
"""Every how many polls it is checked which pages may stay open."""

_PRESENCE_INTERVAL = timedelta(minutes=1)
"""How often the presence of open pages is written to the session again."""

_AWAY_AFTER = timedelta(seconds=5)
"""After how long without an open page a school is away: a page that goes on to another step is closed for a moment."""

_IDLE_SECONDS = 60 * 60
_IDLE_SECONDS_WHEN_FULL = 10 * 60
"""Seconds after which an idle page is closed; fewer where somebody else waits for its place."""


class Connection(Protocol):
    """A delegate's open page, as the hub knows it. who: by whom its answers are saved. token: its private link's."""

    school: School
    token: str
    who: str

    @property
    def seconds_idle(self) -> float:
        """For how long nothing was typed or pressed."""

    def report_presence(self) -> None:
        """Write to the session which step the page is on."""

    async def apply_remote_changes(self, changes: Mapping[str, Any]) -> None:
        """Show what others have saved of the same plan, by path."""

    async def push_session(self) -> None:
        """Show what has changed in the session."""

    def paused(self) -> AbstractAsyncContextManager[None]:
        """Save what is pending, and take nothing from the browser for as long as the block lasts."""

    def end(self) -> None:
        """Take nothing from the browser any more."""

    async def close(self, code: int) -> None:
        """Close the page's websocket."""


class SessionWatcher(Protocol):
    """An open page that shows the whole session: a facilitator's, or the projector."""

    async def push(self) -> None:
        """Show what has changed."""


class ConnectionHub:
    """The open pages, by school."""

    def __init__(
        self,
        store: Store,
        max_connections: int,
        clock: MonotonicClock = time.monotonic,
        context: SessionContext | None = None,
    ) -> None:
        """Make a hub for this number of pages at once."""
        self.limit = ConnectionLimit(max_connections, clock)
        self.watchers = set[SessionWatcher]()
        self._store, self._context = store, context
        self._presence_reported = context.now() if context else datetime.now(UTC)
        self._latest_revision, self._cache_key = 0, tuple[Any, ...]()
        self._connections: defaultdict[str, set[Connection]] = defaultdict(set)
        self._new: set[Connection] = set()  # opened since the session was last looked at
        self._tasks: set[asyncio.Task[bool]] = set()
        self._unreported: dict[
            str, Connection
        ] = {}  # by school, the page whose step is still to be written to the session
        self._reporting = False
        self._closed_at: dict[str, datetime] = {}  # by school, when its last page was closed

    @contextmanager
    def connected(self, page: Connection) -> Iterator[None]:
        """Keep a page in the hub for as long as the block lasts."""
        pages = self._connections[page.school.id]
        pages.add(page)
        self._new.add(page)
        self._closed_at.pop(page.school.id, None)
        if self._context:
            self._start(self._report(self._context, [page]))  # the form does not wait for it
        try:
            with self.limit.acquire(page.token):
                yield
        finally:
            pages.discard(page)
            self._new.discard(page)
            if not pages:
                self._connections.pop(page.school.id, None)
                if self._context:
                    self._closed_at[page.school.id] = self._context.now()

    def pages_of(self, school: str, token: str) -> list[Connection]:
        """Return the open pages of a school that came by one private link."""
        return [page for page in self._connections.get(school, ()) if page.token == token]

    async def run(self) -> None:
        """Poll the store twice a second and push what has changed. Never returns: whatever fails is tried again."""
        while not await _attempt(self._start_at_latest_revision()):
            await asyncio.sleep(POLL_SECONDS)
        for turn in count():
            await asyncio.sleep(POLL_SECONDS)
            if turn % _SWEEP_EVERY == 0:
                await _attempt(self._sweep())
            await _attempt(self._report_presence())
            await _attempt(self._report_closed_pages())
            await _attempt(self._push_session())
            await _attempt(self._push_plans())

    async def _start_at_latest_revision(self) -> None:
        self._latest_revision = await asyncio.to_thread(self._store.answers.latest_revision)

    async def _push_plans(self) -> None:
        """Send the pages of each plan what others wrote in it."""
        changes = await asyncio.to_thread(self._store.answers.changes_since, self._latest_revision)
        if self._context and changes:
            self._context.writers.add({change.school for change in changes})
        for school in {change.school for change in changes}:
            for page in list(self._connections.get(school, ())):
                theirs = {c.path: c.value for c in changes if c.school == school and c.who != page.who}
                if theirs:
                    self._start(page.apply_remote_changes(theirs))
        if changes:
            self._latest_revision = changes[-1].number

    async def _push_session(self) -> None:
        """Have every page show the session as it is now, where anything has happened in it."""
        for watcher in list(self.watchers):
            self._start(watcher.push())
        if not self._context:
            return
        await asyncio.to_thread(self._context.session.refresh)
        # A page that was opened meanwhile may show what came and went between two looks: groups that have ended, for example.
        opened, self._new = list(self._new), set()
        before, self._cache_key = self._cache_key, await asyncio.to_thread(self._context.delegate_cache_key)
        is_same = all(one is other for one, other in zip_longest(self._cache_key, before))
        for page in opened if is_same else self._all_connections():
            self._start(page.push_session())

    async def _report_presence(self) -> None:
        """Write which schools have a page open, and on which step: of several pages, that of the one used last."""
        if self._context and self._context.now() >= self._presence_reported + _PRESENCE_INTERVAL:
            self._presence_reported = self._context.now()
            last = [min(pages, key=lambda page: page.seconds_idle) for pages in self._connections.values() if pages]
            self._start(self._report(self._context, last))  # no page waits for it

    async def _report_closed_pages(self) -> None:
        """Write which schools have had no page open for some seconds."""
        if not self._context:
            return
        latest = self._context.now() - _AWAY_AFTER
        for school in [school for school, at in self._closed_at.items() if at <= latest]:
            del self._closed_at[school]
            self._start(self._context.write(self._context.session.report_closed_pages, school))

    async def _report(self, context: SessionContext, pages: Iterable[Connection]) -> None:
        """Write the steps of these pages one by one, so that what people do takes its turn in between.

        Pages that come in meanwhile are written by the call that is under way.
        """
        self._unreported |= {page.school.id: page for page in pages}
        if self._reporting:
            return
        self._reporting = True
        while self._unreported:
            _, page = self._unreported.popitem()
            await _attempt(context.write(page.report_presence))
        self._reporting = False

    async def _sweep(self) -> None:
        """Close the pages whose private link was revoked, and those that nobody uses."""
        pages = self._all_connections()
        active = await asyncio.to_thread(self._store.links.active_tokens, {page.token for page in pages})
        longest = _IDLE_SECONDS_WHEN_FULL if self.limit.is_full else _IDLE_SECONDS
        for page in pages:
            if page.token not in active:
                self._start(page.close(1008))
            elif page.seconds_idle > longest:
                self._start(page.close(IDLE_CLOSE_CODE))

    def _all_connections(self) -> list[Connection]:
        return [page for pages in self._connections.values() for page in pages]

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something in a task of its own, so that a slow page holds up no other."""
        task = asyncio.create_task(_attempt(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _attempt(work: Coroutine[Any, Any, None]) -> bool:
    """Await something, and return whether it succeeded. A failure is logged and ends nothing: the next poll tries again."""
    try:
        await work
    except Exception as error:
        logging.getLogger(__name__).warning("A page could not be brought up to date. %s", safe_traceback(error))
        return False
    return True
