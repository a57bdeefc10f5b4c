"""The page for governors that says what has changed in a plan, as a browser shows and prints it."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from careerskit.plan import When, read_plan
from careerskit.resources import samples
from careerskit.review import changes
from careerskit.views import describe_changes, render_changes

PERIOD = "From 1 September 2026 at 00:00 to 27 November 2026 at 14:05"


def with_answers(group, **answers):
    return group.model_copy(update=answers)


@pytest.fixture
def shown(page, tmp_path):
    """Return the page of a plan in which every kind of change was made."""
    before = read_plan((samples() / "900001.json").read_text("utf-8"), "900001.json")
    objectives = before.objectives
    done, later, gone, *others = objectives[0].actions
    open_actions = (with_answers(done, status=""), with_answers(later, time=When("May 2027")), gone, *others)
    changed = (
        with_answers(done, status="Completed", progress="All came.\n- Year 9\n- Year 10"),
        with_answers(later, time=When("June 2027"), progress=f"{later.progress} Put off."),
        *others,
        with_answers(others[0], id="new", action="W" * 300),
    )
    first, second, *rest = objectives
    before = with_answers(before, objectives=(with_answers(first, actions=open_actions), second, *rest))
    moved = (
        with_answers(second, objective=f"{second.objective} Or more."),
        with_answers(first, actions=changed),
        *rest,
    )
    vision = with_answers(before.vision, slt=f"Long{'o' * 200}word <b>& more</b>")
    after = with_answers(before, objectives=moved, vision=vision)
    html = render_changes(
        after, describe_changes(changes(before, after), before, after), period=PERIOD, notes=["Note."]
    )
    (tmp_path / "changes.html").write_text(html, "utf-8")
    page.goto((tmp_path / "changes.html").as_uri())
    return page


def test_anyone_can_read_the_page_wide_and_narrow(shown, assert_accessible):
    assert_accessible(shown)


def test_a_line_of_the_overview_leads_to_its_section(shown):
    shown.get_by_role("link", name="Now due later").click()

    assert shown.url.endswith("#slipped")


def test_what_was_removed_is_struck_through_and_what_was_added_underlined(shown):
    lines = {
        name: shown.locator(f".changed {name}").first.evaluate("node => getComputedStyle(node).textDecorationLine")
        for name in ("del", "ins")
    }

    assert lines == {"del": "line-through", "ins": "underline"}


def test_the_page_prints_with_every_word_on_it(shown):
    printed = PdfReader(BytesIO(shown.pdf(prefer_css_page_size=True)))
    text = " ".join(" ".join(page.extract_text() for page in printed.pages).split())

    assert "What has changed in our Strategic Careers Plan" in text
    assert f"Page 1 of {len(printed.pages)}" in text
    assert "Put off." in text
    assert "Now due later: one action" in text
