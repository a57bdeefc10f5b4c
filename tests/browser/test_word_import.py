"""A Word document in a browser: chosen, looked at, added or not, and its notes removed, by keyboard and without barriers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from careerskit.plan import Setting
from careerskit.store import load_plan

from ..typed_templates import below_labels
from .test_delegates import SLT, go_to, open_step, tab_to


@pytest.fixture
def school(webinar):
    """Return a school with an answer that a document replaces."""
    one = webinar.store.schools.add("Tallowfield School", Setting.SCHOOL)
    webinar.store.answers.save(one.id, {"vision.link_governor": "What we wrote"}, "one")
    return one


@pytest.fixture
def document(tmp_path):
    file = tmp_path / "plan.docx"
    file.write_bytes(below_labels())
    return file


def test_a_document_is_looked_at_added_and_its_notes_removed(
    page, webinar, school, document, assert_accessible, tmp_path
):
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    open_step(page, webinar, school.id, "02_vision")
    page.get_by_role("link", name="Bring in a Word document").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bring in a Word document")
    assert_accessible(page)

    page.get_by_label("Word document", exact=False).set_input_files(document)
    tab_to(page, page.get_by_role("button", name="Look at this document"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Add this to your plan?")
    expect(page.get_by_role("listitem").filter(has_text="What we wrote")).to_contain_text("Keep it short")
    assert_accessible(page)
    page.get_by_role("link", name="Cancel").last.click()
    assert webinar.store.answers.by_path(school.id) == {"vision.link_governor": "What we wrote"}

    page.get_by_label("Word document", exact=False).set_input_files(document)
    page.get_by_role("button", name="Look at this document").click()
    page.get_by_role("button", name="Add to my plan").last.click()
    expect(page.get_by_role("status")).to_contain_text("The answers in the document are in your plan.")
    assert load_plan(webinar.store, school).vision.link_governor == "Keep it short"
    assert_accessible(page)
    page.get_by_role("button", name=re.compile(r"^Remove this note\W+Draft for governors")).click()
    expect(page.get_by_role("status")).to_contain_text("The note was removed.")
    expect(page.locator("#notes")).not_to_contain_text("Draft for governors")
    page.get_by_role("link", name="Back to the workbook").click()
    expect(page.get_by_label(SLT)).to_have_value("Yes")
    assert complaints == []


def test_a_wrong_file_is_refused_with_the_reason(page, webinar, school, tmp_path):
    open_step(page, webinar, school.id, "02_vision")
    go_to(page, "word")
    huge, other = tmp_path / "huge.docx", tmp_path / "other.docx"
    huge.write_bytes(b" " * 10_000_001)
    other.write_bytes(b"%PDF-1.7")
    for file, reason in ((huge, "“huge.docx” is too big: the limit is 10 MB."), (other, "“other.docx” is a PDF.")):
        page.get_by_label("Word document", exact=False).set_input_files(file)
        page.get_by_role("button", name="Look at this document").click()
        expect(page.get_by_role("alert").filter(has_text=reason)).to_be_visible()
    expect(page).to_have_title(re.compile("^Error: "))
    assert webinar.store.answers.by_path(school.id) == {"vision.link_governor": "What we wrote"}
