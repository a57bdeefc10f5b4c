"""Who has a place: how many pages may be open, for whom one is kept, and how much a page may ask."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["MOST_EACH", "Allowance", "Clock", "Places"]

Clock = Callable[[], float]
"""Seconds that only ever go forward, as :func:`time.monotonic` has them."""

_KEPT = 30.0
"""Seconds for which a place is kept after its last page was closed: whoever goes to the next step does not stand outside."""

MOST_EACH = 8
"""How many pages of one private link may be open at once: a few colleagues, each with a tab or two."""


class Places:
    """The places of a room. A place is that of a private link: its holders come and go with it, from page to page."""

    def __init__(self, most: int, clock: Clock = time.monotonic) -> None:
        """Make room for so many pages."""
        self._most, self._clock = most, clock
        self._open = Counter[str]()
        self._left: dict[str, float] = {}

    @property
    def are_taken(self) -> bool:
        """Whether nobody else can come in now."""
        now = self._clock()
        self._left = {place: when for place, when in self._left.items() if now < when + _KEPT}
        return self._open.total() + len(self._left) >= self._most

    def has_room_for(self, place: str) -> bool:
        """Whether another page of this place may be opened now."""
        if self._open[place]:
            return self._open[place] < MOST_EACH
        return not self.are_taken or place in self._left

    @contextmanager
    def holding(self, place: str) -> Iterator[None]:
        """Count a page while it is open."""
        self._open[place] += 1
        self._left.pop(place, None)
        try:
            yield
        finally:
            self._open[place] -= 1
            if not self._open[place]:
                del self._open[place]
                self._left[place] = self._clock()


class Allowance:
    """How much may be asked: so much at once, and so much a second in the long run."""

    def __init__(self, at_once: float, a_second: float, clock: Clock = time.monotonic) -> None:
        self._most, self._rate, self._clock = at_once, a_second, clock
        self._left, self._at = at_once, clock()

    def take(self) -> bool:
        """Take one, and return whether there was one to take."""
        now = self._clock()
        self._left = min(self._most, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
