"""Answers that somebody is still typing. The room sees what they said before, until their boxes are left."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from types import MappingProxyType

from careerskit.server.realtime.limits import MonotonicClock
from careerskit.session import Unfinished

__all__ = ["UnfinishedAnswers"]

_IDLE_SECONDS = 20.0
"""After how many seconds without a keystroke an answer counts as finished: somebody may listen with the cursor in a box."""

_SHOWN = re.compile(r"swot\.\w+\[[\w-]+\]\.text|vision\.statement")
"""The answers that the room may see as they are written."""


@dataclass
class _Entry:
    before: str
    at: float
    pages: set[object] = field(default_factory=set)


class UnfinishedAnswers:
    """What is being typed in open pages. Threads may share it. on_finished: called when an answer is finished."""

    def __init__(self, clock: MonotonicClock = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._entries: dict[tuple[str, str], _Entry] = {}
        self._current: Unfinished = MappingProxyType({})
        self.on_finished: Callable[[], object] = lambda: None

    def type(self, page: object, school: str, path: str, before: str) -> None:
        """Handle that somebody types at a path of a school's plan. before: what it said before this keystroke."""
        if not _SHOWN.fullmatch(path):
            return
        with self._lock:
            entry = self._entries.setdefault((school, path), _Entry(before, 0.0))
            entry.at = self._clock()
            entry.pages.add(page)

    def leave(self, page: object, school: str, path: str) -> None:
        """Handle that a box was left, after its answer was saved."""
        with self._lock:
            self._leave(page, (school, path))
        self.on_finished()

    def leave_all(self, page: object) -> None:
        """Handle that a page is gone, after its answers were saved."""
        with self._lock:
            for key in [key for key, entry in self._entries.items() if page in entry.pages]:
                self._leave(page, key)
        self.on_finished()

    def current(self) -> Unfinished:
        """Return what is being typed now, with what it said before. While that is the same, so is the object."""
        with self._lock:
            oldest = self._clock() - _IDLE_SECONDS
            self._entries = {key: entry for key, entry in self._entries.items() if entry.at >= oldest}
            now = {key: entry.before for key, entry in self._entries.items()}
            if now != self._current:
                self._current = MappingProxyType(now)
            return self._current

    def _leave(self, page: object, key: tuple[str, str]) -> None:
        if entry := self._entries.get(key):
            entry.pages.discard(page)
            if not entry.pages:
                del self._entries[key]
