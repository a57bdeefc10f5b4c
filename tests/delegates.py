"""A delegate without a browser: joins over HTTP, and speaks the Jupyter widget protocol over a websocket."""

from __future__ import annotations

import http.client
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from html import escape
from urllib.parse import urlencode

import uvicorn
from websockets.sync.client import connect

from careerskit.server import make_app
from careerskit.session import Session, board, default_run_of_show, school_names
from careerskit.store import load_plan

__all__ = ["PATIENCE", "Delegate", "Facilitator", "OpenPage", "Room", "WallClock", "serving"]

PATIENCE = 120.0
"""Seconds to wait before giving up. It is generous, since no test measures time: machines differ in speed, and some are shared."""


@contextmanager
def serving(store, context=None, **options) -> Iterator[str]:
    """Serve a store on a free port, in a thread; yield its host and port."""
    config = uvicorn.Config(
        make_app(store, context, **options), host="127.0.0.1", port=0, log_level="error", lifespan="on"
    )
    server = uvicorn.Server(config)
    listening = config.bind_socket()
    listening.listen(100)  # so that the first request waits for the server instead of being refused
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield "{}:{}".format(*listening.getsockname()[:2])
    finally:
        server.should_exit = True
        thread.join()


class Delegate:
    """One delegate: the link, cookies and address that their browser would hold."""

    def __init__(self, host):
        self.host, self.link, self.slug, self.cookie = host, "", "", ""
        self.cookies_set = []

    def do(self, action, step="02_vision", **form):
        """Submit a form of the session, as the page's script does; return the status and the text of the response."""
        status, _, text = self.ask(
            "POST",
            f"/p/{self.slug}/{step}/{action}",
            urlencode(form),
            Origin=f"http://{self.host}",
            Accept="application/json",
        )
        return status, text

    def ask(self, method, path, body=None, **headers):
        """Send a request; return the status, headers and text of the response."""
        connection = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        if self.cookie:
            headers = {"Cookie": self.cookie, **headers}
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        self.cookies_set = [value for name, value in response.getheaders() if name.lower() == "set-cookie"]
        found = response.status, dict(response.getheaders()), response.read().decode("utf-8", "replace")
        connection.close()
        return found

    def join(self, **form):
        """Join with the session's link: choose a school (school=) or add one (name=, kind=), and read the private link."""
        status, headers, html = self.ask("POST", "/join", urlencode(form), Origin=f"http://{self.host}")
        assert status == 303, html
        self._store_cookies(headers["location"])
        self.link = re.search(r"http://[^/\"]+(/k/[\w-]+)", self.ask("GET", headers["location"])[2])[1]
        return self

    def follow_new_link(self, store, school):
        """Follow a new private link to the plan of a school."""
        self.link = f"/k/{store.links.create(school)}"
        return self.follow(self.link)

    def follow(self, link):
        """Follow a private link: store its cookies and the address that it redirects to."""
        status, headers, html = self.ask("GET", link)
        assert status == 303, html
        self._store_cookies(headers["location"])
        return self

    def _store_cookies(self, location):
        self.cookie = "; ".join(cookie.partition(";")[0] for cookie in self.cookies_set)
        self.slug = location.split("/")[2]

    @contextmanager
    def at(self, step, **headers):
        """Open a step's widgets, as the page's script does."""
        headers = {"Cookie": self.cookie, **headers}
        address = f"ws://{self.host}/p/{self.slug}/{step}/live"
        origin = headers.pop("Origin", f"http://{self.host}")
        with connect(
            address, origin=origin, additional_headers=headers, max_size=None, open_timeout=PATIENCE
        ) as socket:
            yield OpenPage(socket)


class OpenPage:
    """An open page: the models that the server has sent, and the messages that the page sends."""

    def __init__(self, socket):
        self.socket, self.models, self.paths, self.saved, self.is_built = socket, {}, {}, [], False
        self.session_parts = {}

    def receive_until(self, until):
        """Receive messages until `until` is true of this page, and return its result."""
        give_up = time.monotonic() + PATIENCE
        while not (found := until(self)):
            for message in json.loads(self.socket.recv(timeout=max(0, give_up - time.monotonic()))):
                self._receive(message["header"]["msg_type"], message["content"])
        return found

    def wait_until_built(self):
        """Wait until the form is built."""
        self.receive_until(lambda page: page.is_built)
        return self

    def model(self, label):
        """Return the id of the control of that label."""
        wanted = f'<span class="ck-label">{escape(label)}</span>'
        return next(key for key, state in self.models.items() if wanted in state.get("description", ""))

    def send(self, model, data, kind="comm_msg"):
        """Send a message to a model."""
        self.socket.send(
            json.dumps({"header": {"msg_id": "1", "msg_type": kind}, "content": {"comm_id": model, "data": data}})
        )

    def type(self, label, text):
        """Type into the box of that label."""
        self.send(self.model(label), {"method": "update", "state": {"value": text}})

    def press(self, button):
        """Press the first button of that name."""
        model = next(key for key, state in self.models.items() if state.get("description") == button)
        self.send(model, {"method": "custom", "content": {"event": "click"}})

    def _receive(self, kind, content):
        if content.get("comm_id") == "page":
            self.is_built = True
            data = content["data"].get("content", {})
            self.paths |= data.get("paths", {})
            self.saved += [data["saved"]] if "saved" in data else []
            self.session_parts |= data.get("session", {})
        elif kind == "comm_open":
            self.models[content["comm_id"]] = content["data"]["state"]
        elif kind == "comm_msg" and content["data"]["method"] == "update":
            self.models[content["comm_id"]] |= content["data"]["state"]
        elif kind == "comm_close":
            self.models.pop(content["comm_id"], None)


class Facilitator(Delegate):
    """A facilitator, by their link."""

    def follow(self, link):
        """Follow a facilitator's link."""
        status, headers, html = self.ask("GET", link)
        assert status == 303, html
        assert headers["location"] == "/facilitate"
        self.cookie = "; ".join(cookie.partition(";")[0] for cookie in self.cookies_set)
        return self

    def do(self, action, **form):
        """Submit a form of the page; return the status and the text of the response."""
        headers = {"Origin": f"http://{self.host}", "Accept": "application/json"}
        status, _, text = self.ask("POST", f"/facilitate/do/{action}", urlencode(form), **headers)
        return status, text

    @contextmanager
    def watching(self, query="", **headers):
        """Watch the session, as the page's script does; yield a function that waits until its condition is true of the parts."""
        headers = {"Cookie": self.cookie, **headers}
        with connect(
            f"ws://{self.host}/facilitate/live{query}",
            origin=f"http://{self.host}",
            additional_headers=headers,
            max_size=None,
            open_timeout=PATIENCE,
        ) as socket:
            parts = {}

            def until(is_true):
                give_up = time.monotonic() + PATIENCE  # each message alone would not do: the server sends some for ever
                while not (parts and is_true(parts)):
                    parts.update(json.loads(socket.recv(timeout=max(0, give_up - time.monotonic()))))
                return parts

            yield until


class WallClock:
    """A wall clock that a test advances."""

    def __init__(self):
        self.now = datetime(2027, 3, 10, 16, 0, tzinfo=UTC)

    def __call__(self):
        return self.now


class Room:
    """A running session with its facilitator, and a way to join as a delegate."""

    def __init__(self, store, host, session, wall):
        self.store, self.host, self.session, self.wall = store, host, session, wall
        self.link = f"/f/{store.facilitators.create(session.id)}"
        self.facilitator = Facilitator(host).follow(self.link)

    def join(self, number):
        return Delegate(self.host).join(school=str(number))

    @property
    def state(self):
        """The state of the session, replayed from the store."""
        return Session(self.store, self.session.id).state

    @property
    def blocks(self):
        """The ids of the blocks of the run of show."""
        return [block.id for block in default_run_of_show().blocks]

    def board(self):
        """Return the board as the facilitator sees it now."""
        state = self.state
        plans = {school: load_plan(self.store, self.store.schools.get(school)) for school in state.schools}
        approved = state.approved if state.approves_first else None
        return board(
            plans,
            state.shares,
            session=self.session.secret,
            names=school_names((), plans.values()),
            hidden=state.hidden,
            corrections=state.corrections,
            approved=approved,
        )
