"""A poll takes one answer of each delegate, and shows what it came to when the facilitator says so, to those who answered."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerskit.errors import SessionError
from careerskit.session import Poll, PollKind, PollStatus, PreparedPoll, Results, Row, Session, open_session

AT = datetime(2027, 3, 10, 16, 0, tzinfo=UTC)
CHOICES = ("Not begun", "Begun", "Done")


@pytest.fixture
def session(store):
    return open_session(store, "Larkmoor hub", clock=lambda: AT)


@pytest.fixture
def choice(session):
    return session.poll_now("How far is your plan?", "choice", CHOICES)


def answer_all(session, poll, *answers):
    for number, answer in enumerate(answers):
        session.answer(poll, f"delegate {number}", answer)


def rows(results):
    return [(row.label, row.count) for row in results.rows]


def test_a_choice_that_was_written_with_space_around_it_can_be_chosen(session):
    poll = session.poll_now("How far are you?", "choice", [" Begun", "Done "])
    assert session.answer(poll, "d1", "Begun") == "Begun"
    assert session.state.polls[poll].choices == ("Begun", "Done")


def test_a_poll_is_prepared_then_open_then_closed_and_can_be_opened_again_with_its_answers(session):
    poll = session.prepare("How far is your plan?", "choice", CHOICES, into="reflections.swot")
    assert session.state.polls[poll] == Poll(
        poll, "How far is your plan?", PollKind.CHOICE, CHOICES, "reflections.swot"
    )
    assert session.state.open_polls == ()
    session.open_poll(poll)
    assert session.state.open_polls == (session.state.polls[poll],)
    session.answer(poll, "delegate 1", "Begun")
    session.close_poll(poll)
    assert session.state.polls[poll].status is PollStatus.CLOSED
    session.open_poll(poll)
    assert session.state.polls[poll].answer_of("delegate 1") == "Begun"


def test_a_poll_made_on_the_spot_is_open_at_once(session):
    poll = session.poll_now("One word for today?", "words")
    assert [open_poll.id for open_poll in session.state.open_polls] == [poll]


def test_a_poll_keeps_the_id_that_the_run_of_show_gives_it_and_is_replaced_until_it_is_opened(session):
    assert session.prepare("How sure are you?", "scale", poll="sure") == "sure"
    session.prepare("How sure are you now?", "scale", poll="sure")
    assert session.state.polls["sure"].question == "How sure are you now?"
    session.open_poll("sure")
    session.close_poll("sure")
    with pytest.raises(SessionError, match="was opened already, so it stays as it is"):
        session.prepare("How sure are you?", "scale", poll="sure")


def test_the_polls_of_a_run_of_show_are_prepared_once_and_anew_where_the_file_was_changed(session):
    polls = [
        PreparedPoll(id="far", question=" How far is your plan? ", kind="choice", choices=CHOICES),
        PreparedPoll(id="word", question="One word for today?", kind="words", into="reflections.swot"),
    ]
    session.prepare_all(polls)
    assert list(session.state.polls) == ["far", "word"]
    assert session.state.polls["word"].into == "reflections.swot"
    number = session.number
    session.prepare_all(polls)
    assert session.number == number
    session.open_poll("far")
    session.prepare_all(
        [polls[0].model_copy(update={"question": "How far?"}), polls[1].model_copy(update={"into": ""})]
    )
    assert session.state.polls["far"].question == "How far is your plan?"
    assert session.state.polls["word"].into == ""


@pytest.mark.parametrize(
    ("question", "kind", "choices", "into", "says"),
    [
        (" ", "scale", (), "", "question: a poll needs a question"),
        ("x" * 501, "scale", (), "", "it has 501 characters, and there is room for 500. Shorten it"),
        ("Which?", "several", (), "", "“several” is none. It is one of: choice, scale, words"),
        ("Which?", "choice", ("a",), "", "a choice needs from 2 to 12, and here are 1"),
        ("Which?", "choice", tuple("abcdefghijklm"), "", "and here are 13"),
        ("Which?", "choice", ("a", "a"), "", "two of them are the same"),
        ("Which?", "choice", ("a", " "), "", "each needs from 1 to 200 characters"),
        ("Which?", "choice", ("a", "b" * 201), "", "each needs from 1 to 200 characters"),
        ("Which?", "scale", ("low",), "", "a scale has two (what 1 and 5 mean) or none"),
        ("Which?", "words", ("a", "b"), "", "a poll for words has none"),
        ("Which?", "words", (), "reflections.swott", "no text 'reflections.swott'. Did you mean swot?"),
        ("Which?", "words", (), "nothing.swot", "the plan has no field 'nothing.swot'"),
        ("Which?", "words", (), "objectives.issue", "the plan has no field"),
        ("Which?", "words", (), "swot.strengths", "the plan has no text"),
        ("Which?", "words", (), "reflections", "the plan has no text"),
    ],
)
def test_what_makes_no_poll_is_refused_with_what_to_do(session, question, kind, choices, into, says):
    with pytest.raises(SessionError) as refused:
        session.poll_now(question, kind, choices, into)
    assert str(refused.value).startswith("This poll cannot be prepared: ")
    assert says in str(refused.value)
    assert session.number == 0


@pytest.mark.parametrize("into", ["", "reflections.swot", "vision.statement", "header.careers_leader"])
def test_an_answer_can_land_in_any_text_that_a_plan_has_once(session, into):
    poll = session.poll_now("One word?", "words", into=into)
    assert session.state.polls[poll].into == into


def test_the_newest_answer_of_a_delegate_counts_and_no_other(session, choice):
    assert session.answer(choice, "delegate 1", "Begun") == "Begun"
    session.answer(choice, "delegate 1", "Done")
    session.answer(choice, "delegate 2", "Done")
    assert session.state.polls[choice].answers == {"delegate 1": "Done", "delegate 2": "Done"}


@pytest.mark.parametrize(
    ("kind", "choices", "answer", "says"),
    [
        ("choice", CHOICES, "begun", r"“begun” is none of the choices\. Choose one of: Not begun; Begun; Done\."),
        ("choice", CHOICES, 1, "is none of the choices"),
        ("choice", CHOICES, "x" * 1000, "“x{40}…” is none of the choices"),
        ("scale", (), 0, r"“0” is not on the scale\. Choose a whole number from 1 to 5"),
        ("scale", (), "6", "is not on the scale"),
        ("scale", (), True, "is not on the scale"),
        ("scale", (), 2.5, "is not on the scale"),
        ("scale", (), None, "is not on the scale"),
        ("words", (), " \n", r"no words in this answer\. Type a word or two"),
        ("words", (), 7, "no words in this answer"),
        ("words", (), "x" * 61, r"has 61 characters, and there is room for 60\. Shorten it"),
    ],
)
def test_an_answer_that_a_poll_does_not_take_is_refused_with_what_to_do(session, kind, choices, answer, says):
    poll = session.poll_now("Which?", kind, choices)
    number = session.number
    with pytest.raises(SessionError, match=says):
        session.answer(poll, "delegate 1", answer)
    assert (session.number, session.state.polls[poll].answers) == (number, {})


def test_an_answer_is_taken_as_a_form_sends_it(session):
    scale, words = session.poll_now("How sure are you?", "scale"), session.poll_now("One word?", "words")
    assert session.answer(scale, "delegate 1", " 4 ") == 4
    assert session.answer(words, "delegate 1", "  pupil \n voice ") == "pupil voice"
    assert session.answer(words, "delegate 2", "x" * 60) == "x" * 60


def test_only_an_open_poll_is_answered_and_only_by_somebody(session):
    poll = session.prepare("How sure are you?", "scale")
    with pytest.raises(SessionError, match=r"not open\. Wait until the facilitator opens it"):
        session.answer(poll, "delegate 1", 3)
    for do in (session.close_poll, session.show_results):
        with pytest.raises(SessionError, match="never opened"):
            do(poll)
    session.open_poll(poll)
    with pytest.raises(SessionError, match="Join the session first"):
        session.answer(poll, "", 3)
    session.close_poll(poll)
    with pytest.raises(SessionError, match="not open"):
        session.answer(poll, "delegate 1", 3)
    with pytest.raises(SessionError, match=r"no poll 'other'\. Prepare it first"):
        session.open_poll("other")


def test_closing_the_session_closes_its_polls(session, choice):
    prepared = session.prepare("How sure are you?", "scale")
    session.close()
    assert session.state.polls[choice].status is PollStatus.CLOSED
    assert session.state.polls[prepared].status is PollStatus.PREPARED


def test_a_delegate_sees_results_once_the_facilitator_shows_them_and_not_before_having_answered(session, choice):
    answer_all(session, choice, "Begun", "Begun", "Begun")
    assert session.state.results_for(choice, "delegate 0") is None
    assert session.state.public_results(choice) is None
    session.show_results(choice)
    assert session.state.results_for(choice, "latecomer") is None
    assert rows(session.state.results_for(choice, "delegate 0")) == [("Not begun", 0), ("Begun", 3), ("Done", 0)]
    assert session.state.public_results(choice) == session.state.results_for(choice, "delegate 0")
    session.answer(choice, "latecomer", "Begun")
    assert session.state.results_for(choice, "latecomer").answers == 4
    session.show_results(choice, yes=False)
    assert session.state.results_for(choice, "delegate 0") is None
    assert (
        session.state.results_for("no such poll", "delegate 0") is session.state.public_results("no such poll") is None
    )


def test_of_too_few_answers_nothing_is_said_but_how_many_they_are(session, choice):
    scale, words = session.poll_now("How sure are you?", "scale"), session.poll_now("One word?", "words")
    for poll, answer in ((choice, "Done"), (scale, 5), (words, "Larkmoor")):
        answer_all(session, poll, answer, answer)
        results = session.state.results(poll)
        assert (results.answers, results.enough, results.mean) == (2, False, None)
        assert all(row.count is None for row in results.rows)
    assert session.state.results(words).rows == ()


def test_a_choice_is_counted_by_choice_in_order_with_small_counts_hidden(session, choice):
    answer_all(session, choice, *["Not begun"] * 4, *["Begun"] * 5, "Done")
    assert rows(session.state.results(choice)) == [("Not begun", None), ("Begun", 5), ("Done", None)]


def test_a_scale_is_counted_by_figure_with_its_mean(session):
    poll = session.poll_now("How sure are you?", "scale", ("not at all", "wholly"))
    answer_all(session, poll, 2, 2, 2, 5, 5, 5, 5)
    results = session.state.results(poll)
    assert rows(results) == [("1", 0), ("2", 3), ("3", 0), ("4", 0), ("5", 4)]
    assert results.mean == 3.7


def test_words_are_counted_alike_but_for_capitals_and_width_the_most_said_first(session):
    poll = session.poll_now("One word?", "words")
    said = ["Hopeful", "hopeful", "hopeful", "ｈｏｐｅｆｕｌ", "busy", "Busy", "late", "STRASSE", "straße"]
    answer_all(session, poll, *said)
    assert rows(session.state.results(poll)) == [("hopeful", 4), ("busy", None), ("late", None), ("STRASSE", None)]


def test_the_facilitator_hides_what_should_not_be_read_and_sees_that_it_is_hidden(session):
    poll = session.poll_now("One word?", "words")
    answer_all(session, poll, "rude", "kind", "kind", "kind", "calm", "calm", "calm")
    session.show_results(poll)
    (rude,) = [row for row in session.state.results(poll).rows if row.label == "rude"]
    session.hide(rude.id)
    assert [row.label for row in session.state.results(poll).rows if row.hidden] == ["rude"]
    assert "rude" not in dict(rows(session.state.results_for(poll, "delegate 0")))
    session.answer(poll, "delegate 9", "RUDE")
    assert "rude" not in str(rows(session.state.public_results(poll))).casefold()
    session.unhide(rude.id)
    assert "rude" in str(rows(session.state.public_results(poll))).casefold()


def test_the_results_name_no_delegate(session, choice):
    answer_all(session, choice, "Begun", "Begun", "Begun")
    results = session.state.results(choice)
    assert results == Results(
        choice, 3, True, tuple(Row(f"{choice}:{n}", c, 3 * (n == 2)) for n, c in enumerate(CHOICES, 1))
    )
    assert "delegate" not in repr(results)


@given(st.lists(st.integers(1, 5), max_size=40))
def test_whatever_was_answered_no_count_under_the_minimum_is_shown(answers):
    poll = Poll("a", "How sure are you?", PollKind.SCALE, answers={str(n): answer for n, answer in enumerate(answers)})
    results = poll.results()
    assert not any(row.count in (1, 2) for row in results.rows)
    assert (results.mean is None) == (len(answers) < 3)


@given(st.dictionaries(st.text(max_size=3), st.text(min_size=1, max_size=4), max_size=30))
def test_whatever_words_are_said_each_has_a_row_and_an_id_of_its_own(answers):
    results = Poll("a", "One word?", PollKind.WORDS, answers=answers).results()
    assert len({row.id for row in results.rows}) == len(results.rows) <= len(answers)
    assert all(row.label in answers.values() and row.count not in (1, 2) for row in results.rows)


def test_two_facilitators_may_prepare_and_open_the_same_poll(store, session):
    other = Session(store, session.id)
    for one in (session, other):
        one.prepare_all([PreparedPoll(id="word", question="One word?", kind="words")])
        one.open_poll("word")
    assert [poll.id for poll in other.state.open_polls] == ["word"]
