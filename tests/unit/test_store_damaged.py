"""What another program or a bad disk did to one school is told of that school, and the others never notice."""

from __future__ import annotations

import json
from functools import partial

import pytest

from careerskit.errors import CareerskitError, StoreError
from careerskit.plan import Plan, School, Setting, Vision
from careerskit.store import import_plan, load_plan, load_plans

DAMAGED = "INSERT INTO revision (school, path, value, who, at) VALUES ('bad', ?, ?, '', '2026-11-25 10:00:00.000000')"
WORDS = json.dumps("words")


@pytest.fixture
def two(store):
    """Return two schools of a store: one whose answers come to harm, and one with a good one."""
    store.schools.register([School("bad", "Fernhollow College"), School("good", "Northmere Academy")])
    store.answers.save("bad", {"vision.slt": "one", "swot.strengths[a]._place": 0, "swot.strengths[b]._place": 1})
    store.answers.save("good", {"vision.slt": "mine"})
    return [store.schools.get("bad"), store.schools.get("good")]


def harm(store, *rows):
    with store.database.writing() as connection:
        for row in rows:
            connection.exec_driver_sql(DAMAGED, row)


def refusal(do):
    """Do it, and return in which words it was refused, "" where it was done."""
    try:
        do()
    except CareerskitError as error:
        return str(error)
    return ""


BY_HAND = [
    ("vision", WORDS),
    ("vision.slt.more", WORDS),
    ("swot.strengths", WORDS),
    ("swot.strengths.text", WORDS),
    ("vision.slt", "{not json"),
    ("vision.slt", ""),
    ("vision.slt", "[" * 100_000),
    ("vision.slt", "9" * 5000),
    ("vision.slt", b"\xff\xfe"),
    ("swot.strengths[a]._place", WORDS),
    ("not a path", WORDS),
    ("", WORDS),
]
NO_PLAN = [("header", WORDS), ("vision.slt", "5"), ("objectives", WORDS), ("header.setting", "[1]")]


@pytest.mark.parametrize(("path", "value"), BY_HAND)
def test_of_many_schools_the_one_that_cannot_be_read_has_the_reason_in_place_of_its_answers(store, two, path, value):
    harm(store, (path, value))
    found = store.answers.read_many(["bad", "good", "unheard of"])
    assert isinstance(found["bad"], StoreError)
    assert "The answers of school bad cannot be read: " in str(found["bad"])
    assert found["good"] == {"vision": {"slt": "mine"}}
    assert found["unheard of"] == {}
    with pytest.raises(StoreError, match="The answers of school bad cannot be read: "):
        store.answers.read("bad")


@pytest.mark.parametrize(("path", "value"), BY_HAND + NO_PLAN)
def test_of_many_plans_the_one_that_cannot_be_read_has_the_reason_in_its_place(store, two, path, value):
    harm(store, (path, value))
    found = load_plans(store, two)
    assert isinstance(found["bad"], StoreError)
    assert "Fernhollow College (bad)" in str(found["bad"])
    assert found["good"].vision.slt == "mine"
    assert load_plan(store, two[1]) == found["good"]
    with pytest.raises(StoreError, match=r"Fernhollow College \(bad\)"):
        load_plan(store, two[0])


@pytest.mark.parametrize(("path", "value"), BY_HAND + NO_PLAN)
def test_a_plan_file_brings_a_damaged_school_back_or_says_why_not(store, two, path, value):
    harm(store, (path, value))
    for vision in (Vision(), Vision(slt="again")):
        text = Plan(school="bad", vision=vision).to_json()
        if refused := refusal(partial(import_plan, store, text, "ours.json")):
            assert path in ("not a path", ""), refused
        else:
            assert load_plan(store, two[0]).vision == vision


@pytest.mark.parametrize(("path", "value"), BY_HAND)
def test_whatever_is_done_with_a_damaged_school_is_done_or_refused_in_words(store, two, path, value):
    harm(store, (path, value))
    for do in (
        lambda: store.answers.save("bad", {"vision.staff": "x"}),
        lambda: store.answers.add_record("bad", "swot.strengths"),
        lambda: store.answers.move_record("bad", "swot.strengths", "a", 1),
        lambda: store.answers.remove_record("bad", "swot.strengths", "a"),
        lambda: store.answers.restore_record("bad", "swot.strengths", "a"),
        lambda: store.answers.history("bad"),
    ):
        refused = refusal(do)
        assert not refused or "bad" in refused or path in refused


def test_a_damaged_value_stands_in_the_history_as_it_is(store, two):
    harm(store, ("vision.slt", "{not json"))
    assert [entry.value for entry in store.answers.history("bad", "vision.slt")] == ["one", "{not json"]


def test_a_school_of_an_unknown_kind_counts_as_a_school_and_stops_nobody(store, two):
    with store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE school SET setting = 'Zoo' WHERE id = 'bad'")
    assert store.schools.get("bad").setting is Setting.SCHOOL
    assert len(store.schools.search()) == 3


def test_a_published_row_that_is_damaged_is_left_out_and_the_others_are_there(store):
    store.published.replace("destinations", {"100": {"cohort": 90}, "101": {"cohort": 8}}, "2024 release")
    with store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE published SET body = '{not json' WHERE subject = '100'")
    assert store.published.get("destinations", ["100", "101"]) == {"101": {"cohort": 8}}
