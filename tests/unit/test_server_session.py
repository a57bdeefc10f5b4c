"""The live session over HTTP and websocket: permissions, what each page shows, and what is stored."""

from __future__ import annotations

import io
import json
import re
import socket
import zipfile
from contextlib import closing
from datetime import timedelta
from html import unescape
from http.client import HTTPConnection
from ipaddress import ip_address
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from careerskit.export import download_name
from careerskit.plan import School
from careerskit.resources import named_run_of_show
from careerskit.server import SessionContext, address_of
from careerskit.server.realtime import hub, session_context
from careerskit.session import default_run_of_show, open_session, read_run_of_show
from careerskit.store import KEEP_UNTIL, open_store
from careerskit.views import link_lasts

from ..delegates import PATIENCE, Delegate, Facilitator, WallClock, serving


def test_pages_poll_often_enough_to_show_changes_within_a_second():
    assert hub.POLL_SECONDS <= 0.5
    assert session_context.REVISION_SECONDS <= 1


ADDRESSES = [
    "/facilitate",
    "/facilitate/projector",
    "/facilitate/tables.zip",
    "/facilitate/deck",
    "/facilitate/links?find=larkmoor",
]


def test_the_facilitators_pages_show_the_public_address(tmp_path):
    with open_store(str(tmp_path / "room.db")) as store:
        store.schools.register([School("100", "Larkmoor School")])
        session = open_session(store, "A session")
        webinar = SessionContext(store, session, address="https://plans.example")
        with serving(store, webinar) as host:
            facilitator = Facilitator(host).follow(f"/f/{store.facilitators.create(session.id)}")
            for page in ("/facilitate", "/facilitate/projector"):
                html = facilitator.ask("GET", page)[2]
                assert "https://plans.example/" in html.replace("<wbr>", "")  # where it may break
                assert host not in html
            given = facilitator.ask("POST", "/facilitate/links", "school=100", Origin=f"http://{host}")[2]
    assert 'href="https://plans.example/k/' in given


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1", "http://127.0.0.1:8642"), ("plans", "http://plans:8642"), ("::1", "http://[::1]:8642")],
)
def test_an_address_can_be_opened_in_a_browser(host, address):
    assert address_of(host, 8642) == address


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])  # noqa: S104 # only looked up, not listened on
def test_a_server_on_every_interface_gives_an_address_of_this_machine(host):
    found = address_of(host, 8642).removeprefix("http://").removesuffix(":8642")
    with socket.create_server((found, 0)):  # fails for an address of another machine
        assert not ip_address(found).is_unspecified


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_facilitators_pages_open_only_with_the_facilitators_link(room, address):
    delegate, elsewhere = room.join(100), open_session(room.store, "Another session")
    revoked = room.store.facilitators.create(room.session.id)
    other = room.store.facilitators.create(elsewhere.id)
    assert room.facilitator.ask("GET", address)[0] == 200

    token = delegate.link.rpartition("/")[2]
    ours = room.link.rpartition("/")[2]
    for cookie in (
        "",
        delegate.cookie,
        f"careerskit-facilitator={token}",
        f"careerskit-facilitator={other}",
        f"careerskit={ours}",
    ):
        stranger = Facilitator(room.host)
        stranger.cookie = cookie
        status, _, html = stranger.ask("GET", address)
        assert status == 404
        assert "Run of show" not in html
        assert "Larkmoor" not in html
    for link in (f"/f/{token}", f"/f/{other}", f"/f/{'x' * 32}"):
        assert Delegate(room.host).ask("GET", link)[0] == 404
    room.store.facilitators.revoke_all(room.session.id)
    assert Delegate(room.host).ask("GET", f"/f/{revoked}")[0] == 404
    assert room.facilitator.ask("GET", address)[0] == 404


ACTIONS = (
    "begin",
    "move",
    "poll-new",
    "poll-edit",
    "poll-empty",
    "poll-remove",
    "poll-open",
    "poll-close",
    "poll-show",
    "question",
    "hide",
    "unhide",
    "break-out",
    "come-back",
    "block",
    "project",
    "undo",
    "close",
)


@pytest.mark.parametrize("action", ACTIONS)
def test_a_delegate_cannot_use_a_facilitators_actions(room, action):
    delegate, before = room.join(100), room.state
    form = {
        "block": "welcome",
        "minutes": "9",
        "show": "board",
        "step": "04_swot",
        "question": "x",
        "kind": "words",
        "sure": "yes",
        "poll": "how-far",
    }
    stranger = Facilitator(room.host)
    token = delegate.link.rpartition("/")[2]
    for cookie in ("", delegate.cookie, f"careerskit-facilitator={token}"):
        stranger.cookie = cookie
        assert stranger.do(action, **form)[0] == 404
    status = room.facilitator.ask("POST", f"/facilitate/do/{action}", "sure=yes", Origin="http://elsewhere.example")[0]
    assert status == 403
    assert room.state == before


def test_the_dashboard_websocket_needs_the_facilitators_cookie(room):
    stranger = Facilitator(room.host)
    stranger.cookie = room.join(100).cookie
    with stranger.watching() as until, pytest.raises(ConnectionClosed) as closed:
        until(lambda _: False)
    assert closed.value.rcvd.code == 1008


def test_every_delegates_page_shows_the_step_the_room_is_on(room):
    delegate = room.join(100)
    with delegate.at("02_vision") as page:
        page.wait_until_built()
        assert "has not started" in page.session_parts["where"]
        assert room.facilitator.do("begin", block="swot")[0] == 200
        page.receive_until(lambda page: 'href="04_swot"' in page.session_parts["where"])
    assert "The room is on <b>SWOT analysis</b>" in delegate.ask("GET", f"/p/{delegate.slug}/02_vision")[2]
    assert "The room is on this step" in delegate.ask("GET", f"/p/{delegate.slug}/04_swot")[2]


def test_a_private_link_opens_the_step_of_the_room_or_the_last_one_of_the_school(room):
    def opens():
        return room.facilitator.ask("GET", delegate.link)[1]["location"].rpartition("/")[2]

    delegate = room.join(100)
    assert opens() == "00_start"
    room.session.report_step("100", "03_current_state")
    assert opens() == "03_current_state"
    room.facilitator.do("begin", block="swot")
    assert opens() == "04_swot"
    room.session.close()
    assert opens() == "03_current_state"


def test_connected_schools_are_counted_by_step(room):
    with (
        room.facilitator.watching() as until,
        room.join(100).at("02_vision") as first,
        room.join(101).at("04_swot") as second,
    ):
        first.wait_until_built()
        second.wait_until_built()
        parts = until(lambda parts: ">2</strong>" in parts["counts"] and "SWOT" in parts["room"])
    assert "Larkmoor" not in json.dumps(parts)
    assert "SWOT analysis" in parts["room"]


def test_a_school_counts_as_joined_while_its_delegate_still_looks_at_the_private_link(room):
    with room.facilitator.watching() as until:
        until(lambda parts: ">0</strong> of 0 schools" in parts["counts"])
        delegate = room.join(100)
        parts = until(
            lambda parts: ">1</strong> of 1 school that joined is here now, 1 not on a step yet." in parts["counts"]
        )
        assert "Not on a step yet" in parts["room"]
        with delegate.at("00_start") as page:
            page.wait_until_built()
            until(lambda parts: "here now.</span>" in parts["counts"])
        delegate.ask("POST", f"/p/{delegate.slug}/not-mine", "", Origin=f"http://{room.host}")
        until(lambda parts: ">0</strong> of 0 schools" in parts["counts"])


def test_whoever_joins_after_the_session_has_closed_still_gets_a_private_link(room):
    room.session.close()
    assert room.join(100).link
    assert room.state.schools == {}


def advancing_clock(room, is_true):
    """Return a condition that advances the clock by four minutes at each check, so that times on the page change and are pushed."""

    def check(parts):
        room.wall.now += timedelta(minutes=4)
        return is_true(parts)

    return check


def test_a_school_is_active_as_long_as_its_page_is_open(room):
    with room.facilitator.watching() as until:
        with room.join(100).at("04_swot") as page:
            page.wait_until_built()
            until(lambda parts: ">1</strong> of 1" in parts["counts"])
            for _ in range(4):
                seen = room.state.schools["100"].seen
                until(advancing_clock(room, lambda _, seen=seen: room.state.schools["100"].seen > seen))
        until(advancing_clock(room, lambda parts: ">0</strong> of 1" in parts["counts"]))


def test_a_school_whose_last_page_is_closed_is_away_within_seconds_and_back_at_once(room):
    delegate = room.join(100)
    with room.facilitator.watching() as until:
        for _ in range(2):
            with delegate.at("04_swot") as page, delegate.at("02_vision") as colleague:
                page.wait_until_built()
                colleague.wait_until_built()
                until(lambda parts: ">1</strong> of 1" in parts["counts"])

            def seconds_later(parts):
                room.wall.now += timedelta(seconds=6)
                room.session.refresh()
                return ">0</strong> of 1" in parts["counts"]

            until(seconds_later)
            assert room.wall.now - room.state.schools["100"].seen < timedelta(minutes=5)


def test_schools_whose_plan_changed_in_the_last_minute_are_counted(room):
    for number in (100, 101):
        room.join(number)
        room.session.join(str(number))
    with room.facilitator.watching() as until:
        until(lambda parts: ">0</strong> wrote" in parts["counts"])
        for number in (100, 100, 101, 102):  # the last has not joined
            room.store.answers.save(str(number), {"vision.slt": f"All staff {number}"})
        until(lambda parts: ">2</strong> wrote" in parts["counts"])
        room.wall.now += timedelta(seconds=61)
        until(lambda parts: ">0</strong> wrote" in parts["counts"])


def test_the_minutes_of_a_block_are_changed_while_the_session_runs(room):
    begin = room.facilitator.do("begin", block="welcome")
    assert begin[0] == 200
    for minutes, word in (("", "whole number"), ("4.5", "whole number"), ("601", "600 at most"), ("0", "is running")):
        status, text = room.facilitator.do("block", block="welcome", minutes=minutes)
        assert (status, word in text) == (422, True)
    assert room.facilitator.do("block", block="nothing", minutes="5")[0] == 422
    assert room.facilitator.do("block", block="why", minutes="0")[0] == 200
    assert room.facilitator.do("block", block="vision", minutes="12")[0] == 200
    assert room.state.block_minutes == {"why": 0, "vision": 12}
    html = room.facilitator.ask("GET", "/facilitate")[2]
    assert "Start: Vision" in html
    room.wall.now += timedelta(minutes=1)
    assert room.facilitator.do("begin", block="why")[0] == 200, "it is skipped no more"
    assert room.facilitator.do("block", block="welcome", minutes="9")[0] == 422, "it is over"
    assert room.state.block_minutes == {"vision": 12}


def test_all_blocks_says_when_the_session_ends_with_the_minutes_as_they_are(room):
    def ending():
        html = room.facilitator.ask("GET", "/facilitate")[2]
        return re.search(r"keeps them when time is short\. (.*?\.)</p>", html)[1]

    assert ending().startswith("If it starts now, the session ends at <time")
    assert ending().endswith("</time>, on time.")
    room.facilitator.do("begin", block="welcome")
    room.facilitator.do("block", block="vision", minutes="0")
    assert re.fullmatch(r"The session ends at <time .*</time>, \d+ minutes early\.", ending())
    room.facilitator.do("block", block="vision", minutes="600")
    assert re.fullmatch(r"The session ends at <time .*</time>, \d+ minutes late\.", ending())
    room.facilitator.do("close", sure="yes")
    assert "The session ends" not in room.facilitator.ask("GET", "/facilitate")[2]


def test_the_projector_shows_what_the_facilitator_chooses_and_nothing_for_facilitators_alone(room):
    run = default_run_of_show()
    room.facilitator.do("begin", block="swot")
    room.facilitator.do("poll-open", poll="how-far")
    notes = [note for block in run.blocks for note in (*block.say, *block.do, block.cut, block.aim) if note]
    with room.facilitator.watching("?projector=yes") as until:
        until(lambda parts: 'data-show="join"' in parts["shown"])
        for what in ("polls", "questions", "board", "board strengths", "polls how-far", "join"):
            assert room.facilitator.do("project", what=what)[0] == 200
            show, _, only = what.partition(" ")
            parts = until(lambda parts, show=show: f'data-show="{show}' in parts["shown"])
            assert (room.state.projected.show, room.state.projected.only) == (show, only)
            html = unescape(json.dumps(parts, ensure_ascii=False) + get_html(room.facilitator, "/facilitate/projector"))
            assert [note for note in notes if note in html] == []
    assert room.facilitator.do("project", what="notes")[0] == 422


def test_nothing_in_the_store_links_an_anonymous_answer_to_a_school(room):
    delegate = room.join(100)
    room.facilitator.do("poll-open", poll="leavers")
    with delegate.at("04_swot") as page:
        page.wait_until_built()
        delegate.do("answer", poll="leavers", answer="kind", keep="yes")
        delegate.do("ask", text="Who reads this?")
        delegate.do("ask", text="When do we meet again?", named="yes")
        delegate.do("share", board="yes")
        page.receive_until(lambda page: page.session_parts["questions"].lower().count("your question") == 2)
    events = room.store.sessions.events(room.session.id)
    with_school = {event.who for event in events if event.body.get("school")} - {""}
    without_school = {
        event.who for event in events if event.kind in ("answered", "asked") and not event.body.get("school")
    }
    assert len(with_school) == len(without_school) == 1
    assert with_school & without_school == set()
    assert without_school & {entry.who.removeprefix("poll ") for entry in room.store.answers.history("100")} == set()


def test_following_the_private_link_again_adds_no_second_voice(room):
    delegate = room.join(100)
    room.facilitator.do("poll-open", poll="how-far")
    for answer in ("There are notes", "There is a draft"):
        delegate.follow(delegate.link)
        assert delegate.do("answer", poll="how-far", answer=answer)[0] == 200
    assert list(room.state.polls["how-far"].answers.values()) == ["There is a draft"]
    statuses = [
        Delegate(room.host).follow(delegate.link).do("answer", poll="how-far", answer="There are notes")[0]
        for _ in range(9)
    ]
    assert statuses == [200] * 7 + [422] * 2, "the number of answers for each link is limited"


def poll_in(room, **form):
    assert room.facilitator.do("poll-new", **form)[0] == 200
    return next(reversed(room.state.polls))


def test_poll_results_are_seen_after_answering_once_they_are_shown(room):
    delegates = [room.join(number) for number in (100, 101, 102)]
    poll = poll_in(room, question="How far are you?", kind="choice", choices="There is none\nThere is <b>one</b>")

    with delegates[0].at("02_vision") as page:
        page.wait_until_built()
        assert "There is &lt;b&gt;one" in page.session_parts["polls"]
        for delegate in delegates:
            assert delegate.do("answer", poll=poll, answer="There is none")[0] == 200
        page.receive_until(lambda page: "You will see the results when" in page.session_parts["polls"])
        assert "<table" not in page.session_parts["polls"]
        room.facilitator.do("poll-show", poll=poll, yes="yes")
        page.receive_until(lambda page: "3 answers" in page.session_parts["polls"])
    late = room.join(103)
    with late.at("02_vision") as page:
        page.wait_until_built()
        assert "<table" not in page.session_parts["polls"]
    assert delegates[0].do("answer", poll=poll, answer="There is none")[0] == 200
    assert room.state.results(poll).answers == 3, "one answer for each delegate"


def test_colleagues_who_share_a_link_have_one_answer_each(room):
    first = room.join(100)
    colleague = Delegate(room.host).follow(first.link)
    poll = poll_in(room, question="How sure are you?", kind="scale")
    for delegate, answer in ((first, 2), (colleague, 4), (colleague, 5)):
        assert delegate.do("answer", poll=poll, answer=answer)[0] == 200
    assert sorted(room.state.polls[poll].answers.values()) == [2, 5]
    assert room.store.links.school_for_token(first.link.rpartition("/")[2])
    assert not set(room.state.polls[poll].answers) & {"100", first.link}


def test_a_poll_answer_is_added_to_the_plan_only_if_the_delegate_wishes(room):
    one, two = room.join(100), room.join(101)
    room.store.answers.save("100", {"vision.ideas": "What stood there."})
    room.facilitator.do("poll-open", poll="leavers")
    assert "added to your plan" in one.do("answer", poll="leavers", answer="kind and curious", keep="yes")[1]
    assert "added to your plan" not in two.do("answer", poll="leavers", answer="ready")[1]
    assert room.store.answers.read("100")["vision"]["ideas"] == "What stood there.\nkind and curious"
    assert room.store.answers.read("101") == {}


def test_an_invalid_action_is_refused_with_the_reason_and_changes_nothing(room):
    delegate = room.join(100)
    room.facilitator.do("poll-open", poll="how-far")
    status, response = delegate.do("answer", poll="how-far", answer="No such choice")
    assert (status, room.state.polls["how-far"].answers) == (422, {})
    assert "is not one of the choices" in json.loads(response)["error"]
    assert delegate.do("ask", text="x" * 501)[0] == 422
    assert delegate.do("nothing")[0] == 422
    assert room.facilitator.do("move", step="../../etc")[0] == 422
    assert room.facilitator.do("nothing")[0] == 404
    status, _, html = delegate.ask("POST", f"/p/{delegate.slug}/02_vision/ask", "text=", Origin=f"http://{room.host}")
    assert status == 422
    assert "Go back, and try again." in html


def test_questions_can_be_voted_for_and_parked_and_are_anonymous_by_default(room):
    one, two = room.join(100), room.join(101)
    one.do("ask", text="Who approves <script>it</script>?")
    two.do("ask", text="When is the surgery?", named="yes")
    first, second = room.state.questions.values()
    assert (first.school, second.school) == ("", "101")
    two.do("vote", question=first.id)
    room.facilitator.do("question", question=first.id, **{"as": "parked"}, owner="Sam of the hub")
    room.facilitator.do("question", question=second.id, **{"as": "hidden"})

    with room.facilitator.watching() as until, one.at("02_vision") as page:
        parts = until(lambda parts: "Sam of the hub" in parts["questions"])
        page.wait_until_built()
        assert "&lt;script&gt;" in page.session_parts["questions"]
        assert "When is the surgery?" not in page.session_parts["questions"]
        assert "1 vote" in page.session_parts["questions"]
    assert "<script>" not in parts["questions"]


def test_school_names_in_questions_and_polls_are_masked_unless_the_school_agreed(room):
    poll = poll_in(room, question="Who helps you?", kind="words")
    room.facilitator.do("poll-show", poll=poll, yes="yes")
    for number, helper in ((100, "the head of Larkmoor"), (101, "governors"), (102, "nobody")):
        delegate = room.join(number)
        with delegate.at("02_vision") as page:
            page.wait_until_built()
            room.facilitator.ask("GET", "/facilitate")
            delegate.do("answer", poll=poll, answer=helper)
    delegate.do("ask", text="Does Larkmoor have an adviser?")
    delegate.do("ask", text="Who are we?", named="yes")

    with room.facilitator.watching() as until, delegate.at("02_vision") as page:
        parts = until(lambda parts: "Who are we?" in parts["questions"])
        page.wait_until_built()
        page.receive_until(lambda page: "have an adviser?" in page.session_parts["questions"])
    everywhere = [
        parts["polls"],
        page.session_parts["polls"],
        page.session_parts["questions"],
        parts["questions"].replace("asked by Larkmoor", ""),
    ]
    assert all("[school]" in html for html in everywhere)
    assert not any("Larkmoor" in html for html in everywhere)
    assert "asked by Larkmoor School 102" in parts["questions"], "the delegate chose to be named"


def test_asking_too_many_questions_is_rate_limited(room):
    delegate = room.join(100)
    statuses = [delegate.do("vote", question="none")[0] for _ in range(60)]
    response = delegate.do("vote", question="none")[1]
    assert set(statuses) == {422}
    assert "Wait a moment" in response
    assert "Wait a moment" not in room.join(101).do("vote", question="none")[1]


def test_the_board_shows_items_of_schools_that_agreed_and_names_none(room):
    for number in range(100, 104):
        delegate = room.join(number)
        with delegate.at("04_swot") as page:
            page.wait_until_built()
        room.store.answers.add_record(str(number), "swot.strengths", {"text": "Strong employer engagement"})
        room.store.answers.save(str(number), {"vision.statement": f"The vision of Larkmoor School {number}."})
        if number < 103:
            delegate.do("share", board="yes", vision="yes")
    room.store.answers.add_record("103", "swot.strengths", {"text": "The secret of the fourth"})

    with room.facilitator.watching() as until:
        parts = until(lambda parts: "Strong employer engagement" in parts["board"])
    assert "3 schools" in parts["board"]
    assert "secret of the fourth" not in parts["board"]
    assert "Larkmoor School" not in parts["board"]
    (item, *_) = re.findall(r'name="items" value="([^"]+)"', parts["board"])
    room.facilitator.do("project", show="board")
    with room.facilitator.watching("?projector=yes") as until:
        assert "Strong employer engagement" in until(lambda parts: "shown" in parts)["shown"]
        room.facilitator.do("hide", items=item)
        shown = until(lambda parts: "Strong employer engagement" not in parts["shown"])
        assert "do/hide" not in shown["shown"]
    room.facilitator.do("unhide", items=item)
    assert room.state.hidden == frozenset()


def test_the_board_stays_empty_while_only_two_schools_share(room):
    for number in (100, 101):
        delegate = room.join(number)
        with delegate.at("04_swot") as page:
            page.wait_until_built()
        delegate.do("share", board="yes")
        room.store.answers.add_record(str(number), "swot.strengths", {"text": "Seen by nobody"})
    html = room.facilitator.ask("GET", "/facilitate")[2]
    assert "Seen by nobody" not in html
    assert "Fewer have so far" in html


def test_delegates_see_their_breakout_group_and_latecomers_get_one(room):
    delegates = {number: room.join(number) for number in range(100, 106)}
    for number, delegate in list(delegates.items())[:5]:
        room.store.answers.save(str(number), {"current_state.priority_benchmarks": [5]})
        with delegate.at("04_swot") as page:
            page.wait_until_built()
    status, response = room.facilitator.do("break-out", by="benchmark", size="4", minutes="10", sure="yes")
    assert status == 200, response
    with delegates[105].at("04_swot") as page:
        page.receive_until(lambda page: "You are in group" in page.session_parts.get("group", ""))
        assert "10 minutes" in page.session_parts["group"]
        room.facilitator.do("come-back")
        page.receive_until(lambda page: "You are in group" not in page.session_parts["group"])


def test_when_a_block_overruns_the_page_says_what_to_cut(room):
    room.facilitator.do("begin", block="welcome")
    with room.facilitator.watching() as until:
        until(lambda parts: ", on time." in parts["clock"])
        room.wall.now += timedelta(minutes=12)
        parts = until(lambda parts: "To end on time" in parts["now"])
    assert "minutes less" in parts["now"]


def test_a_session_of_two_parts_is_left_open_after_the_first_and_the_second_starts_with_nothing_to_undo(tmp_path):
    wall = WallClock()
    first, second = (read_run_of_show(named_run_of_show(Path(f"2x60_part_{number}"))) for number in (1, 2))
    with open_store(str(tmp_path / "room.db")) as store:
        session = open_session(store, "A session", "", wall)
        for block in first.blocks:
            session.start_block(block.id, block.step)
        for run, says, never in (
            (first, "leave it open", "Close the session"),
            (second, f"Start: {second.blocks[0].title}", "Undo"),
        ):
            with serving(store, SessionContext(store, session, run=run, now=wall)) as host:
                facilitator = Facilitator(host).follow(f"/f/{store.facilitators.create(session.id)}")
                with facilitator.watching() as until:
                    clock = until(lambda parts: parts["clock"])["clock"]
            assert says in clock
            assert never not in clock


def test_a_restarted_server_resumes_the_session(tmp_path):
    wall = WallClock()
    with open_store(str(tmp_path / "room.db")) as store:
        store.schools.register([School("100", "Larkmoor School")])
        with serving(store, SessionContext(store, open_session(store, "A session", "", wall), now=wall)) as host:
            before = open_session(store, "A session")
            facilitator = Facilitator(host).follow(f"/f/{store.facilitators.create(before.id)}")
            delegate = Delegate(host).join(school="100")
            facilitator.do("begin", block="swot")
            facilitator.do("poll-open", poll="how-far")
            delegate.do("answer", poll="how-far", answer="There are notes")
            delegate.do("ask", text="What is kept?")
        wall.now += timedelta(minutes=5)
        with serving(store, SessionContext(store, open_session(store, "A session", "", wall), now=wall)) as host:
            facilitator.host = delegate.host = host
            html = facilitator.ask("GET", "/facilitate")[2]
            assert 'class="now"><span class="ck-label">SWOT' in html
            assert "What is kept?" in html
            assert "Change my answer" in delegate.ask("GET", f"/p/{delegate.slug}/04_swot")[2]


def test_only_the_facilitator_can_give_a_school_a_new_link(room):
    lost = room.join(100)
    origin = {"Origin": f"http://{room.host}"}
    html = room.facilitator.ask("GET", "/facilitate/links?find=school+100")[2]
    assert "New link for Larkmoor School 100" in html
    assert lost.ask("POST", "/facilitate/links", "school=100", **origin)[0] == 404
    status, _, html = room.facilitator.ask("POST", "/facilitate/links", "school=100&revoke=yes", **origin)
    assert status == 200
    assert Delegate(room.host).follow(re.search(r"/k/[\w-]+", html)[0]).slug
    assert lost.ask("GET", lost.link)[0] == 404
    assert room.facilitator.ask("POST", "/facilitate/links", "school=nowhere", **origin)[0] == 404


def test_the_facilitators_notes_are_on_no_page_that_a_delegate_can_open(room):
    run = default_run_of_show()
    room.facilitator.do("begin", block="swot")
    notes = [note for block in run.blocks for note in (*block.say, *block.do, block.cut, block.aim) if note]
    delegate = room.join(100)
    seen = [get_html(delegate, "/"), get_html(delegate, f"/p/{delegate.slug}/link")]
    for step in re.findall(r"0\d_\w+", get_html(delegate, f"/p/{delegate.slug}/00_start")):
        seen.append(get_html(delegate, f"/p/{delegate.slug}/{step}"))
        with delegate.at(step) as page:
            page.wait_until_built()
            seen.append(json.dumps([page.models, page.session_parts], ensure_ascii=False))
    seen.append(get_html(delegate, f"/p/{delegate.slug}/plan.html"))
    everything = unescape(" ".join(seen))
    assert [note for note in notes if note in everything] == []
    assert [note for note in notes if note in unescape(get_html(room.facilitator, "/facilitate"))], (
        "the facilitator does see them"
    )


def test_the_projector_of_a_closed_session_says_that_it_is_over_and_nobody_is_asked_to_join(room):
    room.session.start_block("swot", "04_swot")
    with room.facilitator.watching("?projector=yes") as until:
        until(lambda parts: "We are on" in parts["where"])
        room.session.close()
        parts = until(lambda parts: "The session is over." in parts["shown"])
        assert "You can carry on with your plan" in parts["shown"]
        assert (parts["where"], parts["choose"]) == ("", "")
        assert "do/project" not in get_html(room.facilitator, "/facilitate/projector")
        room.session.reopen()
        until(lambda parts: "We are on" in parts["where"] and 'data-show="join"' in parts["shown"])
    room.session.close()
    assert "<b>On the projector:</b> that the session is over" in get_html(room.facilitator, "/facilitate")


def test_closing_names_what_is_still_open(room):
    delegate = room.join(100)
    with room.facilitator.watching() as until:
        parts = until(lambda parts: 'id="sure"' in parts["end"])
        assert 'id="left-open"' not in parts["end"]
        delegate.do("ask", text="Who approves it?")
        until(lambda parts: "1 question is not answered. It will be in the report" in parts["end"])
        delegate.do("ask", text="When?")
        room.facilitator.do("poll-open", poll="how-far")
        room.join(101)
        room.facilitator.do("break-out", by="phase")
        parts = until(lambda parts: "The room is in 1 group." in parts["end"])
    assert "2 questions are not answered. They will be in the report" in parts["end"]
    assert "1 poll is open. It closes" in parts["end"]


def test_after_the_last_block_the_next_press_leads_to_closing_the_session(room):
    *_, before, last = room.blocks
    room.session.start_block(before)
    assert 'href="#end" id="next"' not in get_html(room.facilitator, "/facilitate")
    room.session.start_block(last)
    html = get_html(room.facilitator, "/facilitate")
    assert '<a class="button ck-main" href="#end" id="next">Close the session</a>' in html
    assert "Start: " not in html


def test_the_minutes_of_groups_run_down_on_every_page(room):
    delegates = [room.join(number) for number in (100, 101, 102)]
    ends = f'data-until="{(room.wall.now + timedelta(minutes=8)).isoformat()}"'
    room.facilitator.do("begin", block="swot")
    with (
        delegates[0].at("04_swot") as page,
        room.facilitator.watching() as console,
        room.facilitator.watching("?projector=yes") as wall,
    ):
        assert room.facilitator.do("break-out", by="phase", minutes="8")[0] == 200
        page.receive_until(lambda page: ends in page.session_parts.get("group", ""))
        console(lambda parts: ends in parts["clock"])
        wall(lambda parts: ends in parts["where"])
        room.session.start_block("swot-activity")
        page.receive_until(lambda page: ends not in page.session_parts["group"])
        console(lambda parts: ends not in parts["clock"])
        wall(lambda parts: ends not in parts["where"])


def get_html(visitor, address):
    status, _, html = visitor.ask("GET", address)
    assert status == 200, address
    return html


def test_a_question_without_votes_shows_no_count(room):
    room.facilitator.do("begin", block="swot")
    delegate = room.join(100)
    question = room.session.ask("somebody", "Who reads the plan?")
    pages = (delegate, f"/p/{delegate.slug}/04_swot"), (room.facilitator, "/facilitate")
    for visitor, address in pages:
        html = get_html(visitor, address)
        assert "Who reads the plan?" in html
        assert "0 votes" not in html
    room.session.vote(question, "another")
    for visitor, address in pages:
        assert "1 vote" in get_html(visitor, address)


@pytest.mark.parametrize("until", ["", "31 July 2027"])
def test_after_the_end_pages_and_projector_say_how_long_private_links_work_and_the_last_slide_does(room, until):
    room.store.settings.set(KEEP_UNTIL, until)
    with serving(room.store, SessionContext(room.store, room.session)) as host:
        delegate = Delegate(host).join(school="100")
        facilitator = Facilitator(host).follow(room.link)
        (last,) = re.findall('<section id="goodbye".*?</section>', get_html(facilitator, "/facilitate/deck"), re.DOTALL)
        works = f"{link_lasts(until)} " if until else ""
        assert f">{works}The surgery is on 22 May.<" in last
        room.session.close()
        for visitor, address in (
            (delegate, f"/p/{delegate.slug}/00_start"),
            (facilitator, "/facilitate/projector"),
        ):
            assert link_lasts(until) in get_html(visitor, address)


def test_a_closed_session_accepts_no_actions_and_plans_stay_editable(room):
    delegate = room.join(100)
    assert room.facilitator.do("close")[0] == 422, "closing has to be confirmed"
    assert room.facilitator.do("close", sure="yes")[0] == 200
    assert delegate.do("ask", text="Too late?")[0] == 422
    with delegate.at("02_vision") as page:
        page.wait_until_built()
        assert "The session is over" in page.session_parts["where"]
        box = next(model for model, path in page.paths.items() if path == "vision.slt")
        page.send(box, {"method": "update", "state": {"value": "Still writing"}})
        page.receive_until(lambda page: {"vision.slt": "Still writing"} in page.saved)
    with room.facilitator.watching() as until:
        # Wait, so that no export is running when the store closes.
        until(lambda parts: 'id="get-report"' in parts["end"])


def test_closing_the_session_exports_plans_and_report_for_download(room):
    for number in range(100, 103):
        with room.join(number).at("04_swot") as page:
            page.wait_until_built()
    with room.facilitator.watching() as until:
        assert room.facilitator.ask("GET", "/facilitate/export/plans.zip")[0] == 404
        room.facilitator.do("close", sure="yes")
        until(lambda parts: "3 plans" in parts["end"])
    with closing(HTTPConnection(room.host, timeout=PATIENCE)) as connection:
        connection.request("GET", "/facilitate/export/plans.zip", headers={"Cookie": room.facilitator.cookie})
        response = connection.getresponse()
        archive = zipfile.ZipFile(io.BytesIO(response.read()))
    assert download_name(room.session.record, "plans.zip") in response.getheader("content-disposition")
    assert sum(name.endswith("-strategic-careers-plan.html") for name in archive.namelist()) == 3
    _, headers, report = room.facilitator.ask("GET", "/facilitate/export/report.html")
    assert "SWOT" in report
    assert headers["content-disposition"] == f'inline; filename="{download_name(room.session.record, "report.html")}"'
    assert room.facilitator.ask("GET", "/facilitate/export/other")[0] == 404
    delegate = Delegate(room.host).follow_new_link(room.store, "100")
    assert delegate.ask("GET", "/facilitate/export/plans.zip")[0] == 404


def test_the_csv_download_names_only_schools_that_agreed(room):
    for number in range(100, 104):
        delegate = room.join(number)
        with delegate.at("04_swot") as page:
            page.wait_until_built()
        delegate.do("share", board="yes", **({"named": "yes"} if number == 100 else {}))
        room.store.answers.add_record(str(number), "swot.strengths", {"text": "=HYPERLINK(Strong)"})
    with closing(HTTPConnection(room.host, timeout=PATIENCE)) as connection:
        connection.request("GET", "/facilitate/tables.zip", headers={"Cookie": room.facilitator.cookie})
        response = connection.getresponse()
        archive = zipfile.ZipFile(io.BytesIO(response.read()))
    name = re.fullmatch(r'attachment; filename="(.*)"', response.getheader("content-disposition"))[1]
    assert name == download_name(room.session.record, "tables.zip")
    everything = "".join(archive.read(name).decode("utf-8-sig") for name in archive.namelist())
    assert "Larkmoor School 100" in everything
    assert "Larkmoor School 101" not in everything
    assert '"=HYPERLINK' not in everything
    assert "=HYPERLINK(Strong)" in everything
