"""Keeping what is typed: soon after a pause, and never later than a few seconds while typing goes on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from careerskit.errors import CareerskitError

__all__ = ["LONGEST_WAIT", "PAUSE", "Saver"]

PAUSE = 0.6
"""Seconds without a keystroke after which what was typed is kept."""

LONGEST_WAIT = 3.0
"""Seconds after which it is kept even while typing goes on."""


class _Handle(Protocol):
    def cancel(self) -> None: ...


Later = Callable[[float, Callable[[], object]], _Handle | None]


def _on_the_running_loop(delay: float, then: Callable[[], object]) -> _Handle | None:
    """Run something after so many seconds; None where no loop runs that could."""
    try:
        return asyncio.get_running_loop().call_later(delay, then)
    except RuntimeError:
        return None


class Saver:
    """Gathers what is typed and hands it on in one go.

    keep: keeps answers by path and returns when they were committed; raises if it could not.
    saved: told the paths that were kept, and when. failed: told the paths that were not, and why.
    later: runs something after so many seconds; returns None where nothing can, and then all is kept at once.

    What could not be kept stays here, is tried again by itself, and goes along with whatever is typed next.
    """

    def __init__(
        self,
        keep: Callable[[dict[str, Any]], datetime],
        saved: Callable[[list[str], datetime], None],
        failed: Callable[[list[str], str], None],
        *,
        later: Later = _on_the_running_loop,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._keep, self._saved, self._failed, self._later, self._clock = keep, saved, failed, later, clock
        self._waiting: dict[str, Any] = {}
        self._since = 0.0
        self._timer: _Handle | None = None

    @property
    def waiting(self) -> dict[str, Any]:
        """What was typed and is not kept yet, by path."""
        return dict(self._waiting)

    def typed(self, path: str, value: Any) -> None:
        """Take note of what an answer is now."""
        if not self._waiting:
            self._since = self._clock()
        self._waiting[path] = value
        self._cancel()
        self._timer = self._later(max(0.0, min(PAUSE, self._since + LONGEST_WAIT - self._clock())), self.flush)
        if self._timer is None:
            self.flush()

    def flush(self) -> bool:
        """Keep everything now, and return whether nothing is left waiting."""
        self._cancel()
        going = dict(self._waiting)
        if not going:
            return True
        try:
            at = self._keep(going)
        except (
            Exception
        ) as error:  # whatever it was, the delegate is told and the text stays: a handler's error is not shown
            self._failed(list(going), str(error) if isinstance(error, CareerskitError) else repr(error))
            self._since = self._clock()  # so that not every further keystroke is a try
            self._timer = self._later(LONGEST_WAIT, self.flush)
            return False
        for path, value in going.items():
            if self._waiting.get(path) == value:
                del self._waiting[path]
        self._saved(list(going), at)
        return True

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
