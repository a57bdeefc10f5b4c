"""Every answer is a revision and nothing is overwritten, so a plan can be read as it was at any time."""

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
    """Collect the SQL statements that a store executes."""
    sent = []

    def note(connection, cursor, statement, *rest):
        sent.append(statement)

    sa.event.listen(store.database.engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(store.database.engine, "before_cursor_execute", note)


def limit_query_variables(store):
    """Limit the variables of a query to that of the oldest SQLite in use; other builds allow many more."""
    store.close()
    sa.event.listen(
        store.database.engine, "connect", lambda raw, _: raw.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999)
    )


def rows(store):
    with store.database.reading() as connection:
        return connection.exec_driver_sql("SELECT * FROM revision ORDER BY id").all()


def test_a_saved_answer_is_read_back(store):
    store.answers.save("100", {"vision.slt": "Ambitious", "header.academic_year": "2026/27"})
    assert store.answers.read("100") == {"vision": {"slt": "Ambitious"}, "header": {"academic_year": "2026/27"}}


def test_every_change_adds_revisions_and_leaves_earlier_ones_as_they_are(store):
    first, second = store.answers.add_record("100", "objectives"), store.answers.add_record("100", "objectives")
    changes = [
        lambda: store.answers.save("100", {"vision.slt": "one"}, who="SLT link"),
        lambda: store.answers.save("100", {"vision.slt": "two", "vision.staff": ""}),
        lambda: store.answers.move_record("100", "objectives", second, -1),
        lambda: store.answers.remove_record("100", "objectives", first),
        lambda: store.answers.save("100", {record_path("objectives", first, "issue"): "typed after its removal"}),
        lambda: store.answers.restore_record("100", "objectives", first),
        lambda: store.answers.replace_all("100", {"vision.ideas": "all new"}),
    ]
    for change in changes:
        before = rows(store)
        with statements(store) as sent:
            change()
        assert not [statement for statement in sent if statement.startswith(("UPDATE", "DELETE"))]
        after = rows(store)
        assert len(after) > len(before)
        assert after[: len(before)] == before


def test_the_history_shows_who_changed_what_and_when(store):
    earlier = store.answers.save("100", {"vision.slt": "one"}, who="SLT link")
    later = store.answers.save("100", {"vision.slt": "two", "vision.staff": "three"}, who="careers leader")
    entries = [(entry.path, entry.value, entry.who, entry.at) for entry in store.answers.history("100", "vision.slt")]
    assert entries == [("vision.slt", "one", "SLT link", earlier), ("vision.slt", "two", "careers leader", later)]
    assert len(store.answers.history("100")) == 3


def test_the_history_of_a_record_includes_its_fields_and_no_similar_path(store):
    store.answers.save(
        "100", {"objectives[a]._place": 0, "objectives[a].actions[b].time": "Aut1", "objectives_old.a": "x"}
    )
    assert len(store.answers.history("100", "objectives[a]")) == 2
    assert len(store.answers.history("100", "objectives")) == 2


def test_an_unchanged_answer_is_not_written_again(store):
    store.answers.save("100", {"vision.slt": "one"})
    store.answers.save("100", {"vision.slt": "one"})
    assert len(store.answers.history("100")) == 1


def test_an_emptied_answer_is_empty_and_its_text_is_in_the_history(store):
    store.answers.save("100", {"vision.slt": "one"})
    store.answers.save("100", {"vision.slt": ""})
    assert store.answers.read("100")["vision"]["slt"] == ""
    assert [entry.value for entry in store.answers.history("100")] == ["one", ""]


def test_a_plan_can_be_read_as_it_was_at_a_time(store):
    a = store.answers.add_record("100", "objectives", {"objective": "first"})
    time = store.answers.save("100", {"vision.slt": "one"})
    store.answers.add_record("100", "objectives", {"objective": "second"})
    store.answers.move_record("100", "objectives", a, 1)
    store.answers.save("100", {"vision.slt": "two"})
    assert store.answers.read("100", at=time) == {
        "vision": {"slt": "one"},
        "objectives": [{"id": a, "objective": "first"}],
    }
    assert [entry["objective"] for entry in store.answers.read("100")["objectives"]] == ["second", "first"]


def test_simultaneous_edits_of_different_fields_are_both_saved(store):
    with open_store(store.url) as colleague:
        mine, theirs = store.answers.read("100"), colleague.answers.read("100")
        assert mine == theirs == {}
        store.answers.save("100", {"vision.slt": "mine"}, who="me")
        colleague.answers.save("100", {"vision.staff": "theirs"}, who="a colleague")
        assert (
            store.answers.read("100") == colleague.answers.read("100") == {"vision": {"slt": "mine", "staff": "theirs"}}
        )


def test_the_latest_edit_of_a_field_counts_and_the_earlier_is_in_the_history(store):
    with open_store(store.url) as colleague:
        store.answers.save("100", {"vision.slt": "mine"})
        colleague.answers.save("100", {"vision.slt": "theirs"})
        assert store.answers.read("100")["vision"]["slt"] == "theirs"
        assert [entry.value for entry in store.answers.history("100", "vision.slt")] == ["mine", "theirs"]


def test_answers_of_many_schools_are_read_in_one_query(store):
    schools = [School(f"s{number}", f"School {number}") for number in range(60)]
    store.schools.register(schools)
    for school in schools:
        store.answers.save(school.id, {"vision.slt": school.name})
    with statements(store) as sent:
        found = store.answers.read_many(school.id for school in schools)
    assert [found[school.id]["vision"]["slt"] for school in schools] == [school.name for school in schools]
    assert len([statement for statement in sent if statement.startswith("SELECT")]) == 1


def test_answers_of_more_schools_than_a_query_takes_are_read(store):
    limit_query_variables(store)
    store.answers.save("100", {"vision.slt": "one"})
    many = [f"s{number}" for number in range(40_000)]
    found = store.answers.read_many([*many, "100"])
    assert len(found) == 40_001
    assert found["100"] == {"vision": {"slt": "one"}}
    assert not any(found[school] for school in many)


@pytest.mark.parametrize("refused", [{"not a path!": "x"}, {"vision.staff": object()}], ids=["path", "value"])
def test_if_one_answer_is_refused_none_is_saved(store, refused):
    with pytest.raises((UnknownPathError, StoreError)):
        store.answers.save("100", {"vision.slt": "one", **refused, "vision.parents": "two"})
    assert store.answers.history("100") == []


@pytest.mark.parametrize(
    ("existing", "refused"),
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
def test_a_path_cannot_be_both_an_answer_and_a_parent_of_answers(store, existing, refused):
    store.answers.save("100", existing)
    before = store.answers.history("100")
    with pytest.raises(UnknownPathError, match=r"(vision|swot\.strengths(\[a\])?) cannot be both"):
        store.answers.save("100", refused)
    assert store.answers.history("100") == before


@pytest.mark.parametrize("empty", ["", None, [], {}])
def test_an_emptied_answer_does_not_block_paths_below_it(store, empty):
    store.answers.save("100", {"vision": "one"})
    store.answers.save("100", {"vision": empty})
    store.answers.save("100", {"vision.slt": "two"})
    assert store.answers.read("100") == {"vision": {"slt": "two"}}


@pytest.mark.parametrize("path", ["", "vision.", ".slt", "vision..slt", "Vision", "objectives[]", "objectives[a b].x"])
def test_an_invalid_path_is_refused_with_an_example(store, path):
    with pytest.raises(UnknownPathError, match=r"A path reads like vision\.slt"):
        store.answers.save("100", {path: "x"})


def test_answers_for_an_unknown_school_are_refused(store):
    with pytest.raises(UnknownSchoolError, match="knows no school '101'"):
        store.answers.save("101", {"vision.slt": "one"})


@pytest.mark.parametrize("text", ["\x00\x1b\x7f", "\u2028\u202e", "👩🏽‍🏫", "a\r\nb", "  ", "\ufeff", "'; --"])
def test_text_is_stored_unchanged(store, text):
    store.answers.save("100", {"vision.slt": text})
    assert store.answers.read("100")["vision"]["slt"] == text


def test_a_lone_surrogate_is_replaced_by_a_valid_character(store):
    store.answers.save("100", {"vision.slt": "well done \ud83d", "vision.staff": "\ud83d\udc4f"})
    assert store.answers.read("100")["vision"] == {"slt": "well done \ufffd", "staff": "👏"}
