"""Undo and backups in a browser: by keyboard, beside a colleague's open page, and with a real file."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from careerskit.plan import Setting
from careerskit.store import export_plan, load_plan

from .test_delegates import SLT, go_to, open_step, tab_to, vision_of


@pytest.fixture
def school(webinar):
    """Return a school whose vision two authors have written, one after the other, and which has removed a strength."""
    one = webinar.store.schools.add("Tallowfield School", Setting.SCHOOL)
    for who, text in (("one", "What we wrote"), ("two", "What they wrote")):
        webinar.store.answers.save(one.id, {"vision.slt": text}, who)
    point = webinar.store.answers.add_record(one.id, "swot.strengths", {"text": "Strong links with employers"})
    webinar.store.answers.remove_record(one.id, "swot.strengths", point)
    return one


def test_answers_and_records_are_put_back_by_keyboard_and_a_colleague_sees_it(webinar, school, new_context):
    ours, colleague = (new_context(timezone_id="Asia/Tokyo").new_page() for _ in range(2))
    open_step(colleague, webinar, school.id, "02_vision")
    open_step(ours, webinar, school.id, "02_vision")
    go_to(ours, "history?from=02_vision")
    expect(ours.locator("time").first).to_have_text(re.compile(r"^\d{1,2} [A-Z][a-z]+ \d{4} at \d\d:\d\d$"))

    tab_to(ours, ours.get_by_role("button", name=re.compile(r"^Put this back\W+Vision, SLT Comments")))
    ours.keyboard.press("Enter")

    expect(ours.get_by_role("status")).to_contain_text("The earlier answer is back.")
    expect(colleague.get_by_label(SLT)).to_have_value("What we wrote")
    tab_to(ours, ours.get_by_role("button", name=re.compile(r"^Put it back\W+SWOT analysis, Strength")))
    ours.keyboard.press("Enter")
    expect(ours.get_by_role("status")).to_have_text("It is back in your plan.")
    assert [one.text for one in load_plan(webinar.store, school).swot.strengths] == ["Strong links with employers"]
    ours.get_by_role("link", name="Back to the workbook").click()
    expect(ours.get_by_label(SLT)).to_have_value("What we wrote")


def test_a_downloaded_backup_is_restored_and_what_it_replaced_can_be_put_back(page, webinar, school, tmp_path):
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    open_step(page, webinar, school.id, "02_vision")
    go_to(page, "history")
    with page.expect_download() as started:
        page.get_by_role("link", name="Download a backup").click()
    started.value.save_as(tmp_path / "backup.json")
    webinar.store.answers.save(school.id, {"vision.slt": "Written since"}, "two")

    page.get_by_label("The backup").set_input_files(tmp_path / "backup.json")
    page.get_by_role("button", name="Look at this backup").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Restore this backup?")
    expect(page.get_by_text(f"Tallowfield School ({school.id})")).to_be_visible()
    expect(page.get_by_text("backup.json, saved on")).to_be_visible()
    page.get_by_role("button", name="Replace all answers").click()

    expect(page.get_by_role("status")).to_contain_text("Your plan is as it was in the backup.")
    assert vision_of(webinar, school.id)["slt"] == "What they wrote"
    page.get_by_role("listitem").filter(has_text="Replaced by a backup").get_by_role("button").click()
    expect(page.get_by_role("status")).to_contain_text("The earlier answer is back.")
    assert vision_of(webinar, school.id)["slt"] == "Written since"
    assert complaints == []


def test_a_wrong_file_is_refused_with_the_reason(page, webinar, school, tmp_path):
    open_step(page, webinar, school.id, "02_vision")
    go_to(page, "history")
    before = webinar.store.answers.by_path(school.id)
    huge, other = tmp_path / "huge.json", tmp_path / "other.json"
    huge.write_bytes(b" " * 1_000_001)
    other.write_text(export_plan(webinar.store, "900001"), "utf-8")
    refusals = (
        (huge, "“huge.json” is too big: a backup is never longer than 1 MB."),
        (other, "“other.json” is a backup of "),
    )
    for file, reason in refusals:
        page.get_by_label("The backup").set_input_files(file)
        page.get_by_role("button", name="Look at this backup").click()
        expect(page.get_by_role("alert").filter(has_text=reason)).to_be_visible()
    expect(page).to_have_title(re.compile("^Error: "))
    assert webinar.store.answers.by_path(school.id) == before


def test_axe_finds_no_violations_and_the_page_does_not_scroll_sideways(page, assert_accessible, webinar, school):
    open_step(page, webinar, school.id, "02_vision")
    webinar.store.answers.save(school.id, {"vision.slt": "Long " * 200}, "three")
    webinar.store.answers.save(school.id, {"vision.slt": "W" * 100}, "four")
    go_to(page, "history")
    assert_accessible(page)
