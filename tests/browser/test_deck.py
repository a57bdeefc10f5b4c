"""The deck in a browser without a network: on a projector, on a phone, printed, and with the speaker's notes."""

from __future__ import annotations

import re

import mistune
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from pypdf import PdfReader

from careerskit.publish import read_slides, write_deck
from careerskit.resources import deck_notebook

GUIDE = deck_notebook().with_name("README.md")
ON_PAPER = """<!doctype html><style>
@page { size: A4; margin: 12mm } body { font: 9.5pt/1.3 Arial, "Liberation Sans" } table { font: inherit }
h1 { font-size: 15pt; margin: 0 0 4pt } h2 { font-size: 11pt; margin: 7pt 0 2pt } :is(p, ul, ol) { margin: 0 0 3pt }
:is(th, td) { text-align: left; vertical-align: top; padding: 1pt 6pt 1pt 0 }
</style>"""
STAGE = {"width": 1280, "height": 720}
SMALLEST = 24  # CSS pixels on a stage of 1280 by 720


@pytest.fixture(scope="module")
def slides():
    return read_slides(deck_notebook())


@pytest.fixture(scope="module")
def decks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("decks")
    write_deck(deck_notebook(), folder / "deck.html")
    write_deck(deck_notebook(), folder / "notes.html", notes=True)
    return {name: (folder / f"{name}.html").as_uri() for name in ("deck", "notes")}


@pytest.fixture
def alone(new_context):
    """Return a browser context without a network that records requests and errors."""
    context = new_context(offline=True)
    context.asked, context.complaints = [], []
    context.on("request", lambda request: context.asked.append(request.url))
    context.on("console", lambda message: context.complaints.append(message.text))
    context.on("weberror", lambda error: context.complaints.append(str(error.error)))
    return context


@pytest.fixture
def open_deck(alone):
    def open_deck(address):
        page = alone.new_page()
        page.set_viewport_size(STAGE)
        page.goto(address)
        return page

    return open_deck


def heading(page):
    """Return the heading of the slide that is shown; reveal.js hides the others."""
    return page.locator("section.present h2")


def at(page, slide):
    expect(page.locator("section.present")).to_have_id(slide)


def test_every_slide_is_shown_without_a_network(alone, open_deck, decks, slides):
    page = open_deck(decks["deck"])
    for slide in slides:
        expect(page.get_by_role("heading", level=2)).to_have_text(slide.heading)
        at(page, slide.name)
        for _ in slide.fragments[:1] + [fragment for fragment in slide.fragments if fragment.delayed]:
            page.keyboard.press("ArrowRight")

    assert alone.asked == [decks["deck"]]
    assert alone.complaints == []


def test_each_slide_fits_the_screen_in_large_enough_text(open_deck, decks, slides):
    page = open_deck(decks["deck"])
    foot = page.locator(".slide-number").bounding_box()["y"]
    for slide in slides:
        page.goto(f"{decks['deck']}#/{slide.name}")
        at(page, slide.name)
        low = page.locator("section.present > .part").evaluate_all(
            "parts => Math.max(...parts.map(part => part.getBoundingClientRect().bottom))"
        )
        sizes = page.locator("section.present *").evaluate_all(
            "all => all.filter(one => [...one.childNodes].some(child => child.nodeType === 3 && child.data.trim()))"
            ".map(one => parseFloat(getComputedStyle(one).fontSize))"
        )
        assert low <= foot, slide.name
        assert min(sizes) >= SMALLEST, slide.name
    assert page.evaluate("document.documentElement.scrollWidth") <= STAGE["width"]


def test_axe_finds_no_violations_on_any_slide(open_deck, decks, slides):
    page = open_deck(decks["deck"])
    for slide in slides:
        page.goto(f"{decks['deck']}#/{slide.name}")
        at(page, slide.name)
        found = Axe().run(page).response
        assert found["violations"] == [], slide.name
        assert found["incomplete"] == [], slide.name  # it could measure every contrast


@pytest.mark.parametrize("name", ["deck", "notes"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_no_violations_on_the_deck_as_one_page(open_deck, decks, name, width):
    page = open_deck(f"{decks[name]}?page")
    page.set_viewport_size({"width": width, "height": 900})
    assert Axe().run(page).response["violations"] == []


def test_the_deck_is_presented_by_keyboard(open_deck, decks):
    page = open_deck(decks["deck"])
    at(page, "title")
    page.keyboard.press("Space")
    at(page, "join")
    page.keyboard.press("PageDown")
    at(page, "benchmark")
    page.keyboard.press("ArrowLeft")
    at(page, "join")
    page.keyboard.press("End")
    at(page, "goodbye")
    page.keyboard.press("Home")
    at(page, "title")
    for _ in range(5):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.ariaLabel") == "next slide":
            break
    page.keyboard.press("Enter")
    at(page, "join")


def test_a_delayed_fragment_appears_with_the_next_key(open_deck, decks):
    page = open_deck(f"{decks['deck']}#/strategic-objectives")
    at(page, "strategic-objectives")
    kept = page.locator("section.present").get_by_text("Measurable:")
    expect(kept).not_to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(kept).to_be_visible()
    at(page, "strategic-objectives")


def test_the_deck_can_be_read_as_one_page(open_deck, decks, slides):
    page = open_deck(decks["deck"])
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Read all slides as one page")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2)).to_have_text([slide.heading for slide in slides])


def test_on_a_phone_and_at_400_per_cent_the_deck_is_one_page_without_sideways_scrolling(open_deck, decks, slides):
    page = open_deck(decks["deck"])
    expect(page.get_by_role("heading", level=2)).to_have_count(1)
    page.set_viewport_size({"width": 320, "height": 700})
    expect(page.get_by_role("heading", level=2)).to_have_count(len(slides))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_deck_is_complete_without_scripts(browser, decks, slides):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(decks["deck"])
        expect(page.get_by_role("heading", level=2)).to_have_text([slide.heading for slide in slides])


def test_the_deck_has_no_animations(open_deck, decks):
    page = open_deck(decks["deck"])
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("name", ["deck", "notes"])
def test_printing_includes_every_slide_and_only_the_facilitators_deck_has_notes(
    open_deck, decks, slides, tmp_path, name
):
    page = open_deck(decks[name])
    at(page, "title")
    page.pdf(path=tmp_path / "deck.pdf", prefer_css_page_size=True)

    pages = PdfReader(tmp_path / "deck.pdf").pages
    text = "".join(re.sub(r"\s", "", one.extract_text()) for one in pages)

    assert 10 < len(pages) < 30
    places = [text.find(re.sub(r"\s", "", slide.heading)) for slide in slides]
    assert -1 not in places
    assert ("Say:" in text) == (name == "notes")


def test_the_speakers_notes_open_in_their_own_window_and_follow_the_slides(alone, open_deck, decks, slides):
    page = open_deck(f"{decks['notes']}#/swot-form")
    expect(page.get_by_text("Say:").locator("visible=true")).to_have_count(0)  # everyone sees this window
    assert Axe().run(page).response["violations"] == []
    with alone.expect_page() as opened:
        page.keyboard.press("s")
    view = opened.value

    expect(view.get_by_role("heading", level=1)).to_have_text("Your SWOT analysis")
    expect(view.get_by_text("Eight minutes alone")).to_be_visible()
    expect(view.get_by_text("Next: What this room found")).to_be_visible()
    expect(view.get_by_text(re.compile(r"^\d\d:\d\d · \d\d:\d\d since the start$"))).to_be_visible()
    assert Axe().run(view).response["violations"] == []
    expect(page.get_by_role("button", name="Speaker’s notes (S)")).not_to_be_visible()

    view.keyboard.press("ArrowRight")
    at(page, "room")
    expect(view.get_by_role("heading", level=1)).to_have_text("What this room found")
    view.get_by_role("button", name="Back").click()
    at(page, "swot-form")
    page.keyboard.press("End")
    expect(view.get_by_text("This is the last slide.")).to_be_visible()

    view.close()
    with alone.expect_page() as opened:
        page.get_by_role("button", name="Speaker’s notes (S)").click()
    with opened.value.expect_event("close"):
        page.reload()  # the new page cannot reach the old window
    expect(page.get_by_role("button", name="Speaker’s notes (S)")).to_be_visible()
    assert len(alone.pages) == 1
    assert alone.complaints == []


def test_a_delegates_deck_has_no_window_for_notes(alone, open_deck, decks):
    page = open_deck(decks["deck"])
    at(page, "title")
    page.keyboard.press("s")
    page.keyboard.press("ArrowRight")
    at(page, "join")
    assert len(alone.pages) == 1


def test_the_guide_is_one_page(page, tmp_path):
    page.set_content(ON_PAPER + mistune.create_markdown(plugins=["table"])(GUIDE.read_text("utf-8")))
    page.pdf(path=tmp_path / "guide.pdf", prefer_css_page_size=True)
    assert len(PdfReader(tmp_path / "guide.pdf").pages) == 1


def test_the_run_of_show_is_one_page_without_violations(page, run, tmp_path):
    assert run("run-of-show", cwd=tmp_path).returncode == 0
    page.goto((tmp_path / "run-of-show.html").as_uri())
    assert Axe().run(page).response["violations"] == []
    page.pdf(path=tmp_path / "run-of-show.pdf", prefer_css_page_size=True)
    assert len(PdfReader(tmp_path / "run-of-show.pdf").pages) == 1
