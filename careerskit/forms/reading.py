"""Places within a notebook: pages shown by a widget, and parts that can be shown anew for another school."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from ipywidgets import Widget

from careerskit import views
from careerskit.forms.look import CLASS, Look, style_sheet

__all__ = ["Place", "shown"]


def shown(
    page: Callable[[], str],
    *,
    changes: bool = True,
    look: Look | None = None,
    ask: Callable[[Callable[[str], None]], None] | None = None,
) -> Widget:
    """Return a widget that shows a page, so that what it says of a plan never stays in the notebook.

    changes: whether it changes with what is typed; then it has a button to make it again. ask: where the page is not made here:
    asks for it to be made, and hands it over when it is there.
    """
    look = look or Look()
    told = look.note("<p>This is being drawn.</p>" if ask else page())
    again, said = look.button("Bring this up to date"), look.note("")

    def take(html: str) -> None:
        told.value, said.value = html, ""

    def make_again(_: Any) -> None:
        try:
            if ask:
                ask(take)
            else:
                take(page())
        except Exception as error:  # ipywidgets swallows what a button's handler raises, so it is said here
            said.value = _alert(f"This could not be brought up to date. {error}")

    again.on_click(make_again)
    if ask:
        make_again(None)
    below = (again, said) if changes else ()
    styles = look.note(f"{style_sheet()}<style>{views.style_sheet()}</style>")
    return look.box(styles, told, *below, styled=f"{CLASS} ck-reading")


class Place:
    """Where a part of the workbook stands. What it shows is made anew when the workbook turns to another school.

    make: makes the widget; what it raises the first time is raised here.
    """

    def __init__(self, make: Callable[[], Widget], look: Look) -> None:
        self._make, self._look = make, look
        self.widget = look.box(make())

    def show_anew(self, _: object = None) -> None:
        """Make the widget again. Where that fails, say so with a button to try again: what stood here is out of date."""
        try:
            made = self._make()
        except Exception as error:  # ipywidgets swallows what a button's handler raises, so it is said here
            again = self._look.button("Try again")
            again.on_click(self.show_anew)
            said = self._look.note(_alert(f"This could not be shown. {error}"))
            made = self._look.box(self._look.note(style_sheet()), said, again, styled=CLASS)
        self.widget.children = (made,)


def _alert(text: str) -> str:
    return f'<p role="status"><b>{escape(text)}</b></p>'
