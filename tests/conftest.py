"""What several tests need: a fresh store, and the sample schools' plans rendered once."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, settings

from careerskit.cli import main
from careerskit.plan import School
from careerskit.server import SessionContext
from careerskit.session import open_session
from careerskit.store import open_store
from tests.delegates import Room, WallClock, serving

ROOT = Path(__file__).parent.parent
PUBLISHED = ROOT.parent / "shared" / "data"
"""Real published data, where the machine has it. The project does not ship it."""

# An example takes as long as the machine needs, and a push is judged by the same examples wherever and whenever it is.
settings.register_profile("careerskit", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("careerskit")


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell's background job ignores Ctrl-C, and so would the commands that tests start and interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_xdist_auto_num_workers():
    """Run one process more than the machine has cores: tests often wait, for a server, a kernel or a browser."""
    return (os.cpu_count() or 1) + 1


LONGEST = ["test_session.py", "test_delegates.py"]
"""The tests of a browser that take longest: begun first, so that no process works on one of them alone at the end."""


def pytest_collection_modifyitems(items):
    """Put the browser last: Playwright's plain interface leaves an event loop running in this thread until the very end."""

    def position(item):
        in_browser = "browser" in item.path.parts
        return in_browser, LONGEST.index(item.path.name) - len(
            LONGEST
        ) if in_browser and item.path.name in LONGEST else 0

    items.sort(key=position)


@pytest.fixture
def two_schools(tmp_path):
    """Return a store with two schools without answers."""
    with open_store(str(tmp_path / "room.db")) as store:
        store.schools.register([School("100", "Larkmoor School"), School("101", "Quillbridge College")])
        yield store


@pytest.fixture
def store(tmp_path):
    with open_store(str(tmp_path / "answers.db")) as opened:
        opened.schools.register([School("100", "Larkmoor School")])
        yield opened


@pytest.fixture(scope="session")
def published():
    if not PUBLISHED.is_dir():
        pytest.skip("the published data is not on this machine (../shared/data)")
    return PUBLISHED


@dataclass(frozen=True)
class Rendered:
    """The outcome of one run of ``careerskit plans``."""

    folder: Path

    @property
    def report(self):
        return json.loads((self.folder / "report.json").read_text("utf-8"))

    def page(self, school, name="plan.html"):
        return next(self.folder.glob(f"*-{school}")) / name

    def html(self, school, name="plan.html"):
        return self.page(school, name).read_text("utf-8")


def careerskit(*arguments, cwd="."):
    """Run a command of careerskit, and return its exit status and output.

    It runs in this process: half of the suite's time would otherwise go into importing the same libraries again for each command.
    """
    output, errors, status = io.StringIO(), io.StringIO(), 0
    command = ["careerskit", *map(str, arguments)]
    with chdir(cwd), redirect_stdout(output), redirect_stderr(errors), patch.object(sys, "argv", command):
        try:
            main()
        except SystemExit as stopped:
            status = stopped.code or 0
    return subprocess.CompletedProcess(command, status, output.getvalue(), errors.getvalue())


@pytest.fixture(scope="session")
def run():
    return careerskit


@pytest.fixture(scope="session")
def sample_plans(tmp_path_factory):
    folder = tmp_path_factory.mktemp("samples") / "plans"
    said = careerskit("plans", "--samples", "--out", folder)
    assert said.returncode == 0, said.stderr
    return Rendered(folder)


@pytest.fixture(scope="session")
def sample_editions(tmp_path_factory):
    """Return the sample plans with every edition, as pages and as PDF."""
    folder = tmp_path_factory.mktemp("editions") / "plans"
    said = careerskit("plans", "--samples", "--editions", "all", "--formats", "html,pdf", "--out", folder)
    assert said.returncode == 0, said.stderr
    return Rendered(folder)


@pytest.fixture
def room(tmp_path):
    """Return a running session with its facilitator, and six schools that may join it."""
    wall = WallClock()
    with open_store(str(tmp_path / "room.db")) as store:
        store.schools.register([School(str(number), f"Larkmoor School {number}") for number in range(100, 106)])
        session = open_session(store, "Benchmark 1, Module 1", "22 May", wall)
        webinar = SessionContext(store, session, now=wall)
        with serving(store, webinar, out=tmp_path / "afterwards", clock=lambda: 0.0) as host:
            yield Room(store, host, session, wall)
