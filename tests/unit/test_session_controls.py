"""What a facilitator can take back, and how the board is frozen, approved, split and merged."""

from datetime import timedelta

import pytest

from careerskit.errors import SessionError
from careerskit.plan import Plan, School
from careerskit.session import (
    Breakout,
    Card,
    Session,
    Share,
    approved_part,
    board,
    open_session,
    quotable_priorities,
    school_names,
)
from careerskit.session.items import approval_key
from careerskit.session.state import REOPEN_WINDOW, Corrections
from tests.delegates import WallClock

SCHOOLS = ("100", "101", "102")


@pytest.fixture
def clock():
    return WallClock()


@pytest.fixture
def session(store, clock):
    return open_session(store, "Larkmoor hub", "22 May", clock)


@pytest.fixture
def schools(store):
    store.schools.register(School(key, f"School {key}") for key in SCHOOLS)


def room(*weaknesses):
    """Return the plans of schools, one for each tuple of weaknesses."""
    plans = {}
    for number, texts in enumerate(weaknesses):
        items = [{"id": f"r{at}", "text": text} for at, text in enumerate(texts)]
        plans[f"id{number}"] = Plan.of(f"id{number}", {"swot": {"weaknesses": items}})
    return plans


def shown(plans, **options):
    shares = dict.fromkeys(plans, Share(board=True))
    return board(plans, shares, session="s1", names=school_names((), plans.values()), **options)


def points(found):
    """Return the wordings of each point of the weaknesses."""
    column = next(column for column in found.columns if column.name == "weaknesses")
    return {frozenset(wording.text for wording in point.wordings) for point in column.points}


def ids(found, *texts):
    wordings = [w for column in found.columns for point in column.points for w in point.wordings]
    return frozenset(one for wording in wordings if wording.text in texts for one in wording.ids)


def keys(found, *texts):
    wordings = [w for column in found.columns for point in column.points for w in point.wordings]
    return frozenset(one for wording in wordings if wording.text in texts for one in wording.keys)


ALIKE = room(("Parental engagement",), ("Poor engagement from parents",), ("Staff turnover",))


def test_a_wording_that_is_split_off_stands_apart_and_so_do_the_same_words_of_others():
    together = points(shown(ALIKE))
    assert frozenset({"Parental engagement", "Poor engagement from parents"}) in together
    apart = Corrections().split(ids(shown(ALIKE), "Parental engagement"))
    more = room(("Parental engagement",), ("Poor engagement from parents",), ("parental  ENGAGEMENT", "Staff turnover"))
    found = points(shown(more, corrections=apart))
    assert frozenset({"Poor engagement from parents"}) in found
    assert frozenset({"Parental engagement", "parental  ENGAGEMENT"}) in found


def test_points_that_are_merged_are_one_until_one_is_split_off_again():
    found = shown(ALIKE)
    merged = Corrections().merged(ids(found, "Staff turnover", "Parental engagement"))
    assert points(shown(ALIKE, corrections=merged)) == {
        frozenset({"Parental engagement", "Poor engagement from parents", "Staff turnover"})
    }
    again = merged.split(ids(found, "Staff turnover"))
    assert points(shown(ALIKE, corrections=again)) == points(found)


def test_merging_a_merged_point_with_another_joins_all_of_them():
    plans = room(("Budget",), ("Transport",), ("Website out of date",))
    found = shown(plans)
    two = Corrections().merged(ids(found, "Budget", "Transport"))
    three = two.merged(ids(found, "Transport", "Website out of date"))
    assert len(points(shown(plans, corrections=three))) == 1
    assert three.together == (ids(found, "Budget", "Transport", "Website out of date"),)


def test_only_approved_wordings_are_for_the_room_and_changed_words_are_new_ones():
    plans = room(("Budget",), ("Transport",), ("Website out of date",))
    waiting = shown(plans, approved=())
    assert points(waiting) == points(shown(plans)), "the facilitator sees all of them"
    assert points(approved_part(waiting)) == set()
    some = keys(waiting, "Budget")
    assert points(approved_part(shown(plans, approved=some))) == {frozenset({"Budget"})}
    changed = room(("Budget!!!",), ("Transport",), ("Website out of date",))
    assert points(approved_part(shown(changed, approved=some))) == set()


def test_what_is_still_being_typed_is_shown_as_it_was_before():
    plans = room(("Parental engagement is terr",), ("Transport",), ("Bud",))
    unfinished = {("id0", "swot.weaknesses[r0].text"): "Parental engagement", ("id2", "swot.weaknesses[r0].text"): ""}
    assert points(shown(plans, unfinished=unfinished)) == {frozenset({"Parental engagement"}), frozenset({"Transport"})}


def test_the_last_move_of_the_room_is_undone_once(session):
    with pytest.raises(SessionError, match="no move"):
        session.undo_move()
    session.start_block("aims", "01_aims")
    session.start_block("swot", "04_swot")
    assert (session.state.block, session.state.step, session.state.can_undo) == ("swot", "04_swot", True)
    session.undo_move()
    assert (session.state.block, session.state.step, session.state.can_undo) == ("aims", "01_aims", False)
    session.move_to("02_vision")
    session.undo_move()
    assert (session.state.block, session.state.step) == ("aims", "01_aims")


def test_starting_a_block_again_by_mistake_is_undone_with_the_blocks_that_it_took_back(session):
    for block in ("aims", "vision", "swot"):
        session.start_block(block)
    session.start_block("aims")
    assert list(session.state.started) == ["aims"]
    session.undo_move()
    assert list(session.state.started) == ["aims", "vision", "swot"]


def test_closing_is_undone_for_a_while_and_everything_is_as_it_was(store, session, clock):
    poll = session.create_and_open_poll("How sure are you?", "scale")
    session.answer(poll, "delegate 1", 4)
    before = session.state
    session.close()
    assert session.state.can_reopen(clock.now)
    clock.now += REOPEN_WINDOW
    session.reopen()
    assert session.state.polls == before.polls
    assert (session.state.closed, session.state.polls[poll].status) == (None, "open")
    assert open_session(store, session.record.name, clock=clock).id == session.id, "it can be resumed"
    session.close()
    clock.now += REOPEN_WINDOW + timedelta(seconds=1)
    assert not session.state.can_reopen(clock.now)
    with pytest.raises(SessionError, match="30 minutes"):
        session.reopen()


def test_groups_end_when_the_next_block_starts_and_undoing_that_brings_them_back(session):
    session.start_block("swot")
    card = Card("Priorities", "Tell each other", 8, "One action each")
    session.start_breakouts([Breakout(1, "", card, ("100", "101"))])
    session.start_block("found")
    assert session.state.breakouts == ()
    session.undo_move()
    assert [group.schools for group in session.state.breakouts] == [("100", "101")]


def test_what_the_room_has_seen_needs_no_approval_afterwards(session):
    session.approve_first(yes=True, seen=["k1", "k2"])
    assert (session.state.approves_first, session.state.approved) == (True, {"k1", "k2"})


def test_a_card_quotes_no_priority_that_is_not_approved():
    plans = {
        f"id{number}": Plan.of(f"id{number}", {"swot": {"key_priorities": [{"id": "p", "text": f"Priority {number}"}]}})
        for number in range(3)
    }
    shares = dict.fromkeys(plans, Share(board=True))
    arguments = {"session": "s1", "names": school_names((), plans.values())}
    quoted = quotable_priorities(plans, shares, **arguments)
    assert sorted(quoted.values()) == ["Priority 0", "Priority 1", "Priority 2"]
    key = next(approval_key(item, text) for item, text in quoted.items() if text == "Priority 1")
    assert [*quotable_priorities(plans, shares, **arguments, approved={key}).values()] == ["Priority 1"]


def test_an_open_session_cannot_be_reopened(session):
    with pytest.raises(SessionError, match="is open"):
        session.reopen()


@pytest.mark.usefixtures("schools")
def test_what_was_hidden_stays_hidden_in_the_next_session(store, session, clock):
    for school in SCHOOLS:
        session.join(school)
        record = store.answers.add_record(school, "swot.weaknesses", {"text": f"Bad words of {school}"})
        store.answers.save(school, {f"swot.weaknesses[{record}].prompt": ""})
    plans = {school: Plan.of(school, store.answers.read(school)) for school in SCHOOLS}

    def board_of(current):
        shares = dict.fromkeys(SCHOOLS, Share(board=True))
        names = school_names((), plans.values())
        return board(plans, shares, session=current.secret, names=names, hidden=current.state.hidden)

    (hidden,) = ids(board_of(session), "Bad words of 101")
    session.hide(hidden)
    session.close()
    clock.now += timedelta(days=1)
    following = open_session(store, "The next session", clock=clock)
    assert points(board_of(following)) == {frozenset({"Bad words of 100"}), frozenset({"Bad words of 102"})}
    assert hidden not in following.state.hidden, "ids differ from session to session"
    (again,) = following.state.hidden
    following.unhide(again)
    reopened = open_session(store, "The next session", clock=clock)
    assert again not in reopened.state.hidden, "it is carried over once"
    assert Session(store, following.id, clock).state == reopened.state


def test_a_frozen_board_says_since_when_and_without_what(session, clock):
    session.freeze_board(yes=True, without=[("100", "swot.weaknesses[a].text")])
    assert (session.state.frozen, session.state.frozen_without) == (
        clock.now,
        {("100", "swot.weaknesses[a].text")},
    )
    session.freeze_board(yes=False)
    assert (session.state.frozen, session.state.frozen_without) == (None, frozenset())
