"""Finding one's way in a form without a browser, as a delegate does: by what its labels and buttons say."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from types import SimpleNamespace
from typing import Any

from ipywidgets import HTML, Button, Widget

__all__ = ["Time", "broken", "button", "buttons", "control", "everything_in", "labels", "text_of"]


def everything_in(form: Widget) -> Iterator[Widget]:
    yield form
    for child in getattr(form, "children", ()):
        yield from everything_in(child)


def control(form: Widget, label: str, which: int = 0) -> Any:
    """Return the control of that label, the first unless another is asked for."""
    wanted = f'<span class="ck-label">{escape(label)}</span>'
    return [one for one in everything_in(form) if wanted in getattr(one, "description", "")][which]


def labels(form: Widget) -> str:
    """Return all that is said of controls: their descriptions, and the headings above groups of them."""
    return "\n".join(
        one.value if isinstance(one, HTML) else getattr(one, "description", "") for one in everything_in(form)
    )


def text_of(form: Widget) -> str:
    """Return what a reader sees of notes and labels, as plain words."""
    said = re.sub(r"<style>.*?</style>", "", labels(form), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", said)).strip()


def buttons(form: Widget) -> list[str]:
    return [one.description for one in everything_in(form) if isinstance(one, Button)]


def button(form: Widget, description: str) -> Button:
    return next(one for one in everything_in(form) if isinstance(one, Button) and one.description == description)


@contextmanager
def broken(store: Any) -> Iterator[None]:
    """Take the table of answers away from a store for a while, as a damaged disk would."""
    with sqlite3.connect(store.url.removeprefix("sqlite:///"), isolation_level=None) as connection:
        connection.execute("ALTER TABLE revision RENAME TO lost")
        yield
        connection.execute("ALTER TABLE lost RENAME TO revision")
    connection.close()


class Time:
    """A clock that goes on when it is told to, and runs what is due."""

    def __init__(self) -> None:
        self.now, self.due = 0.0, []

    def clock(self) -> float:
        return self.now

    def later(self, delay: float, then: Any) -> Any:
        entry = [self.now + delay, then]
        self.due.append(entry)
        return SimpleNamespace(cancel=lambda: entry in self.due and self.due.remove(entry))

    def goes_on(self, seconds: float) -> None:
        until = self.now + seconds
        while ripe := [entry for entry in self.due if entry[0] <= until]:
            entry = min(ripe, key=lambda one: one[0])
            self.due.remove(entry)
            self.now = max(self.now, entry[0])
            entry[1]()
        self.now = until
