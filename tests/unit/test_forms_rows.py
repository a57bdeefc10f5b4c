"""Rows of a form are added, moved, removed and restored, and the status bar reports each change."""

from __future__ import annotations

import pytest
from ipywidgets import Button

from careerskit.forms import FormController, build_form
from careerskit.store import record_path
from tests.widgets import broken, button, buttons, control, css_classes, text_of

LIST = "swot.strengths"


@pytest.fixture
def controller(store):
    for text in ("first", "second", "third"):
        store.answers.add_record("100", LIST, {"text": text})
    return FormController(store, store.schools.get("100"))


@pytest.fixture
def form(controller):
    return build_form(controller, "swot")


@pytest.fixture
def focused(monkeypatch):
    """Record which buttons are focused, by their descriptions."""
    descriptions = []
    monkeypatch.setattr(Button, "focus", lambda self: descriptions.append(self.description))
    return descriptions


def texts(controller):
    return [entry["text"] for entry in controller.store.answers.read("100")["swot"]["strengths"]]


def points(form, count):
    return [control(form, "Point", index).value for index in range(count)]


def status(controller):
    return text_of(controller.status.widget)


def test_a_row_is_added_at_the_end_numbered_and_reported(controller, form):
    button(form, "Add another strength").click()
    assert "Added strength 4." in status(controller)
    assert "Saved " in status(controller)
    control(form, "Point", 3).value = "fourth"
    assert texts(controller) == ["first", "second", "third", "fourth"]
    assert "Strength 4" in text_of(form)
    assert "Remove strength 4" in buttons(form)


def test_an_empty_list_offers_to_add_the_first_row(controller, form):
    button(form, "Add the first threat").click()
    assert "Add another threat" in buttons(form)
    assert "Add the first threat" not in buttons(form)
    assert len(controller.store.answers.read("100")["swot"]["threats"]) == 1


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
    assert focused == ["Put the removed strength back", "Remove strength 2"]


def test_rows_are_in_their_order_when_the_form_is_opened_again(controller, form):
    button(form, "Move strength 1 down").click()
    button(form, "Remove strength 3").click()
    again = build_form(FormController(controller.store, controller.school), "swot")
    assert points(again, 2) == ["second", "first"]


@pytest.mark.parametrize("press", ["Add another strength", "Move strength 1 down", "Remove strength 2"])
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
        control(form, "Point", 1).value = "typed, not saved"
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
    other = build_form(FormController(controller.store, controller.school), "swot")
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


def test_adding_an_action_to_a_removed_objective_fails_and_is_reported(store):
    objective = store.answers.add_record("100", "objectives", {"objective": "to be removed"})
    controller = FormController(store, store.schools.get("100"))
    form = build_form(controller, "action_plan")
    store.answers.remove_record("100", "objectives", objective, who="a colleague")
    button(form, "Add the first action").click()
    assert "This did not work." in status(controller)
    assert "Add the first action" in buttons(form)
    store.answers.restore_record("100", "objectives", objective)
    assert "actions" not in store.answers.read("100")["objectives"][0]


def test_actions_are_rows_of_their_own_objective(store):
    first, second = (store.answers.add_record("100", "objectives", {"objective": text}) for text in ("one", "two"))
    form = build_form(FormController(store, store.schools.get("100")), "action_plan")
    assert buttons(form).count("Add the first action") == 2
    button(form, "Add the first action").click()
    control(form, "Responsible").value = "Careers leader"
    objectives = store.answers.read("100")["objectives"]
    assert [entry.get("actions") for entry in objectives][1] is None
    assert objectives[0]["actions"][0]["responsible"] == "Careers leader"
    assert store.answers.history("100", record_path("objectives", first, "actions"))
    assert not store.answers.history("100", record_path("objectives", second, "actions"))


def test_a_plan_has_a_limit_of_records(controller, form, monkeypatch):
    monkeypatch.setattr("careerskit.forms.controller.MAX_RECORDS", 4)
    button(form, "Add another strength").click()
    assert "Added strength 4." in status(controller)
    button(form, "Add another strength").click()
    assert "This did not work. The plan already has 4 entries" in status(controller)
    assert points(form, 4)[:3] == ["first", "second", "third"]
