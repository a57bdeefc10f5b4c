"""Simulated delegates do what real ones do, so that a facilitator can practise with a room that fills."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from careerskit.plan import SWOT_PROMPTS, read_plan
from careerskit.resources import notebooks
from careerskit.review import PARTS, is_started
from careerskit.session import POLL_KINDS, PollStatus, board, default_run_of_show, open_session, school_names
from careerskit.simulation import Rehearsal, write_scripts
from careerskit.simulation.scripts import words_for
from careerskit.store import PlanCache, export_plan, open_store

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.fixture
def live(tmp_path):
    with open_store(str(tmp_path / "rehearsal.db")) as store:
        yield store, open_session(store, "Rehearsal", clock=lambda: NOON)


def until_idle(rehearsal, most=2000):
    """Tick until the delegates have nothing left to do."""
    idle = ticks = 0
    while idle < 8:
        idle = 0 if rehearsal.tick() else idle + 1
        ticks += 1
        assert ticks < most, "they never finish"


def plans_of(store, session):
    return PlanCache(store)(session.state.schools)


def typed_by(store, school):
    """Return what a school has typed, in order; without the ids of records, which are random."""
    history = store.answers.history(school)
    return [(re.sub(r"\[\w+\]", "", revision.path), revision.value, revision.who) for revision in history]


def test_delegates_join_one_after_the_other_and_choose_what_to_share(live):
    store, session = live
    rehearsal = Rehearsal(store, session, delegates=8, pace=0.3)
    assert session.state.schools == {}
    rehearsal.tick()
    assert 0 < len(session.state.schools) < 8
    until_idle(rehearsal)
    assert set(session.state.schools) == set(session.state.shares) == {school.id for school in store.schools.search()}
    assert sum(share.board for share in session.state.shares.values()) >= 3


def test_delegates_with_nothing_left_to_do_stay_active(tmp_path):
    time = [NOON]
    with open_store(str(tmp_path / "rehearsal.db")) as store:
        session = open_session(store, "Rehearsal", clock=lambda: time[0])
        rehearsal = Rehearsal(store, session, delegates=6, pace=1)
        session.move_to("01_aims")
        until_idle(rehearsal)
        time[0] += timedelta(minutes=20)
        assert session.state.attendance(time[0]).active == 0
        until_idle(rehearsal)
        assert session.state.attendance(time[0]).active == 6


def test_nobody_types_before_the_room_is_on_a_step(live):
    store, session = live
    until_idle(Rehearsal(store, session, delegates=3, pace=1))
    assert store.answers.latest_revision() == 0


def test_delegates_follow_the_room_and_fill_in_its_part(live):
    store, session = live
    rehearsal = Rehearsal(store, session, delegates=3, pace=1)
    session.move_to("04_swot")
    until_idle(rehearsal)
    assert {presence.step for presence in session.state.schools.values()} == {"04_swot"}
    for plan in plans_of(store, session).values():
        assert {part for part in PARTS if is_started(plan, part)} == {"swot"}
        assert len(plan.swot.key_priorities) >= 3


def test_a_whole_session_leads_to_full_plans_that_can_be_exported(live):
    store, session = live
    rehearsal = Rehearsal(store, session, delegates=4, pace=1)
    for step in sorted(file.stem for file in notebooks().glob("[0-9]*.ipynb")):
        session.move_to(step)
        until_idle(rehearsal)
    for school, plan in plans_of(store, session).items():
        assert [part for part in PARTS if not is_started(plan, part)] == []
        assert read_plan(export_plan(store, school), school) == plan
        assert all(objective.actions for objective in plan.objectives)


def test_late_delegates_write_objectives_before_their_actions(live):
    store, session = live
    session.move_to("06_action_plan")
    until_idle(Rehearsal(store, session, delegates=2, pace=1))
    for plan in plans_of(store, session).values():
        assert all(objective.actions for objective in plan.objectives)
        assert plan.objectives


def test_the_same_seed_makes_the_same_room(tmp_path):
    def run(name, seed):
        with open_store(str(tmp_path / f"{name}.db")) as store:
            session = open_session(store, "Rehearsal", clock=lambda: NOON)
            rehearsal = Rehearsal(store, session, delegates=5, seed=seed)
            session.move_to("04_swot")
            session.create_and_open_poll("Ready?", "scale")
            for _ in range(60):
                rehearsal.tick()
            poll = next(iter(session.state.polls.values()))
            return session.state.shares, poll.answers, [typed_by(store, school) for school in session.state.schools]

    assert run("one", 7) == run("two", 7) != run("three", 8)


def test_delegates_answer_each_open_poll_once_with_a_valid_answer(live):
    store, session = live
    polls = [
        session.create_and_open_poll("Ready?", "scale"),
        session.create_and_open_poll("Which?", "choice", ("This", "That")),
        session.create_and_open_poll("In a word?", "words"),
    ]
    never = session.prepare_poll("Not yet?", "scale")
    until_idle(Rehearsal(store, session, delegates=6, pace=1))
    assert [len(session.state.polls[poll].answers) for poll in polls] == [6, 6, 6]
    assert session.state.polls[never].status is PollStatus.PREPARED
    assert len(set(session.state.polls[polls[0]].answers.values())) > 1


def test_delegates_answer_the_question_that_a_poll_asks(live):
    store, session = live
    session.sync_polls(default_run_of_show().polls)
    for poll in session.state.polls:
        session.open_poll(poll)
    by_hand = session.create_and_open_poll("Where are you joining from?", "words")
    until_idle(Rehearsal(store, session, delegates=20, pace=1))
    for poll in session.state.polls.values():
        given = [str(answer) for answer in poll.answers.values()]
        assert len(given) == 20
        if poll.kind == "words":
            assert set(given) <= set(words_for(poll.question))
            assert len(set(given)) > 2
    assert set(session.state.polls[by_hand].answers.values()) == {f"Example answer {number}" for number in (1, 2, 3, 4)}
    assert not any("example" in str(word).casefold() for word in session.state.polls["leavers"].answers.values())


def test_every_poll_for_words_in_the_run_of_show_has_its_own_fitting_answers():
    questions = [poll.question for poll in default_run_of_show().polls if poll.kind == "words"]
    answers = {question: set(words_for(question)) for question in questions}
    assert questions
    assert all(len(words) > 5 for words in answers.values())
    assert not any(words & set(words_for("Anything else?")) for words in answers.values())
    assert all(len(word) <= POLL_KINDS["words"].longest for words in answers.values() for word in words)


def test_the_benchmark_that_delegates_put_first_in_a_poll_is_one_of_their_priorities(live):
    store, session = live
    session.sync_polls(default_run_of_show().polls)
    session.open_poll("first-benchmark")
    session.move_to("03_current_state")
    until_idle(Rehearsal(store, session, delegates=8, pace=1))
    answers = session.state.polls["first-benchmark"].answers
    for school, plan in plans_of(store, session).items():
        number = int(str(answers[f"{school}-delegate"]).partition(".")[0])
        assert number in plan.current_state.priority_benchmarks


def test_answers_of_simulated_delegates_are_known_as_such(live):
    store, session = live
    poll = session.create_and_open_poll("Ready?", "scale")
    until_idle(Rehearsal(store, session, delegates=4, pace=1))
    assert len(session.state.polls[poll].answers) == 4
    assert not session.state.polls[poll].is_answered


def test_delegates_ask_some_questions_anonymously_and_vote_for_those_of_others(live):
    store, session = live
    rehearsal = Rehearsal(store, session, delegates=15, pace=1)
    for step in ("02_vision", "04_swot"):
        session.move_to(step)
        until_idle(rehearsal)
    questions = session.state.questions.values()
    assert len(questions) == len({question.text for question in questions}) >= 3
    assert {bool(question.school) for question in questions} == {True, False}
    assert any(len(question.votes) > 1 for question in questions)
    assert not any(question.asker in question.votes for question in questions)


def test_the_board_fills_with_points_of_several_schools(live):
    store, session = live
    session.move_to("04_swot")
    rehearsal = Rehearsal(store, session, delegates=20)

    def points():
        plans = plans_of(store, session)
        seen = board(plans, session.state.shares, session=session.secret, names=school_names((), plans.values()))
        return [point for column in seen.columns for point in column.points]

    filled = []
    for _ in range(4):
        for _ in range(30):
            rehearsal.tick()
        filled.append(sum(len(wording.ids) for point in points() for wording in point.wordings))
    assert filled == sorted(set(filled))
    assert sum(point.schools is not None for point in points()) > 10
    assert sum(len(point.wordings) > 1 for point in points()) > 10


def test_delegates_do_nothing_in_a_closed_session(live):
    store, session = live
    rehearsal = Rehearsal(store, session, delegates=5, pace=1)
    session.move_to("04_swot")
    rehearsal.tick()
    session.close()
    before = store.answers.latest_revision()
    assert [rehearsal.tick() for _ in range(5)] == [0] * 5
    assert store.answers.latest_revision() == before


def test_delegates_follow_any_facilitator(live):
    store, session = live
    rehearsal = Rehearsal(store, session, delegates=2, pace=1)
    open_session(store, "Rehearsal").move_to("02_vision")
    until_idle(rehearsal)
    assert all(is_started(plan, "vision") for plan in plans_of(store, session).values())


# Scripts


def delegates(count=60, seed=1):
    return write_scripts(count, Random(seed), date(2026, 11, 25))  # noqa: S311


def test_every_school_has_a_unique_id_and_name():
    many = [delegate.school for delegate in delegates(500)]
    assert len({school.id for school in many}) == len({school.name for school in many}) == 500
    assert all(re.fullmatch(r"rehearsal-\d{3}", school.id) for school in many)
    assert len({school.setting for school in many}) == 4


def test_points_have_known_prompts_and_no_unfilled_gaps():
    prompts = {prompt.text for prompt in SWOT_PROMPTS}
    points = [entry for one in delegates() for entry in one.inputs["swot"]]
    assert {entry.values.get("prompt", "") for entry in points} <= prompts | {""}
    assert not [entry for entry in points if re.search(r"[{}]", entry.values["text"])]


def test_points_have_several_wordings_and_several_schools():
    texts = Counter(entry.values["text"] for one in delegates() for entry in one.inputs["swot"])
    assert len(texts) > 150
    assert max(texts.values()) > 5


def test_no_delegate_names_a_sample_school():
    typed = repr([delegate.inputs for delegate in delegates()])
    for name in ("Larkmoor", "Quillbridge", "Otterhythe", "Morrowdale", "Saltervane", "Tanglewharf", "Brindlecote"):
        assert name not in typed


def test_the_academic_year_changes_in_september():
    def year(day):
        (one,) = write_scripts(1, Random(1), day)  # noqa: S311
        return next(entry.values[""] for entry in one.inputs["header"] if entry.path == "header.academic_year")

    assert (year(date(2026, 8, 31)), year(date(2026, 9, 1))) == ("2025/26", "2026/27")
