"""What events do to polls."""

from __future__ import annotations

from dataclasses import replace

from careerskit.errors import SessionError
from careerskit.session.events import EventKind
from careerskit.session.handlers.registry import flag_in, handles, id_in, known_in, participant_in, text_in
from careerskit.session.polls import Poll, PollStatus, poll_faults
from careerskit.session.state import State
from careerskit.store import Event

__all__: list[str] = []


@handles(EventKind.POLL_PREPARED)
def _poll_prepared(state: State, event: Event) -> State:
    poll, into = id_in(event, "poll"), text_in(event, "into", optional=True)
    threshold = _threshold(event)
    question, kind, choices = _definition(event, "This poll cannot be opened", into, threshold=threshold)
    if (known := state.polls.get(poll)) and not known.is_untouched:
        raise SessionError(f"The poll “{known.question}” was opened already, so it cannot be changed. Prepare another.")
    return _with_poll(state, Poll(poll, question, kind, choices, into, threshold=threshold))


@handles(EventKind.POLL_EDITED)
def _poll_edited(state: State, event: Event) -> State:
    poll = _unanswered(state, event, "edited")
    threshold = _threshold(event)
    question, kind, choices = _definition(
        event, "This poll cannot be changed like this", poll.into, threshold=threshold
    )
    edited = replace(poll, question=question, kind=kind, choices=choices, answers={}, shown=False)
    return _with_poll(state, replace(edited, threshold=threshold, edited=True))


@handles(EventKind.POLL_EMPTIED)
def _poll_emptied(state: State, event: Event) -> State:
    return _with_poll(state, replace(_unanswered(state, event, "emptied"), answers={}, shown=False))


@handles(EventKind.POLL_REMOVED)
def _poll_removed(state: State, event: Event) -> State:
    removed = _unanswered(state, event, "removed").id
    polls = {key: poll for key, poll in state.polls.items() if key != removed}
    return replace(state, polls=polls, removed_polls=state.removed_polls | {removed})


@handles(EventKind.POLL_OPENED)
def _poll_opened(state: State, event: Event) -> State:
    return _with_poll(state, replace(_poll(state, event), status=PollStatus.OPEN, block=state.block))


@handles(EventKind.POLL_CLOSED)
def _poll_closed(state: State, event: Event) -> State:
    poll = _poll(state, event)
    if poll.status is PollStatus.PREPARED:
        raise SessionError(f"The poll “{poll.question}” has not been opened yet. Open it first.")
    return _with_poll(state, replace(poll, status=PollStatus.CLOSED, block=state.block))


@handles(EventKind.RESULTS_SHOWN)
def _results_shown(state: State, event: Event) -> State:
    poll = _poll(state, event)
    if poll.status is PollStatus.PREPARED:
        raise SessionError(f"The poll “{poll.question}” has no results, because it was never opened. Open it first.")
    shown = flag_in(event, "yes")
    return _with_poll(state, replace(poll, shown=shown, block=state.block if shown else poll.block))


@handles(EventKind.POLL_ANSWERED)
def _poll_answered(state: State, event: Event) -> State:
    return _with_poll(state, _poll(state, event).answered(participant_in(event), event.body.get("answer")))


def _threshold(event: Event) -> bool:
    """Return whether a poll's results are hidden below the minimum: yes, where nobody has said that they need not be."""
    return flag_in(event, "threshold") if "threshold" in event.body else True


def _definition(event: Event, refusal: str, into: str, *, threshold: bool = True) -> tuple[str, str, tuple[str, ...]]:
    """Return the question, kind and choices of an event's body. refusal: how the message starts where they are not valid."""
    question, kind = text_in(event, "question", optional=True), event.body.get("kind")
    choices = event.body.get("choices", [])
    if (
        not isinstance(kind, str)
        or not isinstance(choices, (list, tuple))
        or not all(isinstance(choice, str) for choice in choices)
    ):
        raise SessionError("This poll has no kind, or its choices are not texts.")
    stripped = tuple(choice.strip() for choice in choices)  # forms strip what they send
    for field, fault in poll_faults(question, kind, stripped, into, threshold=threshold):
        raise SessionError(f"{refusal}. {field.capitalize()}: {fault}")
    return question, kind, stripped


def _unanswered(state: State, event: Event, what: str) -> Poll:
    """Return an event's poll, which no real delegate has answered. what: what cannot be done to one that was."""
    poll = _poll(state, event)
    if poll.is_answered:
        raise SessionError(f"Delegates have answered “{poll.question}”, so it cannot be {what}. Create another poll.")
    return poll


def _with_poll(state: State, poll: Poll) -> State:
    return replace(state, polls={**state.polls, poll.id: poll})


def _poll(state: State, event: Event) -> Poll:
    return known_in(state.polls, event, "poll", "Prepare it first.")
