"""A real Chromium: Debian's where it is, Playwright's own elsewhere. And a webinar's server that can be killed.

Whatever is waited for is waited for long: a browser and a server share the machine with much else, and nothing is judged by how
fast they are. That the room is looked at twice a second, for one, is said in tests/unit/test_server_session.py.
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
from careerskit.store import import_plan, open_store
from tests.delegates import PATIENCE

LONG = 60_000
"""Milliseconds until what a page should show is given up."""

expect.set_options(timeout=LONG)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
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
    def patient(**options):
        context = new_context(**options)
        context.set_default_timeout(2 * LONG)  # of a press, which waits for what there is to press, too
        return context

    return patient


@pytest.fixture
def time_stands_still(context):
    """Have no timer of a page go off: a link waits for the last words to be kept, and not just for a second and a half."""
    context.clock.install(time=0)
    context.clock.pause_at(1)


@pytest.fixture(scope="session")
def axe():
    """Give a function that looks for what is wrong with a page; targets of less than 24 px too, which axe leaves out by itself."""
    options = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    return lambda page: Axe().run(page, options=options).response


@pytest.fixture(scope="session")
def nothing_is_found(axe):
    """Give a function that looks with axe at a page with everything on it open, wide and narrow.

    Nor does the page scroll sideways on the smallest phone.
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
    """``careerskit webinar`` as a process of its own, on one port, as often as it is started."""

    def __init__(self, store, folder=None, *options):
        """folder: where it runs, and where what it says is kept; None for here, and to say it here."""
        self.store, self._folder, self._options, self._process = store, folder, options, None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self):
        """Start it where it does not run, and come back when it answers."""
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
            assert self._process.poll() is None, "the server has ended by itself"
            assert time.monotonic() < until, "the server does not answer"

    def kill(self):
        """End it as ``kill -9`` and a power cut do: it can do nothing about it."""
        process, self._process = self._process, None
        if process:
            process.send_signal(signal.SIGKILL)
            process.wait()

    @property
    def said(self):
        """What it has said so far, each time it was started."""
        return (self._folder / "said.txt").read_text("utf-8")

    @property
    def facilitators_link(self):
        """The facilitator's link that it printed last."""
        return re.findall(r"^Facilitators: (\S+)$", self.said, re.MULTILINE)[-1]

    def _answers(self):
        # That somebody listens is not enough: before it takes its place, it listens there for a moment to see whether it is free.
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", "/static/page.css")
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
    """Have the server of a webinar run: of two schools without a word, and of the sample school that has written most."""
    _room.start()
    return _room


@pytest.fixture
def webinar_of(tmp_path):
    """Give a function that runs a webinar of schools of these names, in a folder of its own: nobody has joined yet."""
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
