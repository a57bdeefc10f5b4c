"""Records of a list keep their ids, and moving, adding and removing them are revisions too."""

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


def test_records_stand_in_the_order_they_were_added_each_with_an_id_of_its_own(store, abc):
    assert texts(store) == "abc"
    assert len(set(abc)) == 3
    assert [entry["id"] for entry in store.answers.read("100")["swot"]["strengths"]] == abc


@pytest.mark.parametrize(
    ("which", "by", "then"),
    [(2, -1, "acb"), (0, 1, "bac"), (0, 2, "bca"), (0, -1, "abc"), (2, 1, "abc"), (2, -9, "cab")],
)
def test_a_moved_record_keeps_its_id_and_at_an_end_it_stays(store, abc, which, by, then):
    order = store.answers.move_record("100", LIST, abc[which], by)
    assert texts(store) == then
    assert order == [entry["id"] for entry in store.answers.read("100")["swot"]["strengths"]]
    assert sorted(order) == sorted(abc)


def test_an_edit_of_a_record_reaches_it_wherever_a_colleague_has_moved_it(store, abc):
    with open_store(store.url) as colleague:
        colleague.answers.move_record("100", LIST, abc[2], -2)
    store.answers.save("100", {record_path(LIST, abc[2], "text"): "C"})
    assert texts(store) == "Cab"


def test_a_removed_record_is_gone_and_comes_back_where_it_stood(store, abc):
    store.answers.remove_record("100", LIST, abc[1])
    assert texts(store) == "ac"
    assert store.answers.restore_record("100", LIST, abc[1]) == abc
    assert texts(store) == "abc"


def test_a_record_added_after_the_last_was_removed_stands_behind_it_when_it_comes_back(store, abc):
    for _ in range(5):  # ids are made by chance, so once could be luck
        store.answers.remove_record("100", LIST, abc[2])
        new = store.answers.add_record("100", LIST, {"text": "d"})
        assert store.answers.restore_record("100", LIST, abc[2]) == [*abc, new]
        store.answers.remove_record("100", LIST, new)


def test_an_edit_of_a_record_that_a_colleague_removed_stays_in_the_history_and_comes_back_with_it(store, abc):
    store.answers.remove_record("100", LIST, abc[0])
    path = record_path(LIST, abc[0], "text")
    store.answers.save("100", {path: "typed meanwhile"}, who="me")
    assert texts(store) == "bc"
    assert [entry.value for entry in store.answers.history("100", path)] == ["a", "typed meanwhile"]
    store.answers.restore_record("100", LIST, abc[0])
    assert store.answers.read("100")["swot"]["strengths"][0]["text"] == "typed meanwhile"


def test_the_list_can_be_read_as_it_stood_before_a_move_and_a_removal(store, abc):
    then = store.answers.save("100", {"vision.slt": "x"})
    store.answers.move_record("100", LIST, abc[0], 2)
    store.answers.remove_record("100", LIST, abc[1])
    assert (texts(store, at=then), texts(store)) == ("abc", "ca")


def test_records_within_a_record_go_and_come_back_with_it(store):
    objective = store.answers.add_record("100", "objectives", {"objective": "one"})
    actions = record_path("objectives", objective, "actions")
    action = store.answers.add_record("100", actions, {"time": "Aut1"})
    store.answers.remove_record("100", "objectives", objective)
    assert store.answers.read("100")["objectives"] == []
    store.answers.restore_record("100", "objectives", objective)
    assert store.answers.read("100")["objectives"][0]["actions"] == [{"id": action, "time": "Aut1"}]


def test_moving_a_record_that_the_list_does_not_have_is_refused(store, abc):
    store.answers.remove_record("100", LIST, abc[0])
    with pytest.raises(UnknownPathError, match=f"has no record {abc[0]}"):
        store.answers.move_record("100", LIST, abc[0], 1)


def test_two_lists_of_a_plan_do_not_know_each_others_records(store, abc):
    store.answers.add_record("100", "swot.threats", {"text": "z"})
    store.answers.remove_record("100", LIST, abc[0])
    assert [entry["text"] for entry in store.answers.read("100")["swot"]["threats"]] == ["z"]


@pytest.mark.parametrize("path", ["objectives[nowhere].actions", "objectives[nowhere].actions[nor_here].notes"])
def test_a_record_under_one_that_never_was_is_refused_and_nothing_is_kept(store, path):
    with pytest.raises(UnknownPathError, match=r"objectives\[nowhere\] does not exist, or was removed"):
        store.answers.add_record("100", path, {"time": "Aut1"})
    assert store.answers.history("100") == []


def test_a_record_under_one_that_was_removed_is_refused_and_nothing_is_kept_until_that_is_put_back(store):
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
def test_removing_and_putting_back_what_never_was_are_refused_and_nothing_is_kept(store, do):
    with pytest.raises(UnknownPathError, match=r"swot\.strengths of school 100 has no record nowhere"):
        getattr(store.answers, do)("100", LIST, "nowhere")
    assert store.answers.history("100") == []


def test_what_is_removed_already_can_be_removed_by_a_colleague_too(store, abc):
    store.answers.remove_record("100", LIST, abc[0])
    store.answers.remove_record("100", LIST, abc[0])
    assert store.answers.restore_record("100", LIST, abc[0]) == abc


def test_an_empty_list_that_was_saved_as_a_value_takes_records(store):
    store.answers.save("100", {LIST: []})
    record = store.answers.add_record("100", LIST, {"text": "a"})
    assert store.answers.read("100")["swot"]["strengths"] == [{"id": record, "text": "a"}]
    store.answers.save("100", {LIST: []})
    assert store.answers.read("100")["swot"]["strengths"] == [{"id": record, "text": "a"}]


def test_a_name_is_known_however_one_writes_its_apostrophe_and_its_full_stop(store):
    saint = store.schools.add("St. Wilfrid’s Academy", Setting.SCHOOL)
    for written in ("st wilfrids academy", "St Wilfrid's Academy", "ST. WILFRID’S ACADEMY"):
        assert store.schools.add(written, Setting.SCHOOL, namesake=False) is None
        assert store.schools.search(written) == [saint]
        assert store.schools.count(written) == 1
    assert store.schools.add("St Wilfred’s Academy", Setting.SCHOOL, namesake=False)


def test_a_school_that_no_register_knows_has_an_id_of_its_own_though_two_have_one_name(store):
    first, second = (store.schools.add("St. Wilfrid’s, Fernhollow!", Setting.COLLEGE) for _ in range(2))

    assert first.id.startswith("st-wilfrids-fernhollow-")
    assert first.id != second.id
    assert store.schools.get(first.id) == first
