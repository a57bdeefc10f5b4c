"""How forms look: one shared layout and style for each kind of control, and the style sheet that goes with them.

Sharing is not only tidy: each control of its own layout and style is three widget models instead of one, and a form is
built three times slower. Shared ones belong to the process, so they are made once and never closed.
"""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from ipywidgets import HTML, Button, HBox, Layout, VBox
from ipywidgets.widgets.widget_bool import CheckboxStyle
from ipywidgets.widgets.widget_button import ButtonStyle
from ipywidgets.widgets.widget_description import DescriptionStyle
from ipywidgets.widgets.widget_string import HTMLStyle, TextStyle

__all__ = [
    "CLASS",
    "box",
    "button",
    "buttons",
    "heading",
    "label",
    "list_look",
    "note",
    "style_sheet",
    "text_look",
    "tick_look",
]

CLASS = "careerskit-form"


@cache
def _style(kind: type[DescriptionStyle]) -> DescriptionStyle:
    return kind(description_width="auto")


@cache
def _control_layout() -> Layout:
    return Layout(flex_flow="column", width="auto", height="auto", align_items="stretch")


def text_look() -> dict[str, Any]:
    """Return the keywords that give a text box our look: its label above it, as wide as the page."""
    return {"layout": _control_layout(), "style": _style(TextStyle), "description_allow_html": True}


def list_look() -> dict[str, Any]:
    """Return the keywords that give a list to choose from our look: its label above it."""
    return {"layout": _control_layout(), "style": _style(DescriptionStyle), "description_allow_html": True}


def tick_look() -> dict[str, Any]:
    """Return the keywords that give a tick box our look: its label to its right."""
    return {"layout": _box_layout(), "style": _style(CheckboxStyle), "description_allow_html": True, "indent": False}


@cache
def _button_style() -> ButtonStyle:
    return ButtonStyle()


@cache
def _box_layout() -> Layout:
    return Layout(width="auto")


def box(*children: Any, styled: str = "") -> VBox:
    """Put widgets below each other."""
    made = VBox(list(children), layout=_box_layout())
    for name in styled.split():
        made.add_class(name)
    return made


def buttons(*children: Any) -> HBox:
    """Put buttons beside each other."""
    made = HBox(list(children), layout=_box_layout())
    made.add_class("ck-buttons")
    return made


def button(text: str, main: bool = False) -> Button:
    """Return a button; the main one of a form stands out."""
    made = Button(description=text, layout=_box_layout(), style=_button_style())
    if main:
        made.add_class("ck-main")
    return made


def note(html: str) -> HTML:
    """Return a widget that shows this HTML, which is ours or escaped."""
    return HTML(html, layout=_box_layout(), style=_style(HTMLStyle))


def heading(text: str, level: int, hint: str = "") -> str:
    """Return the HTML of a heading with a hint below it."""
    below = f'<p class="ck-hint">{escape(hint)}</p>' if hint else ""
    return f"<h{level}>{escape(text)}</h{level}>{below}"


def label(text: str, question: str = "", hint: str = "", error: str = "", within: str = "") -> str:
    """Return the HTML of a control's label: all of it is tied to the control, so that a screen reader says all of it.

    within: what the control belongs to, said but not shown.
    """
    parts = [f'<span class="ck-within">{escape(within)}: </span>'] if within else []
    parts.append(f'<span class="ck-label">{escape(text)}</span>')
    parts += [f'<span class="ck-question">{escape(question)}</span>'] if question else []
    parts += [f'<span class="ck-hint">{escape(hint)}</span>'] if hint else []
    parts += [f'<span class="ck-error">{escape(error)}</span>'] if error else []
    return "".join(parts)


@cache
def style_sheet() -> str:
    """Return our style sheet as an HTML element."""
    return f"<style>{files('careerskit.forms').joinpath('form.css').read_text('utf-8')}</style>"
