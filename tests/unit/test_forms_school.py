"""Finding one's school, starting a plan for one that no register knows, and pages that are made again."""

from __future__ import annotations

import pytest
from ipywidgets import Dropdown

from careerskit.forms import Look, Place, SchoolChoice, shown
from careerskit.plan import School, Setting
from careerskit.store import open_store
from tests.widgets import broken, button, buttons, control, everything_in, labels, text_of


@pytest.fixture
def chosen():
    return []


@pytest.fixture
def form(store, chosen):
    store.register(
        [School("101", "Fernhollow College", Setting.COLLEGE), School("102", "Oldcroft School", closed=True)]
    )
    return SchoolChoice(store, chosen.append).widget


def found(form):
    return [text for text, _ in control(form, "Schools found").options]


def test_every_school_is_listed_until_one_searches_with_its_id_and_whether_it_has_closed(form):
    assert found(form) == [
        "Choose one",
        "Fernhollow College (101)",
        "Larkmoor School (100)",
        "Oldcroft School (102), closed",
    ]


def test_a_search_that_finds_one_school_chooses_it(form, chosen):
    control(form, "Find your school").value = "fern"
    assert found(form) == ["Fernhollow College (101)"]
    button(form, "Work on this school’s plan").click()
    assert [school.id for school in chosen] == ["101"]
    assert "You are working on the plan of Fernhollow College." in text_of(form)


def test_of_several_schools_none_is_taken_before_one_is_chosen(form, chosen):
    listed = control(form, "Schools found")
    listed.value = "101"
    control(form, "Find your school").value = "school"
    button(form, "Work on this school’s plan").click()
    assert chosen == []
    listed.value = "102"
    button(form, "Work on this school’s plan").click()
    assert [school.id for school in chosen] == ["102"]


def test_a_name_that_is_in_the_list_is_asked_about_before_a_second_place_of_that_name_is_added(form, chosen, store):
    control(form, "Name of your school, college or provider").value = "fernhollow COLLEGE"
    button(form, "Start a plan for it").click()
    assert chosen == []
    assert "is in the list already" in text_of(form)
    assert found(form) == ["Fernhollow College (101)"], "theirs can be chosen"
    button(form, "Start a plan for it").click()
    assert [school.name for school in chosen] == ["fernhollow COLLEGE"]


def test_who_presses_twice_to_start_a_plan_has_one_and_is_shown_it(tmp_path, chosen):
    with open_store(str(tmp_path / "empty.db")) as store:
        form = SchoolChoice(store, chosen.append).widget
        control(form, "Name of your school, college or provider").value = "Mossgate School"
        for _ in range(2):
            button(form, "Start a plan for it").click()
        assert store.count_schools() == 1
        assert found(form)[0].startswith("Mossgate School")


def test_a_search_that_finds_nothing_says_what_to_do_when_the_button_is_pressed(form, chosen):
    control(form, "Find your school").value = "nowhere"
    assert found(form) == ["None found"]
    button(form, "Work on this school’s plan").click()
    assert "Choose a school from the list, or type its name below" in text_of(form)
    assert chosen == []


def test_of_many_schools_the_first_are_listed_and_the_others_counted(store, chosen):
    store.register([School(f"2{number:03}", f"Aldermoor {number:03}") for number in range(80)])
    form = SchoolChoice(store, chosen.append).widget
    control(form, "Find your school").value = "aldermoor"
    assert len(found(form)) == 52
    assert found(form)[-1] == "and 30 more: type more of the name"
    control(form, "Schools found").value = ""
    button(form, "Work on this school’s plan").click()
    assert chosen == []


def test_a_school_that_no_register_knows_is_started_by_name_and_becomes_known(store, form, chosen):
    control(form, "Name of your school, college or provider").value = "  St Óscar’s & <b>Sons</b> "
    control(form, "Kind of place").value = "Training provider"
    button(form, "Start a plan for it").click()
    (school,) = chosen
    assert (school.name, school.setting) == ("St Óscar’s & <b>Sons</b>", Setting.PROVIDER)
    assert store.school(school.id) == school
    assert school.id.replace("-", "").isalnum()
    assert school.id.isascii()
    assert "<b>Sons" not in labels(form)


def test_two_schools_of_one_name_have_two_ids(store, form, chosen):
    control(form, "Name of your school, college or provider").value = "All Saints"
    for _ in range(3):  # the second time, it is asked whether that one is meant
        button(form, "Start a plan for it").click()
    assert len({school.id for school in chosen}) == 2


def test_a_plan_is_not_started_without_a_name(form, chosen):
    button(form, "Start a plan for it").click()
    assert "Enter the name of your school, college or provider" in text_of(form)
    assert chosen == []


def test_where_the_store_knows_no_school_only_the_name_is_asked_for(tmp_path, chosen):
    from careerskit.store import open_store

    with open_store(str(tmp_path / "empty.db")) as store:
        form = SchoolChoice(store, chosen.append).widget
        assert buttons(form) == ["Start a plan for it"]
        assert [type(one) for one in everything_in(form)].count(Dropdown) == 1


def test_a_plan_that_cannot_be_opened_is_said_since_no_one_would_see_a_buttons_error(store):
    def not_now(school):
        raise OSError("the disk is gone")

    form = SchoolChoice(store, not_now).widget
    for press in ("Work on this school’s plan", "Start a plan for it"):
        control(form, "Name of your school, college or provider").value = "Somewhere"
        button(form, press).click()
        assert "This was not done. the disk is gone" in text_of(form)


def test_whose_plan_it_is_is_said_only_when_it_is(store, chosen):
    def not_now(school):
        raise OSError("the disk is gone")

    form = SchoolChoice(store, not_now, store.school("100")).widget
    store.register([School("104", "Wyncombe School")])
    control(form, "Find your school").value = "wyncombe"
    button(form, "Work on this school’s plan").click()
    assert "plan of Wyncombe School" not in text_of(form)


def test_a_search_in_a_store_that_cannot_be_read_is_said(form, store):
    with store.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE school RENAME TO lost")
    control(form, "Find your school").value = "fern"
    assert "This was not done. The store cannot be read" in text_of(form)


def test_a_page_is_made_again_when_asked_and_says_when_it_cannot_be(store):
    store.save("100", {"vision.slt": "one"})
    page = shown(lambda: f"<p>{store.read('100')['vision']['slt']}</p>")
    store.save("100", {"vision.slt": "two"})
    assert "one" in text_of(page)
    button(page, "Bring this up to date").click()
    assert "two" in text_of(page)
    with broken(store):
        button(page, "Bring this up to date").click()
        assert "This could not be brought up to date. The store cannot be read" in text_of(page)
        assert "two" in text_of(page)
    button(page, "Bring this up to date").click()
    assert "could not" not in text_of(page)


@pytest.fixture
def place(store):
    look = Look()
    store.save("100", {"vision.slt": "one"})
    return Place(lambda: look.note(store.read("100")["vision"]["slt"]), look)


def test_a_place_shows_what_stands_there_anew(store, place):
    assert text_of(place.widget) == "one"
    store.save("100", {"vision.slt": "two"})
    place.show_anew()
    assert text_of(place.widget) == "two"


def test_a_place_that_cannot_be_shown_anew_shows_nothing_old_and_can_be_tried_again(store, place):
    with broken(store):
        place.show_anew()
        assert "This could not be shown. The store cannot be read" in text_of(place.widget)
        assert "one" not in text_of(place.widget)
        button(place.widget, "Try again").click()
        assert "This could not be shown." in text_of(place.widget)
    button(place.widget, "Try again").click()
    assert text_of(place.widget) == "one"
