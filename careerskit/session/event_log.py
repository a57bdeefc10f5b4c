"""A session's event log with the state that its events add up to: commands are appended, and what others append is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from threading import RLock
from typing import Any

from careerskit.session.events import EventKind
from careerskit.session.reducer import apply_event, replay
from careerskit.session.state import State
from careerskit.store import Event, Store

__all__ = ["EventLog", "UtcClock"]

UtcClock = Callable[[], datetime]
"""Returns the time (aware, UTC)."""


class EventLog:
    """The log of one session. Threads may share one: an event is appended and read back under a lock.

    state: after the last event that was read. A state never changes: a newer one takes its place.
    """

    def __init__(self, store: Store, session: str, clock: UtcClock) -> None:
        """Replay the log. Raises StoreError."""
        self._store, self._session, self._clock = store, session, clock
        self._lock = RLock()
        self.state = State()
        self.refresh()

    def refresh(self) -> bool:
        """Read the events that were appended since, and return whether there were any."""
        with self._lock:
            events = self._store.sessions.events(self._session, self.state.version)
            self.state = replay(self.state, events)
        return bool(events)

    def append(self, kind: EventKind, body: Mapping[str, Any], who: str = "") -> None:
        """Append an event, and read it back.

        Raises:
            SessionError: the event is refused. The log has it all the same where another process appended what forbids it.
        """
        with self._lock:
            self.refresh()
            now = self._clock()
            apply_event(self.state, Event(self.state.version + 1, self._session, kind, body, who, now))
            appended = self._store.sessions.append_event(self._session, kind, body, who, at=now)
            events = self._store.sessions.events(self._session, self.state.version)
            self.state = replay(self.state, (event for event in events if event.number < appended.number))
            try:  # another process may have appended something in between: what that forbids is refused here too
                apply_event(self.state, appended)
            finally:
                self.state = replay(self.state, (event for event in events if event.number >= appended.number))
