"""A colleague's changes to the same plan are shown, never over what is being typed, with a notice of what happened."""

from __future__ import annotations

import re

import pytest
from ipywidgets import Checkbox

from careerskit.forms import FormController, FormHost, build_form
from careerskit.forms.autosave import PAUSE
from careerskit.store import record_path
from tests.widgets import FakeClock, broken, button, buttons, control, open_all, text_of, widgets_in

LIST = "swot.strengths"
CHANGED = "A colleague has just changed this answer."
CONFLICT = "A colleague changed this answer at the same time. Yours is newer, so it replaces theirs."


class Delegate:
    """A delegate with a form of the plan, who receives the changes of others when the test says so."""

    def __init__(self, store, who, part):
        self.store, self.who, self.clock, self.saved = store, who, FakeClock(), []
        self.seen = store.answers.latest_revision()
        self.controller = FormController(
            store,
            store.schools.get("100"),
            who,
            host=FormHost(schedule=self.clock.schedule, on_saved=self.saved.append),
            clock=self.clock,
        )
        self.form = open_all(build_form(self.controller, part))

    def types(self, label, text, index=0):
        self.control(label, index).value = text

    def pauses(self):
        self.clock.advance(PAUSE)

    def receives_changes(self):
        changes = self.store.answers.changes_since(self.seen)
        self.seen = self.store.answers.latest_revision()
        self.controller.apply_remote_changes(
            {change.path: change.value for change in changes if change.who != self.who}
        )

    def control(self, label, index=0):
        return control(self.form, label, index)

    @property
    def points(self):
        """The strengths on the page, from top to bottom."""
        controls = {
            control.widget: control
            for path, control in self.controller.controls.items()
            if path.startswith(LIST) and path.endswith("text") and path not in self.controller.spare_paths
        }
        return [controls[widget].value for widget in widgets_in(self.form) if widget in controls]

    @property
    def status(self):
        return text_of(self.controller.status.widget)


@pytest.fixture
def two(store):
    """Return a function with which two delegates open the same part of a plan."""
    return lambda part: (Delegate(store, "Ann", part), Delegate(store, "Ben", part))


@pytest.fixture
def with_strengths(store):
    return [store.answers.add_record("100", LIST, {"text": text}) for text in ("first", "second", "third")]


def history(store, path="vision.slt"):
    return [(entry.value, entry.who) for entry in store.answers.history("100", path)]


def test_what_a_colleague_saved_is_shown_and_not_saved_again(store, two):
    ann, ben = two("vision")
    ben.types("SLT Comments", "from Ben")
    ben.pauses()
    ann.receives_changes()
    ann.pauses()
    assert ann.control("SLT Comments").value == "from Ben"
    assert history(store) == [("from Ben", "Ben")]
    assert "A colleague" not in text_of(ann.form), "it replaced nothing"


def test_a_notice_of_a_replaced_answer_stays_until_the_delegate_types_there(store, two):
    store.answers.save("100", {"vision.slt": "old words"})
    ann, ben = two("vision")
    ben.types("SLT Comments", "new words")
    ben.pauses()
    ann.receives_changes()
    assert CHANGED in ann.control("SLT Comments").description
    ann.types("SLT Comments", "newer words")
    assert CHANGED not in ann.control("SLT Comments").description


def test_the_notice_also_goes_when_a_delegate_who_typed_there_before_types_again(two):
    ann, ben = two("vision")
    ann.types("SLT Comments", "from Ann")
    ann.pauses()
    ben.receives_changes()
    ben.types("SLT Comments", "from Ben")
    ben.pauses()
    ann.receives_changes()
    assert CHANGED in ann.control("SLT Comments").description
    ann.types("SLT Comments", "from Ben and Ann")
    assert CHANGED not in ann.control("SLT Comments").description


def test_a_pending_answer_stays_and_replaces_the_colleagues_and_both_are_revisions(store, two):
    ann, ben = two("vision")
    ann.types("SLT Comments", "from Ann")
    ben.types("SLT Comments", "from Ben")
    ben.pauses()
    ann.receives_changes()
    assert ann.control("SLT Comments").value == "from Ann"
    assert CONFLICT in ann.control("SLT Comments").description
    ann.pauses()
    assert CONFLICT in ann.control("SLT Comments").description, (
        "it was saved too soon after the notice for anybody to have read it"
    )
    ben.receives_changes()
    assert ben.control("SLT Comments").value == "from Ann"
    assert CHANGED in ben.control("SLT Comments").description
    assert history(store) == [("from Ben", "Ben"), ("from Ann", "Ann")]


def test_the_notice_of_a_conflict_stays_until_the_delegate_comes_back_from_another_answer(two):
    ann, ben = two("vision")
    ann.types("SLT Comments", "from Ann")
    ben.types("SLT Comments", "from Ben")
    ben.pauses()
    ann.receives_changes()
    ann.types("SLT Comments", "from Ann, going on")
    ann.types("Staff Voice Comments", "elsewhere")
    assert CONFLICT in ann.control("SLT Comments").description
    ann.types("SLT Comments", "from Ann, back again")
    assert CONFLICT not in ann.control("SLT Comments").description


def test_there_is_no_notice_where_both_wrote_the_same(two):
    ann, ben = two("vision")
    for delegate in (ann, ben):
        delegate.types("SLT Comments", "the same")
    ben.pauses()
    ann.receives_changes()
    assert "A colleague" not in text_of(ann.form)


def test_an_answer_saved_here_after_a_colleagues_stays_even_if_theirs_arrives_later(store, two):
    ann, ben = two("vision")
    ann.types("SLT Comments", "from Ann")
    ben.types("SLT Comments", "from Ben")
    ben.pauses()
    ann.pauses()
    ann.receives_changes()
    assert ann.control("SLT Comments").value == "from Ann" == store.answers.read("100")["vision"]["slt"]
    assert CONFLICT in ann.control("SLT Comments").description


def test_an_answer_saved_here_before_a_colleagues_is_replaced_by_theirs(two):
    ann, ben = two("vision")
    ann.types("SLT Comments", "from Ann")
    ben.types("SLT Comments", "from Ben")
    ann.pauses()
    ben.pauses()
    ann.receives_changes()
    assert ann.control("SLT Comments").value == "from Ben"


def test_answers_that_two_delegates_typed_in_the_same_box_at_once_are_both_revisions(store, two):
    ann, ben = two("vision")
    ann.types("SLT Comments", "from Ann")
    ben.types("SLT Comments", "from Ben")
    ann.pauses()
    ben.pauses()
    assert history(store) == [("from Ann", "Ann"), ("from Ben", "Ben")]


def test_a_form_opened_later_saves_and_shows_what_a_colleague_has_just_typed(store, two):
    ann, _ = two("vision")
    ann.types("SLT Comments", "from Ann")
    late = Delegate(store, "Cem", "vision")
    assert late.control("SLT Comments").value == "from Ann"
    assert history(store) == [("from Ann", "Ann")]
    ann.pauses()
    assert ann.saved == [{"vision.slt": "from Ann"}]


def test_a_dropdown_and_the_questions_that_depend_on_it_follow_a_colleague(store, two):
    store.answers.add_record("100", "objectives", {"objective": "one"})
    ann, ben = two("objectives")
    ben.types("Kind of objective", "careers")
    ben.pauses()
    ann.receives_changes()
    assert ann.control("Kind of objective").value == "careers"
    assert text_of(ann.form).count("?") == text_of(ben.form).count("?")
    ann.pauses()
    assert not [entry for entry in store.answers.history("100") if entry.who == "Ann"]


def test_a_choice_from_an_earlier_list_is_shown_as_it_is(store, two):
    record = store.answers.add_record("100", "objectives", {"objective": "one"})
    ann, _ = two("objectives")
    ann.controller.controls[record_path("objectives", record, "kind")].show("of old")
    assert ann.control("Kind of objective").value == "of old"
    ann.pauses()
    assert ann.controller.autosave.pending == {}


def test_the_checkboxes_of_one_question_follow_a_colleague(store):
    key = store.answers.add_record("100", "objectives", {"benchmarks": [1, 2]})
    path = record_path("objectives", key, "benchmarks")
    ann = Delegate(store, "Ann", "objectives")
    group = ann.controller.controls[path]
    store.answers.save("100", {path: [2, 8, 11]}, who="Ben")
    ann.receives_changes()
    checked = [widget for widget in widgets_in(group.widget) if isinstance(widget, Checkbox) and widget.value]
    assert group.value == [2, 8, 11], "11 is from an earlier list"
    assert len(checked) == 3
    assert CHANGED in text_of(group.widget)
    assert ann.controller.autosave.pending == {}
    checked[0].value = False
    assert ann.controller.autosave.pending == {path: [8, 11]}
    assert CHANGED not in text_of(group.widget)


def test_a_row_that_a_colleague_adds_appears_and_the_other_rows_stay_the_same(store, two, with_strengths):
    ann, ben = two("swot")
    before = [ann.control(f"Strength {index + 1}") for index in range(3)]
    ben.types("Strength 4", "fourth")
    ben.pauses()
    ann.receives_changes()
    assert [ann.control(f"Strength {index + 1}").value for index in range(4)] == ["first", "second", "third", "fourth"]
    assert [ann.control(f"Strength {index + 1}") for index in range(3)] == before
    assert "A colleague has added strength 4." in ann.status
    assert "colleague" not in ann.control("Strength 4").description
    ann.types("Strength 4", "fourth, by Ann")
    ann.pauses()
    assert store.answers.read("100")["swot"]["strengths"][3]["text"] == "fourth, by Ann"


def test_a_row_that_a_colleague_removes_goes_and_either_can_put_it_back(store, two, with_strengths):
    ann, ben = two("swot")
    button(ben.form, "Remove strength 2").click()
    ann.receives_changes()
    assert ann.points == ["first", "third"]
    assert "A colleague has removed strength 2." in ann.status
    assert not [path for path in ann.controller.controls if with_strengths[1] in path]
    store.answers.save("100", {record_path(LIST, with_strengths[1], "text"): "changed meanwhile"}, who="Cem")
    ann.receives_changes()
    button(ann.form, "Put the removed strength back").click()
    assert [ann.control(f"Strength {index + 1}").value for index in range(3)] == ["first", "changed meanwhile", "third"]
    assert record_path(LIST, with_strengths[1], "text") in ann.controller.controls
    ben.receives_changes()
    assert [ben.control(f"Strength {index + 1}").value for index in range(3)] == ["first", "changed meanwhile", "third"]
    assert "Put the removed strength back" not in buttons(ben.form)


def test_a_point_that_is_not_saved_yet_stays_where_it_is_when_a_colleague_saves_something_else(store, two):
    """The lists on the page follow the store, where what is being typed is not yet."""
    ann, ben = two("swot")
    box = ann.control("Strength 1")
    ann.types("Strength 1", "being typed")
    ben.types("Threat 1", "of Ben")
    ben.pauses()
    ann.receives_changes()
    assert ann.control("Strength 1") is box
    assert "colleague has removed" not in ann.status
    ann.types("Strength 1", "being typed on")
    ann.pauses()
    assert [point["text"] for point in store.answers.read("100")["swot"]["strengths"]] == ["being typed on"]
    assert ann.control("Threat 1").value == "of Ben"


def test_two_colleagues_begin_a_list_at_the_same_time(store, two):
    ann, ben = two("swot")
    ann.types("Strength 1", "A")
    ben.types("Strength 1", "B")
    ann.pauses()
    ben.receives_changes()
    ben.types("Strength 2", "B and more")
    ben.pauses()
    ann.receives_changes()
    ann.types("Strength 1", "A and more")
    ann.pauses()
    assert [point["text"] for point in store.answers.read("100")["swot"]["strengths"]] == ["A and more", "B and more"]
    assert ann.points == ["A and more", "B and more"]


def test_a_key_that_arrives_after_a_colleague_has_removed_the_last_row_is_saved_with_it(store, two, with_strengths):
    ann, ben = two("swot")
    last = ann.control("Strength 3")
    for number in (3, 2, 1):
        button(ben.form, f"Remove strength {number}").click()
    ann.receives_changes()
    last.value = "third, typed late\n"
    ann.pauses()
    assert ("third, typed late", "Ann") in history(store, LIST)


def test_rows_follow_a_colleague_who_moves_them_and_keep_what_is_being_typed(store, two, with_strengths):
    ann, ben = two("swot")
    ann.types("Strength 3", "third, being typed")
    box = ann.control("Strength 3")
    button(ben.form, "Move strength 3 up").click()
    button(ben.form, "Move strength 2 up").click()
    ann.receives_changes()
    assert ann.control("Strength 1") is box
    assert [ann.control(f"Strength {index + 1}").value for index in range(3)] == [
        "third, being typed",
        "first",
        "second",
    ]
    assert "A colleague has moved the strengths." in ann.status
    assert "Move strength 1 up" not in buttons(ann.form)
    ann.pauses()
    assert store.answers.read("100")["swot"]["strengths"][0]["text"] == "third, being typed"


def test_text_typed_in_a_row_that_a_colleague_removes_is_saved_and_restored_with_it(store, two, with_strengths):
    ann, ben = two("swot")
    ann.types("Strength 2", "second, being typed")
    button(ben.form, "Remove strength 2").click()
    ann.receives_changes()
    ann.pauses()
    assert ("second, being typed", "Ann") in history(store, LIST)
    ben.receives_changes()
    button(ben.form, "Put the removed strength back").click()
    assert ben.control("Strength 2").value == "second, being typed"


def test_the_notice_names_only_the_rows_that_a_colleague_added_or_removed(two, with_strengths):
    ann, ben = two("swot")
    ann.types("Strength 4", "fourth")
    button(ann.form, "Remove strength 1").click()
    ben.types("Threat 1", "first")
    ben.pauses()
    ann.receives_changes()
    assert "A colleague has added threat 1." in ann.status
    ben.receives_changes()
    assert "A colleague has removed strength 1 and added strength 3." in ben.status


def test_actions_are_removed_and_restored_with_their_objective_and_lose_no_text(store, two):
    objective = store.answers.add_record("100", "objectives", {"objective": "one"})
    store.answers.add_record("100", record_path("objectives", objective, "actions"), {"time": "Aut1"})
    ann, _ = two("action_plan")
    ann.types("Outcomes", "Typed just before")
    store.answers.remove_record("100", "objectives", objective, who="Ben")
    ann.receives_changes()
    assert "Action 1" not in text_of(ann.form)
    assert "A colleague has removed an objective and its actions." in ann.status
    ann.pauses()
    store.answers.restore_record("100", "objectives", objective, who="Ben")
    ann.receives_changes()
    assert ann.control("Outcomes").value == "Typed just before"
    assert store.answers.read("100")["objectives"][0]["actions"][0]["outcome"] == "Typed just before"


def test_a_notice_about_a_colleague_does_not_hide_that_something_is_not_saved_yet(store, two):
    ann, ben = two("swot")
    with broken(store):
        ann.types("Threat 1", "not saved yet")
        ann.pauses()
    ben.types("Strength 1", "first")
    ben.pauses()
    ann.receives_changes()
    assert "Not saved yet." in ann.status
    assert "Strength 1" in text_of(ann.form)


def test_a_store_that_cannot_be_read_is_reported_and_the_page_stays(store, two, with_strengths):
    ann, _ = two("swot")
    changes = {record_path(LIST, with_strengths[0], "_removed"): True}
    with broken(store):
        ann.controller.apply_remote_changes(changes)
    assert "A colleague’s change could not be shown. The store cannot be read" in ann.status
    assert ann.points == ["first", "second", "third"]


def test_changes_to_answers_on_another_page_are_ignored(two):
    ann, _ = two("vision")
    before = text_of(ann.form)
    ann.controller.apply_remote_changes({"header.careers_leader": "elsewhere", "swot.strengths[x].text": "elsewhere"})
    assert text_of(ann.form) == before


def test_the_host_is_told_which_answers_were_saved_once_they_are_in_the_store(store, two):
    ann, _ = two("vision")
    ann.types("SLT Comments", "one")
    assert ann.saved == []
    with broken(store):
        ann.pauses()
    assert ann.saved == []
    ann.types("Staff Voice Comments", "two")
    ann.clock.advance(10)
    assert ann.saved == [{"vision.slt": "one", "vision.staff": "two"}]


def test_the_controller_has_each_control_on_the_page_by_its_path(two, with_strengths):
    ann, _ = two("swot")
    path = record_path(LIST, with_strengths[0], "text")
    assert ann.controller.controls[path].widget is ann.control("Strength 1")
    button(ann.form, "Remove strength 1").click()
    assert path not in ann.controller.controls
    button(ann.form, "Put the removed strength back").click()
    assert ann.controller.controls[path].widget is ann.control("Strength 1")


def test_the_host_is_told_the_value_of_each_checkbox_that_was_saved(store):
    key = store.answers.add_record("100", "objectives", {"benchmarks": [1, 2]})
    ann = Delegate(store, "Ann", "objectives")
    group = ann.controller.controls[record_path("objectives", key, "benchmarks")]
    next(widget for widget in widgets_in(group.widget) if isinstance(widget, Checkbox)).value = False
    ann.pauses()
    (saved,) = ann.saved
    checked = {path.partition("#")[2] for path, value in saved.items() if value}
    assert checked == {"2"}
    assert len(saved) == len(group.paths) == 8


def test_changes_to_objectives_by_a_colleague_show_in_the_action_plan(store):
    first = store.answers.add_record("100", "objectives", {"objective": "The first"})
    ann = Delegate(store, "Ann", "action_plan")
    second = store.answers.add_record("100", "objectives", {"objective": "The second"}, who="Ben")
    store.answers.save("100", {record_path("objectives", first, "objective"): "The first, in other words"}, who="Ben")
    ann.receives_changes()
    assert "The first, in other words" in text_of(ann.form)
    assert "The second" in text_of(ann.form)
    assert {"Action 1 of objective 1", "Action 1 of objective 2"} <= set(
        re.findall(r"Action 1 of objective \d", text_of(ann.form))
    )
    store.answers.remove_record("100", "objectives", first, who="Ben")
    ann.receives_changes()
    assert "The first" not in text_of(ann.form)
    store.answers.remove_record("100", "objectives", second, who="Ben")
    ann.receives_changes()
    assert "Write your first objective in the previous step." in text_of(ann.form)


def test_a_list_has_a_limit(store):
    for number in range(100):
        store.answers.add_record("100", LIST, {"text": f"{number}"})
    ann = Delegate(store, "Ann", "swot")
    assert len(ann.points) == 100
    assert not [path for path in ann.controller.spare_paths if path.startswith(LIST)], (
        "there is no empty box at the end"
    )
    for box in [one for one in widgets_in(ann.form) if isinstance(one, Checkbox)]:
        box.value = True
    assert store.answers.read("100")["swot"]["key_priorities"][99]["text"] == "99"
    assert ann.controller.record_lists["swot.key_priorities"].add_text("one more") is None
    assert "This list already has 100 entries, which is the limit." in ann.status
