"""Each module of the pages' scripts (careerskit/server/static), by itself in a real browser: no server takes part."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

import careerskit.server
from careerskit.forms.record_list import MAX_ROWS
from careerskit.server.realtime import page_widgets

STATIC = Path(careerskit.server.__file__).with_name("static")
ORIGIN = "http://scripts.test"
PAGE = """<!DOCTYPE html><html lang="en-GB"><title>Scripts</title>
<body data-school="100"><main id="main" tabindex="-1">{main}</main><p id="status" role="status"></p></body></html>"""

ENTRY_POINTS = {
    "figures_page": "test_figures",
    "history_page": "test_history",
    "word_import_page": "test_word_import",
    "step_page": "test_delegates",
    "session_page": "test_session",
    "waiting_page": "test_delegates",
}
"""The modules that a page loads first do something as soon as they are loaded: by module, the tests that open such a page."""


def test_every_module_of_the_scripts_is_tested_here_or_is_a_pages_entry_point():
    own = Path(__file__).read_text("utf-8")
    modules = {file.stem for file in STATIC.glob("*.js")}
    assert set(ENTRY_POINTS) <= modules
    assert all(Path(__file__).with_name(f"{tests}.py").is_file() for tests in ENTRY_POINTS.values())
    untested = {module for module in modules - set(ENTRY_POINTS) if f'"{module}' not in own}
    assert not untested, f"no test here names the modules {sorted(untested)} of {STATIC}"


@pytest.fixture
def scripts(page):
    """Give a function that opens a page with this HTML in it; modules are then there to be imported by their file names."""
    page.route(f"{ORIGIN}/*.js", lambda route: route.fulfill(path=STATIC / route.request.url.rpartition("/")[2]))

    def open_page(main="", stored=None):
        html = PAGE.format(main=main)
        page.route(f"{ORIGIN}/", lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto(ORIGIN)
        page.evaluate(
            "stored => Object.entries(stored).forEach(([key, value]) => localStorage[key] = value)", stored or {}
        )
        return page

    return open_page


@pytest.fixture
def sockets(page):
    """Accept every websocket that the page opens, and give each with the list of messages that it sends. Nothing answers."""
    opened = []

    def accept(socket):
        sent = []
        opened.append((socket, sent))
        socket.on_message(lambda message: sent.append(json.loads(message)))

    page.route_web_socket(f"{ORIGIN.replace('http', 'ws')}/live", accept)
    return opened


def run(page, module, code, argument=None):
    """Run code in which ``m`` is a module of the scripts, and return what it returns.

    The code is a function's body. Playwright calls whatever an expression evaluates to: assigning a function would call it.
    """
    return page.evaluate(f"async (argument) => {{ const m = await import('/{module}.js'); {code} }}", argument)


def connect(page):
    """Connect the page to its widgets, as step_page.js does, and wait until the websocket is open."""
    run(
        page,
        "channel",
        """const { createConnection } = await import('/connection.js');
        await new Promise((opened) => {
          m.channel.connection = createConnection("/live", { onOpen: opened, onMessage() {}, onLost: () => false });
          m.channel.connection.open();
        });
        m.channel.ready = true;""",
    )


def receive(page, kind, **content):
    """Have a message of ipywidgets' protocol arrive."""
    message = {"header": {"msg_type": kind}, "content": content}
    run(page, "messages", "m.handleMessage(argument);", message)


def add_widget(page, model, path="vision.staff", **state):
    """Have the server send a widget, and show it in the page."""
    page.evaluate("""document.getElementById("main").innerHTML = '<div data-cell="1"></div>'""")
    state = {"_model_name": model, "description": "<span class='ck-label'>Staff</span>", **state}
    receive(page, "comm_open", comm_id="w1", target_name="jupyter.widget", data={"state": state})
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "w1"}}
    receive(page, "display_data", metadata={"cell": 1}, data=view)
    receive(page, "comm_msg", comm_id="page", data={"content": {"paths": {"w1": path}}})


def open_paused_form(scripts, model, value):
    """Return a connected page with one widget, whose timers only run when the test says so."""
    page = scripts()
    page.clock.install(time=0)
    connect(page)
    add_widget(page, model, value=value)
    page.clock.pause_at(3_600)
    return page


# ---- connection.js


def test_a_connection_that_is_closed_by_the_server_is_opened_again(scripts, sockets):
    page = scripts()
    codes = run(
        page,
        "connection",
        """window.codes = []; window.opened = 0;
        window.connection = m.createConnection("/live", {
          onOpen: () => window.opened++, onMessage() {}, onLost: (code) => window.codes.push(code),
        });
        window.connection.open();
        return window.codes;""",
    )
    assert codes == []
    page.wait_for_function("window.opened === 1")
    sockets[0][0].close(code=4321)
    page.wait_for_function("window.opened === 2")
    assert page.evaluate("[window.codes, window.connection.attempts]") == [[4321], 1]


def test_a_connection_stays_closed_where_the_page_says_so(scripts, sockets):
    page = scripts()
    page.clock.install()
    run(
        page,
        "connection",
        """window.opened = 0; window.lost = 0;
        m.createConnection("/live", {
          onOpen: () => window.opened++, onMessage() {}, onLost() { window.lost++; return false; },
        }).open();""",
    )
    page.wait_for_function("window.opened === 1")
    sockets[0][0].close()
    page.wait_for_function("window.lost === 1")
    page.clock.run_for(60_000)
    assert len(sockets) == 1


def test_a_connection_without_the_expected_message_counts_as_lost(scripts, sockets):
    page = scripts()
    page.clock.install(time=0)
    page.clock.pause_at(3_600)
    run(
        page,
        "connection",
        """window.lost = [];
        const connection = m.createConnection("/live", {
          onMessage() {}, onLost: (code) => { window.lost.push(code ?? "silence"); },
        });
        connection.open();
        connection.expectMessage(1_000);""",
    )
    page.clock.run_for(999)
    assert page.evaluate("window.lost") == []
    page.clock.run_for(2)
    assert page.evaluate("window.lost") == ["silence"]


# ---- models.js, drafts.js, channel.js


def test_models_know_the_paths_of_their_answers_and_forget_them_with_the_widget(scripts):
    page = scripts()
    assert run(
        page,
        "models",
        """m.setPaths({ a: "vision.staff", b: "vision.slt" }); m.addPaths({ c: "vision.parents" });
        m.removeModel("b");
        return [m.allIds(), m.allPaths(), m.idAt("vision.parents") ?? "none", m.idAt("vision.slt") ?? "none"];""",
    ) == [["a", "c"], ["vision.staff", "vision.parents"], "c", "none"]


def test_an_answer_is_too_long_from_one_character_above_the_limit(scripts):
    assert run(
        scripts(),
        "models",
        """const model = (length) => ({ valueKey: "value", state: { value: "x".repeat(length) } });
        const choice = { valueKey: "index", state: { index: 3 } };
        return [model(m.MAX_LENGTH), model(m.MAX_LENGTH + 1), choice].map(m.isTooLong);""",
    ) == [False, True, False]


def test_drafts_of_this_school_are_read_and_those_of_another_are_not(scripts):
    stored = {
        "careerskit 100 vision.staff": json.dumps({"value": "Ours", "own": ["", "Ou"]}),
        "careerskit 100 vision.slt": "{damaged",
        "careerskit 101 vision.parents": json.dumps({"value": "Theirs"}),
        "careerskit 100 aim": json.dumps({"value": "Earlier version", "ours": ["E"]}),
    }
    assert run(
        scripts(stored=stored),
        "drafts",
        'return ["vision.staff", "vision.slt", "vision.parents", "aim"].map((path) => m.getDraft(path) ?? null);',
    ) == [
        {"value": "Ours", "own": ["", "Ou"]},
        {"value": "{damaged"},  # as it is: better than lost
        None,
        {"value": "Earlier version", "own": ["E"], "ours": ["E"]},
    ]


def test_a_draft_outlives_the_page_until_it_is_removed(scripts):
    page = scripts()
    save = """const { setPaths } = await import("/models.js"); setPaths({ w1: "vision.staff" });
        return m.saveDraft({ id: "w1", valueKey: "value", saved: "Old", state: { value: "New" } }, "New");"""
    assert run(page, "drafts", save) is True
    page.reload()
    assert run(page, "drafts", 'return m.getDraft("vision.staff");') == {
        "value": "New",
        "own": ["Old", "New"],
        "spare": False,
    }
    run(page, "drafts", 'm.removeDraft("vision.staff");')
    page.reload()
    assert run(page, "drafts", 'return m.hasDraft("vision.staff");') is False


def test_a_browser_that_stores_nothing_still_keeps_a_draft_while_the_page_is_open(scripts):
    page = scripts()
    page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    assert run(
        page,
        "drafts",
        """const { setPaths } = await import("/models.js"); setPaths({ w1: "vision.staff" });
        const stored = m.saveDraft({ id: "w1", valueKey: "value", saved: "", state: { value: "New" } });
        return [stored, m.storage.works, m.getDraft("vision.staff").value, m.anyDrafts()];""",
    ) == [False, False, "New", True]


def test_nothing_is_sent_to_a_widget_before_the_page_is_ready(scripts, sockets):
    page = scripts()
    connect(page)
    send = 'return m.sendToWidget("w1", { method: "update" });'
    run(page, "channel", "m.channel.ready = false;")
    assert run(page, "channel", send) is False
    run(page, "channel", "m.channel.ready = true;")
    assert run(page, "channel", send) is True
    page.wait_for_timeout(0)
    assert [message["content"] for message in sockets[0][1]] == [{"comm_id": "w1", "data": {"method": "update"}}]


# ---- points.js

POINTS = '<div class="ck-points">' + '<div class="ck-point"><textarea></textarea></div>' * 3 + "</div>"


def typed(page):
    return page.locator("textarea").evaluate_all("all => all.map(one => one.value)")


def test_enter_goes_on_to_the_next_point_and_begins_a_line_where_there_is_none(scripts):
    page = scripts(POINTS)
    run(page, "points", 'document.querySelectorAll("textarea").forEach(m.goOnWithEnter);')
    first, second, last = (page.locator("textarea").nth(number) for number in range(3))
    first.fill("one")
    first.press("Enter")
    expect(second).to_be_focused()
    second.press("Shift+Enter")
    assert typed(page) == ["one", "\n", ""]
    last.press("Enter")  # an empty point has no line to begin
    last.press_sequentially("three")
    last.press("Enter")
    assert typed(page)[2] == "three\n"


def test_waiting_lines_go_to_the_empty_box_at_the_end_once_it_is_there_and_the_focus_with_them(scripts):
    page = scripts(POINTS)
    run(page, "points", 'document.querySelectorAll("textarea").forEach((box, at) => { box.value = `${at}`; });')
    page.locator("textarea").nth(1).fill("1\n\n two\nthree")
    run(page, "points", "m.moveWaitingLines();")
    assert typed(page) == ["0", "1\n\n two\nthree", "2"], "there is no empty box yet"
    for waiting in ("two\nthree", "three"):
        page.locator(".ck-points").evaluate(
            "list => list.insertAdjacentHTML('beforeend', '<div class=ck-point><textarea></textarea></div>')"
        )
        run(page, "points", "m.moveWaitingLines();")
        expect(page.locator("textarea").last).to_have_value(waiting)
        expect(page.locator("textarea").last).to_be_focused()
    assert typed(page) == ["0", "1", "2", "two", "three"]


def test_the_first_line_of_a_text_is_what_is_sent_of_it(scripts):
    assert run(scripts(), "points", 'return ["one", "one\\ntwo", ""].map(m.firstLine);') == ["one", "one", ""]


def test_the_script_and_the_form_agree_on_how_many_points_a_list_takes():
    assert f"MAX_POINTS = {MAX_ROWS};" in STATIC.joinpath("points.js").read_text("utf-8")


# ---- status.js, html.js, focus.js, times.js


def test_a_report_is_shown_for_a_moment_and_then_again_how_the_form_is(scripts):
    page = scripts()
    page.clock.install()
    run(page, "status", 'm.form.text = "Saved 16:05."; m.report("Your question was sent.");')
    page.clock.run_for(5_000)
    expect(page.get_by_role("status")).to_have_text("Your question was sent.")
    page.clock.run_for(3_000)
    expect(page.get_by_role("status")).to_have_text("Saved 16:05.")
    run(page, "status", 'm.report("That did not work.", true);')
    page.clock.run_for(60_000)
    expect(page.get_by_role("status")).to_have_text("That did not work.")


def test_a_report_does_not_hide_that_an_answer_is_not_saved(scripts):
    page = scripts()
    run(page, "status", 'm.report("Your question was sent.", false);')
    expect(page.get_by_role("status")).to_have_text("Your question was sent.")
    run(
        page,
        "status",
        'Object.assign(m.form, { text: "Not saved.", failed: true }); m.report("Your question was sent.", false);',
    )
    expect(page.get_by_role("status")).to_have_text("Your question was sent. Not saved.")
    expect(page.get_by_role("status")).to_have_class("ck-failed")


@pytest.mark.parametrize(
    ("channel", "stored", "text"),
    [
        ({"idle": True, "closeCode": 4000}, True, "Paused while you were away."),
        ({"closeCode": 1008}, True, "what you typed is kept in this browser"),
        ({"closeCode": 1008}, False, "Copy it, then reload the page."),
        ({"closeCode": 1006}, True, "your answers are kept in this browser"),
        ({"closeCode": 1006}, False, "keep this page open"),
    ],
)
def test_a_lost_connection_is_explained_by_its_reason_and_whether_the_browser_stores_drafts(
    scripts, channel, stored, text
):
    page = scripts('<div data-cell="1"></div>')
    run(
        page,
        "status",
        """Object.assign((await import("/channel.js")).channel, argument.channel);
        (await import("/drafts.js")).storage.works = argument.stored;
        (await import("/models.js")).models.set("w1", { id: "w1", state: {} });
        m.sayDisconnected();""",
        {"channel": channel, "stored": stored},
    )
    expect(page.get_by_role("status")).to_contain_text(text)


def test_html_is_shown_without_its_style_sheets_and_its_status_is_said_in_the_status_line(scripts):
    page = scripts("<div id='here'><details open><summary>More</summary></details></div>")
    run(
        page,
        "html",
        """m.showHtml(document.getElementById("here"),
          "<style>p { color: red }</style><details><summary>More</summary></details><p role='status'>Added.</p>");""",
    )
    assert page.locator("#here style").count() == 0
    assert page.locator("#here details").get_attribute("open") is not None  # what was opened stays open
    assert page.get_by_role("status").count() == 1
    expect(page.get_by_role("status")).to_have_text("Added.")


def test_the_focus_and_the_selection_return_to_the_control_of_the_same_answer(scripts):
    page = scripts("<input id='c-old' value='Careers for all'>")
    assert run(
        page,
        "focus",
        """const { setPaths } = await import("/models.js"), main = document.getElementById("main");
        setPaths({ old: "vision.staff" });
        main.firstChild.focus(); main.firstChild.setSelectionRange(3, 7);
        const restoreFocus = m.holdFocus();
        main.innerHTML = "<input id='c-new' value='Careers for all'>";
        setPaths({ new: "vision.staff" });
        restoreFocus();
        const { id, selectionStart, selectionEnd } = document.activeElement;
        return [id, selectionStart, selectionEnd];""",
    ) == ["c-new", 3, 7]


def test_times_are_shown_in_the_readers_time_zone(new_context):
    page = new_context(timezone_id="Europe/London").new_page()
    page.route(f"{ORIGIN}/*.js", lambda route: route.fulfill(path=STATIC / route.request.url.rpartition("/")[2]))
    html = PAGE.format(main="<time datetime='2026-07-01T13:05:00+00:00'>13:05 UTC</time>")
    page.route(f"{ORIGIN}/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(ORIGIN)
    run(page, "times", "m.showLocalTimes(document);")
    expect(page.locator("time")).to_have_text("14:05")


# ---- widgets.js, outbox.js, messages.js


@pytest.mark.parametrize(
    "model", sorted({kind.MODEL for kind in vars(page_widgets).values() if hasattr(kind, "MODEL")})
)
def test_every_widget_that_the_server_may_send_has_a_view(scripts, model):
    page = scripts()
    add_widget(page, model, children=[], _options_labels=["One", "Two"], index=0)
    assert page.locator("[data-cell] > *").count() == 1
    if model in {"TextModel", "TextareaModel", "CheckboxModel", "DropdownModel"}:
        run(page, "widgets", 'm.focusWidget((await import("/models.js")).models.get("w1"));')
        expect(page.get_by_label("Staff")).to_be_focused()


def test_an_answer_is_sent_after_a_pause_and_its_draft_removed_when_it_is_saved(scripts, sockets):
    page = open_paused_form(scripts, "TextModel", "")
    page.get_by_label("Staff").fill("All staff")
    page.clock.run_for(149)
    assert run(page, "outbox", "return m.anyPending();") is True
    assert sockets[0][1] == []
    page.clock.run_for(2)
    assert run(page, "outbox", "return m.anyPending();") is False
    assert [message["content"]["data"] for message in sockets[0][1]] == [
        {"method": "update", "state": {"value": "All staff"}}
    ]
    assert run(page, "drafts", 'return m.getDraft("vision.staff").value;') == "All staff"
    receive(page, "comm_msg", comm_id="page", data={"content": {"saved": {"vision.staff": "All staff"}}})
    assert run(page, "drafts", 'return m.hasDraft("vision.staff");') is False


def test_an_answer_that_was_typed_and_undone_is_not_sent(scripts, sockets):
    page = open_paused_form(scripts, "TextModel", "As it was")
    page.get_by_label("Staff").fill("Changed")
    page.get_by_label("Staff").fill("As it was")
    page.clock.run_for(5_000)
    assert sockets[0][1] == []
    assert run(page, "drafts", "return m.anyDrafts();") is False


def test_an_answer_above_the_limit_is_not_sent_and_the_status_says_by_how_much(scripts, sockets):
    page = open_paused_form(scripts, "TextareaModel", "")
    page.get_by_label("Staff").fill("x" * 20_001)
    page.clock.run_for(5_000)
    assert sockets[0][1] == []
    expect(page.get_by_role("status")).to_have_text(
        "“Staff” is too long to be saved: the limit is 20,000 characters and you have 20,001."
    )


def test_a_draft_is_shown_again_in_its_control_when_the_page_is_built(scripts):
    page = scripts(stored={"careerskit 100 vision.staff": json.dumps({"value": "Typed offline", "own": [""]})})
    add_widget(page, "TextModel", value="")
    expect(page.get_by_label("Staff")).to_have_value("Typed offline")
    assert run(page, "status", "return m.form.overwrites;") is False


def test_a_draft_over_a_colleagues_newer_answer_is_marked_as_overwriting_it(scripts):
    page = scripts(stored={"careerskit 100 vision.staff": json.dumps({"value": "Typed offline", "own": [""]})})
    add_widget(page, "TextModel", value="A colleague’s")
    expect(page.get_by_label("Staff")).to_have_value("Typed offline")
    assert run(page, "status", "return m.form.overwrites;") is True


def test_a_colleagues_answer_waits_until_the_box_is_left(scripts):
    page = scripts()
    add_widget(page, "TextModel", value="")
    box = page.get_by_label("Staff")
    box.focus()
    receive(page, "comm_msg", comm_id="w1", data={"method": "update", "state": {"value": "A colleague’s"}})
    expect(box).to_have_value("")
    box.blur()
    expect(box).to_have_value("A colleague’s")


def test_a_widget_that_the_server_closes_leaves_the_page(scripts):
    page = scripts()
    add_widget(page, "TextModel", value="")
    receive(page, "comm_close", comm_id="w1")
    assert page.get_by_label("Staff").count() == 0
    assert run(page, "models", "return m.allPaths();") == []


# ---- session_parts.js, session_forms.js

POLL = """<form data-act action='/answer' method='post'>
<label for='word'>Word</label><input id='word' name='word'><button>Send</button></form>"""


def test_a_part_that_changes_keeps_what_is_being_typed_and_the_focus(scripts):
    page = scripts(f"<div data-part='polls'>{POLL}</div>")
    run(page, "session_forms", "m.initForms(() => {});")
    page.get_by_label("Word").fill("hopeful")
    run(page, "session_parts", 'm.showPart("polls", argument);', f"<p>3 answers</p>{POLL}")
    expect(page.get_by_text("3 answers")).to_be_visible()
    expect(page.get_by_label("Word")).to_have_value("hopeful")
    expect(page.get_by_label("Word")).to_be_focused()


def test_what_was_typed_into_a_poll_that_has_closed_is_reported(scripts):
    page = scripts(f"<div data-part='polls'>{POLL}</div>")
    run(page, "session_forms", "m.initForms(() => {});")
    page.get_by_label("Word").fill("hopeful")
    run(page, "session_parts", 'm.initParts((text) => window.said = text); m.showPart("polls", "<p>Closed</p>");')
    assert page.evaluate("window.said") == "This has just closed. You had typed: hopeful"


def test_a_part_is_not_replaced_while_the_pointer_is_down(scripts):
    page = scripts(f"<div data-part='polls'>{POLL}</div>")
    run(page, "session_parts", "m.initParts(() => {});")
    page.get_by_role("button").hover()
    page.mouse.down()
    run(page, "session_parts", 'm.showPart("polls", "<p>New</p>");')
    expect(page.get_by_role("button")).to_be_visible()
    page.mouse.move(0, 0)
    page.mouse.up()
    expect(page.get_by_text("New")).to_be_visible()


@pytest.mark.parametrize(
    ("response", "said", "left"),
    [
        ({"json": {"text": "Sent."}}, "Sent.", ""),
        ({"json": {"error": "The poll is closed."}}, "The poll is closed.", "hopeful"),
        ({"body": "<p>", "content_type": "text/html"}, "That did not work. Reload the page.", "hopeful"),
        (None, "That did not work: there is no connection. Try again in a moment.", "hopeful"),
    ],
    ids=["accepted", "refused", "no JSON", "offline"],
)
def test_the_outcome_of_a_form_is_reported_and_only_what_was_accepted_leaves_its_box(scripts, response, said, left):
    page = scripts(POLL.replace("<form", "<form data-clear"))
    page.route(f"{ORIGIN}/answer", lambda route: route.fulfill(**response) if response else route.abort())
    run(page, "session_forms", "m.initForms((text, failed) => window.said = text);")
    page.get_by_label("Word").fill("hopeful")
    page.get_by_role("button").click()
    page.wait_for_function("window.said")
    assert page.evaluate("window.said") == said
    expect(page.get_by_label("Word")).to_have_value(left)


TICKS = """<form data-act data-auto action='/share' method='post'>
<input type='checkbox' id='board' name='board' value='yes'><label for='board'>Board</label>
<input type='checkbox' id='named' name='named' value='yes'><label for='named'>Named</label></form>"""


def test_a_tick_is_saved_at_once_and_one_that_is_made_meanwhile_after_it(scripts):
    page = scripts(f"<div data-part='share'>{TICKS}</div>")
    waiting = []
    page.route(f"{ORIGIN}/share", lambda route: waiting.append(route))
    run(page, "session_forms", "m.initForms((text) => window.said = text);")
    with page.expect_request(f"{ORIGIN}/share") as first:
        page.get_by_label("Board").check()
    assert first.value.post_data == "board=yes"
    page.get_by_label("Named").check()
    run(page, "session_parts", 'm.showPart("share", argument);', TICKS)  # as if the room had pushed it meanwhile
    with page.expect_request(f"{ORIGIN}/share") as second:
        waiting.pop().fulfill(json={"text": "Saved."})
    assert second.value.post_data == "board=yes&named=yes"


# ---- countdown.js


def test_minutes_run_down_and_then_over(scripts):
    page = scripts(
        "<p><b id='groups' data-until='1970-01-01T00:08:00+00:00'></b>"
        "<b id='block' data-until='1970-01-01T00:05:00+00:00' data-over='2'></b></p>"
    )
    page.clock.install(time=0)
    run(page, "countdown", "m.startCountdown();")
    expect(page.locator("#groups")).to_have_text("8 min left")
    expect(page.locator("#block")).to_have_text("3 min left")
    page.clock.run_for(61_000)
    expect(page.locator("#groups")).to_have_text("7 min left")
    page.clock.run_for(361_000)
    expect(page.locator("#groups")).to_have_text("less than a minute left")
    expect(page.locator("#block")).to_have_text("4 min over")
    assert page.locator(".late").count() == 1


# ---- tabs.js

TABS = """<nav data-tabs aria-label='Parts'><a href='#now'>Now</a> <a href='#polls'>Polls</a> <a href='#end'>The end</a></nav>
<section id='now'>First <a href='#polls'>Go to the polls</a></section><section id='polls'>Second</section>
<section id='end'>Third</section>"""


def test_of_the_sections_that_tabs_lead_to_one_is_shown(scripts):
    page = scripts(TABS)
    run(page, "tabs", 'm.initTabs(document.querySelector("[data-tabs]"));')
    expect(page.get_by_role("tab", selected=True)).to_have_text("Now")
    expect(page.get_by_role("tabpanel")).to_have_text("First Go to the polls")
    page.get_by_role("tab", name="Polls").click()
    expect(page.get_by_role("tabpanel", name="Polls")).to_have_text("Second")
    assert page.evaluate("history.state.tab") == "#polls", "a reload opens it again"
    assert "#" not in page.url, "the browser would scroll down to it"
    for key, tab in (("ArrowRight", "The end"), ("ArrowRight", "Now"), ("ArrowLeft", "The end"), ("Home", "Now")):
        page.keyboard.press(key)
        expect(page.get_by_role("tab", name=tab, selected=True)).to_be_focused()
        expect(page.get_by_role("tabpanel", name=tab)).to_have_count(1)
    page.get_by_role("link", name="Go to the polls").click()
    expect(page.get_by_role("tabpanel", name="Polls")).to_be_visible()


# ---- turning.js

SCREEN = "<section data-screen id='{name}' style='height: auto'><h2>{name}</h2><ul>{items}</ul></section>"
TURNED = """<p id='turning' hidden><button id='previous'>Previous</button><span id='turn'></span>
<button id='following'>Next</button><button id='turned'>Pause</button></p>
<style>[hidden] {{ display: none }} #root, h2 {{ font: 20px/50px Arial; margin: 0 }} ul {{ margin: 0 }}</style>
<div id='root' style='height: 200px; overflow: hidden'>{shown}</div>"""
TURN = 'm.initTurning(document.getElementById("root"), document.getElementById("turning"));'


def screens(**items):
    """Return screens by their names, each with a number of items: three of them fit beneath its heading."""
    lists = {name: "".join(f"<li id='{name}-{i}'>{name} {i}</li>" for i in range(n)) for name, n in items.items()}
    return f"<div data-show='board'>{''.join(SCREEN.format(name=n, items=text) for n, text in lists.items())}</div>"


def shown_items(page):
    return page.locator("#root li:visible").all_text_contents()


def test_what_does_not_fit_on_one_screen_is_turned_over_by_itself_until_it_is_paused(scripts):
    page = scripts()
    page.clock.install(time=0)
    run(
        page,
        "turning",
        f'document.getElementById("main").innerHTML = argument; {TURN}',
        TURNED.format(shown=screens(a=5, b=2)),
    )
    assert shown_items(page) == ["a 0", "a 1", "a 2"]
    expect(page.locator("#turn")).to_have_text("1 of 3")
    page.clock.run_for(12_001)
    assert shown_items(page) == ["a 3", "a 4"]
    page.clock.run_for(12_000)
    assert shown_items(page) == ["b 0", "b 1"]
    page.clock.run_for(12_000)
    assert shown_items(page) == ["a 0", "a 1", "a 2"]
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(60_000)
    assert shown_items(page) == ["a 0", "a 1", "a 2"]
    page.get_by_role("button", name="Previous").click()
    assert shown_items(page) == ["b 0", "b 1"]
    page.get_by_role("button", name="Turn by itself").click()
    page.clock.run_for(12_001)
    assert shown_items(page) == ["a 0", "a 1", "a 2"]


def test_what_is_held_turns_only_by_hand_until_it_is_released(scripts):
    page = scripts()
    page.clock.install(time=0)
    shown = screens(a=5, b=2)
    held = shown.replace("<div data-show='board'", "<div data-show='board' data-held")
    run(page, "turning", f'document.getElementById("main").innerHTML = argument; {TURN}', TURNED.format(shown=shown))
    page.clock.run_for(12_001)
    assert shown_items(page) == ["a 3", "a 4"]
    replace = 'document.getElementById("root").innerHTML = argument'
    run(page, "turning", replace, held)
    page.clock.run_for(60_000)
    assert shown_items(page) == ["a 3", "a 4"]
    expect(page.get_by_role("button", name="Pause")).to_be_hidden()
    page.get_by_role("button", name="Next").click()
    page.clock.run_for(60_000)
    assert shown_items(page) == ["b 0", "b 1"]
    run(page, "turning", replace, shown)
    page.clock.run_for(12_001)
    assert shown_items(page) == ["a 0", "a 1", "a 2"]


def test_what_takes_two_pages_is_split_evenly(scripts):
    page = scripts()
    page.emulate_media(reduced_motion="reduce")
    run(
        page,
        "turning",
        f'document.getElementById("main").innerHTML = argument; {TURN}',
        TURNED.format(shown=screens(a=4)),
    )
    assert shown_items(page) == ["a 0", "a 1"]
    page.get_by_role("button", name="Next").click()
    assert shown_items(page) == ["a 2", "a 3"]


def test_nothing_turns_by_itself_for_those_who_want_less_motion(scripts):
    page = scripts()
    page.emulate_media(reduced_motion="reduce")
    page.clock.install(time=0)
    run(
        page,
        "turning",
        f'document.getElementById("main").innerHTML = argument; {TURN}',
        TURNED.format(shown=screens(a=5)),
    )
    page.clock.run_for(60_000)
    assert shown_items(page) == ["a 0", "a 1", "a 2"]
    page.get_by_role("button", name="Next").click()
    assert shown_items(page) == ["a 3", "a 4"]


def test_the_page_that_is_shown_stays_when_points_come_in_and_something_else_starts_at_its_beginning(scripts):
    page = scripts()
    page.emulate_media(reduced_motion="reduce")
    run(
        page,
        "turning",
        f'document.getElementById("main").innerHTML = argument; {TURN}',
        TURNED.format(shown=screens(a=5, b=2)),
    )
    page.get_by_role("button", name="Previous").click()
    replace = 'document.getElementById("root").innerHTML = argument'
    run(page, "turning", replace, screens(a=8, b=3))
    assert shown_items(page) == ["b 0", "b 1", "b 2"]
    expect(page.locator("#turn")).to_have_text("4 of 4")
    run(page, "turning", replace, screens(b=3).replace("board", "board b"))
    assert shown_items(page) == ["b 0", "b 1", "b 2"]
    expect(page.locator("#turning")).to_be_hidden()


def test_a_text_that_does_not_fit_by_itself_is_set_smaller(scripts):
    page = scripts()
    long = screens(a=1).replace("a 0", "Every student leaves with a next step. " * 12)
    run(page, "turning", f'document.getElementById("main").innerHTML = argument; {TURN}', TURNED.format(shown=long))
    assert 0.5 <= float(page.locator("#root li").evaluate("one => parseFloat(one.style.fontSize)")) < 1


# ---- copy.js, private_link_page.js

PRIVATE_LINK = """<p><a id='link' href='http://scripts.test/k/abc'>http://scripts.test/k/abc</a></p>
<button id='copy' hidden>Copy the link</button><p id='copied' role='status'></p>"""


def test_a_private_link_is_copied_or_selected_where_the_browser_allows_no_copying(scripts):
    page = scripts(PRIVATE_LINK)
    expect(page.get_by_role("button")).to_have_count(0)  # without the script, the button would do nothing
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied = text; } } })"
    )
    run(page, "private_link_page", "")
    page.get_by_role("button", name="Copy the link").click()
    expect(page.locator("#copied")).to_have_text("Copied. Paste it somewhere safe.")
    assert page.evaluate("window.copied") == "http://scripts.test/k/abc"

    page.evaluate(
        "() => { navigator.clipboard.writeText = async () => { throw new DOMException('no', 'NotAllowedError'); }; }"
    )
    page.get_by_role("button", name="Copy the link").click()
    expect(page.locator("#copied")).to_contain_text("The link is selected.")
    assert page.evaluate("getSelection().toString()") == "http://scripts.test/k/abc"


def test_a_link_is_copied_and_what_became_of_it_is_said(scripts):
    page = scripts(PRIVATE_LINK)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: { writeText: async () => {} } })")
    run(page, "copy", 'm.initCopy((text) => { document.getElementById("status").textContent = text; }, "Copied.");')
    page.get_by_role("button", name="Copy the link").click()
    expect(page.locator("#status")).to_have_text("Copied.")
