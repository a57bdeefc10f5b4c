"""The deck in a browser without a network: on a projector, on a phone, printed, and with the speaker's notes."""

from __future__ import annotations

import re

import mistune
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from pypdf import PdfReader

from careerskit.plan import SWOT_PROMPTS, Swot, fields_of
from careerskit.publish import read_slides, write_deck
from careerskit.resources import deck_notebook
from careerskit.session import read_run_of_show

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
    for slide in (one for one in slides if not one.asked):
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
        low = page.locator("section.present > .part:not(.countdown)").evaluate_all(
            "parts => Math.max(...parts.map(part => part.getBoundingClientRect().bottom))"
        )
        countdown = page.locator("section.present > .countdown")
        if countdown.count():
            assert low <= countdown.bounding_box()["y"], slide.name
            low = max(low, countdown.bounding_box()["y"] + countdown.bounding_box()["height"])
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
        # It could measure every contrast, but for text in a picture: its colours are tested below.
        unmeasured = [node["html"] for one in found["incomplete"] for node in one["nodes"]]
        assert [html for html in unmeasured if not html.startswith("<text")] == [], slide.name


def test_text_in_pictures_has_contrast_with_its_background(open_deck, decks, slides):
    page = open_deck(decks["deck"])
    pictured = [slide for slide in slides if slide.picture]
    assert len(pictured) == 3
    for slide in pictured:
        page.goto(f"{decks['deck']}#/{slide.name}")
        at(page, slide.name)
        contrasts = page.locator("section.present .picture text").evaluate_all("""texts => {
            const light = (colour) => colour.match(/\\d+/g).slice(0, 3).map((part) => part / 255)
                .map((part) => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
                .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
            return texts.map((text) => {
                const box = text.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
                const shapes = [...text.closest("svg").querySelectorAll("rect, path:not(.thread, .arrow)")].reverse();
                const below = shapes.find((shape) => {
                    const area = shape.getBoundingClientRect();
                    return area.left <= x && x <= area.right && area.top <= y && y <= area.bottom;
                });
                const [high, low] = [light(getComputedStyle(text).fill), below ? light(getComputedStyle(below).fill) : 1]
                    .sort((one, other) => other - one);
                return (high + 0.05) / (low + 0.05);
            });
        }""")
        assert len(contrasts) > 5
        assert min(contrasts) >= 4.5, slide.name


def test_a_slide_that_is_shown_when_asked_is_opened_by_a_link_and_leads_back(alone, open_deck, decks):
    page = open_deck(f"{decks['deck']}#/questions")
    at(page, "questions")
    of = page.locator(".slide-number").inner_text()
    page.get_by_role("link", name="What a qualification gives").click()
    at(page, "what-it-gave")
    page.get_by_role("link", name="Back to “Questions?”").click()
    at(page, "questions")
    expect(page.locator(".slide-number")).to_have_text(of)

    page.get_by_role("link", name="Which funded training bursaries").click()
    at(page, "bursaries")
    page.keyboard.press("ArrowRight")
    at(page, "reflections")  # where Next would have led from the slide it was asked on
    page.keyboard.press("ArrowLeft")
    at(page, "questions")
    page.keyboard.press("ArrowLeft")
    at(page, "introduction")  # and not one of those between
    assert alone.complaints == []


def test_from_one_slide_that_is_shown_when_asked_another_leads_back_to_where_one_came_from(open_deck, decks):
    page = open_deck(f"{decks['deck']}#/questions")
    at(page, "questions")
    page.get_by_role("link", name="Which funded training bursaries").click()
    at(page, "bursaries")
    page.goto(f"{decks['deck']}#/what-it-gave")
    at(page, "what-it-gave")
    page.get_by_role("link", name="Back to “Questions?”").click()
    at(page, "questions")


def test_the_link_to_join_is_large_and_breaks_only_after_a_slash_or_a_full_stop(open_deck, tmp_path):
    link = "https://careers-plans.larkmoor-hub.example.org/"
    page = open_deck(f"{write_deck(deck_notebook(), tmp_path / 'deck.html', link=link).as_uri()}#/join")
    at(page, "join")
    shown = page.locator(".join p")
    assert (
        float(shown.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")) >= 48 / 1.5
    )  # 48 px at 1920 by 1080
    lines = shown.evaluate("""one => {
        const tops = new Map();
        for (const node of one.childNodes) {
            for (let at = 0; at < (node.data ?? "").length; at += 1) {
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + 1);
                const top = range.getBoundingClientRect().top;
                tops.set(top, (tops.get(top) ?? "") + node.data[at]);
            }
        }
        return [...tops.values()];
    }""")
    assert "".join(lines) == link
    assert len(lines) > 1
    assert all(line.endswith(("/", ".")) for line in lines)
    foot = page.locator(".slide-number").bounding_box()["y"]
    low = page.locator(".join, section.present > .part").evaluate_all(
        "parts => Math.max(...parts.map(part => part.getBoundingClientRect().bottom))"
    )
    assert low <= foot


def test_links_to_what_is_shown_when_asked_are_as_large_as_the_text(open_deck, decks, slides):
    page = open_deck(decks["deck"])
    for slide in (one for one in slides if one.lists_asked or one.asked):
        page.goto(f"{decks['deck']}#/{slide.name}")
        at(page, slide.name)
        of_links, of_text = page.locator("section.present :is(.links, .part:first-child)").evaluate_all(
            "parts => parts.map(part => getComputedStyle(part).fontSize).reverse()"
        )
        assert of_links == of_text, slide.name


def test_the_room_sees_no_button_for_the_notes_once_the_slides_have_moved_on(open_deck, decks):
    page = open_deck(decks["notes"])
    at(page, "title")
    button = page.get_by_role("button", name="Speaker’s notes (S)")
    expect(button).to_have_css("opacity", "1")
    page.keyboard.press("ArrowRight")
    at(page, "join")
    expect(button).to_have_css("opacity", "0")
    button.hover()
    expect(button).to_have_css("opacity", "1")
    page.mouse.move(600, 300)
    expect(button).to_have_css("opacity", "0")


def test_a_slide_that_is_shown_when_asked_can_be_opened_by_its_address(open_deck, decks):
    page = open_deck(f"{decks['deck']}#/bursaries")
    at(page, "bursaries")
    page.keyboard.press("ArrowRight")
    at(page, "questions")
    page.keyboard.press("ArrowLeft")
    at(page, "introduction")


@pytest.fixture
def on_swot(open_deck, decks):
    """Open a slide to write on, with a clock that stands still until it is advanced."""
    page = open_deck(decks["notes"])
    page.clock.install()
    page.goto(f"{decks['notes']}?again#/swot-form")
    at(page, "swot-form")
    return page


def test_the_minutes_left_run_down_and_stop_at_nothing(on_swot):
    place = on_swot.locator("section.present .countdown")
    timer, status = place.get_by_role("timer"), place.get_by_role("status")
    expect(timer).to_have_text("8:00 left, alone")
    on_swot.clock.fast_forward(60_000)
    expect(timer).to_have_text("8:00 left, alone")  # it has not been started

    on_swot.keyboard.press("t")
    on_swot.clock.run_for(61_000)
    expect(timer).to_have_text("6:59 left, alone")
    expect(status).to_have_text("7 minutes left")
    place.get_by_role("button", name="Pause (T)").click()
    on_swot.clock.fast_forward(120_000)
    expect(timer).to_have_text("6:59 left, alone")
    place.get_by_role("button", name="+1 minute").click()
    expect(timer).to_have_text("7:59 left, alone")

    on_swot.keyboard.press("t")
    on_swot.clock.fast_forward(3_600_000)
    expect(timer).to_have_text("Time is up")
    expect(status).to_have_text("Time is up")
    on_swot.clock.fast_forward(60_000)
    expect(timer).to_have_text("Time is up")
    assert Axe().run(on_swot).response["violations"] == []
    place.get_by_role("button", name="Next part").click()
    expect(timer).to_have_text("8:00 left, in groups")


def test_the_minutes_left_go_on_while_another_slide_is_shown_and_start_from_the_notes(on_swot, alone):
    timer = on_swot.locator("#swot-form").locator("[role=timer]")
    with alone.expect_page() as opened:
        on_swot.keyboard.press("s")
    opened.value.keyboard.press("t")
    on_swot.keyboard.press("ArrowRight")
    at(on_swot, "room")
    on_swot.clock.run_for(120_000)
    on_swot.keyboard.press("ArrowLeft")
    at(on_swot, "swot-form")
    expect(timer).to_have_text("6:00 left, alone")


def test_as_a_page_a_slide_says_how_many_minutes_there_are(open_deck, decks):
    page = open_deck(f"{decks['deck']}?page")
    expect(page.locator("#vision-form .countdown")).to_have_text("5 minutes")
    expect(page.locator("#swot-form .countdown")).to_have_text(
        "8 minutes alone, 8 minutes in groups, 4 minutes alone again"
    )


def test_the_swot_analysis_on_paper_is_one_sheet_with_all_prompts(open_deck, decks, tmp_path):
    page = open_deck(f"{decks['notes']}#/questions")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="SWOT on paper").click()
    page = opened.value
    expect(page.get_by_role("heading", name="SWOT analysis", exact=True)).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    page.pdf(path=tmp_path / "swot.pdf", prefer_css_page_size=True)
    (sheet,) = PdfReader(tmp_path / "swot.pdf").pages
    text = re.sub(r"\s", "", sheet.extract_text())
    lists = [spec.label for spec in fields_of(Swot)]
    for words in (*lists, *(prompt.text for prompt in SWOT_PROMPTS)):
        assert re.sub(r"\s", "", words) in text
    assert "Say:" not in text


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


def test_on_a_narrow_screen_the_run_of_show_names_each_of_its_numbers(page, run, tmp_path):
    assert run("run-of-show", "--start", "16:00", cwd=tmp_path).returncode == 0
    page.goto((tmp_path / "run-of-show.html").as_uri())
    for width in (320, 900):
        page.set_viewport_size({"width": width, "height": 800})
        row = page.locator("tbody tr").first.inner_text()
        assert "Welcome and joining" in row
        for words in (
            "From: 16:00",
            "Minutes: 5",
            "Slide: 1",
            "Delegates: Open the link",
            "Say:",
            "When time is short: ",
        ):
            assert words in row
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(page).response["violations"] == []
    page.set_viewport_size({"width": 1280, "height": 800})
    assert "From:" not in page.locator("tbody tr").first.inner_text()


@pytest.mark.parametrize("name", ["run_of_show", "run_of_show_120", "run_of_show_2x60_part_2"])
def test_the_run_of_show_numbers_slides_as_the_deck_does(open_deck, decks, run, tmp_path, name):
    file = GUIDE.with_name(f"{name}.yml").resolve()
    assert run("run-of-show", "--file", file, cwd=tmp_path).returncode == 0
    printed = re.findall(r"Slide: </span>(.*?)</td>", (tmp_path / "run-of-show.html").read_text("utf-8"))
    page, shown = open_deck(decks["deck"]), []
    for slide in [block.slide for block in read_run_of_show(file).blocks if block.slide]:
        page.goto(f"{decks['deck']}#/{slide}")
        at(page, slide)
        shown.append(page.locator(".slide-number-a").inner_text())
    assert printed == shown


@pytest.mark.parametrize("name", ["120", "2x60_part_1", "2x60_part_2"])
def test_each_built_in_run_of_show_is_one_page(page, run, tmp_path, name):
    assert run("run-of-show", "--file", name, cwd=tmp_path).returncode == 0
    page.goto((tmp_path / "run-of-show.html").as_uri())
    page.pdf(path=tmp_path / "run-of-show.pdf", prefer_css_page_size=True)
    assert len(PdfReader(tmp_path / "run-of-show.pdf").pages) == 1


def test_the_run_of_show_is_one_page_without_violations(page, run, tmp_path):
    assert run("run-of-show", cwd=tmp_path).returncode == 0
    page.goto((tmp_path / "run-of-show.html").as_uri())
    assert Axe().run(page).response["violations"] == []
    page.pdf(path=tmp_path / "run-of-show.pdf", prefer_css_page_size=True)
    assert len(PdfReader(tmp_path / "run-of-show.pdf").pages) == 1
