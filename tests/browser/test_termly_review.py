"""The page of a termly review, as a browser shows and prints it."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from careerskit.evidence import sample_store
from careerskit.store import load_plan
from careerskit.views import format_day

from ..delegates import Delegate, serving


@pytest.fixture(scope="module")
def review(run, tmp_path_factory):
    """Return the page of a full plan in which, since its approval, every kind of thing has moved."""
    folder = tmp_path_factory.mktemp("review")
    with sample_store(folder / "samples.db") as store:
        connection = sqlite3.connect(folder / "samples.db")
        with connection:
            connection.execute("UPDATE revision SET at = '2026-09-20 10:00:00.000000'")
        connection.close()
        plan = load_plan(store, store.schools.get("900001"))
        actions = [
            (f"objectives[{objective.id}].actions[{action.id}]", action)
            for objective in plan.objectives
            for action in objective.actions
            if action.status != "Completed"
        ]
        done, dropped, unexplained, later, nobody, *_ = (path for path, _ in actions)
        changed = {
            f"{done}.status": "Completed",
            f"{dropped}.status": "Stopped",
            f"{dropped}.progress": "The college has closed the course.",
            f"{unexplained}.status": "Stopped",
            f"{unexplained}.progress": "",
            f"{later}.time": "Summer 2027",
            f"{nobody}.responsible": "",
            f"{nobody}.action": f"W{'o' * 200}rd",
            "header.date_approved_slt": "",
            "vision.slt": "Otherwise.",
            "current_state.compass.b3": "90%",
        }
        store.answers.save("900001", changed)
        out = folder / "review.html"
        days = "--as-at", "12 February 2027", "--since", "8 October 2026"
        result = run("termly-review", "900001", "--store", store.url, "--out", out, *days)
    assert result.returncode == 0, result.stderr
    return out


@pytest.fixture
def shown(page, review):
    page.goto(review.as_uri())
    return page


def test_anyone_can_read_the_page_wide_and_narrow(shown, assert_accessible):
    assert_accessible(shown)


def test_the_page_of_a_full_plan_prints_on_two_sheets_with_every_state_in_words(shown):
    pages = PdfReader(BytesIO(shown.pdf(prefer_css_page_size=True))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())

    assert len(pages) == 2
    for words in (
        "As at 12 February 2027",
        "Overdue",
        "In progress",
        "Not started",
        "Done",
        "Dropped",
        "Since 8 October 2026",
    ):
        assert words in text


def test_a_delegate_chooses_since_when_by_keyboard_without_a_script(browser, assert_accessible, tmp_path):
    with sample_store(tmp_path / "samples.db") as store, serving(store) as host:
        connection = sqlite3.connect(tmp_path / "samples.db")
        with connection:
            connection.execute("UPDATE revision SET at = '2020-09-20 10:00:00.000000'")
        connection.close()
        delegate = Delegate(host).follow_new_link(store, "900001")
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"http://{host}{delegate.link}")
        page.goto(f"http://{host}/p/{delegate.slug}/termly_review.html?from=02_vision")
        today = datetime.now(UTC).date()
        page.get_by_label("What has moved since").fill(f"{today.year - 1}-09-01")
        page.get_by_role("button", name="Update").press("Enter")

        expect(page.get_by_text(f"Since {format_day(today.replace(today.year - 1, 9, 1))}.")).to_be_visible()
        printed = " ".join(one.extract_text() for one in PdfReader(BytesIO(page.pdf())).pages)
        page.get_by_role("link", name="What has changed").click()
        expect(page.get_by_label("What has changed since")).to_have_value(f"{today.year - 1}-09-01")
        page.get_by_role("link", name="Back to the workbook").click()
        expect(page).to_have_url(f"http://{host}/p/{delegate.slug}/02_vision")
        context.close()
        shown = browser.new_context().new_page()
        shown.goto(f"http://{host}{delegate.link}")
        for name in ("termly_review", "changes", "changes.html?since=banana"):
            shown.goto(f"http://{host}/p/{delegate.slug}/{name if '.' in name else f'{name}.html'}")
            back = shown.get_by_role("link", name="Back to the workbook")
            assert back.evaluate("link => getComputedStyle(link).color") != "rgb(0, 0, 238)"  # a browser's own blue
            assert_accessible(shown)
        shown.context.close()

    assert "Termly review" in printed
    assert "Update" not in printed


def test_the_marks_of_states_have_a_border_where_colours_are_taken_away(shown):
    shown.emulate_media(forced_colors="active")
    borders = shown.locator("dl.states .swatch").evaluate_all(
        "all => all.map(one => getComputedStyle(one).borderTopWidth)"
    )

    assert borders == ["2px"] * 5
