"""The store only ever grows: every answer is a revision, and a plan can be read as it stood at any time."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from careerskit.errors import StoreError, UnknownPathError, UnknownSchoolError
from careerskit.plan import School
from careerskit.store import open_store, record_path


@contextmanager
def statements(store):
    """Gather the SQL that a store sends meanwhile."""
    sent = []

    def note(connection, cursor, statement, *rest):
        sent.append(statement)

    sa.event.listen(store.database.engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(store.database.engine, "before_cursor_execute", note)


def few_values_only(store):
    """Have a store take no more values in a query than the oldest SQLite in use does: another build takes many more."""
    store.close()
    sa.event.listen(
        store.database.engine, "connect", lambda raw, _: raw.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999)
    )


def rows(store):
    with store.database.reading() as connection:
        return connection.exec_driver_sql("SELECT * FROM revision ORDER BY id").all()


def test_an_answer_that_was_saved_is_read_back(store):
    store.answers.save("100", {"vision.slt": "Ambitious", "header.academic_year": "2026/27"})
    assert store.answers.read("100") == {"vision": {"slt": "Ambitious"}, "header": {"academic_year": "2026/27"}}


def test_whatever_is_done_adds_revisions_and_leaves_the_earlier_ones_as_they_are(store):
    first, second = store.answers.add_record("100", "objectives"), store.answers.add_record("100", "objectives")
    doings = [
        lambda: store.answers.save("100", {"vision.slt": "one"}, who="SLT link"),
        lambda: store.answers.save("100", {"vision.slt": "two", "vision.staff": ""}),
        lambda: store.answers.move_record("100", "objectives", second, -1),
        lambda: store.answers.remove_record("100", "objectives", first),
        lambda: store.answers.save("100", {record_path("objectives", first, "issue"): "typed after its removal"}),
        lambda: store.answers.restore_record("100", "objectives", first),
        lambda: store.answers.replace_all("100", {"vision.ideas": "all new"}),
    ]
    for do in doings:
        before = rows(store)
        with statements(store) as sent:
            do()
        assert not [one for one in sent if one.startswith(("UPDATE", "DELETE"))]
        after = rows(store)
        assert len(after) > len(before)
        assert after[: len(before)] == before


def test_the_history_tells_who_changed_what_and_when(store):
    earlier = store.answers.save("100", {"vision.slt": "one"}, who="SLT link")
    later = store.answers.save("100", {"vision.slt": "two", "vision.staff": "three"}, who="careers leader")
    told = [(entry.path, entry.value, entry.who, entry.at) for entry in store.answers.history("100", "vision.slt")]
    assert told == [("vision.slt", "one", "SLT link", earlier), ("vision.slt", "two", "careers leader", later)]
    assert len(store.answers.history("100")) == 3


def test_the_history_of_a_record_holds_all_below_it_and_of_no_record_with_a_longer_name(store):
    store.answers.save(
        "100", {"objectives[a]._place": 0, "objectives[a].actions[b].time": "Aut1", "objectives_old.a": "x"}
    )
    assert len(store.answers.history("100", "objectives[a]")) == 2
    assert len(store.answers.history("100", "objectives")) == 2


def test_an_answer_that_stands_already_is_not_written_again(store):
    store.answers.save("100", {"vision.slt": "one"})
    store.answers.save("100", {"vision.slt": "one"})
    assert len(store.answers.history("100")) == 1


def test_an_answer_that_was_emptied_is_empty_and_its_words_are_in_the_history(store):
    store.answers.save("100", {"vision.slt": "one"})
    store.answers.save("100", {"vision.slt": ""})
    assert store.answers.read("100")["vision"]["slt"] == ""
    assert [entry.value for entry in store.answers.history("100")] == ["one", ""]


def test_a_plan_is_read_as_it_stood_at_a_time(store):
    a = store.answers.add_record("100", "objectives", {"objective": "first"})
    then = store.answers.save("100", {"vision.slt": "one"})
    store.answers.add_record("100", "objectives", {"objective": "second"})
    store.answers.move_record("100", "objectives", a, 1)
    store.answers.save("100", {"vision.slt": "two"})
    assert store.answers.read("100", at=then) == {
        "vision": {"slt": "one"},
        "objectives": [{"id": a, "objective": "first"}],
    }
    assert [entry["objective"] for entry in store.answers.read("100")["objectives"]] == ["second", "first"]


def test_edits_of_different_fields_by_two_people_at_once_both_stand(store):
    with open_store(store.url) as colleague:
        mine, theirs = store.answers.read("100"), colleague.answers.read("100")
        assert mine == theirs == {}
        store.answers.save("100", {"vision.slt": "mine"}, who="me")
        colleague.answers.save("100", {"vision.staff": "theirs"}, who="a colleague")
        assert (
            store.answers.read("100") == colleague.answers.read("100") == {"vision": {"slt": "mine", "staff": "theirs"}}
        )


def test_of_edits_of_one_field_the_newest_stands_and_the_older_is_in_the_history(store):
    with open_store(store.url) as colleague:
        store.answers.save("100", {"vision.slt": "mine"})
        colleague.answers.save("100", {"vision.slt": "theirs"})
        assert store.answers.read("100")["vision"]["slt"] == "theirs"
        assert [entry.value for entry in store.answers.history("100", "vision.slt")] == ["mine", "theirs"]


def test_the_answers_of_many_schools_are_read_in_one_query(store):
    schools = [School(f"s{number}", f"School {number}") for number in range(60)]
    store.schools.register(schools)
    for school in schools:
        store.answers.save(school.id, {"vision.slt": school.name})
    with statements(store) as sent:
        found = store.answers.read_many(school.id for school in schools)
    assert [found[school.id]["vision"]["slt"] for school in schools] == [school.name for school in schools]
    assert len([one for one in sent if one.startswith("SELECT")]) == 1


def test_the_answers_of_more_schools_than_a_query_takes_values_are_read_all_the_same(store):
    few_values_only(store)
    store.answers.save("100", {"vision.slt": "one"})
    many = [f"s{number}" for number in range(40_000)]
    found = store.answers.read_many([*many, "100"])
    assert len(found) == 40_001
    assert found["100"] == {"vision": {"slt": "one"}}
    assert not any(found[school] for school in many)


@pytest.mark.parametrize("refused", [{"not a path!": "x"}, {"vision.staff": object()}], ids=["path", "value"])
def test_of_answers_of_which_one_is_refused_none_is_kept(store, refused):
    with pytest.raises((UnknownPathError, StoreError)):
        store.answers.save("100", {"vision.slt": "one", **refused, "vision.parents": "two"})
    assert store.answers.history("100") == []


@pytest.mark.parametrize(
    ("stands", "refused"),
    [
        ({"vision.slt": "one"}, {"vision": "two"}),
        ({"vision": "one"}, {"vision.slt": "two"}),
        ({}, {"vision": "one", "vision.slt": "two"}),
        ({"swot.strengths[a]._place": 0}, {"swot.strengths": ["two"]}),
        ({"swot.strengths": ["one"]}, {"swot.strengths[a]._place": 0}),
        ({"swot.strengths[a]._place": 0}, {"swot.strengths.text": "two"}),
        ({"swot.strengths[a]._place": 0}, {"swot.strengths[a]": "two"}),
    ],
)
def test_a_path_that_would_be_an_answer_and_have_answers_below_it_is_refused(store, stands, refused):
    store.answers.save("100", stands)
    before = store.answers.history("100")
    with pytest.raises(UnknownPathError, match=r"(vision|swot\.strengths(\[a\])?) cannot be both"):
        store.answers.save("100", refused)
    assert store.answers.history("100") == before


@pytest.mark.parametrize("empty", ["", None, [], {}])
def test_an_answer_that_was_emptied_is_in_nobodys_way(store, empty):
    store.answers.save("100", {"vision": "one"})
    store.answers.save("100", {"vision": empty})
    store.answers.save("100", {"vision.slt": "two"})
    assert store.answers.read("100") == {"vision": {"slt": "two"}}


@pytest.mark.parametrize("path", ["", "vision.", ".slt", "vision..slt", "Vision", "objectives[]", "objectives[a b].x"])
def test_what_is_not_written_as_a_path_is_refused_with_an_example(store, path):
    with pytest.raises(UnknownPathError, match=r"A path reads like vision\.slt"):
        store.answers.save("100", {path: "x"})


def test_answers_of_a_school_that_the_store_does_not_know_are_refused(store):
    with pytest.raises(UnknownSchoolError, match="knows no school '101'"):
        store.answers.save("101", {"vision.slt": "one"})


@pytest.mark.parametrize("text", ["\x00\x1b\x7f", "\u2028\u202e", "👩🏽‍🏫", "a\r\nb", "  ", "\ufeff", "'; --"])
def test_text_is_kept_to_the_letter(store, text):
    store.answers.save("100", {"vision.slt": text})
    assert store.answers.read("100")["vision"]["slt"] == text


def test_half_an_emoji_is_kept_as_a_sign_that_every_page_and_file_can_hold(store):
    store.answers.save("100", {"vision.slt": "well done \ud83d", "vision.staff": "\ud83d\udc4f"})
    assert store.answers.read("100")["vision"] == {"slt": "well done \ufffd", "staff": "👏"}
