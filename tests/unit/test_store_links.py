"""A private link leads to one school's plan until it is revoked, and a copied store gives none away."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from careerskit.errors import StoreError, UnknownSchoolError
from careerskit.plan import School
from careerskit.store import open_store
from careerskit.store.migrations import VERSION


def file_of(store):
    return Path(store.url.removeprefix("sqlite:///"))


def test_a_link_leads_to_its_school_and_each_is_a_new_one(store):
    one, other = store.links.create("100"), store.links.create("100")
    assert one != other
    assert store.links.school_for_token(one) == store.links.school_for_token(other) == store.schools.get("100")


def test_the_store_holds_no_token_but_its_digest_alone(store):
    token = store.links.create("100")
    with store.database.reading() as connection:
        (row,) = connection.exec_driver_sql("SELECT digest, school, revoked FROM link").all()
    assert tuple(row) == (sha256(token.encode()).hexdigest(), "100", None)
    store.close()
    assert token.encode() not in b"".join(file.read_bytes() for file in file_of(store).parent.iterdir())


@pytest.mark.parametrize(
    "token",
    ["", "x", "x" * 32, "x" * 33, "é" * 32, "x" * 31 + "\0", "x" * 31 + "\n", "\ud800" * 32, None, 7, b"x" * 32],
)
def test_what_is_no_token_leads_nowhere_and_revokes_nothing(store, token):
    kept = store.links.create("100")
    assert store.links.school_for_token(token) is None
    assert store.links.revoke(token) is False
    assert store.links.school_for_token(kept)


def test_a_token_is_not_known_by_a_part_of_it_or_by_its_digest(store):
    token = store.links.create("100")
    digest = sha256(token.encode()).hexdigest()
    assert [store.links.school_for_token(like) for like in (token[:-1], f"{token} ", token.swapcase(), digest)] == [
        None
    ] * 4


def test_a_revoked_link_leads_nowhere_and_the_others_still_do(store):
    gone, stays = store.links.create("100"), store.links.create("100")
    assert store.links.revoke(gone)
    assert not store.links.revoke(gone), "it is revoked once"
    assert store.links.school_for_token(gone) is None
    assert store.links.school_for_token(stays)


def test_all_links_of_a_school_are_revoked_at_once_and_those_of_no_other(store):
    store.schools.register([School("101", "Fernhollow College")])
    ours, theirs = [store.links.create("100") for _ in range(3)], store.links.create("101")
    store.links.revoke(ours[0])
    assert store.links.revoke_all("100") == 2
    assert store.links.revoke_all("100") == 0
    assert [store.links.school_for_token(token) for token in ours] == [None] * 3
    assert store.links.school_for_token(theirs).name == "Fernhollow College"
    assert store.links.school_for_token(store.links.create("100")), "a new one can be made afterwards"


def test_there_is_no_link_to_the_plan_of_an_unknown_school(store):
    with pytest.raises(UnknownSchoolError, match="knows no school '999'"):
        store.links.create("999")


def test_a_store_made_before_there_were_links_is_given_their_table_and_keeps_all_it_has(store):
    store.answers.save("100", {"vision.slt": "from before"})
    store.close()
    with sqlite3.connect(file_of(store)) as connection:
        connection.execute("DROP TABLE link")
    connection.close()
    with open_store(store.url) as first, open_store(store.url, create=False) as second:
        assert second.links.school_for_token(first.links.create("100")).id == "100"
        assert first.answers.read("100") == {"vision": {"slt": "from before"}}
        assert first.settings.get("version") == str(VERSION)


def test_several_may_open_a_store_made_before_there_were_links_at_once(store):
    for _ in range(5):
        with sqlite3.connect(file_of(store)) as connection:
            connection.execute("DROP TABLE link")
        connection.close()
        with ThreadPoolExecutor(8) as threads:
            opened = list(threads.map(open_store, [store.url] * 8))
        assert all(one.links.school_for_token(opened[0].links.create("100")) for one in opened)
        for one in opened:
            one.close()


def test_a_store_of_a_newer_careerskit_is_given_no_tables(store):
    store.settings.set("version", str(VERSION + 1))
    store.close()
    with sqlite3.connect(file_of(store)) as connection:
        connection.execute("DROP TABLE link")
    connection.close()
    with pytest.raises(StoreError, match="newer careerskit"):
        open_store(store.url)
    with sqlite3.connect(file_of(store)) as connection:
        assert not connection.execute("SELECT name FROM sqlite_master WHERE name = 'link'").fetchall()
    connection.close()


def test_a_plan_has_a_first_link_as_long_as_it_is_nobodys(store):
    token = store.links.claim("100")
    assert store.links.school_for_token(token).id == "100"
    assert store.links.claim("100") is None, "somebody has a link"
    store.links.revoke_all("100")
    assert store.links.claim("100")
    store.links.revoke_all("100")
    store.answers.save("100", {"vision.slt": "Written by somebody"})
    assert store.links.claim("100") is None
    with pytest.raises(UnknownSchoolError, match="so there can be no link"):
        store.links.claim("nowhere")
