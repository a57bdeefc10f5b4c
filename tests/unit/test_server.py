"""The delegates' server, by HTTP and websocket as a browser speaks to it, and as an attacker does."""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from pathlib import Path
from threading import Event
from urllib.parse import urlencode

import pytest
from ipywidgets import FileUpload
from websockets.exceptions import ConnectionClosed

import careerskit.server
from careerskit.evidence import sample_store
from careerskit.plan import School
from careerskit.publish import render_plans
from careerskit.resources import plan_notebook
from careerskit.server.realtime.hub import IDLE_CLOSE_CODE
from careerskit.server.realtime.widget_manager import MAX_ANSWER_CHARACTERS, WidgetManager
from careerskit.store import import_plan, open_store

from ..delegates import PATIENCE, Delegate, serving
from ..widgets import broken

SLT = "How do the Senior Leadership Team see our vision?"


@pytest.fixture
def two_schools(tmp_path):
    with open_store(str(tmp_path / "room.db")) as store:
        store.schools.register([School("100", "Larkmoor School"), School("101", "Quillbridge College")])
        store.answers.save("101", {"vision.statement": "The secret of Quillbridge."})
        yield store


@pytest.fixture
def host(two_schools):
    with serving(two_schools) as address:
        yield address


def assert_turned_away(delegate, because=1008, **headers):
    with delegate.at("02_vision", **headers) as page, pytest.raises(ConnectionClosed) as closed:
        page.built()
    assert closed.value.rcvd.code == because
    assert page.models == {}


def first_box(page):
    return next(model for model, path in page.paths.items() if path == "vision.slt")


def test_a_delegate_joins_types_and_finds_every_word_again(host, two_schools):
    delegate = Delegate(host).join(school="100")
    with delegate.at("02_vision") as page:
        page.built()
        page.say(first_box(page), {"method": "update", "state": {"value": "We want the best."}})
        page.hear(lambda page: {"vision.slt": "We want the best."} in page.saved)

    assert two_schools.answers.read("100")["vision"]["slt"] == "We want the best."
    with Delegate(host).follow(delegate.link).at("02_vision") as page:
        page.built()
        assert page.models[first_box(page)]["value"] == "We want the best."


def test_what_was_typed_just_before_the_page_is_left_is_kept(host, two_schools):
    delegate = Delegate(host).join(school="100")
    with delegate.at("02_vision") as page:
        page.built()
        page.say(first_box(page), {"method": "update", "state": {"value": "Gone at once"}})

    with delegate.at("02_vision") as page:
        page.built()
        page.hear(lambda page: page.models[first_box(page)].get("value") == "Gone at once")


def test_a_school_that_nobody_knows_is_added_and_has_a_plan_of_its_own(host, two_schools):
    delegate = Delegate(host).join(name="  Tallowfield <b>School</b> ", kind="Special school")

    (added,) = [school for school in two_schools.schools.search() if school.id.startswith("tallowfield")]
    assert (added.name, added.setting.value) == ("Tallowfield <b>School</b>", "Special school")
    _, _, html = delegate.ask("GET", f"/p/{delegate.slug}/02_vision")
    assert "<b>School</b>" not in html
    assert "Tallowfield &lt;b&gt;School" in html


def test_a_private_link_is_shown_again_with_a_qr_code_and_only_its_hash_is_kept(host, two_schools):
    delegate = Delegate(host).join(school="100")

    _, _, html = delegate.ask("GET", f"/p/{delegate.slug}/link")

    assert delegate.link in html
    assert "<svg" in html
    token = delegate.link.rpartition("/")[2]
    assert len(token) >= 22  # 128 bits and more
    database = two_schools.url.removeprefix("sqlite:///")
    kept = b"".join(Path(database + end).read_bytes() for end in ("", "-wal"))
    assert token.encode() not in kept


def test_a_link_that_was_revoked_opens_nothing(host, two_schools):
    delegate = Delegate(host).join(school="100")
    two_schools.links.revoke(delegate.link.rpartition("/")[2])

    assert delegate.ask("GET", delegate.link)[0] == 404
    assert delegate.ask("GET", f"/p/{delegate.slug}/02_vision")[0] == 404
    assert_turned_away(delegate)


def test_nobody_is_let_in_without_the_cookie_of_that_very_plan(host, two_schools):
    ours, theirs = Delegate(host).join(school="100"), Delegate(host).let_in(two_schools, "101")
    ours.slug = theirs.slug

    for cookie in (ours.cookie, "", "careerskit=", f"careerskit={secrets.token_urlsafe(24)}", "careerskit='; --"):
        ours.cookie = cookie
        status, _, html = ours.ask("GET", f"/p/{theirs.slug}/02_vision")
        assert status == 404
        assert "Quillbridge" not in html
        assert_turned_away(ours)


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", "http://[", None])
def test_another_site_can_neither_join_nor_open_the_widgets(host, origin):
    delegate = Delegate(host).join(school="100")
    headers = {"Origin": origin} if origin else {}

    assert delegate.ask("POST", "/join", "school=100", **headers)[0] == 403
    assert_turned_away(delegate, Origin=origin)


def test_every_answer_has_headers_that_let_nothing_else_in(host):
    delegate = Delegate(host)
    for path in (
        "/",
        "/?find=lark",
        "/k/nothing",
        "/p/x/02_vision",
        "/static/page.js",
        "/static/..%2fapp.py",
        "/nowhere",
    ):
        _, headers, html = delegate.ask("GET", path)
        headers = {name.lower(): value for name, value in headers.items()}
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "server" not in headers or "uvicorn" in headers["server"]  # ours is started without it
        assert "Traceback" not in html


def test_whoever_finds_a_school_in_the_list_does_not_get_into_a_plan_that_others_have_begun(host, two_schools):
    Delegate(host).join(school="100")
    for school in ("100", "101"):  # one has a link, the other an answer
        stranger = Delegate(host)
        status, _, html = stranger.ask("POST", "/join", f"school={school}", Origin=f"http://{host}")
        assert status == 409
        assert "has already started" in html
        assert "/k/" not in html
        assert stranger.given == []
    two_schools.links.revoke_all("100")
    assert Delegate(host).join(school="100").slug, "nobody wrote anything, and nobody has a link"


def test_one_who_opens_the_sessions_link_again_goes_on_where_they_were(host):
    delegate = Delegate(host).join(school="100")
    html = delegate.ask("GET", "/")[2]
    assert f'href="/p/{delegate.slug}/00_start"' in html
    stranger = Delegate(host)
    stranger.cookie = f"careerskit-here={delegate.slug}"
    assert stranger.ask("GET", f"/p/{delegate.slug}/00_start")[0] == 404
    stranger.cookie = "careerskit-here=../../x"
    assert "Continue your plan" not in stranger.ask("GET", "/")[2]


def test_the_cookie_is_for_this_plan_alone_and_no_script_reads_it(host):
    delegate = Delegate(host).join(school="100")

    delegate.follow(delegate.link)

    assert len(delegate.given) == 3
    for cookie in map(str.lower, delegate.given):
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert f"path=/p/{delegate.slug};" in cookie + ";" or cookie.startswith(("careerskit-here=", "careerskit-who="))


def test_a_delegates_page_offers_no_other_school_and_says_nothing_of_jupyterlab(host):
    delegate = Delegate(host).join(school="100")
    html = delegate.ask("GET", f"/p/{delegate.slug}/00_start")[2]
    assert "Larkmoor School" in html
    assert "Run All Cells" not in html
    assert "Find your school" not in html
    with delegate.at("00_start") as page:
        page.built()
        said = json.dumps(page.models)
        assert "Quillbridge" not in said
        assert "Find" not in said


def test_every_link_of_the_prose_leads_somewhere(host):
    delegate = Delegate(host).join(school="100")
    for step in re.findall(r"0\d_\w+", delegate.ask("GET", f"/p/{delegate.slug}/00_start")[2]):
        html = delegate.ask("GET", f"/p/{delegate.slug}/{step}")[2]
        for target in set(re.findall(r'href="([^"#:/]+)"', html)):
            assert delegate.ask("GET", f"/p/{delegate.slug}/{target}")[0] == 200, f"{target} of {step}"


KINDS_OF_REQUEST = (
    "execute_request",
    "complete_request",
    "inspect_request",
    "history_request",
    "kernel_info_request",
    "comm_info_request",
    "shutdown_request",
    "interrupt_request",
    "debug_request",
    "is_complete_request",
    "input_reply",
    "comm_close",
)


def attacks(page):
    box = first_box(page)
    note = next(key for key, state in page.models.items() if state["_model_name"] == "HTMLModel")
    yield from (
        {"header": {"msg_type": kind}, "content": {"code": "1", "comm_id": box, "data": {}}}
        for kind in KINDS_OF_REQUEST
    )
    for target in ("jupyter.widget", "jupyter.widget.control", "careerskit.page"):
        state = {"_model_name": "FileUploadModel", "_model_module": "@jupyter-widgets/controls"}
        yield {
            "header": {"msg_type": "comm_open"},
            "content": {"comm_id": "w1", "target_name": target, "data": {"state": state}},
        }
    for model, state in (
        (box, {"description": "<script>"}),
        (box, {"_view_module": "elsewhere"}),
        (box, {"_dom_classes": ["x"]}),
        (box, {"value": 5}),
        (box, {"value": "a" * 20_001}),
        (box, {"value": "a", "description": "b"}),
        (box, {}),
        (note, {"value": "<script>"}),
        ("page", {"value": "a"}),
        ("w999999", {"value": "a"}),
    ):
        yield {
            "header": {"msg_type": "comm_msg"},
            "content": {"comm_id": model, "data": {"method": "update", "state": state}},
        }
    for data in (
        {"method": "request_state"},
        {"method": "custom", "content": {"event": "click"}},
        {"method": "custom"},
        [],
        None,
    ):
        yield {"header": {"msg_type": "comm_msg"}, "content": {"comm_id": box, "data": data}}
    yield from ([], "text", None, 5, {"header": 5}, {"header": {"msg_type": "comm_msg"}, "content": None})


def test_whatever_else_is_said_to_a_page_closes_it_and_changes_nothing(host, two_schools):
    delegate = Delegate(host).join(school="100")
    with delegate.at("02_vision") as page:
        count = len(list(attacks(page.built())))
    for number in range(count):
        with delegate.at("02_vision") as page:
            attack = list(attacks(page.built()))[number]
            page.socket.send(json.dumps(attack))
            with pytest.raises(ConnectionClosed) as closed:
                page.hear(lambda _: False)
            assert closed.value.rcvd.code == 1008, attack
    assert two_schools.answers.read("100") == {}


@pytest.mark.parametrize("raw", ["{", "[" * 50_000, "9" * 10_000, b"\x00\x01", "x" * 60_000])
def test_what_is_no_message_closes_the_page(host, raw):
    with Delegate(host).join(school="100").at("02_vision") as page:
        page.built()
        page.socket.send(raw)
        with pytest.raises(ConnectionClosed) as closed:
            page.hear(lambda _: False)
        assert closed.value.rcvd.code == 1008


def test_another_pages_controls_cannot_be_reached(host, two_schools):
    with (
        Delegate(host).let_in(two_schools, "101").at("02_vision") as theirs,
        Delegate(host).join(school="100").at("02_vision") as ours,
    ):
        theirs.built()
        ours.built()
        ours.say(first_box(theirs), {"method": "update", "state": {"value": "Not yours"}})
        with pytest.raises(ConnectionClosed):
            ours.hear(lambda _: False)

    assert "slt" not in two_schools.answers.read("101")["vision"]


def test_a_colleagues_change_appears_and_different_fields_both_stand(host, two_schools):
    first = Delegate(host).join(school="100")
    second = Delegate(host).follow(first.link)
    with first.at("02_vision") as one, second.at("02_vision") as two:
        one.built()
        two.built()
        one.say(first_box(one), {"method": "update", "state": {"value": "From the one"}})
        two.hear(lambda page: page.models[first_box(page)].get("value") == "From the one")
        box = next(model for model, path in two.paths.items() if path == "vision.statement")
        two.say(box, {"method": "update", "state": {"value": "From the two"}})
        one.hear(lambda page: any(state.get("value") == "From the two" for state in page.models.values()))

    assert two_schools.answers.read("100")["vision"] == {"slt": "From the one", "statement": "From the two"}


def test_the_pages_go_on_to_follow_after_the_store_could_not_be_read_for_a_while(host, two_schools):
    noticed, handler = Event(), logging.Handler()
    handler.emit = lambda _: noticed.set()
    logging.getLogger("careerskit.server.realtime.hub").addHandler(handler)
    with Delegate(host).join(school="100").at("02_vision") as page:
        page.built()
        with broken(two_schools):
            assert noticed.wait(PATIENCE)
        two_schools.answers.save("100", {"vision.slt": "Heard of afterwards"}, who="colleague")
        page.hear(lambda page: page.models[first_box(page)].get("value") == "Heard of afterwards")
    logging.getLogger("careerskit.server.realtime.hub").removeHandler(handler)


def test_a_full_room_lets_the_next_one_wait_kindly_and_its_own_go_on(two_schools):
    with serving(two_schools, max_connections=1) as host:
        ours, theirs = Delegate(host).join(school="100"), Delegate(host).let_in(two_schools, "101")
        with ours.at("02_vision") as page:
            page.built()
            assert ours.ask("GET", f"/p/{ours.slug}/03_current_state")[0] == 200
            status, _, html = theirs.ask("GET", f"/p/{theirs.slug}/02_vision")
            assert status == 503
            assert "It continues by itself when there is room." in html
            assert "wait.js" in html
            assert_turned_away(theirs, because=1013)
        with ours.at("03_current_state") as page:
            assert page.built()


def test_trouble_with_the_store_is_in_the_log_without_anybodys_words_and_no_page_is_told_of_it(
    host, two_schools, caplog
):
    delegate = Delegate(host).let_in(two_schools, "101")
    with broken(two_schools):
        for path in ("02_vision", "plan.html", "answers.json"):
            status, _, html = delegate.ask("GET", f"/p/{delegate.slug}/{path}")
            assert status == 500
            assert "This did not work" in html
            assert "revision" not in html
        assert_turned_away(delegate, because=1011)
    said = [record.getMessage() for record in caplog.records if record.name == "careerskit.server.http.app"]
    assert len(said) >= 3
    assert all(one.startswith("StoreError at a page, in ") for one in said)
    assert "The secret of Quillbridge." not in caplog.text


def test_what_is_too_long_or_comes_from_elsewhere_is_turned_away_in_words_of_its_own(host):
    ask = partial(Delegate(host).ask, "POST", "/join")
    status, _, html = ask("name=" + 50_000 * "x", Origin=f"http://{host}")
    assert (status, "This is too long" in html) == (413, True)
    status, _, html = ask("name=x", Origin="http://elsewhere.example")
    assert (status, "This came from another page" in html) == (403, True)


def test_one_who_forgets_to_name_a_school_is_still_led_on_to_the_plan_of_before(host):
    delegate = Delegate(host).join(school="100")
    status, _, html = delegate.ask("POST", "/join", "name=", Origin=f"http://{host}")
    assert status == 422
    assert f'href="/p/{delegate.slug}/00_start"' in html


def test_of_several_who_add_a_school_at_once_one_does_and_the_others_are_asked(host, two_schools):
    with ThreadPoolExecutor(8) as crowd:
        ask = partial(Delegate(host).ask, "POST", "/join", "name=Mossgate", Origin=f"http://{host}")
        said = sorted(one.result()[0] for one in [crowd.submit(ask) for _ in range(8)])
    assert said == [303] + 7 * [409]
    assert two_schools.schools.count("Mossgate") == 1


class Clock:
    """Time that a test makes go on."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_a_page_where_nothing_is_done_is_put_to_rest_and_sooner_where_others_wait(two_schools):
    clock = Clock()
    with serving(two_schools, max_connections=2, clock=clock) as host:
        ours, theirs = Delegate(host).join(school="100"), Delegate(host).let_in(two_schools, "101")
        with ours.at("02_vision") as page:
            page.built()
            clock.now += 59 * 60
            page.say(first_box(page), {"method": "update", "state": {"value": "Still here"}})
            page.hear(lambda page: page.saved)
            with theirs.at("02_vision") as other:
                other.built()
                clock.now += 11 * 60
                with pytest.raises(ConnectionClosed) as closed:
                    page.hear(lambda _: False)
    assert closed.value.rcvd.code == IDLE_CLOSE_CODE
    assert two_schools.answers.read("100")["vision"]["slt"] == "Still here"


def test_pages_that_are_open_by_a_link_are_closed_when_it_is_revoked(host, two_schools):
    ours = Delegate(host).join(school="100")
    other = Delegate(host).let_in(two_schools, "100")
    with ours.at("02_vision") as page, other.at("02_vision") as stays:
        page.built()
        stays.built()
        two_schools.links.revoke(ours.link.rpartition("/")[2])
        with pytest.raises(ConnectionClosed) as closed:
            page.hear(lambda _: False)
        assert closed.value.rcvd.code == 1008
        stays.say(first_box(stays), {"method": "update", "state": {"value": "Goes on"}})
        stays.hear(lambda page: {"vision.slt": "Goes on"} in page.saved)


def test_a_page_that_sends_without_end_is_closed_and_the_others_go_on(host, two_schools):
    flood, calm = Delegate(host).join(school="100"), Delegate(host).let_in(two_schools, "101")
    with flood.at("02_vision") as page, calm.at("02_vision") as other:
        page.built()
        other.built()
        with suppress(ConnectionClosed):
            for number in range(100_000):
                page.say(first_box(page), {"method": "update", "state": {"value": f"{number}"}})
        with pytest.raises(ConnectionClosed) as closed:
            page.hear(lambda _: False)
        assert closed.value.rcvd.code == 1008
        other.say(first_box(other), {"method": "update", "state": {"value": "Calm"}})
        other.hear(lambda page: {"vision.slt": "Calm"} in page.saved)


def test_more_that_join_than_a_webinar_has_are_asked_to_come_back(two_schools):
    clock = Clock()
    with serving(two_schools, clock=clock) as host:
        delegate = Delegate(host)
        joins = partial(delegate.ask, "POST", "/join", "name=Mossgate&another=yes", Origin=f"http://{host}")
        assert [joins()[0] for _ in range(501)] == [*[303] * 500, 503]
        clock.now += 1
        assert joins()[0] == 303


def test_one_who_joins_and_loads_the_page_again_has_joined_once_and_is_known_to_this_browser(host, two_schools):
    delegate = Delegate(host).join(name="Mossgate School")
    for _ in range(2):
        assert delegate.link in delegate.ask("GET", f"/p/{delegate.slug}/link")[2]
    assert [school.name for school in two_schools.schools.search("Mossgate")] == ["Mossgate School"]
    assert f'href="/p/{delegate.slug}/00_start"' in delegate.ask("GET", "/")[2]


def test_one_who_types_a_name_that_is_in_the_list_is_asked_whether_it_is_theirs(host, two_schools):
    delegate = Delegate(host)
    joins = partial(delegate.ask, "POST", "/join", Origin=f"http://{host}")
    status, _, html = joins(urlencode({"name": "larkmoor SCHOOL", "kind": "College"}))
    assert status == 409
    assert "is already on the list" in html
    assert 'value="100"' in html, "theirs can be chosen"
    assert "<option selected>College</option>" in html, "nothing is to be typed again"
    assert two_schools.schools.count() == 2
    assert joins(urlencode({"name": "larkmoor SCHOOL", "another": "yes"}))[0] == 303
    assert two_schools.schools.count() == 3


def test_schools_of_one_name_are_told_apart_by_their_local_authority(tmp_path):
    with open_store(str(tmp_path / "room.db")) as store:
        store.schools.register(
            [School("100", "Mayfield School", local_authority="202"), School("101", "Mayfield School")]
        )
        store.published.replace("local authorities", {"202": {"name": "Camden", "region": "London"}}, "a file")
        with serving(store) as host:
            html = Delegate(host).ask("GET", "/?find=mayfield")[2]
    assert ", 100, Camden</span>" in html
    assert ", 101</span>" in html


def test_crowds_that_ask_for_their_plans_keep_nobody_from_going_on(host, two_schools):
    two_schools.schools.register(School(f"c{number}", f"Tallowfield School {number}") for number in range(20))
    asking = [Delegate(host).let_in(two_schools, f"c{number}") for number in range(20)]
    with ThreadPoolExecutor(20) as crowd, Delegate(host).join(school="100").at("04_swot") as page:
        page.built()
        plans = [crowd.submit(one.ask, "GET", f"/p/{one.slug}/plan.html") for one in asking]
        # Pressed, not typed: typing is kept after a pause, and a fast crowd is served within that.
        page.press("Add the first strength")
        page.hear(lambda page: any(path.startswith("swot.strengths[") for path in page.paths.values()))
        assert not all(one.done() for one in plans)
        assert {one.result()[0] for one in plans} == {200}


def test_a_plan_and_its_answers_are_files_to_keep(host, two_schools):
    delegate = Delegate(host).let_in(two_schools, "101")
    for page, name in (("plan.html?keep", "101-plan.html"), ("answers.json", "101-answers.json")):
        _, headers, text = delegate.ask("GET", f"/p/{delegate.slug}/{page}")
        assert headers["content-disposition"] == f'attachment; filename="{name}"'
        assert "The secret of Quillbridge." in text
    assert "content-disposition" not in delegate.ask("GET", f"/p/{delegate.slug}/plan.html")[1]


def test_one_who_asks_again_and_again_for_the_same_plan_costs_one_rendering(host, two_schools):
    delegate = Delegate(host).let_in(two_schools, "101")
    first, second = (html_of_plan(delegate) for _ in range(2))
    two_schools.answers.save("101", {"vision.statement": "The newer secret."})
    assert first == second
    assert "The newer secret." in html_of_plan(delegate)


def html_of_plan(delegate):
    status, _, html = delegate.ask("GET", f"/p/{delegate.slug}/plan.html")
    assert status == 200
    return html


def test_each_tick_of_several_is_remembered_by_a_path_of_its_own(host, two_schools):
    delegate = Delegate(host).join(school="100")
    record = two_schools.answers.add_record("100", "objectives", {"objective": "one"})
    with delegate.at("05_objectives") as page:
        page.built()
        ticks = {
            path: model for model, path in page.paths.items() if path.startswith(f"objectives[{record}].benchmarks#")
        }
        assert len(ticks) == 8
        path = f"objectives[{record}].benchmarks#3"
        page.say(ticks[path], {"method": "update", "state": {"value": True}})
        page.hear(lambda page: any(kept.get(path) is True for kept in page.saved))
    assert two_schools.answers.read("100")["objectives"][0]["benchmarks"] == [3]


def test_the_box_of_a_new_row_is_known_by_its_path_before_anybody_types_in_it(host):
    with Delegate(host).join(school="100").at("04_swot") as page:
        page.built()
        page.press("Add the first strength")
        page.hear(lambda page: any(path.startswith("swot.strengths[") for path in page.paths.values()))
        assert page.saved == []


def test_the_script_and_the_server_agree_on_the_longest_answer_and_on_the_code_for_rest():
    script = Path(careerskit.server.__file__).with_name("static").joinpath("page.js").read_text("utf-8")
    assert f"const LONGEST = {MAX_ANSWER_CHARACTERS:_};" in script
    assert re.search(rf"\bcode === {IDLE_CLOSE_CODE}\b", script)


def test_every_step_can_be_shown_and_leaves_nothing_behind(two_schools):
    from ipywidgets.widgets import widget

    before = len(widget._instances)
    with serving(two_schools) as host:
        delegate = Delegate(host).join(school="100")
        for step in re.findall(r"0\d_\w+", delegate.ask("GET", f"/p/{delegate.slug}/00_start")[2]):
            assert delegate.ask("GET", f"/p/{delegate.slug}/{step}")[0] == 200
            with delegate.at(step) as page:
                page.built()
    assert len(widget._instances) <= before  # asked when the server has ended: it takes leave of a page in its own time


def test_the_steps_say_how_far_each_is_and_lead_on(host, two_schools):
    delegate = Delegate(host).let_in(two_schools, "101")  # which has a vision statement

    _, _, html = delegate.ask("GET", f"/p/{delegate.slug}/02_vision")

    states = re.findall(
        r'href="(0\d_\w+)"[^>]*><span class="name">[^<]*</span>(?: <span class="state">([^<]*)</span>)?', html
    )
    assert dict(states)["02_vision"] == "Started"
    assert dict(states)["04_swot"] == dict(states)["00_start"] == "Not started"
    assert dict(states)["01_aims"] == ""
    assert "Next: current state" not in html.replace("<span>Next:</span>", "")


def test_the_answers_can_be_kept_as_a_file_that_import_reads(host, two_schools, tmp_path):
    delegate = Delegate(host).let_in(two_schools, "101")

    status, headers, text = delegate.ask("GET", f"/p/{delegate.slug}/answers.json")

    assert status == 200
    assert "attachment" in {name.lower(): value for name, value in headers.items()}["content-disposition"]
    with open_store(str(tmp_path / "elsewhere.db")) as elsewhere:
        import_plan(elsewhere, text, "answers.json")
        assert elsewhere.answers.read("101")["vision"]["statement"] == "The secret of Quillbridge."


def test_the_plan_as_it_stands_is_the_same_page_as_the_batch_makes(host, two_schools, tmp_path):
    delegate = Delegate(host).let_in(two_schools, "101")

    status, _, html = delegate.ask("GET", f"/p/{delegate.slug}/plan.html")

    (result,) = render_plans(two_schools, [two_schools.schools.get("101")], plan_notebook(), tmp_path)
    assert status == 200
    assert html == result.page.read_text("utf-8")


def test_charts_are_drawn_in_a_process_of_their_own_and_shown_when_they_are_there(tmp_path):
    def charts(page):
        return sum("<img" in str(state.get("value")) for state in page.models.values())

    with (
        sample_store(tmp_path / "samples.db") as store,
        serving(store) as host,
        Delegate(host).let_in(store, "900001").at("03_current_state") as page,
    ):
        page.built()
        assert "Loading the chart" in json.dumps(page.models)
        page.hear(lambda page: charts(page) >= 2)


A_WHOLE_SESSION = """
import sys
from careerskit.plan import School
from careerskit.server import SessionContext
from careerskit.session import open_session
from careerskit.store import open_store
from tests.delegates import Delegate, Facilitator, serving

with open_store("room.db") as store:
    store.schools.register([School("100", "Larkmoor School")])
    session = open_session(store, "A session")
    with serving(store, SessionContext(store, session)) as host:
        delegate = Delegate(host).join(school="100")
        with delegate.at("04_swot") as page:
            page.built()
        facilitator = Facilitator(host).follow(f"/f/{store.facilitators.create(session.id)}")
        for path in ("/facilitate", "/facilitate/deck", "/facilitate/tables.zip"):
            assert facilitator.ask("GET", path)[0] == 200, path
        assert delegate.ask("GET", f"/p/{delegate.slug}/plan.html")[0] == 200
        with facilitator.watching() as watching:
            facilitator.do("close", sure="yes")
            watching(lambda parts: "plans.zip" in parts["end"])
        assert facilitator.ask("GET", "/facilitate/export/report.html")[0] == 200
        print(*sys.modules)
"""


def test_the_servers_own_process_brings_nothing_heavy_along_in_a_whole_session(tmp_path):
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    ran = subprocess.run(
        [sys.executable, "-c", A_WHOLE_SESSION], capture_output=True, text=True, cwd=tmp_path, env=environment
    )
    assert ran.returncode == 0, ran.stderr
    heavy = {"pandas", "matplotlib", "papermill", "nbconvert", "nbformat", "jupyter_client", "zmq"}
    assert heavy & set(ran.stdout.split()) == set()


def test_a_widget_that_the_page_cannot_show_is_refused_when_it_is_made():
    def make():
        WidgetManager().activate()
        with pytest.raises(TypeError, match="cannot show a FileUploadModel"):
            FileUpload()

    copy_context().run(make)
