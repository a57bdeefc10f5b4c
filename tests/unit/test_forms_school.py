"""Finding a school, starting a plan for one that is not in the register, and outputs that can be updated."""

from __future__ import annotations

import pytest
from ipywidgets import Dropdown

from careerskit.forms import ReplaceableOutput, SchoolPicker, html_widget, notebook_widgets
from careerskit.plan import School, Setting
from careerskit.store import PublishedRelease, PublishedRow, open_store
from tests.widgets import broken, button, buttons, control, labels, text_of, widgets_in

DIFFERENT = "No, mine is a different one: start a plan"


@pytest.fixture
def chosen():
    return []


@pytest.fixture
def form(store, chosen):
    store.schools.register(
        [School("101", "Fernhollow College", Setting.COLLEGE), School("102", "Oldcroft School", closed=True)]
    )
    return SchoolPicker(store, chosen.append).widget


def found(form):
    return [text for text, _ in control(form, "Schools found").options]


def test_before_a_search_all_schools_are_listed_with_their_ids_and_whether_they_have_closed(form):
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
    assert "You are working on Fernhollow College’s plan." in text_of(form)


def test_of_several_schools_none_is_opened_before_one_is_chosen(form, chosen):
    listed = control(form, "Schools found")
    listed.value = "101"
    control(form, "Find your school").value = "school"
    button(form, "Work on this school’s plan").click()
    assert chosen == []
    listed.value = "102"
    button(form, "Work on this school’s plan").click()
    assert [school.id for school in chosen] == ["102"]


def test_a_second_school_with_a_listed_name_is_added_only_when_confirmed(form, chosen, store):
    control(form, "Name of your school, college or provider").value = "fernhollow COLLEGE"
    button(form, "Start a plan").click()
    assert chosen == []
    assert "You typed “fernhollow COLLEGE”. Did you mean this school?" in text_of(form)
    button(form, DIFFERENT).click()
    assert [school.name for school in chosen] == ["fernhollow COLLEGE"]
    assert DIFFERENT not in buttons(form), "the question is answered"


def test_before_a_plan_is_started_for_a_name_that_is_nearly_known_that_school_is_suggested(store, form, chosen):
    store.schools.register([School("107", "Lawnswood School", local_authority="383")])
    store.published.save(PublishedRelease("local authorities"), {"383": {"name": "Leeds", "region": "Yorkshire"}})
    control(form, "Name of your school, college or provider").value = "Lawnswod School"
    button(form, "Start a plan").click()
    assert chosen == []
    button(form, "Lawnswood School (107), Leeds").click()
    assert [school.id for school in chosen] == ["107"]
    assert store.schools.count() == 4


def test_the_local_authority_finds_a_school_in_the_list(store, form):
    store.schools.register([School("107", "Lawnswood School", local_authority="383")])
    store.published.save(PublishedRelease("local authorities"), {"383": {"name": "Leeds", "region": "Yorkshire"}})
    control(form, "Find your school").value = "school leeds"
    assert found(form) == ["Lawnswood School (107), Leeds"]


@pytest.fixture
def moved(store):
    """Return a store with a school that has closed, and what it is now."""
    store.schools.register(
        [
            School("201", "Wyncombe School", local_authority="383", closed=True, town="Otley"),
            School("202", "Wyncombe Academy", local_authority="383", town="Otley"),
        ]
    )
    store.published.save(PublishedRelease("local authorities"), {"383": {"name": "Leeds", "region": "Yorkshire"}})
    store.published.save(PublishedRelease("register"), {"201": {"status": "Closed", "closed_on": "2023-08-31"}})
    with store.published.writing() as writer:
        writer.add(PublishedRelease("school links"), [PublishedRow("201", {"successor": "202"}, part="202")])
    return store


def test_a_school_is_found_by_its_town_and_shown_with_its_town_and_authority(moved, form):
    control(form, "Find your school").value = "academy otley"
    assert found(form) == ["Wyncombe Academy (202), Otley, Leeds"]


def test_a_closed_school_says_what_it_is_now_and_offers_that_plan_first(moved, form, chosen):
    control(form, "Find your school").value = "wyncombe school"
    assert found(form)[1:] == [
        "Wyncombe School (201), Otley, Leeds, closed in 2023, now Wyncombe Academy (202)",
        "Wyncombe Academy (202), Otley, Leeds",
    ]
    control(form, "Schools found").value = "201"
    button(form, "Work on this school’s plan").click()
    assert chosen == []
    assert "Wyncombe School closed in 2023. It is now Wyncombe Academy." in text_of(form)
    button(form, "Wyncombe Academy (202), Otley, Leeds").click()
    assert [school.id for school in chosen] == ["202"]


def test_the_plan_of_a_closed_school_can_still_be_opened(moved, form, chosen):
    control(form, "Find your school").value = "201"
    control(form, "Schools found").value = "201"
    button(form, "Work on this school’s plan").click()
    button(form, "No, I mean Wyncombe School").click()
    assert [school.id for school in chosen] == ["201"]
    assert "No, I mean Wyncombe School" not in buttons(form), "the question is answered"


def test_starting_a_plan_twice_creates_one_school_and_shows_it(tmp_path, chosen):
    with open_store(str(tmp_path / "empty.db")) as store:
        form = SchoolPicker(store, chosen.append).widget
        control(form, "Name of your school, college or provider").value = "Mossgate School"
        for _ in range(2):
            button(form, "Start a plan").click()
        assert store.schools.count() == 1
        assert any(name.startswith("Mossgate School (") for name in buttons(form))


def test_after_a_search_that_finds_nothing_the_button_says_what_to_do(form, chosen):
    control(form, "Find your school").value = "nowhere"
    assert found(form) == ["None found"]
    button(form, "Work on this school’s plan").click()
    assert "Choose a school from the list, or type its name below" in text_of(form)
    assert chosen == []


def test_a_long_list_of_schools_is_cut_and_the_rest_counted(store, chosen):
    store.schools.register([School(f"2{number:03}", f"Aldermoor {number:03}") for number in range(80)])
    form = SchoolPicker(store, chosen.append).widget
    control(form, "Find your school").value = "aldermoor"
    assert len(found(form)) == 52
    assert found(form)[-1] == "and 30 more: type more of the name"
    control(form, "Schools found").value = ""
    button(form, "Work on this school’s plan").click()
    assert chosen == []


def test_a_plan_for_a_school_that_is_not_in_the_register_is_started_by_its_name(store, form, chosen):
    control(form, "Name of your school, college or provider").value = "  St Óscar’s & <b>Sons</b> "
    control(form, "Type of school or college").value = "Training provider"
    button(form, "Start a plan").click()
    (school,) = chosen
    assert (school.name, school.setting) == ("St Óscar’s & <b>Sons</b>", Setting.PROVIDER)
    assert store.schools.get(school.id) == school
    assert school.id.replace("-", "").isalnum()
    assert school.id.isascii()
    assert "<b>Sons" not in labels(form)


def test_two_schools_with_one_name_have_different_ids(store, form, chosen):
    control(form, "Name of your school, college or provider").value = "All Saints"
    button(form, "Start a plan").click()
    button(form, "Start a plan").click()  # now it asks whether that school is meant
    button(form, DIFFERENT).click()
    assert len({school.id for school in chosen}) == 2


def test_a_plan_is_not_started_without_a_name(form, chosen):
    button(form, "Start a plan").click()
    assert "Enter the name of your school, college or provider" in text_of(form)
    assert chosen == []


def test_where_the_store_has_no_schools_only_the_name_is_asked_for(tmp_path, chosen):
    from careerskit.store import open_store

    with open_store(str(tmp_path / "empty.db")) as store:
        form = SchoolPicker(store, chosen.append).widget
        assert buttons(form) == ["Start a plan"]
        assert [type(widget) for widget in widgets_in(form)].count(Dropdown) == 1


def test_an_error_in_opening_a_plan_is_shown_on_the_form(store):
    def fail(school):
        raise OSError("the disk is gone")

    form = SchoolPicker(store, fail).widget
    for press in ("Work on this school’s plan", "Start a plan"):
        control(form, "Name of your school, college or provider").value = "Somewhere"
        button(form, press).click()
        assert "This did not work. the disk is gone" in text_of(form)


def test_a_school_that_could_not_be_opened_is_not_shown_as_the_current_one(store, chosen):
    def fail(school):
        raise OSError("the disk is gone")

    form = SchoolPicker(store, fail, store.schools.get("100")).widget
    store.schools.register([School("104", "Wyncombe School")])
    control(form, "Find your school").value = "wyncombe"
    button(form, "Work on this school’s plan").click()
    assert "Wyncombe School’s plan" not in text_of(form)


def test_a_search_in_a_store_that_cannot_be_read_is_reported(form, store):
    with store.database.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE school RENAME TO lost")
    control(form, "Find your school").value = "fern"
    assert "This did not work. The store cannot be read" in text_of(form)


def test_an_html_widget_is_updated_on_request_and_says_when_it_cannot_be(store):
    store.answers.save("100", {"vision.slt": "one"})
    page = html_widget(lambda: f"<p>{store.answers.read('100')['vision']['slt']}</p>")
    store.answers.save("100", {"vision.slt": "two"})
    assert "one" in text_of(page)
    button(page, "Update").click()
    assert "two" in text_of(page)
    with broken(store):
        button(page, "Update").click()
        assert "This could not be updated. The store cannot be read" in text_of(page)
        assert "two" in text_of(page)
    button(page, "Update").click()
    assert "could not" not in text_of(page)


@pytest.fixture
def output(store):
    widgets = notebook_widgets()
    store.answers.save("100", {"vision.slt": "one"})
    return ReplaceableOutput(lambda: widgets.html(store.answers.read("100")["vision"]["slt"]), widgets)


def test_an_output_can_be_built_again(store, output):
    assert text_of(output.widget) == "one"
    store.answers.save("100", {"vision.slt": "two"})
    output.rebuild()
    assert text_of(output.widget) == "two"


def test_an_output_that_cannot_be_built_again_shows_nothing_old_and_can_be_tried_again(store, output):
    with broken(store):
        output.rebuild()
        assert "This could not be shown. The store cannot be read" in text_of(output.widget)
        assert "one" not in text_of(output.widget)
        button(output.widget, "Try again").click()
        assert "This could not be shown." in text_of(output.widget)
    button(output.widget, "Try again").click()
    assert text_of(output.widget) == "one"
