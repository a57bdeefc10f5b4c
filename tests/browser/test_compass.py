"""Compass scores in a browser: pasted, looked at, used, and priorities proposed from them, on a laptop and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from careerskit.plan import Setting
from careerskit.store import load_plan

from .steps import wait_until_saved
from .test_delegates import open_step, tab_to

TABLE = "Benchmark\tDecember 2025\t6 July 2026\nGB1\t20%\t60%\nGB2\t30%\tUp to 90%\nGB3\t40%\t91–99%\nGB4\t50%\t100%"


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (360, 740)])
def test_scores_are_pasted_used_and_priorities_proposed_by_keyboard(page, webinar, assert_accessible, width, height):
    school = webinar.store.schools.add("Tallowfield School", Setting.SCHOOL)
    page.set_viewport_size({"width": width, "height": height})
    open_step(page, webinar, school.id, "03_current_state")
    tab_to(page, page.get_by_role("button", name="Paste scores"))
    page.keyboard.press("Enter")
    box = page.get_by_role("textbox", name="Compass scores")
    expect(box).to_be_focused()
    box.fill(TABLE)
    expect(page.get_by_text("6 July 2026: benchmark 1: 60%, benchmark 2: Up to 90%")).to_be_visible()
    assert_accessible(page)
    tab_to(page, page.get_by_role("button", name="Use these scores"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Lowest scores:")).to_be_visible()
    page.get_by_role("button", name="Use these: benchmarks 1, 2 and 3").click()
    page.get_by_role("button", name="What is not in place yet").click()
    page.get_by_label("Benchmark 4: training on careers for staff").check()
    wait_until_saved(page)
    state = load_plan(webinar.store, school).current_state
    assert (state.compass.b2, state.priority_benchmarks, state.not_in_place) == ("Up to 90%", (1, 2, 3), ("4b",))
    assert [one.b1 for one in state.earlier_compass] == ["20%"]
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
