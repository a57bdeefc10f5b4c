"""Using a form without a browser, as a delegate does: by the text of its labels and buttons."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from types import SimpleNamespace
from typing import Any

from ipywidgets import HTML, Button, Widget, widget_serialization

__all__ = [
    "FakeClock",
    "broken",
    "button",
    "buttons",
    "control",
    "css_classes",
    "labels",
    "open_all",
    "text_of",
    "widget_with_id",
    "widgets_created",
    "widgets_in",
]


def widgets_in(form: Widget) -> Iterator[Widget]:
    """Yield a widget and all that it contains."""
    yield form
    for child in getattr(form, "children", ()):
        yield from widgets_in(child)


def widget_with_id(model_id: str) -> Widget:
    """Return the widget of a model."""
    return widget_serialization["from_json"](f"IPY_MODEL_{model_id}", None)


def widgets_created(build: Callable[[], Any]) -> tuple[Any, list[Widget]]:
    """Build something; return it with all widgets that were created for it."""
    created: list[Widget] = []
    before = Widget._widget_construction_callback  # there is only one: the server's, where its module was loaded
    Widget.on_widget_constructed(created.append)
    try:
        return build(), created
    finally:
        Widget.on_widget_constructed(before)


def control(form: Widget, label: str, index: int = 0) -> Any:
    """Return the control with that label: the first, unless another is asked for."""
    wanted = f'<span class="ck-label">{escape(label)}</span>'
    return [widget for widget in widgets_in(form) if wanted in getattr(widget, "description", "")][index]


def labels(form: Widget) -> str:
    """Return the HTML of all labels, headings and other text."""
    return "\n".join(
        widget.value if isinstance(widget, HTML) else getattr(widget, "description", "") for widget in widgets_in(form)
    )


def text_of(form: Widget) -> str:
    """Return all labels, headings and other text as a reader sees them."""
    html = re.sub(r"<style>.*?</style>", "", labels(form), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def css_classes(widget: Widget) -> list[str]:
    return widget.get_state("_dom_classes")["_dom_classes"]


def buttons(form: Widget) -> list[str]:
    return [widget.description for widget in widgets_in(form) if isinstance(widget, Button)]


def button(form: Widget, description: str) -> Button:
    return next(
        widget for widget in widgets_in(form) if isinstance(widget, Button) and widget.description == description
    )


def open_all(form: Widget) -> Widget:
    """Press every button that shows controls which are not on the page, until all are; return the form."""
    while closed := [
        one for one in widgets_in(form) if "ck-toggle" in css_classes(one) and "ck-open" not in css_classes(one)
    ]:
        closed[0].click()
    return form


@contextmanager
def broken(store: Any) -> Iterator[None]:
    """Take the table of answers away from a store for a while, as a damaged disk would."""
    with sqlite3.connect(store.url.removeprefix("sqlite:///"), isolation_level=None) as connection:
        connection.execute("ALTER TABLE revision RENAME TO lost")
        yield
        connection.execute("ALTER TABLE lost RENAME TO revision")
    connection.close()


class FakeClock:
    """A clock that stands still until it is advanced, and then calls back whatever is due."""

    def __init__(self) -> None:
        self.now, self.scheduled = 0.0, []

    def __call__(self) -> float:
        return self.now

    def schedule(self, delay: float, callback: Callable[[], object]) -> Any:
        entry = [self.now + delay, callback]
        self.scheduled.append(entry)
        return SimpleNamespace(cancel=lambda: entry in self.scheduled and self.scheduled.remove(entry))

    def advance(self, seconds: float) -> None:
        until = self.now + seconds
        while due := [entry for entry in self.scheduled if entry[0] <= until]:
            entry = min(due, key=lambda entry: entry[0])
            self.scheduled.remove(entry)
            self.now = max(self.now, entry[0])
            entry[1]()
        self.now = until
