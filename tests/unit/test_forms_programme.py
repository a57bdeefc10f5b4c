"""The form of the careers programme takes rows of a spreadsheet, and counts what the law asks for as it is filled in."""

from __future__ import annotations

import pytest

from careerskit.forms import FormController, FormHost, build_form
from careerskit.forms.record_list import MAX_ROWS
from tests.widgets import button, buttons, control, open_all, text_of, widgets_in

LIST = "programme.activities"
ROWS = "What\tYear\tWhen\tRoom\nFair\t8\tSpring 1\tHall\nVisit\tY7-9\tlater\t\n"


@pytest.fixture
def controller(store):
    return FormController(store, store.schools.get("100"), host=FormHost(schedule=lambda *_: None))


@pytest.fixture
def form(controller):
    return build_form(controller, "programme")


def activities(controller):
    return controller.plan.programme.activities


def words(form):
    return " ".join(text_of(widget) for widget in widgets_in(form))


def paste(form, text):
    button(form, "Paste rows from a spreadsheet").click()
    control(form, "Rows of your programme").value = text


def test_pasted_rows_are_shown_as_they_are_understood_before_they_are_added(controller, form):
    paste(form, ROWS)
    assert "Fair (Room: Hall) · Year 8 · Spring 1" in words(form)
    assert "Row 2, column “Room”: “Hall” was added to the text of the activity." in words(form)
    assert activities(controller) == ()
    button(form, "Add 2 activities").click()
    first, second = activities(controller)
    assert (first.activity, first.years, first.time) == ("Fair (Room: Hall)", (8,), "Spring 1")
    assert (second.activity, second.years, second.time) == ("Visit", (7, 8, 9), "later")
    assert "Activity 2: Visit · Years 7 to 9 · later" in buttons(form)
    assert "Added 2 activities." in text_of(controller.status.widget)
    assert "Add 2 activities" not in buttons(form)  # the box is closed, and empty
    button(form, "Paste rows from a spreadsheet").click()
    assert control(form, "Rows of your programme").value == ""


def test_the_empty_card_goes_when_rows_were_added(controller, form):
    assert len([path for path in controller.controls if path.endswith(".activity")]) == 1
    paste(form, ROWS)
    button(form, "Add 2 activities").click()
    open_all(form)
    assert len([path for path in controller.controls if path.endswith(".activity")]) == 2
    assert "Add another activity" in buttons(form)


def test_all_years_are_read_as_those_that_are_chosen_meanwhile(controller, form):
    paste(form, "Activity\tYear\nCareers week\tAll\n")
    assert "Careers week (Year group: All)" in words(form)
    controller.controls["programme.years"].widget.children[1].value = True  # Year 7
    controller.autosave.flush()
    assert "Careers week · Year 7" in words(form)


def test_rows_for_which_there_is_no_room_stay_in_the_box(controller, form):
    paste(form, "Activity\tTerm\n" + "\n".join(f"Fair {number}\tSpring" for number in range(1, MAX_ROWS + 3)))
    button(form, f"Add {MAX_ROWS + 2} activities").click()
    assert len(activities(controller)) == MAX_ROWS
    assert "which is the limit" in text_of(controller.status.widget)
    assert control(form, "Rows of your programme").value == "Activity\tTerm\nFair 101\tSpring\nFair 102\tSpring"
    assert "Add 2 activities" in buttons(form)


def test_activities_of_a_grid_for_which_there_is_no_room_stay_in_the_box(controller, form):
    days = "\n".join(f"Fair {number}" for number in range(1, MAX_ROWS + 3))
    paste(form, f'Year\tAutumn\tSpring\n7\t"{days}"\t\n')
    button(form, f"Add {MAX_ROWS + 2} activities").click()
    left = control(form, "Rows of your programme").value
    assert left == "Activity\tYear group\tTerm\nFair 101\tYear 7\tAutumn\nFair 102\tYear 7\tAutumn"
    assert "Add 2 activities" in buttons(form)


def test_what_is_typed_in_rows_is_only_text(form):
    paste(form, "Activity\n<script>alert(1)</script>\n")
    assert any("&lt;script&gt;" in str(getattr(widget, "value", "")) for widget in widgets_in(form))
    assert not any(
        "<script>" in str(getattr(widget, "value", ""))
        for widget in widgets_in(form)
        if widget.__class__.__name__ == "HTML"
    )


def test_what_the_law_asks_for_is_counted_below_and_follows_what_is_saved(controller, form):
    assert "Encounters with providers" not in words(form)
    paste(form, "Activity\tYear\tType\nCollege visit\t10\tProvider encounter\n")
    button(form, "Add 1 activity").click()
    assert "One more is needed, in Year 10 or in Year 11 by 28 February" in words(form)
    open_all(form)
    (path,) = (path for path in controller.controls if path.endswith("].years"))
    controller.controls[path].widget.children[5].value = True  # Year 11
    controller.autosave.flush()
    assert "“College visit” counts in Year 11 once it says that it is by 28 February" in words(form)
