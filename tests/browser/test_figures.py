"""Published figures in a browser: chosen, brought in, and taken into an answer."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from careerskit.plan import School
from careerskit.resources import samples
from careerskit.server import Solo
from careerskit.store import load_plan, open_store

from ..delegates import serving
from .test_delegates import tab_to

USE = "Use this: destinations after key stage 4"


@pytest.fixture
def store(tmp_path):
    with open_store(str(tmp_path / "room.db")) as store:
        store.schools.register([School("900001", "Larkmoor School")])
        yield store


@pytest.fixture
def host(store):
    with Solo(store, "careerskit open") as solo, serving(store, solo=solo) as address:
        yield address


@pytest.mark.parametrize("width", [1366, 360])
def test_figures_are_brought_in_and_taken_into_an_answer(page, host, store, assert_accessible, tmp_path, width):
    page.set_viewport_size({"width": width, "height": 768 if width == 1366 else 740})
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"http://{host}/")
    page.get_by_label("Part of its name", exact=False).fill("Larkmoor")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Larkmoor School").click()
    note = tmp_path / "note.txt"
    note.write_text("Dear all\n", "utf-8")
    page.goto(page.url.replace("00_start", "03_current_state"))
    if width == 360:
        page.get_by_text("Menu", exact=True).click()
    else:  # the menu is one line on a laptop
        links = page.get_by_role("navigation", name="Your plan").get_by_role("link")
        assert len({round(links.nth(at).bounding_box()["y"]) for at in range(links.count())}) == 1
    page.get_by_role("link", name="Published figures").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bring in published figures")
    assert_accessible(page)

    page.get_by_label("Files", exact=False).set_input_files([samples() / "destinations.csv", note])
    tab_to(page, page.get_by_role("button", name="Bring in these files"))
    page.keyboard.press("Enter")
    results = page.locator("#figures-results > li")
    expect(results).to_have_count(2)
    expect(page.get_by_role("status")).to_have_text("Done.")
    expect(results.first).to_contain_text(re.compile(r"Brought in: destinations after key stage 4.* \(5 rows read\)"))
    expect(results.last).to_contain_text("note.txt isn't a table.")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.get_by_role("link", name="Back to the workbook").click()
    page.get_by_role("button", name=USE).click()
    expect(page.get_by_label("Destination Data", exact=False)).to_have_value(re.compile("had a sustained destination"))
    expect(page.get_by_role("button", name=USE)).to_have_count(0)
    assert_accessible(page)
    assert "had a sustained destination" in load_plan(store, store.schools.get("900001")).current_state.destination_data
    assert complaints == []
