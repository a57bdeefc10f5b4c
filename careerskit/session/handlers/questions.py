"""What events do to the questions that delegates ask."""

from __future__ import annotations

from dataclasses import replace

from careerskit.errors import SessionError
from careerskit.session.events import EventKind
from careerskit.session.handlers.registry import (
    MAX_NAME_CHARACTERS,
    flag_in,
    handles,
    id_in,
    known_in,
    participant_in,
    text_in,
)
from careerskit.session.polls import MAX_QUESTION_CHARACTERS
from careerskit.session.questions import AudienceQuestion, QuestionStatus
from careerskit.session.state import State
from careerskit.store import Event

__all__: list[str] = []


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


def _with_question(state: State, question: AudienceQuestion) -> State:
    return replace(state, questions={**state.questions, question.id: question})


def _question(state: State, event: Event) -> AudienceQuestion:
    return known_in(state.questions, event, "question", "Load the page again to see the current ones.")
