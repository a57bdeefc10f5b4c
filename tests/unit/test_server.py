"""The delegates' server, over HTTP and websocket, as a browser uses it and as an attacker would."""

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
from datetime import datetime
from functools import partial
from importlib.resources import files
from pathlib import Path
from threading import Event
from urllib.parse import urlencode

import pytest
from websockets.exceptions import ConnectionClosed

import careerskit.server
from careerskit.evidence import sample_store
from careerskit.plan import School
from careerskit.publish import render_plans
from careerskit.resources import plan_notebook
from careerskit.server.http.pages import static_url
from careerskit.server.realtime.hub import IDLE_CLOSE_CODE
from careerskit.server.realtime.page_widgets import MAX_ANSWER_CHARACTERS
from careerskit.store import KEEP_UNTIL, PublishedRelease, PublishedRow, import_plan, open_store
from careerskit.views import ENGLAND, format_day, link_lasts

from ..delegates import PATIENCE, Delegate, serving
from ..widgets import broken

SLT = "How do the Senior Leadership Team see our vision?"


@pytest.fixture
def two_schools(two_schools):
    two_schools.answers.save("101", {"vision.statement": "The secret of Quillbridge."})
    return two_schools


@pytest.fixture
def host(two_schools):
    with serving(two_schools) as address:
        yield address


def assert_refused(delegate, close_code=1008, **headers):
    with delegate.at("02_vision", **headers) as page, pytest.raises(ConnectionClosed) as closed:
        page.wait_until_built()
    assert closed.value.rcvd.code == close_code
    assert page.models == {}


def first_box(page):
    return next(model for model, path in page.paths.items() if path == "vision.slt")


def test_a_delegate_joins_and_types_and_finds_the_answer_on_return(host, two_schools):
    delegate = Delegate(host).join(school="100")
    with delegate.at("02_vision") as page:
        page.wait_until_built()
        page.send(first_box(page), {"method": "update", "state": {"value": "We want the best."}})
        page.receive_until(lambda page: {"vision.slt": "We want the best."} in page.saved)

    assert two_schools.answers.read("100")["vision"]["slt"] == "We want the best."
    with Delegate(host).follow(delegate.link).at("02_vision") as page:
        page.wait_until_built()
        assert page.models[first_box(page)]["value"] == "We want the best."


def test_an_answer_typed_just_before_leaving_the_page_is_saved(host, two_schools):
    delegate = Delegate(host).join(school="100")
    with delegate.at("02_vision") as page:
        page.wait_until_built()
        page.send(first_box(page), {"method": "update", "state": {"value": "Gone at once"}})

    with delegate.at("02_vision") as page:
        page.wait_until_built()
        page.receive_until(lambda page: page.models[first_box(page)].get("value") == "Gone at once")


def test_an_unlisted_school_is_added_and_has_its_own_plan(host, two_schools):
    delegate = Delegate(host).join(name="  Tallowfield <b>School</b> ", kind="Special school")

    (added,) = [school for school in two_schools.schools.search() if school.id.startswith("tallowfield")]
    assert (added.name, added.setting.value) == ("Tallowfield <b>School</b>", "Special school")
    _, _, html = delegate.ask("GET", f"/p/{delegate.slug}/02_vision")
    assert "<b>School</b>" not in html
    assert "Tallowfield &lt;b&gt;School" in html


def test_the_link_page_shows_the_private_link_with_a_qr_code_and_only_its_hash_is_stored(host, two_schools):
    delegate = Delegate(host).join(school="100")

    _, _, html = delegate.ask("GET", f"/p/{delegate.slug}/link")

    assert delegate.link in html
    assert "<svg" in html
    token = delegate.link.rpartition("/")[2]
    assert len(token) >= 22  # 128 bits and more
    database = two_schools.url.removeprefix("sqlite:///")
    stored = b"".join(Path(database + end).read_bytes() for end in ("", "-wal"))
    assert token.encode() not in stored


def test_a_revoked_link_opens_no_plan(host, two_schools):
    delegate = Delegate(host).join(school="100")
    two_schools.links.revoke(delegate.link.rpartition("/")[2])

    assert delegate.ask("GET", delegate.link)[0] == 404
    assert delegate.ask("GET", f"/p/{delegate.slug}/02_vision")[0] == 404
    assert_refused(delegate)


def test_a_plan_opens_only_with_its_own_cookie(host, two_schools):
    ours, theirs = Delegate(host).join(school="100"), Delegate(host).follow_new_link(two_schools, "101")
    ours.slug = theirs.slug

    for cookie in (ours.cookie, "", "careerskit=", f"careerskit={secrets.token_urlsafe(24)}", "careerskit='; --"):
        ours.cookie = cookie
        status, _, html = ours.ask("GET", f"/p/{theirs.slug}/02_vision")
        assert status == 404
        assert "Quillbridge" not in html
        assert_refused(ours)


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", "http://[", None])
def test_another_site_can_neither_join_nor_open_a_websocket(host, origin):
    delegate = Delegate(host).join(school="100")
    headers = {"Origin": origin} if origin else {}

    assert delegate.ask("POST", "/join", "school=100", **headers)[0] == 403
    assert_refused(delegate, Origin=origin)


def test_every_response_has_security_headers(host):
    delegate = Delegate(host)
    for path in (
        "/",
        "/?find=lark",
        "/k/nothing",
        "/p/x/02_vision",
        static_url("step_page.js"),
        "/static/x/..%2fapp.py",
        "/nowhere",
    ):
        _, headers, html = delegate.ask("GET", path)
        headers = {name.lower(): value for name, value in headers.items()}
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "server" not in headers or "uvicorn" in headers["server"]  # not sent by `careerskit webinar`
        assert "Traceback" not in html


def test_joining_with_a_school_that_has_already_started_is_refused(host, two_schools):
    Delegate(host).join(school="100")
    for school in ("100", "101"):  # one has a link, the other an answer
        stranger = Delegate(host)
        status, _, html = stranger.ask("POST", "/join", f"school={school}", Origin=f"http://{host}")
        assert status == 409
        assert "has already started" in html
        assert "/k/" not in html
        assert stranger.cookies_set == []
    two_schools.links.revoke_all("100")
    assert Delegate(host).join(school="100").slug, "there are no answers and no active links"


def test_opening_the_sessions_link_again_offers_the_started_plan(host):
    delegate = Delegate(host).join(school="100")
    html = delegate.ask("GET", "/")[2]
    assert f'href="/p/{delegate.slug}/continue"' in html
    stranger = Delegate(host)
    stranger.cookie = f"careerskit-here={delegate.slug}"
    for page in ("00_start", "continue"):
        assert stranger.ask("GET", f"/p/{delegate.slug}/{page}")[0] == 404
    stranger.cookie = "careerskit-here=../../x"
    assert "Continue your plan" not in stranger.ask("GET", "/")[2]


def test_the_cookie_is_httponly_and_limited_to_this_plans_path(host):
    delegate = Delegate(host).join(school="100")

    delegate.follow(delegate.link)

    assert len(delegate.cookies_set) == 3
    for cookie in map(str.lower, delegate.cookies_set):
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert f"path=/p/{delegate.slug};" in cookie + ";" or cookie.startswith(("careerskit-here=", "careerskit-who="))


def test_a_delegates_page_offers_no_other_school_and_does_not_mention_jupyterlab(host):
    delegate = Delegate(host).join(school="100")
    html = delegate.ask("GET", f"/p/{delegate.slug}/00_start")[2]
    assert "Larkmoor School" in html
    assert "Run All Cells" not in html
    assert "Find your school" not in html
    with delegate.at("00_start") as page:
        page.wait_until_built()
        models = json.dumps(page.models)
        assert "Quillbridge" not in models
        assert "Find" not in models


def test_every_link_in_the_prose_resolves(host):
    delegate = Delegate(host).join(school="100")
    for step in re.findall(r"0\d_\w+", delegate.ask("GET", f"/p/{delegate.slug}/00_start")[2]):
        html = delegate.ask("GET", f"/p/{delegate.slug}/{step}")[2]
        for target in set(re.findall(r'href="([^"#:/]+)"', html)):
            assert delegate.ask("GET", f"/p/{delegate.slug}/{target}")[0] == 200, f"{target} of {step}"


REQUEST_TYPES = (
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
        {"header": {"msg_type": kind}, "content": {"code": "1", "comm_id": box, "data": {}}} for kind in REQUEST_TYPES
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


def test_an_invalid_message_closes_the_page_and_changes_nothing(host, two_schools):
    delegate = Delegate(host).join(school="100")
    with delegate.at("02_vision") as page:
        count = len(list(attacks(page.wait_until_built())))
    for number in range(count):
        with delegate.at("02_vision") as page:
            attack = list(attacks(page.wait_until_built()))[number]
            page.socket.send(json.dumps(attack))
            with pytest.raises(ConnectionClosed) as closed:
                page.receive_until(lambda _: False)
            assert closed.value.rcvd.code == 1008, attack
    assert two_schools.answers.read("100") == {}


@pytest.mark.parametrize("raw", ["{", "[" * 50_000, "9" * 10_000, b"\x00\x01", "x" * 60_000])
def test_malformed_data_closes_the_page(host, raw):
    with Delegate(host).join(school="100").at("02_vision") as page:
        page.wait_until_built()
        page.socket.send(raw)
        with pytest.raises(ConnectionClosed) as closed:
            page.receive_until(lambda _: False)
        assert closed.value.rcvd.code == 1008


def test_a_page_cannot_reach_the_controls_of_another_page(host, two_schools):
    with (
        Delegate(host).follow_new_link(two_schools, "101").at("02_vision") as theirs,
        Delegate(host).join(school="100").at("02_vision") as ours,
    ):
        theirs.wait_until_built()
        ours.wait_until_built()
        ours.send(first_box(theirs), {"method": "update", "state": {"value": "Not yours"}})
        with pytest.raises(ConnectionClosed):
            ours.receive_until(lambda _: False)

    assert "slt" not in two_schools.answers.read("101")["vision"]


def test_a_colleagues_change_appears_and_changes_to_different_fields_are_both_saved(host, two_schools):
    first = Delegate(host).join(school="100")
    second = Delegate(host).follow(first.link)
    with first.at("02_vision") as one, second.at("02_vision") as two:
        one.wait_until_built()
        two.wait_until_built()
        one.send(first_box(one), {"method": "update", "state": {"value": "From the one"}})
        two.receive_until(lambda page: page.models[first_box(page)].get("value") == "From the one")
        box = next(model for model, path in two.paths.items() if path == "vision.statement")
        two.send(box, {"method": "update", "state": {"value": "From the two"}})
        one.receive_until(lambda page: any(state.get("value") == "From the two" for state in page.models.values()))

    assert two_schools.answers.read("100")["vision"] == {"slt": "From the one", "statement": "From the two"}


def test_pages_receive_changes_again_after_the_store_was_unreadable(host, two_schools):
    noticed, handler = Event(), logging.Handler()
    handler.emit = lambda _: noticed.set()
    logging.getLogger("careerskit.server.realtime.hub").addHandler(handler)
    with Delegate(host).join(school="100").at("02_vision") as page:
        page.wait_until_built()
        with broken(two_schools):
            assert noticed.wait(PATIENCE)
        two_schools.answers.save("100", {"vision.slt": "Heard of afterwards"}, who="colleague")
        page.receive_until(lambda page: page.models[first_box(page)].get("value") == "Heard of afterwards")
    logging.getLogger("careerskit.server.realtime.hub").removeHandler(handler)


def test_a_full_server_asks_others_to_wait_and_still_serves_connected_delegates(two_schools):
    with serving(two_schools, max_connections=1) as host:
        ours, theirs = Delegate(host).join(school="100"), Delegate(host).follow_new_link(two_schools, "101")
        with ours.at("02_vision") as page:
            page.wait_until_built()
            assert ours.ask("GET", f"/p/{ours.slug}/03_current_state")[0] == 200
            status, _, html = theirs.ask("GET", f"/p/{theirs.slug}/02_vision")
            assert status == 503
            assert "It continues by itself when there is room." in html
            assert "waiting_page.js" in html
            assert_refused(theirs, close_code=1013)
        with ours.at("03_current_state") as page:
            assert page.wait_until_built()


def test_a_store_error_is_logged_without_any_answers_and_not_shown_on_the_page(host, two_schools, caplog):
    delegate = Delegate(host).follow_new_link(two_schools, "101")
    with broken(two_schools):
        for path in ("02_vision", "plan.html", "answers.json"):
            status, _, html = delegate.ask("GET", f"/p/{delegate.slug}/{path}")
            assert status == 500
            assert "This did not work" in html
            assert "revision" not in html
        assert_refused(delegate, close_code=1011)
    messages = [record.getMessage() for record in caplog.records if record.name == "careerskit.server.http.app"]
    assert len(messages) >= 3
    assert all(message.startswith("StoreError at a page, in ") for message in messages)
    assert "The secret of Quillbridge." not in caplog.text


def test_a_request_that_is_too_long_or_from_another_site_is_refused_with_the_reason(host):
    ask = partial(Delegate(host).ask, "POST", "/join")
    status, _, html = ask("name=" + 50_000 * "x", Origin=f"http://{host}")
    assert (status, "This is too long" in html) == (413, True)
    status, _, html = ask("name=x", Origin="http://elsewhere.example")
    assert (status, "This came from another page" in html) == (403, True)


def test_joining_without_a_school_still_offers_the_started_plan(host):
    delegate = Delegate(host).join(school="100")
    status, _, html = delegate.ask("POST", "/join", "name=", Origin=f"http://{host}")
    assert status == 422
    assert f'href="/p/{delegate.slug}/continue"' in html


def test_when_several_add_the_same_school_at_once_it_is_added_once(host, two_schools):
    with ThreadPoolExecutor(8) as pool:
        join = partial(Delegate(host).ask, "POST", "/join", "name=Mossgate", Origin=f"http://{host}")
        statuses = sorted(future.result()[0] for future in [pool.submit(join) for _ in range(8)])
    assert statuses == [303] + 7 * [409]
    assert two_schools.schools.count("Mossgate") == 1


class Clock:
    """A clock that a test advances."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_an_idle_page_is_closed_and_sooner_where_others_are_waiting(two_schools):
    clock = Clock()
    with serving(two_schools, max_connections=2, clock=clock) as host:
        ours, theirs = Delegate(host).join(school="100"), Delegate(host).follow_new_link(two_schools, "101")
        with ours.at("02_vision") as page:
            page.wait_until_built()
            clock.now += 59 * 60
            page.send(first_box(page), {"method": "update", "state": {"value": "Still here"}})
            page.receive_until(lambda page: page.saved)
            with theirs.at("02_vision") as other:
                other.wait_until_built()
                clock.now += 11 * 60
                with pytest.raises(ConnectionClosed) as closed:
                    page.receive_until(lambda _: False)
    assert closed.value.rcvd.code == IDLE_CLOSE_CODE
    assert two_schools.answers.read("100")["vision"]["slt"] == "Still here"


def test_revoking_a_link_closes_the_pages_it_opened(host, two_schools):
    ours = Delegate(host).join(school="100")
    other = Delegate(host).follow_new_link(two_schools, "100")
    with ours.at("02_vision") as page, other.at("02_vision") as stays:
        page.wait_until_built()
        stays.wait_until_built()
        two_schools.links.revoke(ours.link.rpartition("/")[2])
        with pytest.raises(ConnectionClosed) as closed:
            page.receive_until(lambda _: False)
        assert closed.value.rcvd.code == 1008
        stays.send(first_box(stays), {"method": "update", "state": {"value": "Goes on"}})
        stays.receive_until(lambda page: {"vision.slt": "Goes on"} in page.saved)


def test_a_page_that_floods_the_server_is_closed_and_others_are_unaffected(host, two_schools):
    flood, calm = Delegate(host).join(school="100"), Delegate(host).follow_new_link(two_schools, "101")
    with flood.at("02_vision") as page, calm.at("02_vision") as other:
        page.wait_until_built()
        other.wait_until_built()
        with suppress(ConnectionClosed):
            for number in range(100_000):
                page.send(first_box(page), {"method": "update", "state": {"value": f"{number}"}})
        with pytest.raises(ConnectionClosed) as closed:
            page.receive_until(lambda _: False)
        assert closed.value.rcvd.code == 1008
        other.send(first_box(other), {"method": "update", "state": {"value": "Calm"}})
        other.receive_until(lambda page: {"vision.slt": "Calm"} in page.saved)


def test_joining_is_rate_limited_beyond_the_size_of_a_webinar(two_schools):
    clock = Clock()
    with serving(two_schools, clock=clock) as host:
        delegate = Delegate(host)
        join = partial(delegate.ask, "POST", "/join", "name=Mossgate&another=yes", Origin=f"http://{host}")
        assert [join()[0] for _ in range(501)] == [*[303] * 500, 503]
        clock.now += 1
        assert join()[0] == 303


def test_reloading_after_joining_does_not_join_again(host, two_schools):
    delegate = Delegate(host).join(name="Mossgate School")
    for _ in range(2):
        assert delegate.link in delegate.ask("GET", f"/p/{delegate.slug}/link")[2]
    assert [school.name for school in two_schools.schools.search("Mossgate")] == ["Mossgate School"]
    assert f'href="/p/{delegate.slug}/continue"' in delegate.ask("GET", "/")[2]


def test_typing_a_listed_name_asks_whether_that_school_is_theirs(host, two_schools):
    delegate = Delegate(host)
    join = partial(delegate.ask, "POST", "/join", Origin=f"http://{host}")
    status, _, html = join(urlencode({"name": "larkmoor SCHOOL", "kind": "College"}))
    assert status == 409
    assert "Did you mean this school?" in html
    assert 'value="100"' in html, "the listed school can be chosen"
    assert '<input type="hidden" name="kind" value="College">' in html, "the form keeps what was typed"
    assert two_schools.schools.count() == 2
    assert join(urlencode({"name": "larkmoor SCHOOL", "another": "yes"}))[0] == 303
    assert two_schools.schools.count() == 3


def test_a_name_that_is_nearly_known_asks_first_and_a_different_one_does_not(host, two_schools):
    join = partial(Delegate(host).ask, "POST", "/join", Origin=f"http://{host}")
    for typed in ("Larkmor School", "Larkmoor", "larkmoor academy", "The Larkmoor High School"):
        status, _, html = join(urlencode({"name": typed, "kind": "School"}))
        assert (status, "Did you mean this school?" in html) == (409, True), typed
        assert 'name="school" value="100"' in html
        assert "No, mine is a different one: start a plan" in html
        assert f'<input type="hidden" name="name" value="{typed}">' in html
    assert two_schools.schools.count() == 2
    for typed in ("Moorlark School", "Mossgate School", "Quill Grammar School"):
        assert join(urlencode({"name": typed, "kind": "School"}))[0] == 303, typed
    status, _, _ = join(urlencode({"name": "Larkmor School", "kind": "School", "another": "yes"}))
    assert (status, two_schools.schools.count()) == (303, 6)


def test_a_search_that_finds_only_similar_names_says_so_and_is_put_into_the_box_for_a_new_name(host, two_schools):
    ask = partial(Delegate(host).ask, "GET")
    box = '<input id="name" name="name" type="text" value="{}"'
    html = ask("/?find=larkmor")[2]
    assert "1 school has a similar name" in html
    assert 'name="school" value="100"' in html
    assert box.format("larkmor") in html
    assert box.format("") in ask("/?find=larkmoor")[2]
    assert box.format("xyzzy") in ask("/?find=xyzzy")[2]


def test_a_school_is_found_by_its_local_authority_on_the_page_for_joining(host, two_schools):
    two_schools.schools.register([School("102", "Lawnswood School", local_authority="383")])
    two_schools.published.save(PublishedRelease("local authorities"), {"383": {"name": "Leeds", "region": "Yorkshire"}})
    html = Delegate(host).ask("GET", "/?find=school+leeds")[2]
    assert 'name="school" value="102"' in html
    assert 'value="100"' not in html


def test_schools_with_the_same_name_are_distinguished_by_local_authority(tmp_path):
    with open_store(str(tmp_path / "room.db")) as store:
        store.schools.register(
            [School("100", "Mayfield School", local_authority="202"), School("101", "Mayfield School")]
        )
        store.published.save(PublishedRelease("local authorities"), {"202": {"name": "Camden", "region": "London"}})
        with serving(store) as host:
            html = Delegate(host).ask("GET", "/?find=mayfield")[2]
    assert ", 100, Camden</span>" in html
    assert ", 101</span>" in html


def test_who_chooses_a_closed_school_is_asked_whether_they_mean_what_it_is_now(host, two_schools):
    register, published = two_schools.schools.register, two_schools.published
    register([School("102", "Oldcroft School", closed=True), School("103", "Newcroft Academy", town="Otley")])
    published.save(PublishedRelease("register"), {"102": {"status": "Closed", "closed_on": "2023-08-31"}})
    with published.writing() as writer:
        writer.add(PublishedRelease("school links"), [PublishedRow("102", {"successor": "103"}, part="103")])
    join = partial(Delegate(host).ask, "POST", "/join", Origin=f"http://{host}")
    html = Delegate(host).ask("GET", "/?find=102")[2]
    assert "<strong>closed in 2023</strong>, now Newcroft Academy (103)" in html
    assert 'name="school" value="103"' in html
    status, _, html = join("school=102")
    assert status == 409
    assert "Oldcroft School closed in 2023. It is now Newcroft Academy." in html
    assert 'name="school" value="103"' in html
    assert "School, 103, Otley</span>" in html
    assert two_schools.links.claim("102"), "nobody has claimed it yet"
    status, _, html = join("school=102&closed=yes")
    assert (status, "Someone has already started Oldcroft School’s plan" in html) == (409, True)
    assert join("school=103")[0] == 303


def test_many_requests_for_plans_do_not_block_a_delegate_who_is_working(host, two_schools):
    two_schools.schools.register(School(f"c{number}", f"Tallowfield School {number}") for number in range(20))
    delegates = [Delegate(host).follow_new_link(two_schools, f"c{number}") for number in range(20)]
    with ThreadPoolExecutor(20) as pool, Delegate(host).join(school="100").at("04_swot") as page:
        page.wait_until_built()
        plans = [pool.submit(one.ask, "GET", f"/p/{one.slug}/plan.html") for one in delegates]
        # A button, not typing: typing is saved after a pause, and fast requests might all be served within it.
        page.press("Choose priorities from your points")
        page.receive_until(
            lambda page: any("Write your points first" in state.get("value", "") for state in page.models.values())
        )
        assert not all(one.done() for one in plans)
        assert {one.result()[0] for one in plans} == {200}


def test_a_plan_and_its_answers_can_be_downloaded(host, two_schools):
    delegate = Delegate(host).follow_new_link(two_schools, "101")
    for page, name in (
        ("plan.html?keep", "quillbridge-college-strategic-careers-plan.html"),
        ("answers.json", "quillbridge-college-strategic-careers-plan-answers.json"),
    ):
        _, headers, text = delegate.ask("GET", f"/p/{delegate.slug}/{page}")
        assert headers["content-disposition"] == f'attachment; filename="{name}"'
        assert "The secret of Quillbridge." in text
    assert "content-disposition" not in delegate.ask("GET", f"/p/{delegate.slug}/plan.html")[1]


@pytest.mark.parametrize(
    ("suffix", "starts"), [("docx", "PK"), ("pdf", "%PDF"), ("xlsx", "PK"), ("ics", "BEGIN:VCALENDAR")]
)
def test_a_plan_can_be_downloaded_for_other_programs_by_its_own_delegates_alone(host, two_schools, suffix, starts):
    delegate, other = (Delegate(host).follow_new_link(two_schools, key) for key in ("101", "100"))
    status, headers, content = delegate.ask("GET", f"/p/{delegate.slug}/plan.{suffix}")
    assert status == 200
    name = f"quillbridge-college-strategic-careers-plan.{suffix}"
    assert headers["content-disposition"] == f'attachment; filename="{name}"'
    assert content.startswith(starts)
    assert f'href="plan.{suffix}"' in delegate.ask("GET", f"/p/{delegate.slug}/plan.html")[2]
    assert other.ask("GET", f"/p/{delegate.slug}/plan.{suffix}")[0] in (303, 403, 404)


def test_the_link_to_the_dates_says_how_many_actions_have_none(host, two_schools):
    delegate = Delegate(host).follow_new_link(two_schools, "101")
    two_schools.answers.save("101", {"objectives[o].objective": "Aim"}, new_records=[("objectives", "o")])
    for time, says in (
        ("termly", "(1 action has no date)"),
        ("", "(2 actions have no date)"),
        ("May 2027", "(2 actions have no date)"),
    ):
        two_schools.answers.add_record("101", "objectives[o].actions", {"action": "Act", "time": time})
        html = delegate.ask("GET", f"/p/{delegate.slug}/plan.html")[2]
        assert f'<a href="plan.ics">Dates for your calendar {says}</a>' in html


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("St Éloi’s “C of E” / Primary: A*", "st-elois-c-of-e-primary-a"),
        ("学校", "x1"),
        ("x" * 300, "x" * 80),
    ],
)
def test_the_name_of_a_downloaded_file_says_whose_it_is_on_every_system(host, two_schools, name, file):
    two_schools.schools.register([School("x1", name)])
    delegate = Delegate(host).follow_new_link(two_schools, "x1")
    _, headers, _ = delegate.ask("GET", f"/p/{delegate.slug}/answers.json")
    expected = f'attachment; filename="{file}-strategic-careers-plan-answers.json"'
    assert headers["content-disposition"] == expected


@pytest.mark.parametrize("until", ["", "31 July 2027"])
def test_every_page_promises_the_same_of_a_private_link_and_offers_the_plan_as_files(host, two_schools, until):
    two_schools.settings.set(KEEP_UNTIL, until)
    delegate = Delegate(host).follow_new_link(two_schools, "101")
    link = delegate.ask("GET", f"/p/{delegate.slug}/link")[2]
    join = Delegate(host).ask("GET", "/")[2]
    for html in (link, join):
        assert link_lasts(until) in html
    for file in ("plan.html?keep", "answers.json"):
        assert f'href="{file}"' in link
        assert delegate.ask("GET", f"/p/{delegate.slug}/{file}")[0] == 200
    for page in files("careerskit.server").joinpath("templates").iterdir():
        words = " ".join(page.read_text("utf-8").split())
        assert "always opens" not in words
        assert "next term" not in words
        assert "private link still" not in words
        assert "store are kept" not in words


def test_asking_for_an_unchanged_plan_again_does_not_render_it_again(host, two_schools):
    delegate = Delegate(host).follow_new_link(two_schools, "101")
    first, second = (plan_html(delegate) for _ in range(2))
    two_schools.answers.save("101", {"vision.statement": "The newer secret."})
    assert first == second
    assert "The newer secret." in plan_html(delegate)


def plan_html(delegate):
    status, _, html = delegate.ask("GET", f"/p/{delegate.slug}/plan.html")
    assert status == 200
    return html


def test_each_checkbox_of_a_group_has_its_own_path(host, two_schools):
    delegate = Delegate(host).join(school="100")
    record = two_schools.answers.add_record("100", "objectives", {"objective": "one"})
    with delegate.at("05_objectives") as page:
        page.wait_until_built()
        page.press("Objective 1: one")
        page.receive_until(lambda page: any("benchmarks#" in path for path in page.paths.values()))
        checkboxes = {
            path: model for model, path in page.paths.items() if path.startswith(f"objectives[{record}].benchmarks#")
        }
        assert len(checkboxes) == 8
        path = f"objectives[{record}].benchmarks#3"
        page.send(checkboxes[path], {"method": "update", "state": {"value": True}})
        page.receive_until(lambda page: any(saved.get(path) is True for saved in page.saved))
    assert two_schools.answers.read("100")["objectives"][0]["benchmarks"] == [3]


def test_an_empty_box_has_its_path_before_anybody_types_and_another_one_follows_at_once(host, two_schools):
    def strengths(page):
        return sorted(path for path in page.paths.values() if path.startswith("swot.strengths["))

    with Delegate(host).join(school="100").at("04_swot") as page:
        page.wait_until_built()
        page.receive_until(lambda page: page.paths)
        (first,) = strengths(page)
        page.type("Strength 1", "first\nsecond")
        page.receive_until(lambda page: len(strengths(page)) == 3)
        page.receive_until(lambda page: any(first in saved for saved in page.saved))
    assert [point["text"] for point in two_schools.answers.read("100")["swot"]["strengths"]] == ["first", "second"]


def test_a_box_that_is_left_gets_its_advice_although_no_other_is_typed_in(host):
    with Delegate(host).join(school="100").at("00_start") as page:
        page.wait_until_built()
        page.type("Proposed Review Date", "termly")
        page.send(page.model("Proposed Review Date"), {"method": "custom", "content": {"event": "blur"}})
        page.receive_until(
            lambda page: any("ck-error" in state.get("description", "") for state in page.models.values())
        )


def test_the_script_and_the_server_agree_on_the_answer_limit_and_the_idle_close_code():
    static = Path(careerskit.server.__file__).with_name("static")
    assert f"MAX_LENGTH = {MAX_ANSWER_CHARACTERS:_};" in static.joinpath("models.js").read_text("utf-8")
    assert re.search(rf"\bcode === {IDLE_CLOSE_CODE}\b", static.joinpath("step_page.js").read_text("utf-8"))


def test_every_step_can_be_opened_and_leaves_no_widgets_behind(two_schools):
    from ipywidgets.widgets import widget

    before = len(widget._instances)
    with serving(two_schools) as host:
        delegate = Delegate(host).join(school="100")
        for step in re.findall(r"0\d_\w+", delegate.ask("GET", f"/p/{delegate.slug}/00_start")[2]):
            assert delegate.ask("GET", f"/p/{delegate.slug}/{step}")[0] == 200
            with delegate.at(step) as page:
                page.wait_until_built()
    # Counted after the server has stopped, since it closes a page asynchronously.
    assert len(widget._instances) <= before


def test_the_list_of_steps_shows_the_state_of_each_step(host, two_schools):
    delegate = Delegate(host).follow_new_link(two_schools, "101")  # which has a vision statement

    _, _, html = delegate.ask("GET", f"/p/{delegate.slug}/02_vision")

    states = re.findall(
        r'href="(0\d_\w+)"[^>]*><span class="name">[^<]*</span>(?: <span class="state">([^<]*)</span>)?', html
    )
    assert dict(states)["02_vision"] == "Started"
    assert dict(states)["04_swot"] == dict(states)["00_start"] == "Not started"
    assert dict(states)["01_aims"] == ""
    assert "Next: current state" not in html.replace("<span>Next:</span>", "")


def test_the_downloaded_answers_can_be_imported(host, two_schools, tmp_path):
    delegate = Delegate(host).follow_new_link(two_schools, "101")

    status, headers, text = delegate.ask("GET", f"/p/{delegate.slug}/answers.json")

    assert status == 200
    assert "attachment" in {name.lower(): value for name, value in headers.items()}["content-disposition"]
    with open_store(str(tmp_path / "elsewhere.db")) as elsewhere:
        import_plan(elsewhere, text, "answers.json")
        assert elsewhere.answers.read("101")["vision"]["statement"] == "The secret of Quillbridge."


def test_the_plan_page_equals_the_one_rendered_by_the_batch(host, two_schools, tmp_path):
    delegate = Delegate(host).follow_new_link(two_schools, "101")

    status, _, html = delegate.ask("GET", f"/p/{delegate.slug}/plan.html?keep")

    (result,) = render_plans(two_schools, [two_schools.schools.get("101")], plan_notebook(), tmp_path)
    assert status == 200
    assert html == result.page.read_text("utf-8")


def test_the_plan_page_above_all_of_it_links_back_to_a_step_of_the_workbook(host, two_schools):
    delegate = Delegate(host).follow_new_link(two_schools, "101")
    last = "10_check_your_plan"
    steps = {"": last, "02_vision": "02_vision", "link": last, "https://elsewhere.example": last, '02_vision">': last}
    for given, back in steps.items():
        query = urlencode({"from": given})
        _, _, shown = delegate.ask("GET", f"/p/{delegate.slug}/plan.html?{query}")
        _, _, downloaded = delegate.ask("GET", f"/p/{delegate.slug}/plan.html?keep&{query}")

        links = re.findall(r'<a [^>]*href="([^"]*)">([^<]*)', shown)
        assert links[:2] == [("#main", "Skip to the main content"), (back, "Back to the workbook")]
        assert "Back to the workbook" not in downloaded
        assert shown.endswith(downloaded.partition("main content</a>\n")[2])


def test_the_menu_leads_to_the_termly_review_of_today_and_back(host, two_schools):
    two_schools.answers.save(
        "101", {"objectives[o].objective": "More meet employers"}, new_records=[("objectives", "o")]
    )
    delegate = Delegate(host).follow_new_link(two_schools, "101")

    _, _, step = delegate.ask("GET", f"/p/{delegate.slug}/02_vision")
    status, _, html = delegate.ask("GET", f"/p/{delegate.slug}/termly_review.html?from=02_vision")
    _, headers, kept = delegate.ask("GET", f"/p/{delegate.slug}/termly_review.html?keep")

    assert '<a href="termly_review.html?from=02_vision">Termly review</a>' in step
    assert status == 200
    assert re.findall(r'<a [^>]*href="([^"]*)">([^<]*)', html)[1] == ("02_vision", "Back to the workbook")
    assert f"As at <strong>{format_day(datetime.now(ENGLAND).date())}</strong>" in html
    assert "This plan was first saved here on" in html
    assert "quillbridge-college-strategic-careers-plan-termly-review.html" in str(headers)
    assert "Back to the workbook" not in kept
    assert "<form" not in kept


def test_charts_are_rendered_in_another_process_and_shown_when_ready(tmp_path):
    def charts(page):
        return sum("<img" in str(state.get("value")) for state in page.models.values())

    with (
        sample_store(tmp_path / "samples.db") as store,
        serving(store) as host,
        Delegate(host).follow_new_link(store, "900001").at("03_current_state") as page,
    ):
        page.wait_until_built()
        assert "Loading the chart" in json.dumps(page.models)
        page.receive_until(lambda page: charts(page) >= 2)


WHOLE_SESSION_SCRIPT = """
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
            page.wait_until_built()
        facilitator = Facilitator(host).follow(f"/f/{store.facilitators.create(session.id)}")
        assert facilitator.do("begin", block="welcome")[0] == 200
        for path in ("/facilitate", "/facilitate/deck", "/facilitate/tables.zip"):
            assert facilitator.ask("GET", path)[0] == 200, path
        assert delegate.ask("GET", f"/p/{delegate.slug}/plan.html")[0] == 200
        with facilitator.watching() as watching:
            facilitator.do("close", sure="yes")
            watching(lambda parts: "plans.zip" in parts["end"])
        assert facilitator.ask("GET", "/facilitate/export/report.html")[0] == 200
        print(*sys.modules)
"""


def test_the_server_process_imports_nothing_heavy_in_a_whole_session(tmp_path):
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    result = subprocess.run(
        [sys.executable, "-c", WHOLE_SESSION_SCRIPT], capture_output=True, text=True, cwd=tmp_path, env=environment
    )
    assert result.returncode == 0, result.stderr
    heavy = {
        "pandas",
        "matplotlib",
        "papermill",
        "nbconvert",
        "nbformat",
        "jupyter_client",
        "zmq",
        "ipywidgets",
        "IPython",
        "traitlets",
    }
    assert heavy & set(result.stdout.split()) == set()


def test_static_files_are_cached_for_good_by_their_version_and_never_by_another(host):
    def caching_of(path):
        return Delegate(host).ask("GET", path)[1]["cache-control"]

    address = static_url("step_page.js")
    delegate = Delegate(host).join(school="100")
    assert f'src="{address}"' in delegate.ask("GET", f"/p/{delegate.slug}/02_vision")[2]
    assert caching_of(address) == "public, max-age=31536000, immutable"
    assert caching_of("/static/0123456789abcdef/step_page.js") == "no-cache"
