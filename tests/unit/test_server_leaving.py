"""A school that was chosen by mistake is given back, as long as nothing is written in its plan."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from websockets.exceptions import ConnectionClosed

from careerskit.server import SessionContext
from careerskit.session import Session, open_session

from ..delegates import Delegate, serving

BUTTON = '<form action="not-mine" method="post"><button type="submit">This isn’t my school</button></form>'


@pytest.fixture
def schools(two_schools):
    return two_schools


@pytest.fixture
def session(schools):
    return open_session(schools, "Benchmark 1, Module 1")


@pytest.fixture
def host(schools, session):
    with serving(schools, SessionContext(schools, session)) as address:
        yield address


def leave(delegate, **headers):
    headers = {"Origin": f"http://{delegate.host}"} | headers
    return delegate.ask("POST", f"/p/{delegate.slug}/not-mine", "", **headers)


def link_page(delegate):
    return delegate.ask("GET", f"/p/{delegate.slug}/link")[2]


def slt(page):
    return next(model for model, path in page.paths.items() if path == "vision.slt")


def test_a_wrong_choice_is_given_back_and_the_right_people_can_choose_their_school(host, schools):
    delegate = Delegate(host).join(school="100")
    assert BUTTON in link_page(delegate)
    status, headers, _ = leave(delegate)
    assert (status, headers["location"]) == (303, "/?left=yes")
    forgotten = {cookie.partition("=")[0]: cookie for cookie in delegate.cookies_set}
    assert f"Path=/p/{delegate.slug};" in forgotten["careerskit"]
    assert "Path=/;" in forgotten["careerskit-here"]
    assert all("Max-Age=0" in cookie for cookie in forgotten.values())
    assert "its school can be chosen again" in delegate.ask("GET", "/?left=yes")[2]
    for address in (delegate.link, f"/p/{delegate.slug}/02_vision", f"/p/{delegate.slug}/continue"):
        assert delegate.ask("GET", address)[0] == 404
    assert leave(delegate)[0] == 404
    owner = Delegate(host).join(school="100")
    assert "Larkmoor School" in owner.ask("GET", f"/p/{owner.slug}/02_vision")[2]


def test_a_plan_with_an_answer_is_kept_and_the_button_is_gone(host, schools):
    delegate = Delegate(host).join(school="100")
    schools.answers.save("100", {"vision.slt": "Written meanwhile"})
    assert BUTTON not in link_page(delegate)
    status, _, html = leave(delegate)
    assert (status, "This plan is in use" in html) == (409, True)
    assert f'href="/p/{delegate.slug}/continue"' in html
    assert delegate.ask("GET", f"/p/{delegate.slug}/02_vision")[0] == 200


@pytest.mark.parametrize(
    ("setting", "noun"), [("School", "school"), ("College", "college"), ("Training provider", "provider")]
)
def test_pages_say_what_the_place_is_once_they_know(host, schools, setting, noun):
    asked, _, html = Delegate(host).ask(
        "POST", "/join", f"name=Quilbridge+Colege&kind={setting}", Origin=f"http://{host}"
    )
    assert (asked, f"a {noun} can have only one plan" in html) == (409, True)
    assert "your school or college’s plan" in html
    delegate = Delegate(host).join(name="Cedar House", kind=setting)
    link, step = link_page(delegate), delegate.ask("GET", f"/p/{delegate.slug}/02_vision")[2]
    assert f"<h2>Is this not your {noun}?</h2>" in link
    for page in (link, step):
        assert f"This isn’t my {noun}</button>" in page
        assert f"belongs to your {noun}’s plan" in page
    assert f"which {noun} is asking" in step
    (school,) = [one.id for one in schools.schools.search("Cedar House")]
    schools.answers.save(school, {"vision.slt": "Written meanwhile"})
    assert f"isn’t your {noun}’s plan" in leave(delegate)[2]


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null"])
def test_another_site_cannot_give_a_plan_back(host, schools, origin):
    delegate = Delegate(host).join(school="100")
    assert leave(delegate, Origin=origin)[0] == 403
    delegate.cookie = "careerskit=x"
    assert leave(delegate)[0] == 404
    assert schools.links.count("100") == 1


def test_what_was_typed_just_before_counts_as_written(host, schools):
    delegate = Delegate(host).join(school="100")
    with delegate.at("02_vision") as page:
        page.wait_until_built()
        page.send(slt(page), {"method": "update", "state": {"value": "Typed this very moment"}})
        kept = leave(delegate)[0] == 409
    # It counts if it arrived before, although nothing was saved yet. Whatever arrives after is not written.
    assert schools.answers.read("100") == ({"vision": {"slt": "Typed this very moment"}} if kept else {})
    assert schools.links.count("100") == kept


def test_an_open_page_of_a_plan_that_was_given_back_writes_nothing(host, schools):
    delegate = Delegate(host).join(school="100")
    with delegate.at("02_vision") as page:
        page.wait_until_built()
        assert leave(delegate)[0] == 303
        with suppress(ConnectionClosed):
            page.send(slt(page), {"method": "update", "state": {"value": "Too late"}})
        with pytest.raises(ConnectionClosed) as closed:
            page.receive_until(lambda page: page.saved)
    assert closed.value.rcvd.code == 1008
    assert schools.answers.latest_revision() == 0


def test_the_school_no_longer_counts_as_taking_part(host, schools, session):
    delegate = Delegate(host).join(school="100")
    with delegate.at("02_vision") as page:
        page.wait_until_built()
        page.receive_until(lambda _: "100" in Session(schools, session.id).state.schools or page.session_parts)
    assert delegate.do("share", board="yes")[0] == 200
    assert leave(delegate)[0] == 303
    state = Session(schools, session.id).state
    assert (list(state.schools), list(state.shares)) == ([], [])


def test_a_school_with_another_link_still_takes_part(host, schools, session):
    ours, theirs = Delegate(host).join(school="100"), Delegate(host).follow_new_link(schools, "100")
    assert theirs.do("share", board="yes")[0] == 200
    assert leave(ours)[0] == 303
    assert list(Session(schools, session.id).state.schools) == ["100"]
    assert theirs.ask("GET", f"/p/{theirs.slug}/02_vision")[0] == 200


def test_several_who_leave_and_write_at_once_either_free_the_plan_or_keep_it(host, schools):
    delegate = Delegate(host).join(school="100")
    with delegate.at("02_vision") as first, delegate.at("04_swot") as second, ThreadPoolExecutor(4) as pool:
        first.wait_until_built()
        second.wait_until_built()
        first.send(slt(first), {"method": "update", "state": {"value": "Something"}})
        statuses = {future.result()[0] for future in [pool.submit(leave, delegate) for _ in range(4)]}
    is_written = bool(schools.answers.latest_revision_of("100"))
    assert statuses == {409} if is_written else statuses == {303, 404}
    assert schools.links.count("100") == is_written


def test_a_plan_is_continued_where_its_private_link_opens(host, schools, session):
    delegate = Delegate(host).join(school="100")
    address = re.search(r'href="(/p/[0-9a-f]{12}/continue)">Continue your plan', delegate.ask("GET", "/")[2])[1]

    def opens():
        steps = [delegate.ask("GET", where)[1]["location"] for where in (address, delegate.link)]
        assert steps[0] == steps[1]
        return steps[0].rpartition("/")[2]

    assert opens() == "00_start"
    session.report_step("100", "03_current_state")
    assert opens() == "03_current_state"
    session.move_to("04_swot")
    assert opens() == "04_swot"
