"""The widgets' own protocol without a kernel: the models of one open page, and the two things that a browser may say to them."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextvars import ContextVar
from functools import cache
from itertools import count
from typing import Any

from ipywidgets import Button, Checkbox, Dropdown, Layout, Style, Text, Textarea, Widget
from ipywidgets.widgets import widget as every_widget

__all__ = ["LONGEST", "Page", "Refused"]

LONGEST = 20_000
"""How many characters an answer may have: ten times as many as any question asks for."""

_SHOWN = frozenset(
    {
        "ButtonModel",
        "CheckboxModel",
        "DropdownModel",
        "HBoxModel",
        "HTMLModel",
        "TextModel",
        "TextareaModel",
        "VBoxModel",
    }
)
"""What our script (static/page.js) knows how to show."""

_TOLD = frozenset(
    {
        "_dom_classes",
        "_model_name",
        "_options_labels",
        "children",
        "description",
        "disabled",
        "index",
        "placeholder",
        "rows",
        "value",
    }
)
"""What our script wants to know of a widget. Layouts and styles are the page's own."""

_ids = count()
_page: ContextVar[Page | None] = ContextVar("page", default=None)


class Refused(Exception):  # noqa: N818 # it is no error of ours
    """A browser said something that our own script never says."""


class Page:
    """The widgets of one open page: what is to be sent of them, and what comes back."""

    def __init__(self) -> None:
        self._comms: dict[str, _Comm] = {}
        self._out: list[dict[str, Any]] = []
        self._fresh: list[_Comm] = []  # of models that are not sent yet: their state is read when they are

    def here(self) -> None:
        """Have the widgets that are made in this context from now on belong to this page."""
        _page.set(self)

    def say(self, kind: str, content: dict[str, Any]) -> None:
        """Say something to the browser, as a message of Jupyter's protocol."""
        self._out.append({"header": {"msg_type": kind}, "content": content})

    def take(self) -> str:
        """Take what is to be sent now, as text, the new models first, since all else may speak of them; "" where it is nothing."""
        fresh, self._fresh = self._fresh, []
        out, self._out = self._out, []
        out = [made for one in fresh if (made := one.sent())] + out
        return json.dumps(out, separators=(",", ":")) if out else ""

    def hear(self, message: Any) -> bool:
        """Take what the browser said: the new value of one of this page's own controls, or the press of a button.

        Return whether it was a button: then there may be other boxes on the page than before.

        Raises:
            Refused: it is anything else.
        """
        try:
            kind, content = message["header"]["msg_type"], message["content"]
            widget, data = self._comms[content["comm_id"]].widget, content["data"]
            if kind != "comm_msg":
                raise Refused(str(kind))
            if data["method"] == "custom" and data["content"] == {"event": "click"} and isinstance(widget, Button):
                widget.click()
                return True
            ((name, value),) = data["state"].items()
            if data["method"] != "update" or widget is None or not _may_become(widget, name, value):
                raise Refused(f"{name} of a {type(widget).__name__}")
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Refused(repr(error)) from None
        # Not by Widget.set_state: that would send an echo, and would swallow what goes wrong.
        with widget._lock_property(**{name: value}):  # so that the browser is not told what it has just said
            widget.set_trait(name, value)
        return False

    def as_told(self, model: str, value: Any) -> Any:
        """Return an answer as the browser knows it: of a list to choose from, which entry it is."""
        of = self._comms.get(model)
        if of is None or not isinstance(of.widget, Dropdown):
            return value
        values = [entry[1] if isinstance(entry, tuple) else entry for entry in of.widget.options]
        return values.index(value) if value in values else None

    def close(self) -> None:
        """Let go of all widgets. ipywidgets keeps every one that was ever made, until it is taken out of its list."""
        for one in self._comms.values():
            every_widget._instances.pop(one.comm_id, None)
            one.page = one.widget = None
        self._comms.clear()
        self._fresh.clear()
        self._out.clear()

    def opened(self, widget: Widget) -> None:
        """Take a new widget in; the browser is told of it if it is one that a page shows."""
        of = _Comm(self, widget)
        self._comms[of.comm_id] = of
        widget.comm = of
        if not isinstance(widget, Layout | Style):
            if widget._model_name not in _SHOWN:  # said now, before anybody meets a hole in a form
                raise TypeError(
                    f"The delegates' page cannot show a {widget._model_name}: static/page.js has no view of it."
                )
            self._fresh.append(of)

    def told(self, of: _Comm, data: dict[str, Any]) -> None:
        """Pass on what a widget says to its view."""
        if data["method"] == "update":
            state = {name: value for name, value in data["state"].items() if name in _TOLD}
            if not state:
                return
            data = {"method": "update", "state": state}
        self.say("comm_msg", {"comm_id": of.comm_id, "data": data})

    def closed(self, of: _Comm) -> None:
        """Forget a model that its form has closed."""
        self._comms.pop(of.comm_id, None)
        self.say("comm_close", {"comm_id": of.comm_id, "data": {}})


class _Comm:
    """What ipywidgets asks of a comm, and no more. The library's own base class imports IPython for each message."""

    kernel: object = None
    """ipywidgets sends no changes while this is None: those of a new model are in what is sent of it as a whole.
    Nor does it send anything else: a control that has just been made cannot take the focus yet."""

    def __init__(self, page: Page, widget: Widget) -> None:
        self.comm_id = f"w{next(_ids)}"
        self.page: Page | None = page
        self.widget: Widget | None = widget

    def sent(self) -> dict[str, Any] | None:
        """Return the message that tells the browser of this model as it is now; None where it has gone already."""
        if self.widget is None or self.widget.comm is not self:
            return None
        self.kernel = self
        state = {name: _plain(getattr(self.widget, name)) for name in _told_of(type(self.widget))}  # type: ignore[arg-type] # of Any, says mypy
        told = {name: value for name, value in state.items() if value not in (None, "", [], ())}
        content = {"comm_id": self.comm_id, "target_name": "jupyter.widget", "data": {"state": told}}
        return {"header": {"msg_type": "comm_open"}, "content": content}

    def on_msg(self, callback: Callable[[dict[str, Any]], None] | None) -> None:
        """Nothing: what the browser says comes through :meth:`Page.hear`."""

    def send(self, data: Any = None, **_: Any) -> None:
        if self.page is not None:
            self.page.told(self, data)

    def close(self, **_: Any) -> None:
        if self.page is not None:
            self.page.closed(self)


@cache
def _told_of(kind: Any) -> list[str]:
    return sorted(_TOLD & set(kind.class_trait_names(sync=True)))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [f"IPY_MODEL_{one.model_id}" if isinstance(one, Widget) else one for one in value]
    return value


def _may_become(widget: Widget, name: str, value: Any) -> bool:
    if isinstance(widget, Text | Textarea):
        return name == "value" and isinstance(value, str) and len(value) <= LONGEST
    if isinstance(widget, Checkbox):
        return name == "value" and isinstance(value, bool)
    if isinstance(widget, Dropdown):
        return name == "index" and type(value) is int and 0 <= value < len(widget.options)
    return False


def _constructed(widget: Widget) -> None:
    if page := _page.get():
        page.opened(widget)


# The library's own hook, called before a widget makes a comm for itself. That would read all its traits, and once more for
# each that is set afterwards: half of the time that a form takes.
Widget.on_widget_constructed(_constructed)
