"""What follows the answers of a plan, such as what it could still use: called once nothing has changed for a while."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from careerskit.errors import StoreError
from careerskit.forms.host import Cancellable, Scheduler

__all__ = ["Followers"]

_DELAY = 5.0
"""Seconds without a change until they are called. Where 100 people type a point every 2.5 s (benchmarks/session.py), many pause for
three seconds, and saves waited for their reviews; with five seconds no difference could be measured."""


class Followers:
    """Functions to call a little after answers have changed. schedule: calls back after a delay."""

    def __init__(self, schedule: Scheduler) -> None:
        self._schedule = schedule
        self._callbacks: list[Callable[[], None]] = []
        self._timer: Cancellable | None = None

    def add(self, callback: Callable[[], None]) -> None:
        """Have a function called from now on."""
        self._callbacks.append(callback)

    def on_change(self) -> None:
        """Handle that answers have changed; where nothing can be delayed, the functions are called at once."""
        if self._timer:
            self._timer.cancel()
        if self._callbacks:
            self._timer = self._schedule(_DELAY, self._call)
            if self._timer is None:
                self._call()

    def _call(self) -> None:
        self._timer = None
        with suppress(StoreError):  # they stay as they are: the status bar says that answers cannot be saved
            for callback in self._callbacks:
                callback()
