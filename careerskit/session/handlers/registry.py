"""The handlers of events, by kind, and reading an event's body: what is wrong with it is said in words for its sender."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from careerskit.errors import SessionError
from careerskit.session.events import EventKind
from careerskit.session.state import State
from careerskit.store import Event

__all__ = ["HANDLERS", "MAX_NAME_CHARACTERS", "flag_in", "handles", "id_in", "known_in", "participant_in", "text_in"]

MAX_NAME_CHARACTERS = 200
"""Of a school's id, an owner's name, a session's name."""

_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")

_Handler = Callable[[State, Event], State]
_Value = TypeVar("_Value")

HANDLERS: dict[str, _Handler] = {}
"""What each kind of event does to a state."""


def handles(kind: EventKind) -> Callable[[_Handler], _Handler]:
    """Return a decorator for the handler of a kind of event."""

    def register(handler: _Handler) -> _Handler:
        HANDLERS[kind] = handler
        return handler

    return register


def known_in(known: Mapping[str, _Value], event: Event, name: str, advice: str) -> _Value:
    """Return what an event names by its id. advice: what to do where there is no such thing."""
    key = event.body.get(name)
    if not isinstance(key, str) or key not in known:
        raise SessionError(f"This session has no {name} {str(key)[:40]!r}. {advice}")
    return known[key]


def participant_in(event: Event) -> str:
    """Return the id of the delegate who caused an event."""
    if not event.who:
        raise SessionError("You have not joined this session. Join it first.")
    return event.who


def id_in(event: Event, name: str) -> str:
    """Return an id of an event's body."""
    value = event.body.get(name)
    if isinstance(value, str) and _ID.fullmatch(value):
        return value
    raise SessionError(f"{str(value)[:40]!r} is not a valid {name}: it can only have letters, digits, hyphens and _.")


def text_in(event: Event, name: str, longest: int = 0, *, optional: bool = False) -> str:
    """Return a text of an event's body, stripped. longest: the most characters it may have; 0 where that is checked elsewhere."""
    value = event.body.get(name, "")
    text = value.strip() if isinstance(value, str) else ""
    if not text and not (optional and isinstance(value, str)):
        raise SessionError(f"The {name} is empty. Type it.")
    if longest and len(text) > longest:
        raise SessionError(f"The {name} is too long: the limit is {longest} characters and you have {len(text)}.")
    return text


def flag_in(event: Event, name: str) -> bool:
    """Return yes or no of an event's body."""
    value = event.body.get(name)
    if not isinstance(value, bool):
        raise SessionError(f"Choose yes or no for {name}.")
    return value
