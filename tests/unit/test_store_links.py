"""A private link opens one school's plan until it is revoked, and a copy of the store reveals no links."""

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


def test_a_link_opens_its_school_and_each_one_is_new(store):
    one, other = store.links.create("100"), store.links.create("100")
    assert one != other
    assert store.links.school_for_token(one) == store.links.school_for_token(other) == store.schools.get("100")


def test_the_store_holds_only_the_digest_of_a_token(store):
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
def test_an_invalid_token_opens_and_revokes_nothing(store, token):
    valid = store.links.create("100")
    assert store.links.school_for_token(token) is None
    assert store.links.revoke(token) is False
    assert store.links.school_for_token(valid)


def test_neither_part_of_a_token_nor_its_digest_opens_anything(store):
    token = store.links.create("100")
    digest = sha256(token.encode()).hexdigest()
    assert [
        store.links.school_for_token(candidate) for candidate in (token[:-1], f"{token} ", token.swapcase(), digest)
    ] == [None] * 4


def test_a_revoked_link_opens_nothing_and_others_still_work(store):
    revoked, active = store.links.create("100"), store.links.create("100")
    assert store.links.revoke(revoked)
    assert not store.links.revoke(revoked), "it was revoked already"
    assert store.links.school_for_token(revoked) is None
    assert store.links.school_for_token(active)


def test_all_links_of_one_school_can_be_revoked_at_once(store):
    store.schools.register([School("101", "Fernhollow College")])
    ours, theirs = [store.links.create("100") for _ in range(3)], store.links.create("101")
    store.links.revoke(ours[0])
    assert store.links.revoke_all("100") == 2
    assert store.links.revoke_all("100") == 0
    assert [store.links.school_for_token(token) for token in ours] == [None] * 3
    assert store.links.school_for_token(theirs).name == "Fernhollow College"
    assert store.links.school_for_token(store.links.create("100")), "a new one can be created afterwards"


def test_a_link_for_an_unknown_school_is_refused(store):
    with pytest.raises(UnknownSchoolError, match="knows no school '999'"):
        store.links.create("999")


def test_a_store_without_a_link_table_gains_one_and_keeps_its_contents(store):
    store.answers.save("100", {"vision.slt": "from before"})
    store.close()
    with sqlite3.connect(file_of(store)) as connection:
        connection.execute("DROP TABLE link")
    connection.close()
    with open_store(store.url) as first, open_store(store.url, create=False) as second:
        assert second.links.school_for_token(first.links.create("100")).id == "100"
        assert first.answers.read("100") == {"vision": {"slt": "from before"}}
        assert first.settings.get("version") == str(VERSION)


def test_several_processes_may_add_the_link_table_at_once(store):
    for _ in range(5):
        with sqlite3.connect(file_of(store)) as connection:
            connection.execute("DROP TABLE link")
        connection.close()
        with ThreadPoolExecutor(8) as threads:
            stores = list(threads.map(open_store, [store.url] * 8))
        assert all(opened_store.links.school_for_token(stores[0].links.create("100")) for opened_store in stores)
        for opened_store in stores:
            opened_store.close()


def test_a_store_of_a_newer_version_is_not_changed(store):
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


def test_a_link_is_released_only_while_nothing_was_ever_written(store):
    store.schools.register([School("101", "Fernhollow College")])
    ours, other = store.links.create("100"), store.links.create("100")
    store.answers.save("101", {"vision.slt": "Another school’s answer"})
    assert store.links.release(ours)
    assert not store.links.release(ours), "it was released already"
    assert store.links.school_for_token(ours) is None
    assert store.links.school_for_token(other).id == "100", "a colleague’s link still works"
    store.answers.save("100", {"vision.slt": "x"})
    store.answers.save("100", {"vision.slt": ""})
    assert not store.links.release(other), "what was removed can be brought back"
    assert store.links.school_for_token(other)
    assert not store.links.release("x" * 32)
    assert not store.links.release("")


def test_a_release_and_a_save_at_the_same_time_never_lose_the_link_of_a_plan_with_an_answer(store):
    ids = [str(number) for number in range(200, 240)]
    store.schools.register(School(key, f"School {key}") for key in ids)
    tokens = {key: store.links.create(key) for key in ids}

    def save(key):
        with (
            store.database.writing() as connection
        ):  # as a page does that saves only with a link that still opens the plan
            digest = sha256(tokens[key].encode()).hexdigest()
            active = connection.exec_driver_sql(
                "SELECT 1 FROM link WHERE digest = ? AND revoked IS NULL", (digest,)
            ).all()
            if active:
                connection.exec_driver_sql(
                    "INSERT INTO revision (school, path, value, who, at) VALUES (?, 'vision.slt', '1', '', '2027-01-01')",
                    (key,),
                )

    with ThreadPoolExecutor(8) as threads:
        saved = [threads.submit(save, key) for key in ids]
        released = dict(zip(ids, threads.map(store.links.release, tokens.values()), strict=True))
        assert [future.result() for future in saved] == [None] * len(ids)
    for key in ids:
        assert released[key] != bool(store.answers.latest_revision_of(key))
        assert released[key] != bool(store.links.school_for_token(tokens[key]))


def test_only_an_unstarted_plan_without_links_can_be_claimed(store):
    token = store.links.claim("100")
    assert store.links.school_for_token(token).id == "100"
    assert store.links.claim("100") is None, "there is an active link"
    store.links.revoke_all("100")
    assert store.links.claim("100")
    store.links.revoke_all("100")
    store.answers.save("100", {"vision.slt": "Written by somebody"})
    assert store.links.claim("100") is None
    with pytest.raises(UnknownSchoolError, match="so there can be no link"):
        store.links.claim("nowhere")
