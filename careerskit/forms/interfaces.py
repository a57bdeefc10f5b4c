"""What a controller needs to know of the controls and lists on its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from ipywidgets import Button, DOMWidget

from careerskit.plan import Record

__all__ = ["FieldControl", "RecordList"]


class FieldControl(Protocol):
    """The control of one field, as the controller knows it."""

    @property
    def widget(self) -> DOMWidget:
        """What the page shows."""

    @property
    def value(self) -> Any:
        """The answer that the page shows."""

    @property
    def paths(self) -> dict[str, str]:
        """The path of each of its inputs, by the id of the input's model."""

    def values_by_path(self, value: Any) -> dict[str, Any]:
        """Return the value that an answer gives each of its inputs, by path."""

    def on_focus(self) -> None:
        """Handle that the delegate starts to answer this field."""

    def on_blur(self) -> None:
        """Handle that the delegate goes on to another field."""

    def on_saved(self) -> None:
        """Handle that the answer was saved."""

    def on_save_failed(self, reason: str) -> None:
        """Show that the answer was not saved, and why. It stays on the page."""

    def on_remote_change(self, value: Any) -> None:
        """Show an answer that a colleague saved."""

    def on_conflict(self) -> None:
        """Show that a colleague's answer was replaced by this newer one."""


class RecordList(Protocol):
    """A list of records on the page."""

    @property
    def toggles(self) -> Mapping[str, Button]:
        """The buttons that show controls which are not on the page yet, by the path of what they show."""

    def show_records(self, records: Sequence[Record]) -> None:
        """Show these records, in this order."""
