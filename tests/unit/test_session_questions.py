"""Delegates ask and vote, facilitators answer, park and hide, and what is still open goes to the next session."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from careerskit.errors import SessionError
from careerskit.session import Question, QuestionStatus, carried_questions, open_session

AT = datetime(2027, 3, 10, 16, 0, tzinfo=UTC)


@pytest.fixture
def session(store):
    return open_session(store, "Larkmoor hub", clock=lambda: AT)


def texts(questions):
    return [question.text for question in questions]


def test_a_question_has_its_text_its_school_and_its_time(session):
    asked = session.ask("delegate 1", "  Who signs\nthe plan? ", "100")
    assert session.state.questions == {asked: Question(asked, "Who signs\nthe plan?", "100", "delegate 1", AT)}


def test_an_anonymous_question_names_no_school(session):
    asked = session.ask("delegate 1", "Who signs the plan?")
    assert session.state.questions[asked].school == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", r"no text here\. Type it"),
        (" \n", "no text here"),
        ("x" * 501, r"501 characters, and there is room for 500\. Shorten"),
    ],
)
def test_a_question_without_words_or_with_too_many_is_refused_with_what_to_do(session, text, says):
    with pytest.raises(SessionError, match=says):
        session.ask("delegate 1", text)
    assert session.state.questions == {}


def test_a_question_as_long_as_there_is_room_is_kept_whole(session):
    text = "👩🏽‍🏫é<b>é?"[:10] * 50
    asked = session.ask("delegate 1", text)
    assert (len(text), session.state.questions[asked].text) == (500, text)


def test_a_delegate_has_one_vote_and_a_second_time_takes_it_back(session):
    asked = session.ask("delegate 1", "Who signs the plan?")
    assert session.upvote(asked, "delegate 2") is True
    assert session.upvote(asked, "delegate 3") is True
    assert session.upvote(asked, "delegate 2") is False
    assert session.state.questions[asked].votes == {"delegate 3"}
    with pytest.raises(SessionError, match="Join the session first"):
        session.upvote(asked, "")
    with pytest.raises(SessionError, match="no question 'other'"):
        session.upvote("other", "delegate 2")


def test_a_vote_that_is_said_which_way_stays_so_however_often_it_is_said(session):
    asked = session.ask("delegate 1", "When do the rules change?")
    assert [session.upvote(asked, "delegate 2", yes=yes) for yes in (True, True, False, False)] == [
        True,
        True,
        False,
        False,
    ]


def test_questions_stand_by_votes_and_the_oldest_first_where_they_have_as_many(store):
    times = iter(AT + timedelta(minutes=minute) for minute in range(20))
    session = open_session(store, "Larkmoor hub", clock=lambda: next(times))
    first, second, third = (session.ask("delegate 1", text) for text in ("first", "second", "third"))
    for who in ("delegate 2", "delegate 3"):
        session.upvote(third, who)
    assert texts(session.state.visible_questions()) == ["third", "first", "second"]
    session.hide_question(first)
    session.mark_answered(second)
    assert texts(session.state.visible_questions()) == ["third", "second"]
    assert texts(session.state.agenda) == ["third"]


def test_a_question_is_marked_answered_parked_or_hidden_and_can_be_opened_again(session):
    asked = session.ask("delegate 1", "Who signs the plan?")

    def now():
        question = session.state.questions[asked]
        return question.status, question.owner, question.is_pending

    assert now() == (QuestionStatus.OPEN, "", True)
    session.park(asked, " Ms Quill ")
    assert now() == (QuestionStatus.PARKED, "Ms Quill", True)
    session.mark_answered(asked)
    assert now() == (QuestionStatus.ANSWERED, "", False)
    session.hide_question(asked)
    assert now() == (QuestionStatus.HIDDEN, "", False)
    session.reopen(asked)
    assert now() == (QuestionStatus.OPEN, "", True)
    with pytest.raises(SessionError, match=r"owner has 201 characters, and there is room for 200\. Shorten it"):
        session.park(asked, "x" * 201)


def test_a_question_that_is_done_with_takes_no_votes(session):
    asked = session.ask("delegate 1", "Who signs the plan?")
    for done in (session.mark_answered, session.hide_question):
        done(asked)
        with pytest.raises(SessionError, match="no more votes"):
            session.upvote(asked, "delegate 2")
    session.park(asked, "Ms Quill")
    assert session.upvote(asked, "delegate 2")


def test_what_is_open_or_parked_at_the_end_is_what_the_next_session_opens_with(store, session):
    asked = {text: session.ask("delegate 1", text, "100") for text in ("open", "parked", "answered", "hidden")}
    for who in ("delegate 2", "delegate 3"):
        session.upvote(asked["parked"], who)
    session.park(asked["parked"], "Ms Quill")
    session.mark_answered(asked["answered"])
    session.hide_question(asked["hidden"])
    assert carried_questions(store) == (), "the session still goes on"
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
    assert open_session(store, "Surgery").state == surgery.state, "they are carried on once"


def test_who_asked_is_not_carried_on_nor_read_where_it_was_once(store, session):
    session.ask("delegate 1", "Who signs the plan?", "100")
    session.close()
    surgery = open_session(store, "Surgery")
    assert "delegate 1" not in repr(store.happenings(surgery.id))
    (body,) = [happening.body for happening in store.happenings(surgery.id)]
    store.happen(surgery.id, "carried", {**body, "question": "another", "asker": "delegate 1"})
    surgery.refresh()
    assert {question.asker for question in surgery.state.questions.values()} == {""}


def test_a_question_carried_on_is_asked_until_it_is_answered_and_says_where_it_was_asked(store, session):
    asked = session.ask("delegate 1", "Who signs the plan?")
    session.close()
    for days, name in enumerate(("Surgery", "Second surgery"), start=1):
        surgery = open_session(store, name, clock=lambda days=days: AT + timedelta(days=days))
        assert surgery.state.questions[asked].carried_from == session.id
        surgery.upvote(asked, f"delegate of {name}")
        surgery.close()
    last = open_session(store, "Third surgery", clock=lambda: AT + timedelta(days=3))
    assert len(last.state.questions[asked].votes) == 2
    last.mark_answered(asked)
    last.close()
    assert carried_questions(store) == ()
    assert open_session(store, "Next").state.questions == {}


def test_before_the_first_session_was_closed_nothing_is_carried_on(store):
    assert carried_questions(store) == ()
    assert open_session(store, "Larkmoor hub").state.questions == {}
