"""The reducer: how each kind of event changes a session's state, both when it is appended and when the log is replayed.

A handler refuses an event by raising SessionError, which reaches the caller of the command. In a log that is replayed, an event
that is refused changes nothing: two facilitators may have done at once what only one of them could, or its body is damaged. Nor
does one of an unknown kind, which a newer careerskit wrote.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from careerskit.errors import SessionError
from careerskit.session import board_handlers, poll_handlers, room_handlers  # noqa: F401 # they register what they handle
from careerskit.session.breakouts import Breakout
from careerskit.session.event_handlers import (
    HANDLERS,
    MAX_NAME_CHARACTERS,
    flag_in,
    handles,
    id_in,
    known_in,
    participant_in,
    text_in,
)
from careerskit.session.events import EventKind
from careerskit.session.polls import MAX_QUESTION_CHARACTERS
from careerskit.session.questions import AudienceQuestion, QuestionStatus
from careerskit.session.state import State
from careerskit.store import Event

__all__ = ["apply_event", "replay"]

_GROUPS = TypeAdapter(tuple[Breakout, ...])


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


@handles(EventKind.QUESTION_ASKED)
def _question_asked(state: State, event: Event) -> State:
    question = id_in(event, "question")
    if question in state.questions:
        raise SessionError("This question has been asked already.")
    text = text_in(event, "text", MAX_QUESTION_CHARACTERS)
    school = text_in(event, "school", MAX_NAME_CHARACTERS, optional=True)
    return _with_question(state, AudienceQuestion(question, text, school, event.who, event.at))


@handles(EventKind.QUESTION_CARRIED_OVER)
def _question_carried_over(state: State, event: Event) -> State:
    body, question = event.body, id_in(event, "question")
    votes, status = body.get("votes"), body.get("status")
    if not isinstance(votes, list) or status not in list(QuestionStatus):
        raise SessionError("This question cannot be carried over: it has no votes, or no status.")
    carried = AudienceQuestion(
        question,
        text_in(event, "text", MAX_QUESTION_CHARACTERS),
        text_in(event, "school", MAX_NAME_CHARACTERS, optional=True),
        asker="",
        asked=event.at,
        votes=frozenset(vote for vote in votes if isinstance(vote, str)),
        status=QuestionStatus(status),
        owner=text_in(event, "owner", MAX_NAME_CHARACTERS, optional=True),
        carried_from=id_in(event, "session"),
    )
    return _with_question(state, carried)


@handles(EventKind.QUESTION_VOTED)
def _question_voted(state: State, event: Event) -> State:
    question, who = _question(state, event), participant_in(event)
    if not question.is_pending:
        raise SessionError("You cannot vote for this question any more: it was answered or removed.")
    counts = flag_in(event, "yes") if "yes" in event.body else who not in question.votes
    return _with_question(state, replace(question, votes=question.votes | {who} if counts else question.votes - {who}))


@handles(EventKind.QUESTION_MARKED)
def _question_marked(state: State, event: Event) -> State:
    status, owner = event.body.get("status"), text_in(event, "owner", MAX_NAME_CHARACTERS, optional=True)
    if status not in list(QuestionStatus):
        raise SessionError(f"A question is one of: {', '.join(QuestionStatus)}.")
    return _with_question(state, replace(_question(state, event), status=QuestionStatus(status), owner=owner))


@handles(EventKind.BREAKOUTS_STARTED)
def _breakouts_started(state: State, event: Event) -> State:
    try:
        return replace(state, breakouts=_GROUPS.validate_python(event.body.get("groups")))
    except ValidationError as error:
        raise SessionError("These breakout groups cannot be read. Make them again.") from error


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


def _with_question(state: State, question: AudienceQuestion) -> State:
    return replace(state, questions={**state.questions, question.id: question})


def _question(state: State, event: Event) -> AudienceQuestion:
    return known_in(state.questions, event, "question", "Load the page again to see the current ones.")
