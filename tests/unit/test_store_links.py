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


def file_of(store):
    return Path(store.url.removeprefix("sqlite:///"))


def test_a_link_leads_to_its_school_and_each_is_a_new_one(store):
    one, other = store.new_link("100"), store.new_link("100")
    assert one != other
    assert store.link_leads_to(one) == store.link_leads_to(other) == store.school("100")


def test_the_store_holds_no_token_but_its_digest_alone(store):
    token = store.new_link("100")
    with store.reading() as connection:
        (row,) = connection.exec_driver_sql("SELECT digest, school, revoked FROM link").all()
    assert tuple(row) == (sha256(token.encode()).hexdigest(), "100", None)
    store.close()
    assert token.encode() not in b"".join(file.read_bytes() for file in file_of(store).parent.iterdir())


@pytest.mark.parametrize(
    "token",
    ["", "x", "x" * 32, "x" * 33, "é" * 32, "x" * 31 + "\0", "x" * 31 + "\n", "\ud800" * 32, None, 7, b"x" * 32],
)
def test_what_is_no_token_leads_nowhere_and_revokes_nothing(store, token):
    kept = store.new_link("100")
    assert store.link_leads_to(token) is None
    assert store.revoke_link(token) is False
    assert store.link_leads_to(kept)


def test_a_token_is_not_known_by_a_part_of_it_or_by_its_digest(store):
    token = store.new_link("100")
    digest = sha256(token.encode()).hexdigest()
    assert [store.link_leads_to(like) for like in (token[:-1], f"{token} ", token.swapcase(), digest)] == [None] * 4


def test_a_revoked_link_leads_nowhere_and_the_others_still_do(store):
    gone, stays = store.new_link("100"), store.new_link("100")
    assert store.revoke_link(gone)
    assert not store.revoke_link(gone), "it is revoked once"
    assert store.link_leads_to(gone) is None
    assert store.link_leads_to(stays)


def test_all_links_of_a_school_are_revoked_at_once_and_those_of_no_other(store):
    store.register([School("101", "Fernhollow College")])
    ours, theirs = [store.new_link("100") for _ in range(3)], store.new_link("101")
    store.revoke_link(ours[0])
    assert store.revoke_links("100") == 2
    assert store.revoke_links("100") == 0
    assert [store.link_leads_to(token) for token in ours] == [None] * 3
    assert store.link_leads_to(theirs).name == "Fernhollow College"
    assert store.link_leads_to(store.new_link("100")), "a new one can be made afterwards"


def test_there_is_no_link_to_the_plan_of_an_unknown_school(store):
    with pytest.raises(UnknownSchoolError, match="knows no school '999'"):
        store.new_link("999")


def test_a_store_made_before_there_were_links_is_given_their_table_and_keeps_all_it_has(store):
    store.save("100", {"vision.slt": "from before"})
    store.close()
    with sqlite3.connect(file_of(store)) as connection:
        connection.execute("DROP TABLE link")
    connection.close()
    with open_store(store.url) as first, open_store(store.url, create=False) as second:
        assert second.link_leads_to(first.new_link("100")).id == "100"
        assert first.read("100") == {"vision": {"slt": "from before"}}
        assert first.recall("version") == "1"


def test_several_may_open_a_store_made_before_there_were_links_at_once(store):
    for _ in range(5):
        with sqlite3.connect(file_of(store)) as connection:
            connection.execute("DROP TABLE link")
        connection.close()
        with ThreadPoolExecutor(8) as threads:
            opened = list(threads.map(open_store, [store.url] * 8))
        assert all(one.link_leads_to(opened[0].new_link("100")) for one in opened)
        for one in opened:
            one.close()


def test_a_store_of_a_newer_careerskit_is_given_no_tables(store):
    store.remember("version", "2")
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
    token = store.first_link("100")
    assert store.link_leads_to(token).id == "100"
    assert store.first_link("100") is None, "somebody has a link"
    store.revoke_links("100")
    assert store.first_link("100")
    store.revoke_links("100")
    store.save("100", {"vision.slt": "Written by somebody"})
    assert store.first_link("100") is None
    with pytest.raises(UnknownSchoolError, match="so there is no link"):
        store.first_link("nowhere")
