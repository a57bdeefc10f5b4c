"""What runs a form, and what it does for the form: a notebook's kernel, or a delegate's page on the server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from careerskit.forms.interfaces import WidgetFactory
from careerskit.views import ENGLAND

__all__ = ["Cancellable", "FormHost", "Scheduler", "notebook_widgets", "schedule_on_loop"]


class Cancellable(Protocol):
    """Something that can be cancelled."""

    def cancel(self) -> object:
        """Cancel it."""


class Scheduler(Protocol):
    """Calls back after a delay in seconds, and returns what cancels that; None where nothing can be delayed."""

    def __call__(self, delay: float, callback: Callable[[], object], /) -> Cancellable | None:
        """Call ``callback`` after ``delay`` seconds."""


def schedule_on_loop(delay: float, callback: Callable[[], object]) -> Cancellable | None:
    """Call back on the running event loop after a delay in seconds; None where no loop runs, as in a thread."""
    try:
        return asyncio.get_running_loop().call_later(delay, callback)
    except RuntimeError:
        return None


def notebook_widgets() -> WidgetFactory:
    """Return a factory of ipywidgets. They are loaded when first asked for: a server does without."""
    from careerskit.forms.ipywidgets_factory import IpywidgetsFactory

    return IpywidgetsFactory()


def _ignore(_: Mapping[str, Any]) -> None:
    """Do nothing: a kernel need not know what was saved."""


def _today() -> date:
    return datetime.now(ENGLAND).date()


@dataclass(frozen=True)
class FormHost:
    """What a form needs of whatever runs it. The defaults are those of a notebook's kernel.

    schedule: calls back after a delay, in the form's own thread.
    on_saved: called in the form's own thread after answers were committed, with the value of each input by its path, see
        :attr:`careerskit.forms.Control.paths`.
    render_chart: renders a part that has a chart, by its name, in another process, and calls back with its HTML, in the form's own
        thread. None: it is rendered here.
    undo_hint: where somebody can read and take back what a colleague replaced; "" where nowhere.
    widgets: creates the widgets of the forms; None: they are ipywidgets.
    link_to: returns the address of the box of an answer; None where a page has no such addresses.
    reports_blur: whether somebody calls the form when a control is left, see :meth:`careerskit.forms.FormController.on_blur`.
    today: returns the day on which actions are overdue or not.
    """

    schedule: Scheduler = schedule_on_loop
    on_saved: Callable[[Mapping[str, Any]], object] = _ignore
    render_chart: Callable[[str, Callable[[str], None]], None] | None = None
    widgets: WidgetFactory | None = None
    reports_blur: bool = False
    undo_hint: str = ""
    link_to: Callable[[str], str] | None = None
    today: Callable[[], date] = _today
