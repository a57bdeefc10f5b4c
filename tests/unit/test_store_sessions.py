"""The event log of a session is append-only and in order, and a facilitator's token opens only its own session."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from careerskit.errors import StoreError, UnknownSessionError
from careerskit.store import open_store

AT = datetime(2027, 3, 10, 16, 0, tzinfo=UTC)
DAMAGED = "INSERT INTO event (session, kind, body, who, at) VALUES (?, 'moved', ?, '', '2027-03-10 16:00:00.000000')"


def file_of(store):
    return Path(store.url.removeprefix("sqlite:///"))


@pytest.fixture
def session(store):
    return store.sessions.create("Larkmoor hub", "22 May")


def test_a_session_is_read_back_with_its_time_in_utc(store):
    paris = datetime.fromisoformat("2027-03-10T17:00:00+01:00")
    session = store.sessions.create("Larkmoor hub", "22 May", at=paris)
    assert store.sessions.get(session.id) == session
    assert (session.name, session.surgery, session.begun, session.begun.tzinfo) == ("Larkmoor hub", "22 May", AT, UTC)


def test_sessions_are_listed_newest_first_and_filtered_by_kind_of_event(store):
    first, last, middle = (
        store.sessions.create(name, at=AT + timedelta(hours=h)) for name, h in (("a", 0), ("c", 2), ("b", 1))
    )
    assert store.sessions.list() == [last, middle, first]
    store.sessions.append_event(first.id, "closed", {})
    store.sessions.append_event(first.id, "closed", {})
    assert store.sessions.list(in_which="closed") == [first]
    assert store.sessions.list(in_which="unheard of") == []


@pytest.mark.parametrize("unknown", ["", "nothing", "x" * 500, "' OR 1=1 --"])
def test_an_unknown_session_is_refused(store, unknown):
    for do in (
        lambda: store.sessions.get(unknown),
        lambda: store.facilitators.create(unknown),
        lambda: store.sessions.append_event(unknown, "moved", {}),
    ):
        with pytest.raises(UnknownSessionError, match="knows no session"):
            do()
    assert store.sessions.events(unknown) == []
    assert store.facilitators.revoke_all(unknown) == 0


def test_events_are_read_back_in_order_and_unchanged(store, session):
    body = {"text": "“Quoted” é 👩🏽‍🏫 \0 '; DROP TABLE event; --", "votes": ["a", 1, None, {"deep": [True]}]}
    one = store.sessions.append_event(session.id, "asked", body, "delegate 1", at=AT)
    other = store.sessions.append_event(session.id, "closed", {})
    assert store.sessions.events(session.id) == [one, other]
    assert (one.kind, one.body, one.who, one.at, one.session) == ("asked", body, "delegate 1", AT, session.id)
    assert one.number < other.number


def test_only_new_events_of_that_session_are_read(store, session):
    elsewhere = store.sessions.create("Fernhollow hub")
    seen = store.sessions.append_event(session.id, "moved", {"step": "01_aims"})
    store.sessions.append_event(elsewhere.id, "moved", {"step": "03_current_state"})
    new = store.sessions.append_event(session.id, "moved", {"step": "02_vision"})
    assert store.sessions.events(session.id, seen.number) == [new]
    assert store.sessions.events(session.id, new.number) == []


@pytest.mark.parametrize("body", ["{not json", "", "[1]", "null", '"words"', "9" * 5000, "[" * 100_000, b"\xff\xfe"])
def test_a_damaged_body_is_read_as_empty_and_affects_no_other_event(store, session, body):
    before = store.sessions.append_event(session.id, "moved", {"step": "01_aims"})
    with store.database.writing() as connection:
        connection.exec_driver_sql(DAMAGED, (session.id, body))
    after = store.sessions.append_event(session.id, "moved", {"step": "02_vision"})
    found = store.sessions.events(session.id)
    assert found == [before, found[1], after]
    assert found[1].body == {}


@pytest.mark.parametrize("at", ["yesterday", "", "2027-13-45 99:00", 7, b"\xff\xfe"])
def test_a_damaged_time_is_replaced_by_that_of_a_neighbouring_event(store, session, at):
    with store.database.writing() as connection:
        connection.exec_driver_sql(DAMAGED, (session.id, "{}"))
        connection.exec_driver_sql("UPDATE event SET at = ?", (at,))
    alone = store.sessions.events(session.id)
    assert [event.at for event in alone] == [session.begun]
    before = store.sessions.append_event(session.id, "moved", {"step": "01_aims"}, at=AT)
    with store.database.writing() as connection:
        connection.exec_driver_sql(DAMAGED, (session.id, '{"step": "02_vision"}'))
        connection.exec_driver_sql("UPDATE event SET at = ? WHERE id > ?", (at, before.number))
    after = store.sessions.append_event(session.id, "closed", {}, at=AT + timedelta(hours=1))
    found = store.sessions.events(session.id)
    assert [event.at for event in found] == [AT, AT, AT, AT + timedelta(hours=1)]
    assert found[1::2] == [before, after]
    assert found[2].body == {"step": "02_vision"}


def test_a_session_has_one_secret_however_many_ask_for_it_at_once(store, session):
    with ThreadPoolExecutor(8) as threads:
        (secret,) = set(threads.map(lambda _: store.sessions.secret(session.id), range(16)))
    assert len(secret) == 32
    assert session.id not in secret
    assert store.sessions.secret(store.sessions.create("Fernhollow hub").id) != secret
    with pytest.raises(UnknownSessionError):
        store.sessions.secret("nothing")


def test_lone_surrogates_are_replaced_anywhere_in_an_event(store, session):
    event = store.sessions.append_event(
        session.id, "asked", {"text": "a\ud83d", "all": ["\udc00", {"b": "\ud83d"}]}, "\ud83d"
    )
    assert event.body == {"text": "a\ufffd", "all": ["\ufffd", {"b": "\ufffd"}]}
    assert store.sessions.events(session.id) == [event]


def test_concurrent_appends_to_one_log_lose_nothing(store, session):
    def write(number):
        return store.sessions.append_event(session.id, "moved", {"step": str(number)}).number

    with ThreadPoolExecutor(8) as threads:
        numbers = list(threads.map(write, range(40)))
    found = store.sessions.events(session.id)
    assert sorted(numbers) == [event.number for event in found]
    assert {event.body["step"] for event in found} == {str(number) for number in range(40)}


def test_resume_or_create_makes_one_session_however_many_call_it_at_once(store):
    def resume(number):
        begins_with = [("carried", {"number": number}), ("carried", {"number": number})]
        return store.sessions.resume_or_create("Larkmoor hub", "22 May", ended_by="closed", begins_with=begins_with)

    with ThreadPoolExecutor(8) as threads:
        (record,) = set(threads.map(resume, range(16)))
    assert store.sessions.list() == [record]
    numbers = [event.body["number"] for event in store.sessions.events(record.id)]
    assert numbers == numbers[:1] * 2, "the initial events are written once, for a new session"


def test_an_ended_session_is_not_resumed(store):
    first = store.sessions.resume_or_create("Larkmoor hub", ended_by="closed")
    store.sessions.append_event(first.id, "closed", {})
    second = store.sessions.resume_or_create("Larkmoor hub", ended_by="closed")
    assert second.id != first.id
    assert store.sessions.resume_or_create("Larkmoor hub", ended_by="closed") == second
    assert store.sessions.resume_or_create("Fernhollow hub", ended_by="closed") not in (first, second)


def test_a_token_opens_its_session_and_each_one_is_new(store, session):
    store.sessions.create("Fernhollow hub")
    one, other = store.facilitators.create(session.id), store.facilitators.create(session.id)
    assert one != other
    assert store.facilitators.session_for_token(one) == store.facilitators.session_for_token(other) == session


def test_the_store_holds_only_the_digest_of_a_token(store, session):
    token = store.facilitators.create(session.id)
    with store.database.reading() as connection:
        (row,) = connection.exec_driver_sql("SELECT digest, session, revoked FROM facilitator_token").all()
    assert tuple(row) == (sha256(token.encode()).hexdigest(), session.id, None)
    store.close()
    assert token.encode() not in b"".join(file.read_bytes() for file in file_of(store).parent.iterdir())


@pytest.mark.parametrize(
    "token",
    ["", "x", "x" * 32, "x" * 33, "é" * 32, "x" * 31 + "\0", "x" * 31 + "\n", "\ud800" * 32, None, 7, b"x" * 32],
)
def test_an_invalid_token_opens_nothing(store, session, token):
    store.facilitators.create(session.id)
    assert store.facilitators.session_for_token(token) is None


def test_neither_part_of_a_token_nor_its_digest_nor_a_delegates_link_opens_a_session(store, session):
    token = store.facilitators.create(session.id)
    digest = sha256(token.encode()).hexdigest()
    link = store.links.create("100")
    assert [
        store.facilitators.session_for_token(candidate)
        for candidate in (token[:-1], f"{token} ", token.swapcase(), digest, link)
    ] == [None] * 5
    assert store.links.school_for_token(token) is None, "nor is a facilitator's token a delegate's link"


def test_all_tokens_of_one_session_can_be_revoked_at_once(store, session):
    elsewhere = store.sessions.create("Fernhollow hub")
    ours, theirs = [store.facilitators.create(session.id) for _ in range(2)], store.facilitators.create(elsewhere.id)
    assert store.facilitators.revoke_all(session.id) == 2
    assert store.facilitators.revoke_all(session.id) == 0
    assert [store.facilitators.session_for_token(token) for token in ours] == [None] * 2
    assert store.facilitators.session_for_token(theirs) == elsewhere
    assert store.facilitators.session_for_token(store.facilitators.create(session.id)) == session, (
        "a new one can be created afterwards"
    )


def test_a_store_without_session_tables_gains_them_and_keeps_its_contents(store):
    store.answers.save("100", {"vision.slt": "from before"})
    store.close()
    with sqlite3.connect(file_of(store)) as connection:
        for table in ("event", "facilitator_token", "session"):
            connection.execute(f"DROP TABLE {table}")
    connection.close()
    with open_store(store.url) as first, open_store(store.url, create=False) as second:
        session = first.sessions.create("Larkmoor hub")
        first.sessions.append_event(session.id, "closed", {})
        assert [event.kind for event in second.sessions.events(session.id)] == ["closed"]
        assert first.answers.read("100") == {"vision": {"slt": "from before"}}


def test_a_body_that_is_not_json_is_refused_and_not_saved(store, session):
    with pytest.raises(StoreError, match="did not take this"):
        store.sessions.append_event(session.id, "moved", {"step": object()})
    assert store.sessions.events(session.id) == []
