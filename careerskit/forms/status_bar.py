"""The bar below a form that says whether its answers are saved. A screen reader reads it aloud."""

from __future__ import annotations

from datetime import datetime
from html import escape

from careerskit.forms.interfaces import WidgetFactory

__all__ = ["StatusBar"]


class StatusBar:
    """Shows one message at a time, in its ``widget``."""

    def __init__(self, widgets: WidgetFactory) -> None:
        self.widget = widgets.html("", css_classes="ck-status")
        self._failed = False

    def show(self, text: str, *, failed: bool = False) -> None:
        """Show a message. failed: whether it is about something that was not saved or done."""
        self._set_status(escape(text), failed=failed)

    def show_saved(self, text: str = "", at: datetime | None = None) -> None:
        """Say what was done, and when it was saved: now, unless another time is given."""
        # In the time zone of this machine: in a notebook, the reader's own. A page shows the time in its reader's zone.
        moment = (at or datetime.now()).astimezone()
        saved = f'Saved <time datetime="{moment.isoformat(timespec="minutes")}">{moment:%H:%M}</time>'
        self._set_status(f"{escape(text)} {saved}".strip())

    def show_notice(self, text: str) -> None:
        """Say what a colleague did, unless the bar says that something is not saved yet."""
        if not self._failed:
            self.show(text)

    def _set_status(self, html: str, *, failed: bool = False) -> None:
        self._failed = failed
        (self.widget.add_class if failed else self.widget.remove_class)("ck-failed")
        # A live region should stay, and only its text change. ipywidgets cannot do that: HTML replaces all its content, and no
        # widget puts a role on the element that it keeps. The same text twice is sent once, and so is read once.
        self.widget.value = f'<div role="status">{html}</div>'
