"""Records of a list keep their ids, and adding, moving and removing them are revisions too."""

from __future__ import annotations

import pytest

from careerskit.errors import UnknownPathError
from careerskit.plan import Setting
from careerskit.store import open_store, record_path

LIST = "swot.strengths"


@pytest.fixture
def abc(store):
    """Three records of one list, in the order they were added."""
    return [store.answers.add_record("100", LIST, {"text": text}) for text in "abc"]


def texts(store, **at):
    return "".join(entry["text"] for entry in store.answers.read("100", **at)["swot"]["strengths"])


def test_records_are_in_the_order_they_were_added_with_unique_ids(store, abc):
    assert texts(store) == "abc"
    assert len(set(abc)) == 3
    assert [entry["id"] for entry in store.answers.read("100")["swot"]["strengths"]] == abc


@pytest.mark.parametrize(
    ("which", "by", "expected"),
    [(2, -1, "acb"), (0, 1, "bac"), (0, 2, "bca"), (0, -1, "abc"), (2, 1, "abc"), (2, -9, "cab")],
)
def test_a_moved_record_keeps_its_id_and_stops_at_the_ends_of_the_list(store, abc, which, by, expected):
    order = store.answers.move_record("100", LIST, abc[which], by)
    assert texts(store) == expected
    assert order == [entry["id"] for entry in store.answers.read("100")["swot"]["strengths"]]
    assert sorted(order) == sorted(abc)


def test_an_edit_applies_to_a_record_that_a_colleague_has_moved(store, abc):
    with open_store(store.url) as colleague:
        colleague.answers.move_record("100", LIST, abc[2], -2)
    store.answers.save("100", {record_path(LIST, abc[2], "text"): "C"})
    assert texts(store) == "Cab"


def test_a_removed_record_is_restored_to_its_position(store, abc):
    store.answers.remove_record("100", LIST, abc[1])
    assert texts(store) == "ac"
    assert store.answers.restore_record("100", LIST, abc[1]) == abc
    assert texts(store) == "abc"


def test_a_record_added_after_the_last_was_removed_comes_after_it_when_restored(store, abc):
    for _ in range(5):  # ids are random, so once might be chance
        store.answers.remove_record("100", LIST, abc[2])
        new = store.answers.add_record("100", LIST, {"text": "d"})
        assert store.answers.restore_record("100", LIST, abc[2]) == [*abc, new]
        store.answers.remove_record("100", LIST, new)


def test_an_edit_of_a_removed_record_is_in_the_history_and_restored_with_it(store, abc):
    store.answers.remove_record("100", LIST, abc[0])
    path = record_path(LIST, abc[0], "text")
    store.answers.save("100", {path: "typed meanwhile"}, who="me")
    assert texts(store) == "bc"
    assert [entry.value for entry in store.answers.history("100", path)] == ["a", "typed meanwhile"]
    store.answers.restore_record("100", LIST, abc[0])
    assert store.answers.read("100")["swot"]["strengths"][0]["text"] == "typed meanwhile"


def test_a_list_can_be_read_as_it_was_before_a_move_and_a_removal(store, abc):
    before = store.answers.save("100", {"vision.slt": "x"})
    store.answers.move_record("100", LIST, abc[0], 2)
    store.answers.remove_record("100", LIST, abc[1])
    assert (texts(store, at=before), texts(store)) == ("abc", "ca")


def test_nested_records_are_removed_and_restored_with_their_parent(store):
    objective = store.answers.add_record("100", "objectives", {"objective": "one"})
    actions = record_path("objectives", objective, "actions")
    action = store.answers.add_record("100", actions, {"time": "Aut1"})
    store.answers.remove_record("100", "objectives", objective)
    assert store.answers.read("100")["objectives"] == []
    store.answers.restore_record("100", "objectives", objective)
    assert store.answers.read("100")["objectives"][0]["actions"] == [{"id": action, "time": "Aut1"}]


def test_moving_a_record_that_is_not_in_the_list_is_refused(store, abc):
    store.answers.remove_record("100", LIST, abc[0])
    with pytest.raises(UnknownPathError, match=f"has no record {abc[0]}"):
        store.answers.move_record("100", LIST, abc[0], 1)


def test_two_lists_of_a_plan_are_independent(store, abc):
    store.answers.add_record("100", "swot.threats", {"text": "z"})
    store.answers.remove_record("100", LIST, abc[0])
    assert [entry["text"] for entry in store.answers.read("100")["swot"]["threats"]] == ["z"]


@pytest.mark.parametrize("path", ["objectives[nowhere].actions", "objectives[nowhere].actions[nor_here].notes"])
def test_a_record_under_an_unknown_parent_is_refused_and_not_saved(store, path):
    with pytest.raises(UnknownPathError, match=r"objectives\[nowhere\] does not exist, or was removed"):
        store.answers.add_record("100", path, {"time": "Aut1"})
    assert store.answers.history("100") == []


def test_a_record_under_a_removed_parent_is_refused_until_that_is_restored(store):
    objective = store.answers.add_record("100", "objectives")
    actions = record_path("objectives", objective, "actions")
    store.answers.remove_record("100", "objectives", objective)
    before = store.answers.history("100")
    with pytest.raises(UnknownPathError, match=f"{objective}. does not exist, or was removed"):
        store.answers.add_record("100", actions)
    assert store.answers.history("100") == before
    store.answers.restore_record("100", "objectives", objective)
    action = store.answers.add_record("100", actions)
    assert store.answers.read("100")["objectives"][0]["actions"] == [{"id": action}]


@pytest.mark.parametrize("do", ["remove_record", "restore_record"])
def test_removing_or_restoring_an_unknown_record_is_refused_and_nothing_is_saved(store, do):
    with pytest.raises(UnknownPathError, match=r"swot\.strengths of school 100 has no record nowhere"):
        getattr(store.answers, do)("100", LIST, "nowhere")
    assert store.answers.history("100") == []


def test_removing_a_record_twice_is_harmless(store, abc):
    store.answers.remove_record("100", LIST, abc[0])
    store.answers.remove_record("100", LIST, abc[0])
    assert store.answers.restore_record("100", LIST, abc[0]) == abc


def test_records_can_be_added_to_a_list_saved_as_empty(store):
    store.answers.save("100", {LIST: []})
    record = store.answers.add_record("100", LIST, {"text": "a"})
    assert store.answers.read("100")["swot"]["strengths"] == [{"id": record, "text": "a"}]
    store.answers.save("100", {LIST: []})
    assert store.answers.read("100")["swot"]["strengths"] == [{"id": record, "text": "a"}]


def test_a_school_is_found_whatever_apostrophe_or_full_stop_is_typed(store):
    school = store.schools.add("St. Wilfrid’s Academy", Setting.SCHOOL)
    for typed in ("st wilfrids academy", "St Wilfrid's Academy", "ST. WILFRID’S ACADEMY"):
        assert store.schools.add(typed, Setting.SCHOOL, namesake=False) is None
        assert store.schools.search(typed) == [school]
        assert store.schools.count(typed) == 1
    assert store.schools.add("St Wilfred’s Academy", Setting.SCHOOL, namesake=False)


def test_schools_added_under_one_name_have_different_ids(store):
    first, second = (store.schools.add("St. Wilfrid’s, Fernhollow!", Setting.COLLEGE) for _ in range(2))

    assert first.id.startswith("st-wilfrids-fernhollow-")
    assert first.id != second.id
    assert store.schools.get(first.id) == first
