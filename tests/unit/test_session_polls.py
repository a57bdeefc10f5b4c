"""A poll takes one answer from each delegate, and shows its results, when the facilitator does, to those who have answered."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerskit.errors import SessionError
from careerskit.export import session_tables
from careerskit.session import (
    POLL_KINDS,
    SIMULATED,
    Poll,
    PollStatus,
    PreparedPoll,
    ResultRow,
    Results,
    Session,
    default_run_of_show,
    open_session,
)
from careerskit.session.poll_kinds import choice as choice_kind
from careerskit.simulation import Rehearsal

AT = datetime(2027, 3, 10, 16, 0, tzinfo=UTC)
CHOICES = ("Not begun", "Begun", "Done")


@pytest.fixture
def session(store):
    return open_session(store, "Larkmoor hub", clock=lambda: AT)


@pytest.fixture
def choice(session):
    return session.create_and_open_poll("How far is your plan?", "choice", CHOICES)


def answer_all(session, poll, *answers):
    for number, answer in enumerate(answers):
        session.answer(poll, f"delegate {number}", answer)


def rows(results):
    return [(row.label, row.count) for row in results.rows]


def test_spaces_around_a_choice_are_removed(session):
    poll = session.create_and_open_poll("How far are you?", "choice", [" Begun", "Done "])
    assert session.answer(poll, "d1", "Begun") == "Begun"
    assert session.state.polls[poll].choices == ("Begun", "Done")


def test_a_poll_is_prepared_opened_closed_and_reopened_with_its_answers(session):
    poll = session.prepare_poll("How far is your plan?", "choice", CHOICES, into="reflections.swot")
    assert session.state.polls[poll] == Poll(poll, "How far is your plan?", "choice", CHOICES, "reflections.swot")
    assert session.state.open_polls == ()
    session.open_poll(poll)
    assert session.state.open_polls == (session.state.polls[poll],)
    session.answer(poll, "delegate 1", "Begun")
    session.close_poll(poll)
    assert session.state.polls[poll].status is PollStatus.CLOSED
    session.open_poll(poll)
    assert session.state.polls[poll].answer_of("delegate 1") == "Begun"


def test_a_poll_created_on_the_spot_is_open_at_once(session):
    poll = session.create_and_open_poll("One word for today?", "words")
    assert [open_poll.id for open_poll in session.state.open_polls] == [poll]


def test_a_prepared_poll_can_be_replaced_under_its_id_until_it_is_opened(session):
    assert session.prepare_poll("How sure are you?", "scale", poll="sure") == "sure"
    session.prepare_poll("How sure are you now?", "scale", poll="sure")
    assert session.state.polls["sure"].question == "How sure are you now?"
    session.open_poll("sure")
    session.close_poll("sure")
    with pytest.raises(SessionError, match="was opened already, so it cannot be changed"):
        session.prepare_poll("How sure are you?", "scale", poll="sure")


def test_polls_of_a_run_of_show_are_prepared_again_only_where_the_file_changed(session):
    polls = [
        PreparedPoll(id="far", question=" How far is your plan? ", kind="choice", choices=CHOICES),
        PreparedPoll(id="word", question="One word for today?", kind="words", into="reflections.swot"),
    ]
    session.sync_polls(polls)
    assert list(session.state.polls) == ["far", "word"]
    assert session.state.polls["word"].into == "reflections.swot"
    number = session.version
    session.sync_polls(polls)
    assert session.version == number
    session.open_poll("far")
    session.sync_polls([polls[0].model_copy(update={"question": "How far?"}), polls[1].model_copy(update={"into": ""})])
    assert session.state.polls["far"].question == "How far is your plan?"
    assert session.state.polls["word"].into == ""


@pytest.mark.parametrize(
    ("question", "kind", "choices", "into", "says"),
    [
        (" ", "scale", (), "", "Question: a poll needs a question"),
        ("x" * 501, "scale", (), "", "the limit is 500 characters and this has 501"),
        ("Which?", "several", (), "", "“several” is not a kind of poll. Choose one of: choice, scale, words"),
        ("Which?", "choice", ("a",), "", "a poll of this type needs 2 to 12 choices, and this one has 1"),
        ("Which?", "choice", tuple("abcdefghijklm"), "", "and this one has 13"),
        ("Which?", "choice", ("a", "a"), "", "two of them are the same"),
        ("Which?", "choice", ("a", " "), "", "each needs 1 to 200 characters"),
        ("Which?", "choice", ("a", "b" * 201), "", "each needs 1 to 200 characters"),
        ("Which?", "scale", ("low",), "", "a scale has two choices (what 1 and 5 mean) or none"),
        ("Which?", "words", ("a", "b"), "", "a poll for words has no choices"),
        ("Which?", "words", (), "reflections.swott", "no text 'reflections.swott'. Did you mean swot?"),
        ("Which?", "words", (), "nothing.swot", "the plan has no field 'nothing.swot'"),
        ("Which?", "words", (), "objectives.issue", "the plan has no field"),
        ("Which?", "words", (), "swot.strengths", "the plan has no text"),
        ("Which?", "words", (), "reflections", "the plan has no text"),
    ],
)
def test_an_invalid_poll_is_refused_with_what_to_do(session, question, kind, choices, into, says):
    with pytest.raises(SessionError) as refused:
        session.create_and_open_poll(question, kind, choices, into)
    assert str(refused.value).startswith("This poll cannot be opened. ")
    assert says in str(refused.value)
    assert session.version == 0


@pytest.mark.parametrize("into", ["", "reflections.swot", "vision.statement", "header.careers_leader"])
def test_answers_can_go_into_any_text_that_a_plan_has_once(session, into):
    poll = session.create_and_open_poll("One word?", "words", into=into)
    assert session.state.polls[poll].into == into


def test_only_the_latest_answer_of_a_delegate_counts(session, choice):
    assert session.answer(choice, "delegate 1", "Begun") == "Begun"
    session.answer(choice, "delegate 1", "Done")
    session.answer(choice, "delegate 2", "Done")
    assert session.state.polls[choice].answers == {"delegate 1": "Done", "delegate 2": "Done"}


@pytest.mark.parametrize(
    ("kind", "choices", "answer", "says"),
    [
        ("choice", CHOICES, "begun", r"“begun” is not one of the choices\. Choose one of: Not begun; Begun; Done\."),
        ("choice", CHOICES, 1, "is not one of the choices"),
        ("choice", CHOICES, "x" * 1000, "“x{40}…” is not one of the choices"),
        ("scale", (), 0, r"“0” is not on the scale\. Choose a whole number from 1 to 5"),
        ("scale", (), "6", "is not on the scale"),
        ("scale", (), True, "is not on the scale"),
        ("scale", (), 2.5, "is not on the scale"),
        ("scale", (), None, "is not on the scale"),
        ("words", (), " \n", r"This answer is empty\. Type a word or two"),
        ("words", (), 7, "This answer is empty"),
        ("words", (), "x" * 61, r"the limit is 60 characters and you have 61"),
    ],
)
def test_an_invalid_answer_is_refused_with_what_to_do(session, kind, choices, answer, says):
    poll = session.create_and_open_poll("Which?", kind, choices)
    number = session.version
    with pytest.raises(SessionError, match=says):
        session.answer(poll, "delegate 1", answer)
    assert (session.version, session.state.polls[poll].answers) == (number, {})


def test_answers_are_parsed_from_what_a_form_sends(session):
    scale, words = (
        session.create_and_open_poll("How sure are you?", "scale"),
        session.create_and_open_poll("One word?", "words"),
    )
    assert session.answer(scale, "delegate 1", " 4 ") == 4
    assert session.answer(words, "delegate 1", "  pupil \n voice ") == "pupil voice"
    assert session.answer(words, "delegate 2", "x" * 60) == "x" * 60


def test_only_an_open_poll_can_be_answered_and_only_by_a_participant(session):
    poll = session.prepare_poll("How sure are you?", "scale")
    with pytest.raises(SessionError, match=r"not open\. Wait until the facilitator opens it"):
        session.answer(poll, "delegate 1", 3)
    for command in (session.close_poll, session.show_results):
        with pytest.raises(SessionError, match=r"not been opened yet|never opened"):
            command(poll)
    session.open_poll(poll)
    with pytest.raises(SessionError, match="not joined this session"):
        session.answer(poll, "", 3)
    session.close_poll(poll)
    with pytest.raises(SessionError, match="not open"):
        session.answer(poll, "delegate 1", 3)
    with pytest.raises(SessionError, match=r"no poll 'other'\. Prepare it first"):
        session.open_poll("other")


def test_closing_the_session_closes_its_polls(session, choice):
    prepared = session.prepare_poll("How sure are you?", "scale")
    session.close()
    assert session.state.polls[choice].status is PollStatus.CLOSED
    assert session.state.polls[prepared].status is PollStatus.PREPARED


def test_a_delegate_who_has_answered_sees_results_once_the_facilitator_shows_them(session, choice):
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


def test_of_too_few_answers_only_their_number_is_shown(session, choice):
    scale, words = (
        session.create_and_open_poll("How sure are you?", "scale"),
        session.create_and_open_poll("One word?", "words"),
    )
    for poll, answer in ((choice, "Done"), (scale, 5), (words, "Larkmoor")):
        answer_all(session, poll, answer, answer)
        results = session.state.results(poll)
        assert (results.answers, results.meets_threshold, results.mean) == (2, False, None)
        assert all(row.count is None for row in results.rows)
    assert session.state.results(words).rows == ()


def test_answers_to_a_choice_are_counted_in_order_with_small_counts_hidden(session, choice):
    answer_all(session, choice, *["Not begun"] * 4, *["Begun"] * 5, "Done")
    assert rows(session.state.results(choice)) == [("Not begun", None), ("Begun", 5), ("Done", None)]


def test_answers_on_a_scale_are_counted_by_number_with_their_mean(session):
    poll = session.create_and_open_poll("How sure are you?", "scale", ("not at all", "wholly"))
    answer_all(session, poll, 2, 2, 2, 5, 5, 5, 5)
    results = session.state.results(poll)
    assert rows(results) == [("1", 0), ("2", 3), ("3", 0), ("4", 0), ("5", 4)]
    assert results.mean == 3.7


def test_words_are_counted_regardless_of_case_and_width_most_frequent_first(session):
    poll = session.create_and_open_poll("One word?", "words")
    words = ["Hopeful", "hopeful", "hopeful", "ｈｏｐｅｆｕｌ", "busy", "Busy", "late", "STRASSE", "straße"]
    answer_all(session, poll, *words)
    assert rows(session.state.results(poll)) == [("hopeful", 4), ("busy", None), ("late", None), ("STRASSE", None)]


def test_the_facilitator_can_hide_a_row_and_still_sees_it_marked(session):
    poll = session.create_and_open_poll("One word?", "words")
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
        choice, 3, True, tuple(ResultRow(f"{choice}:{n}", c, 3 * (n == 2)) for n, c in enumerate(CHOICES, 1))
    )
    assert "delegate" not in repr(results)


@given(st.lists(st.integers(1, 5), max_size=40))
def test_no_count_under_the_minimum_is_shown_whatever_the_answers(answers):
    poll = Poll("a", "How sure are you?", "scale", answers={str(n): answer for n, answer in enumerate(answers)})
    results = poll.results()
    assert not any(row.count in (1, 2) for row in results.rows)
    assert (results.mean is None) == (len(answers) < 3 or any(row.count is None for row in results.rows))


def shown_of(kind, choices, answers):
    """Return all that is shown of some answers: how many there are, their mean, and each count."""
    results = Poll("a", "Which?", kind, choices, answers=dict(enumerate(answers))).results()
    return results.answers, results.mean, tuple(row.count for row in results.rows)


@pytest.mark.parametrize(
    ("kind", "choices", "values"),
    [("scale", (), range(1, 6)), *(("choice", tuple("abcde"[:n]), tuple("abcde"[:n])) for n in (2, 3, 4, 5))],
)
@pytest.mark.parametrize("number", range(3, 7))
def test_no_hidden_count_of_up_to_six_answers_follows_from_all_that_is_shown(kind, choices, values, number):
    """Even whoever knows the rule by which counts are hidden finds two numbers or more that each of them may be."""
    possible = defaultdict(list)
    for answers in combinations_with_replacement(values, number):
        counts = [answers.count(value) for value in values]
        possible[shown_of(kind, choices, answers)].append(counts)
    for (_, _, counts), ways in possible.items():
        for place, count in enumerate(counts):
            assert count is not None or len({way[place] for way in ways}) > 1, (counts, ways)


@given(st.dictionaries(st.text(max_size=3), st.text(min_size=1, max_size=4), max_size=30))
def test_each_wording_has_a_row_with_its_own_id(answers):
    results = Poll("a", "One word?", "words", answers=answers).results()
    assert len({row.id for row in results.rows}) == len(results.rows) <= len(answers)
    assert all(row.label in answers.values() and row.count not in (1, 2) for row in results.rows)


def test_a_poll_of_an_added_kind_is_answered_counted_exported_and_simulated(store, monkeypatch):
    class YesNo(choice_kind.Choice):
        """A kind of poll, as a new module would add it."""

        name, label = "yes_no", "Yes or no"

        def faults_of_choices(self, choices):
            yield from [] if tuple(choices) == ("yes", "no") else ["they are yes and no."]

        def mean(self, answers):
            return [*answers.values()].count("yes") / len(answers)

        def description(self, choices):
            return " or ".join(choices)

    monkeypatch.setitem(POLL_KINDS, "yes_no", YesNo())
    session = open_session(store, "Larkmoor hub")
    with pytest.raises(SessionError, match="Choices: they are yes and no"):
        session.prepare_poll("Ready?", "yes_no", ("no", "yes"))
    poll = session.create_and_open_poll("Ready?", "yes_no", ("yes", "no"))
    rehearsal = Rehearsal(store, session, delegates=3, pace=1)
    while len(session.state.polls[poll].answers) < 3:
        rehearsal.tick()
    answer_all(session, poll, *["yes"] * 5, *["no"] * 5)
    with pytest.raises(SessionError, match="Choose one of: yes; no"):
        session.answer(poll, "delegate 0", "perhaps")
    rows_in_file = session_tables(session, {})["polls"]
    assert [(row["Kind"], row["Answer"]) for row in rows_in_file] == [("yes or no", "yes"), ("yes or no", "no")]
    assert all(0 < row["Mean"] < 1 for row in rows_in_file)


def test_two_facilitators_may_prepare_and_open_the_same_poll(store, session):
    other = Session(store, session.id)
    for one in (session, other):
        one.sync_polls([PreparedPoll(id="word", question="One word?", kind="words")])
        one.open_poll("word")
    assert [poll.id for poll in other.state.open_polls] == ["word"]


# Closed with their block


def test_starting_a_block_closes_the_polls_of_the_blocks_before_and_undoing_it_opens_them_again(session):
    of_block, other = (session.prepare_poll(f"Poll {number}?", "scale") for number in (1, 2))
    session.start_block("welcome")
    session.open_poll(of_block)
    by_hand = session.create_and_open_poll("Five minutes more?", "choice", ["Yes", "No"])
    session.start_block("why", closes=[of_block, other, "unknown"])
    assert [poll.id for poll in session.state.open_polls] == [by_hand]
    assert session.state.polls[other].status is PollStatus.PREPARED
    session.undo_move()
    assert [poll.id for poll in session.state.open_polls] == [of_block, by_hand]


def projected(session):
    return [poll.id for poll in session.state.projected_polls]


def test_the_projector_by_itself_shows_the_polls_of_the_block_that_is_running(session):
    session.start_block("welcome")
    session.show_on_projector("polls")
    first = session.create_and_open_poll("How far is your plan?", "choice", CHOICES)
    session.show_results(first)
    assert projected(session) == [first]
    session.close_poll(first)
    assert projected(session) == [first], "its results stay until the next block"
    session.start_block("vision")
    assert projected(session) == []
    second = session.create_and_open_poll("How sure are you?", "scale")
    assert projected(session) == [second]
    session.undo_move()
    assert projected(session) == [second, first]
    session.start_block("vision")
    session.show_results(first)
    assert projected(session) == [second, first], "a facilitator who shows results now wants them seen now"


def test_a_poll_that_stays_open_is_projected_in_later_blocks_too_until_it_closes(session):
    session.start_block("welcome")
    session.show_on_projector("polls")
    poll = session.create_and_open_poll("Shall we take five minutes more?", "choice", CHOICES)
    session.start_block("vision")
    assert projected(session) == [poll]
    session.close_poll(poll)
    assert projected(session) == [poll], "it closed in this block"
    session.start_block("swot")
    assert projected(session) == []


def test_a_poll_that_the_facilitator_chooses_is_projected_whatever_block_it_was_in(session):
    first = session.create_and_open_poll("How far is your plan?", "choice", CHOICES)
    session.close_poll(first)
    session.start_block("vision")
    session.create_and_open_poll("How sure are you?", "scale")
    session.show_on_projector("polls", first)
    assert projected(session) == [first]
    for show in ("board", "questions", "join"):
        session.show_on_projector(show)
        assert projected(session) == []


def test_undoing_a_move_reopens_no_poll_that_the_facilitator_closed(session):
    poll = session.create_and_open_poll("Ready?", "scale")
    session.start_block("welcome")
    session.close_poll(poll)
    session.start_block("why", closes=[poll])
    session.undo_move()
    assert session.state.open_polls == ()
    session.open_poll(poll)
    session.start_block("why", closes=[poll])
    session.move_to("01_aims")
    session.undo_move()
    assert session.state.open_polls == (), "the last move was another one"


def test_a_log_from_before_polls_closed_with_their_block_is_replayed_as_it_was(store, session):
    poll = session.create_and_open_poll("Ready?", "scale")
    for closes in ({}, {"closes": None}, {"closes": poll}):
        store.sessions.append_event(session.id, "block_begun", {"block": "why", **closes})
    assert [one.id for one in Session(store, session.id).state.open_polls] == [poll]


# Edited, emptied and removed


@pytest.fixture
def rehearsed(session):
    """Return a poll that only simulated delegates have answered."""
    poll = session.create_and_open_poll("How far are you?", "choice", CHOICES)
    for number in (1, 2, 3):
        session.answer(poll, f"{SIMULATED}00{number}-delegate", "Begun")
    session.show_results(poll)
    return poll


def test_a_poll_without_real_answers_can_be_edited(session, rehearsed):
    session.edit_poll(rehearsed, " How sure are you? ", "scale", ("Not sure", " Sure "))
    edited = session.state.polls[rehearsed]
    assert (edited.question, edited.kind, edited.choices) == ("How sure are you?", "scale", ("Not sure", "Sure"))
    assert (edited.status, edited.shown, dict(edited.answers)) == (PollStatus.OPEN, False, {})
    assert session.answer(rehearsed, "d1", "5") == 5


def test_an_invalid_edit_changes_nothing(session, rehearsed):
    before = session.state.polls[rehearsed]
    with pytest.raises(SessionError, match="Choices: a poll of this type needs 2 to 12 choices, and this one has 1"):
        session.edit_poll(rehearsed, "How far?", "choice", ["Far"])
    assert session.state.polls[rehearsed] == before


def test_a_poll_without_real_answers_can_be_emptied_and_stays_open(session, rehearsed):
    session.empty_poll(rehearsed)
    emptied = session.state.polls[rehearsed]
    assert (emptied.status, emptied.shown, dict(emptied.answers)) == (PollStatus.OPEN, False, {})


def test_a_poll_without_real_answers_can_be_removed(session, rehearsed):
    session.remove_poll(rehearsed)
    assert rehearsed not in session.state.polls
    with pytest.raises(SessionError, match="has no poll"):
        session.open_poll(rehearsed)


def test_a_poll_that_a_real_delegate_has_answered_stays_and_it_is_said_why(store, session, rehearsed):
    session.answer(rehearsed, "0f3a90cc10aa2b4d", "Done")
    before = session.state.polls[rehearsed]
    why = r"Delegates have answered “How far are you\?”, so it cannot be {}. Create another poll."
    with pytest.raises(SessionError, match=why.format("edited")):
        session.edit_poll(rehearsed, "How far?", "choice", CHOICES)
    with pytest.raises(SessionError, match=why.format("emptied")):
        session.empty_poll(rehearsed)
    with pytest.raises(SessionError, match=why.format("removed")):
        session.remove_poll(rehearsed)
    assert Session(store, session.id).state.polls[rehearsed] == before


def test_the_run_of_show_neither_brings_back_a_removed_poll_nor_replaces_an_edited_one(store, session):
    polls = [PreparedPoll(id=key, question=f"{key}?", kind="scale") for key in ("far", "sure")]
    session.sync_polls(polls)
    session.remove_poll("far")
    session.edit_poll("sure", "How sure are you?", "scale")
    again = Session(store, session.id)
    again.sync_polls(polls)
    assert [(poll.id, poll.question) for poll in again.state.polls.values()] == [("sure", "How sure are you?")]


# The threshold


@pytest.fixture
def safe(session):
    """Return an open poll whose answers say nothing about a person or a school."""
    session.prepare_poll("Which first?", "choice", ("One", "Two"), poll="first", threshold=False)
    session.open_poll("first")
    return "first"


def test_a_prepared_poll_without_a_threshold_shows_every_count_from_the_first_answer(session, safe):
    assert session.state.results(safe).meets_threshold is False
    session.answer(safe, "d1", "Two")
    results = session.state.results(safe)
    assert (results.meets_threshold, rows(results)) == (True, [("One", 0), ("Two", 1)])
    scale = session.prepare_poll("How sure?", "scale", threshold=False)
    session.open_poll(scale)
    answer_all(session, scale, 2, 5)
    assert (session.state.results(scale).mean, [row.count for row in session.state.results(scale).rows]) == (
        3.5,
        [0, 1, 0, 0, 1],
    )


def test_a_poll_for_words_always_has_a_threshold(session):
    with pytest.raises(SessionError, match="Threshold: in a poll for words it is always on"):
        session.prepare_poll("One word?", "words", threshold=False)
    with pytest.raises(ValueError, match="threshold: in a poll for words it is always on"):
        PreparedPoll(id="word", question="One word?", kind="words", threshold=False)


def test_a_poll_made_or_edited_in_the_session_has_a_threshold(session, choice, safe):
    assert session.state.polls[choice].threshold
    session.edit_poll(safe, "Have you been ill?", "choice", ("Yes", "No"))
    assert session.state.polls[safe].threshold


def test_a_poll_made_or_edited_without_a_threshold_on_purpose_has_none(session, choice):
    made = session.create_and_open_poll("Tea or coffee?", "choice", ("Tea", "Coffee"), threshold=False)
    session.edit_poll(choice, "Five minutes more?", "choice", ("Yes", "No"), threshold=False)
    assert [session.state.polls[poll].threshold for poll in (made, choice)] == [False, False]
    with pytest.raises(SessionError, match="in a poll for words it is always on"):
        session.edit_poll(choice, "One word?", "words", threshold=False)


def test_the_text_of_the_plan_that_answers_go_to_is_known_by_its_label(session):
    for into, label in (("vision.ideas", "Vision for Careers Provision Ideas"), ("", "")):
        poll = session.create_and_open_poll("One word?", "words", into=into)
        assert session.state.polls[poll].into_label == label


def test_a_log_from_before_polls_had_a_threshold_is_replayed_as_it_was(store, session):
    body = {"poll": "far", "question": "How far?", "kind": "choice", "choices": ["a", "b"], "into": ""}
    store.sessions.append_event(session.id, "poll_prepared", body)
    assert Session(store, session.id).state.polls["far"] == Poll("far", "How far?", "choice", ("a", "b"))


def test_the_built_in_polls_hide_few_answers_only_where_these_say_something_about_somebody():
    assert {poll.id: poll.threshold for poll in default_run_of_show().polls} == {
        "how-far": False,
        "leavers": True,
        "first-benchmark": False,
        "how-sure": False,
    }
