"""What the controls of all kinds of fields share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from careerskit.forms.controller import FormController
from careerskit.forms.interfaces import Input, Widget
from careerskit.plan import FieldSpec

__all__ = ["BaseControl"]

_CHANGED = "A colleague has just changed this answer."
_CONFLICT = "A colleague changed this answer at the same time. Yours is newer, so it replaces theirs."


class BaseControl(ABC):
    """What all controls share: the error and the notice in the label.

    The error says that the answer is not saved, or what would make it clearer; the notice says what a colleague did to it.
    """

    widget: Widget

    def __init__(self, controller: FormController, field: FieldSpec, path: str, name: str = "") -> None:
        self._controller, self._field, self._path, self._name = controller, field, path, name
        self._error = self._notice = ""
        self._is_unsaved = False

    @property
    @abstractmethod
    def value(self) -> Any:
        """The answer that the page shows."""

    @property
    @abstractmethod
    def paths(self) -> dict[str, str]:
        """The path of each input, by the id of its model."""

    @abstractmethod
    def values_by_path(self, value: Any) -> dict[str, Any]:
        """Return the value that an answer gives each input, by path."""

    @abstractmethod
    def on_change(self, callback: Callable[[Any], object]) -> None:
        """Call back with the answer that the page shows whenever it has changed."""

    @abstractmethod
    def show(self, value: Any) -> None:
        """Show an answer from the store, without treating it as typed."""

    @abstractmethod
    def on_saved(self) -> None:
        """Remove the error that the answer is not saved."""

    @abstractmethod
    def on_blur(self) -> None:
        """Show what would make the answer clearer; nobody is corrected while still typing."""

    def rename(self, name: str) -> None:
        """Say in the label what the record is called now that the answer belongs to."""
        self._name = name
        self._update_label()

    def on_focus(self) -> None:
        """Remove the notice about a colleague: the delegate is back at this answer."""
        self._set_notice("")

    def on_save_failed(self, reason: str) -> None:
        """Show that the answer was not saved, and why."""
        self._is_unsaved = True
        self._set_error(f"Not saved yet. {reason}")

    def on_remote_change(self, value: Any) -> None:
        """Show an answer that a colleague saved, with a notice if it replaces one that was on the page."""
        before = self.value
        self.show(value)
        if before and self.value != before:
            self._set_notice(f"{_CHANGED} {self._controller.undo_hint}".strip())

    def on_conflict(self) -> None:
        """Show a notice that a colleague answered the same question at the same time."""
        self._set_notice(f"{_CONFLICT} {self._controller.undo_hint}".strip())

    def _set_error(self, error: str) -> None:
        self._error = error
        self._update_label()

    def _set_notice(self, notice: str) -> None:
        if notice != self._notice:
            self._notice = notice
            self._update_label()

    @property
    def _group(self) -> str:
        """The record's name as the beginning of a label."""
        return f"{self._name[0].upper()}{self._name[1:]}" if self._name else ""

    @abstractmethod
    def _update_label(self) -> None: ...

    @abstractmethod
    def _on_input(self, change: dict[str, Any]) -> None: ...

    @contextmanager
    def _input_ignored(self, *inputs: Input) -> Iterator[None]:
        """Change the values of inputs without treating them as typed."""
        for widget in inputs:
            widget.unobserve(self._on_input, "value")
        try:
            yield
        finally:
            for widget in inputs:
                widget.observe(self._on_input, "value")
