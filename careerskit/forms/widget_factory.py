"""How forms look: the layouts and styles that their widgets share, and the style sheet that goes with them."""

from __future__ import annotations

from functools import cache, cached_property
from html import escape
from importlib.resources import files
from typing import Any

from ipywidgets import HTML, Button, ButtonStyle, DOMWidget, HBox, Layout, Style, VBox

# ipywidgets does not export these styles. If a module moves, look at the `style` trait of the widget that the style is for.
from ipywidgets.widgets.widget_bool import CheckboxStyle
from ipywidgets.widgets.widget_description import DescriptionStyle
from ipywidgets.widgets.widget_string import HTMLStyle, TextStyle

__all__ = ["CLASS", "WidgetFactory", "heading", "label", "layout_style_sheet", "style_sheet"]

CLASS = "careerskit-form"


class WidgetFactory:
    """Creates the widgets of forms: all widgets of a kind share one layout and one style.

    Sharing is not only tidy: a control with a layout and a style of its own is three widget models instead of one, and a form
    is built three times slower. A factory serves one kernel or one delegate's page: widgets are not known beyond it.

    has_styles: whether widgets have layouts and styles, and forms bring their style sheets along, as in a notebook. A delegate's
        page shows widgets in its own way, and a widget without the two is made faster.
    """

    def __init__(self, *, has_styles: bool = True) -> None:
        self._has_styles = has_styles

    def styles(self, more: str = "") -> tuple[HTML, ...]:
        """Return a widget with our style sheet, where forms bring it along. more: another style sheet."""
        return (self.html(f"{style_sheet()}<style>{more}</style>"),) if self._has_styles else ()

    def text_options(self, css_classes: str = "") -> dict[str, Any]:
        """Return the keyword arguments that put a text box's label above it, and make it as wide as the page."""
        return self._label_options("text") | _classes(css_classes)

    def dropdown_options(self) -> dict[str, Any]:
        """Return the keyword arguments that put a dropdown's label above it."""
        return self._label_options("dropdown")

    def checkbox_options(self) -> dict[str, Any]:
        """Return the keyword arguments that put a checkbox's label to its right."""
        if not self._has_styles:
            return {}
        return self._look("checkbox") | {"description_allow_html": True, "indent": False}

    def column(self, *children: DOMWidget, css_classes: str = "") -> VBox:
        """Put widgets below each other."""
        return VBox(list(children), **self._look(), **_classes(css_classes))

    def button_row(self, *children: DOMWidget) -> HBox:
        """Put buttons beside each other."""
        return HBox(list(children), **self._look(), **_classes("ck-buttons"))

    def button(self, text: str, *, css_classes: str = "") -> Button:
        """Return a button. css_classes: "ck-main" for the one of a form that stands out."""
        return Button(description=text, **self._look("button"), **_classes(css_classes))

    def icon_button(self, icon: str, text: str = "") -> Button:
        """Return a button that shows an icon in place of its text, which is its name all the same.

        icon: the class that draws it: "ck-up", "ck-down", "ck-remove" or "ck-options"; more classes may follow.
        """
        return self.button(text, css_classes=f"ck-icon {icon}")

    def html(self, html: str, *, css_classes: str = "") -> HTML:
        """Return a widget that shows HTML, which must be ours or escaped."""
        return HTML(html, **self._look("html"), **_classes(css_classes))

    def _label_options(self, kind: str) -> dict[str, Any]:
        if not self._has_styles:
            return {}
        return {"layout": self._control_layout, "style": self._styles[kind], "description_allow_html": True}

    def _look(self, kind: str = "") -> dict[str, Any]:
        """Return the layout of a widget, and the style of its kind, as keyword arguments."""
        if not self._has_styles:
            return {}
        return {"layout": self._plain_layout} | ({"style": self._styles[kind]} if kind else {})

    @cached_property
    def _control_layout(self) -> Layout:
        return Layout(flex_flow="column", width="auto", height="auto", align_items="stretch")

    @cached_property
    def _plain_layout(self) -> Layout:
        return Layout(width="auto")

    @cached_property
    def _styles(self) -> _Styles:
        return _Styles()


class _Styles(dict[str, Style]):
    """The style of each kind of widget, made when it is first used."""

    def __missing__(self, kind: str) -> Style:
        style = ButtonStyle() if kind == "button" else _STYLES[kind](description_width="auto")
        self[kind] = style
        return style


_STYLES = {"text": TextStyle, "dropdown": DescriptionStyle, "checkbox": CheckboxStyle, "html": HTMLStyle}


def _classes(css_classes: str) -> dict[str, Any]:
    """Return the classes as keyword arguments of a widget: add_class, which is public, sets this trait once for each of them."""
    return {"_dom_classes": css_classes.split()} if css_classes else {}


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
    return f"<style>{_read('form.css')}{layout_style_sheet()}</style>"


def layout_style_sheet() -> str:
    """Return the part of the style sheet that is the same in JupyterLab and on the delegates' pages: where things stand."""
    return _read("layout.css")


def _read(name: str) -> str:
    return files("careerskit.forms").joinpath(name).read_text("utf-8")
