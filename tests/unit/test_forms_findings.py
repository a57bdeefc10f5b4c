"""What a plan could still use: below each form, and on a page of its own where it can be set aside."""

from __future__ import annotations

import re

import pytest

from careerskit.forms import FormController, FormHost, build_findings_form, build_form
from careerskit.review import findings
from careerskit.store import load_plan
from tests.widgets import FakeClock, button, buttons, control, labels, open_all, text_of, widgets_created, widgets_in


@pytest.fixture
def school(store):
    """Return a school that has written a little."""
    school = store.schools.get("100")
    store.answers.save(school.id, {"header.academic_year": "2026/27", "header.careers_leader": "A. Leader"})
    store.answers.add_record(school.id, "swot.strengths", {"text": "Good links"})
    store.answers.add_record(school.id, "objectives", {"objective": "More workplaces"})
    return school


def open_count(store, school):
    return sum(finding.is_open for finding in findings(load_plan(store, school)))


@pytest.fixture
def linked(store, school):
    """Return a controller on a page whose boxes have addresses."""
    return FormController(store, school, host=FormHost(link_to=lambda path: f"step#{path}"))


def findings_form(store, school):
    controller = FormController(store, school)
    return build_findings_form(controller, lambda path: f"step#{path}"), controller


def controls_named(form, name):
    return [one for one in widgets_in(form) if name in getattr(one, "description", "") and hasattr(one, "value")]


def set_aside(store, school):
    return [(one.advice, one.reason) for one in load_plan(store, school).set_aside]


def test_a_form_lists_what_its_own_part_could_use_with_links_to_the_boxes(linked):
    html = labels(build_form(linked, "swot"))

    assert "What this part could still use (4)" in html  # three lists of points, and the priorities
    assert 'href="step#swot.threats"' in html
    assert "Write: Proposed Review Date" not in html


def test_a_full_stop_ends_what_to_do_before_how(linked, store, school):
    store.answers.add_record(school.id, "swot.threats", {"text": "The Baker clause"})
    html = labels(build_form(linked, "swot"))

    assert re.search(r"Threat 1: old wording</a>\. <span[^>]*>“Baker clause”\. Since", html)


def test_each_reason_is_shown_below_what_it_is_for(linked):
    html = labels(build_form(linked, "website"))

    assert html.count("whom to ask") == 1
    assert html.count("how up to date the rest is") == 1


def test_a_notebook_has_no_addresses_of_boxes_and_so_no_links(store, school):
    html = labels(build_form(FormController(store, school), "swot"))

    assert "Add: Threats" in html
    assert "<a " not in html


def test_the_list_follows_what_is_typed_and_what_a_colleague_saves(linked, store, school):
    form = build_form(linked, "header")
    assert "Write: Proposed Review Date" in text_of(form)
    control(form, "Proposed Review Date").value = "June 2027"
    assert "Write: Proposed Review Date" not in text_of(form)

    store.answers.save(school.id, {"header.careers_leader": ""})
    linked.apply_remote_changes({"header.careers_leader": ""})
    assert "Write: Career Leader Name" in text_of(form)


def test_a_burst_of_typing_is_reviewed_once_after_a_pause(store, school):
    clock = FakeClock()
    controller = FormController(store, school, host=FormHost(clock.schedule), clock=clock)
    form = build_form(controller, "header")
    assert "Write: Proposed Review Date" not in text_of(form), "the boxes come first"
    clock.advance(5.1)
    for date in ("June", "June 2", "June 2027"):
        control(form, "Proposed Review Date").value = date
        controller.autosave.flush()
    assert "Write: Proposed Review Date" in text_of(form)
    clock.advance(5.1)
    assert "Write: Proposed Review Date" not in text_of(form)


def test_a_finding_is_set_aside_by_typing_a_reason_and_comes_back_without_one(store, school):
    form, _ = findings_form(store, school)
    before = open_count(store, school)
    assert f"{before} things to write or to look at again" in text_of(form)
    button(form, "Set aside: Add: Opportunities").click()
    assert f"{before} things" in text_of(form), "it is not set aside before there is a reason"

    box = control(form, "Why it does not apply")
    box.value = "We found none"
    assert set_aside(store, school) == [("Add: Opportunities", "We found none")]
    assert f"{before - 1} things to write or to look at again, in any order, and 1 set aside" in text_of(form)
    place = "SWOT analysis.*Add: Opportunities.*Action plan"
    assert re.search(place, text_of(form)), "it stays where it is while its reason is written"

    again, _ = findings_form(store, school)
    assert re.search("Action plan.*Set aside.*Add: Opportunities", text_of(again))
    assert "Add: Opportunities" not in text_of(build_form(FormController(store, school), "swot"))
    button(again, "Put back: Add: Opportunities").click()
    assert set_aside(store, school) == [("Add: Opportunities", "")]
    assert re.search("SWOT analysis.*Add: Opportunities.*Action plan", text_of(again)), "it is back where it belongs"
    assert not controls_named(again, "Why it does not apply"), "and asks for no reason"
    assert button(again, "Set aside: Add: Opportunities")
    assert f"{before} things to write" in text_of(again)
    assert "Add: Opportunities" in text_of(build_form(FormController(store, school), "swot"))


def test_pressing_the_button_twice_adds_one_record(store, school):
    form, _ = findings_form(store, school)
    for _ in range(2):
        button(form, "Set aside: Add: Threats").click()
    assert set_aside(store, school) == [("Add: Threats", "")]
    again, _ = findings_form(store, school)
    button(again, "Set aside: Add: Threats").click()
    assert set_aside(store, school) == [("Add: Threats", "")]


def test_each_button_says_what_it_sets_aside(store, school):
    form, _ = findings_form(store, school)
    names = buttons(form)
    assert len(names) == len(set(names)) == open_count(store, school)
    assert all(name.startswith("Set aside: ") for name in names)


def test_two_people_who_set_the_same_aside_write_in_one_record(store, school):
    mine, _ = findings_form(store, school)
    theirs, colleague = findings_form(store, school)
    button(theirs, "Set aside: Add: Threats").click()
    control(theirs, "Why it does not apply").value = "None that we know"
    button(mine, "Set aside: Add: Threats").click()
    assert control(mine, "Why it does not apply").value == "None that we know"
    assert set_aside(store, school) == [("Add: Threats", "None that we know")]
    button(theirs, "Put back: Add: Threats").click()
    assert set_aside(store, school) == [("Add: Threats", "")]
    assert colleague.school == school


def test_many_updates_make_no_more_widgets(store, school):
    def update(form, controller):
        for number in range(20):
            store.answers.save(school.id, {"header.careers_leader": f"A. Leader {number}"})
            controller.apply_remote_changes({"header.careers_leader": f"A. Leader {number}"})
        return form

    form, controller = findings_form(store, school)
    _, created = widgets_created(lambda: update(form, controller))
    assert created == []


def test_a_point_that_is_added_can_be_chosen_for_a_priority_that_is_open(store, school):
    store.answers.add_record(school.id, "swot.key_priorities", {"text": "Placements"})
    controller = FormController(store, school)
    form = open_all(build_form(controller, "swot"))
    assert "Good links" in labels(form)
    added = store.answers.add_record(school.id, "swot.threats", {"text": "Few buses"})
    controller.apply_remote_changes({f"swot.threats[{added}].text": "Few buses"})
    group = [one for one in widgets_in(form) if "Points it comes from" in getattr(one, "description", "")]
    assert any("Few buses" in one.description for one in group)
