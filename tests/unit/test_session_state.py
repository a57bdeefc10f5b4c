"""What happens in a session is a log, and whoever reads it knows how things stand: the room, who is here, what is shared."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careerskit.errors import SessionError, UnknownSessionError
from careerskit.session import LATELY, Session, Share, State, open_session
from careerskit.session.folding import after, folded
from careerskit.store import Happening, Store

AT = datetime(2027, 3, 10, 16, 0, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self):
        self.now = AT

    def __call__(self):
        return self.now

    def moves(self, **time):
        self.now += timedelta(**time)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def session(store, clock):
    return open_session(store, "Larkmoor hub", "22 May", clock)


def test_a_new_session_stands_at_its_beginning(session):
    assert session.state == State()
    assert (session.number, session.record.name, session.record.surgery, session.record.begun) == (
        0,
        "Larkmoor hub",
        "22 May",
        AT,
    )
    assert (session.state.block, session.state.step, session.state.closed) == ("", "", None)


def test_a_session_that_is_not_there_cannot_be_read(store):
    with pytest.raises(UnknownSessionError, match="knows no session 'nothing'"):
        Session(store, "nothing")


def test_the_room_is_where_it_was_moved_last(session):
    session.move_to("02_vision")
    session.move_to("04_swot")
    session.move_to("03_current_state")
    assert session.state.step == "03_current_state"


def test_a_block_runs_since_it_was_begun(session, clock):
    session.begin_block("welcome")
    clock.moves(minutes=5)
    session.begin_block("swot")
    assert session.state.begun == {"welcome": AT, "swot": AT + timedelta(minutes=5)}
    assert session.state.block == "swot"


def test_a_block_begun_again_takes_back_those_begun_after_it_and_goes_on_as_if_never_left(session, clock):
    for block in ("welcome", "aims", "swot"):
        session.begin_block(block)
        clock.moves(minutes=5)
    session.begin_block("aims")
    assert session.state.begun == {"welcome": AT, "aims": AT + timedelta(minutes=5)}
    assert session.state.block == "aims"
    session.begin_block("aims")
    assert session.state.begun["aims"] == AT + timedelta(minutes=5)


def test_who_is_here_is_told_in_counts_of_schools(session, clock):
    for school in ("100", "101", "102"):
        session.joined(school, f"delegate of {school}")
    session.joined("100", "a colleague")
    session.at_step("101", "04_swot")
    session.at_step("102", "04_swot")
    session.at_step("102", "03_current_state")
    present = session.state.present(clock())
    assert (present.joined, present.lately) == (3, 3)
    assert present.by_step == {"": 1, "04_swot": 1, "03_current_state": 1}


def test_a_school_not_heard_of_for_a_while_has_joined_but_was_not_shown_lately(session, clock):
    session.joined("100")
    session.at_step("101", "04_swot")
    clock.moves(seconds=LATELY.total_seconds())
    assert session.state.present(clock()).lately == 2
    session.at_step("101", "04_swot")
    clock.moves(seconds=1)
    present = session.state.present(clock())
    assert (present.joined, present.lately, present.by_step) == (2, 1, {"04_swot": 1})


def test_what_else_a_school_does_shows_it_lately_and_leaves_it_on_its_step(session, clock):
    session.at_step("100", "04_swot")
    clock.moves(minutes=8)
    session.share("100", board=True, named=False, vision=False)
    assert session.state.present(clock()).by_step == {"04_swot": 1}
    clock.moves(minutes=4)
    session.joined("100")
    clock.moves(minutes=4)
    assert session.state.present(clock()).by_step == {"04_swot": 1}
    assert session.state.schools["100"].joined == AT


def test_a_page_that_says_every_two_minutes_that_it_is_there_is_shown_all_the_time(session, clock):
    for half_minute in range(60):
        if half_minute % 4 == 0:
            session.at_step("100", "04_swot")
        assert session.state.present(clock()).lately == 1
        clock.moves(seconds=30)


def test_a_page_that_says_again_where_it_is_writes_little(session, clock):
    for _ in range(60 * 75):
        session.at_step("100", "04_swot")
        clock.moves(seconds=1)
        assert session.state.present(clock()).lately == 1
    assert session.number <= 75 / 2.5 + 1


def test_a_school_agreed_to_nothing_until_it_says_so_and_may_take_it_back(session):
    assert session.state.share_of("100") == Share(board=False, named=False, vision=False)
    session.share("100", board=True, named=False, vision=True)
    assert session.state.share_of("100") == Share(board=True, named=False, vision=True)
    assert session.state.share_of("101") == Share()
    session.share("100", board=False, named=False, vision=False)
    assert session.state.share_of("100") == Share()


def test_an_item_is_hidden_until_it_is_shown_again(session):
    session.hide("item 1")
    session.hide("item 2")
    session.hide("item 1")
    session.unhide("item 1")
    session.unhide("never hidden")
    assert session.state.hidden == {"item 2"}


@pytest.mark.parametrize("name", ["", " ", "../04_swot", "a b", "x" * 41, "<script>", "04_swot\n", "é"])
def test_what_is_no_name_is_refused_and_writes_nothing(session, name):
    for do in (session.move_to, session.begin_block, session.joined):
        with pytest.raises(SessionError, match="a name is made of letters"):
            do(name)
    assert session.number == 0


def test_a_closed_session_says_when_it_was_closed_and_takes_nothing_more(session, clock):
    poll = session.poll_now("How sure are you?", "scale")
    question = session.ask("delegate 1", "Who signs the plan?")
    session.close()
    number, closed = session.number, session.state.closed
    clock.moves(minutes=1)
    for do in (
        lambda: session.close(),
        lambda: session.move_to("04_swot"),
        lambda: session.begin_block("swot"),
        lambda: session.joined("100"),
        lambda: session.share("100", board=True, named=True, vision=True),
        lambda: session.hide("item"),
        lambda: session.unhide("item"),
        lambda: session.prepare("And now?", "words"),
        lambda: session.open_poll(poll),
        lambda: session.close_poll(poll),
        lambda: session.show_results(poll),
        lambda: session.answer(poll, "delegate 1", 3),
        lambda: session.ask("delegate 1", "One more?"),
        lambda: session.upvote(question, "delegate 2"),
        lambda: session.mark_answered(question),
        lambda: session.park(question, "Ms Quill"),
        lambda: session.hide_question(question),
        lambda: session.reopen(question),
    ):
        with pytest.raises(SessionError, match=r"closed, so it takes nothing more\. Open a new one"):
            do()
    session.at_step("100", "04_swot")
    assert (session.number, session.state.closed, closed) == (number, closed, AT)


def test_what_was_written_after_the_closing_by_whatever_hand_changes_nothing(store, session):
    session.close()
    store.happen(session.id, "moved", {"step": "04_swot"})
    assert session.refresh()
    assert session.state.step == ""


def test_a_session_that_goes_on_is_opened_again_by_its_name_and_a_closed_one_is_not(store, clock, session):
    session.move_to("04_swot")
    again = open_session(store, " Larkmoor hub ", "", clock)
    assert (again.id, again.state, again.record.surgery) == (session.id, session.state, "22 May")
    assert open_session(store, "Fernhollow hub").id != session.id
    session.close()
    assert open_session(store, "Larkmoor hub").id != session.id


def test_a_new_date_of_the_surgery_takes_the_place_of_the_old_one(store, session):
    assert open_session(store, "Larkmoor hub", " 29 May ").record.surgery == "29 May"
    again = open_session(store, "Larkmoor hub")
    assert (again.id, again.record) == (session.id, store.session(session.id))
    assert again.record.surgery == "29 May"


def test_a_new_session_knows_the_closed_one_of_its_name(store, clock, session):
    assert session.earlier is None
    open_session(store, "Fernhollow hub", clock=clock).close()
    assert session.earlier is None
    session.close()
    clock.moves(days=1)
    second = open_session(store, "Larkmoor hub", clock=clock)
    assert second.earlier == session.record
    second.close()
    clock.moves(days=1)
    assert open_session(store, "Larkmoor hub", clock=clock).earlier == second.record


@pytest.mark.parametrize(("name", "surgery"), [("", ""), ("  ", ""), ("x" * 201, ""), ("x", "x" * 201)])
def test_a_session_needs_a_name_of_some_length(store, name, surgery):
    with pytest.raises(SessionError, match="A session needs a name"):
        open_session(store, name, surgery)
    assert store.sessions() == []


def test_two_facilitators_run_one_session_and_each_sees_what_the_other_did(store, session, clock):
    other = Session(store, session.id, clock)
    session.move_to("02_vision")
    poll = other.poll_now("How sure are you?", "scale")
    session.answer(poll, "delegate 1", 4)
    other.close_poll(poll)
    session.show_results(poll)
    assert other.refresh()
    assert not other.refresh()
    assert other.state == session.state
    assert (other.state.step, other.state.polls[poll].shown) == ("02_vision", True)


def test_a_session_killed_and_opened_again_goes_on_where_it_was(store, session, clock):
    session.begin_block("welcome")
    session.joined("100")
    session.share("100", board=True, named=False, vision=False)
    poll = session.poll_now("How sure are you?", "scale")
    session.answer(poll, "delegate 1", 4)
    session.upvote(session.ask("delegate 1", "Who signs the plan?", "100"), "delegate 2")
    assert Session(store, session.id, clock).state == session.state


def test_a_refresh_reads_only_what_is_new(store, session):
    session.move_to("04_swot")
    session.joined("100")
    with store.writing() as connection:  # what was read already is not missed
        connection.exec_driver_sql("DELETE FROM happening WHERE id < ?", (session.number,))
    session.joined("101")
    assert session.state.step == "04_swot"
    assert set(session.state.schools) == {"100", "101"}


class Meanwhile(Store):
    """A store in which another process is quicker: what it does comes just before the next happening."""

    does = None

    def happen(self, *known, **named):
        does, self.does = self.does, None
        if does:
            does()
        return super().happen(*known, **named)


def test_who_comes_a_moment_too_late_is_told_so_and_changes_nothing(store, session, clock):
    poll = session.poll_now("How sure are you?", "scale")
    with Meanwhile(store.url) as late:
        other = Session(late, session.id, clock)
        late.does = lambda: session.close_poll(poll)
        with pytest.raises(SessionError, match="This poll is not open"):
            other.answer(poll, "delegate 1", 4)
        late.does = session.close
        with pytest.raises(SessionError, match="closed"):
            other.move_to("04_swot")
    session.refresh()
    assert other.state == session.state
    assert (session.state.polls[poll].answers, session.state.step) == ({}, "")


def test_what_a_newer_careerskit_wrote_and_what_was_damaged_change_nothing_and_stop_nothing(store, session):
    session.move_to("01_aims")
    before = session.state
    store.happen(session.id, "juggled", {"balls": 3})
    for kind in ("moved", "block_begun", "joined", "at_step", "shared", "hidden", "unhidden", "poll_prepared"):
        store.happen(session.id, kind, {})
    for kind in (
        "poll_opened",
        "poll_closed",
        "results_shown",
        "answered",
        "asked",
        "carried",
        "voted",
        "question_marked",
    ):
        store.happen(session.id, kind, {})
    session.refresh()
    assert session.number == before.number + 17
    assert after(before, Happening(session.number, session.id, "unheard of", {}, "", AT)) == session.state
    session.move_to("04_swot")
    assert session.state.step == "04_swot"


def test_a_state_that_was_looked_at_does_not_change_under_ones_eyes(session):
    poll = session.poll_now("How sure are you?", "scale")
    question = session.ask("delegate 1", "Who signs the plan?")
    seen = session.state
    session.answer(poll, "delegate 1", 4)
    session.upvote(question, "delegate 2")
    session.joined("100")
    assert (seen.polls[poll].answers, seen.questions[question].votes, seen.schools) == ({}, frozenset(), {})


KINDS = (
    *(
        "moved",
        "block_begun",
        "joined",
        "at_step",
        "shared",
        "hidden",
        "unhidden",
        "poll_prepared",
        "poll_opened",
        "poll_closed",
    ),
    *("results_shown", "answered", "asked", "carried", "voted", "question_marked", "closed", "unheard of"),
    *("broken_out", "come_back", "came_late"),
)
NAMES = (
    "step",
    "block",
    "school",
    "item",
    "poll",
    "question",
    "text",
    "kind",
    "choices",
    "into",
    "answer",
    "yes",
    "board",
)
NAMES = (*NAMES, "named", "vision", "status", "owner", "votes", "session", "asker", "group", "groups")
PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(("a", "b", "", "choice", "scale", "words", "parked", "2"))
)
VALUES = (
    PLAIN | st.text(max_size=5) | st.lists(PLAIN, max_size=3) | st.dictionaries(st.text(max_size=2), PLAIN, max_size=2)
)
GOOD = {
    "step": "a",
    "block": "a",
    "school": "a",
    "item": "a",
    "poll": "a",
    "question": "a",
    "text": "a",
    "kind": "choice",
}
GOOD |= {"choices": ["a", "b"], "into": "", "answer": "a", "yes": True, "board": True, "named": True, "vision": True}
GOOD |= {"status": "open", "owner": "", "votes": ["a"], "session": "a", "asker": "a", "group": 1}
CARD = {"title": "a", "purpose": "a", "minutes": 15, "output": "a"}
GOOD |= {"groups": [{"number": 1, "theme": "", "card": CARD, "schools": ["b"]}]}
BODIES = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=3).map(lambda changed: GOOD | changed) | st.just(GOOD)


@given(
    st.lists(st.tuples(st.sampled_from(KINDS), BODIES, st.sampled_from(("", "a", "b"))), max_size=30),
    st.integers(0, 30),
)
def test_any_log_can_be_read_and_in_parts_it_comes_to_the_same_as_at_once(log, until):
    happenings = [Happening(n, "s", kind, body, who, AT) for n, (kind, body, who) in enumerate(log, start=1)]
    whole = folded(State(), happenings)
    assert folded(folded(State(), happenings[:until]), happenings[until:]) == whole
    assert whole.number == len(happenings)
    whole.present(AT)
    for poll in whole.polls:
        whole.results(poll)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)  # a disk may be slow
@given(st.lists(st.sampled_from(("answer", "close", "open", "vote")), max_size=12))
def test_two_who_take_turns_see_the_same_and_are_refused_alike(store, acts):
    one = Session(store, store.new_session("Larkmoor hub").id)
    other = Session(store, one.id)
    poll, question = one.poll_now("How sure are you?", "scale"), one.ask("delegate 1", "Who signs the plan?")
    is_open, votes = True, 0
    for number, act in enumerate(acts):
        session = (one, other)[number % 2]
        match act:
            case "answer":
                with nullcontext() if is_open else pytest.raises(SessionError, match="not open"):
                    session.answer(poll, "delegate 1", 3)
            case "vote":
                votes = 1 - votes
                assert session.upvote(question, "delegate 1") == bool(votes)
            case _:
                is_open = act == "open"
                (session.open_poll if is_open else session.close_poll)(poll)
        assert len(session.state.questions[question].votes) == votes
    one.refresh()
    other.refresh()
    assert one.state == other.state
