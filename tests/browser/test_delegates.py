"""Delegates of a webinar in their browsers: they join, type, lose the connection, reconnect, and download their plan."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from careerskit.plan import School, Setting
from careerskit.store import import_plan, load_plan, open_store
from tests.browser.steps import STEPS, go_to, open_step, wait_until_saved
from tests.delegates import serving

FULL, CHARTS = "900001", {"03_current_state": 2, "06_action_plan": 1, "10_check_your_plan": 1}
PAGES = ["/", "/?find=school", "/?find=nowhere", "/k/nothing", "link", *STEPS]
NOT_CONNECTED = (
    "Not connected. Carry on typing: your answers are kept in this browser, and saved when you are connected again."
)
NOT_CONNECTED_UNSTORED = (
    "Not connected. Carry on typing and keep this page open: your answers will be saved when you are connected again."
)
STATEMENT, SLT, STAFF = "Vision for Careers Provision Statement", "SLT Comments", "Staff Voice Comments"
VISION = "Every student leaves with a next step they chose, and knows the one after it."
ADDITION = " Nobody leaves without one."
SAVED = re.compile(r"^Saved \d\d:\d\d$")
MAX_KEYS = 600
"""How many keys are typed without a pause, for about a minute, before the test fails since nothing was saved."""


def choose_vision(page):
    page.get_by_role("link", name="Continue to the workbook").click()
    page.get_by_role("navigation", name="Steps").get_by_role("link", name="Vision").click()
    expect(page.get_by_label(STATEMENT)).to_be_visible()


def vision_of(webinar, school):
    return webinar.store.answers.read(school).get("vision", {})


def tab_to(page, wanted, key="Tab"):
    """Move the focus there by keyboard."""
    for _ in range(200):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press(key)
    pytest.fail(f"no {key} leads to {wanted}")


def type_on(page, typed, rest=100):
    """Type one more key without a pause, and return everything typed so far."""
    assert len(typed) < MAX_KEYS, "nothing is saved during continuous typing"
    key = VISION[len(typed) % len(VISION)]
    page.keyboard.type(key, delay=rest)
    return typed + key


def listen(page):
    """Record everything that the status line says from now on."""
    page.evaluate(
        "() => { window.said = []; const bar = document.querySelector('[role=status]');"
        "new MutationObserver(() => said.push(bar.textContent)).observe(bar, { childList: true }) }"
    )
    return lambda: page.evaluate("() => window.said")


def test_two_schools_join_and_only_colleagues_see_each_others_answers(webinar, new_context):
    ours, theirs, colleague = (new_context().new_page() for _ in range(3))
    ours.goto(webinar.address)
    ours.get_by_label("Part of its name, or its URN").fill("larkmoor")
    ours.get_by_role("button", name="Find").click()
    ours.get_by_role("button", name="Larkmoor School").filter(has_text="100").click()
    link = ours.locator("#link").inner_text()
    choose_vision(ours)
    theirs.goto(webinar.address)
    theirs.get_by_label("Name of your school, college or provider").fill("Mossgate College")
    theirs.get_by_label("Type of school or college").select_option(Setting.COLLEGE.value)
    theirs.get_by_role("button", name="Start a plan").click()
    choose_vision(theirs)
    colleague.goto(link)
    go_to(colleague, "02_vision")

    ours.get_by_label(STATEMENT).press_sequentially(VISION)
    theirs.get_by_label(STATEMENT).press_sequentially("Every learner has a place to go to.")
    expect(colleague.get_by_label(STATEMENT)).to_have_value(VISION)
    colleague.get_by_label(STAFF).press_sequentially("Tutors want time for it.")
    expect(ours.get_by_label(STAFF)).to_have_value("Tutors want time for it.")

    (added,) = webinar.store.schools.search("Mossgate")
    for page in (ours, theirs, colleague):
        wait_until_saved(page)
        page.reload()
    for page in (ours, colleague):
        expect(page.get_by_label(STATEMENT)).to_have_value(VISION)
        expect(page.get_by_label(STAFF)).to_have_value("Tutors want time for it.")
    expect(theirs.get_by_label(STATEMENT)).to_have_value("Every learner has a place to go to.")
    expect(theirs.get_by_label(STAFF)).to_have_value("")
    assert vision_of(webinar, "100") == {"statement": VISION, "staff": "Tutors want time for it."}
    assert vision_of(webinar, added.id) == {"statement": "Every learner has a place to go to."}


def test_a_colleagues_change_does_not_replace_text_while_somebody_types(webinar, school, new_context):
    ours, colleague = (new_context().new_page() for _ in range(2))
    for page in (ours, colleague):
        open_step(page, webinar, school.id, "02_vision")
    box = ours.get_by_label(STATEMENT)
    box.press_sequentially("Our first try")
    expect(colleague.get_by_label(STATEMENT)).to_have_value("Our first try")

    colleague.get_by_label(STATEMENT).fill("Their second try")

    expect(ours.get_by_role("status")).to_have_text(
        f"{STATEMENT}: A colleague has just changed this answer. What it said before is under “Undo and backups”. "
        "You will see it when you leave this box."
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
def test_rows_are_added_moved_and_removed_by_keyboard(page, webinar, school, step, noun, label):
    store, status = webinar.store, page.get_by_role("status")

    def button(words):
        return page.get_by_role("button", name=words, exact=True)

    def in_the_store():
        objectives = load_plan(store, school).objectives
        return [getattr(one, noun) for one in (objectives if noun == "objective" else objectives[0].actions)]

    within, to = ("", "") if noun == "objective" else (" of objective 1", " to objective 1")
    if noun == "action":
        store.answers.add_record(school.id, "objectives", {"objective": "All year 11 have met an employer by July."})
    open_step(page, webinar, school.id, step)
    boxes = page.get_by_label(re.compile(f": {label}"))
    tab_to(page, boxes.first)
    page.keyboard.type("The first")
    tab_to(page, button(f"Add another {noun}{to}"))
    page.keyboard.press("Space")
    expect(status).to_have_text(re.compile(rf"^Added {noun} 2\. Saved \d\d:\d\d$"))
    expect(status).to_have_count(1)
    expect(boxes.last).to_be_focused()
    page.keyboard.type("The second")
    tab_to(page, button(f"Move {noun} 1{within} down"), "Shift+Tab")

    page.keyboard.press("Enter")  # at once: what was typed before comes first

    expect(status).to_have_text(re.compile(rf"^Moved {noun} 1: it is now {noun} 2\. Saved "))
    expect(button(f"Move {noun} 2{within} up")).to_be_focused()
    expect(boxes.first).to_have_value("The second")
    assert in_the_store() == ["The second", "The first"]
    tab_to(page, button(f"Remove {noun} 2{within}"))
    page.keyboard.press("Enter")
    expect(status).to_have_text(re.compile(rf"^Removed {noun} 2\. Saved "))
    expect(boxes).to_have_count(1)
    assert in_the_store() == ["The second"]
    expect(button(f"Put the removed {noun} back")).to_be_focused()
    page.keyboard.press("Enter")
    expect(status).to_have_text(re.compile(rf"^Put the {noun} back\. Saved "))
    expect(boxes.last).to_have_value("The first")
    assert in_the_store() == ["The second", "The first"]


def test_continuous_typing_is_saved_as_it_continues(page, webinar, school):
    open_step(page, webinar, school.id, "02_vision")
    box, typed = page.get_by_label(SLT), ""
    box.focus()
    while not (kept := vision_of(webinar, school.id)):
        typed = type_on(page, typed)

    assert typed.startswith(kept["slt"])
    expect(box).to_have_value(typed)
    wait_until_saved(page)
    assert vision_of(webinar, school.id) == {"slt": typed}


def test_text_typed_after_the_last_save_survives_a_killed_server(page, context, webinar, school):
    open_step(page, webinar, school.id, "02_vision")
    page.get_by_label(SLT).focus()
    typed, status = "", page.get_by_role("status")
    while not status.inner_text().startswith("Saved "):
        typed = type_on(page, typed)
    typed = type_on(page, typed)
    webinar.kill()
    address = page.url
    page.close()
    webinar.start()

    page = context.new_page()
    page.goto(address)

    expect(page.get_by_label(SLT)).to_have_value(typed)
    wait_until_saved(page)
    expect(page.get_by_role("status")).to_have_text(SAVED)
    assert vision_of(webinar, school.id) == {"slt": typed}


def test_two_colleagues_typing_in_one_box_keep_their_own_text_until_they_leave_it(webinar, school, new_context):
    pages = [new_context().new_page() for _ in range(2)]
    boxes, typed = [page.get_by_label(SLT) for page in pages], ["A", "B"]
    for page in pages:
        open_step(page, webinar, school.id, "02_vision")
    for box, first in zip(boxes, typed, strict=True):
        box.press(first)

    def saved():
        return [entry.value for entry in webinar.store.answers.history(school.id, "vision.slt")]

    while any(sum(words.startswith(first) for words in saved()) < 3 for first in "AB"):
        typed = [type_on(page, words, rest=40) for page, words in zip(pages, typed, strict=True)]

    for page, box, words in zip(pages, boxes, typed, strict=True):
        expect(box).to_have_value(words)
        wait_until_saved(page)
        expect(box).to_have_value(words)
    assert set(typed) <= set(saved())
    (stands,) = vision_of(webinar, school.id).values()
    assert stands in typed
    for page, box in zip(pages, boxes, strict=True):
        page.keyboard.press("Tab")
        expect(box).to_have_value(stands)


def test_a_server_killed_during_typing_loses_no_answer(page, webinar, school):
    open_step(page, webinar, school.id, "02_vision")
    said = listen(page)
    page.get_by_label(SLT).press_sequentially("Typed before anything went wrong.")
    box = page.get_by_label(STATEMENT)
    box.press_sequentially(VISION)

    webinar.kill()
    box.press_sequentially(ADDITION)

    expect(page.get_by_role("status")).to_have_text(NOT_CONNECTED)
    box.press_sequentially(" Not one.")
    webinar.start()
    expect(page.get_by_role("status")).to_have_text(SAVED)
    wait_until_saved(page)
    assert any(words.startswith("Connected again.") for words in said())
    expect(box).to_have_value(VISION + ADDITION + " Not one.")
    expect(box).to_be_focused()
    kept = {"slt": "Typed before anything went wrong.", "statement": VISION + ADDITION + " Not one."}
    assert vision_of(webinar, school.id) == kept
    page.reload()
    expect(box).to_have_value(kept["statement"])


def test_a_page_closed_while_the_server_is_down_keeps_its_answers_in_the_browser(page, context, webinar, school):
    open_step(page, webinar, school.id, "02_vision")
    webinar.kill()
    page.get_by_label(STATEMENT).press_sequentially(VISION)
    address = page.url
    page.close()
    webinar.start()

    page = context.new_page()
    page.goto(address)

    expect(page.get_by_label(STATEMENT)).to_have_value(VISION)
    wait_until_saved(page)
    assert vision_of(webinar, school.id) == {"statement": VISION}


def test_a_lost_network_connection_loses_no_answer(page, context, webinar, school):
    open_step(page, webinar, school.id, "02_vision")
    said = listen(page)
    box = page.get_by_label(STATEMENT)
    box.press_sequentially(VISION)

    context.set_offline(True)
    box.press_sequentially(ADDITION)
    expect(page.get_by_role("status")).to_have_text(NOT_CONNECTED)
    context.set_offline(False)

    wait_until_saved(page)
    assert NOT_CONNECTED in said()
    expect(page.get_by_role("status")).to_have_text(SAVED)
    expect(box).to_have_value(VISION + ADDITION)
    assert vision_of(webinar, school.id) == {"statement": VISION + ADDITION}


def test_an_own_answer_saved_without_confirmation_is_not_taken_for_a_colleagues(page, context, webinar, school):
    opened = []
    page.on("websocket", lambda socket: opened.append(socket))
    open_step(page, webinar, school.id, "02_vision")
    box = page.get_by_label(STATEMENT)
    with opened[-1].expect_event("framesent", lambda sent: VISION in sent):
        box.press_sequentially(VISION)

    context.set_offline(True)  # the server has received the answer, and saves it
    box.press_sequentially(ADDITION)
    expect(page.get_by_role("status")).to_have_text(NOT_CONNECTED)
    context.set_offline(False)

    wait_until_saved(page)
    expect(page.get_by_role("status")).to_have_text(SAVED)
    assert vision_of(webinar, school.id) == {"statement": VISION + ADDITION}


def test_a_websocket_that_opens_late_does_not_disturb_the_next_one(page, context, webinar, school):
    late = []

    def between(socket):
        socket.connect_to_server() if late else late.append(socket)

    open_step(page, webinar, school.id, "02_vision")
    page.route_web_socket(re.compile("/live$"), between)
    context.set_offline(True)
    expect(page.get_by_role("status")).to_have_text(NOT_CONNECTED)
    context.set_offline(False)
    while not late:
        page.evaluate("dispatchEvent(new Event('online'))")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_role("status")).to_have_text("Connected again.")

    late[0].connect_to_server()
    page.get_by_label(STATEMENT).press_sequentially(VISION)

    expect(page.get_by_role("status")).to_have_text(SAVED)
    wait_until_saved(page)
    assert vision_of(webinar, school.id) == {"statement": VISION}


def test_a_browser_without_storage_warns_and_asks_before_leaving(page, context, webinar, school):
    context.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }")
    open_step(page, webinar, school.id, "02_vision")
    context.set_offline(True)
    expect(page.get_by_role("status")).to_have_text(NOT_CONNECTED)
    page.get_by_label(STATEMENT).press_sequentially(VISION)
    expect(page.get_by_role("status")).to_have_text(NOT_CONNECTED_UNSTORED)

    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)

    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    context.set_offline(False)
    expect(page.get_by_role("status")).to_have_text(SAVED)
    assert vision_of(webinar, school.id) == {"statement": VISION}


def test_an_answer_that_is_too_long_is_reported_until_it_fits(page, webinar, school):
    open_step(page, webinar, school.id, "02_vision")
    too_long = f"“{SLT}” is too long to be saved: the limit is 20,000 characters and you have 20,001."
    page.get_by_label(SLT).fill("x" * 20_001)
    expect(page.get_by_role("status")).to_have_text(too_long)

    page.get_by_label(STAFF).fill("Tutors want time for it.")

    page.wait_for_function("() => !Object.keys(localStorage).some(key => key.endsWith('staff'))")
    expect(page.get_by_role("status")).to_have_text(too_long)
    page.get_by_label(SLT).press("Backspace")
    expect(page.get_by_role("status")).to_have_text(SAVED)
    wait_until_saved(page)
    assert len(vision_of(webinar, school.id)["slt"]) == 20_000


def test_a_page_restored_from_the_back_forward_cache_is_reloaded(page, webinar, school):
    """Its unsaved answers may have been saved and changed since. Chromium itself does not cache pages with our headers."""
    open_step(page, webinar, school.id, "02_vision")
    with page.expect_navigation():
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.get_by_label(STATEMENT)).to_be_visible()


@pytest.mark.parametrize("place", PAGES)
def test_axe_finds_no_violations_and_no_page_scrolls_sideways(page, assert_accessible, webinar, place):
    if place.startswith("/"):
        page.goto(webinar.address + place)
    else:
        open_step(page, webinar, FULL, place)
    expect(page.get_by_text("Loading the chart…")).to_have_count(0)
    expect(page.locator("main img")).to_have_count(CHARTS.get(place, 0))
    assert_accessible(page)


def test_axe_finds_no_violations_on_pages_with_errors(page, axe, webinar, school):
    page.goto(webinar.address)
    page.get_by_label("Name of your school, college or provider").fill("  ")
    page.get_by_role("button", name="Start a plan").click()
    expect(page.get_by_role("alert")).to_have_text("Enter the name of your school, college or provider.")
    expect(page).to_have_title(re.compile("^Error: "))
    assert axe(page)["violations"] == []
    open_step(page, webinar, school.id, "03_current_state")
    score = page.locator(".ck-score input").first
    score.fill("eleventy")
    page.keyboard.press("Tab")
    page.keyboard.type("50")
    expect(score).to_have_attribute("aria-invalid", "true")
    assert axe(page)["violations"] == []


def test_no_page_requests_another_host_or_violates_its_security_policy(page, webinar):
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


def test_the_plan_page_leads_back_to_the_step_by_keyboard_and_prints_no_link(page, webinar, school):
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    open_step(page, webinar, school.id, "02_vision")
    go_to(page, "plan.html?from=02_vision")
    back = page.get_by_role("link", name="Back to the workbook")
    page.emulate_media(media="print")
    expect(back).to_be_hidden()
    page.emulate_media(media="screen")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the main content")).to_be_focused()
    page.keyboard.press("Tab")
    expect(back).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label(STATEMENT)).to_be_visible()
    assert complaints == []


def test_the_plan_and_the_backup_contain_what_was_just_typed(page, paused_clock, webinar, school, tmp_path):
    open_step(page, webinar, school.id, "02_vision")
    page.get_by_label(STATEMENT).press_sequentially(VISION)
    page.get_by_role("link", name="View your plan").click()  # at once: the link waits until the answer is saved
    expect(page.get_by_text(VISION).first).to_be_visible()

    page.go_back()
    page.get_by_label(STATEMENT).press("End")
    page.keyboard.type(ADDITION)
    page.get_by_role("link", name="Undo and backups").click()
    with page.expect_download() as started:
        page.get_by_role("link", name="Download a backup").click()

    with open_store(str(tmp_path / "another.db")) as another:
        kept = import_plan(another, started.value.path().read_text("utf-8"), started.value.suggested_filename)
        assert load_plan(another, kept).vision.statement == VISION + ADDITION


def test_a_checkbox_ticked_offline_is_saved_after_reconnecting(page, context, webinar, school):
    store = webinar.store
    store.answers.add_record(school.id, "objectives", {"objective": "All year 11 have met an employer by July."})
    open_step(page, webinar, school.id, "05_objectives")
    page.get_by_role("button", name="Objective 1: All year 11").click()
    tick = page.get_by_role("checkbox", name=re.compile("Encounters with employers"))
    expect(tick).to_be_visible()

    context.set_offline(True)
    expect(page.get_by_role("status")).to_have_text(NOT_CONNECTED)
    tick.check()
    context.set_offline(False)

    wait_until_saved(page)
    expect(tick).to_be_checked()
    assert store.answers.read(school.id)["objectives"][0]["benchmarks"] == [5]


def test_an_answer_typed_offline_replaces_a_colleagues_and_the_page_says_so(
    page, context, new_context, webinar, school
):
    open_step(page, webinar, school.id, "02_vision")
    observer = new_context().new_page()
    open_step(observer, webinar, school.id, "02_vision")
    box = page.get_by_label(STATEMENT)
    context.set_offline(True)
    expect(page.get_by_role("status")).to_have_text(NOT_CONNECTED)
    box.press_sequentially(VISION)
    webinar.store.answers.save(school.id, {"vision.statement": "The colleague’s words"}, who="colleague")
    # Once one page has received the change, every page has, and it is not sent again.
    expect(observer.get_by_label(STATEMENT)).to_have_value("The colleague’s words")
    context.set_offline(False)

    wait_until_saved(page)
    expect(page.get_by_role("status")).to_have_text(
        re.compile(r"^While you were not connected, a colleague changed an answer .* Saved \d\d:\d\d$")
    )
    assert vision_of(webinar, school.id) == {"statement": VISION}
    told = [entry.value for entry in webinar.store.answers.history(school.id, "vision.statement")]
    assert told == ["The colleague’s words", VISION]
    box.press_sequentially(".")
    expect(page.get_by_role("status")).to_have_text(SAVED)


def test_a_paused_page_reconnects_when_somebody_carries_on(page, webinar, school):
    opened = []

    def between(socket):
        opened.append(socket)
        socket.connect_to_server()

    page.route_web_socket(re.compile("/live$"), between)
    open_step(page, webinar, school.id, "02_vision")

    opened[-1].close(code=4000)

    expect(page.get_by_role("status")).to_have_text(re.compile("^Paused while you were away"))
    page.get_by_label(STATEMENT).press_sequentially(VISION)
    expect(page.get_by_role("status")).to_have_text(SAVED)
    wait_until_saved(page)
    assert vision_of(webinar, school.id) == {"statement": VISION}


def test_a_revoked_link_is_reported_and_unsaved_answers_stay_in_the_browser(page, webinar, school):
    open_step(page, webinar, school.id, "02_vision")

    webinar.store.links.revoke_all(school.id)

    expect(page.get_by_role("status")).to_have_text(re.compile("^This page has stopped working"))
    page.get_by_label(STATEMENT).press_sequentially(VISION)
    kept = page.evaluate("Object.values(localStorage).join()")
    assert VISION in kept
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("This page does not exist")


def test_a_delegate_waits_while_the_session_is_full_and_then_enters(page, axe, new_context, school, tmp_path):
    now = 0.0
    with open_store(str(tmp_path / "small.db")) as store, serving(store, max_connections=1, clock=lambda: now) as host:
        store.schools.register([school, School("2", "Mossgate College")])
        first = new_context().new_page()
        small = SimpleNamespace(store=store, address=f"http://{host}")
        open_step(first, small, school.id, "02_vision")
        page.clock.install()

        page.goto(f"http://{host}/k/{store.links.create('2')}")

        expect(page.get_by_role("heading", level=1)).to_have_text("The room is full")
        assert axe(page)["violations"] == []
        first.close()
        status = 503
        while status == 503:  # the page keeps asking while the session is full
            now += 31
            with page.expect_response(re.compile("00_start$")) as answer:
                page.clock.run_for(10_000)
            status = answer.value.status
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Build your"))
