"""A live session in real browsers: a facilitator, a projector and five delegates, from the first link to the report."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from careerskit.plan import School
from careerskit.resources import notebooks
from careerskit.server import SessionContext
from careerskit.session import EventKind, Session, default_run_of_show, open_session
from careerskit.store import load_plan, open_store
from tests.browser.timeouts import RENDERED
from tests.delegates import Facilitator, serving

SCHOOLS = ("Quillbridge College", "Tallowfield School", "Greyfen Academy", "Mossgate School", "Fernhollow School")
STEPS = sorted(file.stem for file in notebooks().glob("[0-9]*.ipynb"))
RUN = default_run_of_show()
POLLS = {poll.id: poll.question for poll in RUN.polls}
LOADING = "Loading…"
MONTHS = ("April", "August", "December", "February", "January", "July")
STATEMENT = "Vision for Careers Provision Statement"


def part(page, name):
    return page.locator(f'[data-part="{name}"]')


def status_of(page):
    return page.get_by_role("status")


def wait_until_loaded(page):
    expect(status_of(page)).not_to_have_text(LOADING)


def poll_of(page, poll):
    """Return a poll's card on the facilitator's page or on a delegate's."""
    return page.locator("article.poll, details.card").filter(
        has=page.get_by_role("heading", name=POLLS.get(poll, poll))
    )


def opened(page, poll):
    """Return a poll's card on a delegate's page, and open it unless it is open."""
    card = poll_of(page, poll)
    expect(card).to_be_visible()
    if card.get_attribute("open") is None:
        card.locator("summary").click()
    return card


def press(page, button, **where):
    page.get_by_role("button", name=button, **where).click()


def go_to(page, tab):
    """Open one of the tabs of the facilitator's page."""
    page.get_by_role("tab", name=tab, exact=True).click()


def step_of(page):
    return page.url.rpartition("/")[2]


def tab_to(page, wanted, key="Tab"):
    """Move the focus there by keyboard."""
    for _ in range(200):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press(key)
    pytest.fail(f"no {key} leads to {wanted}")


def write(page, noun, words):
    """Write the first point of a list of the SWOT analysis, and leave its box."""
    box = page.get_by_label(f"{noun.title()} 1", exact=True)
    box.fill(words)
    box.blur()


class Room:
    """The participants of a session, each in a browser of their own."""

    def __init__(self, webinar, new_context):
        self.webinar, self._new_context = webinar, new_context
        self.asked, self.complaints = [], []
        self.facilitator, self.projector = (
            self._page(new_context(reduced_motion="reduce"))
            for _ in range(2)  # the projector turns over nothing by itself
        )  # two pages of one context slow each other down
        for page in (self.facilitator, self.projector):
            page.goto(webinar.facilitators_link)
        self.projector.goto(f"{self.webinar.address}/facilitate/projector")
        self.delegates = []

    @property
    def pages(self):
        return [self.facilitator, self.projector, *self.delegates]

    @property
    def session(self):
        """The session as it stands in the store."""
        (record,) = self.webinar.store.sessions.list()
        return Session(self.webinar.store, record.id)

    def _page(self, context):
        page = context.new_page()
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", lambda opened: self.asked.append(opened.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def join(self, school):
        """Join as a delegate of a school, with the session's link."""
        page = self._page(self._new_context())
        page.goto(self.webinar.address)
        page.get_by_label("Part of its name, or its URN").fill(school)
        press(page, "Find")
        press(page, school)
        page.get_by_role("link", name="Continue to the workbook").click()
        wait_until_loaded(page)
        self.delegates.append(page)

    def project(self, what):
        """Show something else on the projector."""
        go_to(self.facilitator, "Now")
        part(self.facilitator, "projector").get_by_role("button", name=what, exact=True).click()
        expect(part(self.projector, "choose").get_by_role("button", name=what, pressed=True)).to_be_visible()

    def begin(self, block):
        """Start a block: every delegate's page shows which step the session is on."""
        started = self.session.state.started
        if started:  # for three seconds, the start of another block counts as a slip
            allowed = max(started.values()) + timedelta(seconds=3)
            self.facilitator.wait_for_function("time => Date.now() > time", arg=allowed.timestamp() * 1000)
        self.facilitator.get_by_role("button", name=f"Start: {block.title}", exact=True).click()
        expect(part(self.facilitator, "clock").locator(".now")).to_contain_text(block.title)
        step = self.session.state.step
        for page in self.delegates:
            here = "The room is on this step." if step_of(page) == step else "Go there"
            expect(part(page, "where")).to_contain_text(here)
            expect(page.locator("#go-there[href]")).to_have_count(0 if step_of(page) == step else 1)

    def go(self, *delegates):
        """Have some delegates follow the session to its step."""
        for page in delegates:
            if page.locator("#go-there").count():
                page.locator("#go-there").click()
                expect(part(page, "where")).to_have_text("The room is on this step.")
                wait_until_loaded(page)
            assert step_of(page) == self.session.state.step

    def open(self, poll):
        go_to(self.facilitator, "Polls")
        poll_of(self.facilitator, poll).get_by_role("button", name="Open").click()
        for page in self.delegates:
            expect(poll_of(page, poll)).to_be_visible()

    def answer(self, page, poll, choice):
        """Choose one of a poll's choices."""
        opened(page, poll).get_by_label(choice).check()
        poll_of(page, poll).get_by_role("button", name="Answer").click()
        expect(status_of(page)).to_have_text("Your answer is counted. Nobody sees whose it is.")

    def show(self, poll):
        go_to(self.facilitator, "Polls")
        poll_of(self.facilitator, poll).get_by_role("button", name="Show the results").click()
        for page in self.delegates:
            expect(opened(page, poll).get_by_role("table")).to_be_visible()

    def names(self, page):
        """Return the names of schools anywhere in a page, including attributes and hidden parts."""
        found = page.content()
        return [word for school in SCHOOLS if (word := school.split()[0]).casefold() in found.casefold()]


def welcome(room):
    """Answer a prepared poll, one by keyboard alone; nobody sees a result before the facilitator shows it."""
    room.project("Polls")
    room.open("how-far")
    *others, keyboard = room.delegates
    for page in others:
        room.answer(page, "how-far", "There are notes")
    keyboard.locator("#main").focus()
    tab_to(keyboard, poll_of(keyboard, "how-far").locator("summary"))
    keyboard.keyboard.press("Enter")
    tab_to(keyboard, keyboard.get_by_label("There is none yet"))
    keyboard.keyboard.press("ArrowDown")
    expect(keyboard.get_by_label("There are notes")).to_be_checked()
    tab_to(keyboard, poll_of(keyboard, "how-far").get_by_role("button", name="Answer"))
    keyboard.keyboard.press("Enter")
    expect(status_of(keyboard)).to_have_text("Your answer is counted. Nobody sees whose it is.")
    expect(poll_of(keyboard, "how-far").get_by_role("button", name="Change my answer")).to_be_focused()

    expect(poll_of(room.facilitator, "how-far")).to_contain_text("5 answers")
    expect(part(room.projector, "shown")).to_contain_text("5 answers so far")
    for page in [*room.delegates, room.projector]:
        expect(poll_of(page, "how-far").get_by_role("table")).to_have_count(0)
    room.show("how-far")
    for page in [*room.delegates, room.projector]:
        row = poll_of(page, "how-far").get_by_role("row", name="There are notes")
        expect(row.get_by_role("cell")).to_have_text("5")
    poll_of(room.facilitator, "how-far").get_by_role("button", name="Close").click()
    expect(poll_of(room.delegates[0], "how-far").get_by_role("button")).to_have_count(0)


def why(room):
    """Have some delegates follow the session, while the others stay where they are."""
    room.go(*room.delegates[:3])
    assert {step_of(page) for page in room.delegates[3:]} == {"00_start"}
    go_to(room.facilitator, "Room")
    here = part(room.facilitator, "room")
    expect(here.get_by_role("row", name="Why a plan comes first")).to_contain_text("3")


def vision(room):
    """Answers to a poll are added to the delegate's plan; each decides what the room can see."""
    room.go(*room.delegates)
    room.open("leavers")
    answers = ("sure of themselves", "curious", "Curious", "ready for work", "kind")
    for page, words in zip(room.delegates, answers, strict=True):
        opened(page, "leavers").get_by_label("A few words").fill(words)
        poll_of(page, "leavers").get_by_label("Add my answer to our plan too").check()
        poll_of(page, "leavers").get_by_role("button", name="Answer").click()
        expect(status_of(page)).to_contain_text("Your answer is counted, and added to your plan.")
    assert load_plan(room.webinar.store, School("100", SCHOOLS[0])).vision.ideas == "sure of themselves"
    for page in room.delegates[:4]:
        page.get_by_text("Sharing", exact=True).click()
        page.get_by_label("The room may see our points and priorities").check()
        page.get_by_label("Our vision statement can be read out").check()
        expect(status_of(page)).to_have_text("Saved. You can change this at any time.")
    first = room.delegates[0]
    first.get_by_label("The session report can say that we took part").check()
    first.get_by_label(STATEMENT).fill("Whoever leaves Tallowfield has a next step.")
    room.show("leavers")
    expect(poll_of(first, "leavers").get_by_role("row")).to_have_count(1 + 4)


def swot_activity(room):
    """Check that the board shows the points of those who agreed, grouped and without names; hide some, and make groups."""
    room.go(*room.delegates)
    room.project("Board")
    one, two, three, four, alone = room.delegates
    write(one, "strength", "Strong employer engagement")
    write(two, "strength", "strong engagement of employers")
    write(three, "strength", "Employer engagement is strong")
    write(four, "strength", "Governors who care about Greyfen")
    write(alone, "strength", "The secret of one who keeps it")
    write(one, "threat", "Buses end at five")
    write(four, "opportunity", "A college opens nearby")
    go_to(room.facilitator, "Board")
    for page, name in ((room.facilitator, "board"), (room.projector, "shown")):
        board = part(page, name)
        together = board.locator("li").filter(has_text="3 schools")
        for words in ("Strong employer engagement", "strong engagement of employers", "Employer engagement is strong"):
            expect(together).to_contain_text(words)
        expect(board).to_contain_text("Governors who care about [school]")
        expect(board).to_contain_text("A college opens nearby")
        expect(board).to_contain_text("Whoever leaves [school] has a next step.")
        expect(board).not_to_contain_text("secret")
        assert room.names(page) == []

    hide = part(room.facilitator, "board").get_by_role("button", name=re.compile("^Hide ?: Buses end at five"))
    hide.click()
    expect(part(room.projector, "shown")).not_to_contain_text("Buses")
    expect(part(room.facilitator, "board").locator("#hidden-items")).to_contain_text("Buses end at five")
    assert "Buses" not in room.projector.content()

    go_to(room.facilitator, "Breakouts")
    room.facilitator.get_by_text("Make groups", exact=True).click()
    expect(part(room.facilitator, "unsuited")).to_contain_text("Nobody has chosen a priority benchmark yet")
    room.facilitator.get_by_label("Group by benchmark all the same").check()
    press(room.facilitator, "Start breakouts")
    for page in room.delegates:
        expect(part(page, "group").get_by_role("heading")).to_contain_text("You are in group 1 of 1")
        expect(part(page, "group")).to_contain_text("8 minutes.")


def room_findings(room):
    """Kill the server while somebody types. It restarts where it was, and everybody carries on."""
    facilitator, typing, late = room.facilitator, room.delegates[1], room.delegates[4]
    room.open("first-benchmark")
    for page in room.delegates[:4]:
        room.answer(page, "first-benchmark", "8. Personal guidance")
    asks = room.delegates[0]
    asks.get_by_text("Questions", exact=True).click()
    asks.get_by_label(re.compile("^Your question")).fill("Who approves the plan?")
    press(asks, "Ask", exact=True)
    expect(part(facilitator, "questions")).to_contain_text("Who approves the plan?")
    expect(poll_of(facilitator, "first-benchmark")).to_contain_text("4 answers")
    assert "leavers" not in [poll.id for poll in room.session.state.open_polls], "it closed with its block"
    room.open("leavers")
    half = opened(typing, "leavers").get_by_label("A few words")
    half.focus()
    typing.keyboard.press("End")
    typing.keyboard.type(" and bold")
    kept = ("board", "polls", "questions", "groups")
    before = [part(facilitator, name).text_content() for name in kept]
    clock = facilitator.locator("[data-until]").get_attribute("data-until")
    assert room.complaints == []

    room.webinar.kill()
    for page in room.pages:
        expect(status_of(page)).to_contain_text("Not connected.")
    room.webinar.start()
    for page in (facilitator, *room.delegates):
        expect(status_of(page)).to_contain_text("Connected again.")
    expect(status_of(room.projector)).to_have_text("")
    room.complaints.clear()  # the browser logs each failed attempt to connect

    assert facilitator.locator("[data-until]").get_attribute("data-until") == clock
    assert [part(facilitator, name).text_content() for name in kept] == before
    expect(part(facilitator, "clock").locator(".now")).to_contain_text("What this room found")
    expect(half).to_have_value("curious and bold")
    expect(half).to_be_focused()
    room.answer(late, "first-benchmark", "8. Personal guidance")
    expect(poll_of(facilitator, "first-benchmark")).to_contain_text("5 answers")
    for page in room.delegates:  # the groups ended with their block
        expect(page.get_by_text("You are in group")).to_have_count(0)
    write(room.delegates[2], "weakness", "Written after all that")
    expect(part(facilitator, "board")).to_contain_text("Written after all that")


def objectives(room):
    """Create a poll during the session."""
    facilitator = room.facilitator
    go_to(facilitator, "Polls")
    facilitator.get_by_text("Create a poll").click()
    facilitator.get_by_label("Question", exact=True).fill("Shall we take five minutes more?")
    facilitator.locator("#poll-new").get_by_label("Choices").fill("Yes\nNo")
    press(facilitator, "Open this poll")
    expect(status_of(facilitator)).to_have_text("The poll is open.")
    expect(facilitator.get_by_label("Question", exact=True)).to_have_value("")
    for page in room.delegates:
        room.answer(page, "Shall we take five minutes more?", "Yes")
    expect(poll_of(facilitator, "Shall we take five minutes more?")).to_contain_text("5 answers")
    room.show("Shall we take five minutes more?")


def questions(room):
    """Vote for the question, and park it with the person who will find out."""
    room.project("Questions")
    asks, votes, *_ = room.delegates
    expect(part(room.projector, "shown")).to_contain_text("Who approves the plan?")
    votes.get_by_text("Questions", exact=True).click()
    press(votes, re.compile("^I’d like to know this too"))
    expect(part(room.projector, "shown")).to_contain_text("1 vote")
    go_to(room.facilitator, "Questions")
    asked = part(room.facilitator, "questions").get_by_role("listitem").filter(has_text="Who approves the plan?")
    asked.get_by_label(re.compile("^Who will answer it")).fill("Sam of the hub")
    asked.get_by_role("button", name=re.compile("^Park")).click()
    expect(asked).to_contain_text("1 vote, parked for Sam of the hub")
    expect(part(asks, "questions")).to_contain_text("parked")
    expect(part(room.projector, "shown")).to_contain_text("No open questions.")


def the_end(room, folder):
    """Close the session: the facilitator can download the plans and the report."""
    facilitator = room.facilitator
    go_to(facilitator, "Plans and report")
    facilitator.get_by_label("The session is over").check()
    press(facilitator, "Close the session")
    for page in room.delegates:
        expect(part(page, "where")).to_contain_text("The session is over.")
    plans = facilitator.get_by_role("link", name="All plans in one zip, with a folder to send to each school")
    expect(plans).to_be_visible(timeout=RENDERED)
    with facilitator.expect_download() as taken:
        plans.click()
    with zipfile.ZipFile(taken.value.path()) as zipped:
        made = [name for name in zipped.namelist() if name.endswith("plan.html")]
        assert len(made) == len(SCHOOLS)
        assert (
            "Strong employer engagement" in zipped.read(next(name for name in made if "quillbridge" in name)).decode()
        )
    with facilitator.expect_popup() as opened:
        facilitator.get_by_role("link", name="The session’s report").click()
    report = opened.value
    expect(report.get_by_role("heading", level=1)).to_have_text("Session report")
    expect(report.locator("main")).to_contain_text("Who approves the plan?")
    assert room.names(report) == ["Quillbridge"], "the one school that agreed to be named"
    with facilitator.expect_download() as taken:
        facilitator.get_by_role("link", name="Download everything so far as CSV files").click()
    with zipfile.ZipFile(taken.value.path()) as zipped:
        assert "questions.csv" in zipped.namelist()
    lie_there = {file.name for file in (folder / "webinar" / "afterwards").glob("*/*")}
    assert lie_there == {"plans", "plans.zip", "report.html", "tables"}


HAPPENS = {
    "welcome": welcome,
    "why": why,
    "vision": vision,
    "swot-activity": swot_activity,
    "room": room_findings,
    "objectives": objectives,
    "questions": questions,
}
"""What happens in each block of the run of show, by its id."""


def test_a_facilitator_and_five_delegates_complete_a_session(webinar_of, new_context, assert_accessible, tmp_path):
    room = Room(webinar_of(*SCHOOLS), new_context)
    for school in SCHOOLS:
        room.join(school)
    expect(part(room.facilitator, "counts")).to_contain_text("5 of 5 schools that joined are here now.")

    for block in RUN.blocks:
        room.begin(block)
        if block.id in HAPPENS:
            HAPPENS[block.id](room)
    expect(room.facilitator.get_by_role("button", name="Start:")).to_have_count(0)
    assert list(room.session.state.started) == [block.id for block in RUN.blocks]
    for page in (room.facilitator, room.projector):
        assert room.names(page) == []
    the_end(room, tmp_path)

    ours = (room.webinar.address, room.webinar.address.replace("http", "ws"), "data:")
    assert [url for url in room.asked if not url.startswith(ours)] == []
    assert room.complaints == []
    assert "Traceback" not in room.webinar.said
    assert_accessible(room.facilitator)


class LiveSession:
    """A session in progress whose delegates act without browsers. Pages are opened on it."""

    def __init__(self, store, session, host):
        self.store, self.session, self.address = store, session, f"http://{host}"

    def facilitate(self, page):
        page.goto(f"{self.address}/f/{self.store.facilitators.create(self.session.id)}")
        return page

    def take_part(self, page, step="04_swot", school="200"):
        page.goto(f"{self.address}/k/{self.store.links.create(school)}")
        page.goto(f"{page.url.rpartition('/')[0]}/{step}")
        wait_until_loaded(page)
        return page

    def ask(self, text, votes=0):
        question = self.session.ask("delegate", text)
        for number in range(votes):
            self.session.vote(question, f"delegate {number}")
        return question


@pytest.fixture
def live(tmp_path):
    """Run a session with some of everything except groups."""
    with open_store(str(tmp_path / "room.db")) as store:
        schools = [str(number) for number in range(200, 206)]
        store.schools.register([School(school, f"Tallowfield School {school}") for school in schools])
        session = open_session(store, "Benchmark 1, Module 1", "22 May")
        webinar = SessionContext(store, session)
        earlier = datetime.now(UTC) - timedelta(minutes=1)  # so long ago that starting the next is no slip
        for block in ("welcome", "swot-activity"):
            store.sessions.append_event(session.id, EventKind.BLOCK_STARTED, {"block": block}, at=earlier)
        session.refresh()
        session.move_to("04_swot")
        for poll in ("how-far", "leavers", "how-sure"):
            session.open_poll(poll)
        for number, school in enumerate(schools):
            who = f"delegate {number}"
            session.join(school, who)
            session.report_step(school, "04_swot", who)
            session.share(school, board=True, named=False, vision=True, who=who)
            store.answers.add_record(school, "swot.strengths", {"text": "Strong employer engagement"})
            store.answers.add_record(school, "swot.threats", {"text": f"Budget cuts in {MONTHS[number]}"})
            store.answers.add_record(school, "swot.key_priorities", {"text": "Encounters with employers"})
            store.answers.save(school, {"vision.statement": "Every student has a next step."})
            store.answers.save(school, {"current_state.priority_benchmarks": [5]})
            session.answer("how-far", who, "There are notes" if number else "There is a draft")
            session.answer("leavers", who, f"curious {number // 3}")
        session.show_results("how-far")
        session.show_results("leavers")
        session.close_poll("how-far")
        room = LiveSession(store, session, "")
        room.ask("Who approves the plan?", votes=2)
        session.park_question(room.ask("How long may it be?"), "Sam of the hub")
        session.mark_answered(room.ask("Is this recorded?"))
        with serving(store, webinar, out=tmp_path / "afterwards") as host:
            yield LiveSession(store, session, host)


def create_groups(live):
    another = Facilitator(live.address.removeprefix("http://"))
    another.follow(f"/f/{live.store.facilitators.create(live.session.id)}")
    assert another.do("break-out", by="benchmark", size="3", minutes="10")[0] == 200


def test_axe_finds_no_violations_before_a_session_starts(page, assert_accessible, tmp_path):
    with open_store(str(tmp_path / "room.db")) as store:
        session = open_session(store, "Benchmark 1, Module 1")
        with serving(store, SessionContext(store, session)) as host:
            assert_accessible(LiveSession(store, session, host).facilitate(page))


def test_axe_finds_no_violations_on_the_facilitators_page_during_a_session(page, assert_accessible, live):
    create_groups(live)
    live.facilitate(page)
    go_to(page, "Board")
    hide = part(page, "board").get_by_role("button", name=re.compile("^Hide ?: Budget cuts in April"))
    hide.click()
    expect(page.locator("#hidden-items")).to_have_count(1)
    for tab in page.get_by_role("tab").all():
        tab.click()
        assert_accessible(page)


@pytest.mark.parametrize("show", ["join", "polls", "questions", "board"])
def test_axe_finds_no_violations_on_the_projector(page, assert_accessible, live, show):
    live.session.show_on_projector(show)
    live.facilitate(page)
    page.goto(f"{live.address}/facilitate/projector")
    expect(page.get_by_role("button", pressed=True)).to_have_id(f"show-{show}")
    assert_accessible(page)


def test_axe_finds_no_violations_on_the_page_for_new_links(page, assert_accessible, live):
    live.facilitate(page)
    page.goto(f"{live.address}/facilitate/links?find=tallowfield")
    assert_accessible(page)
    press(page, re.compile("^New link for Tallowfield School 203"))
    assert_accessible(page)


def test_axe_finds_no_violations_on_a_delegates_page_with_all_parts_of_the_session(page, assert_accessible, live):
    create_groups(live)
    live.take_part(page)
    card = opened(page, "leavers")
    card.get_by_label("A few words").fill("kind")
    card.get_by_role("button", name="Answer").click()
    expect(card.get_by_role("table")).to_be_visible()
    for shown in ("You are in group", POLLS["how-sure"]):
        expect(page.get_by_role("heading", name=shown)).to_be_visible()
    assert_accessible(page)
    assert page.locator("#questions .question").count() == 2
    assert page.get_by_label("The room may see our points and priorities").is_visible()


def test_a_facilitator_runs_a_session_by_keyboard_and_keeps_the_focus(page, live):
    """A pressed button may be gone when its part is rendered again: the focus moves to what took its place."""
    keys, question = page.keyboard, live.ask("When is the surgery?")
    live.facilitate(page)

    tab_to(page, page.get_by_role("button", name="Start: What this room found"))
    keys.press("Enter")
    expect(part(page, "clock").locator(".now")).to_contain_text("What this room found")
    expect(page.get_by_role("button", name="Start: Key strategic objectives")).to_be_focused()

    tab_to(page, page.get_by_role("tab", name="Now"))
    keys.press("ArrowRight")
    tab_to(page, poll_of(page, "first-benchmark").get_by_role("button", name="Open"))
    keys.press("Enter")
    expect(poll_of(page, "first-benchmark").get_by_role("button", name="Close")).to_be_focused()
    assert "first-benchmark" in [poll.id for poll in live.session.state.open_polls]

    tab_to(page, page.get_by_role("tab", name="Polls"), "Shift+Tab")
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    tab_to(page, part(page, "board").get_by_role("button", name=re.compile("^Hide ?: Budget cuts in April")))
    keys.press("Enter")
    expect(page.locator("#hidden-items")).to_have_count(1)
    expect(part(page, "board").locator(":focus")).to_have_count(1)

    owner = page.locator(f"#owner-{question}")
    tab_to(page, page.get_by_role("tab", name="Board"), "Shift+Tab")
    keys.press("ArrowLeft")
    tab_to(page, owner)
    keys.type("Sam of the tub")
    for _ in "tub":
        keys.press("ArrowLeft")
    live.session.vote(question, "delegate 3")
    expect(part(page, "questions")).to_contain_text("1 vote, open")
    expect(owner).to_be_focused()
    keys.press("Delete")
    keys.type("h")  # where the cursor was in the word
    keys.press("Tab")
    keys.press("Enter")
    expect(part(page, "questions")).to_contain_text("parked for Sam of the hub")
    expect(page.locator(f"#park-{question}")).to_be_focused()

    tab_to(page, page.get_by_role("tab", name="Questions"), "Shift+Tab")
    keys.press("End")
    tab_to(page, page.get_by_label("The session is over"))
    keys.press("Space")
    keys.press("Tab")
    keys.press("Enter")
    expect(part(page, "end")).to_contain_text("The session was closed")
    expect(page.locator(":focus")).to_have_count(1)
    expect(page.locator("#get-report")).to_be_visible(timeout=RENDERED)  # otherwise rendering continues after the test


def test_text_being_typed_survives_updates_of_the_session(page, live):
    live.take_part(page)
    box, question = (
        opened(page, "leavers").get_by_label("A few words"),
        page.get_by_label(re.compile("^Your question")),
    )
    page.get_by_text("Questions", exact=True).click()
    question.fill("What if the head ")
    box.fill("not finihed")
    for _ in "hed":
        page.keyboard.press("ArrowLeft")

    live.session.open_poll("first-benchmark")
    asked = live.ask("Who approves it now?")
    expect(poll_of(page, "first-benchmark")).to_be_visible()
    expect(page.locator("#questions")).to_contain_text("Who approves it now?")

    expect(box).to_be_focused()
    page.keyboard.type("s")
    expect(box).to_have_value("not finished")
    question.focus()
    page.keyboard.press("End")
    page.keyboard.type("says no?")
    live.session.vote(asked, "delegate 1")
    expect(page.locator("#questions")).to_contain_text("1 vote")
    expect(question).to_have_value("What if the head says no?")
    expect(question).to_be_focused()


def test_after_reconnecting_the_focus_and_the_text_are_where_they_were(page, context, live):
    live.take_part(page)
    box = opened(page, "leavers").get_by_label("A few words")
    box.fill("kind")
    context.set_offline(True)
    expect(status_of(page)).to_contain_text("Not connected.")
    page.keyboard.type(" and bold")
    live.session.open_poll("how-far")  # which is shown above
    context.set_offline(False)

    expect(poll_of(page, "how-far")).to_be_visible()
    expect(status_of(page)).to_contain_text("Connected again.")
    expect(box).to_be_focused()
    expect(box).to_have_value("kind and bold")


def test_a_poll_answer_that_failed_to_send_stays_in_its_box(page, live):
    lost = [True]
    page.route("**/answer", lambda route: route.abort() if lost else route.continue_())
    live.take_part(page)
    box = opened(page, "leavers").get_by_label("A few words")
    box.fill("kind")
    page.keyboard.press("Enter")
    expect(status_of(page)).to_contain_text("That did not work: there is no connection.")

    live.session.open_poll("first-benchmark")
    expect(poll_of(page, "first-benchmark")).to_be_visible()
    expect(box).to_have_value("kind")
    lost.clear()
    box.press("Enter")
    expect(poll_of(page, "leavers").get_by_role("table")).to_contain_text("kind")


def test_updates_at_the_top_of_the_page_are_announced_in_the_status_line(page, live):
    """The status line stays in sight, and screen readers announce it."""
    live.take_part(page)
    page.get_by_label("Weakness 1", exact=True).focus()
    live.session.open_poll("first-benchmark")
    expect(status_of(page)).to_have_text(f"New poll at the top of this page: {POLLS['first-benchmark']}")
    create_groups(live)
    expect(status_of(page)).to_contain_text("You are in group 1 of 2")
    live.session.move_to("05_objectives")
    expect(status_of(page)).to_have_text("The room is on Key strategic objectives.")


def test_what_was_announced_and_taken_back_is_no_longer_in_the_status_line(page, live):
    live.take_part(page)
    usual = status_of(page).inner_text()
    poll = live.session.create_and_open_poll("What would help you?", "words", [])
    expect(status_of(page)).to_have_text("New poll at the top of this page: What would help you?")
    live.session.remove_poll(poll)
    expect(status_of(page)).to_have_text(usual)


@pytest.mark.parametrize("hand", ["mouse", "keyboard"])
def test_a_button_pressed_during_an_update_still_works(page, live, hand):
    sockets = []
    page.on("websocket", lambda opened: sockets.append(opened))
    live.facilitate(page)
    go_to(page, "Polls")
    button = poll_of(page, "leavers").get_by_role("button", name="Hide the results")
    button.hover()
    button.focus()
    hold, let_go = (page.mouse.down, page.mouse.up)
    if hand == "keyboard":
        hold, let_go = (lambda: page.keyboard.down("Space"), lambda: page.keyboard.up("Space"))

    hold()
    with sockets[-1].expect_event("framereceived", lambda sent: "close-first-benchmark" in sent):
        live.session.open_poll("first-benchmark")
    let_go()

    expect(status_of(page)).to_have_text("The results are hidden.")
    expect(poll_of(page, "leavers").get_by_role("button", name="Show the results")).to_be_visible()
    expect(poll_of(page, "first-benchmark").get_by_role("button", name="Close")).to_be_visible()


def test_a_part_without_changes_is_not_rendered_again(page, live):
    live.facilitate(page)
    go_to(page, "Polls")
    live.ask("Is there a break?")
    expect(part(page, "questions")).to_contain_text("Is there a break?")  # the first message contains all parts
    page.evaluate("document.getElementById('next').dataset.same = 'yes'")
    live.session.open_poll("first-benchmark")
    expect(poll_of(page, "first-benchmark").get_by_role("button", name="Close")).to_be_visible()
    expect(page.locator("#next")).to_have_attribute("data-same", "yes")


def test_an_overrunning_block_shows_by_how_much_and_what_to_cut(page, tmp_path):
    now = datetime.now(UTC)
    page.clock.set_fixed_time(now)
    with open_store(str(tmp_path / "room.db")) as store:
        session = open_session(store, "Benchmark 1, Module 1", clock=lambda: now - timedelta(minutes=12, seconds=5))
        session.start_block("welcome")  # of five minutes
        with serving(store, SessionContext(store, session, now=lambda: now)) as host:
            LiveSession(store, session, host).facilitate(page)
            expect(part(page, "clock").locator(".now")).to_contain_text("7 min over")
            expect(part(page, "now").locator("summary")).to_have_text(re.compile(r"To end on time: \d blocks are cut"))
            expect(part(page, "now").get_by_role("listitem").filter(has_text="Why a plan comes first:")).to_be_hidden()
            part(page, "now").locator("summary").click()
            expect(part(page, "now").get_by_role("listitem").filter(has_text="Why a plan comes first:")).to_have_text(
                re.compile("3 minutes less")
            )


@pytest.mark.parametrize("step", STEPS)
def test_every_step_shows_which_step_the_session_is_on(page, live, step):
    live.take_part(page, step)
    other = "02_vision" if step != "02_vision" else "05_objectives"
    live.session.move_to(other)
    expect(page.locator(f'#go-there[href="{other}"]')).to_be_visible()
    live.session.move_to(step)
    expect(part(page, "where")).to_have_text("The room is on this step.")
