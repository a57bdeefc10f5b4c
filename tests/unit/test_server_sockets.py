"""The server answers its delegates and turns to nobody else: no report, no look for a newer version, no name that is asked for.

Every Python process of the server is watched from its first moment by an audit hook, whatever started it. What it finds is noted,
and refused, so that nothing leaves this machine even where a test fails. Connections that no hook sees (a library in C might make
one) are looked for in the system's own list.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException

import psutil
import pytest

from careerskit.evidence import sample_store
from careerskit.resources import notebooks

from ..delegates import PATIENCE, Delegate

WATCH = """
import os, sys

ASKED = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
SENT = {"socket.connect", "socket.sendto", "socket.sendmsg"}
OURS = {"127.0.0.1", b"127.0.0.1", None}  # to listen at it, a server looks its own address up

def note(*words):
    with open(os.environ["WATCHED"], "a") as notes:
        print(os.getpid(), *words, file=notes)

def watch(event, arguments):
    if event in SENT and isinstance(arguments[1], tuple):  # not a socket within the machine, whose address is a path
        found = arguments[1][0]
    elif event in ASKED and arguments[0] not in OURS:
        found = arguments[0]
    else:
        return
    note(event, found)
    raise ConnectionRefusedError("watched")

sys.addaudithook(watch)
os.register_at_fork(after_in_child=lambda: note("is watched"))
note("is watched")
"""


class Watched:
    """Processes of Python that are watched, and what they did."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "sitecustomize.py").write_text(WATCH, "utf-8")  # Python imports it at every start
        self._notes = folder / "notes.txt"
        path = os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))
        self.environment = os.environ | {"PYTHONPATH": path, "WATCHED": str(self._notes)}

    @property
    def processes(self):
        return {int(pid) for pid, said in self._noted() if said == "is watched"}

    @property
    def turned_to(self):
        return [said for _, said in self._noted() if said != "is watched"]

    def _noted(self):
        return [line.split(" ", 1) for line in self._notes.read_text("utf-8").splitlines()]


@pytest.fixture
def watched(tmp_path):
    return Watched(tmp_path)


class Server:
    """A webinar's server with all its processes."""

    def __init__(self, process, port):
        self.host, self._port, self._process = f"127.0.0.1:{port}", port, psutil.Process(process.pid)

    @property
    def processes(self):
        return [self._process, *self._process.children(recursive=True)]

    def others(self):
        """Return the connections, and the places listened at, that are not between the server and a client on this machine."""
        here = []
        for process in self.processes:
            with suppress(psutil.NoSuchProcess):  # it has just ended
                here += process.net_connections("inet")
        assert any(one.status == psutil.CONN_LISTEN for one in here), (
            "the list does not even show the server's own place"
        )
        return [
            one for one in here if one.laddr != ("127.0.0.1", self._port) or (one.raddr and one.raddr.ip != "127.0.0.1")
        ]


@contextmanager
def webinar(watched, store):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from careerskit.cli import main; main()", "webinar"]
    command += ["--store", store.url, "--port", str(port)]
    process = subprocess.Popen(command, env=watched.environment, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + PATIENCE
        while not answers(port):
            assert process.poll() is None, "the server has ended by itself"
            assert time.monotonic() < until, "the server does not answer"
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait()


def answers(port):
    # That somebody listens is not enough: before it takes its place, it listens there for a moment to see whether it is free.
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", "/static/page.css")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def charts(page):
    return sum("<img" in str(state.get("value")) for state in page.models.values())


def test_the_server_turns_to_nobody_but_its_delegates(watched, tmp_path):
    steps = sorted(file.stem for file in notebooks().glob("0*.ipynb"))
    with sample_store(tmp_path / "samples.db") as store, webinar(watched, store) as server:
        delegate = Delegate(server.host).let_in(store, "900001")
        colleague = Delegate(server.host).follow(delegate.link)
        other = Delegate(server.host).join(name="Tallowfield School", kind="Special school")
        for step in steps:
            with delegate.at(step) as page, other.at(step) as elsewhere:
                assert delegate.ask("GET", f"/p/{delegate.slug}/{step}")[0] == 200
                page.built()
                elsewhere.built()
                assert server.others() == []
        with other.at("02_vision") as page, colleague.at("03_current_state") as drawn:
            page.built().say(next(iter(page.paths)), {"method": "update", "state": {"value": "We want the best."}})
            page.hear(lambda page: page.saved)
            drawn.hear(lambda page: charts(page) >= 2)
            assert server.others() == []
        for place in ("link", "plan.html", "answers.json"):
            assert delegate.ask("GET", f"/p/{delegate.slug}/{place}")[0] == 200
        assert server.others() == []
        processes = {process.pid for process in server.processes}

    assert len(processes) > 1  # the one that draws, and those that make plans
    assert processes <= watched.processes
    assert watched.turned_to == []


def test_whoever_turned_elsewhere_would_be_noticed_in_any_process(watched):
    script = """
import multiprocessing, os, socket

def tried(do, *arguments):
    try:
        do(*arguments)
    except ConnectionRefusedError as error:
        assert str(error) == "watched"
    else:
        raise SystemExit("not refused")

def main():
    tried(socket.socket().connect, ("203.0.113.1", 443))  # an address that the Internet keeps for examples
    tried(socket.socket().connect, ("127.0.0.1", 9))
    tried(socket.socket(type=socket.SOCK_DGRAM).sendto, b"", ("203.0.113.2", 53))

if __name__ == "__main__":
    main()
    started = multiprocessing.get_context("spawn").Process(target=tried, args=(socket.getaddrinfo, "started.example", 443))
    started.start()
    started.join()
    if not os.fork():
        tried(socket.gethostbyname, "forked.example")
        os._exit(0)
    os.wait()
"""
    file = watched.folder / "turns_elsewhere.py"
    file.write_text(script, "utf-8")

    subprocess.run([sys.executable, file], env=watched.environment, check=True)

    assert watched.turned_to == [
        "socket.connect 203.0.113.1",
        "socket.connect 127.0.0.1",
        "socket.sendto 203.0.113.2",
        "socket.getaddrinfo started.example",
        "socket.gethostbyname forked.example",
    ]
