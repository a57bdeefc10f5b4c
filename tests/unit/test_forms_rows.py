"""Rows of a form are added, moved, removed and put back, and each change is said aloud."""

from __future__ import annotations

import pytest
from ipywidgets import Button

from careerskit.forms import Desk, form_of
from careerskit.store import record_path
from tests.widgets import broken, button, buttons, control, text_of

LIST = "swot.strengths"


@pytest.fixture
def desk(store):
    for text in ("first", "second", "third"):
        store.add("100", LIST, {"text": text})
    return Desk(store, store.school("100"))


@pytest.fixture
def form(desk):
    return form_of(desk, "swot")


@pytest.fixture
def focused(monkeypatch):
    """Take down which buttons were given the focus, by what they say."""
    found = []
    monkeypatch.setattr(Button, "focus", lambda self: found.append(self.description))
    return found


def texts(desk):
    return [entry["text"] for entry in desk.store.read("100")["swot"]["strengths"]]


def points(form, count):
    return [control(form, "Point", which).value for which in range(count)]


def said(desk):
    return text_of(desk.status)


def test_a_row_is_added_at_the_end_said_and_numbered(desk, form):
    button(form, "Add another strength").click()
    assert "Added strength 4." in said(desk)
    assert "Saved " in said(desk)
    control(form, "Point", 3).value = "fourth"
    assert texts(desk) == ["first", "second", "third", "fourth"]
    assert "Strength 4" in text_of(form)
    assert "Remove strength 4" in buttons(form)


def test_the_first_row_of_an_empty_list_is_offered_as_the_first(desk, form):
    button(form, "Add the first threat").click()
    assert "Add another threat" in buttons(form)
    assert "Add the first threat" not in buttons(form)
    assert len(desk.store.read("100")["swot"]["threats"]) == 1


def test_only_the_ways_that_a_row_can_move_are_offered(form):
    ways = [text for text in buttons(form) if text.startswith("Move strength")]
    assert ways == ["Move strength 1 down", "Move strength 2 up", "Move strength 2 down", "Move strength 3 up"]


def test_a_row_moves_and_its_new_number_is_said_and_the_focus_goes_with_it(desk, form, focused):
    button(form, "Move strength 3 up").click()
    assert texts(desk) == points(form, 3) == ["first", "third", "second"]
    assert "Moved strength 3: it is now strength 2." in said(desk)
    button(form, "Move strength 2 up").click()
    assert texts(desk) == points(form, 3) == ["third", "first", "second"]
    assert focused == ["Move strength 2 up", "Move strength 1 down"]


def test_a_removed_row_is_said_and_comes_back_with_its_words_where_it_stood(desk, form, focused):
    button(form, "Remove strength 2").click()
    assert texts(desk) == points(form, 2) == ["first", "third"]
    assert "Removed strength 2." in said(desk)
    button(form, "Put the removed strength back").click()
    assert texts(desk) == points(form, 3) == ["first", "second", "third"]
    assert "Put the strength back." in said(desk)
    assert "Put the removed strength back" not in buttons(form)
    assert focused == ["Put the removed strength back", "Remove strength 2"]


def test_rows_stand_in_their_order_when_the_form_is_opened_again(desk, form):
    button(form, "Move strength 1 down").click()
    button(form, "Remove strength 3").click()
    again = form_of(Desk(desk.store, desk.school), "swot")
    assert points(again, 2) == ["second", "first"]


@pytest.mark.parametrize("press", ["Add another strength", "Move strength 1 down", "Remove strength 2"])
def test_a_change_that_the_store_does_not_take_is_said_and_the_rows_stay_as_they_were(desk, form, press):
    before = buttons(form)
    with broken(desk.store):
        button(form, press).click()
        assert "This was not done. The store " in said(desk)
    assert "ck-failed" in desk.status._dom_classes
    assert buttons(form) == before
    assert texts(desk) == points(form, 3) == ["first", "second", "third"]
    button(form, press).click()
    assert "ck-failed" not in desk.status._dom_classes


def test_a_row_is_not_changed_before_what_was_typed_is_kept(desk, form):
    with broken(desk.store):
        control(form, "Point", 1).value = "typed, not kept"
        button(form, "Remove strength 2").click()
        assert "Not saved yet" in said(desk)
    assert points(form, 3) == ["first", "typed, not kept", "third"]
    button(form, "Remove strength 2").click()
    assert texts(desk) == ["first", "third"]
    values = [entry.value for entry in desk.store.history("100", LIST)]
    assert "typed, not kept" in values


def test_a_row_can_be_put_back_though_a_colleague_has_removed_another_meanwhile(desk, form):
    button(form, "Remove strength 2").click()
    record = desk.store.read("100")["swot"]["strengths"][0]["id"]
    desk.store.remove("100", LIST, record, who="a colleague")
    button(form, "Put the removed strength back").click()
    assert texts(desk) == ["second", "third"]
    assert "second" in points(form, 3)


def test_a_row_that_a_colleague_has_removed_cannot_be_moved_and_that_is_said(desk, form):
    record = desk.store.read("100")["swot"]["strengths"][0]["id"]
    desk.store.remove("100", LIST, record, who="a colleague")
    button(form, "Move strength 1 down").click()
    assert "This was not done." in said(desk)
    assert points(form, 3) == ["first", "second", "third"]


def test_after_a_move_the_rows_stand_in_the_order_of_the_store_though_another_form_has_moved_some(desk, form):
    other = form_of(Desk(desk.store, desk.school), "swot")
    button(other, "Move strength 3 up").click()
    button(other, "Move strength 2 up").click()
    assert points(other, 3) == ["third", "first", "second"]
    button(form, "Move strength 2 up").click()
    assert texts(desk) == points(form, 3) == ["third", "second", "first"]
    assert "Moved strength 2: it is now strength 2." in said(desk)


def test_every_removed_row_can_be_put_back_the_last_one_first(desk, form, focused):
    for press in ("Remove strength 3", "Remove strength 1"):
        button(form, press).click()
    button(form, "Put the last removed strength back").click()
    assert texts(desk) == points(form, 2) == ["first", "second"]
    button(form, "Put the removed strength back").click()
    assert texts(desk) == points(form, 3) == ["first", "second", "third"]
    assert not [text for text in buttons(form) if text.startswith("Put")]


def test_a_row_that_cannot_be_put_back_now_can_be_put_back_later(desk, form):
    button(form, "Remove strength 2").click()
    with broken(desk.store):
        button(form, "Put the removed strength back").click()
        assert "This was not done." in said(desk)
    button(form, "Put the removed strength back").click()
    assert texts(desk) == points(form, 3) == ["first", "second", "third"]


def test_an_action_cannot_be_added_under_an_objective_that_was_removed_meanwhile_and_that_is_said(store):
    objective = store.add("100", "objectives", {"objective": "to be removed"})
    desk = Desk(store, store.school("100"))
    form = form_of(desk, "action_plan")
    store.remove("100", "objectives", objective, who="a colleague")
    button(form, "Add the first action").click()
    assert "This was not done." in said(desk)
    assert "Add the first action" in buttons(form)
    store.put_back("100", "objectives", objective)
    assert "actions" not in store.read("100")["objectives"][0]


def test_actions_are_rows_under_their_own_objective(store):
    first, second = (store.add("100", "objectives", {"objective": text}) for text in ("one", "two"))
    form = form_of(Desk(store, store.school("100")), "action_plan")
    adds = [one for one in buttons(form) if one == "Add the first action"]
    assert len(adds) == 2
    button(form, "Add the first action").click()
    control(form, "Responsible").value = "Careers leader"
    objectives = store.read("100")["objectives"]
    assert [entry.get("actions") for entry in objectives][1] is None
    assert objectives[0]["actions"][0]["responsible"] == "Careers leader"
    assert store.history("100", record_path("objectives", first, "actions"))
    assert not store.history("100", record_path("objectives", second, "actions"))


def test_a_plan_takes_no_more_records_than_its_forms_can_bear(desk, form, monkeypatch):
    monkeypatch.setattr("careerskit.forms.desk._MOST", 4)
    button(form, "Add another strength").click()
    assert "Added strength 4." in said(desk)
    button(form, "Add another strength").click()
    assert "This was not done. The plan has 4 entries already" in said(desk)
    assert points(form, 4)[:3] == ["first", "second", "third"]
