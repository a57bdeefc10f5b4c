"""The facilitator's console on a laptop's screen, and the projector, which is read from the last row and steered from there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from careerskit.plan import School
from careerskit.server import SessionContext
from careerskit.session import default_run_of_show, open_session
from careerskit.store import open_store
from tests.delegates import serving

LAPTOP, PROJECTOR = {"width": 1366, "height": 768}, {"width": 1920, "height": 1080}
PHONE = {"width": 360, "height": 740}
RUN = default_run_of_show()
POINTS = (
    """
Buses end early. Governors ask questions. Mentoring by alumni. Cramped library. Apprenticeship assembly. Hospital visits.
Timetable clashes. Orchard festival. Budget freeze. Quarry placements. Tutors trained. Compass untouched. Farm partnership.
Harbour jobs. Website outdated. Robotics club. Attendance dips. Bursary applications. Interviews rehearsed. Newsletter unread.
University taster. Mock assessments. Parents invited. Volunteering scheme.
""".replace("\n", " ")
    .strip(" .")
    .split(". ")
)
"""Points that have no word in common, so that the board groups none of them."""
SMALLEST = 48
"""Pixels that every text on a projector of 1920 by 1080 has at least."""

OUTSIDE = """all => all.filter(one => one.checkVisibility() && !one.closest(".ck-within, .skip"))
  .filter(one => { const { bottom, right } = one.getBoundingClientRect(); return bottom > innerHeight || right > innerWidth; })
  .map(one => one.textContent.trim())"""
"""Returns the texts of elements that stick out of the screen."""

SMALL = """smallest => {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim(), holder = walker.currentNode.parentElement;
    if (!text || !holder.checkVisibility() || holder.closest(".ck-within, svg")) continue;
    const size = parseFloat(getComputedStyle(holder).fontSize);
    if (size < smallest) found.push(`${text}: ${size}px`);
  }
  return found;
}"""
"""Returns the texts of a page that are smaller than this number of pixels."""


class Room:
    """A session of six schools with a long board. Its pages are opened in browsers of their own."""

    def __init__(self, store, session, context, host, new_context):
        self.store, self.session, self.context, self.host, self._new_context = (
            store,
            session,
            context,
            host,
            new_context,
        )

    def open(self, address="", viewport=LAPTOP, **options):
        page = self._new_context(**options).new_page()
        page.set_viewport_size(viewport)
        page.goto(f"http://{self.host}/f/{self.store.facilitators.create(self.session.id)}")
        if address:
            page.goto(f"http://{self.host}/facilitate/{address}")
        return page


@pytest.fixture
def room(tmp_path, new_context):
    with open_store(str(tmp_path / "room.db")) as store:
        schools = [str(number) for number in range(200, 206)]
        store.schools.register([School(school, f"Tallowfield School {school}") for school in schools])
        session = open_session(store, "Benchmark 1, Module 1: Building a Strategic Plan", "22 May")
        context = SessionContext(store, session)
        session.start_block("swot-activity", "04_swot")
        for number, school in enumerate(schools):
            session.join(school, f"delegate {number}")
            session.share(school, board=True, named=False, vision=True)
            for column in ("strengths", "weaknesses", "opportunities", "threats"):
                for point in POINTS[number::6]:
                    store.answers.add_record(school, f"swot.{column}", {"text": point})
        session.open_poll("first-benchmark")
        for number in range(5):
            session.answer("first-benchmark", f"delegate {number}", "8. Personal guidance")
        session.show_results("first-benchmark")
        for number in range(5):
            question = session.ask(
                "delegate", f"Question {number}: who approves the plan, and when do governors see it?"
            )
            session.vote(question, f"delegate {number}")
        with serving(store, context, out=tmp_path / "afterwards") as host:
            yield Room(store, session, context, host, new_context)


def part(page, name):
    return page.locator(f'[data-part="{name}"]')


def show(page, what):
    part(page, "projector").get_by_role("button", name=what, exact=True).click()


# The console


@pytest.mark.parametrize("block", RUN.blocks, ids=lambda block: block.id)
def test_what_is_needed_in_a_block_is_on_one_screen_of_a_laptop(room, block):
    room.session.start_block(block.id, block.step)
    page = room.open(viewport=LAPTOP)
    expect(part(page, "clock")).to_contain_text(block.title)
    expect(part(page, "clock").locator(".left")).to_contain_text("min left")
    for line in (*block.say, *block.do):
        expect(part(page, "now")).to_contain_text(line)
    expect(part(page, "now").locator("#its-slide")).not_to_be_empty()
    if block.poll:
        expect(part(page, "now").locator(f"#its-{block.poll}")).to_be_visible()
    expect(part(page, "waiting")).to_contain_text("5 open questions")
    expect(part(page, "counts")).to_contain_text("6 of 6 schools that joined are here now, 6 not on a step yet.")
    expect(part(page, "counts")).to_contain_text("wrote in their plan in the last minute")
    needed = page.locator(".heading *, .strip *, [data-part=now] *, [data-part=waiting] *, [data-part=projector] *")
    assert needed.evaluate_all(OUTSIDE) == []


def test_the_slide_of_a_block_is_named_and_leads_to_the_slides(room):
    room.session.start_block("swot")
    slide = room.open().locator("#its-slide")
    expect(slide).to_have_text("SWOT Analysis: What would you plot?")
    expect(slide).to_have_attribute("href", "/facilitate/deck#/swot")


def test_the_rest_is_one_press_away_and_nothing_sticks_out_on_a_phone(room):
    page = room.open(viewport=PHONE)
    for tab in page.get_by_role("tab").all():
        tab.click()
        expect(page.get_by_role("tabpanel")).to_have_count(1)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, tab.text_content()


def test_the_console_opens_at_its_top_and_on_the_tab_that_was_open(room):
    page = room.open(viewport=PHONE)
    assert page.evaluate("scrollY") == 0
    page.get_by_role("tab", name="Room").click()
    page.evaluate("scrollTo(0, 0)")
    page.reload()
    expect(page.get_by_role("tab", name="Room", selected=True)).to_be_visible()
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("width", [360, 800, 1000])
def test_every_control_of_a_block_is_within_the_screen(room, width):
    room.session.start_block("room")
    page = room.open(viewport={"width": width, "height": 740})
    page.get_by_role("tab", name="All blocks").click()
    controls = page.locator("#blocks :is(input, button, summary):visible")
    assert controls.count() > len(RUN.blocks)
    assert controls.evaluate_all("all => all.filter(one => one.getBoundingClientRect().right > innerWidth).length") == 0
    assert (
        page.locator("#blocks *").evaluate_all(
            "all => all.filter(one => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === 'auto').length"
        )
        == 0
    )


def test_what_is_needed_is_on_one_screen_however_long_the_names_of_blocks_are(room, monkeypatch):
    long = "What careers leaders, their senior leaders and their governors would have to know about each and every benchmark, "
    blocks = [block.model_copy(update={"title": (long + long)[:200]}) for block in RUN.blocks]
    monkeypatch.setattr(room.context, "run", RUN.model_copy(update={"blocks": tuple(blocks)}))
    room.session.start_block("swot", "04_swot")
    room.session.start_block("swot-activity", "04_swot")
    page = room.open(viewport=LAPTOP)
    expect(part(page, "clock").locator(".left")).to_contain_text("min left")
    assert page.locator(".strip").bounding_box()["height"] < 220
    needed = page.locator(".heading *, .strip *, [data-part=now] *, [data-part=waiting] *, [data-part=projector] *")
    assert needed.evaluate_all(OUTSIDE) == []


def test_what_was_done_is_said_for_a_moment_at_the_foot_of_the_window_and_an_error_stays(room):
    page = room.open(viewport=LAPTOP)
    page.clock.install()
    page.get_by_role("tab", name="Room").click()
    status = page.get_by_role("status")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(status).to_have_text("The room is on SWOT analysis.")
    assert page.evaluate("document.documentElement.scrollHeight") <= 768
    box = status.bounding_box()
    assert box["y"] + box["height"] == pytest.approx(768, abs=1)
    page.clock.run_for(6_000)
    expect(status).not_to_be_empty()
    page.clock.run_for(4_000)
    expect(status).to_be_empty()
    page.get_by_role("tab", name="All blocks").click()
    page.get_by_label("Minutes for Action plan").fill("soon")
    page.get_by_role("button", name=re.compile("^Change ?: Action plan")).click()
    expect(status).to_contain_text("as a whole number")
    page.clock.run_for(
        20_000
    )  # after 45 seconds without a message from the server, the page would say that it is not connected
    expect(status).to_contain_text("as a whole number")


def test_how_to_group_is_asked_where_groups_are_made(room):
    page = room.open()
    page.get_by_role("tab", name="Breakouts").click()
    sure = page.get_by_label("Group by benchmark all the same")
    expect(page.get_by_text("Everyone is together.")).to_be_visible()
    expect(sure).to_be_hidden()
    page.get_by_text("Make groups", exact=True).click()
    sure.check()
    page.get_by_role("button", name="Start breakouts").click()
    expect(page.get_by_text("The room is in 2 groups. Each delegate’s page shows theirs.")).to_be_visible()
    expect(sure).to_have_count(0)


def test_the_button_to_park_a_question_is_one_line_beside_its_box(room):
    page = room.open(viewport=LAPTOP)
    page.get_by_role("tab", name="Questions").click()
    question = page.locator(".question").first
    box, park = (
        question.get_by_role("textbox").bounding_box(),
        question.get_by_role("button", name="Park").bounding_box(),
    )
    assert abs(box["y"] - park["y"]) < 2
    assert park["height"] < 50


def test_the_sessions_link_is_copied(room):
    page = room.open(permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the link for delegates").click()
    expect(page.get_by_role("status")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == f"http://{room.host}/"


def test_the_minutes_of_a_block_are_changed_and_a_block_is_skipped(room):
    page = room.open()
    page.get_by_role("tab", name="All blocks").click()
    page.get_by_label("Minutes for Action plan").fill("9")
    page.get_by_role("button", name=re.compile("^Change ?: Action plan")).click()
    expect(page.get_by_role("row", name="Action plan")).to_contain_text("9, to come")
    page.get_by_label("Minutes for What this room found").fill("0")
    page.get_by_label("Minutes for What this room found").press("Enter")
    expect(page.get_by_role("row", name="What this room found")).to_contain_text("skipped")
    expect(page.get_by_role("button", name="Start: Key strategic objectives")).to_be_visible()
    page.get_by_label("Minutes for Action plan").fill("soon")
    page.get_by_role("button", name=re.compile("^Change ?: Action plan")).click()
    expect(page.get_by_role("status")).to_contain_text("as a whole number, for example 4")
    assert room.session.state.block_minutes == {"action-plan": 9, "room": 0}


def test_a_poll_of_the_block_is_opened_and_closed_where_the_block_is(room):
    room.session.start_block("welcome")
    page = room.open()
    now = part(page, "now")
    now.get_by_role("button", name=re.compile("^Open this poll ?: How complete")).click()
    expect(now).to_contain_text("Open, 0 answers")
    now.get_by_role("button", name=re.compile("^Close this poll ?: How complete")).click()
    expect(now.get_by_role("button", name=re.compile("^Reopen this poll ?: How complete"))).to_be_visible()


def test_the_heading_of_breakouts_stays_in_sight_when_they_start_and_benchmarks_are_not_asked_about_types(room):
    page = room.open()
    page.get_by_role("tab", name="Breakouts").click()
    page.get_by_text("Make groups", exact=True).click()
    expect(page.get_by_text("Nobody has chosen a priority benchmark yet")).to_be_visible()
    page.get_by_label("Group by", exact=True).select_option("Type of school or college")
    expect(page.get_by_text("Nobody has chosen a priority benchmark yet")).to_be_hidden()
    page.get_by_role("button", name="Start breakouts").click()
    expect(page.get_by_role("button", name="Bring everyone back together")).to_be_visible()
    page.wait_for_timeout(500)  # the page has settled
    strip, heading = (page.locator(one).bounding_box() for one in (".strip", "#groups h2"))
    assert heading["y"] >= strip["y"] + strip["height"]


# The projector


@pytest.mark.parametrize("what", ["How to join", "Polls", "Questions", "Board"])
def test_every_projector_follows_the_console_and_can_be_read_from_the_last_row(room, what):
    console = room.open()
    projectors = [room.open("projector", viewport=PROJECTOR, reduced_motion="reduce") for _ in range(2)]
    show(console, what)
    for page in projectors:
        expect(part(page, "choose").get_by_role("button", name=what, pressed=True)).to_be_visible()
        number_of_pages = 0
        while True:
            assert page.evaluate(SMALL, SMALLEST) == []
            assert page.locator("main *").evaluate_all(OUTSIDE) == []
            assert page.evaluate("document.documentElement.scrollHeight") <= 1080
            expect(page.locator("div.qr")).to_be_visible()
            expect(page.locator("figcaption")).to_contain_text(f"http://{room.host}/")
            number_of_pages += 1
            last = page.locator("#turn").text_content().split()[-1]
            if number_of_pages == int(last or 1) or not page.locator("#following").is_visible():
                break
            page.locator("#following").click()
        assert number_of_pages > 5 or what != "Board"
    scale = projectors[0].locator("div.qr").bounding_box()["height"]
    assert scale > (400 if what == "How to join" else 100)


LINES = """one => {
  const lines = [], range = document.createRange(), walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  let bottom = -1;
  while (walker.nextNode()) for (let at = 0; at < walker.currentNode.length; at++) {
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + 1);
    const box = range.getBoundingClientRect();
    if (box.top >= bottom) lines.push("");
    if (box.top >= bottom) bottom = box.bottom - 4;
    lines[lines.length - 1] += range.toString();
  }
  return lines;
}"""
"""Returns the lines of a text as they are on the screen."""


@pytest.mark.parametrize("what", ["join", "board"])
@pytest.mark.parametrize("link", ["", "https://hub.northyorkshire.example.org/"])
def test_the_link_and_each_sentence_beside_it_are_on_one_line(room, what, link):
    room.context.address = link
    room.session.show_on_projector(what)
    page = room.open("projector", viewport=PROJECTOR)
    assert page.locator("figcaption b").evaluate(LINES) == [link or f"http://{room.host}/"]
    assert page.evaluate(SMALL, SMALLEST) == []
    sentences = [lines for one in page.locator(".corner p > span").all() for lines in one.evaluate(LINES)]
    assert sentences == ["We are on SWOT analysis.", "6 schools are here."]


def test_a_link_too_long_for_a_line_breaks_after_a_slash_or_a_dot(room):
    room.context.address = f"https://{'.'.join(['careers'] * 12)}/strategic/"
    for what in ("join", "board"):
        room.session.show_on_projector(what)
        page = room.open("projector", viewport=PROJECTOR)
        *lines, _ = page.locator("figcaption b").evaluate(LINES)
        assert lines
        assert all(line[-1] in "/." for line in lines), lines
        assert page.locator("main *").evaluate_all(OUTSIDE) == []


def test_the_results_of_eight_benchmarks_are_on_one_screen(room):
    room.session.show_on_projector("polls")
    page = room.open("projector", viewport=PROJECTOR)
    rows = page.locator(".bars tbody tr")
    expect(rows).to_have_count(8)
    expect(page.locator("#turning")).to_be_hidden()
    assert page.evaluate(SMALL, SMALLEST) == []
    assert page.locator("main *").evaluate_all(OUTSIDE) == []
    heights = rows.evaluate_all("all => all.map(one => one.offsetHeight)")
    assert max(heights) < 2 * SMALLEST, "one line each"


def test_a_closed_session_shows_no_code_to_join_with(room):
    room.session.start_block(RUN.blocks[-1].id)
    console, page = room.open(), room.open("projector", viewport=PROJECTOR)
    expect(page.locator("div.qr")).to_be_visible()
    console.get_by_role("link", name="Close the session").click()
    expect(part(console, "end")).to_contain_text("5 questions are not answered. They will be in the report")
    console.get_by_label("The session is over").check()
    console.get_by_role("button", name="Close the session").click()
    expect(part(page, "shown")).to_contain_text("The session is over.")
    expect(page.locator("div.qr, figcaption").filter(visible=True)).to_have_count(0)
    assert page.evaluate(SMALL, SMALLEST) == []
    expect(part(console, "projector")).to_contain_text("that the session is over")


def test_the_controls_of_the_projector_are_seen_only_while_the_mouse_moves_or_one_has_the_focus(room):
    room.session.show_on_projector("board")
    page = room.open("projector", viewport=PROJECTOR)
    banner = page.locator(".banner")
    expect(page.locator("#turn")).to_contain_text("1 of ")
    expect(banner).to_have_css("opacity", "0")
    page.mouse.move(900, 700)
    expect(banner).to_have_css("opacity", "1")
    expect(banner).to_have_css("opacity", "0")  # once it rests
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="How to join")).to_be_focused()
    expect(banner).to_have_css("opacity", "1")


def test_that_the_projector_is_not_connected_can_be_read_from_the_last_row(room):
    page = room.open("projector", viewport=PROJECTOR)
    page.evaluate("document.getElementById('status').textContent = 'Not connected.'")
    assert float(page.locator("#status").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")) >= SMALLEST
    assert page.locator("#status").evaluate_all(OUTSIDE) == []


def test_a_board_that_waits_for_schools_to_share_is_one_page(room):
    for school in room.session.state.schools:
        room.session.share(school, board=False, named=False, vision=False)
        room.store.answers.save(school, {"vision.slt": "All staff"})
    room.session.show_on_projector("board")
    page = room.open("projector", viewport=PROJECTOR)
    expect(part(page, "shown")).to_contain_text("The board is shown once three schools share")
    expect(page.locator("#turning")).to_be_hidden()


def test_no_point_of_the_board_is_left_out_by_turning_it_over(room):
    room.session.show_on_projector("board", "strengths")
    page = room.open("projector", viewport=PROJECTOR, reduced_motion="reduce")
    expect(page.locator("#turn")).to_contain_text("1 of ")
    pages, seen = int(page.locator("#turn").text_content().split()[-1]), []
    for _ in range(pages):
        seen += page.locator("[data-screen] li:visible").evaluate_all("all => all.map(one => one.id)")
        page.locator("#following").click()
    assert len(seen) == len(set(seen)) == page.locator("[data-screen] li").count()


def test_the_console_chooses_one_column_or_one_poll(room):
    console, page = room.open(), room.open("projector", viewport=PROJECTOR)
    console.get_by_label("Only", exact=True).select_option("Threats")
    console.get_by_role("button", name="Show it on the projector").click()
    expect(part(page, "shown").get_by_role("heading", level=2)).to_have_text("Threats")
    expect(part(console, "projector")).to_contain_text("On the projector: Threats")
    console.get_by_label("Only", exact=True).select_option("Which benchmark comes first for you this year?")
    console.get_by_role("button", name="Show it on the projector").click()
    expect(part(page, "shown").get_by_role("heading", level=2)).to_have_text(
        "Which benchmark comes first for you this year?"
    )
    part(page, "choose").get_by_role("button", name="Questions").click()
    expect(part(console, "projector")).to_contain_text("On the projector: the open questions")


def test_schools_that_write_are_counted(room):
    page = room.open()
    expect(part(page, "counts")).to_contain_text("0 wrote in their plan in the last minute.")
    room.store.answers.save("203", {"vision.slt": "All staff"})
    expect(part(page, "counts")).to_contain_text("1 wrote in its plan in the last minute.")


def test_axe_finds_no_violations_on_the_console_and_the_projector_at_their_own_sizes(room, axe):
    console, page = room.open(viewport=LAPTOP), room.open("projector", viewport=PROJECTOR)
    for tab in console.get_by_role("tab").all():
        tab.click()
        assert axe(console)["violations"] == [], tab.text_content()
    for what in ("join", "polls", "questions", "board"):
        room.session.show_on_projector(what)
        expect(page.locator(f"#show-{what}")).to_have_attribute("aria-pressed", "true")
        assert axe(page)["violations"] == [], what
