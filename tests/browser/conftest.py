"""A real Chromium: Debian's package, or else Playwright's own. And a webinar's server that can be killed.

Nothing here tests how fast something is: how often the server checks for changes is tested in tests/unit/test_server_session.py.
"""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import nullcontext
from http.client import HTTPConnection, HTTPException

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from careerskit.plan import School
from careerskit.resources import samples
from careerskit.server.http.pages import static_url
from careerskit.store import import_plan, open_store
from tests.browser.timeouts import RENDERED, SHOWN
from tests.delegates import PATIENCE

expect.set_options(timeout=SHOWN)

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""Names of Chromium, best first. The headless shell has no window system of its own, so it starts faster and needs less CPU."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    quiet = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
    ]
    return browser_type_launch_args | ({"executable_path": found} if found else {}) | {"args": quiet}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return browser_context_args | {"locale": "en-GB", "viewport": {"width": 1280, "height": 1000}}


@pytest.fixture
def new_context(new_context):
    def create(**options):
        context = new_context(**options)
        context.set_default_timeout(SHOWN)
        context.set_default_navigation_timeout(RENDERED)  # a link may lead to a plan that is rendered first
        return context

    return create


@pytest.fixture
def paused_clock(context):
    """Stop the page's timers: a link then waits until the last answers are saved, and not only for a second and a half."""
    context.clock.install(time=0)
    context.clock.pause_at(1)


@pytest.fixture(scope="session")
def axe():
    """Return a function that checks a page with axe, including targets under 24 px, a rule that axe leaves off by default."""
    options = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    return lambda page: Axe().run(page, options=options).response


@pytest.fixture(scope="session")
def assert_accessible(axe):
    """Return a function that checks a page with axe, wide and narrow, with all its details open.

    It also checks that the page does not scroll sideways on the smallest phone.
    """

    def look(page):
        page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            assert axe(page)["violations"] == []
        page.set_viewport_size({"width": 320, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320

    return look


class Webinar:
    """``careerskit webinar`` in a process of its own. It keeps its port when it is started again."""

    def __init__(self, store, folder=None, *options):
        """folder: the working directory, where its output is stored; None for the current one, with its output shown."""
        self.store, self._folder, self._options, self._process = store, folder, options, None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self):
        """Start it unless it is running, and return when it responds."""
        if self._process:
            return
        options = [
            "--name",
            "Benchmark 1, Module 1",
            "--store",
            self.store.url,
            "--port",
            str(self.port),
            *self._options,
        ]
        command = [sys.executable, "-c", "from careerskit.cli import main; main()", "webinar", *options]
        said = (self._folder / "said.txt").open("ab") if self._folder else None
        with said or nullcontext():
            self._process = subprocess.Popen(command, cwd=self._folder, stderr=said)
        until = time.monotonic() + PATIENCE
        while not self._answers():
            assert self._process.poll() is None, "the server has exited"
            assert time.monotonic() < until, "the server does not respond"

    def kill(self):
        """Kill it without warning, like ``kill -9`` or a power cut."""
        process, self._process = self._process, None
        if process:
            process.send_signal(signal.SIGKILL)
            process.wait()

    @property
    def said(self):
        """Its output so far, since it was first started."""
        return (self._folder / "said.txt").read_text("utf-8")

    @property
    def facilitators_link(self):
        """The last facilitator's link that it printed."""
        return re.findall(r"^Facilitators: (\S+)$", self.said, re.MULTILINE)[-1]

    def _answers(self):
        # An open port is not enough: before it starts, the server listens there for a moment to check that the port is free.
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", static_url("page.css"))
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


@pytest.fixture(scope="module")
def _room(tmp_path_factory):
    with open_store(str(tmp_path_factory.mktemp("webinar") / "room.db")) as store:
        store.schools.register([School("100", "Larkmoor School"), School("101", "Quillbridge College")])
        import_plan(store, (samples() / "900001.json").read_text("utf-8"), "900001")
        room = Webinar(store)
        yield room
        room.kill()


@pytest.fixture
def webinar(_room):
    """Run a webinar with two schools without answers, and the sample school with the most."""
    _room.start()
    return _room


@pytest.fixture
def webinar_of(tmp_path):
    """Return a function that runs a webinar for schools of these names, in its own folder: nobody has joined yet."""
    folder = tmp_path / "webinar"
    folder.mkdir()
    with open_store(str(folder / "room.db")) as store:
        room = Webinar(store, folder, "--surgery", "22 May")

        def run(*schools):
            store.schools.register([School(str(100 + number), name) for number, name in enumerate(schools)])
            room.start()
            return room

        yield run
        room.kill()


@pytest.fixture
def school(webinar):
    """Register a school without any answers."""
    one = School(f"1{time.monotonic_ns()}", "Tallowfield School")
    webinar.store.schools.register([one])
    return one
