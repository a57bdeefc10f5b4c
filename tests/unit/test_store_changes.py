"""Changes since a revision can be read, whichever process saved them."""

from __future__ import annotations

import sqlite3

from careerskit.plan import School
from careerskit.store import Change, open_store, record_path


def test_a_store_without_answers_has_no_changes(store):
    assert store.answers.latest_revision() == 0
    assert store.answers.changes_since(0) == []


def test_changes_of_all_schools_are_listed_oldest_first_with_their_numbers(store):
    store.schools.register([School("101", "Fernhollow College")])
    store.answers.save("100", {"vision.slt": "one"}, who="Ann")
    seen = store.answers.latest_revision()
    with open_store(store.url) as another_process:
        another_process.answers.save("101", {"vision.slt": "two"}, who="Ben")
    store.answers.save("100", {"vision.slt": ["x", "y"]}, who="Ann")
    changes = store.answers.changes_since(seen)
    assert changes == [
        Change(seen + 1, "101", "vision.slt", "two", "Ben"),
        Change(seen + 2, "100", "vision.slt", ["x", "y"], "Ann"),
    ]
    assert store.answers.latest_revision() == changes[-1].number
    assert store.answers.changes_since(changes[-1].number) == []


def test_adding_or_removing_a_record_is_a_change_too(store):
    record = store.answers.add_record("100", "swot.threats", {"text": "x"}, who="Ann")
    seen = store.answers.latest_revision()
    store.answers.remove_record("100", "swot.threats", record, who="Ben")
    (change,) = store.answers.changes_since(seen)
    assert (change.path, change.value) == (record_path("swot.threats", record, "_removed"), True)


def test_a_damaged_answer_hides_no_other_change(store):
    store.answers.save("100", {"vision.slt": "one"})
    store.answers.save("100", {"vision.staff": "two"})
    with sqlite3.connect(store.url.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE revision SET value = '{' WHERE path = 'vision.slt'")
    connection.close()
    assert [change.value for change in store.answers.changes_since(0)] == ["{", "two"]
    assert store.answers.by_path("100") == {"vision.slt": "{", "vision.staff": "two"}
