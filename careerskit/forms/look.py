"""How forms look: the layouts and styles that controls share, and the style sheet that goes with them."""

from __future__ import annotations

from functools import cache, cached_property
from html import escape
from importlib.resources import files
from typing import Any

from ipywidgets import HTML, Button, HBox, Layout, VBox
from ipywidgets.widgets.widget_bool import CheckboxStyle
from ipywidgets.widgets.widget_button import ButtonStyle
from ipywidgets.widgets.widget_description import DescriptionStyle
from ipywidgets.widgets.widget_string import HTMLStyle, TextStyle

__all__ = ["CLASS", "Look", "heading", "label", "style_sheet"]

CLASS = "careerskit-form"


class Look:
    """What forms are made of, each kind of control with one layout and one style for all of that kind.

    Sharing is not only tidy: a control with a layout and a style of its own is three widget models instead of one, and a form
    is built three times slower. A look serves one kernel or one delegate's page: widgets are not known beyond it.
    """

    def of_text(self) -> dict[str, Any]:
        """Return the keywords that give a text box our look: its label above it, as wide as the page."""
        return {"layout": self._control_layout, "style": self._text_style, "description_allow_html": True}

    def of_list(self) -> dict[str, Any]:
        """Return the keywords that give a list to choose from our look: its label above it."""
        return {"layout": self._control_layout, "style": self._list_style, "description_allow_html": True}

    def of_tick(self) -> dict[str, Any]:
        """Return the keywords that give a tick box our look: its label to its right."""
        return {
            "layout": self._box_layout,
            "style": self._tick_style,
            "description_allow_html": True,
            "indent": False,
        }

    def box(self, *children: Any, styled: str = "") -> VBox:
        """Put widgets below each other."""
        made = VBox(list(children), layout=self._box_layout)
        for name in styled.split():
            made.add_class(name)
        return made

    def buttons(self, *children: Any) -> HBox:
        """Put buttons beside each other."""
        made = HBox(list(children), layout=self._box_layout)
        made.add_class("ck-buttons")
        return made

    def button(self, text: str, main: bool = False) -> Button:
        """Return a button; the main one of a form stands out."""
        made = Button(description=text, layout=self._box_layout, style=self._button_style)
        if main:
            made.add_class("ck-main")
        return made

    def note(self, html: str) -> HTML:
        """Return a widget that shows this HTML, which is ours or escaped."""
        return HTML(html, layout=self._box_layout, style=self._note_style)

    @cached_property
    def _control_layout(self) -> Layout:
        return Layout(flex_flow="column", width="auto", height="auto", align_items="stretch")

    @cached_property
    def _box_layout(self) -> Layout:
        return Layout(width="auto")

    @cached_property
    def _text_style(self) -> TextStyle:
        return TextStyle(description_width="auto")

    @cached_property
    def _list_style(self) -> DescriptionStyle:
        return DescriptionStyle(description_width="auto")

    @cached_property
    def _tick_style(self) -> CheckboxStyle:
        return CheckboxStyle(description_width="auto")

    @cached_property
    def _note_style(self) -> HTMLStyle:
        return HTMLStyle(description_width="auto")

    @cached_property
    def _button_style(self) -> ButtonStyle:
        return ButtonStyle()


def heading(text: str, level: int, hint: str = "") -> str:
    """Return the HTML of a heading with a hint below it."""
    below = f'<p class="ck-hint">{escape(hint)}</p>' if hint else ""
    return f"<h{level}>{escape(text)}</h{level}>{below}"


def label(text: str, question: str = "", hint: str = "", error: str = "", news: str = "", within: str = "") -> str:
    """Return the HTML of a control's label: all of it is tied to the control, so that a screen reader says all of it.

    news: what a colleague did to the answer. within: what the control belongs to, said but not shown.
    """
    parts = [f'<span class="ck-within">{escape(within)}: </span>'] if within else []
    parts.append(f'<span class="ck-label">{escape(text)}</span>')
    parts += [f'<span class="ck-question">{escape(question)}</span>'] if question else []
    parts += [f'<span class="ck-hint">{escape(hint)}</span>'] if hint else []
    parts += [f'<span class="ck-error">{escape(error)}</span>'] if error else []
    parts += [f'<span class="ck-news">{escape(news)}</span>'] if news else []
    return "".join(parts)


@cache
def style_sheet() -> str:
    """Return our style sheet as an HTML element."""
    return f"<style>{files('careerskit.forms').joinpath('form.css').read_text('utf-8')}</style>"
