"""Editions and the website in a real browser: accessible, narrow enough for a phone, and printed on no more pages than promised."""

from __future__ import annotations

import pytest
from pypdf import PdfReader

from careerskit.publish import EDITIONS

SCHOOLS = [f"90000{number}" for number in range(1, 8)]
NAMES = [edition.name for edition in EDITIONS]


@pytest.mark.parametrize("name", ["plan", *NAMES])
@pytest.mark.parametrize("school", SCHOOLS)
def test_every_page_is_accessible_wide_and_narrow(page, assert_accessible, sample_editions, school, name):
    page.goto(sample_editions.page(school, f"{name}.html").as_uri())
    assert_accessible(page)


@pytest.mark.parametrize("school", SCHOOLS)
def test_governors_print_two_pages_of_a4_at_most(page, sample_editions, school, tmp_path):
    page.goto(sample_editions.page(school, "governors.html").as_uri())
    page.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
    printed = PdfReader(tmp_path / "printed.pdf").pages

    assert len(printed) <= 2
    assert [round(float(side)) for side in printed[0].mediabox[2:]] == [595, 842]


def test_senior_leaders_read_the_total_once_below_the_last_action(page, sample_editions, tmp_path):
    page.goto(sample_editions.page("900001", "slt.html").as_uri())
    page.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
    printed = [one.extract_text() for one in PdfReader(tmp_path / "printed.pdf").pages]

    assert [("Total" in text, "4.14" in text) for text in printed] == [(False, False), (False, False), (True, True)]


def test_the_website_leads_from_page_to_page(page, run, sample_editions, assert_accessible, tmp_path):
    store = sample_editions.folder / "samples.db"
    assert run("website", "900003", "--store", store, "--out", tmp_path / "careers").returncode == 0
    page.goto((tmp_path / "careers" / "index.html").as_uri())
    for link in ("Pupils", "Parents and carers", "Employers", "Careers"):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.get_by_role("navigation", name="Careers").get_by_role("link", name=link, exact=True).click()
        page.wait_for_load_state()
        assert page.locator("nav a[aria-current=page]").inner_text() == link
        assert_accessible(page)
