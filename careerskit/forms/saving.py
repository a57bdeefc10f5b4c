"""Keeping what is typed: soon after a pause, never later than a few seconds while typing goes on, and at the latest at exit."""

from __future__ import annotations

import asyncio
import atexit
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Any, Protocol
from weakref import WeakSet

from careerskit.errors import CareerskitError

__all__ = ["LONGEST_WAIT", "PAUSE", "Later", "Saver", "keep_waiting", "on_the_running_loop", "waiting_of"]

PAUSE = 0.6
"""Seconds without a keystroke after which what was typed is kept."""

LONGEST_WAIT = 3.0
"""Seconds after which it is kept even while typing goes on."""


class _Handle(Protocol):
    def cancel(self) -> object: ...


class Later(Protocol):
    """Runs something after so many seconds, and returns what cancels it; None where nothing can run later."""

    def __call__(self, delay: float, then: Callable[[], object], /) -> _Handle | None:
        """Run ``then`` after ``delay`` seconds."""


def on_the_running_loop(delay: float, then: Callable[[], object]) -> _Handle | None:
    """Run something after so many seconds; None where no loop runs that could, as in a thread."""
    try:
        return asyncio.get_running_loop().call_later(delay, then)
    except RuntimeError:
        return None


class Saver:
    """Gathers what is typed at one form and hands it on in one go.

    plan: whose plan it is. who: who fills it in. All savers of one plan in this process know of each other, so that older
    words of one person never replace newer ones; those of two people are both kept, for the history has room for all.
    keep: keeps answers by path and returns when they were committed; raises if it could not.
    saved: told the answers that were kept, and when. failed: told the paths that were not, and why.
    later: where nothing can run later, all is kept at once.

    What could not be kept stays here, is tried again by itself, and goes along with whatever is typed next. Any thread may
    call :meth:`keep`; the others are for the form's own thread, as its widgets are told there what became of the answers.
    """

    def __init__(
        self,
        plan: Hashable,
        keep: Callable[[dict[str, Any]], datetime],
        saved: Callable[[dict[str, Any], datetime], None],
        failed: Callable[[list[str], str], None],
        *,
        who: str = "",
        later: Later = on_the_running_loop,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._plan, self._who, self._keep, self._saved, self._failed = plan, who, keep, saved, failed
        self._later, self._clock = later, clock
        self._waiting: dict[str, Any] = {}
        self._since = 0.0
        self._timer: _Handle | None = None
        self._untold: list[Callable[[], None]] = []
        self._lock = threading.RLock()  # held while answers are being kept: older ones must not arrive after newer ones
        with _lock:
            _savers[plan].add(self)

    @property
    def waiting(self) -> dict[str, Any]:
        """What was typed and is not kept yet, by path."""
        with self._lock:
            return dict(self._waiting)

    def typed(self, path: str, value: Any) -> None:
        """Take note of what an answer is now."""
        for other in _savers_of(self._plan):
            if other is not self and other._who == self._who:
                other.forget(path)
        with self._lock:
            if not self._waiting:
                self._since = self._clock()
            self._waiting[path] = value
            self._run_later(max(0.0, min(PAUSE, self._since + LONGEST_WAIT - self._clock())))
            at_once = self._timer is None
        if at_once:
            self.flush()

    def forget(self, path: str) -> None:
        """Let go of an answer for which there are newer words elsewhere."""
        with self._lock:
            self._waiting.pop(path, None)

    def flush(self) -> bool:
        """Keep everything now, say what became of it, and return whether it was kept."""
        with self._lock:
            self._cancel()
            kept = self.keep()
            if not kept:
                self._since = self._clock()  # so that not every further keystroke is a try
                self._run_later(LONGEST_WAIT)
            news, self._untold = self._untold, []
        for tell in news:
            tell()
        return kept

    def keep(self) -> bool:
        """Keep everything now without a word, and return whether it was kept. It is said at the next :meth:`flush`."""
        with self._lock:
            going = dict(self._waiting)
            if not going:
                return True
            try:
                at = self._keep(going)
            except (
                Exception
            ) as error:  # a handler's error is not shown: whatever it was, it is told, and the text stays
                reason = str(error) if isinstance(error, CareerskitError) else repr(error)
                self._untold.append(lambda: self._failed(list(going), reason))
                return False
            for path, value in going.items():
                if path in self._waiting and self._waiting[path] == value:
                    del self._waiting[path]
            self._untold.append(lambda: self._saved(going, at))
            return True

    def _run_later(self, delay: float) -> None:
        self._cancel()
        self._timer = self._later(delay, self.flush)

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


_savers: defaultdict[Hashable, WeakSet[Saver]] = defaultdict(WeakSet)
_lock = threading.Lock()


def _savers_of(plan: Hashable) -> list[Saver]:
    with _lock:
        return list(_savers.get(plan, ()))


def keep_waiting(plan: Hashable) -> None:
    """Keep what still waits at the other forms of a plan: a form is about to be filled from the store."""
    for saver in _savers_of(plan):
        saver.keep()


def waiting_of(plan: Hashable) -> dict[str, Any]:
    """Return what was typed at any form of a plan and could not be kept yet, by path."""
    return {path: value for saver in _savers_of(plan) for path, value in saver.waiting.items()}


@atexit.register
def _keep_all() -> None:
    """Keep what still waits when a kernel is shut down or restarted."""
    for plan in list(_savers):
        keep_waiting(plan)
