"""What events do to the groups that the room is in."""

from __future__ import annotations

from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from careerskit.errors import SessionError
from careerskit.session.breakouts import Breakout
from careerskit.session.events import EventKind
from careerskit.session.handlers.registry import handles, id_in
from careerskit.session.state import State
from careerskit.store import Event

__all__: list[str] = []

_GROUPS = TypeAdapter(tuple[Breakout, ...])


@handles(EventKind.BREAKOUTS_STARTED)
def _breakouts_started(state: State, event: Event) -> State:
    try:
        groups = _GROUPS.validate_python(event.body.get("groups"))
    except ValidationError as error:
        raise SessionError("These breakout groups cannot be read. Make them again.") from error
    return replace(state, breakouts=tuple(replace(group, started=event.at) for group in groups))


@handles(EventKind.GROUP_ASSIGNED)
def _group_assigned(state: State, event: Event) -> State:
    school, number = id_in(event, "school"), event.body.get("group")
    if state.group_of(school):
        return state
    groups = tuple(
        replace(group, schools=tuple(sorted((*group.schools, school)))) if group.number == number else group
        for group in state.breakouts
    )
    return replace(state, breakouts=groups)


@handles(EventKind.BREAKOUTS_ENDED)
def _breakouts_ended(state: State, _: Event) -> State:
    return replace(state, breakouts=())
