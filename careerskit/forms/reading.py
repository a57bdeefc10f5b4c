"""Pages within a form: shown by a widget, so that what they say of a plan never stays in the notebook."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from ipywidgets import Widget

from careerskit import views
from careerskit.forms.look import CLASS, box, button, note, style_sheet

__all__ = ["place_for", "shown"]


def shown(page: Callable[[], str], *, changes: bool = True) -> Widget:
    """Return a widget that shows a page; one that changes with what is typed has a button to make it again."""
    told = note(page())
    again, said = button("Bring this up to date"), note("")

    def make_again(_: Any) -> None:
        try:
            told.value, said.value = page(), ""
        except Exception as error:  # ipywidgets swallows what a button's handler raises, so it is said here
            said.value = f'<p role="status"><b>This could not be brought up to date. {escape(str(error))}</b></p>'

    again.on_click(make_again)
    below = (again, said) if changes else ()
    return box(note(f"{style_sheet()}<style>{views.style_sheet()}</style>"), told, *below, styled=f"{CLASS} ck-reading")


def place_for(first: Widget) -> tuple[Widget, Callable[[Widget], None]]:
    """Return a place that shows one widget, and the function that puts another there."""
    place = box(first)

    def fill(widget: Widget) -> None:
        place.children = (widget,)

    return place, fill
