"""How forms look: the layouts and styles that their widgets share, and the style sheet that goes with them."""

from __future__ import annotations

from functools import cache, cached_property
from html import escape
from importlib.resources import files
from typing import Any

from ipywidgets import HTML, Button, ButtonStyle, DOMWidget, HBox, Layout, VBox

# ipywidgets does not export these styles. If a module moves, look at the `style` trait of the widget that the style is for.
from ipywidgets.widgets.widget_bool import CheckboxStyle
from ipywidgets.widgets.widget_description import DescriptionStyle
from ipywidgets.widgets.widget_string import HTMLStyle, TextStyle

__all__ = ["CLASS", "WidgetFactory", "heading", "label", "style_sheet"]

CLASS = "careerskit-form"


class WidgetFactory:
    """Creates the widgets of forms: all widgets of a kind share one layout and one style.

    Sharing is not only tidy: a control with a layout and a style of its own is three widget models instead of one, and a form
    is built three times slower. A factory serves one kernel or one delegate's page: widgets are not known beyond it.
    """

    def text_options(self) -> dict[str, Any]:
        """Return the keyword arguments that put a text box's label above it, and make it as wide as the page."""
        return {"layout": self._control_layout, "style": self._text_style, "description_allow_html": True}

    def dropdown_options(self) -> dict[str, Any]:
        """Return the keyword arguments that put a dropdown's label above it."""
        return {"layout": self._control_layout, "style": self._dropdown_style, "description_allow_html": True}

    def checkbox_options(self) -> dict[str, Any]:
        """Return the keyword arguments that put a checkbox's label to its right."""
        return {
            "layout": self._plain_layout,
            "style": self._checkbox_style,
            "description_allow_html": True,
            "indent": False,
        }

    def column(self, *children: DOMWidget, css_classes: str = "") -> VBox:
        """Put widgets below each other."""
        return _with_classes(VBox(list(children), layout=self._plain_layout), css_classes)

    def button_row(self, *children: Button) -> HBox:
        """Put buttons beside each other."""
        return _with_classes(HBox(list(children), layout=self._plain_layout), "ck-buttons")

    def button(self, text: str, *, primary: bool = False) -> Button:
        """Return a button; the primary one of a form stands out."""
        button = Button(description=text, layout=self._plain_layout, style=self._button_style)
        return _with_classes(button, "ck-main" if primary else "")

    def html(self, html: str, *, css_classes: str = "") -> HTML:
        """Return a widget that shows HTML, which must be ours or escaped."""
        return _with_classes(HTML(html, layout=self._plain_layout, style=self._html_style), css_classes)

    @cached_property
    def _control_layout(self) -> Layout:
        return Layout(flex_flow="column", width="auto", height="auto", align_items="stretch")

    @cached_property
    def _plain_layout(self) -> Layout:
        return Layout(width="auto")

    @cached_property
    def _text_style(self) -> TextStyle:
        return TextStyle(description_width="auto")

    @cached_property
    def _dropdown_style(self) -> DescriptionStyle:
        return DescriptionStyle(description_width="auto")

    @cached_property
    def _checkbox_style(self) -> CheckboxStyle:
        return CheckboxStyle(description_width="auto")

    @cached_property
    def _html_style(self) -> HTMLStyle:
        return HTMLStyle(description_width="auto")

    @cached_property
    def _button_style(self) -> ButtonStyle:
        return ButtonStyle()


def _with_classes(widget: Any, css_classes: str) -> Any:
    for name in css_classes.split():
        widget.add_class(name)
    return widget


def heading(text: str, level: int, hint: str = "") -> str:
    """Return the HTML of a heading with a hint below it."""
    below = f'<p class="ck-hint">{escape(hint)}</p>' if hint else ""
    return f"<h{level}>{escape(text)}</h{level}>{below}"


def label(text: str, question: str = "", hint: str = "", error: str = "", notice: str = "", group: str = "") -> str:
    """Return the HTML of a control's label: all of it is tied to the control, so a screen reader reads all of it.

    notice: what a colleague did to the answer. group: what the control belongs to, read aloud but not shown.
    """
    parts = [f'<span class="ck-within">{escape(group)}: </span>'] if group else []
    parts.append(f'<span class="ck-label">{escape(text)}</span>')
    parts += [f'<span class="ck-question">{escape(question)}</span>'] if question else []
    parts += [f'<span class="ck-hint">{escape(hint)}</span>'] if hint else []
    parts += [f'<span class="ck-error">{escape(error)}</span>'] if error else []
    parts += [f'<span class="ck-news">{escape(notice)}</span>'] if notice else []
    return "".join(parts)


@cache
def style_sheet() -> str:
    """Return our style sheet as an HTML element."""
    return f"<style>{files('careerskit.forms').joinpath('form.css').read_text('utf-8')}</style>"
