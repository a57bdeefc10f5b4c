"""The open pages of a room, without a network: whom news waits for, what a page that fails says, and whose charts are drawn."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import signal
from contextlib import asynccontextmanager, contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from multiprocessing import active_children
from threading import Event

import pytest
from starlette.websockets import WebSocket

from careerskit.errors import ProcessError
from careerskit.evidence import sample_store
from careerskit.plan import School
from careerskit.server import SessionContext
from careerskit.server.delegate.connection import DelegateConnection
from careerskit.server.facilitator.connection import FacilitatorConnection
from careerskit.server.realtime.chart_process import ChartProcess
from careerskit.server.realtime.hub import ConnectionHub
from careerskit.session import Session, open_session
from careerskit.store import CachedPlan, open_store
from careerskit.workbook.steps import read_steps

from ..delegates import PATIENCE, Visit
from ..widgets import broken

WORDS = "What somebody wrote"

STEPS = read_steps()

LINE_OF_OURS = r'File ".*careerskit.*\.py", line \d+'


class Browser(Visit):
    """The browser's end of a websocket, as a server of ASGI hands it over."""

    def __init__(self):
        super().__init__(None)
        self._said, self._told = asyncio.Queue(), asyncio.Queue()
        scope = {"type": "websocket", "path": "/", "headers": []}
        self.server_side = WebSocket(scope, self._said.get, self._told.put)
        self.closed_with = None

    async def until(self, is_true):
        """Take what the server says until something is true of this page."""
        while not is_true(self):
            said = await asyncio.wait_for(self._told.get(), PATIENCE)
            if said["type"] == "websocket.close":
                self.closed_with = said["code"]
                self.go()
                assert is_true(self), f"closed with {self.closed_with}"
            elif said["type"] == "websocket.send":
                for message in json.loads(said["text"]):
                    self._take(message["header"]["msg_type"], message["content"])

    def say(self, model, data, kind="comm_msg"):
        message = {"header": {"msg_type": kind}, "content": {"comm_id": model, "data": data}}
        self._said.put_nowait({"type": "websocket.receive", "text": json.dumps(message)})

    def go(self):
        self._said.put_nowait({"type": "websocket.disconnect", "code": 1001})

    def write(self, words, path="vision.slt"):
        box = next(model for model, known in self.paths.items() if known == path)
        self.say(box, {"method": "update", "state": {"value": words}})


class Stage:
    """A store with a few schools, and their pages as they are opened."""

    def __init__(self, store, charts):
        self.store, self.charts = store, charts
        self.schools = {school.id: school for school in store.schools.search()}
        self.links = {school: store.links.create(school) for school in self.schools}

    @asynccontextmanager
    async def page(
        self, school="100", step="02_vision", session_parts=None, hub=None, report_step=None, clock=lambda: 0.0
    ):
        """Open a page, and wait until it is built."""
        async with self.opened(school, step, session_parts, hub, report_step, clock) as (browser, live, _):
            await browser.until(lambda page: page.is_built)
            yield browser, live

    @asynccontextmanager
    async def opened(
        self, school="100", step="02_vision", session_parts=None, hub=None, report_step=None, clock=lambda: 0.0
    ):
        browser, whose = Browser(), self.schools[school]
        browser._said.put_nowait({"type": "websocket.connect"})
        await browser.server_side.accept()
        now = CachedPlan(self.store, whose)
        live = DelegateConnection(
            browser.server_side,
            self.store,
            now,
            whose,
            self.links[school],
            self.charts,
            session_parts=session_parts,
            report_step=report_step,
            clock=clock,
        )

        async def serve():
            with hub.connected(live) if hub else nullcontext():
                await live.serve(STEPS[step])

        serving = asyncio.create_task(serve())
        try:
            yield browser, live, serving
        finally:
            browser.go()
            await serving


@pytest.fixture
def stage(tmp_path):
    with open_store(str(tmp_path / "room.db")) as store:
        store.schools.register([School(str(number), f"Larkmoor School {number}") for number in range(100, 106)])
        charts = ChartProcess(store.url)
        yield Stage(store, charts)
        charts.close()


class Told:
    """The session's part of a page, which a test makes, as slowly as it likes."""

    def __init__(self):
        self.news, self.made, self.may, self.began = "at first", 0, Event(), Event()
        self.may.set()

    def __call__(self):
        self.made += 1
        news = self.news
        self.began.set()
        assert self.may.wait(PATIENCE)
        return {"where": news}

    def hold(self):
        self.may.clear()
        self.began.clear()


def told_of(what):
    return lambda page: page.session_parts.get("where") == what


async def happens(event):
    assert await asyncio.to_thread(event.wait, PATIENCE)


def test_news_of_the_session_that_comes_while_a_page_still_has_some_due_is_told_with_it(stage):
    async def test():
        told = Told()
        async with stage.page(session_parts=told) as (browser, live):
            built = told.made
            told.hold()
            tasks = [asyncio.create_task(live.push_session())]
            await happens(told.began)
            for number in range(100):
                told.news = f"news {number}"
                tasks.append(asyncio.create_task(live.push_session()))
            told.may.set()
            await browser.until(told_of("news 99"))
            await asyncio.gather(*tasks)
            assert told.made == built + 2, "what had begun, and all that came meanwhile in one"

    asyncio.run(test())


def test_nobodys_words_wait_for_news_of_the_session(stage):
    async def test():
        told = Told()
        async with (
            stage.page("100", session_parts=told) as (ours, mine),
            stage.page("101", session_parts=told) as (_, other),
            stage.page("102", session_parts=told) as (_, third),
        ):
            told.hold()
            tasks = [asyncio.create_task(page.push_session()) for page in (mine, other, third)]
            await happens(told.began)
            ours.write("Not held up")
            await ours.until(lambda page: {"vision.slt": "Not held up"} in page.saved)
            assert not any(task.done() for task in tasks)
            told.may.set()
            await asyncio.gather(*tasks)

    asyncio.run(test())


def test_news_that_comes_while_a_page_is_built_is_told_after_it(stage):
    async def test():
        told = Told()
        told.hold()
        async with stage.opened(session_parts=told) as (browser, live, _):
            await happens(told.began)
            told.news = "newer"
            newer = asyncio.create_task(live.push_session())
            told.may.set()
            await browser.until(lambda page: page.is_built)
            assert browser.session_parts == {"where": "at first"}
            await browser.until(told_of("newer"))
            await newer

    asyncio.run(test())


class Wall:
    """The clock on the wall, which a test makes go on."""

    def __init__(self):
        self.now = datetime(2027, 3, 10, 16, 0, tzinfo=UTC)

    def __call__(self):
        return self.now


@asynccontextmanager
async def following(hub):
    task = asyncio.create_task(hub.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


class Noted:
    """What is said of who is here, which a test can hold up."""

    def __init__(self):
        self.said, self.may, self.began = [], Event(), Event()
        self.may.set()

    def at(self, where):
        def here():
            self.said.append(where)
            self.began.set()
            assert self.may.wait(PATIENCE)

        return here

    async def when(self, wall):
        """Let the time come at which it is said again, and wait until that has begun."""
        self.began.clear()
        wall.now += timedelta(minutes=1, seconds=1)
        await happens(self.began)


def test_pages_are_told_what_happens_while_it_is_said_who_is_here(stage):
    wall, noted = Wall(), Noted()
    session = open_session(stage.store, "A session", "", wall)
    webinar = SessionContext(stage.store, session, now=wall)
    elsewhere = Session(stage.store, session.id, wall)

    def where():
        return {"where": webinar.session.state.step}

    async def test():
        hub = ConnectionHub(stage.store, 10, lambda: 0.0, webinar)
        async with (
            following(hub),
            stage.page("100", session_parts=where, hub=hub, report_step=noted.at("100")) as (browser, _),
            stage.page("101", hub=hub, report_step=noted.at("101")),
        ):
            noted.may.clear()
            await noted.when(wall)
            before = len(noted.said)
            elsewhere.move_to("04_swot")
            await browser.until(told_of("04_swot"))
            for minute in range(5):  # each time round, it would be said again
                wall.now += timedelta(minutes=1)
                elsewhere.move_to(f"0{minute}_x")
                await browser.until(told_of(f"0{minute}_x"))
            assert len(noted.said) == before
            noted.may.set()
            webinar_writes = webinar.write(lambda: None)
            await webinar_writes
        assert len(noted.said) <= before + 4, "the rest of that time, and once more for all that came meanwhile"

    asyncio.run(test())


def test_a_facilitator_waits_for_one_school_at_most_while_it_is_said_who_is_here(stage):
    wall, noted = Wall(), Noted()
    webinar = SessionContext(stage.store, open_session(stage.store, "A session", "", wall), now=wall)

    async def test():
        hub = ConnectionHub(stage.store, 10, lambda: 0.0, webinar)
        pages = [stage.page(str(number), hub=hub, report_step=noted.at(str(number))) for number in range(100, 104)]
        async with following(hub), pages[0], pages[1], pages[2], pages[3]:
            await webinar.write(lambda: None)
            noted.may.clear()
            await noted.when(wall)
            before = len(noted.said)
            facilitator = asyncio.create_task(webinar.write(lambda: len(noted.said)))
            await asyncio.sleep(0)
            noted.may.set()
            assert await facilitator == before

    asyncio.run(test())


def test_a_school_with_two_pages_is_where_something_was_done_last(stage):
    wall, noted = Wall(), Noted()
    webinar = SessionContext(stage.store, open_session(stage.store, "A session", "", wall), now=wall)
    time = 0.0

    async def test():
        nonlocal time
        hub = ConnectionHub(stage.store, 10, lambda: time, webinar)
        async with (
            following(hub),
            stage.page(hub=hub, report_step=noted.at("vision"), clock=lambda: time) as (vision, _),
            stage.page(step="04_swot", hub=hub, report_step=noted.at("swot"), clock=lambda: time),
        ):
            await webinar.write(lambda: None)
            noted.said.clear()
            time += 1
            vision.write("Here")
            await vision.until(lambda page: page.saved)
            for count in range(1, 4):
                await noted.when(wall)
                assert noted.said == ["vision"] * count

    asyncio.run(test())


def spoil(store, school):
    """Write two answers that are no plan together."""
    for path in ("vision", "vision.slt"):
        with store.database.writing() as connection:
            connection.exec_driver_sql(
                "INSERT INTO revision (school, path, value, who, at) VALUES (?, ?, ?, '', '2026-01-01 00:00:00.000000')",
                (school, path, f'"{WORDS}"'),
            )


def test_a_page_whose_plan_cannot_be_read_is_closed_quietly_and_the_log_says_why(stage, caplog):
    async def test():
        spoil(stage.store, "100")
        async with stage.opened() as (browser, _, serving):
            await browser.until(lambda page: page.closed_with)
            await serving  # raises nothing
        assert browser.closed_with == 1011

    asyncio.run(test())
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert "StoreError: Larkmoor School 100 (100)" in caplog.text
    assert re.search(LINE_OF_OURS, caplog.text), "where it went wrong"
    assert WORDS not in caplog.text


class Spoilt(dict):
    """Changes that cannot be shown."""

    def items(self):
        raise ValueError(WORDS)


def test_a_page_that_goes_wrong_while_it_is_shown_is_closed_to_be_built_anew_and_keeps_what_was_typed(stage, caplog):
    async def test():
        heard = asyncio.Event()

        def clock():  # it is asked for the time when something was heard
            heard.set()
            return 0.0

        async with stage.page(clock=clock) as (browser, live):
            heard.clear()
            browser.write("Typed before")
            await asyncio.wait_for(heard.wait(), PATIENCE)
            await live.apply_remote_changes(Spoilt())
            await browser.until(lambda page: page.closed_with)
        assert browser.closed_with == 1011
        async with stage.page() as (browser, _):
            assert "Typed before" in [state.get("value") for state in browser.models.values()]

    asyncio.run(test())
    assert "ValueError" in caplog.text
    assert re.search(LINE_OF_OURS, caplog.text), "where it went wrong"
    assert WORDS not in caplog.text


def test_news_that_cannot_be_made_leaves_the_page_open_and_its_words_out_of_the_log(stage, caplog):
    wall = Wall()
    session = open_session(stage.store, "A session", "", wall)
    webinar = SessionContext(stage.store, session, now=wall)

    def together():
        if webinar.session.state.step == "04_swot":
            raise ValueError(WORDS)
        return {"where": webinar.session.state.step}

    async def test():
        hub = ConnectionHub(stage.store, 10, lambda: 0.0, webinar)
        async with following(hub), stage.page(session_parts=together, hub=hub) as (browser, _):
            for step in ("02_vision", "04_swot"):
                session.move_to(step)
                if step == "02_vision":
                    await browser.until(told_of(step))
            browser.write("Goes on")
            await browser.until(lambda page: page.saved)
            session.move_to("05_objectives")
            await browser.until(told_of("05_objectives"))

    asyncio.run(test())
    assert WORDS not in caplog.text


def test_what_the_room_could_not_follow_is_noted_with_its_kind_and_its_place(stage, caplog):
    async def test():
        noticed, handler = asyncio.Event(), logging.Handler()
        loop = asyncio.get_running_loop()
        handler.emit = lambda _: loop.call_soon_threadsafe(noticed.set)
        logger = logging.getLogger("careerskit.server.realtime.hub")
        logger.addHandler(handler)
        with broken(stage.store):
            async with following(ConnectionHub(stage.store, 10)):
                await asyncio.wait_for(noticed.wait(), PATIENCE)
        logger.removeHandler(handler)

    asyncio.run(test())
    assert "StoreError: The store cannot be read: no such table: revision" in caplog.text
    assert re.search(LINE_OF_OURS, caplog.text), "where it went wrong"


def test_a_facilitators_page_that_cannot_be_told_something_is_told_the_next_time(caplog):
    sorry = [ValueError(WORDS)]

    def parts():
        if sorry:
            raise sorry.pop()
        return {"clock": "on time"}

    async def test():
        browser = Browser()
        browser._said.put_nowait({"type": "websocket.connect"})
        await browser.server_side.accept()
        connection = FacilitatorConnection(browser.server_side, lambda: 1, parts, None)
        await connection.push()
        await connection.push()
        told = [browser._told.get_nowait() for _ in range(browser._told.qsize())]
        assert [json.loads(one["text"]) for one in told if "text" in one] == [{"clock": "on time"}]

    asyncio.run(test())
    assert "ValueError" in caplog.text
    assert WORDS not in caplog.text


class RecordingChartProcess(ChartProcess):
    """A chart process that records what was requested, and is as patient as a busy machine needs."""

    def __init__(self, store_url):
        super().__init__(store_url, timeout=PATIENCE)
        self.requested = []

    def render(self, school, part):
        self.requested.append(super().render(school, part))
        return self.requested[-1]


def is_running(future):
    """Wait until the process works on something."""
    while not future.running():
        assert not future.done()
    return True


@pytest.fixture
def drawing(tmp_path):
    with sample_store(tmp_path / "samples.db") as store:
        charts = RecordingChartProcess(store.url)
        yield Stage(store, charts)
        charts.close()


@contextmanager
def stopped(stage):
    """Have the process that draws hang, as one does whose disk has gone."""
    before = active_children()
    stage.charts.render(stage.schools["900001"], "benchmark_scores").result(PATIENCE)
    stage.charts.requested.clear()
    (process,) = (one for one in active_children() if one not in before)
    os.kill(process.pid, signal.SIGSTOP)
    yield
    if process.is_alive():
        os.kill(process.pid, signal.SIGCONT)


AGAIN = "Update"


def charts(page):
    return sum("<img" in str(state.get("value")) for state in page.models.values())


def test_what_a_page_wanted_drawn_is_not_drawn_when_it_is_gone(drawing):
    async def test():
        with stopped(drawing):
            hangs = drawing.charts.render(drawing.schools["900001"], "benchmark_scores")
            drawing.charts.requested.clear()
            for _ in range(5):
                async with drawing.page("900001", "03_current_state"):
                    pass
            assert len(drawing.charts.requested) == 10
            assert all(one.cancelled() for one in drawing.charts.requested)
        await asyncio.wrap_future(hangs)
        async with drawing.page("900002", "03_current_state") as (browser, _):
            await browser.until(lambda page: charts(page) >= 2)

    asyncio.run(test())


def test_a_chart_that_is_asked_for_again_before_it_is_drawn_is_drawn_once(drawing):
    async def test():
        with stopped(drawing):
            hold = drawing.charts.render(drawing.schools["900001"], "benchmark_scores")
            async with drawing.page("900001", "03_current_state") as (browser, _):
                again = [key for key, state in browser.models.items() if state.get("description") == AGAIN]
                for model in again * 3:
                    browser.say(model, {"method": "custom", "content": {"event": "click"}})
                browser.write("Heard after all that", "current_state.labour_market")
                await browser.until(lambda page: page.saved)
                asked = [one for one in drawing.charts.requested if one is not hold]
                assert len(asked) > 2
                assert sum(not one.cancelled() for one in asked) == 2

    asyncio.run(test())


def test_a_drawing_that_hangs_is_given_up_and_the_next_one_is_drawn(drawing):
    school, charts = drawing.schools["900001"], drawing.charts
    with stopped(drawing):
        charts.timeout = 0.1
        with pytest.raises(ProcessError, match="took too long"):
            charts.render(school, "benchmark_scores").result(PATIENCE)
    charts.timeout = PATIENCE
    assert "<img" in charts.render(school, "benchmark_scores").result(PATIENCE)


def test_a_server_that_ends_waits_for_no_drawing(drawing):
    with stopped(drawing):
        hangs = drawing.charts.render(drawing.schools["900001"], "benchmark_scores")
        assert is_running(hangs)
        drawing.charts.close()
        with pytest.raises(ProcessError, match="has ended"):
            hangs.result(PATIENCE)
