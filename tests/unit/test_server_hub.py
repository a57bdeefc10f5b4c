"""The connection hub without a network: the order of updates, pages that fail, and charts."""

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

from ..delegates import PATIENCE, OpenPage
from ..widgets import broken

ANSWER = "What somebody wrote"

STEPS = read_steps()

LINE_OF_CAREERSKIT = r'File ".*careerskit.*\.py", line \d+'


class Browser(OpenPage):
    """The browser's end of a websocket, connected to an ASGI application by queues."""

    def __init__(self):
        super().__init__(None)
        self._to_server, self._from_server = asyncio.Queue(), asyncio.Queue()
        scope = {"type": "websocket", "path": "/", "headers": []}
        self.server_side = WebSocket(scope, self._to_server.get, self._from_server.put)
        self.closed_with = None

    async def until(self, is_true):
        """Receive messages until `is_true` is true of this page."""
        while not is_true(self):
            frame = await asyncio.wait_for(self._from_server.get(), PATIENCE)
            if frame["type"] == "websocket.close":
                self.closed_with = frame["code"]
                self.disconnect()
                assert is_true(self), f"closed with {self.closed_with}"
            elif frame["type"] == "websocket.send":
                for message in json.loads(frame["text"]):
                    self._receive(message["header"]["msg_type"], message["content"])

    def send(self, model, data, kind="comm_msg"):
        message = {"header": {"msg_type": kind}, "content": {"comm_id": model, "data": data}}
        self._to_server.put_nowait({"type": "websocket.receive", "text": json.dumps(message)})

    def disconnect(self):
        self._to_server.put_nowait({"type": "websocket.disconnect", "code": 1001})

    def write(self, text, path="vision.slt"):
        box = next(model for model, known in self.paths.items() if known == path)
        self.send(box, {"method": "update", "state": {"value": text}})


class Stage:
    """A store with a few schools, and a way to open their pages."""

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
        browser, school_record = Browser(), self.schools[school]
        browser._to_server.put_nowait({"type": "websocket.connect"})
        await browser.server_side.accept()
        cached_plan = CachedPlan(self.store, school_record)
        connection = DelegateConnection(
            browser.server_side,
            self.store,
            cached_plan,
            school_record,
            self.links[school],
            self.charts,
            session_parts=session_parts,
            report_step=report_step,
            clock=clock,
        )

        async def serve():
            with hub.connected(connection) if hub else nullcontext():
                await connection.serve(STEPS[step])

        serving = asyncio.create_task(serve())
        try:
            yield browser, connection, serving
        finally:
            browser.disconnect()
            await serving


@pytest.fixture
def stage(tmp_path):
    with open_store(str(tmp_path / "room.db")) as store:
        store.schools.register([School(str(number), f"Larkmoor School {number}") for number in range(100, 106)])
        charts = ChartProcess(store.url)
        yield Stage(store, charts)
        charts.close()


class SessionParts:
    """Renders the session's parts of a page; a test can block it."""

    def __init__(self):
        self.value, self.renders, self.may_continue, self.started = "first", 0, Event(), Event()
        self.may_continue.set()

    def __call__(self):
        self.renders += 1
        news = self.value
        self.started.set()
        assert self.may_continue.wait(PATIENCE)
        return {"where": news}

    def block(self):
        self.may_continue.clear()
        self.started.clear()


def shows(value):
    return lambda page: page.session_parts.get("where") == value


async def wait_for(event):
    assert await asyncio.to_thread(event.wait, PATIENCE)


def test_updates_that_arrive_while_one_is_being_sent_are_combined_into_one(stage):
    async def test():
        parts = SessionParts()
        async with stage.page(session_parts=parts) as (browser, live):
            built = parts.renders
            parts.block()
            tasks = [asyncio.create_task(live.push_session())]
            await wait_for(parts.started)
            for number in range(100):
                parts.value = f"news {number}"
                tasks.append(asyncio.create_task(live.push_session()))
            parts.may_continue.set()
            await browser.until(shows("news 99"))
            await asyncio.gather(*tasks)
            assert parts.renders == built + 2, "the one in progress, and one more for all that followed"

    asyncio.run(test())


def test_saving_an_answer_does_not_wait_for_updates_of_the_session(stage):
    async def test():
        parts = SessionParts()
        async with (
            stage.page("100", session_parts=parts) as (ours, mine),
            stage.page("101", session_parts=parts) as (_, other),
            stage.page("102", session_parts=parts) as (_, third),
        ):
            parts.block()
            tasks = [asyncio.create_task(page.push_session()) for page in (mine, other, third)]
            await wait_for(parts.started)
            ours.write("Not held up")
            await ours.until(lambda page: {"vision.slt": "Not held up"} in page.saved)
            assert not any(task.done() for task in tasks)
            parts.may_continue.set()
            await asyncio.gather(*tasks)

    asyncio.run(test())


def test_an_update_that_arrives_while_a_page_is_built_is_sent_afterwards(stage):
    async def test():
        parts = SessionParts()
        parts.block()
        async with stage.opened(session_parts=parts) as (browser, live, _):
            await wait_for(parts.started)
            parts.value = "newer"
            newer = asyncio.create_task(live.push_session())
            parts.may_continue.set()
            await browser.until(lambda page: page.is_built)
            assert browser.session_parts == {"where": "first"}
            await browser.until(shows("newer"))
            await newer

    asyncio.run(test())


class WallClock:
    """A wall clock that a test advances."""

    def __init__(self):
        self.now = datetime(2027, 3, 10, 16, 0, tzinfo=UTC)

    def __call__(self):
        return self.now


@asynccontextmanager
async def running(hub):
    task = asyncio.create_task(hub.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


class StepReports:
    """Records the steps that are reported; a test can block it."""

    def __init__(self):
        self.sent, self.may_continue, self.started = [], Event(), Event()
        self.may_continue.set()

    def at(self, where):
        def here():
            self.sent.append(where)
            self.started.set()
            assert self.may_continue.wait(PATIENCE)

        return here

    async def next_round(self, wall_clock):
        """Advance the clock to the next report, and wait until that has started."""
        self.started.clear()
        wall_clock.now += timedelta(minutes=1, seconds=1)
        await wait_for(self.started)


def test_a_page_opened_between_two_looks_shows_what_has_gone_by_the_second(stage):
    """Groups that are made and end between two looks leave the session as it was, but not the page that was opened meanwhile."""
    context = SessionContext(stage.store, open_session(stage.store, "A session"))
    parts = SessionParts()

    async def test():
        hub = ConnectionHub(stage.store, 10, lambda: 0.0, context)
        await hub._push_session()
        parts.value = "in a group"
        async with stage.page(session_parts=parts, hub=hub) as (browser, _):
            assert browser.session_parts["where"] == "in a group"
            parts.value = "all together"
            await hub._push_session()
            await browser.until(shows("all together"))

    asyncio.run(test())


def test_pages_receive_updates_while_steps_are_being_reported(stage):
    wall_clock, reports = WallClock(), StepReports()
    session = open_session(stage.store, "A session", "", wall_clock)
    webinar = SessionContext(stage.store, session, now=wall_clock)
    elsewhere = Session(stage.store, session.id, wall_clock)

    def where():
        return {"where": webinar.session.state.step}

    async def test():
        hub = ConnectionHub(stage.store, 10, lambda: 0.0, webinar)
        async with (
            running(hub),
            stage.page("100", session_parts=where, hub=hub, report_step=reports.at("100")) as (browser, _),
            stage.page("101", hub=hub, report_step=reports.at("101")),
        ):
            reports.may_continue.clear()
            await reports.next_round(wall_clock)
            before = len(reports.sent)
            elsewhere.move_to("04_swot")
            await browser.until(shows("04_swot"))
            for minute in range(5):  # each minute, another report would be due
                wall_clock.now += timedelta(minutes=1)
                elsewhere.move_to(f"0{minute}_x")
                await browser.until(shows(f"0{minute}_x"))
            assert len(reports.sent) == before
            reports.may_continue.set()
            webinar_writes = webinar.write(lambda: None)
            await webinar_writes
        assert len(reports.sent) <= before + 4, "the rest of that round, and one more round"

    asyncio.run(test())


def test_a_facilitator_waits_for_one_report_at_most(stage):
    wall_clock, reports = WallClock(), StepReports()
    webinar = SessionContext(stage.store, open_session(stage.store, "A session", "", wall_clock), now=wall_clock)

    async def test():
        hub = ConnectionHub(stage.store, 10, lambda: 0.0, webinar)
        pages = [stage.page(str(number), hub=hub, report_step=reports.at(str(number))) for number in range(100, 104)]
        async with running(hub), pages[0], pages[1], pages[2], pages[3]:
            await webinar.write(lambda: None)
            reports.may_continue.clear()
            await reports.next_round(wall_clock)
            before = len(reports.sent)
            facilitator = asyncio.create_task(webinar.write(lambda: len(reports.sent)))
            await asyncio.sleep(0)
            reports.may_continue.set()
            assert await facilitator == before

    asyncio.run(test())


def test_a_school_with_two_pages_is_reported_on_the_page_last_used(stage):
    wall_clock, reports = WallClock(), StepReports()
    webinar = SessionContext(stage.store, open_session(stage.store, "A session", "", wall_clock), now=wall_clock)
    seconds = 0.0

    async def test():
        nonlocal seconds
        hub = ConnectionHub(stage.store, 10, lambda: seconds, webinar)
        async with (
            running(hub),
            stage.page(hub=hub, report_step=reports.at("vision"), clock=lambda: seconds) as (vision, _),
            stage.page(step="04_swot", hub=hub, report_step=reports.at("swot"), clock=lambda: seconds),
        ):
            await webinar.write(lambda: None)
            reports.sent.clear()
            seconds += 1
            vision.write("Here")
            await vision.until(lambda page: page.saved)
            for count in range(1, 4):
                await reports.next_round(wall_clock)
                assert reports.sent == ["vision"] * count

    asyncio.run(test())


def damage_plan(store, school):
    """Write two answers that do not make a plan."""
    for path in ("vision", "vision.slt"):
        with store.database.writing() as connection:
            connection.exec_driver_sql(
                "INSERT INTO revision (school, path, value, who, at) VALUES (?, ?, ?, '', '2026-01-01 00:00:00.000000')",
                (school, path, f'"{ANSWER}"'),
            )


def test_a_page_whose_plan_cannot_be_read_is_closed_and_the_reason_logged(stage, caplog):
    async def test():
        damage_plan(stage.store, "100")
        async with stage.opened() as (browser, _, serving):
            await browser.until(lambda page: page.closed_with)
            await serving  # raises nothing
        assert browser.closed_with == 1011

    asyncio.run(test())
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert "StoreError: Larkmoor School 100 (100)" in caplog.text
    assert re.search(LINE_OF_CAREERSKIT, caplog.text), "the line that failed"
    assert ANSWER not in caplog.text


class BrokenChanges(dict):
    """Changes that cannot be shown."""

    def items(self):
        raise ValueError(ANSWER)


def test_a_page_that_fails_to_update_is_closed_and_has_its_text_when_reopened(stage, caplog):
    async def test():
        received = asyncio.Event()

        def clock():  # the connection reads the clock when it has received a message
            received.set()
            return 0.0

        async with stage.page(clock=clock) as (browser, connection):
            received.clear()
            browser.write("Typed before")
            await asyncio.wait_for(received.wait(), PATIENCE)
            await connection.apply_remote_changes(BrokenChanges())
            await browser.until(lambda page: page.closed_with)
        assert browser.closed_with == 1011
        async with stage.page() as (browser, _):
            assert "Typed before" in [state.get("value") for state in browser.models.values()]

    asyncio.run(test())
    assert "ValueError" in caplog.text
    assert re.search(LINE_OF_CAREERSKIT, caplog.text), "the line that failed"
    assert ANSWER not in caplog.text


def test_a_failed_update_leaves_the_page_open_and_no_answers_in_the_log(stage, caplog):
    wall_clock = WallClock()
    session = open_session(stage.store, "A session", "", wall_clock)
    webinar = SessionContext(stage.store, session, now=wall_clock)

    def parts():
        if webinar.session.state.step == "04_swot":
            raise ValueError(ANSWER)
        return {"where": webinar.session.state.step}

    async def test():
        hub = ConnectionHub(stage.store, 10, lambda: 0.0, webinar)
        async with running(hub), stage.page(session_parts=parts, hub=hub) as (browser, _):
            for step in ("02_vision", "04_swot"):
                session.move_to(step)
                if step == "02_vision":
                    await browser.until(shows(step))
            browser.write("Goes on")
            await browser.until(lambda page: page.saved)
            session.move_to("05_objectives")
            await browser.until(shows("05_objectives"))

    asyncio.run(test())
    assert ANSWER not in caplog.text


def test_an_error_in_the_hub_is_logged_with_its_type_and_line(stage, caplog):
    async def test():
        noticed, handler = asyncio.Event(), logging.Handler()
        loop = asyncio.get_running_loop()
        handler.emit = lambda _: loop.call_soon_threadsafe(noticed.set)
        logger = logging.getLogger("careerskit.server.realtime.hub")
        logger.addHandler(handler)
        with broken(stage.store):
            async with running(ConnectionHub(stage.store, 10)):
                await asyncio.wait_for(noticed.wait(), PATIENCE)
        logger.removeHandler(handler)

    asyncio.run(test())
    assert "StoreError: The store cannot be read: no such table: revision" in caplog.text
    assert re.search(LINE_OF_CAREERSKIT, caplog.text), "the line that failed"


def test_a_facilitators_page_recovers_from_a_failed_update(caplog):
    errors = [ValueError(ANSWER)]

    def parts():
        if errors:
            raise errors.pop()
        return {"clock": "on time"}

    async def test():
        browser = Browser()
        browser._to_server.put_nowait({"type": "websocket.connect"})
        await browser.server_side.accept()
        connection = FacilitatorConnection(browser.server_side, lambda: 1, parts, None)
        await connection.push()
        await connection.push()
        messages = [browser._from_server.get_nowait() for _ in range(browser._from_server.qsize())]
        assert [json.loads(message["text"]) for message in messages if "text" in message] == [{"clock": "on time"}]

    asyncio.run(test())
    assert "ValueError" in caplog.text
    assert ANSWER not in caplog.text


class RecordingChartProcess(ChartProcess):
    """A chart process that records the requests, with a timeout long enough for a busy machine."""

    def __init__(self, store_url):
        super().__init__(store_url, timeout=PATIENCE)
        self.requested = []

    def render(self, school, part):
        self.requested.append(super().render(school, part))
        return self.requested[-1]


def is_running(future):
    """Wait until the process has started on it."""
    while not future.running():
        assert not future.done()
    return True


@pytest.fixture
def chart_stage(tmp_path):
    with sample_store(tmp_path / "samples.db") as store:
        charts = RecordingChartProcess(store.url)
        yield Stage(store, charts)
        charts.close()


@contextmanager
def suspended_charts(stage):
    """Suspend the chart process, as if its disk hung."""
    before = active_children()
    stage.charts.render(stage.schools["900001"], "benchmark_scores").result(PATIENCE)
    stage.charts.requested.clear()
    (process,) = (process for process in active_children() if process not in before)
    os.kill(process.pid, signal.SIGSTOP)
    yield
    if process.is_alive():
        os.kill(process.pid, signal.SIGCONT)


UPDATE_BUTTON = "Update benchmark scores"


def charts(page):
    return sum("<img" in str(state.get("value")) for state in page.models.values())


def test_charts_of_a_closed_page_are_cancelled(chart_stage):
    async def test():
        with suspended_charts(chart_stage):
            hanging = chart_stage.charts.render(chart_stage.schools["900001"], "benchmark_scores")
            chart_stage.charts.requested.clear()
            for _ in range(5):
                async with chart_stage.page("900001", "03_current_state"):
                    pass
            assert len(chart_stage.charts.requested) == 10
            assert all(future.cancelled() for future in chart_stage.charts.requested)
        await asyncio.wrap_future(hanging)
        async with chart_stage.page("900002", "03_current_state") as (browser, _):
            await browser.until(lambda page: charts(page) >= 2)

    asyncio.run(test())


def test_a_chart_requested_again_before_it_is_rendered_is_rendered_once(chart_stage):
    async def test():
        with suspended_charts(chart_stage):
            blocking = chart_stage.charts.render(chart_stage.schools["900001"], "benchmark_scores")
            async with chart_stage.page("900001", "03_current_state") as (browser, _):
                update_buttons = [
                    key for key, state in browser.models.items() if state.get("description") == UPDATE_BUTTON
                ]
                for model in update_buttons * 3:
                    browser.send(model, {"method": "custom", "content": {"event": "click"}})
                browser.write("Heard after all that", "current_state.labour_market")
                await browser.until(lambda page: page.saved)
                requested = [future for future in chart_stage.charts.requested if future is not blocking]
                assert len(requested) > 2
                assert sum(not future.cancelled() for future in requested) == 2

    asyncio.run(test())


def test_a_chart_that_hangs_times_out_and_the_next_one_is_rendered(chart_stage):
    school, charts = chart_stage.schools["900001"], chart_stage.charts
    with suspended_charts(chart_stage):
        charts.timeout = 0.1
        with pytest.raises(ProcessError, match="took too long"):
            charts.render(school, "benchmark_scores").result(PATIENCE)
    charts.timeout = PATIENCE
    assert "<img" in charts.render(school, "benchmark_scores").result(PATIENCE)


def test_closing_the_chart_process_does_not_wait_for_a_chart(chart_stage):
    with suspended_charts(chart_stage):
        hanging = chart_stage.charts.render(chart_stage.schools["900001"], "benchmark_scores")
        assert is_running(hanging)
        chart_stage.charts.close()
        with pytest.raises(ProcessError, match="has ended"):
            hanging.result(PATIENCE)
