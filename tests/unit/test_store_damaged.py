"""Damage to one school's rows, by another program or a bad disk, is reported for that school and affects no other."""

from __future__ import annotations

import json
from functools import partial

import pytest

from careerskit.errors import CareerskitError, StoreError
from careerskit.plan import Plan, School, Setting, Vision
from careerskit.store import PublishedRelease, import_plan, load_plan, load_plans

DAMAGED = "INSERT INTO revision (school, path, value, who, at) VALUES ('bad', ?, ?, '', '2026-11-25 10:00:00.000000')"
STRING = json.dumps("words")


@pytest.fixture
def two(store):
    """Return two schools: one whose answers will be damaged, and one that stays intact."""
    store.schools.register([School("bad", "Fernhollow College"), School("good", "Northmere Academy")])
    store.answers.save("bad", {"vision.slt": "one", "swot.strengths[a]._place": 0, "swot.strengths[b]._place": 1})
    store.answers.save("good", {"vision.slt": "mine"})
    return [store.schools.get("bad"), store.schools.get("good")]


def insert_damaged(store, *rows):
    with store.database.writing() as connection:
        for row in rows:
            connection.exec_driver_sql(DAMAGED, row)


def error_of(do):
    """Return the message with which a call was refused, or "" where it succeeded."""
    try:
        do()
    except CareerskitError as error:
        return str(error)
    return ""


DAMAGED_ROWS = [
    ("vision", STRING),
    ("vision.slt.more", STRING),
    ("swot.strengths", STRING),
    ("swot.strengths.text", STRING),
    ("vision.slt", "{not json"),
    ("vision.slt", ""),
    ("vision.slt", "[" * 100_000),
    ("vision.slt", "9" * 5000),
    ("vision.slt", b"\xff\xfe"),
    ("swot.strengths[a]._place", STRING),
    ("not a path", STRING),
    ("", STRING),
]
INVALID_PLAN_ROWS = [("header", STRING), ("vision.slt", "5"), ("objectives", STRING), ("header.setting", "[1]")]


@pytest.mark.parametrize(("path", "value"), DAMAGED_ROWS)
def test_when_many_schools_are_read_a_damaged_one_has_an_error_instead_of_answers(store, two, path, value):
    insert_damaged(store, (path, value))
    found = store.answers.read_many(["bad", "good", "unheard of"])
    assert isinstance(found["bad"], StoreError)
    assert "The answers of school bad cannot be read: " in str(found["bad"])
    assert found["good"] == {"vision": {"slt": "mine"}}
    assert found["unheard of"] == {}
    with pytest.raises(StoreError, match="The answers of school bad cannot be read: "):
        store.answers.read("bad")


@pytest.mark.parametrize(("path", "value"), DAMAGED_ROWS + INVALID_PLAN_ROWS)
def test_when_many_plans_are_read_a_damaged_one_has_an_error_instead_of_a_plan(store, two, path, value):
    insert_damaged(store, (path, value))
    found = load_plans(store, two)
    assert isinstance(found["bad"], StoreError)
    assert "Fernhollow College (bad)" in str(found["bad"])
    assert found["good"].vision.slt == "mine"
    assert load_plan(store, two[1]) == found["good"]
    with pytest.raises(StoreError, match=r"Fernhollow College \(bad\)"):
        load_plan(store, two[0])


@pytest.mark.parametrize(("path", "value"), DAMAGED_ROWS + INVALID_PLAN_ROWS)
def test_importing_a_plan_file_repairs_a_damaged_school_or_is_refused(store, two, path, value):
    insert_damaged(store, (path, value))
    for vision in (Vision(), Vision(slt="again")):
        text = Plan(school="bad", vision=vision).to_json()
        if refused := error_of(partial(import_plan, store, text, "ours.json")):
            assert path in ("not a path", ""), refused
        else:
            assert load_plan(store, two[0]).vision == vision


@pytest.mark.parametrize(("path", "value"), DAMAGED_ROWS)
def test_any_action_on_a_damaged_school_succeeds_or_is_refused_with_a_message(store, two, path, value):
    insert_damaged(store, (path, value))
    for do in (
        lambda: store.answers.save("bad", {"vision.staff": "x"}),
        lambda: store.answers.add_record("bad", "swot.strengths"),
        lambda: store.answers.move_record("bad", "swot.strengths", "a", 1),
        lambda: store.answers.remove_record("bad", "swot.strengths", "a"),
        lambda: store.answers.restore_record("bad", "swot.strengths", "a"),
        lambda: store.answers.history("bad"),
    ):
        refused = error_of(do)
        assert not refused or "bad" in refused or path in refused


def test_a_damaged_value_is_in_the_history_as_it_is_stored(store, two):
    insert_damaged(store, ("vision.slt", "{not json"))
    assert [entry.value for entry in store.answers.history("bad", "vision.slt")] == ["one", "{not json"]


def test_an_unknown_type_of_school_is_read_as_school(store, two):
    with store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE school SET setting = 'Zoo' WHERE id = 'bad'")
    assert store.schools.get("bad").setting is Setting.SCHOOL
    assert len(store.schools.search()) == 3


def test_a_damaged_published_row_is_left_out_and_others_are_read(store):
    store.published.save(PublishedRelease("destinations"), {"100": {"cohort": 90}, "101": {"cohort": 8}})
    with store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE published SET body = '{not json' WHERE subject = '100'")
    assert store.published.newest("destinations", ["100", "101"]) == {"101": {"cohort": 8}}
