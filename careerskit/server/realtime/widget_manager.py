"""The widgets' own protocol (ipywidgets' over Jupyter's messages) without a kernel, for one open page.

A browser may do three things only: set the value of a control of its own page, say that it was left, and click a button.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from careerskit.errors import ProtocolError
from careerskit.server.realtime.page_widgets import PageButton, PageDropdown, PageInput, PageWidget, to_json

__all__ = ["WidgetManager"]


class WidgetManager:
    """The widgets of one open page: what is to be sent of them, and what the browser sends back.

    on_blur: called with the id of a text box's model when it was left.
    on_input: called with the id of a control's model and its value, before it takes a new one from the browser.
    """

    def __init__(
        self,
        on_blur: Callable[[str], object] = lambda _: None,
        on_input: Callable[[str, Any], object] = lambda _, __: None,
    ) -> None:
        self._on_blur, self._on_input = on_blur, on_input
        self._widgets: dict[str, PageWidget] = {}
        self._queue: list[dict[str, Any]] = []
        self._new: list[PageWidget] = []  # not sent yet: their state is read when they are

    def add(self, widget: PageWidget) -> None:
        """Have the browser make a new widget."""
        self._widgets[widget.model_id] = widget
        self._new.append(widget)

    def send(self, widget: PageWidget, data: dict[str, Any]) -> None:
        """Queue something for the browser's view of a widget."""
        self.queue("comm_msg", {"comm_id": widget.model_id, "data": data})

    def queue(self, kind: str, content: dict[str, Any]) -> None:
        """Queue a message of Jupyter's protocol for the browser."""
        self._queue.append(_message(kind, content))

    @property
    def has_queued(self) -> bool:
        """Whether anything is to be sent."""
        return bool(self._new or self._queue)

    def drain(self) -> str:
        """Return all queued messages as one frame of JSON, and empty the queue; "" where it is empty.

        New widgets come first, since any other message may refer to them.
        """
        new, self._new = self._new, []
        messages, self._queue = self._queue, []
        messages = [_open_message(widget) for widget in new] + messages
        return json.dumps(messages, separators=(",", ":")) if messages else ""

    def handle(self, message: Any) -> None:
        """Handle a message of the browser: the new value of one of this page's controls, that one was left, or a click on a button.

        Raises:
            ProtocolError: it is anything else.
        """
        match message:
            case {"header": {"msg_type": "comm_msg"}, "content": {"comm_id": str(model), "data": data}}:
                widget = self._widgets.get(model)
            case _:
                raise ProtocolError("not a message to a widget")
        match data, widget:
            case {"method": "custom", "content": {"event": "click"}}, PageButton():
                widget.click()
            case {"method": "custom", "content": {"event": "blur"}}, PageInput(reports_blur=True):
                self._on_blur(model)
            case {"method": "update", "state": dict(state)}, PageInput(VALUE=name) if state.keys() == {
                name
            } and widget.accepts(state[name]):
                self._on_input(model, widget.value)
                widget.receive(state[name])
            case _:
                raise ProtocolError(f"a message that a {type(widget).__name__} does not take")

    def to_wire(self, model: str, value: Any) -> Any:
        """Return an answer as the browser knows it: for a list to choose from, the index of the option."""
        widget = self._widgets.get(model)
        return widget.index_of(value) if isinstance(widget, PageDropdown) else value

    def close(self) -> None:
        """Forget all widgets."""
        self._widgets.clear()
        self._new.clear()
        self._queue.clear()


def _open_message(widget: PageWidget) -> dict[str, Any]:
    widget.is_sent = True
    state = {name: to_json(value) for name, value in widget.state.items() if value is not None}
    data = {"state": state}
    return _message("comm_open", {"comm_id": widget.model_id, "target_name": "jupyter.widget", "data": data})


def _message(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    return {"header": {"msg_type": kind}, "content": content}
