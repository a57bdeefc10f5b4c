"""The rendered plan and the index in a browser."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

FULL, HALF, EMPTY, SPECIAL = "900001", "900004", "900007", "900003"


def open_page(page, path):
    """Open a file, and return the addresses of everything else that was requested."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    return [url for url in asked if not url.startswith(("data:", path.as_uri()))]


@pytest.mark.parametrize("school", [FULL, HALF, EMPTY, SPECIAL])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_no_violations_on_a_plan(page, sample_plans, school, width):
    page.set_viewport_size({"width": width, "height": 900})
    open_page(page, sample_plans.page(school))

    assert Axe().run(page).response["violations"] == []


@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_no_violations_on_the_index(page, sample_plans, width):
    page.set_viewport_size({"width": width, "height": 900})
    open_page(page, sample_plans.folder / "index.html")

    assert Axe().run(page).response["violations"] == []


@pytest.mark.parametrize("school", [FULL, EMPTY])
def test_a_plan_requests_no_other_host(page, sample_plans, school):
    assert open_page(page, sample_plans.page(school)) == []


@pytest.mark.parametrize("school", [FULL, HALF, EMPTY])
def test_a_plan_fits_a_phone_without_scrolling_sideways(page, sample_plans, school):
    page.set_viewport_size({"width": 320, "height": 700})
    open_page(page, sample_plans.page(school))

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_index_links_to_each_plan_and_the_contents_to_each_section(page, sample_plans):
    open_page(page, sample_plans.folder / "index.html")
    page.get_by_role("link", name="Larkmoor School").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Strategic Careers Plan"))
    page.wait_for_load_state()
    links = page.get_by_role("navigation", name="Contents").get_by_role("link")
    for target in links.evaluate_all("links => links.map(link => link.getAttribute('href'))"):
        assert page.locator(f"[id='{target.removeprefix('#')}']").count() == 1


def test_the_index_filters_schools_by_any_words_and_shows_how_many_match(page, sample_plans):
    open_page(page, sample_plans.folder / "index.html")
    rows = page.locator("#schools tbody tr").filter(visible=True)
    everyone = rows.count()
    box, said = page.get_by_label("Find a school"), page.get_by_role("search").get_by_role("status")

    box.fill("SCHOOL larkmoor")
    assert rows.all_inner_texts() == [rows.first.inner_text()]
    assert "Larkmoor School" in rows.first.inner_text()
    assert said.inner_text() == f"Showing 1 of {everyone} schools"

    box.fill("nowhere")
    assert rows.count() == 0
    assert said.inner_text() == f"Showing 0 of {everyone} schools"

    box.fill("")
    assert rows.count() == everyone
    assert said.inner_text() == ""


def test_the_index_is_complete_without_scripts(browser, sample_plans):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        open_page(page, sample_plans.folder / "index.html")
        assert page.get_by_role("link", name="Larkmoor School").is_visible()
        assert not page.get_by_label("Find a school").is_visible()


def test_headings_go_down_one_level_at_a_time(page, sample_plans):
    open_page(page, sample_plans.page(FULL))
    levels = page.locator("h1, h2, h3, h4, h5, h6").evaluate_all("all => all.map(one => Number(one.tagName[1]))")

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_picture_has_a_text_alternative(page, sample_plans):
    open_page(page, sample_plans.page(FULL))
    alts = page.locator("img").evaluate_all("all => all.map(one => one.alt)")

    assert len(alts) == 5
    assert all(len(alt) > 40 for alt in alts)
    assert not any("No description has been provided" in alt for alt in alts)
