"""The careers programme on a delegate's page: rows of a spreadsheet become activities, and what counts follows what is typed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from careerskit.store import load_plan
from tests.browser.steps import open_step, wait_until_saved

STEP, FULL = "08_programme", "900001"
ROWS = (
    "Year\tTerm\tWhat\tGatsby\tType\tRoom\n"
    "Year 8\tSpring 1\tCollege visit\t7\tProvider encounter\tHall\n"
    '9\tSummer 1\t"Provider\ttalk"\t7\tProvider encounter\t\n'
)


def test_pasted_rows_become_activities_that_are_counted_against_the_law(page, webinar, school, axe):
    open_step(page, webinar, school.id, STEP)
    page.get_by_role("button", name="Paste rows from a spreadsheet").click()
    box = page.get_by_label("Rows of your programme")
    expect(box).to_be_focused()
    box.fill(ROWS)
    expect(page.get_by_text("Row 2, column “Room”: “Hall” was added to the text of the activity.")).to_be_visible()
    assert axe(page)["violations"] == []
    page.get_by_role("button", name="Add 2 activities").click()
    expect(
        page.get_by_role("button", name="Activity 1: College visit (Room: Hall) · Year 8 · Spring 1")
    ).to_be_focused()
    expect(page.get_by_text("One more is needed, in Year 8 or in Year 9 by 28 February.").first).to_be_visible()
    expect(page.get_by_text("is after 28 February, so it does not count in Year 9").first).to_be_visible()
    activities = load_plan(webinar.store, school).programme.activities
    assert [one.activity for one in activities] == ["College visit (Room: Hall)", "Provider talk"]

    page.get_by_role("button", name="Activity 2: Provider talk").click()
    page.get_by_label("Term").fill("Spring 1")
    wait_until_saved(page)
    expect(page.get_by_text("One more is needed, in Year 8 or")).to_have_count(0)
    assert axe(page)["violations"] == []


@pytest.mark.parametrize("whose", ["a new plan", "a full plan"])
def test_every_control_of_the_programme_is_accessible_with_a_card_open(page, webinar, school, assert_accessible, whose):
    open_step(page, webinar, school.id if whose == "a new plan" else FULL, STEP)
    if whose == "a full plan":
        page.get_by_role("button", name="Activity 2: A day at a food works").click()
        expect(page.get_by_label("Days for each student")).to_have_value("1")
    assert_accessible(page)
