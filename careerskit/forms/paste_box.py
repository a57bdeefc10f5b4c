"""A button that shows a box to paste text into. What was understood of it is shown before it is used."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from html import escape

from careerskit.forms.controller import FormController
from careerskit.forms.interfaces import Box, Button, Widget
from careerskit.forms.labels import label

__all__ = ["PasteBox"]


class PasteBox(ABC):
    """The button, the box, and what was understood. name: the button's text. title, hint: of the box."""

    def __init__(self, controller: FormController, name: str, title: str, hint: str) -> None:
        self._controller = controller
        widgets = controller.widgets
        self._toggle = widgets.button(name, css_classes="ck-toggle")
        self._toggle.on_click(self._on_toggle)
        self._box = widgets.textarea(rows=4, description=label(title, "", hint), css_classes="ck-rows")
        self._box.observe(lambda _: self._read(), "value")
        self._said = widgets.html("")
        self._use = widgets.button("", css_classes="ck-main")
        self._use.on_click(lambda _: self._on_use())
        self._is_open = False
        self.widget: Box = widgets.column(self._toggle, css_classes="ck-pasted")

    @abstractmethod
    def _understand(self, text: str) -> tuple[Sequence[str], Sequence[str]]:
        """Read a text, and return what was understood and what was not, each in lines."""

    @property
    @abstractmethod
    def _offer(self) -> str:
        """What the button says that uses what was understood; "" where nothing was."""

    @abstractmethod
    def _on_use(self) -> None:
        """Use what was understood."""

    _not_understood = "Left out:"
    """What stands above the lines that were not understood."""

    def _close(self) -> None:
        """Close the box, empty."""
        self._box.value = ""
        self._on_toggle(self._toggle)

    def _on_toggle(self, _: Button) -> None:
        self._is_open = not self._is_open
        (self._toggle.add_class if self._is_open else self._toggle.remove_class)("ck-open")
        self._show()
        if self._is_open:
            self._controller.focus(self._box)

    def _read_again(self) -> None:
        """Read the text again, where it may mean something else by now."""
        if self._is_open and self._box.value:
            self._read()

    def _read(self) -> None:
        found, left_out = self._understand(self._box.value)
        self._said.value = _list_of("Understood as:", found) + _list_of(self._not_understood, left_out)
        self._show()

    def _show(self) -> None:
        shown: list[Widget] = [self._toggle]
        if self._is_open:
            shown += [self._box, self._said]
        if self._is_open and (offer := self._offer):
            self._use.description = offer
            shown.append(self._use)
        self.widget.children = shown


def _list_of(title: str, lines: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<p>{title}</p><ul>{items}</ul>" if lines else ""
