"""A control that most people leave alone: a button shows and hides it."""

from __future__ import annotations

from careerskit.forms.controller import FormController
from careerskit.forms.interfaces import Box, Button, Widget

__all__ = ["Foldable"]


class Foldable:
    """A button with a control's name, and the control below it while it is open. is_open: whether it is at first."""

    def __init__(self, controller: FormController, name: str, control: Widget, *, is_open: bool) -> None:
        self._control, self._is_open = control, not is_open
        self._toggle = controller.widgets.button(name, css_classes="ck-fold ck-toggle")
        self._toggle.on_click(self._on_toggle)
        self.widget: Box = controller.widgets.column()
        self._on_toggle(self._toggle)

    def _on_toggle(self, _: Button) -> None:
        self._is_open = not self._is_open
        (self._toggle.add_class if self._is_open else self._toggle.remove_class)("ck-open")
        self.widget.children = (self._toggle, self._control) if self._is_open else (self._toggle,)
