"""A delegate without a browser: joins over HTTP, and speaks the widgets' own protocol over a websocket."""

from __future__ import annotations

import http.client
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from urllib.parse import urlencode

import uvicorn
from websockets.sync.client import connect

from careerskit.server import make_app

__all__ = ["PATIENCE", "Delegate", "Facilitator", "Visit", "serving"]

PATIENCE = 60.0
"""Seconds until something that does not come is given up. Nothing is judged by how long it takes: machines differ, and share."""


@contextmanager
def serving(store, context=None, **options) -> Iterator[str]:
    """Serve a store on a port of its own, in a thread; give its host and port."""
    config = uvicorn.Config(
        make_app(store, context, **options), host="127.0.0.1", port=0, log_level="error", lifespan="on"
    )
    server = uvicorn.Server(config)
    listening = config.bind_socket()
    listening.listen(100)  # so that the first visitor waits for the server instead of being turned away
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield "{}:{}".format(*listening.getsockname()[:2])
    finally:
        server.should_exit = True
        thread.join()


class Delegate:
    """One delegate: what a browser would hold for them."""

    def __init__(self, host):
        self.host, self.link, self.slug, self.cookie = host, "", "", ""
        self.given = []

    def do(self, action, step="02_vision", **said):
        """Take part in the session with a form, as the page's script does; return the status and what was told."""
        status, _, text = self.ask(
            "POST",
            f"/p/{self.slug}/{step}/{action}",
            urlencode(said),
            Origin=f"http://{self.host}",
            Accept="application/json",
        )
        return status, text

    def ask(self, method, path, body=None, **headers):
        """Return the status, headers and text of an answer."""
        connection = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        if self.cookie:
            headers = {"Cookie": self.cookie, **headers}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        self.given = [value for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        found = answer.status, dict(answer.getheaders()), answer.read().decode("utf-8", "replace")
        connection.close()
        return found

    def join(self, **said):
        """Join with the session's link: choose a school (school=) or add one (name=, kind=), and see one's private link."""
        status, headers, html = self.ask("POST", "/join", urlencode(said), Origin=f"http://{self.host}")
        assert status == 303, html
        self._keep(headers["location"])
        self.link = re.search(r"http://[^/\"]+(/k/[\w-]+)", self.ask("GET", headers["location"])[2])[1]
        return self

    def let_in(self, store, school):
        """Come in by a private link that a colleague or the facilitator gave."""
        self.link = f"/k/{store.links.create(school)}"
        return self.follow(self.link)

    def follow(self, link):
        """Follow a private link: take the cookie that it gives, and see where it leads."""
        status, headers, html = self.ask("GET", link)
        assert status == 303, html
        self._keep(headers["location"])
        return self

    def _keep(self, location):
        self.cookie = "; ".join(cookie.partition(";")[0] for cookie in self.given)
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
            yield Visit(socket)


class Visit:
    """An open page: its models as the server told them, and what is said to them."""

    def __init__(self, socket):
        self.socket, self.models, self.paths, self.saved, self.is_built = socket, {}, {}, [], False
        self.session_parts = {}

    def hear(self, until):
        """Take what the server says until something is true of this page, and return that."""
        while not (found := until(self)):
            for message in json.loads(self.socket.recv(timeout=PATIENCE)):
                self._take(message["header"]["msg_type"], message["content"])
        return found

    def built(self):
        """Wait until the form is there."""
        self.hear(lambda page: page.is_built)
        return self

    def model(self, label):
        """Return the id of the control of that label."""
        wanted = f'<span class="ck-label">{escape(label)}</span>'
        return next(key for key, state in self.models.items() if wanted in state.get("description", ""))

    def say(self, model, data, kind="comm_msg"):
        """Say something to a model."""
        self.socket.send(
            json.dumps({"header": {"msg_id": "1", "msg_type": kind}, "content": {"comm_id": model, "data": data}})
        )

    def type(self, label, words):
        """Type into the box of that label."""
        self.say(self.model(label), {"method": "update", "state": {"value": words}})

    def press(self, button):
        """Press the first button of that name."""
        model = next(key for key, state in self.models.items() if state.get("description") == button)
        self.say(model, {"method": "custom", "content": {"event": "click"}})

    def _take(self, kind, content):
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
    """Somebody with a facilitator's link."""

    def follow(self, link):
        """Follow a facilitator's link."""
        status, headers, html = self.ask("GET", link)
        assert status == 303, html
        assert headers["location"] == "/facilitate"
        self.cookie = "; ".join(cookie.partition(";")[0] for cookie in self.given)
        return self

    def do(self, action, **said):
        """Do something with a form of the page; return the status and what was told."""
        headers = {"Origin": f"http://{self.host}", "Accept": "application/json"}
        status, _, text = self.ask("POST", f"/facilitate/do/{action}", urlencode(said), **headers)
        return status, text

    @contextmanager
    def watching(self, query="", **headers):
        """Watch the session, as the page's script does: gives a function that returns the parts once something is true of them."""
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
                while not (parts and is_true(parts)):
                    parts.update(json.loads(socket.recv(timeout=PATIENCE)))
                return parts

            yield until
