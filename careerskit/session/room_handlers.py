"""What events do to the room: the step and the block that it is on, who is in it, and its end."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

from careerskit.errors import SessionError
from careerskit.session.event_handlers import handles, id_in
from careerskit.session.events import EventKind
from careerskit.session.polls import PollStatus
from careerskit.session.state import REOPEN_WINDOW, State
from careerskit.store import Event

__all__: list[str] = []


@handles(EventKind.ROOM_MOVED)
def _room_moved(state: State, event: Event) -> State:
    return replace(state, step=id_in(event, "step"), before_move=(state.step, state.started))


@handles(EventKind.BLOCK_STARTED)
def _block_started(state: State, event: Event) -> State:
    block = id_in(event, "block")
    earlier = dict(takewhile(lambda entry: entry[0] != block, state.started.items()))
    started = {**earlier, block: state.started.get(block, event.at)}
    step = id_in(event, "step") if event.body.get("step") else state.step
    return replace(state, started=started, step=step, before_move=(state.step, state.started))


@handles(EventKind.MOVE_UNDONE)
def _move_undone(state: State, _: Event) -> State:
    if state.before_move is None:
        raise SessionError("There is no move of the room to undo.")
    step, started = state.before_move
    return replace(state, step=step, started=started, before_move=None)


@handles(EventKind.SCHOOL_JOINED)
def _school_joined(state: State, event: Event) -> State:
    return state.with_presence(id_in(event, "school"), event.at)


@handles(EventKind.SCHOOL_LEFT)
def _school_left(state: State, event: Event) -> State:
    return state.without_school(id_in(event, "school"))


@handles(EventKind.STEP_REPORTED)
def _step_reported(state: State, event: Event) -> State:
    return state.with_presence(id_in(event, "school"), event.at, id_in(event, "step"))


@handles(EventKind.SESSION_CLOSED)
def _session_closed(state: State, event: Event) -> State:
    polls = {
        key: replace(poll, status=PollStatus.CLOSED) if poll.status is PollStatus.OPEN else poll
        for key, poll in state.polls.items()
    }
    return replace(state, polls=polls, breakouts=(), closed=event.at, before_closing=state)


@handles(EventKind.SESSION_REOPENED)
def _session_reopened(state: State, event: Event) -> State:
    if not state.closed or not state.before_closing:
        raise SessionError("This session is open.")
    if not state.can_reopen(event.at):
        minutes = int(REOPEN_WINDOW.total_seconds() // 60)
        raise SessionError(f"A session can be reopened for {minutes} minutes. Open a new one.")
    return state.before_closing
