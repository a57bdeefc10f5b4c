"""The log of a session keeps what happened, in order and for good, and a token runs the one session it was made for."""

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
DAMAGED = (
    "INSERT INTO happening (session, kind, body, who, at) VALUES (?, 'moved', ?, '', '2027-03-10 16:00:00.000000')"
)


def file_of(store):
    return Path(store.url.removeprefix("sqlite:///"))


@pytest.fixture
def session(store):
    return store.new_session("Larkmoor hub", "22 May")


def test_a_session_is_read_back_as_it_was_made_with_its_time_in_utc(store):
    paris = datetime.fromisoformat("2027-03-10T17:00:00+01:00")
    made = store.new_session("Larkmoor hub", "22 May", at=paris)
    assert store.session(made.id) == made
    assert (made.name, made.surgery, made.begun, made.begun.tzinfo) == ("Larkmoor hub", "22 May", AT, UTC)


def test_the_newest_session_comes_first_and_those_with_a_kind_of_happening_can_be_had_alone(store):
    first, last, middle = (
        store.new_session(name, at=AT + timedelta(hours=h)) for name, h in (("a", 0), ("c", 2), ("b", 1))
    )
    assert store.sessions() == [last, middle, first]
    store.happen(first.id, "closed", {})
    store.happen(first.id, "closed", {})
    assert store.sessions(in_which="closed") == [first]
    assert store.sessions(in_which="unheard of") == []


@pytest.mark.parametrize("unknown", ["", "nothing", "x" * 500, "' OR 1=1 --"])
def test_an_unknown_session_is_said_to_be_unknown(store, unknown):
    for do in (
        lambda: store.session(unknown),
        lambda: store.new_facilitator(unknown),
        lambda: store.happen(unknown, "moved", {}),
    ):
        with pytest.raises(UnknownSessionError, match="knows no session"):
            do()
    assert store.happenings(unknown) == []
    assert store.revoke_facilitators(unknown) == 0


def test_happenings_come_back_in_order_as_they_were_written(store, session):
    body = {"text": "“Quoted” é 👩🏽‍🏫 \0 '; DROP TABLE happening; --", "votes": ["a", 1, None, {"deep": [True]}]}
    one = store.happen(session.id, "asked", body, "delegate 1", at=AT)
    other = store.happen(session.id, "closed", {})
    assert store.happenings(session.id) == [one, other]
    assert (one.kind, one.body, one.who, one.at, one.session) == ("asked", body, "delegate 1", AT, session.id)
    assert one.number < other.number


def test_only_what_is_new_is_read_and_only_of_that_session(store, session):
    elsewhere = store.new_session("Fernhollow hub")
    seen = store.happen(session.id, "moved", {"step": "01_aims"})
    store.happen(elsewhere.id, "moved", {"step": "03_current_state"})
    new = store.happen(session.id, "moved", {"step": "02_vision"})
    assert store.happenings(session.id, seen.number) == [new]
    assert store.happenings(session.id, new.number) == []


@pytest.mark.parametrize("body", ["{not json", "", "[1]", "null", '"words"', "9" * 5000, "[" * 100_000, b"\xff\xfe"])
def test_a_damaged_body_is_empty_and_stops_nothing_else(store, session, body):
    before = store.happen(session.id, "moved", {"step": "01_aims"})
    with store.writing() as connection:
        connection.exec_driver_sql(DAMAGED, (session.id, body))
    after = store.happen(session.id, "moved", {"step": "02_vision"})
    found = store.happenings(session.id)
    assert found == [before, found[1], after]
    assert found[1].body == {}


@pytest.mark.parametrize("at", ["yesterday", "", "2027-13-45 99:00", 7, b"\xff\xfe"])
def test_a_damaged_time_is_that_of_a_neighbour_and_stops_nothing(store, session, at):
    with store.writing() as connection:
        connection.exec_driver_sql(DAMAGED, (session.id, "{}"))
        connection.exec_driver_sql("UPDATE happening SET at = ?", (at,))
    alone = store.happenings(session.id)
    assert [happening.at for happening in alone] == [session.begun]
    before = store.happen(session.id, "moved", {"step": "01_aims"}, at=AT)
    with store.writing() as connection:
        connection.exec_driver_sql(DAMAGED, (session.id, '{"step": "02_vision"}'))
        connection.exec_driver_sql("UPDATE happening SET at = ? WHERE id > ?", (at, before.number))
    after = store.happen(session.id, "closed", {}, at=AT + timedelta(hours=1))
    found = store.happenings(session.id)
    assert [happening.at for happening in found] == [AT, AT, AT, AT + timedelta(hours=1)]
    assert found[1::2] == [before, after]
    assert found[2].body == {"step": "02_vision"}


def test_a_session_has_one_secret_whoever_asks_first_and_however_many_do(store, session):
    with ThreadPoolExecutor(8) as threads:
        (secret,) = set(threads.map(lambda _: store.session_secret(session.id), range(16)))
    assert len(secret) == 32
    assert session.id not in secret
    assert store.session_secret(store.new_session("Fernhollow hub").id) != secret
    with pytest.raises(UnknownSessionError):
        store.session_secret("nothing")


def test_half_a_character_is_replaced_wherever_it_stands(store, session):
    done = store.happen(session.id, "asked", {"text": "a\ud83d", "all": ["\udc00", {"b": "\ud83d"}]}, "\ud83d")
    assert done.body == {"text": "a\ufffd", "all": ["\ufffd", {"b": "\ufffd"}]}
    assert store.happenings(session.id) == [done]


def test_many_may_write_to_one_log_at_once_and_nothing_is_lost(store, session):
    def write(number):
        return store.happen(session.id, "moved", {"step": str(number)}).number

    with ThreadPoolExecutor(8) as threads:
        numbers = list(threads.map(write, range(40)))
    found = store.happenings(session.id)
    assert sorted(numbers) == [happening.number for happening in found]
    assert {happening.body["step"] for happening in found} == {str(number) for number in range(40)}


def test_the_going_session_of_a_name_is_one_however_many_ask_for_it_at_once(store):
    def ask(number):
        begins_with = [("carried", {"number": number}), ("carried", {"number": number})]
        return store.going_session("Larkmoor hub", "22 May", ended_by="closed", begins_with=begins_with)

    with ThreadPoolExecutor(8) as threads:
        (record,) = set(threads.map(ask, range(16)))
    assert store.sessions() == [record]
    numbers = [happening.body["number"] for happening in store.happenings(record.id)]
    assert numbers == numbers[:1] * 2, "a new one alone begins with something, all of it once"


def test_a_session_that_ended_goes_on_no_more(store):
    first = store.going_session("Larkmoor hub", ended_by="closed")
    store.happen(first.id, "closed", {})
    second = store.going_session("Larkmoor hub", ended_by="closed")
    assert second.id != first.id
    assert store.going_session("Larkmoor hub", ended_by="closed") == second
    assert store.going_session("Fernhollow hub", ended_by="closed") not in (first, second)


def test_a_token_runs_its_session_and_each_is_a_new_one(store, session):
    store.new_session("Fernhollow hub")
    one, other = store.new_facilitator(session.id), store.new_facilitator(session.id)
    assert one != other
    assert store.facilitates(one) == store.facilitates(other) == session


def test_the_store_holds_no_token_but_its_digest_alone(store, session):
    token = store.new_facilitator(session.id)
    with store.reading() as connection:
        (row,) = connection.exec_driver_sql("SELECT digest, session, revoked FROM facilitator").all()
    assert tuple(row) == (sha256(token.encode()).hexdigest(), session.id, None)
    store.close()
    assert token.encode() not in b"".join(file.read_bytes() for file in file_of(store).parent.iterdir())


@pytest.mark.parametrize(
    "token",
    ["", "x", "x" * 32, "x" * 33, "é" * 32, "x" * 31 + "\0", "x" * 31 + "\n", "\ud800" * 32, None, 7, b"x" * 32],
)
def test_what_is_no_token_runs_nothing(store, session, token):
    store.new_facilitator(session.id)
    assert store.facilitates(token) is None


def test_neither_a_part_of_a_token_nor_its_digest_nor_a_delegates_link_runs_anything(store, session):
    token = store.new_facilitator(session.id)
    digest = sha256(token.encode()).hexdigest()
    link = store.new_link("100")
    assert [store.facilitates(like) for like in (token[:-1], f"{token} ", token.swapcase(), digest, link)] == [None] * 5
    assert store.link_leads_to(token) is None, "nor is a facilitator's token a delegate's link"


def test_all_tokens_of_a_session_are_revoked_at_once_and_those_of_no_other(store, session):
    elsewhere = store.new_session("Fernhollow hub")
    ours, theirs = [store.new_facilitator(session.id) for _ in range(2)], store.new_facilitator(elsewhere.id)
    assert store.revoke_facilitators(session.id) == 2
    assert store.revoke_facilitators(session.id) == 0
    assert [store.facilitates(token) for token in ours] == [None] * 2
    assert store.facilitates(theirs) == elsewhere
    assert store.facilitates(store.new_facilitator(session.id)) == session, "a new one can be made afterwards"


def test_a_store_made_before_there_were_sessions_is_given_their_tables_and_keeps_all_it_has(store):
    store.save("100", {"vision.slt": "from before"})
    store.close()
    with sqlite3.connect(file_of(store)) as connection:
        for table in ("happening", "facilitator", "session"):
            connection.execute(f"DROP TABLE {table}")
    connection.close()
    with open_store(store.url) as first, open_store(store.url, create=False) as second:
        session = first.new_session("Larkmoor hub")
        first.happen(session.id, "closed", {})
        assert [happening.kind for happening in second.happenings(session.id)] == ["closed"]
        assert first.read("100") == {"vision": {"slt": "from before"}}


def test_a_body_that_is_no_json_is_refused_and_nothing_of_it_is_kept(store, session):
    with pytest.raises(StoreError, match="did not take this"):
        store.happen(session.id, "moved", {"step": object()})
    assert store.happenings(session.id) == []
