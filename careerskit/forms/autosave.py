"""Saving what is typed: after a pause, at the latest a few seconds later while typing goes on, and before the kernel exits."""

from __future__ import annotations

import atexit
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Any
from weakref import WeakSet

from careerskit.errors import CareerskitError
from careerskit.forms.host import Cancellable, Scheduler, schedule_on_loop

__all__ = ["LONGEST_WAIT", "PAUSE", "Autosave", "pending_answers", "save_pending"]

PAUSE = 0.6
"""Seconds without a change after which answers are saved: a pause between phrases, so that one becomes one revision.

On a delegate's page the browser has waited 150 ms already (PAUSE in server/static/outbox.js), but for the first letter in an
empty box. That shorter pause limits messages, and lets the form know almost at once which answer is being typed, so that a
colleague's change is not shown over it.
This one limits revisions: with the browser's alone, each word would become one (a sentence of ten words as
benchmarks/session.py types it: ten saves instead of one). In JupyterLab it is the only pause: ipywidgets sends every keystroke.
"""

LONGEST_WAIT = 3.0
"""Seconds after which answers are saved even while typing goes on, and after which a failed save is tried again."""


class Autosave:
    """Collects the answers typed in one form, and saves them together.

    plan: identifies the plan. All forms of a plan in this process know of each other, so that an older answer never replaces a
    newer one by the same person; those of two people are both saved, as revisions. who: who is typing.
    save: saves answers by path, and returns when they were committed; raises if it could not.
    on_saved: called with the answers that were saved, and when. on_failed: called with the paths that were not, and why.
    schedule: delays saving; where nothing can be delayed, answers are saved at once.

    An answer that could not be saved stays pending, is tried again automatically, and is saved together with whatever is typed
    next. Any thread may call :meth:`save_pending`. The other methods are for the form's own thread, since ``on_saved`` and
    ``on_failed`` change its widgets.
    """

    def __init__(
        self,
        plan: Hashable,
        save: Callable[[dict[str, Any]], datetime],
        on_saved: Callable[[dict[str, Any], datetime], None],
        on_failed: Callable[[list[str], str], None],
        *,
        who: str = "",
        schedule: Scheduler = schedule_on_loop,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._plan, self._who = plan, who
        self._save, self._on_saved, self._on_failed = save, on_saved, on_failed
        self._schedule, self._clock = schedule, clock
        self._pending: dict[str, Any] = {}
        self._pending_since = 0.0
        self._timer: Cancellable | None = None
        self._notifications: list[Callable[[], None]] = []
        self._lock = threading.RLock()  # held while saving, so that older answers do not arrive after newer ones
        with _registry_lock:
            _registry[plan].add(self)

    @property
    def pending(self) -> dict[str, Any]:
        """The answers that are not saved yet, by path."""
        with self._lock:
            return dict(self._pending)

    def add(self, path: str, value: Any) -> None:
        """Save an answer after the pause."""
        for other in _autosaves_of(self._plan):
            if other is not self and other._who == self._who:
                other.discard(path)
        with self._lock:
            if not self._pending:
                self._pending_since = self._clock()
            self._pending[path] = value
            self._start_timer(max(0.0, min(PAUSE, self._pending_since + LONGEST_WAIT - self._clock())))
            cannot_wait = self._timer is None
        if cannot_wait:
            self.flush()

    def discard(self, path: str) -> None:
        """Forget a pending answer: a newer one was typed in another form."""
        with self._lock:
            self._pending.pop(path, None)

    def flush(self) -> bool:
        """Save everything now, report the outcome, and return whether it was saved."""
        with self._lock:
            self._stop_timer()
            saved = self.save_pending()
            if not saved:
                self._pending_since = self._clock()  # so that not every further keystroke is an attempt
                self._start_timer(LONGEST_WAIT)
            notifications, self._notifications = self._notifications, []
        for notify in notifications:
            notify()
        return saved

    def save_pending(self) -> bool:
        """Save everything now, and return whether it was saved. The outcome is reported at the next :meth:`flush`."""
        with self._lock:
            answers = dict(self._pending)
            if not answers:
                return True
            try:
                at = self._save(answers)
            except (
                Exception
            ) as error:  # ipywidgets swallows the errors of handlers, so whatever it is, it is reported here
                reason = str(error) if isinstance(error, CareerskitError) else repr(error)
                self._notifications.append(lambda: self._on_failed(list(answers), reason))
                return False
            for path, value in answers.items():
                if path in self._pending and self._pending[path] == value:
                    del self._pending[path]
            self._notifications.append(lambda: self._on_saved(answers, at))
            return True

    def _start_timer(self, delay: float) -> None:
        self._stop_timer()
        self._timer = self._schedule(delay, self.flush)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


_registry: defaultdict[Hashable, WeakSet[Autosave]] = defaultdict(WeakSet)
_registry_lock = threading.Lock()


def _autosaves_of(plan: Hashable) -> list[Autosave]:
    with _registry_lock:
        return list(_registry.get(plan, ()))


def save_pending(plan: Hashable) -> None:
    """Save what is pending in the open forms of a plan: another form is about to be filled from the store."""
    for autosave in _autosaves_of(plan):
        autosave.save_pending()


def pending_answers(plan: Hashable) -> dict[str, Any]:
    """Return what was typed in any form of a plan and could not be saved yet, by path."""
    return {path: value for autosave in _autosaves_of(plan) for path, value in autosave.pending.items()}


@atexit.register
def _save_all() -> None:
    """Save what is pending when a kernel is shut down or restarted."""
    for plan in list(_registry):
        save_pending(plan)
