"""The widgets of forms in a notebook: ipywidgets."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from ipywidgets import HTML, Button, ButtonStyle, Checkbox, Dropdown, HBox, Layout, Style, Text, Textarea, VBox

# ipywidgets does not export these styles. If a module moves, look at the `style` trait of the widget that the style is for.
from ipywidgets.widgets.widget_bool import CheckboxStyle
from ipywidgets.widgets.widget_description import DescriptionStyle
from ipywidgets.widgets.widget_string import HTMLStyle, TextStyle

from careerskit.forms import interfaces
from careerskit.forms.interfaces import Options, Widget, WidgetFactory
from careerskit.forms.labels import style_sheet

__all__ = ["IpywidgetsFactory"]


class IpywidgetsFactory(WidgetFactory):
    """Creates ipywidgets. All widgets of a kind share one layout and one style.

    Sharing is not only tidy: a control with a layout and a style of its own is three widget models instead of one, and a form
    is built three times slower. A factory serves one kernel: widgets are not known beyond it.
    """

    def styles(self, more: str = "") -> tuple[interfaces.Html, ...]:
        """Return a widget with our style sheet. more: another style sheet."""
        return (self.html(f"{style_sheet()}<style>{more}</style>"),)

    # The value is sent with every keystroke: ipywidgets would send it only when the box is left, and a page that is closed
    # before that would lose it.
    def text(self, value: str = "", *, description: str = "", css_classes: str = "") -> interfaces.Input:
        """Return a text box of one line, as wide as the page, with its label above it."""
        look = self._control_look("text", css_classes)
        return Text(value, description=description, continuous_update=True, **look)

    def textarea(
        self, value: str = "", *, rows: int, placeholder: str = "", description: str = "", css_classes: str = ""
    ) -> interfaces.Input:
        """Return a text box of several lines, as wide as the page, with its label above it."""
        look = self._control_look("text", css_classes)
        return Textarea(
            value, rows=rows, placeholder=placeholder, description=description, continuous_update=True, **look
        )

    def dropdown(self, options: Options = (), value: Any = None, *, description: str = "") -> interfaces.Dropdown:
        """Return a list to choose one option of, with its label above it. value: of the option that is chosen."""
        return Dropdown(options=options, value=value, description=description, **self._control_look("dropdown"))

    def checkbox(self, checked: bool = False, *, description: str = "") -> interfaces.Input:
        """Return a checkbox with its label to its right."""
        look = self._look("checkbox") | {"description_allow_html": True, "indent": False}
        return Checkbox(checked, description=description, **look)

    def button(self, text: str, *, css_classes: str = "") -> interfaces.Button:
        """Return a button. css_classes: "ck-main" for the one of a form that stands out."""
        return Button(description=text, **self._look("button", css_classes))

    def html(self, html: str, *, css_classes: str = "") -> interfaces.Html:
        """Return a widget that shows HTML, which must be ours or escaped."""
        return HTML(html, **self._look("html", css_classes))

    def column(self, *children: Widget, css_classes: str = "") -> interfaces.Box:
        """Put widgets below each other."""
        return VBox(list(children), **self._look("", css_classes))

    def button_row(self, *children: Widget) -> interfaces.Box:
        """Put buttons beside each other."""
        return HBox(list(children), **self._look("", "ck-buttons"))

    def _control_look(self, kind: str, css_classes: str = "") -> dict[str, Any]:
        return self._look(kind, css_classes) | {"layout": self._control_layout, "description_allow_html": True}

    def _look(self, kind: str, css_classes: str = "") -> dict[str, Any]:
        """Return the layout of a widget, the style of its kind and its CSS classes, as keyword arguments."""
        look: dict[str, Any] = {"layout": self._plain_layout} | ({"style": self._styles[kind]} if kind else {})
        # add_class, which is public, would set this trait once for each class.
        return look | ({"_dom_classes": css_classes.split()} if css_classes else {})

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
