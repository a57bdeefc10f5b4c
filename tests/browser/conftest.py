"""A real Chromium: Debian's where it is, Playwright's own elsewhere. And a webinar's server that can be killed."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import nullcontext

import pytest

from careerskit.plan import School
from careerskit.shipped import samples
from careerskit.store import import_plan, open_store


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
        """Start it where it does not run, and come back when it listens."""
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
        until = time.monotonic() + 30
        while not self._listens():
            assert self._process.poll() is None, "the server has ended by itself"
            assert time.monotonic() < until, "the server does not listen"

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

    def _listens(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


@pytest.fixture(scope="module")
def _room(tmp_path_factory):
    with open_store(str(tmp_path_factory.mktemp("webinar") / "room.db")) as store:
        store.register([School("100", "Larkmoor School"), School("101", "Quillbridge College")])
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
            store.register([School(str(100 + number), name) for number, name in enumerate(schools)])
            room.start()
            return room

        yield run
        room.kill()
