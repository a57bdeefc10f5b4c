"""A session is an event log, and its state (the room, attendance, what is shared) follows from the log alone."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careerskit.errors import SessionError, UnknownSessionError
from careerskit.session import ACTIVE_WINDOW, Breakout, Card, EventKind, Session, Share, State, open_session
from careerskit.session.reducer import apply_event, replay
from careerskit.store import Event, open_store
from careerskit.store.sessions import SessionLog

AT = datetime(2027, 3, 10, 16, 0, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self):
        self.now = AT

    def __call__(self):
        return self.now

    def advance(self, **time):
        self.now += timedelta(**time)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def session(store, clock):
    return open_session(store, "Larkmoor hub", "22 May", clock)


def test_a_new_session_has_an_empty_state(session):
    assert session.state == State()
    assert (session.version, session.record.name, session.record.surgery, session.record.begun) == (
        0,
        "Larkmoor hub",
        "22 May",
        AT,
    )
    assert (session.state.block, session.state.step, session.state.closed) == ("", "", None)


def test_an_unknown_session_is_refused(store):
    with pytest.raises(UnknownSessionError, match="knows no session 'nothing'"):
        Session(store, "nothing")


def test_a_school_that_was_chosen_by_mistake_leaves_no_trace_in_the_room(session):
    session.join("100")
    before = session.state
    session.leave("101")
    assert session.state == before, "it never joined"
    session.report_step("101", "02_vision")
    session.share("101", board=True, named=True, vision=True)
    session.start_breakouts([Breakout(1, "", Card("Group", "", 10, ""), ("100", "101"))])
    session.leave("101")
    assert (list(session.state.schools), dict(session.state.shares)) == (["100"], {})
    assert session.state.breakouts[0].schools == ("100",)
    session.join("101")
    assert session.state.schools["101"].step == "", "it can join again"
    session.close()
    session.leave("101")
    assert "101" in session.state.schools


def test_the_room_is_on_the_step_it_was_moved_to_last(session):
    session.move_to("02_vision")
    session.move_to("04_swot")
    session.move_to("03_current_state")
    assert session.state.step == "03_current_state"


def test_a_block_has_the_time_at_which_it_started(session, clock):
    session.start_block("welcome")
    clock.advance(minutes=5)
    session.start_block("swot")
    assert session.state.started == {"welcome": AT, "swot": AT + timedelta(minutes=5)}
    assert session.state.block == "swot"


def test_starting_a_block_again_takes_back_later_ones_and_its_minutes_start_again(session, clock):
    for block in ("welcome", "aims", "swot"):
        session.start_block(block)
        clock.advance(minutes=5)
    before = session.state.started
    session.start_block("aims")
    assert session.state.started == {"welcome": AT, "aims": AT + timedelta(minutes=15)}
    assert session.state.block == "aims"
    session.undo_move()
    assert session.state.started == before, "undoing it gives the old clock back"


def test_attendance_counts_schools(session, clock):
    for school in ("100", "101", "102"):
        session.join(school, f"delegate of {school}")
    session.join("100", "a colleague")
    session.report_step("101", "04_swot")
    session.report_step("102", "04_swot")
    session.report_step("102", "03_current_state")
    attendance = session.state.attendance(clock())
    assert (attendance.joined, attendance.active) == (3, 3)
    assert attendance.by_step == {"": 1, "04_swot": 1, "03_current_state": 1}


def test_a_school_that_has_not_reported_for_a_while_is_not_active(session, clock):
    session.join("100")
    session.report_step("101", "04_swot")
    clock.advance(seconds=ACTIVE_WINDOW.total_seconds())
    assert session.state.attendance(clock()).active == 2
    session.report_step("101", "04_swot")
    clock.advance(seconds=1)
    attendance = session.state.attendance(clock())
    assert (attendance.joined, attendance.active, attendance.by_step) == (2, 1, {"04_swot": 1})


def test_any_command_of_a_school_makes_it_active_and_keeps_its_step(session, clock):
    session.report_step("100", "04_swot")
    clock.advance(minutes=8)
    session.share("100", board=True, named=False, vision=False)
    assert session.state.attendance(clock()).by_step == {"04_swot": 1}
    clock.advance(minutes=4)
    session.join("100")
    clock.advance(minutes=4)
    assert session.state.attendance(clock()).by_step == {"04_swot": 1}
    assert session.state.schools["100"].joined == AT


def test_a_page_that_reports_every_two_minutes_stays_active(session, clock):
    for half_minute in range(60):
        if half_minute % 4 == 0:
            session.report_step("100", "04_swot")
        assert session.state.attendance(clock()).active == 1
        clock.advance(seconds=30)


def test_repeated_reports_of_the_same_step_write_few_events(session, clock):
    for _ in range(60 * 75):
        session.report_step("100", "04_swot")
        clock.advance(seconds=1)
        assert session.state.attendance(clock()).active == 1
    assert session.version <= 75 / 2.5 + 1


def test_a_school_shares_nothing_until_it_agrees_and_can_withdraw(session):
    assert session.state.share_of("100") == Share(board=False, named=False, vision=False)
    session.share("100", board=True, named=False, vision=True)
    assert session.state.share_of("100") == Share(board=True, named=False, vision=True)
    assert session.state.share_of("101") == Share()
    session.share("100", board=False, named=False, vision=False)
    assert session.state.share_of("100") == Share()


def test_an_item_is_hidden_until_it_is_unhidden(session):
    session.hide("item 1")
    session.hide("item 2")
    session.hide("item 1")
    session.unhide("item 1")
    session.unhide("never hidden")
    assert session.state.hidden == {"item 2"}


@pytest.mark.parametrize("name", ["", " ", "../04_swot", "a b", "x" * 41, "<script>", "04_swot\n", "é"])
def test_an_invalid_id_is_refused_and_writes_nothing(session, name):
    for command in (session.move_to, session.start_block, session.join):
        with pytest.raises(SessionError, match="can only have letters"):
            command(name)
    assert session.version == 0


def test_a_closed_session_has_its_time_and_refuses_every_command(session, clock):
    poll = session.create_and_open_poll("How sure are you?", "scale")
    question = session.ask("delegate 1", "Who signs the plan?")
    session.close()
    number, closed = session.version, session.state.closed
    clock.advance(minutes=1)
    for command in (
        lambda: session.close(),
        lambda: session.move_to("04_swot"),
        lambda: session.start_block("swot"),
        lambda: session.join("100"),
        lambda: session.share("100", board=True, named=True, vision=True),
        lambda: session.hide("item"),
        lambda: session.unhide("item"),
        lambda: session.prepare_poll("And now?", "words"),
        lambda: session.open_poll(poll),
        lambda: session.close_poll(poll),
        lambda: session.show_results(poll),
        lambda: session.answer(poll, "delegate 1", 3),
        lambda: session.ask("delegate 1", "One more?"),
        lambda: session.vote(question, "delegate 2"),
        lambda: session.mark_answered(question),
        lambda: session.park_question(question, "Ms Quill"),
        lambda: session.hide_question(question),
        lambda: session.reopen_question(question),
    ):
        with pytest.raises(SessionError, match=r"This session is closed\. Open a new one"):
            command()
    session.report_step("100", "04_swot")
    assert (session.version, session.state.closed, closed) == (number, closed, AT)


def test_events_after_the_close_change_nothing(store, session):
    session.close()
    store.sessions.append_event(session.id, "moved", {"step": "04_swot"})
    assert session.refresh()
    assert session.state.step == ""


def test_an_open_session_is_resumed_by_its_name_and_a_closed_one_is_not(store, clock, session):
    session.move_to("04_swot")
    again = open_session(store, " Larkmoor hub ", "", clock)
    assert (again.id, again.state, again.record.surgery) == (session.id, session.state, "22 May")
    assert open_session(store, "Fernhollow hub").id != session.id
    session.close()
    assert open_session(store, "Larkmoor hub").id != session.id


def test_a_new_date_of_the_surgery_replaces_the_old_one(store, session):
    assert open_session(store, "Larkmoor hub", " 29 May ").record.surgery == "29 May"
    again = open_session(store, "Larkmoor hub")
    assert (again.id, again.record) == (session.id, store.sessions.get(session.id))
    assert again.record.surgery == "29 May"


def test_a_new_session_knows_the_closed_one_of_its_name(store, clock, session):
    assert session.earlier is None
    open_session(store, "Fernhollow hub", clock=clock).close()
    assert session.earlier is None
    session.close()
    clock.advance(days=1)
    second = open_session(store, "Larkmoor hub", clock=clock)
    assert second.earlier == session.record
    second.close()
    clock.advance(days=1)
    assert open_session(store, "Larkmoor hub", clock=clock).earlier == second.record


@pytest.mark.parametrize(("name", "surgery"), [("", ""), ("  ", ""), ("x" * 201, ""), ("x", "x" * 201)])
def test_a_session_needs_a_name_that_is_not_too_long(store, name, surgery):
    with pytest.raises(SessionError, match="A session needs a name"):
        open_session(store, name, surgery)
    assert store.sessions.list() == []


def test_two_facilitators_share_a_session_and_see_each_others_events(store, session, clock):
    other = Session(store, session.id, clock)
    session.move_to("02_vision")
    poll = other.create_and_open_poll("How sure are you?", "scale")
    session.answer(poll, "delegate 1", 4)
    other.close_poll(poll)
    session.show_results(poll)
    assert other.refresh()
    assert not other.refresh()
    assert other.state == session.state
    assert (other.state.step, other.state.polls[poll].shown) == ("02_vision", True)


def test_a_session_is_restored_from_its_log(store, session, clock):
    session.start_block("welcome")
    session.join("100")
    session.share("100", board=True, named=False, vision=False)
    poll = session.create_and_open_poll("How sure are you?", "scale")
    session.answer(poll, "delegate 1", 4)
    session.vote(session.ask("delegate 1", "Who signs the plan?", "100"), "delegate 2")
    assert Session(store, session.id, clock).state == session.state


def test_a_refresh_reads_only_new_events(store, session):
    session.move_to("04_swot")
    session.join("100")
    with store.database.writing() as connection:  # events that were read already are not needed
        connection.exec_driver_sql("DELETE FROM event WHERE id < ?", (session.version,))
    session.join("101")
    assert session.state.step == "04_swot"
    assert set(session.state.schools) == {"100", "101"}


class ContendedLog(SessionLog):
    """A log to which another process appends first: it calls `before` just before the next event is appended."""

    before = None

    def append_event(self, *args, **kwargs):
        before, self.before = self.before, None
        if before:
            before()
        return super().append_event(*args, **kwargs)


def test_a_command_that_another_process_has_just_forbidden_is_refused(store, session, clock):
    poll = session.create_and_open_poll("How sure are you?", "scale")
    with open_store(store.url) as late:
        log = late.sessions = ContendedLog(late.database)
        other = Session(late, session.id, clock)
        log.before = lambda: session.close_poll(poll)
        with pytest.raises(SessionError, match="This poll is not open"):
            other.answer(poll, "delegate 1", 4)
        log.before = session.close
        with pytest.raises(SessionError, match="closed"):
            other.move_to("04_swot")
    session.refresh()
    assert other.state == session.state
    assert (session.state.polls[poll].answers, session.state.step) == ({}, "")


NEEDS_NO_BODY = (
    *(EventKind.BREAKOUTS_ENDED, EventKind.MOVE_UNDONE),
    *(EventKind.SESSION_CLOSED, EventKind.SESSION_REOPENED),
)


def test_unknown_and_damaged_events_are_ignored(store, session):
    session.move_to("01_aims")
    before = session.state
    store.sessions.append_event(session.id, "juggled", {"balls": 3})
    needs_a_body = [kind for kind in EventKind if kind not in NEEDS_NO_BODY]
    for kind in needs_a_body:
        store.sessions.append_event(session.id, kind, {})
    session.refresh()
    assert session.version == before.version + 1 + len(needs_a_body)
    assert apply_event(before, Event(session.version, session.id, "unheard of", {}, "", AT)) == session.state
    session.move_to("04_swot")
    assert session.state.step == "04_swot"


def test_a_state_is_immutable(session):
    poll = session.create_and_open_poll("How sure are you?", "scale")
    question = session.ask("delegate 1", "Who signs the plan?")
    seen = session.state
    session.answer(poll, "delegate 1", 4)
    session.vote(question, "delegate 2")
    session.join("100")
    assert (seen.polls[poll].answers, seen.questions[question].votes, seen.schools) == ({}, frozenset(), {})


STORED_KINDS = """
moved block_begun joined left at_step shared hidden unhidden poll_prepared poll_opened poll_closed results_shown answered asked
carried
voted question_marked broken_out came_late come_back closed
move_undone reopened hidden_carried board_frozen approval_set approved split merged
block_changed pages_closed projector_shown
poll_edited poll_emptied poll_removed
""".split()  # noqa: SIM905
KINDS = (*STORED_KINDS, "unheard of")
NAMES = """
step block school item poll question text kind choices into answer yes board named vision status owner votes session asker group
groups items without threshold closes minutes show only
""".split()  # noqa: SIM905
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
GOOD |= {"threshold": True, "closes": ["a"]}
GOOD |= {"minutes": 5, "show": "board", "only": ""}
GOOD |= {"items": ["a"], "without": [["a", "vision.statement"]]}
GOOD |= {"status": "open", "owner": "", "votes": ["a"], "session": "a", "asker": "a", "group": 1}
CARD = {"title": "a", "purpose": "a", "minutes": 15, "output": "a"}
GOOD |= {"groups": [{"number": 1, "theme": "", "card": CARD, "schools": ["b"]}]}
BODIES = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=3).map(lambda changed: GOOD | changed) | st.just(GOOD)


def test_the_names_of_events_in_stored_logs_never_change():
    assert sorted(EventKind) == sorted(STORED_KINDS)


@given(
    st.lists(st.tuples(st.sampled_from(KINDS), BODIES, st.sampled_from(("", "a", "b"))), max_size=30),
    st.integers(0, 30),
)
def test_any_log_can_be_replayed_at_once_or_in_parts_with_the_same_result(log, until):
    events = [Event(n, "s", kind, body, who, AT) for n, (kind, body, who) in enumerate(log, start=1)]
    whole = replay(State(), events)
    assert replay(replay(State(), events[:until]), events[until:]) == whole
    assert whole.version == len(events)
    whole.attendance(AT)
    for poll in whole.polls:
        whole.results(poll)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)  # a disk may be slow
@given(st.lists(st.sampled_from(("answer", "close", "open", "vote")), max_size=12))
def test_two_processes_that_take_turns_have_the_same_state_and_refusals(store, acts):
    one = Session(store, store.sessions.create("Larkmoor hub").id)
    other = Session(store, one.id)
    poll, question = (
        one.create_and_open_poll("How sure are you?", "scale"),
        one.ask("delegate 1", "Who signs the plan?"),
    )
    is_open, votes = True, 0
    for number, act in enumerate(acts):
        session = (one, other)[number % 2]
        match act:
            case "answer":
                with nullcontext() if is_open else pytest.raises(SessionError, match="not open"):
                    session.answer(poll, "delegate 1", 3)
            case "vote":
                votes = 1 - votes
                assert session.vote(question, "delegate 1") == bool(votes)
            case _:
                is_open = act == "open"
                (session.open_poll if is_open else session.close_poll)(poll)
        assert len(session.state.questions[question].votes) == votes
    one.refresh()
    other.refresh()
    assert one.state == other.state
