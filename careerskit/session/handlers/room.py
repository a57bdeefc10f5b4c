"""What events do to the room: the step and the block that it is on, who is in it, and its end."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

from careerskit.errors import SessionError
from careerskit.session.events import EventKind
from careerskit.session.handlers.registry import handles, id_in
from careerskit.session.polls import PollStatus
from careerskit.session.run_of_show import MAX_BLOCK_MINUTES
from careerskit.session.state import PROJECTED, REOPEN_WINDOW, Projected, State
from careerskit.store import Event

__all__: list[str] = []


@handles(EventKind.ROOM_MOVED)
def _room_moved(state: State, event: Event) -> State:
    step, before = id_in(event, "step"), (state.step, state.started, state.breakouts)
    return replace(state, step=step, before_move=before, closed_by_move=frozenset())


@handles(EventKind.BLOCK_STARTED)
def _block_started(state: State, event: Event) -> State:
    block = id_in(event, "block")
    earlier = dict(takewhile(lambda entry: entry[0] != block, state.started.items()))
    started = {**earlier, block: event.at}  # one that starts again has all its minutes
    step = id_in(event, "step") if event.body.get("step") else state.step
    minutes = {key: length for key, length in state.block_minutes.items() if length or key != block}  # skipped no more
    polls = event.body.get("closes", [])  # earlier logs do not have it
    closes = frozenset(poll.id for poll in state.open_polls if isinstance(polls, list) and poll.id in polls)
    state = state.with_polls(closes, PollStatus.OPEN, PollStatus.CLOSED)
    before = state.step, state.started, state.breakouts
    state = replace(
        state, started=started, step=step, block_minutes=minutes, breakouts=()
    )  # groups end with their block
    return replace(state, before_move=before, closed_by_move=closes)


@handles(EventKind.BLOCK_CHANGED)
def _block_changed(state: State, event: Event) -> State:
    block, minutes = id_in(event, "block"), event.body.get("minutes")
    if block in state.started and block != state.block:
        raise SessionError("This block is over, so its minutes stay as they were.")
    if not isinstance(minutes, int) or isinstance(minutes, bool) or not 0 <= minutes <= MAX_BLOCK_MINUTES:
        raise SessionError(f"Give the block a whole number of minutes, {MAX_BLOCK_MINUTES} at most.")
    if block == state.block and not minutes:
        raise SessionError("This block is running, so it cannot be skipped. Start the next one.")
    return replace(state, block_minutes={**state.block_minutes, block: minutes})


@handles(EventKind.PROJECTOR_SHOWN)
def _projector_shown(state: State, event: Event) -> State:
    show = event.body.get("show")
    if show not in PROJECTED:
        raise SessionError(f"The projector can show {', '.join(PROJECTED)}. Load the page again.")
    return replace(state, projected=Projected(show, id_in(event, "only") if event.body.get("only") else ""))


@handles(EventKind.MOVE_UNDONE)
def _move_undone(state: State, _: Event) -> State:
    if state.before_move is None:
        raise SessionError("There is no move of the room to undo.")
    step, started, breakouts = state.before_move
    state = state.with_polls(state.closed_by_move, PollStatus.CLOSED, PollStatus.OPEN)
    return replace(state, step=step, started=started, breakouts=breakouts, before_move=None, closed_by_move=frozenset())


@handles(EventKind.SCHOOL_JOINED)
def _school_joined(state: State, event: Event) -> State:
    return state.with_presence(id_in(event, "school"), event.at)


@handles(EventKind.SCHOOL_LEFT)
def _school_left(state: State, event: Event) -> State:
    return state.without_school(id_in(event, "school"))


@handles(EventKind.STEP_REPORTED)
def _step_reported(state: State, event: Event) -> State:
    return state.with_presence(id_in(event, "school"), event.at, id_in(event, "step"))


@handles(EventKind.PAGES_CLOSED)
def _pages_closed(state: State, event: Event) -> State:
    presence = state.schools.get(school := id_in(event, "school"))
    if presence is None:
        return state
    return replace(state, schools={**state.schools, school: replace(presence, is_away=True)})


@handles(EventKind.SESSION_CLOSED)
def _session_closed(state: State, event: Event) -> State:
    after = state.with_polls(state.polls, PollStatus.OPEN, PollStatus.CLOSED)
    return replace(after, breakouts=(), closed=event.at, before_closing=state)


@handles(EventKind.SESSION_REOPENED)
def _session_reopened(state: State, event: Event) -> State:
    if not state.closed or not state.before_closing:
        raise SessionError("This session is open.")
    if not state.can_reopen(event.at):
        minutes = int(REOPEN_WINDOW.total_seconds() // 60)
        raise SessionError(f"A session can be reopened for {minutes} minutes. Open a new one.")
    return state.before_closing
