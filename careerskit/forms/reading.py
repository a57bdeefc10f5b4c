"""Pages within a form: shown by a widget, so that what they say of a plan never stays in the notebook."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from ipywidgets import Widget

from careerskit.forms.look import CLASS, box, button, note, style_sheet

__all__ = ["place_for", "shown"]


def shown(page: Callable[[], str]) -> Widget:
    """Return a widget that shows a page, with a button to make it again from what has been typed since."""
    told = note(page())
    again, said = button("Bring this up to date"), note("")

    def make_again(_: Any) -> None:
        try:
            told.value, said.value = page(), ""
        except Exception as error:  # ipywidgets swallows what a button's handler raises, so it is said here
            said.value = f'<p role="status"><b>This could not be brought up to date. {escape(str(error))}</b></p>'

    again.on_click(make_again)
    return box(note(style_sheet()), told, again, said, styled=CLASS)


def place_for(first: Widget) -> tuple[Widget, Callable[[Widget], None]]:
    """Return a place that shows one widget, and the function that puts another there."""
    place = box(first)

    def fill(widget: Widget) -> None:
        place.children = (widget,)

    return place, fill
