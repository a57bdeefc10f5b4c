"""Rows of a form are added, moved, removed and restored, and the status bar reports each change."""

from __future__ import annotations

import re
from datetime import date

import pytest
from ipywidgets import HTML, Checkbox, DOMWidget, Text, Textarea

from careerskit.forms import FormController, FormHost, build_form
from careerskit.resources import samples
from careerskit.store import import_plan, record_path
from tests.widgets import (
    FakeClock,
    broken,
    button,
    buttons,
    control,
    css_classes,
    labels,
    open_all,
    text_of,
    widgets_in,
)

LIST = "swot.strengths"


@pytest.fixture
def controller(store):
    for text in ("first", "second", "third"):
        store.answers.add_record("100", LIST, {"text": text})
    return FormController(store, store.schools.get("100"))


@pytest.fixture
def form(controller):
    return open_all(build_form(controller, "swot"))


@pytest.fixture
def focused(monkeypatch):
    """Record what is focused: buttons by their text, boxes by their label."""
    names = []
    monkeypatch.setattr(DOMWidget, "focus", lambda self: names.append(text_of(self)))
    return names


def texts(controller):
    return [entry["text"] for entry in controller.store.answers.read("100")["swot"]["strengths"]]


def points(form, count):
    return [control(form, f"Strength {number}").value for number in range(1, count + 1)]


def status(controller):
    return text_of(controller.status.widget)


def test_a_point_is_typed_in_the_empty_box_at_the_end_and_another_one_follows(controller, form):
    control(form, "Strength 4").value = "fourth"
    assert texts(controller) == ["first", "second", "third", "fourth"]
    assert "Saved " in status(controller)
    assert control(form, "Strength 5").value == ""
    assert "Options for strength 4" in buttons(form)


def test_the_empty_box_is_no_point_until_something_is_typed_in_it(controller, form):
    assert control(form, "Threat 1").value == ""
    assert "Options for threat 1" not in buttons(form)
    assert "threats" not in controller.store.answers.read("100")["swot"]
    assert not controller.store.answers.history("100", "swot.threats")


def test_enter_goes_on_to_the_next_point_and_is_no_part_of_the_text(controller, form, focused):
    control(form, "Strength 1").value = "first\n"
    control(form, "Strength 4").value = "fourth\n"
    assert texts(controller) == ["first", "second", "third", "fourth"]
    assert points(form, 4) == ["first", "second", "third", "fourth"]
    assert focused == [text_of(control(form, f"Strength {number}")) for number in (2, 5)]


def test_each_line_that_is_pasted_becomes_a_point(controller, form, focused):
    control(form, "Strength 2").value = "second\n\n  fourth \r\nfifth"
    assert texts(controller) == points(form, 5) == ["first", "second", "third", "fourth", "fifth"]
    assert focused == [text_of(control(form, "Strength 6"))]


def test_no_line_is_lost_where_a_list_is_full(controller, monkeypatch):
    monkeypatch.setattr("careerskit.forms.record_list.MAX_ROWS", 4)
    form = build_form(controller, "swot")
    control(form, "Strength 2").value = "second\nfourth\nfifth\nsixth"
    assert texts(controller) == points(form, 4) == ["first", "second fifth sixth", "third", "fourth"]


def test_the_empty_box_of_a_form_that_saves_after_a_pause_becomes_one_record(store):
    clock = FakeClock()
    controller = FormController(store, store.schools.get("100"), host=FormHost(schedule=clock.schedule), clock=clock)
    form = build_form(controller, "swot")
    for typed in ("n", "ne", "new"):
        control(form, "Threat 1").value = typed
    control(form, "Threat 2").value = "another"
    clock.advance(1)
    threats = store.answers.read("100")["swot"]["threats"]
    assert [entry["text"] for entry in threats] == ["new", "another"]


def test_the_topic_of_a_point_is_behind_its_options_and_shown_beside_it(controller):
    form = build_form(controller, "swot")
    assert not [one for one in widgets_in(form) if "Topic" in getattr(one, "description", "")]
    button(form, "Options for strength 2").click()
    control(form, "Topic").value = "SLT Buy-in"
    assert controller.store.answers.read("100")["swot"]["strengths"][1]["prompt"] == "SLT Buy-in"
    assert "SLT Buy-in" in control(form, "Strength 2").description
    button(form, "Options for strength 2").click()
    assert not [one for one in widgets_in(form) if "Topic" in getattr(one, "description", "")]


def test_only_possible_moves_of_a_row_are_offered(form):
    moves = [text for text in buttons(form) if text.startswith("Move strength")]
    assert moves == ["Move strength 1 down", "Move strength 2 up", "Move strength 2 down", "Move strength 3 up"]


def test_a_moved_rows_new_number_is_reported_and_the_focus_follows_it(controller, form, focused):
    button(form, "Move strength 3 up").click()
    assert texts(controller) == points(form, 3) == ["first", "third", "second"]
    assert "Moved strength 3: it is now strength 2." in status(controller)
    button(form, "Move strength 2 up").click()
    assert texts(controller) == points(form, 3) == ["third", "first", "second"]
    assert focused == ["Move strength 2 up", "Move strength 1 down"]


def test_a_removed_row_is_reported_and_can_be_put_back_with_its_text(controller, form, focused):
    button(form, "Remove strength 2").click()
    assert texts(controller) == points(form, 2) == ["first", "third"]
    assert "Removed strength 2." in status(controller)
    button(form, "Put the removed strength back").click()
    assert texts(controller) == points(form, 3) == ["first", "second", "third"]
    assert "Put the strength back." in status(controller)
    assert "Put the removed strength back" not in buttons(form)
    assert focused == ["Put the removed strength back", text_of(control(form, "Strength 2"))]


def test_rows_are_in_their_order_when_the_form_is_opened_again(controller, form):
    button(form, "Move strength 1 down").click()
    button(form, "Remove strength 3").click()
    again = build_form(FormController(controller.store, controller.school), "swot")
    assert points(again, 2) == ["second", "first"]


@pytest.mark.parametrize("press", ["Move strength 1 down", "Remove strength 2"])
def test_a_change_that_the_store_does_not_save_is_reported_and_the_rows_stay_as_they_were(controller, form, press):
    before = buttons(form)
    with broken(controller.store):
        button(form, press).click()
        assert "This did not work. The store " in status(controller)
    assert "ck-failed" in css_classes(controller.status.widget)
    assert buttons(form) == before
    assert texts(controller) == points(form, 3) == ["first", "second", "third"]
    button(form, press).click()
    assert "ck-failed" not in css_classes(controller.status.widget)


def test_a_row_is_not_changed_before_what_was_typed_is_saved(controller, form):
    with broken(controller.store):
        control(form, "Strength 2").value = "typed, not saved"
        button(form, "Remove strength 2").click()
        assert "Not saved yet" in status(controller)
    assert points(form, 3) == ["first", "typed, not saved", "third"]
    button(form, "Remove strength 2").click()
    assert texts(controller) == ["first", "third"]
    values = [entry.value for entry in controller.store.answers.history("100", LIST)]
    assert "typed, not saved" in values


def test_a_row_can_be_put_back_although_a_colleague_has_removed_another_since(controller, form):
    button(form, "Remove strength 2").click()
    record = controller.store.answers.read("100")["swot"]["strengths"][0]["id"]
    controller.store.answers.remove_record("100", LIST, record, who="a colleague")
    button(form, "Put the removed strength back").click()
    assert texts(controller) == ["second", "third"]
    assert "second" in points(form, 3)


def test_moving_a_row_that_a_colleague_has_removed_fails_and_is_reported(controller, form):
    record = controller.store.answers.read("100")["swot"]["strengths"][0]["id"]
    controller.store.answers.remove_record("100", LIST, record, who="a colleague")
    button(form, "Move strength 1 down").click()
    assert "This did not work." in status(controller)
    assert points(form, 3) == ["first", "second", "third"]


def test_after_a_move_the_rows_have_the_order_of_the_store(controller, form):
    other = open_all(build_form(FormController(controller.store, controller.school), "swot"))
    button(other, "Move strength 3 up").click()
    button(other, "Move strength 2 up").click()
    assert points(other, 3) == ["third", "first", "second"]
    button(form, "Move strength 2 up").click()
    assert texts(controller) == points(form, 3) == ["third", "second", "first"]
    assert "Moved strength 2: it is now strength 2." in status(controller)


def test_removed_rows_can_be_put_back_the_last_one_first(controller, form, focused):
    for press in ("Remove strength 3", "Remove strength 1"):
        button(form, press).click()
    button(form, "Put the last removed strength back").click()
    assert texts(controller) == points(form, 2) == ["first", "second"]
    button(form, "Put the removed strength back").click()
    assert texts(controller) == points(form, 3) == ["first", "second", "third"]
    assert not [text for text in buttons(form) if text.startswith("Put")]


def test_a_row_that_cannot_be_put_back_now_can_be_put_back_later(controller, form):
    button(form, "Remove strength 2").click()
    with broken(controller.store):
        button(form, "Put the removed strength back").click()
        assert "This did not work." in status(controller)
    button(form, "Put the removed strength back").click()
    assert texts(controller) == points(form, 3) == ["first", "second", "third"]


def test_a_removed_row_can_still_be_put_back_when_the_form_is_opened_again(controller, form):
    button(form, "Remove strength 1").click()
    button(form, "Remove strength 1").click()
    again = build_form(FormController(controller.store, controller.school), "swot")
    button(again, "Put the last removed strength back").click()
    assert texts(controller) == points(again, 2) == ["second", "third"]
    button(again, "Put the removed strength back").click()
    assert texts(controller) == points(again, 3) == ["first", "second", "third"]
    assert not [text for text in buttons(again) if text.startswith("Put")]


def test_an_action_that_is_typed_for_a_removed_objective_comes_back_with_it(store):
    objective = store.answers.add_record("100", "objectives", {"objective": "to be removed"})
    controller = FormController(store, store.schools.get("100"))
    form = build_form(controller, "action_plan")
    store.answers.remove_record("100", "objectives", objective, who="a colleague")
    control(form, "Responsible").value = "Careers leader"
    assert not store.answers.read("100")["objectives"]
    store.answers.restore_record("100", "objectives", objective)
    assert store.answers.read("100")["objectives"][0]["actions"][0]["responsible"] == "Careers leader"


def test_adding_an_action_to_a_removed_objective_fails_and_is_reported(store):
    objective = store.answers.add_record("100", "objectives", {"objective": "to be removed"})
    actions = record_path("objectives", objective, "actions")
    store.answers.add_record("100", actions, {"action": "one"})
    controller = FormController(store, store.schools.get("100"))
    form = build_form(controller, "action_plan")
    store.answers.remove_record("100", "objectives", objective, who="a colleague")
    button(form, "Add another action to objective 1").click()
    assert "This did not work." in status(controller)
    store.answers.restore_record("100", "objectives", objective)
    assert len(store.answers.read("100")["objectives"][0]["actions"]) == 1


@pytest.fixture
def with_actions(store):
    """Return the controller and the form of a plan with two actions for its only objective."""
    objective = store.answers.add_record("100", "objectives", {"objective": "one"})
    for number in (1, 2):
        values = {"action": f"Do {number}", "responsible": "Careers leader", "time": "Spring 2027"}
        store.answers.add_record("100", record_path("objectives", objective, "actions"), values)
    controller = FormController(store, store.schools.get("100"), host=FormHost(today=lambda: date(2026, 11, 27)))
    return controller, build_form(controller, "action_plan")


def boxes(form):
    return [one for one in widgets_in(form) if isinstance(one, Text | Textarea)]


def test_an_action_is_one_line_until_it_is_opened(with_actions, focused):
    _, form = with_actions
    line = "Action 1: Do 1 · Careers leader · Spring 2027"
    assert buttons(form) == [line, "Action 2: Do 2 · Careers leader · Spring 2027", "Add another action to objective 1"]
    assert len(boxes(form)) == 3  # those of cost and time
    button(form, line).click()
    assert control(form, "Responsible").value == "Careers leader"
    assert focused == [text_of(control(form, "Actions, including CPD"))]
    control(form, "Time").value = "June 2027"
    button(form, "Action 1 of objective 1").click()
    assert "Action 1: Do 1 · Careers leader · June 2027" in buttons(form)
    assert len(boxes(form)) == 3  # those of cost and time


def test_a_line_follows_what_a_colleague_changes_in_its_action(with_actions):
    controller, form = with_actions
    objective = controller.store.answers.read("100")["objectives"][0]
    path = record_path(record_path("objectives", objective["id"], "actions"), objective["actions"][0]["id"], "time")
    controller.store.answers.save("100", {path: "Aut2"}, who="a colleague")
    controller.apply_remote_changes({path: "Aut2"})
    assert "Action 1: Do 1 · Careers leader · Aut2" in buttons(form)


@pytest.mark.parametrize(
    ("answers", "end"),
    [
        ({"status": "Not yet started"}, ", not started: Do 1 · Careers leader · Spring 2027"),
        ({"status": "Completed"}, ", done: Do 1 · Careers leader · Spring 2027"),
        ({"status": "Stopped"}, ", dropped: Do 1 · Careers leader · Spring 2027"),
        ({"progress": "Two came."}, ", in progress: Do 1 · Careers leader · Spring 2027"),
        ({"time": "October 2026"}, ", overdue: Do 1 · Careers leader · October 2026"),
        ({"time": "October 2026", "status": "In progress"}, ", overdue: Do 1 · Careers leader · October 2026"),
        ({"time": "October 2026", "status": "Completed"}, ", done: Do 1 · Careers leader · October 2026"),
        ({}, ": Do 1 · Careers leader · Spring 2027"),
    ],
)
def test_the_line_of_an_action_says_how_far_it_is_today(with_actions, answers, end):
    controller, form = with_actions
    objective = controller.store.answers.read("100")["objectives"][0]
    action = record_path(record_path("objectives", objective["id"], "actions"), objective["actions"][0]["id"])
    controller.store.answers.save(
        "100", {f"{action}.{name}": value for name, value in answers.items()}, who="a colleague"
    )
    controller.apply_remote_changes({f"{action}.{name}": value for name, value in answers.items()})

    assert f"Action 1{end}" in buttons(form)


def test_the_line_of_an_action_that_was_just_typed_says_so_too(with_actions):
    _, form = with_actions
    button(form, "Action 1: Do 1 · Careers leader · Spring 2027").click()
    control(form, "Time").value = "October 2026"
    button(form, "Action 1 of objective 1").click()
    assert "Action 1, overdue: Do 1 · Careers leader · October 2026" in buttons(form)


def test_a_new_action_is_open_and_has_the_focus(with_actions, focused):
    _, form = with_actions
    button(form, "Add another action to objective 1").click()
    assert focused == [text_of(control(form, "Actions, including CPD"))]
    assert "Action 3 of objective 1" in buttons(form)


def test_each_control_has_a_name_of_its_own(store):
    school = import_plan(store, (samples() / "900001.json").read_text("utf-8"), "900001")
    for part in ("header", "vision", "current_state", "swot", "objectives", "action_plan", "reflections"):
        form = open_all(build_form(FormController(store, school), part))
        shown = (
            one.description for one in widgets_in(form) if not isinstance(one, HTML) and hasattr(one, "description")
        )
        names = [re.sub(r"<[^>]+>", " ", text) for text in shown]
        assert len(names) > 3
        assert sorted(set(names)) == sorted(names), part


def test_priorities_are_chosen_from_the_points_and_stay_editable(controller, form):
    button(form, "Choose priorities from your points").click()  # open_all has opened it: it is closed now
    button(form, "Choose priorities from your points").click()
    boxes = [one for one in widgets_in(form) if isinstance(one, Checkbox)]
    assert [text_of(one).rpartition(" ")[2] for one in boxes] == ["first", "second", "third"]
    boxes[2].value = True
    priorities = controller.store.answers.read("100")["swot"]["key_priorities"]
    assert [entry["text"] for entry in priorities] == ["third"]
    control(form, "Priority 1").value = "third, and how"
    assert controller.store.answers.read("100")["swot"]["key_priorities"][0]["text"] == "third, and how"
    assert control(form, "Strength 3").value == "third"


def test_the_choice_of_priorities_follows_the_points_and_remembers_what_was_chosen(controller):
    form = build_form(controller, "swot")
    button(form, "Choose priorities from your points").click()
    boxes = lambda: [one for one in widgets_in(form) if isinstance(one, Checkbox)]  # noqa: E731
    boxes()[0].value = True
    control(form, "Priority 1").value = "first, in other words"
    control(form, "Strength 2").value = "second, in other words"
    control(form, "Strength 4").value = "fourth"
    assert [one.value for one in boxes()] == [True, False, False, False]
    assert "second, in other words" in boxes()[1].description
    boxes()[0].value = False
    assert not controller.store.answers.read("100")["swot"]["key_priorities"]
    count = len(
        {id(one) for _ in range(5) for one in (button(form, "Choose priorities from your points").click() or boxes())}
    )
    assert count == 4, "opening the list again makes no more boxes"


def test_advice_does_not_hide_that_an_answer_is_not_saved(controller):
    form = build_form(controller, "header")
    with broken(controller.store):
        control(form, "Proposed Review Date").value = "in due course"
        controller.on_blur("header.review_date")
        assert "Not saved yet." in control(form, "Proposed Review Date").description
    control(form, "Career Leader Name").value = "A. Leader"
    assert "Not saved" not in control(form, "Proposed Review Date").description


def test_a_priority_that_is_no_longer_ticked_is_removed_and_can_be_put_back(controller):
    form = build_form(controller, "swot")
    button(form, "Choose priorities from your points").click()
    first = next(one for one in widgets_in(form) if isinstance(one, Checkbox))
    first.value = True
    first.value = False
    assert not controller.store.answers.read("100")["swot"]["key_priorities"]
    button(form, "Put the removed priority back").click()
    assert controller.store.answers.read("100")["swot"]["key_priorities"][0]["text"] == "first"


def test_priorities_stand_beside_the_objectives_and_follow_a_colleague(store, controller):
    store.answers.add_record("100", "swot.key_priorities", {"text": "Reach <b>all</b> parents"})
    store.answers.save("100", {"current_state.priority_benchmarks": [3]})
    controller = FormController(store, controller.school)
    form = build_form(controller, "objectives")
    assert "Reach &lt;b&gt;all" in labels(form)
    assert "3. Addressing the needs of each young person" in text_of(form)
    record = store.answers.add_record("100", "swot.key_priorities", {"text": "And staff"}, who="Ben")
    controller.apply_remote_changes({record_path("swot.key_priorities", record, "text"): "And staff"})
    assert "And staff" in text_of(form)


def test_actions_are_rows_of_their_own_objective(store):
    first, second = (store.answers.add_record("100", "objectives", {"objective": text}) for text in ("one", "two"))
    form = build_form(FormController(store, store.schools.get("100")), "action_plan")
    control(form, "Responsible").value = "Careers leader"
    objectives = store.answers.read("100")["objectives"]
    assert [entry.get("actions") for entry in objectives][1] is None
    assert objectives[0]["actions"][0]["responsible"] == "Careers leader"
    assert store.answers.history("100", record_path("objectives", first, "actions"))
    assert not store.answers.history("100", record_path("objectives", second, "actions"))


def test_a_plan_has_a_limit_of_records(controller, form, monkeypatch):
    monkeypatch.setattr("careerskit.forms.controller.MAX_RECORDS", 4)
    control(form, "Strength 4").value = "fourth"
    assert texts(controller) == ["first", "second", "third", "fourth"]
    assert "Strength 5" not in labels(form), "there is no empty box that could not be saved"
    assert not controller.record_lists["swot.key_priorities"].add_text("one more")
    assert "This did not work. The plan already has 4 entries" in status(controller)
