"""Delegates of a webinar in their browsers: they join, type, lose the connection, come back, and take their plan away."""

from __future__ import annotations

import re
import time
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from careerskit.plan import School, Setting
from careerskit.shipped import notebooks
from careerskit.store import import_plan, load_plan, open_store
from tests.delegates import serving

STEPS = sorted(file.stem for file in notebooks().glob("0*.ipynb"))
FULL, DRAWN = "900001", ["03_current_state", "06_action_plan"]
PAGES = ["/", "/?find=school", "/?find=nowhere", "/k/nothing", "link", *STEPS]
OPENING = "The boxes are on their way."
NOT_CONNECTED = "Not connected. Go on typing: it is kept in this browser, and saved when the connection is back."
STATEMENT, SLT, STAFF = "Vision for Careers Provision Statement", "SLT Comments", "Staff Voice Comments"
VISION = "Every student leaves with a next step they chose, and knows the one after it."
AFTERTHOUGHT = " Nobody leaves without one."


@pytest.fixture
def school(webinar):
    """Register a school that nobody has written for yet."""
    one = School(f"1{time.monotonic_ns()}", "Tallowfield School")
    webinar.store.register([one])
    return one


def open_step(page, webinar, school, step):
    """Come in by a private link of the school, and wait until the step's boxes are there."""
    page.goto(f"{webinar.address}/k/{webinar.store.new_link(school)}")
    go_to(page, step)


def go_to(page, place):
    page.goto(f"{page.url.rpartition('/')[0]}/{place}")
    if place in STEPS:
        expect(page.get_by_role("status")).not_to_have_text(OPENING)


def choose_vision(page):
    page.get_by_role("link", name="Go on to the workbook").click()
    page.get_by_role("navigation", name="Steps").get_by_role("link", name="Vision").click()
    expect(page.get_by_label(STATEMENT)).to_be_visible()


def all_is_kept(page):
    """Wait until the browser has nothing left that the server has not kept."""
    page.wait_for_function("() => !Object.keys(localStorage).some(key => key.startsWith('careerskit '))")


def vision_of(webinar, school):
    return webinar.store.read(school).get("vision", {})


def tab_to(page, wanted, key="Tab"):
    """Go there as one does without a mouse."""
    for _ in range(200):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press(key)
    pytest.fail(f"no {key} leads to {wanted}")


def listen(page):
    """Note everything that is said in the status line from now on."""
    page.evaluate(
        "() => { window.said = []; const bar = document.querySelector('[role=status]');"
        "new MutationObserver(() => said.push(bar.textContent)).observe(bar, { childList: true }) }"
    )
    return lambda: page.evaluate("() => window.said")


def test_delegates_of_two_schools_join_and_type_and_only_colleagues_see_it(webinar, new_context):
    ours, theirs, colleague = (new_context().new_page() for _ in range(3))
    ours.goto(webinar.address)
    ours.get_by_label("Part of its name, or its URN").fill("larkmoor")
    ours.get_by_role("button", name="Find").click()
    ours.get_by_role("button", name="Larkmoor School").filter(has_text="100").click()
    link = ours.locator("#link").inner_text()
    choose_vision(ours)
    theirs.goto(webinar.address)
    theirs.get_by_label("Name of your school, college or provider").fill("Mossgate College")
    theirs.get_by_label("Kind of place").select_option(Setting.COLLEGE.value)
    theirs.get_by_role("button", name="Start a plan for it").click()
    choose_vision(theirs)
    colleague.goto(link)
    go_to(colleague, "02_vision")

    ours.get_by_label(STATEMENT).press_sequentially(VISION)
    theirs.get_by_label(STATEMENT).press_sequentially("Every learner has a place to go to.")
    expect(colleague.get_by_label(STATEMENT)).to_have_value(VISION)
    colleague.get_by_label(STAFF).press_sequentially("Tutors want time for it.")
    expect(ours.get_by_label(STAFF)).to_have_value("Tutors want time for it.")

    (added,) = webinar.store.schools("Mossgate")
    for page in (ours, theirs, colleague):
        all_is_kept(page)
        page.reload()
    for page in (ours, colleague):
        expect(page.get_by_label(STATEMENT)).to_have_value(VISION)
        expect(page.get_by_label(STAFF)).to_have_value("Tutors want time for it.")
    expect(theirs.get_by_label(STATEMENT)).to_have_value("Every learner has a place to go to.")
    expect(theirs.get_by_label(STAFF)).to_have_value("")
    assert vision_of(webinar, "100") == {"statement": VISION, "staff": "Tutors want time for it."}
    assert vision_of(webinar, added.id) == {"statement": "Every learner has a place to go to."}


def test_a_colleagues_change_never_comes_under_ones_hands(webinar, school, new_context):
    ours, colleague = (new_context().new_page() for _ in range(2))
    for page in (ours, colleague):
        open_step(page, webinar, school.id, "02_vision")
    box = ours.get_by_label(STATEMENT)
    box.press_sequentially("Our first try")
    expect(colleague.get_by_label(STATEMENT)).to_have_value("Our first try")

    colleague.get_by_label(STATEMENT).fill("Their second try")

    expect(ours.get_by_role("status")).to_have_text(
        f"{STATEMENT}: A colleague has just changed this answer. What stood here before is kept in the history. "
        "You see it when you leave the box."
    )
    expect(box).to_have_value("Our first try")
    expect(box).to_be_focused()
    ours.keyboard.press("Tab")
    expect(box).to_have_value("Their second try")
    assert vision_of(webinar, school.id) == {"statement": "Their second try"}


@pytest.mark.parametrize(
    ("step", "noun", "label"),
    [("05_objectives", "objective", "Objective"), ("06_action_plan", "action", "Actions, including CPD")],
)
def test_rows_are_added_moved_and_removed_by_keyboard_alone(page, webinar, school, step, noun, label):
    store, status = webinar.store, page.get_by_role("status")

    def button(words):
        return page.get_by_role("button", name=words, exact=True)

    def in_the_store():
        objectives = load_plan(store, school).objectives
        return [getattr(one, noun) for one in (objectives if noun == "objective" else objectives[0].actions)]

    if noun == "action":
        store.add(school.id, "objectives", {"objective": "All year 11 have met an employer by July."})
    open_step(page, webinar, school.id, step)
    tab_to(page, button(f"Add the first {noun}"))
    page.keyboard.press("Enter")
    expect(status).to_have_text(re.compile(rf"^Added {noun} 1\. Saved \d\d:\d\d$"))
    expect(button(f"Add another {noun}")).to_be_focused()
    page.keyboard.press("Space")
    expect(status).to_have_text(re.compile(rf"^Added {noun} 2\. Saved \d\d:\d\d$"))
    expect(status).to_have_count(1)
    boxes = page.get_by_label(re.compile(f"^{label}"))
    tab_to(page, boxes.last, "Shift+Tab")
    page.keyboard.type("The second")
    tab_to(page, boxes.first, "Shift+Tab")
    page.keyboard.type("The first")
    tab_to(page, button(f"Move {noun} 1 down"))

    page.keyboard.press("Enter")  # at once: what was typed before comes first

    expect(status).to_have_text(re.compile(rf"^Moved {noun} 1: it is now {noun} 2\. Saved "))
    expect(button(f"Move {noun} 2 up")).to_be_focused()
    expect(boxes.first).to_have_value("The second")
    assert in_the_store() == ["The second", "The first"]
    tab_to(page, button(f"Remove {noun} 2"))
    page.keyboard.press("Enter")
    expect(status).to_have_text(re.compile(rf"^Removed {noun} 2\. Saved "))
    expect(boxes).to_have_count(1)
    assert in_the_store() == ["The second"]
    expect(button(f"Put the removed {noun} back")).to_be_focused()
    page.keyboard.press("Enter")
    expect(status).to_have_text(re.compile(rf"^Put the {noun} back\. Saved "))
    expect(boxes.last).to_have_value("The first")
    assert in_the_store() == ["The second", "The first"]


def test_a_server_killed_while_someone_types_costs_no_word(page, webinar, school):
    open_step(page, webinar, school.id, "02_vision")
    said = listen(page)
    page.get_by_label(SLT).press_sequentially("Typed before anything went wrong.")
    box = page.get_by_label(STATEMENT)
    box.press_sequentially(VISION)

    webinar.kill()
    box.press_sequentially(AFTERTHOUGHT)

    expect(page.get_by_role("status")).to_have_text(NOT_CONNECTED)
    box.press_sequentially(" Not one.")
    webinar.start()
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"), timeout=15_000)
    all_is_kept(page)
    assert any(words.startswith("Connected again.") for words in said())
    expect(box).to_have_value(VISION + AFTERTHOUGHT + " Not one.")
    expect(box).to_be_focused()
    kept = {"slt": "Typed before anything went wrong.", "statement": VISION + AFTERTHOUGHT + " Not one."}
    assert vision_of(webinar, school.id) == kept
    page.reload()
    expect(box).to_have_value(kept["statement"])


def test_a_page_closed_while_the_server_is_down_keeps_its_words_in_the_browser(page, context, webinar, school):
    open_step(page, webinar, school.id, "02_vision")
    webinar.kill()
    page.get_by_label(STATEMENT).press_sequentially(VISION)
    address = page.url
    page.close()
    webinar.start()

    page = context.new_page()
    page.goto(address)

    expect(page.get_by_label(STATEMENT)).to_have_value(VISION)
    all_is_kept(page)
    assert vision_of(webinar, school.id) == {"statement": VISION}


def test_a_lost_network_costs_no_word(page, context, webinar, school):
    open_step(page, webinar, school.id, "02_vision")
    said = listen(page)
    box = page.get_by_label(STATEMENT)
    box.press_sequentially(VISION)

    context.set_offline(True)
    box.press_sequentially(AFTERTHOUGHT)
    expect(page.get_by_role("status")).to_have_text(NOT_CONNECTED)
    context.set_offline(False)

    all_is_kept(page)
    assert NOT_CONNECTED in said()
    expect(box).to_have_value(VISION + AFTERTHOUGHT)
    assert vision_of(webinar, school.id) == {"statement": VISION + AFTERTHOUGHT}


@pytest.mark.parametrize("place", PAGES)
def test_axe_finds_nothing_and_no_page_scrolls_sideways(page, webinar, place):
    if place.startswith("/"):
        page.goto(webinar.address + place)
    else:
        open_step(page, webinar, FULL, place)
    expect(page.get_by_text("This is being drawn.")).to_have_count(0, timeout=20_000)
    expect(page.locator("main img")).to_have_count(1 if place in DRAWN else 0)
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")

    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert Axe().run(page).response["violations"] == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_axe_finds_nothing_where_something_was_typed_wrong(page, webinar, school):
    page.goto(webinar.address)
    page.get_by_label("Name of your school, college or provider").fill("  ")
    page.get_by_role("button", name="Start a plan for it").click()
    expect(page.get_by_role("alert")).to_have_text("Enter the name of your school, college or provider.")
    expect(page).to_have_title(re.compile("^Error: "))
    assert Axe().run(page).response["violations"] == []
    open_step(page, webinar, school.id, "03_current_state")
    score = page.locator(".ck-score input").first
    score.fill("eleventy")
    page.keyboard.press("Tab")
    page.keyboard.type("50")
    expect(score).to_have_attribute("aria-invalid", "true")
    assert Axe().run(page).response["violations"] == []


def test_no_page_asks_another_host_and_none_breaks_the_rules_it_is_sent_with(page, webinar):
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda opened: asked.append(opened.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    for place in ("/", "/?find=school", "/?find=nowhere"):
        page.goto(webinar.address + place)
    open_step(page, webinar, FULL, "link")
    for step in STEPS:
        go_to(page, step)
    go_to(page, "plan.html")

    ours = (webinar.address, webinar.address.replace("http", "ws"), "data:")
    assert any(url.startswith("ws:") for url in asked)
    assert [url for url in asked if not url.startswith(ours)] == []
    assert complaints == []


def test_the_plan_as_it_stands_and_the_answers_to_keep_have_the_words_just_typed(page, webinar, school, tmp_path):
    open_step(page, webinar, school.id, "02_vision")
    page.get_by_label(STATEMENT).press_sequentially(VISION)
    page.get_by_role("link", name="Your plan as it stands").click()  # at once: the link waits for the last words
    expect(page.get_by_text(VISION).first).to_be_visible(timeout=30_000)

    page.go_back()
    page.get_by_label(STATEMENT).press("End")
    page.keyboard.type(AFTERTHOUGHT)
    with page.expect_download() as started:
        page.get_by_role("link", name="Keep your answers").click()

    with open_store(str(tmp_path / "another.db")) as another:
        kept = import_plan(another, started.value.path().read_text("utf-8"), started.value.suggested_filename)
        assert load_plan(another, kept).vision.statement == VISION + AFTERTHOUGHT


def test_a_tick_set_while_there_is_no_connection_is_kept_in_the_browser_and_saved_afterwards(
    page, context, webinar, school
):
    store = webinar.store
    store.add(school.id, "objectives", {"objective": "All year 11 have met an employer by July."})
    open_step(page, webinar, school.id, "05_objectives")
    tick = page.get_by_role("checkbox", name=re.compile("Encounters with employers"))

    context.set_offline(True)
    expect(page.get_by_role("status")).to_have_text(NOT_CONNECTED)
    tick.check()
    context.set_offline(False)

    all_is_kept(page)
    expect(tick).to_be_checked()
    assert store.read(school.id)["objectives"][0]["benchmarks"] == [5]


def test_words_typed_offline_over_a_colleagues_stand_and_that_is_said(page, context, webinar, school):
    open_step(page, webinar, school.id, "02_vision")
    box = page.get_by_label(STATEMENT)
    context.set_offline(True)
    expect(page.get_by_role("status")).to_have_text(NOT_CONNECTED)
    box.press_sequentially(VISION)
    webinar.store.save(school.id, {"vision.statement": "The colleague’s words"}, who="colleague")
    context.set_offline(False)

    all_is_kept(page)
    expect(page.get_by_role("status")).to_have_text(
        re.compile(r"^While you were not connected, a colleague changed an answer .* Saved \d\d:\d\d$")
    )
    assert vision_of(webinar, school.id) == {"statement": VISION}
    told = [entry.value for entry in webinar.store.history(school.id, "vision.statement")]
    assert told == ["The colleague’s words", VISION]
    box.press_sequentially(".")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))


def test_a_page_at_rest_comes_back_by_itself_when_somebody_goes_on(page, webinar, school):
    opened = []

    def between(socket):
        opened.append(socket)
        socket.connect_to_server()

    page.route_web_socket(re.compile("/live$"), between)
    open_step(page, webinar, school.id, "02_vision")

    opened[-1].close(code=4000)

    expect(page.get_by_role("status")).to_have_text(re.compile("^Put aside"))
    page.get_by_label(STATEMENT).press_sequentially(VISION)
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))
    all_is_kept(page)
    assert vision_of(webinar, school.id) == {"statement": VISION}


def test_a_revoked_link_is_said_and_what_was_typed_stays_in_the_browser(page, webinar, school):
    open_step(page, webinar, school.id, "02_vision")

    webinar.store.revoke_links(school.id)

    expect(page.get_by_role("status")).to_have_text(re.compile("^This page cannot go on"))
    page.get_by_label(STATEMENT).press_sequentially(VISION)
    kept = page.evaluate("Object.values(localStorage).join()")
    assert VISION in kept
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is not here")


def test_outside_a_full_room_one_waits_and_goes_in_by_itself(page, new_context, school, tmp_path):
    now = 0.0
    with open_store(str(tmp_path / "small.db")) as store, serving(store, most=1, clock=lambda: now) as host:
        store.register([school, School("2", "Mossgate College")])
        first = new_context().new_page()
        small = SimpleNamespace(store=store, address=f"http://{host}")
        open_step(first, small, school.id, "02_vision")
        page.clock.install()

        page.goto(f"http://{host}/k/{store.new_link('2')}")

        expect(page.get_by_role("heading", level=1)).to_have_text("The room is full just now")
        assert Axe().run(page).response["violations"] == []
        first.close()
        status = 503
        while status == 503:  # it asks as long as there is no room
            now += 31
            with page.expect_response(re.compile("00_start$")) as answer:
                page.clock.run_for(10_000)
            status = answer.value.status
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Build your"))
