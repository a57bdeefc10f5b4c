"""The reducer: how each kind of event changes a session's state, both when it is appended and when the log is replayed.

A handler refuses an event by raising SessionError, which reaches the caller of the command. In a log that is replayed, an event
that is refused changes nothing: two facilitators may have done at once what only one of them could, or its body is damaged. Nor
does one of an unknown kind, which a newer careerskit wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import takewhile
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from careerskit.errors import SessionError
from careerskit.session.breakouts import Breakout
from careerskit.session.events import EventKind
from careerskit.session.polls import MAX_QUESTION_CHARACTERS, Poll, PollStatus, poll_faults
from careerskit.session.questions import AudienceQuestion, QuestionStatus
from careerskit.session.share import Share
from careerskit.session.state import Presence, State
from careerskit.store import Event

__all__ = ["MAX_NAME_CHARACTERS", "apply_event", "replay"]

MAX_NAME_CHARACTERS = 200
"""Of a school's id, an owner's name, a session's name."""

_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")

_Handler = Callable[[State, Event], State]
_HANDLERS: dict[str, _Handler] = {}
_Value = TypeVar("_Value")
_GROUPS = TypeAdapter(tuple[Breakout, ...])


def apply_event(state: State, event: Event) -> State:
    """Return the state after an event.

    Raises:
        SessionError: the event is refused; the message says why, and what to do.
    """
    if state.closed:
        raise SessionError("This session is closed. Open a new one.")
    handler = _HANDLERS.get(event.kind)
    return replace(handler(state, event) if handler else state, version=event.number)


def replay(state: State, events: Iterable[Event]) -> State:
    """Return the state after events. One that is refused changes nothing but the version."""
    for event in events:
        try:
            state = apply_event(state, event)
        except SessionError:
            state = replace(state, version=event.number)
    return state


def _handles(kind: EventKind) -> Callable[[_Handler], _Handler]:
    def register(handler: _Handler) -> _Handler:
        _HANDLERS[kind] = handler
        return handler

    return register


@_handles(EventKind.ROOM_MOVED)
def _room_moved(state: State, event: Event) -> State:
    return replace(state, step=_id(event, "step"))


@_handles(EventKind.BLOCK_STARTED)
def _block_started(state: State, event: Event) -> State:
    block = _id(event, "block")
    earlier = dict(takewhile(lambda entry: entry[0] != block, state.started.items()))
    return replace(state, started={**earlier, block: state.started.get(block, event.at)})


@_handles(EventKind.SCHOOL_JOINED)
def _school_joined(state: State, event: Event) -> State:
    return _with_presence(state, event, _id(event, "school"))


@_handles(EventKind.SCHOOL_LEFT)
def _school_left(state: State, event: Event) -> State:
    return state.without_school(_id(event, "school"))


@_handles(EventKind.STEP_REPORTED)
def _step_reported(state: State, event: Event) -> State:
    return _with_presence(state, event, _id(event, "school"), _id(event, "step"))


@_handles(EventKind.SHARE_CHANGED)
def _share_changed(state: State, event: Event) -> State:
    school = _id(event, "school")
    share = Share(**{name: _flag(event, name) for name in ("board", "named", "vision")})
    return _with_presence(replace(state, shares={**state.shares, school: share}), event, school)


@_handles(EventKind.ITEM_HIDDEN)
def _item_hidden(state: State, event: Event) -> State:
    return replace(state, hidden=state.hidden | {_text(event, "item", MAX_NAME_CHARACTERS)})


@_handles(EventKind.ITEM_UNHIDDEN)
def _item_unhidden(state: State, event: Event) -> State:
    return replace(state, hidden=state.hidden - {_text(event, "item", MAX_NAME_CHARACTERS)})


@_handles(EventKind.POLL_PREPARED)
def _poll_prepared(state: State, event: Event) -> State:
    poll, kind, choices = _id(event, "poll"), event.body.get("kind"), event.body.get("choices", [])
    question, into = _text(event, "question", optional=True), _text(event, "into", optional=True)
    if (
        not isinstance(kind, str)
        or not isinstance(choices, (list, tuple))
        or not all(isinstance(choice, str) for choice in choices)
    ):
        raise SessionError("This poll has no kind, or its choices are not texts.")
    choices = tuple(choice.strip() for choice in choices)  # forms strip what they send
    for field, fault in poll_faults(question, kind, choices, into):
        raise SessionError(f"This poll cannot be prepared: {field}: {fault}")
    if (known := state.polls.get(poll)) and not known.is_untouched:
        raise SessionError(f"The poll “{known.question}” was opened already, so it cannot be changed. Prepare another.")
    return _with_poll(state, Poll(poll, question.strip(), kind, choices, into))


@_handles(EventKind.POLL_OPENED)
def _poll_opened(state: State, event: Event) -> State:
    return _with_poll(state, replace(_poll(state, event), status=PollStatus.OPEN))


@_handles(EventKind.POLL_CLOSED)
def _poll_closed(state: State, event: Event) -> State:
    poll = _poll(state, event)
    if poll.status is PollStatus.PREPARED:
        raise SessionError(f"The poll “{poll.question}” has not been opened yet. Open it first.")
    return _with_poll(state, replace(poll, status=PollStatus.CLOSED))


@_handles(EventKind.RESULTS_SHOWN)
def _results_shown(state: State, event: Event) -> State:
    poll = _poll(state, event)
    if poll.status is PollStatus.PREPARED:
        raise SessionError(f"The poll “{poll.question}” has no results, because it was never opened. Open it first.")
    return _with_poll(state, replace(poll, shown=_flag(event, "yes")))


@_handles(EventKind.POLL_ANSWERED)
def _poll_answered(state: State, event: Event) -> State:
    return _with_poll(state, _poll(state, event).answered(_participant(event), event.body.get("answer")))


@_handles(EventKind.QUESTION_ASKED)
def _question_asked(state: State, event: Event) -> State:
    question = _id(event, "question")
    if question in state.questions:
        raise SessionError("This question has been asked already.")
    text = _text(event, "text", MAX_QUESTION_CHARACTERS)
    school = _text(event, "school", MAX_NAME_CHARACTERS, optional=True)
    return _with_question(state, AudienceQuestion(question, text, school, event.who, event.at))


@_handles(EventKind.QUESTION_CARRIED_OVER)
def _question_carried_over(state: State, event: Event) -> State:
    body, question = event.body, _id(event, "question")
    votes, status = body.get("votes"), body.get("status")
    if not isinstance(votes, list) or status not in list(QuestionStatus):
        raise SessionError("This question cannot be carried over: it has no votes, or no status.")
    carried = AudienceQuestion(
        question,
        _text(event, "text", MAX_QUESTION_CHARACTERS),
        _text(event, "school", MAX_NAME_CHARACTERS, optional=True),
        asker="",
        asked=event.at,
        votes=frozenset(vote for vote in votes if isinstance(vote, str)),
        status=QuestionStatus(status),
        owner=_text(event, "owner", MAX_NAME_CHARACTERS, optional=True),
        carried_from=_id(event, "session"),
    )
    return _with_question(state, carried)


@_handles(EventKind.QUESTION_VOTED)
def _question_voted(state: State, event: Event) -> State:
    question, who = _question(state, event), _participant(event)
    if not question.is_pending:
        raise SessionError("You cannot vote for this question any more: it was answered or removed.")
    counts = _flag(event, "yes") if "yes" in event.body else who not in question.votes
    return _with_question(state, replace(question, votes=question.votes | {who} if counts else question.votes - {who}))


@_handles(EventKind.QUESTION_MARKED)
def _question_marked(state: State, event: Event) -> State:
    status, owner = event.body.get("status"), _text(event, "owner", MAX_NAME_CHARACTERS, optional=True)
    if status not in list(QuestionStatus):
        raise SessionError(f"A question is one of: {', '.join(QuestionStatus)}.")
    return _with_question(state, replace(_question(state, event), status=QuestionStatus(status), owner=owner))


@_handles(EventKind.BREAKOUTS_STARTED)
def _breakouts_started(state: State, event: Event) -> State:
    try:
        return replace(state, breakouts=_GROUPS.validate_python(event.body.get("groups")))
    except ValidationError as error:
        raise SessionError("These breakout groups cannot be read. Make them again.") from error


@_handles(EventKind.GROUP_ASSIGNED)
def _group_assigned(state: State, event: Event) -> State:
    school, number = _id(event, "school"), event.body.get("group")
    if state.group_of(school):
        return state
    groups = tuple(
        replace(group, schools=tuple(sorted((*group.schools, school)))) if group.number == number else group
        for group in state.breakouts
    )
    return replace(state, breakouts=groups)


@_handles(EventKind.BREAKOUTS_ENDED)
def _breakouts_ended(state: State, _: Event) -> State:
    return replace(state, breakouts=())


@_handles(EventKind.SESSION_CLOSED)
def _session_closed(state: State, event: Event) -> State:
    polls = {
        key: replace(poll, status=PollStatus.CLOSED) if poll.status is PollStatus.OPEN else poll
        for key, poll in state.polls.items()
    }
    return replace(state, polls=polls, breakouts=(), closed=event.at)


def _with_presence(state: State, event: Event, school: str, step: str = "") -> State:
    before = state.schools.get(school, Presence("", event.at, event.at))
    presence = Presence(step or before.step, before.joined, event.at)
    return replace(state, schools={**state.schools, school: presence})


def _with_poll(state: State, poll: Poll) -> State:
    return replace(state, polls={**state.polls, poll.id: poll})


def _with_question(state: State, question: AudienceQuestion) -> State:
    return replace(state, questions={**state.questions, question.id: question})


def _poll(state: State, event: Event) -> Poll:
    return _known(state.polls, event, "poll", "Prepare it first.")


def _question(state: State, event: Event) -> AudienceQuestion:
    return _known(state.questions, event, "question", "Load the page again to see the current ones.")


def _known(known: Mapping[str, _Value], event: Event, name: str, advice: str) -> _Value:
    key = event.body.get(name)
    if not isinstance(key, str) or key not in known:
        raise SessionError(f"This session has no {name} {str(key)[:40]!r}. {advice}")
    return known[key]


def _participant(event: Event) -> str:
    if not event.who:
        raise SessionError("You have not joined this session. Join it first.")
    return event.who


def _id(event: Event, name: str) -> str:
    value = event.body.get(name)
    if isinstance(value, str) and _ID.fullmatch(value):
        return value
    raise SessionError(f"{str(value)[:40]!r} is not a valid {name}: it can only have letters, digits, hyphens and _.")


def _text(event: Event, name: str, longest: int = 0, *, optional: bool = False) -> str:
    """Return a text of an event's body, stripped. longest: the most characters it may have; 0 where that is checked elsewhere."""
    value = event.body.get(name, "")
    text = value.strip() if isinstance(value, str) else ""
    if not text and not (optional and isinstance(value, str)):
        raise SessionError(f"The {name} is empty. Type it.")
    if longest and len(text) > longest:
        raise SessionError(f"The {name} is too long: the limit is {longest} characters and you have {len(text)}.")
    return text


def _flag(event: Event, name: str) -> bool:
    value = event.body.get(name)
    if not isinstance(value, bool):
        raise SessionError(f"Choose yes or no for {name}.")
    return value
