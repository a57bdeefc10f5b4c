"""The reducer: how each kind of event changes a session's state, both when it is appended and when the log is replayed.

A handler refuses an event by raising SessionError, which reaches the caller of the command. In a log that is replayed, an event
that is refused changes nothing: two facilitators may have done at once what only one of them could, or its body is damaged. Nor
does one of an unknown kind, which a newer careerskit wrote.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from careerskit.errors import SessionError
from careerskit.session.events import EventKind
from careerskit.session.handlers import HANDLERS
from careerskit.session.state import State
from careerskit.store import Event

__all__ = ["apply_event", "replay"]


def apply_event(state: State, event: Event) -> State:
    """Return the state after an event.

    Raises:
        SessionError: the event is refused; the message says why, and what to do.
    """
    if state.closed and event.kind != EventKind.SESSION_REOPENED:
        raise SessionError("This session is closed. Open a new one.")
    handler = HANDLERS.get(event.kind)
    return replace(handler(state, event) if handler else state, version=event.number)


def replay(state: State, events: Iterable[Event]) -> State:
    """Return the state after events. One that is refused changes nothing but the version."""
    for event in events:
        try:
            state = apply_event(state, event)
        except SessionError:
            state = replace(state, version=event.number)
    return state
