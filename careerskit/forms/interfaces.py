"""What forms are made of: the widgets that they use, and the controls and lists that a controller knows.

The widgets are those of ipywidgets, by the same names: forms in a notebook are ipywidgets. A delegates' page has lighter ones
(``careerskit.server``). Forms use no more of a widget than what is named here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from careerskit.plan import Record

__all__ = [
    "Box",
    "Button",
    "Dropdown",
    "FieldControl",
    "Html",
    "Input",
    "Options",
    "RecordList",
    "Widget",
    "WidgetFactory",
]

Options = Sequence[tuple[str, Any]]
"""The options of a dropdown: what each says, and its value."""


class Widget(Protocol):
    """Something that a page shows."""

    @property
    def model_id(self) -> str:
        """The id by which the page knows it."""

    def add_class(self, class_name: str) -> object:
        """Give it a CSS class."""

    def remove_class(self, class_name: str) -> object:
        """Take a CSS class from it."""

    def focus(self) -> object:
        """Have the page focus it."""


class Html(Widget, Protocol):
    """Shows HTML."""

    value: str


class Box(Widget, Protocol):
    """Shows other widgets."""

    children: Sequence[Widget]


class Button(Widget, Protocol):
    """A button."""

    description: str

    def on_click(self, callback: Callable[[Any], object]) -> object:
        """Call back with the button whenever it is pressed."""


class Input(Widget, Protocol):
    """A box to type in, a checkbox, or a list to choose from. description: its label, as HTML."""

    value: Any
    description: str

    def observe(self, handler: Callable[[dict[str, Any]], object], names: str) -> object:
        """Call a handler with the ``new`` value whenever it has changed. names: "value"."""

    def unobserve(self, handler: Callable[[dict[str, Any]], object], names: str) -> object:
        """Call the handler no more."""


class Dropdown(Input, Protocol):
    """A list to choose one of several options from. index: of the one that is chosen. After new options, that is the first."""

    options: Options
    index: int | None


class WidgetFactory(ABC):
    """Creates the widgets of forms. css_classes: names of CSS classes, separated by spaces."""

    @abstractmethod
    def styles(self, more: str = "") -> tuple[Html, ...]:
        """Return a widget with our style sheet, where forms bring it along. more: another style sheet."""

    @abstractmethod
    def text(self, value: str = "", *, description: str = "", css_classes: str = "") -> Input:
        """Return a text box of one line."""

    @abstractmethod
    def textarea(
        self, value: str = "", *, rows: int, placeholder: str = "", description: str = "", css_classes: str = ""
    ) -> Input:
        """Return a text box of several lines."""

    @abstractmethod
    def dropdown(self, options: Options = (), value: Any = None, *, description: str = "") -> Dropdown:
        """Return a list to choose one option of. value: of the option that is chosen."""

    @abstractmethod
    def checkbox(self, checked: bool = False, *, description: str = "") -> Input:
        """Return a checkbox."""

    @abstractmethod
    def button(self, text: str, *, css_classes: str = "") -> Button:
        """Return a button. css_classes: "ck-main" for the one of a form that stands out."""

    @abstractmethod
    def html(self, html: str, *, css_classes: str = "") -> Html:
        """Return a widget that shows HTML, which must be ours or escaped."""

    @abstractmethod
    def column(self, *children: Widget, css_classes: str = "") -> Box:
        """Put widgets below each other."""

    @abstractmethod
    def button_row(self, *children: Widget) -> Box:
        """Put buttons beside each other."""

    def icon_button(self, icon: str, text: str = "") -> Button:
        """Return a button that shows an icon in place of its text, which is its name all the same.

        icon: the class that draws it: "ck-up", "ck-down", "ck-remove", "ck-options" or "ck-set-aside"; more classes may follow.
        """
        return self.button(text, css_classes=f"ck-icon {icon}")


class FieldControl(Protocol):
    """The control of one field, as the controller knows it."""

    @property
    def widget(self) -> Widget:
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
