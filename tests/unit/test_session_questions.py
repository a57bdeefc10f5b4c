"""Delegates ask and vote, facilitators answer, park and hide, and pending questions go to the next session."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from careerskit.errors import SessionError
from careerskit.session import AudienceQuestion, QuestionStatus, carried_questions, open_session

AT = datetime(2027, 3, 10, 16, 0, tzinfo=UTC)


@pytest.fixture
def session(store):
    return open_session(store, "Larkmoor hub", clock=lambda: AT)


def texts(questions):
    return [question.text for question in questions]


def test_a_question_has_its_text_school_and_time(session):
    asked = session.ask("delegate 1", "  Who signs\nthe plan? ", "100")
    assert session.state.questions == {asked: AudienceQuestion(asked, "Who signs\nthe plan?", "100", "delegate 1", AT)}


def test_an_anonymous_question_names_no_school(session):
    asked = session.ask("delegate 1", "Who signs the plan?")
    assert session.state.questions[asked].school == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", r"The text is empty\. Type it"),
        (" \n", "The text is empty"),
        ("x" * 501, r"the limit is 500 characters and you have 501"),
    ],
)
def test_an_empty_or_too_long_question_is_refused_with_what_to_do(session, text, says):
    with pytest.raises(SessionError, match=says):
        session.ask("delegate 1", text)
    assert session.state.questions == {}


def test_a_question_of_the_longest_length_is_kept_whole(session):
    text = "👩🏽‍🏫é<b>é?"[:10] * 50
    asked = session.ask("delegate 1", text)
    assert (len(text), session.state.questions[asked].text) == (500, text)


def test_a_delegate_has_one_vote_and_voting_again_removes_it(session):
    asked = session.ask("delegate 1", "Who signs the plan?")
    assert session.vote(asked, "delegate 2") is True
    assert session.vote(asked, "delegate 3") is True
    assert session.vote(asked, "delegate 2") is False
    assert session.state.questions[asked].votes == {"delegate 3"}
    with pytest.raises(SessionError, match="not joined this session"):
        session.vote(asked, "")
    with pytest.raises(SessionError, match="no question 'other'"):
        session.vote("other", "delegate 2")


def test_an_explicit_vote_can_be_repeated_without_effect(session):
    asked = session.ask("delegate 1", "When do the rules change?")
    assert [session.vote(asked, "delegate 2", yes=yes) for yes in (True, True, False, False)] == [
        True,
        True,
        False,
        False,
    ]


def test_questions_are_sorted_by_votes_and_then_by_age(store):
    times = iter(AT + timedelta(minutes=minute) for minute in range(20))
    session = open_session(store, "Larkmoor hub", clock=lambda: next(times))
    first, second, third = (session.ask("delegate 1", text) for text in ("first", "second", "third"))
    for who in ("delegate 2", "delegate 3"):
        session.vote(third, who)
    assert texts(session.state.visible_questions()) == ["third", "first", "second"]
    session.hide_question(first)
    session.mark_answered(second)
    assert texts(session.state.visible_questions()) == ["third", "second"]
    assert texts(session.state.agenda) == ["third"]


def test_a_question_can_be_answered_parked_hidden_and_reopened(session):
    asked = session.ask("delegate 1", "Who signs the plan?")

    def now():
        question = session.state.questions[asked]
        return question.status, question.owner, question.is_pending

    assert now() == (QuestionStatus.OPEN, "", True)
    session.park_question(asked, " Ms Quill ")
    assert now() == (QuestionStatus.PARKED, "Ms Quill", True)
    session.mark_answered(asked)
    assert now() == (QuestionStatus.ANSWERED, "", False)
    session.hide_question(asked)
    assert now() == (QuestionStatus.HIDDEN, "", False)
    session.reopen_question(asked)
    assert now() == (QuestionStatus.OPEN, "", True)
    with pytest.raises(SessionError, match=r"owner is too long: the limit is 200 characters and you have 201"):
        session.park_question(asked, "x" * 201)


def test_an_answered_or_hidden_question_takes_no_votes(session):
    asked = session.ask("delegate 1", "Who signs the plan?")
    for mark in (session.mark_answered, session.hide_question):
        mark(asked)
        with pytest.raises(SessionError, match="cannot vote for this question any more"):
            session.vote(asked, "delegate 2")
    session.park_question(asked, "Ms Quill")
    assert session.vote(asked, "delegate 2")


def test_pending_questions_are_carried_over_to_the_next_session(store, session):
    asked = {text: session.ask("delegate 1", text, "100") for text in ("open", "parked", "answered", "hidden")}
    for who in ("delegate 2", "delegate 3"):
        session.vote(asked["parked"], who)
    session.park_question(asked["parked"], "Ms Quill")
    session.mark_answered(asked["answered"])
    session.hide_question(asked["hidden"])
    assert carried_questions(store) == (), "the session is still open"
    session.close()
    assert texts(carried_questions(store)) == ["parked", "open"]
    surgery = open_session(store, "Surgery", clock=lambda: AT + timedelta(days=70))
    assert texts(surgery.state.agenda) == ["parked", "open"]
    parked = surgery.state.questions[asked["parked"]]
    assert (parked.status, parked.owner, parked.votes) == (
        QuestionStatus.PARKED,
        "Ms Quill",
        {"delegate 2", "delegate 3"},
    )
    assert (parked.school, parked.carried_from) == ("100", session.id)
    assert open_session(store, "Surgery").state == surgery.state, "they are carried over once"


def test_the_asker_is_neither_carried_over_nor_read_from_older_logs(store, session):
    session.ask("delegate 1", "Who signs the plan?", "100")
    session.close()
    surgery = open_session(store, "Surgery")
    assert "delegate 1" not in repr(store.sessions.events(surgery.id))
    (body,) = [event.body for event in store.sessions.events(surgery.id)]
    store.sessions.append_event(surgery.id, "carried", {**body, "question": "another", "asker": "delegate 1"})
    surgery.refresh()
    assert {question.asker for question in surgery.state.questions.values()} == {""}


def test_a_question_is_carried_over_until_it_is_answered_and_names_its_first_session(store, session):
    asked = session.ask("delegate 1", "Who signs the plan?")
    session.close()
    for days, name in enumerate(("Surgery", "Second surgery"), start=1):
        surgery = open_session(store, name, clock=lambda days=days: AT + timedelta(days=days))
        assert surgery.state.questions[asked].carried_from == session.id
        surgery.vote(asked, f"delegate of {name}")
        surgery.close()
    last = open_session(store, "Third surgery", clock=lambda: AT + timedelta(days=3))
    assert len(last.state.questions[asked].votes) == 2
    last.mark_answered(asked)
    last.close()
    assert carried_questions(store) == ()
    assert open_session(store, "Next").state.questions == {}


def test_nothing_is_carried_over_before_a_session_has_been_closed(store):
    assert carried_questions(store) == ()
    assert open_session(store, "Larkmoor hub").state.questions == {}
