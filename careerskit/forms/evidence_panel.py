"""Above the box of an answer: what is published about the school, to take into the answer and edit there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape

from careerskit.evidence import Suggestion
from careerskit.forms.controller import FormController
from careerskit.forms.controls import Control
from careerskit.forms.interfaces import Box, Widget

__all__ = ["EvidencePanel"]


class EvidencePanel:
    """Sentences with their sources, each with a button that adds it to the answer. One that is in the answer is left out."""

    def __init__(self, controller: FormController, suggestions: Sequence[Suggestion], control: Control) -> None:
        self._controller, self._control = controller, control
        widgets = controller.widgets
        self.widget: Box = widgets.column(css_classes="ck-evidence")
        self._title = widgets.html(f"<p class='ck-hint'>{controller.localise('Published about your {school}')}</p>")
        self._rows: list[tuple[Suggestion, Widget]] = []
        for suggestion in suggestions:
            use = widgets.button(f"Use this: {suggestion.topic}")
            use.on_click(partial(self._on_use, suggestion))
            text = widgets.html(f"<p>{escape(suggestion.text)}</p>")
            self._rows.append((suggestion, widgets.column(text, use)))
        control.on_change(self._show)
        self._show(control.value)

    def _on_use(self, suggestion: Suggestion, _: object) -> None:
        before = str(self._control.value).rstrip()
        self._control.widget.value = (
            f"{before}\n{suggestion.text}" if before else suggestion.text
        )  # as if it had been typed
        self._controller.autosave.flush()
        self._controller.focus(self._control.widget)

    def _show(self, answer: object) -> None:
        rows = [row for suggestion, row in self._rows if suggestion.text not in str(answer)]
        children = (self._title, *rows) if rows else ()
        if tuple(self.widget.children) != children:
            self.widget.children = children
