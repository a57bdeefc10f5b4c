"""The page of a termly review, as a browser shows and prints it."""

from __future__ import annotations

import sqlite3
from io import BytesIO

import pytest
from pypdf import PdfReader

from careerskit.evidence import sample_store
from careerskit.store import load_plan


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


def test_the_marks_of_states_have_a_border_where_colours_are_taken_away(shown):
    shown.emulate_media(forced_colors="active")
    borders = shown.locator("dl.states .swatch").evaluate_all(
        "all => all.map(one => getComputedStyle(one).borderTopWidth)"
    )

    assert borders == ["2px"] * 5
