"""One cell, two lives: a form at a keyboard, the written answers as a page when nobody is there."""

from __future__ import annotations

import json
from unittest.mock import ANY

import pytest
from ipywidgets.widgets import widget as ipywidgets_widget

from careerskit import open_workbook
from careerskit.errors import CareerskitError, StoreError, UnknownSchoolError
from careerskit.plan import School, Setting
from careerskit.store import open_store
from careerskit.workbook import Part, Workbook
from careerskit.workbook.part import someone_is_at_the_keyboard
from tests.widgets import button, buttons, control, text_of

PARTS = ("header", "vision", "current_state", "swot", "objectives", "action_plan", "reflections")
TO_READ = ("cover", "summary", "gaps", "benchmark_scores", "actions_by_term", "destinations")
WIDGET = "application/vnd.jupyter.widget-view+json"
OURS = "only for our governors"


@pytest.fixture(autouse=True)
def nothing_chosen_elsewhere(monkeypatch, tmp_path):
    monkeypatch.delenv("CAREERSKIT_SCHOOL", raising=False)
    monkeypatch.delenv("CAREERSKIT_STORE", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def answered(store):
    store.save("100", {"vision.slt": OURS, "header.careers_leader": "A. Leader"})
    return store


def bundle(part):
    return part._repr_mimebundle_()


def widget(part):
    """Return the widget that a part shows."""
    return ipywidgets_widget._instances[bundle(part)[WIDGET]["model_id"]]


def test_nobody_is_at_the_keyboard_of_a_test():
    assert not someone_is_at_the_keyboard()


@pytest.mark.parametrize("name", PARTS)
def test_a_part_is_a_page_when_nobody_is_at_the_keyboard(answered, name):
    shown = bundle(getattr(open_workbook("100", answered.url), name))
    assert set(shown) == {"text/html", "text/plain"}
    assert f'class="careerskit part-{name}"' in shown["text/html"]
    assert "<script" not in shown["text/html"]
    assert (OURS in shown["text/html"]) == (name == "vision")


@pytest.mark.parametrize("name", TO_READ)
def test_a_part_to_read_is_the_same_page_in_both_lives(answered, name):
    school = answered.school("100")
    page = bundle(getattr(Workbook(answered, school, live=False), name))["text/html"]
    form = widget(getattr(Workbook(answered, school, live=True), name))
    assert page
    assert page in [getattr(child, "value", None) for child in form.children]


@pytest.mark.parametrize("name", PARTS + TO_READ)
def test_at_a_keyboard_a_part_is_a_widget_and_leaves_no_answer_in_the_notebook(answered, name):
    live = Workbook(answered, answered.school("100"), live=True)
    shown = bundle(getattr(live, name))
    assert set(shown) == {WIDGET, "text/plain"}
    assert shown["text/plain"].endswith("of the workbook>")
    assert shown[WIDGET] == widget(getattr(live, name))._repr_mimebundle_()[WIDGET] | {"model_id": ANY}
    assert OURS not in json.dumps(shown)
    assert "Leader" not in json.dumps(shown)


def test_what_is_typed_at_a_keyboard_is_on_the_page_afterwards(answered):
    live = Workbook(answered, answered.school("100"), live=True)
    control(widget(live.vision), "Staff Voice Comments").value = "we want time"
    assert live.plan.vision.staff == "we want time"
    assert "we want time" in bundle(open_workbook("100", answered.url).vision)["text/html"]


def test_without_a_school_and_a_store_the_workbook_is_a_blank_one(tmp_path):
    blank = open_workbook()
    for name in PARTS + TO_READ:
        assert bundle(getattr(blank, name))["text/html"], name
    assert bundle(blank.school_choice)["text/html"] == ""
    assert list(tmp_path.iterdir()) == [], "a blank workbook makes no store"


def test_a_store_without_a_school_is_refused_when_nobody_is_there_to_be_asked(store):
    with pytest.raises(CareerskitError, match="Which school's plan"):
        open_workbook("", store.url)


def test_an_unknown_school_and_a_missing_store_are_refused_with_what_was_meant(store, tmp_path):
    with pytest.raises(UnknownSchoolError, match=r"Did you mean 100 \(Larkmoor School\)"):
        open_workbook("Larkmoor School", store.url)
    with pytest.raises(StoreError, match="There is no store at"):
        open_workbook("100", str(tmp_path / "none.db"))
    assert not (tmp_path / "none.db").exists()


def test_the_school_and_the_store_of_the_surroundings_are_used(answered, monkeypatch):
    monkeypatch.setenv("CAREERSKIT_SCHOOL", "100")
    monkeypatch.setenv("CAREERSKIT_STORE", answered.url)
    assert open_workbook().plan.vision.slt == OURS


def test_a_page_is_of_one_moment_even_if_someone_types_meanwhile(answered):
    rendered = open_workbook("100", answered.url)
    before = bundle(rendered.vision)["text/html"]
    answered.save("100", {"vision.slt": "changed meanwhile"})
    assert bundle(rendered.vision)["text/html"] == before


def test_the_school_is_chosen_in_place_and_then_every_waiting_part_shows_its_form(store):
    live = Workbook(store, None, live=True)
    vision, header = widget(live.vision), widget(live.header)
    assert "SLT Comments" not in text_of(vision)
    control(vision, "Schools found").value = "100"
    button(vision, "Work on this school’s plan").click()
    assert "SLT Comments" in text_of(vision)
    assert "Career Leader Name" in text_of(header)
    control(vision, "SLT Comments").value = "typed at last"
    assert store.read("100")["vision"]["slt"] == "typed at last"


def test_a_school_that_no_register_knows_is_entered_freely_and_remembered(tmp_path):
    with open_store(str(tmp_path / "new.db")) as store:
        live = Workbook(store, None, live=True)
        form = widget(live.vision)
        assert buttons(form) == ["Start a plan for it"]
        control(form, "Name of your school, college or provider").value = "Wyncombe Training"
        control(form, "Kind of place").value = "Training provider"
        button(form, "Start a plan for it").click()
        assert "Learner Voice Comments" in text_of(form)
        (school,) = store.schools()
        assert school == School(school.id, "Wyncombe Training", Setting.PROVIDER)
        assert store.recall("school chosen") == school.id


def test_choosing_another_school_says_whose_plan_it_is_now(store):
    store.register([School("101", "Fernhollow College")])
    live = Workbook(store, store.school("100"), live=True)
    choice = widget(live.school_choice)
    assert "You are working on the plan of Larkmoor School." in text_of(choice)
    control(choice, "Schools found").value = "101"
    button(choice, "Work on this school’s plan").click()
    assert "You are working on the plan of Fernhollow College." in text_of(choice)
    assert live.plan.header.school_name == "Fernhollow College"


@pytest.mark.parametrize("name", PARTS)
def test_a_worked_example_stands_beside_each_part_of_a_blank_workbook(name):
    page = bundle(getattr(open_workbook().example, name))["text/html"]
    assert "<details" in page
    assert "A worked example" in page


def test_the_example_is_of_the_kind_of_place_that_the_plan_is_for(store):
    store.register([School("103", "Hollins Special School", Setting.SPECIAL)])
    assert "pupil" in bundle(open_workbook("103", store.url).example.vision)["text/html"].casefold()


def test_a_part_says_what_it_is_in_plain_text():
    assert repr(Part("action_plan", str)) == "<action plan of the workbook>"
