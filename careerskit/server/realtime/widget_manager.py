"""The widgets' own protocol (ipywidgets' over Jupyter's messages) without a kernel, for one open page.

A browser may do three things only: set the value of a control of its own page, say that it was left, and click a button.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextvars import ContextVar
from functools import cache
from itertools import count
from typing import Any

from ipywidgets import Button, Checkbox, Dropdown, Layout, Style, Text, Textarea, Widget

from careerskit.errors import ProtocolError

__all__ = ["MAX_ANSWER_CHARACTERS", "WidgetManager"]

MAX_ANSWER_CHARACTERS = 20_000
"""Ten times as many as any field of a plan asks for."""

SHOWN_MODELS = frozenset(
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
"""The models that our script has a view for (server/static)."""

# Those with an underscore are private in Python but part of the widget protocol, and no public trait says the same. If one moves,
# look at ipywidgets' specification of models (packages/schema), and change the scripts in server/static too.
_SYNCED = frozenset(
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
"""The traits that our script reads. Layouts and styles are the page's own."""

_ids = count()
_active: ContextVar[WidgetManager | None] = ContextVar("widget_manager", default=None)


class WidgetManager:
    """The widgets of one open page: what is to be sent of them, and what the browser sends back.

    on_blur: called with the id of a text box's model when it was left.
    """

    def __init__(self, on_blur: Callable[[str], object] = lambda _: None) -> None:
        self._on_blur = on_blur
        self._comms: dict[str, _Comm] = {}
        self._queue: list[dict[str, Any]] = []
        self._new: list[_Comm] = []  # of models that are not sent yet: their state is read when they are

    def activate(self) -> None:
        """Have the widgets that are made in this context (:mod:`contextvars`) from now on belong to this page."""
        _active.set(self)

    def queue(self, kind: str, content: dict[str, Any]) -> None:
        """Queue a message of Jupyter's protocol for the browser."""
        self._queue.append({"header": {"msg_type": kind}, "content": content})

    @property
    def has_queued(self) -> bool:
        """Whether anything is to be sent."""
        return bool(self._new or self._queue)

    def drain(self) -> str:
        """Return all queued messages as one frame of JSON, and empty the queue; "" where it is empty.

        New models come first, since any other message may refer to them.
        """
        new, self._new = self._new, []
        messages, self._queue = self._queue, []
        messages = [opened for comm in new if (opened := comm.open_message())] + messages
        return json.dumps(messages, separators=(",", ":")) if messages else ""

    def handle(self, message: Any) -> None:
        """Handle a message of the browser: the new value of one of this page's controls, that one was left, or a click on a button.

        Raises:
            ProtocolError: it is anything else.
        """
        try:
            kind, content = message["header"]["msg_type"], message["content"]
            widget, data = self._comms[content["comm_id"]].widget, content["data"]
            if kind != "comm_msg":
                raise ProtocolError(str(kind))
            if data["method"] == "custom" and data["content"] == {"event": "click"} and isinstance(widget, Button):
                widget.click()
                return
            if (
                data["method"] == "custom"
                and data["content"] == {"event": "blur"}
                and isinstance(widget, Text | Textarea)
            ):
                self._on_blur(content["comm_id"])
                return
            ((name, value),) = data["state"].items()
            if data["method"] != "update" or widget is None or not _may_set(widget, name, value):
                raise ProtocolError(f"{name} of a {type(widget).__name__}")
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ProtocolError(repr(error)) from None
        # Not by Widget.set_state: that would send an echo, and would swallow errors. The lock is private, but nothing public sets a
        # value without sending it: if it moves, look at how set_state does it.
        with widget._lock_property(**{name: value}):  # so that the value is not sent back to the browser
            widget.set_trait(name, value)

    def to_wire(self, model: str, value: Any) -> Any:
        """Return an answer as the browser knows it: for a list to choose from, the index of the option."""
        comm = self._comms.get(model)
        if comm is None or not isinstance(comm.widget, Dropdown):
            return value
        values = [option[1] if isinstance(option, tuple) else option for option in comm.widget.options]
        return values.index(value) if value in values else None

    def close(self) -> None:
        """Release all widgets. ipywidgets keeps every widget that was ever made, until it is closed."""
        for comm in self._comms.values():
            widget, comm.widget, comm.manager = comm.widget, None, None  # no manager: nothing more is sent
            if widget is not None:
                widget.close()
        self._comms.clear()
        self._new.clear()
        self._queue.clear()

    def on_open(self, widget: Widget) -> None:
        """Give a new widget its comm. The browser gets its model if it is one that a page shows."""
        comm = _Comm(self, widget)
        self._comms[comm.comm_id] = comm
        widget.comm = comm
        if not isinstance(widget, Layout | Style):
            if widget._model_name not in SHOWN_MODELS:  # said now, before anybody meets a gap in a form
                raise TypeError(
                    f"The delegates' page cannot show a {widget._model_name}: its script has no view of it."
                )
            self._new.append(comm)

    def on_send(self, comm: _Comm, data: dict[str, Any]) -> None:
        """Queue what a widget sends to its view."""
        if data["method"] == "update":
            state = {name: value for name, value in data["state"].items() if name in _SYNCED}
            if not state:
                return
            data = {"method": "update", "state": state}
        self.queue("comm_msg", {"comm_id": comm.comm_id, "data": data})

    def on_close(self, comm: _Comm) -> None:
        """Forget a model that its form has closed."""
        self._comms.pop(comm.comm_id, None)
        self.queue("comm_close", {"comm_id": comm.comm_id, "data": {}})


class _Comm:
    """What ipywidgets needs of a comm, and no more. The library's own base class imports IPython for each message."""

    kernel: object = None
    """ipywidgets sends no changes while this is None: until a new model is sent as a whole, its changes are part of that.
    Nor does it send anything else, so a control that has just been made cannot take the focus yet."""

    def __init__(self, manager: WidgetManager, widget: Widget) -> None:
        self.comm_id = f"w{next(_ids)}"
        self.manager: WidgetManager | None = manager
        self.widget: Widget | None = widget

    def open_message(self) -> dict[str, Any] | None:
        """Return the message that opens the model in the browser, as it is now; None where it is closed already."""
        if self.widget is None or self.widget.comm is not self:
            return None
        self.kernel = self
        state = {name: _to_json(getattr(self.widget, name)) for name in _synced_traits(type(self.widget))}  # type: ignore[arg-type] # of Any, says mypy
        state = {name: value for name, value in state.items() if value not in (None, "", [], ())}
        content = {"comm_id": self.comm_id, "target_name": "jupyter.widget", "data": {"state": state}}
        return {"header": {"msg_type": "comm_open"}, "content": content}

    def on_msg(self, callback: Callable[[dict[str, Any]], None] | None) -> None:
        """Do nothing: the browser's messages come through :meth:`WidgetManager.handle`."""

    def send(self, data: Any = None, **_: Any) -> None:
        if self.manager is not None:
            self.manager.on_send(self, data)

    def close(self, **_: Any) -> None:
        if self.manager is not None:
            self.manager.on_close(self)


@cache
def _synced_traits(kind: Any) -> list[str]:
    return sorted(_SYNCED & set(kind.class_trait_names(sync=True)))


def _to_json(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [f"IPY_MODEL_{one.model_id}" if isinstance(one, Widget) else one for one in value]
    return value


def _may_set(widget: Widget, name: str, value: Any) -> bool:
    if isinstance(widget, Text | Textarea):
        return name == "value" and isinstance(value, str) and len(value) <= MAX_ANSWER_CHARACTERS
    if isinstance(widget, Checkbox):
        return name == "value" and isinstance(value, bool)
    if isinstance(widget, Dropdown):
        return name == "index" and type(value) is int and 0 <= value < len(widget.options)
    return False


def _on_widget_constructed(widget: Widget) -> None:
    if manager := _active.get():
        manager.on_open(widget)


# The library's own hook, called before a widget makes a comm for itself. That would read all its traits, and once more for
# each that is set afterwards: half of the time that a form takes. ipywidgets has one such hook: registering another one takes
# this one's place.
Widget.on_widget_constructed(_on_widget_constructed)
