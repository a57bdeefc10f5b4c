"""Limits: how many pages may be open at once, and how often something may be asked for."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["CONNECTIONS_PER_LINK", "ConnectionLimit", "MonotonicClock", "RateLimiter"]

MonotonicClock = Callable[[], float]
"""Returns seconds that only ever increase, like :func:`time.monotonic`."""

_GRACE_SECONDS = 30.0
"""How long a link's place is kept after its last page was closed, so that nobody is locked out between two steps."""

CONNECTIONS_PER_LINK = 8
"""How many pages of one private link may be open at once: a few colleagues, each with a tab or two."""


class ConnectionLimit:
    """Limits how many pages may be open at once. Pages count by key, their private link's token."""

    def __init__(self, maximum: int, clock: MonotonicClock = time.monotonic) -> None:
        """Allow this number of pages."""
        self._maximum, self._clock = maximum, clock
        self._open = Counter[str]()
        self._closed: dict[str, float] = {}  # when the last page of a key was closed

    @property
    def is_full(self) -> bool:
        """Whether nobody else can come in now."""
        now = self._clock()
        self._closed = {key: when for key, when in self._closed.items() if now < when + _GRACE_SECONDS}
        return self._open.total() + len(self._closed) >= self._maximum

    def has_room(self, key: str) -> bool:
        """Whether another page of this key may be opened now."""
        if self._open[key]:
            return self._open[key] < CONNECTIONS_PER_LINK
        return not self.is_full or key in self._closed

    @contextmanager
    def acquire(self, key: str) -> Iterator[None]:
        """Count a page as open for as long as the block lasts."""
        self._open[key] += 1
        self._closed.pop(key, None)
        try:
            yield
        finally:
            self._open[key] -= 1
            if not self._open[key]:
                del self._open[key]
                self._closed[key] = self._clock()


class RateLimiter:
    """A token bucket: allows a burst, and then a number of tokens a second."""

    def __init__(self, burst: float, per_second: float, clock: MonotonicClock = time.monotonic) -> None:
        self._burst, self._per_second, self._clock = burst, per_second, clock
        self._tokens, self._refilled = burst, clock()

    def try_acquire(self) -> bool:
        """Take a token, and return whether there was one."""
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._refilled) * self._per_second)
        self._refilled = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True
