"""What others have saved, shown to everyone who has the same plan open. The store is asked, so that every writer counts."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from careerskit.server.live import Live
from careerskit.store import Store

__all__ = ["Room"]

_EVERY = 0.5


class Room:
    """The pages that are open now, by school."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._pages: defaultdict[str, set[Live]] = defaultdict(set)
        self._tasks: set[asyncio.Task[None]] = set()

    @contextmanager
    def holding(self, page: Live) -> Iterator[None]:
        """Have a page in the room while it is open."""
        pages = self._pages[page.school.id]
        pages.add(page)
        try:
            yield
        finally:
            pages.discard(page)

    @property
    def count(self) -> int:
        """How many pages are open."""
        return sum(map(len, self._pages.values()))

    async def follow(self) -> None:
        """Ask the store twice a second what has changed, and tell the pages of that plan what others wrote. Never ends."""
        last = await asyncio.to_thread(self._store.last_change)
        while True:
            await asyncio.sleep(_EVERY)
            changes = await asyncio.to_thread(self._store.changes_since, last)
            if not changes:
                continue
            last = changes[-1].number
            for school in {change.school for change in changes}:
                for page in list(self._pages.get(school, ())):
                    theirs = {c.path: c.value for c in changes if c.school == school and c.who != page.who}
                    if theirs:  # each page in its own time: one that is busy holds up no other
                        task = asyncio.create_task(page.others_saved(theirs))
                        self._tasks.add(task)
                        task.add_done_callback(self._tasks.discard)
