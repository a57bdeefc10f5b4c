"""What was replaced or removed in a plan is found again, with what is worth putting back and nothing else."""

from __future__ import annotations

import sqlite3

from careerskit.plan import School
from careerskit.store import BACKUP, UNDO, answers_in, count_answers, load_plan, record_path

SLT = "vision.slt"


def replaced(store):
    return [(one.path, one.before, one.after, one.who) for one in store.history.overwritten("100")]


def write(store, *texts, path=SLT):
    """Save texts by their authors: "a: one"."""
    for who, _, text in (text.partition(": ") for text in texts):
        store.answers.save("100", {path: text}, who)


def test_what_another_author_replaced_is_found_with_both_texts(store):
    write(store, "a: Ambitious", "b: Careful")
    (one,) = store.history.overwritten("100")
    assert (one.path, one.before, one.after, one.who) == (SLT, "Ambitious", "Careful", "b")
    assert one.at == store.answers.history("100", SLT)[-1].at


def test_what_one_author_writes_in_one_go_is_one_answer(store):
    write(store, "a: A", "a: An", "a: An idea", "b: N", "b: No idea", "a: Ideas")
    assert replaced(store) == [(SLT, "No idea", "Ideas", "a"), (SLT, "An idea", "No idea", "b")]


def test_an_emptied_answer_is_found_and_an_empty_one_is_not(store):
    write(store, "a: One", "b: ", "c: Two", "d:    ", "e: Three")
    assert replaced(store) == [(SLT, "Two", "   ", "d"), (SLT, "One", "", "b")]


def test_what_only_adds_to_an_answer_replaces_nothing(store):
    write(store, "a: One", "b: One and two", "c: And first: one and two", "d: Then One", "poll: Then One\nFour")
    assert replaced(store) == [
        (SLT, "And first: one and two", "Then One", "d"),
        (SLT, "One and two", "And first: one and two", "c"),
    ]


def test_an_answer_that_is_there_again_is_not_in_the_list_and_what_it_replaced_is(store):
    write(store, "a: One", "b: Two")
    store.answers.save("100", {SLT: "One"}, UNDO)
    assert replaced(store) == [(SLT, "Two", "One", UNDO)]
    store.answers.save("100", {SLT: "Two"}, UNDO)
    assert replaced(store) == [(SLT, "One", "Two", UNDO)]


def test_putting_back_a_part_of_an_answer_can_be_undone_too(store):
    write(store, "a: One and two", "b: One")
    store.answers.save("100", {SLT: "One and two"}, UNDO)
    assert replaced(store) == [(SLT, "One", "One and two", UNDO)]


def test_two_backups_one_after_the_other_lose_nothing(store):
    write(store, "a: One")
    for text in ("Two", "Three"):
        store.answers.replace_all("100", {SLT: text}, BACKUP)
    assert replaced(store) == [(SLT, "Two", "Three", BACKUP), (SLT, "One", "Two", BACKUP)]


def test_an_answer_that_was_replaced_several_times_is_listed_once(store):
    write(store, "a: One", "b: Two", "c: One", "d: Three")
    assert replaced(store) == [(SLT, "One", "Three", "d"), (SLT, "Two", "One", "c")]


def test_other_answers_than_texts_are_found_and_no_order_of_records(store):
    point = store.answers.add_record("100", "swot.strengths", {"text": "One"}, "a")
    store.answers.add_record("100", "swot.strengths", {"text": "Two"}, "a")
    store.answers.move_record("100", "swot.strengths", point, 1, "b")
    for who, chosen in (("a", [1, 3]), ("b", [1])):
        store.answers.save("100", {"current_state.priority_benchmarks": chosen}, who)
    assert replaced(store) == [("current_state.priority_benchmarks", [1, 3], [1], "b")]


def test_only_this_schools_answers_are_found(store):
    store.schools.register([School("101", "Quillbridge College")])
    for who in ("a", "b"):
        store.answers.save("101", {SLT: f"Theirs, by {who}"}, who)
    store.answers.remove_record("101", "objectives", store.answers.add_record("101", "objectives", {"issue": "x"}))
    assert store.history.overwritten("100") == store.history.removed("100") == []


def test_answers_of_a_removed_record_come_with_the_record(store):
    objective = store.answers.add_record("100", "objectives", {"objective": "Every student meets an employer"}, "a")
    actions = record_path("objectives", objective, "actions")
    first = store.answers.add_record("100", actions, {"action": "Invite three"}, "a")
    second = store.answers.add_record("100", actions, {"action": "Invite four"}, "a")
    write(store, "b: Invite five", path=record_path(actions, first, "action"))
    store.answers.remove_record("100", actions, second)
    assert [one.record for one in store.history.removed("100")] == [second]
    store.answers.remove_record("100", "objectives", objective)

    (one,) = store.history.removed("100")

    assert (one.list_path, one.record) == ("objectives", objective)
    assert one.answers == {
        "objective": "Every student meets an employer",
        f"actions[{first}].action": "Invite five",
    }
    assert replaced(store) == []
    store.answers.restore_record("100", "objectives", objective)
    assert [one.record for one in store.history.removed("100")] == [second]
    assert [before for _, before, _, _ in replaced(store)] == ["Invite three"]


def test_the_latest_removed_record_comes_first_and_blank_or_restored_ones_not_at_all(store):
    texts = ("One", "Two", "", "  ", "Three")
    points = [store.answers.add_record("100", "swot.threats", {"text": text}) for text in texts]
    for point in points:
        store.answers.remove_record("100", "swot.threats", point)
    store.answers.restore_record("100", "swot.threats", points[0])
    assert [one.answers["text"] for one in store.history.removed("100")] == ["Three", "Two"]


def test_a_damaged_answer_hides_nothing_else(store):
    write(store, "a: One", "b: Two")
    store.answers.save("100", {"vision.staff": "Time for it"}, "a")
    file = store.url.removeprefix("sqlite:///")
    with sqlite3.connect(file) as raw:
        raw.execute("UPDATE revision SET value = '{' WHERE path = 'vision.staff'")
    assert replaced(store) == [(SLT, "One", "Two", "b")]


def test_the_school_whose_plan_was_changed_last_is_known(store):
    assert store.history.last_changed() == ""
    store.schools.register([School("101", "Quillbridge College")])
    store.answers.save("101", {SLT: "One"})
    store.answers.save("100", {SLT: "One"})
    assert store.history.last_changed() == "100"


def test_the_answers_in_a_plan_are_those_that_the_store_has(store):
    store.answers.save("100", {SLT: "One", "header.school_name": "Larkmoor", "header.setting": "School"})
    store.answers.add_record("100", "objectives", {"objective": "All meet an employer", "benchmarks": [5]})
    plan = load_plan(store, store.schools.get("100"))
    stored = store.answers.by_path("100")
    assert {path: answers_in(plan)[path] for path in stored} == stored
    assert count_answers(answers_in(plan)) == count_answers(stored) == 5


def test_a_record_that_a_backup_does_not_have_is_removed_as_a_whole(store):
    objective = store.answers.add_record("100", "objectives", {"objective": "All meet an employer"}, "a")
    actions = record_path("objectives", objective, "actions")
    for text in ("Invite three", "Invite four"):
        last = store.answers.add_record("100", actions, {"action": text}, "a")
    store.answers.remove_record("100", actions, last)
    store.answers.replace_all("100", {SLT: "One"}, BACKUP)
    assert store.answers.read("100")["objectives"] == []
    (one,) = store.history.removed("100")

    assert store.answers.restore_record("100", one.list_path, one.record, UNDO) == [objective]

    (restored,) = store.answers.read("100")["objectives"]
    assert restored["objective"] == "All meet an employer"
    assert [action["action"] for action in restored["actions"]] == ["Invite three"]


def test_a_backup_brings_removed_records_back_as_they_were_in_it(store):
    point = store.answers.add_record("100", "swot.threats", {"text": "One"}, "a")
    backup = answers_in(load_plan(store, store.schools.get("100")))
    store.answers.save("100", {record_path("swot.threats", point, "text"): "Two"}, "a")
    store.answers.replace_all("100", {}, BACKUP)
    store.answers.replace_all("100", backup, BACKUP)
    assert store.answers.read("100")["swot"]["threats"] == [{"id": point, "text": "One"}]


def test_when_a_school_first_saved_something_is_known(store):
    assert store.answers.first_saved("100") is None
    write(store, "a: One", "b: Two")
    assert store.answers.first_saved("100") == store.answers.history("100")[0].at
