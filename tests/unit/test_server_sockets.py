"""The server makes no outgoing connections: no telemetry, no check for updates, no DNS queries.

An audit hook watches every Python process of the server from its start, whatever started it. It records and refuses connections,
so that nothing leaves this machine even where a test fails. Connections that the hook cannot see (a C library might open one) are
looked for in the operating system's list.
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
from careerskit.server.http.pages import static_url

from ..delegates import PATIENCE, Delegate

WATCH = """
import os, sys

LOOKUPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
SENDS = {"socket.connect", "socket.sendto", "socket.sendmsg"}
LOCAL = {"127.0.0.1", b"127.0.0.1", None}  # a server looks up its own address to listen on it

def note(*words):
    with open(os.environ["WATCHED"], "a") as notes:
        print(os.getpid(), *words, file=notes)

def watch(event, arguments):
    if event in SENDS and isinstance(arguments[1], tuple):  # not a Unix socket, whose address is a path
        found = arguments[1][0]
    elif event in LOOKUPS and arguments[0] not in LOCAL:
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
    """Python processes with the audit hook, and what it recorded."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "sitecustomize.py").write_text(WATCH, "utf-8")  # Python imports it at every start
        self._notes = folder / "notes.txt"
        path = os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))
        self.environment = os.environ | {"PYTHONPATH": path, "WATCHED": str(self._notes)}

    @property
    def processes(self):
        return {int(pid) for pid, text in self._lines() if text == "is watched"}

    @property
    def connections(self):
        return [text for _, text in self._lines() if text != "is watched"]

    def _lines(self):
        return [line.split(" ", 1) for line in self._notes.read_text("utf-8").splitlines()]


@pytest.fixture
def watched(tmp_path):
    return Watched(tmp_path)


class Server:
    """The server of a webinar with all its processes."""

    def __init__(self, process, port):
        self.host, self._port, self._process = f"127.0.0.1:{port}", port, psutil.Process(process.pid)

    @property
    def processes(self):
        return [self._process, *self._process.children(recursive=True)]

    def other_connections(self):
        """Return the sockets that are not between the server and a client on this machine."""
        sockets = []
        for process in self.processes:
            with suppress(psutil.NoSuchProcess):  # it has just exited
                sockets += process.net_connections("inet")
        assert any(sock.status == psutil.CONN_LISTEN for sock in sockets), (
            "the list does not even show the server's own socket"
        )
        return [
            sock
            for sock in sockets
            if sock.laddr != ("127.0.0.1", self._port) or (sock.raddr and sock.raddr.ip != "127.0.0.1")
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
        while not responds(port):
            assert process.poll() is None, "the server has ended by itself"
            assert time.monotonic() < until, "the server does not answer"
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait()


def responds(port):
    # That something listens is not enough: before it starts, the server listens there for a moment to check that the port is free.
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", static_url("page.css"))
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def charts(page):
    return sum("<img" in str(state.get("value")) for state in page.models.values())


def test_the_server_connects_to_nobody_but_its_delegates(watched, tmp_path):
    steps = sorted(file.stem for file in notebooks().glob("[0-9]*.ipynb"))
    with sample_store(tmp_path / "samples.db") as store, webinar(watched, store) as server:
        delegate = Delegate(server.host).follow_new_link(store, "900001")
        colleague = Delegate(server.host).follow(delegate.link)
        other = Delegate(server.host).join(name="Tallowfield School", kind="Special school")
        for step in steps:
            with delegate.at(step) as page, other.at(step) as elsewhere:
                assert delegate.ask("GET", f"/p/{delegate.slug}/{step}")[0] == 200
                page.wait_until_built()
                elsewhere.wait_until_built()
                assert server.other_connections() == []
        with other.at("02_vision") as page, colleague.at("03_current_state") as charts_page:
            page.wait_until_built().send(
                next(iter(page.paths)), {"method": "update", "state": {"value": "We want the best."}}
            )
            page.receive_until(lambda page: page.saved)
            charts_page.receive_until(lambda page: charts(page) >= 2)
            assert server.other_connections() == []
        for place in ("link", "plan.html", "answers.json"):
            assert delegate.ask("GET", f"/p/{delegate.slug}/{place}")[0] == 200
        assert server.other_connections() == []
        processes = {process.pid for process in server.processes}

    assert len(processes) > 1  # the chart process, and those that render plans
    assert processes <= watched.processes
    assert watched.connections == []


def test_an_outgoing_connection_of_any_process_is_noticed(watched):
    script = """
import multiprocessing, os, socket

def attempt(call, *arguments):
    try:
        call(*arguments)
    except ConnectionRefusedError as error:
        assert str(error) == "watched"
    else:
        raise SystemExit("not refused")

def main():
    attempt(socket.socket().connect, ("203.0.113.1", 443))  # an address reserved for documentation
    attempt(socket.socket().connect, ("127.0.0.1", 9))
    attempt(socket.socket(type=socket.SOCK_DGRAM).sendto, b"", ("203.0.113.2", 53))

if __name__ == "__main__":
    main()
    started = multiprocessing.get_context("spawn").Process(target=attempt, args=(socket.getaddrinfo, "started.example", 443))
    started.start()
    started.join()
    if not os.fork():
        attempt(socket.gethostbyname, "forked.example")
        os._exit(0)
    os.wait()
"""
    file = watched.folder / "connects_elsewhere.py"
    file.write_text(script, "utf-8")

    subprocess.run([sys.executable, file], env=watched.environment, check=True)

    assert watched.connections == [
        "socket.connect 203.0.113.1",
        "socket.connect 127.0.0.1",
        "socket.sendto 203.0.113.2",
        "socket.getaddrinfo started.example",
        "socket.gethostbyname forked.example",
    ]
