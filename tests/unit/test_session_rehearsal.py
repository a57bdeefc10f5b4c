"""A rehearsal's delegates do what real ones do, so that a facilitator can practise with a room that fills."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from careerskit.plan import SWOT_PROMPTS, read_plan
from careerskit.review import PARTS, begun
from careerskit.session import PollStatus, names_of, open_session
from careerskit.session.board import board
from careerskit.session.invented import invented_delegates
from careerskit.session.rehearsal import Rehearsal
from careerskit.session.room import PlansNow
from careerskit.shipped import notebooks
from careerskit.store import export_plan, open_store

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.fixture
def live(tmp_path):
    with open_store(str(tmp_path / "rehearsal.db")) as store:
        yield store, open_session(store, "Rehearsal", clock=lambda: NOON)


def until_idle(rehearsal, most=2000):
    """Let the delegates do all that there is to do."""
    idle = ticks = 0
    while idle < 8:
        idle = 0 if rehearsal.tick() else idle + 1
        ticks += 1
        assert ticks < most, "they never come to an end"


def plans_of(store, session):
    return PlansNow(store)(session.state.schools)


def said(store, school):
    """Return what a school has typed, in order; without the ids of records, which are made by chance."""
    history = store.history(school)
    return [(re.sub(r"\[\w+\]", "", revision.path), revision.value, revision.who) for revision in history]


def test_delegates_come_in_one_after_the_other_and_say_what_they_share(live):
    store, session = live
    rehearsal = Rehearsal(store, session, delegates=8, pace=0.3)
    assert session.state.schools == {}
    rehearsal.tick()
    assert 0 < len(session.state.schools) < 8
    until_idle(rehearsal)
    assert set(session.state.schools) == set(session.state.shares) == {school.id for school in store.schools()}
    assert sum(share.board for share in session.state.shares.values()) >= 3


def test_who_has_nothing_left_to_do_is_still_here(tmp_path):
    wall = [NOON]
    with open_store(str(tmp_path / "rehearsal.db")) as store:
        session = open_session(store, "Rehearsal", clock=lambda: wall[0])
        rehearsal = Rehearsal(store, session, delegates=6, pace=1)
        session.move_to("01_aims")
        until_idle(rehearsal)
        wall[0] += timedelta(minutes=20)
        assert session.state.present(wall[0]).lately == 0
        until_idle(rehearsal)
        assert session.state.present(wall[0]).lately == 6


def test_nobody_types_before_the_room_is_at_a_step(live):
    store, session = live
    until_idle(Rehearsal(store, session, delegates=3, pace=1))
    assert store.last_change() == 0


def test_they_follow_the_room_and_fill_in_the_part_that_it_is_on(live):
    store, session = live
    rehearsal = Rehearsal(store, session, delegates=3, pace=1)
    session.move_to("04_swot")
    until_idle(rehearsal)
    assert {presence.step for presence in session.state.schools.values()} == {"04_swot"}
    for plan in plans_of(store, session).values():
        assert {part for part in PARTS if begun(plan, part)} == {"swot"}
        assert len(plan.swot.key_priorities) >= 3


def test_a_whole_session_leaves_whole_plans_that_a_file_can_take(live):
    store, session = live
    rehearsal = Rehearsal(store, session, delegates=4, pace=1)
    for step in sorted(file.stem for file in notebooks().glob("0*.ipynb")):
        session.move_to(step)
        until_idle(rehearsal)
    for school, plan in plans_of(store, session).items():
        assert [part for part in PARTS if not begun(plan, part)] == []
        assert read_plan(export_plan(store, school), school) == plan
        assert all(objective.actions for objective in plan.objectives)


def test_who_is_late_writes_objectives_before_the_actions_for_them(live):
    store, session = live
    session.move_to("06_action_plan")
    until_idle(Rehearsal(store, session, delegates=2, pace=1))
    for plan in plans_of(store, session).values():
        assert all(objective.actions for objective in plan.objectives)
        assert plan.objectives


def test_a_long_text_is_saved_while_it_is_typed(live):
    store, session = live
    session.move_to("02_vision")
    rehearsal = Rehearsal(store, session, delegates=1, pace=1)
    until_idle(rehearsal)
    first, last = [r.value for r in store.history(next(iter(session.state.schools)), "vision.statement")]
    assert last.startswith(first)
    assert len(first) < len(last)


def test_the_same_seed_makes_the_same_room_and_another_seed_another(tmp_path):
    def room(name, seed):
        with open_store(str(tmp_path / f"{name}.db")) as store:
            session = open_session(store, "Rehearsal", clock=lambda: NOON)
            rehearsal = Rehearsal(store, session, delegates=5, seed=seed)
            session.move_to("04_swot")
            session.poll_now("Ready?", "scale")
            for _ in range(60):
                rehearsal.tick()
            poll = next(iter(session.state.polls.values()))
            return session.state.shares, poll.answers, [said(store, school) for school in session.state.schools]

    assert room("one", 7) == room("two", 7) != room("three", 8)


def test_they_answer_each_open_poll_once_with_an_answer_it_takes(live):
    store, session = live
    polls = [
        session.poll_now("Ready?", "scale"),
        session.poll_now("Which?", "choice", ("This", "That")),
        session.poll_now("In a word?", "words"),
    ]
    never = session.prepare("Not yet?", "scale")
    until_idle(Rehearsal(store, session, delegates=6, pace=1))
    assert [len(session.state.polls[poll].answers) for poll in polls] == [6, 6, 6]
    assert session.state.polls[never].status is PollStatus.PREPARED
    assert len(set(session.state.polls[polls[0]].answers.values())) > 1


def test_they_ask_some_anonymously_and_vote_for_what_others_ask(live):
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


def test_the_board_fills_with_points_that_several_make(live):
    store, session = live
    session.move_to("04_swot")
    rehearsal = Rehearsal(store, session, delegates=20)

    def points():
        plans = plans_of(store, session)
        seen = board(plans, session.state.shares, session=session.secret, names=names_of((), plans.values()))
        return [point for column in seen.columns for point in column.points]

    filled = []
    for _ in range(4):
        for _ in range(30):
            rehearsal.tick()
        filled.append(sum(len(wording.ids) for point in points() for wording in point.wordings))
    assert filled == sorted(set(filled))
    assert sum(point.schools is not None for point in points()) > 10
    assert sum(len(point.wordings) > 1 for point in points()) > 10


def test_when_the_session_is_closed_they_are_gone(live):
    store, session = live
    rehearsal = Rehearsal(store, session, delegates=5, pace=1)
    session.move_to("04_swot")
    rehearsal.tick()
    session.close()
    before = store.last_change()
    assert [rehearsal.tick() for _ in range(5)] == [0] * 5
    assert store.last_change() == before


def test_another_facilitator_moves_them_as_well(live):
    store, session = live
    rehearsal = Rehearsal(store, session, delegates=2, pace=1)
    open_session(store, "Rehearsal").move_to("02_vision")
    until_idle(rehearsal)
    assert all(begun(plan, "vision") for plan in plans_of(store, session).values())


# Who they are


def delegates(count=60, seed=1):
    return invented_delegates(count, Random(seed), date(2026, 11, 25))  # noqa: S311


def test_every_school_has_an_id_and_a_name_of_its_own_however_many_there_are():
    many = [delegate.school for delegate in delegates(500)]
    assert len({school.id for school in many}) == len({school.name for school in many}) == 500
    assert all(re.fullmatch(r"rehearsal-\d{3}", school.id) for school in many)
    assert len({school.setting for school in many}) == 4


def test_points_are_under_prompts_that_there_are_and_no_gap_is_left_in_them():
    prompts = {prompt.text for prompt in SWOT_PROMPTS}
    points = [typing for one in delegates() for typing in one.types["swot"]]
    assert {typing.values.get("prompt", "") for typing in points} <= prompts | {""}
    assert not [typing for typing in points if re.search(r"[{}]", typing.values["text"])]


def test_points_are_put_in_several_ways_by_several_schools():
    texts = Counter(typing.values["text"] for one in delegates() for typing in one.types["swot"])
    assert len(texts) > 150
    assert max(texts.values()) > 5


def test_no_sample_school_is_named_in_what_they_type():
    typed = repr([delegate.types for delegate in delegates()])
    for name in ("Larkmoor", "Quillbridge", "Otterhythe", "Morrowdale", "Saltervane", "Tanglewharf"):
        assert name not in typed


def test_a_plan_of_august_is_for_the_year_that_ends_and_one_of_september_for_the_year_that_begins():
    def year(day):
        (one,) = invented_delegates(1, Random(1), day)  # noqa: S311
        return next(t.values[""] for t in one.types["header"] if t.path == "header.academic_year")

    assert (year(date(2026, 8, 31)), year(date(2026, 9, 1))) == ("2025/26", "2026/27")
