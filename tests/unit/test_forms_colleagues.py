"""What a colleague saves of the same plan is shown, never over what is being typed, and what happened to an answer is said."""

from __future__ import annotations

import pytest
from ipywidgets import Checkbox

from careerskit.forms import Desk, form_of
from careerskit.forms.saving import PAUSE
from careerskit.store import record_path
from tests.widgets import Time, broken, button, buttons, control, everything_in, text_of

LIST = "swot.strengths"
CHANGED = "A colleague has just changed this answer."
AT_ONCE = "A colleague changed this answer at the same time. What you typed is newer, so it stands"


class Delegate:
    """Somebody at a form of the plan, who is told what the others saved when the test says so."""

    def __init__(self, store, who, part):
        self.store, self.who, self.time, self.told = store, who, Time(), []
        self.seen = store.last_change()
        self.desk = Desk(
            store, store.school("100"), who, later=self.time.later, clock=self.time.clock, kept=self.told.append
        )
        self.form = form_of(self.desk, part)

    def types(self, label, text, which=0):
        self.box(label, which).value = text

    def pauses(self):
        self.time.goes_on(PAUSE)

    def looks_up(self):
        changes = self.store.changes_since(self.seen)
        self.seen = self.store.last_change()
        self.desk.others_saved({change.path: change.value for change in changes if change.who != self.who})

    def box(self, label, which=0):
        return control(self.form, label, which)

    @property
    def points(self):
        """The strengths on the page, from top to bottom."""
        of = {
            one.widget: one
            for path, one in self.desk.controls.items()
            if path.startswith(LIST) and path.endswith("text")
        }
        return [of[widget].value for widget in everything_in(self.form) if widget in of]

    @property
    def status(self):
        return text_of(self.desk.status)


@pytest.fixture
def two(store):
    """Make two delegates at the same part of a plan."""

    def at(part):
        return Delegate(store, "Ann", part), Delegate(store, "Ben", part)

    return at


@pytest.fixture
def with_strengths(store):
    return [store.add("100", LIST, {"text": text}) for text in ("first", "second", "third")]


def history(store, path="vision.slt"):
    return [(entry.value, entry.who) for entry in store.history("100", path)]


def test_what_a_colleague_saved_is_shown_and_not_saved_again(store, two):
    ann, ben = two("vision")
    ben.types("SLT Comments", "from Ben")
    ben.pauses()
    ann.looks_up()
    ann.pauses()
    assert ann.box("SLT Comments").value == "from Ben"
    assert history(store) == [("from Ben", "Ben")]
    assert "colleague" not in text_of(ann.form), "it replaced nothing"


def test_where_it_replaces_words_that_were_on_the_page_that_is_said_until_one_types_there(store, two):
    store.save("100", {"vision.slt": "old words"})
    ann, ben = two("vision")
    ben.types("SLT Comments", "new words")
    ben.pauses()
    ann.looks_up()
    assert CHANGED in ann.box("SLT Comments").description
    ann.types("SLT Comments", "newer words")
    assert CHANGED not in ann.box("SLT Comments").description


def test_it_is_not_said_any_more_to_one_who_typed_there_before_and_goes_on(two):
    ann, ben = two("vision")
    ann.types("SLT Comments", "from Ann")
    ann.pauses()
    ben.looks_up()
    ben.types("SLT Comments", "from Ben")
    ben.pauses()
    ann.looks_up()
    assert CHANGED in ann.box("SLT Comments").description
    ann.types("SLT Comments", "from Ben and Ann")
    assert CHANGED not in ann.box("SLT Comments").description


def test_what_waits_to_be_saved_stays_and_stands_and_the_colleagues_words_are_in_the_history(store, two):
    ann, ben = two("vision")
    ann.types("SLT Comments", "from Ann")
    ben.types("SLT Comments", "from Ben")
    ben.pauses()
    ann.looks_up()
    assert ann.box("SLT Comments").value == "from Ann"
    assert AT_ONCE in ann.box("SLT Comments").description
    ann.pauses()
    assert AT_ONCE in ann.box("SLT Comments").description, "saving comes too soon after it to have read it"
    ben.looks_up()
    assert ben.box("SLT Comments").value == "from Ann"
    assert CHANGED in ben.box("SLT Comments").description
    assert history(store) == [("from Ben", "Ben"), ("from Ann", "Ann")]


def test_that_two_wrote_at_once_is_said_until_one_comes_back_from_elsewhere(two):
    ann, ben = two("vision")
    ann.types("SLT Comments", "from Ann")
    ben.types("SLT Comments", "from Ben")
    ben.pauses()
    ann.looks_up()
    ann.types("SLT Comments", "from Ann, going on")
    ann.types("Staff Voice Comments", "elsewhere")
    assert AT_ONCE in ann.box("SLT Comments").description
    ann.types("SLT Comments", "from Ann, back again")
    assert AT_ONCE not in ann.box("SLT Comments").description


def test_nothing_is_said_where_both_wrote_the_same(two):
    ann, ben = two("vision")
    for delegate in (ann, ben):
        delegate.types("SLT Comments", "the same")
    ben.pauses()
    ann.looks_up()
    assert "colleague" not in text_of(ann.form)


def test_words_saved_here_after_a_colleagues_stay_though_the_colleagues_are_heard_of_later(store, two):
    ann, ben = two("vision")
    ann.types("SLT Comments", "from Ann")
    ben.types("SLT Comments", "from Ben")
    ben.pauses()
    ann.pauses()
    ann.looks_up()
    assert ann.box("SLT Comments").value == "from Ann" == store.read("100")["vision"]["slt"]
    assert AT_ONCE in ann.box("SLT Comments").description


def test_words_saved_here_before_a_colleagues_give_way_to_them(two):
    ann, ben = two("vision")
    ann.types("SLT Comments", "from Ann")
    ben.types("SLT Comments", "from Ben")
    ann.pauses()
    ben.pauses()
    ann.looks_up()
    assert ann.box("SLT Comments").value == "from Ben"


def test_two_who_write_in_the_same_box_within_a_moment_both_have_their_words_in_the_history(store, two):
    ann, ben = two("vision")
    ann.types("SLT Comments", "from Ann")
    ben.types("SLT Comments", "from Ben")
    ann.pauses()
    ben.pauses()
    assert history(store) == [("from Ann", "Ann"), ("from Ben", "Ben")]


def test_who_opens_the_plan_sees_what_a_colleague_has_just_typed_and_both_know_what_became_of_it(store, two):
    ann, _ = two("vision")
    ann.types("SLT Comments", "from Ann")
    late = Delegate(store, "Cem", "vision")
    assert late.box("SLT Comments").value == "from Ann"
    assert history(store) == [("from Ann", "Ann")]
    ann.pauses()
    assert ann.told == [{"vision.slt": "from Ann"}]


def test_a_list_to_choose_from_and_what_hangs_on_it_follow_a_colleague(store, two):
    store.add("100", "objectives", {"objective": "one"})
    ann, ben = two("objectives")
    ben.types("Kind of objective", "careers")
    ben.pauses()
    ann.looks_up()
    assert ann.box("Kind of objective").value == "careers"
    assert text_of(ann.form).count("?") == text_of(ben.form).count("?")
    ann.pauses()
    assert not [entry for entry in store.history("100") if entry.who == "Ann"]


def test_an_answer_from_an_earlier_list_of_choices_is_shown_as_it_is(store, two):
    record = store.add("100", "objectives", {"objective": "one"})
    ann, _ = two("objectives")
    ann.desk.controls[record_path("objectives", record, "kind")].show("of old")
    assert ann.box("Kind of objective").value == "of old"
    ann.pauses()
    assert ann.desk.saver.waiting == {}


def test_tick_boxes_of_one_question_follow_a_colleague(store):
    key = store.add("100", "objectives", {"benchmarks": [1, 2]})
    path = record_path("objectives", key, "benchmarks")
    ann = Delegate(store, "Ann", "objectives")
    several = ann.desk.controls[path]
    store.save("100", {path: [2, 8, 11]}, who="Ben")
    ann.looks_up()
    ticked = [one for one in everything_in(several.widget) if isinstance(one, Checkbox) and one.value]
    assert several.value == [2, 8, 11], "11 is from an earlier list"
    assert len(ticked) == 3
    assert CHANGED in text_of(several.widget)
    assert ann.desk.saver.waiting == {}
    ticked[0].value = False
    assert ann.desk.saver.waiting == {path: [8, 11]}
    assert CHANGED not in text_of(several.widget)


def test_a_row_that_a_colleague_adds_appears_and_the_rows_that_were_there_stay_the_same(store, two, with_strengths):
    ann, ben = two("swot")
    before = [ann.box("Point", which) for which in range(3)]
    button(ben.form, "Add another strength").click()
    ben.types("Point", "fourth", 3)
    ben.pauses()
    ann.looks_up()
    assert [ann.box("Point", which).value for which in range(4)] == ["first", "second", "third", "fourth"]
    assert [ann.box("Point", which) for which in range(3)] == before
    assert "A colleague has added strength 4." in ann.status
    assert "colleague" not in ann.box("Point", 3).description
    ann.types("Point", "fourth, by Ann", 3)
    ann.pauses()
    assert store.read("100")["swot"]["strengths"][3]["text"] == "fourth, by Ann"


def test_a_row_that_a_colleague_removes_goes_and_can_be_put_back_by_either(store, two, with_strengths):
    ann, ben = two("swot")
    button(ben.form, "Remove strength 2").click()
    ann.looks_up()
    assert ann.points == ["first", "third"]
    assert "A colleague has removed strength 2." in ann.status
    assert not [path for path in ann.desk.controls if with_strengths[1] in path]
    store.save("100", {record_path(LIST, with_strengths[1], "text"): "changed meanwhile"}, who="Cem")
    ann.looks_up()
    button(ann.form, "Put the removed strength back").click()
    assert [ann.box("Point", which).value for which in range(3)] == ["first", "changed meanwhile", "third"]
    assert record_path(LIST, with_strengths[1], "text") in ann.desk.controls
    ben.looks_up()
    assert [ben.box("Point", which).value for which in range(3)] == ["first", "changed meanwhile", "third"]
    assert "Put the removed strength back" not in buttons(ben.form)


def test_rows_follow_a_colleague_who_moves_them_and_keep_what_is_being_typed_in_them(store, two, with_strengths):
    ann, ben = two("swot")
    ann.types("Point", "third, being typed", 2)
    box = ann.box("Point", 2)
    button(ben.form, "Move strength 3 up").click()
    button(ben.form, "Move strength 2 up").click()
    ann.looks_up()
    assert ann.box("Point", 0) is box
    assert [ann.box("Point", which).value for which in range(3)] == ["third, being typed", "first", "second"]
    assert "A colleague has moved the strengths." in ann.status
    assert "Move strength 1 up" not in buttons(ann.form)
    ann.pauses()
    assert store.read("100")["swot"]["strengths"][0]["text"] == "third, being typed"


def test_what_is_being_typed_in_a_row_that_a_colleague_removes_is_kept_and_comes_back_with_it(
    store, two, with_strengths
):
    ann, ben = two("swot")
    ann.types("Point", "second, being typed", 1)
    button(ben.form, "Remove strength 2").click()
    ann.looks_up()
    ann.pauses()
    assert ("second, being typed", "Ann") in history(store, LIST)
    ben.looks_up()
    button(ben.form, "Put the removed strength back").click()
    assert ben.box("Point", 1).value == "second, being typed"


def test_rows_added_moved_or_removed_here_are_not_said_to_be_a_colleagues(two, with_strengths):
    ann, ben = two("swot")
    button(ann.form, "Add another strength").click()
    button(ann.form, "Remove strength 1").click()
    button(ben.form, "Add the first threat").click()
    ann.looks_up()
    assert "A colleague has added threat 1." in ann.status
    ben.looks_up()
    assert "A colleague has removed strength 1 and added strength 3." in ben.status


def test_actions_go_and_come_back_with_their_objective_and_no_word_typed_meanwhile_is_lost(store, two):
    objective = store.add("100", "objectives", {"objective": "one"})
    store.add("100", record_path("objectives", objective, "actions"), {"time": "Aut1"})
    ann, _ = two("action_plan")
    ann.types("Outcomes", "Typed just before")
    store.remove("100", "objectives", objective, who="Ben")
    ann.looks_up()
    assert "Action 1" not in text_of(ann.form)
    assert "A colleague has removed an objective. Its actions went with it" in ann.status
    ann.pauses()
    store.put_back("100", "objectives", objective, who="Ben")
    ann.looks_up()
    assert ann.box("Outcomes").value == "Typed just before"
    assert store.read("100")["objectives"][0]["actions"][0]["outcome"] == "Typed just before"


def test_that_something_is_not_saved_yet_is_not_covered_by_news_of_a_colleague(store, two):
    ann, ben = two("swot")
    button(ann.form, "Add the first threat").click()
    with broken(store):
        ann.types("Point", "not kept yet")
        ann.pauses()
    button(ben.form, "Add the first strength").click()
    ann.looks_up()
    assert "Not saved yet." in ann.status
    assert "Strength 1" in text_of(ann.form)


def test_a_store_that_cannot_be_read_is_said_and_the_page_stays(store, two, with_strengths):
    ann, _ = two("swot")
    changes = {record_path(LIST, with_strengths[0], "_removed"): True}
    with broken(store):
        ann.desk.others_saved(changes)
    assert "What a colleague changed could not be shown. The store cannot be read" in ann.status
    assert ann.points == ["first", "second", "third"]


def test_answers_that_are_on_another_page_are_passed_over(two):
    ann, _ = two("vision")
    before = text_of(ann.form)
    ann.desk.others_saved({"header.careers_leader": "elsewhere", "swot.strengths[x].text": "elsewhere"})
    assert text_of(ann.form) == before


def test_what_was_kept_is_told_with_its_words_once_it_is_in_the_store(store, two):
    ann, _ = two("vision")
    ann.types("SLT Comments", "one")
    assert ann.told == []
    with broken(store):
        ann.pauses()
    assert ann.told == []
    ann.types("Staff Voice Comments", "two")
    ann.time.goes_on(10)
    assert ann.told == [{"vision.slt": "one", "vision.staff": "two"}]


def test_the_desk_knows_each_control_on_the_page_by_its_path(two, with_strengths):
    ann, _ = two("swot")
    path = record_path(LIST, with_strengths[0], "text")
    assert ann.desk.controls[path].widget is ann.box("Point", 0)
    button(ann.form, "Remove strength 1").click()
    assert path not in ann.desk.controls
    button(ann.form, "Put the removed strength back").click()
    assert ann.desk.controls[path].widget is ann.box("Point", 0)


def test_what_was_kept_of_several_ticks_is_told_tick_by_tick(store):
    key = store.add("100", "objectives", {"benchmarks": [1, 2]})
    ann = Delegate(store, "Ann", "objectives")
    several = ann.desk.controls[record_path("objectives", key, "benchmarks")]
    next(iter(box for box in everything_in(several.widget) if isinstance(box, Checkbox))).value = False
    ann.pauses()
    (told,) = ann.told
    ticked = {path.partition("#")[2] for path, value in told.items() if value}
    assert ticked == {"2"}
    assert len(told) == len(several.boxes) == 8


def test_an_objective_that_a_colleague_adds_names_or_removes_shows_in_the_action_plan(store):
    first = store.add("100", "objectives", {"objective": "The first"})
    ann = Delegate(store, "Ann", "action_plan")
    button(ann.form, "Add the first action").click()
    second = store.add("100", "objectives", {"objective": "The second"}, who="Ben")
    store.save("100", {record_path("objectives", first, "objective"): "The first, in other words"}, who="Ben")
    ann.looks_up()
    assert "The first, in other words" in text_of(ann.form)
    assert "The second" in text_of(ann.form)
    assert {"Add another action", "Add the first action"} <= set(buttons(ann.form))
    store.remove("100", "objectives", first, who="Ben")
    ann.looks_up()
    assert "The first" not in text_of(ann.form)
    store.remove("100", "objectives", second, who="Ben")
    ann.looks_up()
    assert "Write the first objective in the step before." in text_of(ann.form)


def test_a_list_takes_no_more_than_anybody_reads(store):
    for number in range(100):
        store.add("100", LIST, {"text": f"{number}"})
    ann = Delegate(store, "Ann", "swot")
    button(ann.form, "Add another strength").click()
    assert "as many as fit" in ann.status
    assert len(ann.points) == 100
