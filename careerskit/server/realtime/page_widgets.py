"""The widgets of a delegate's page: what forms use of ipywidgets, in plain Python, which builds a page in half the time.

They tell the browser what ipywidgets would tell it, see :mod:`careerskit.server.realtime.widget_manager`. How they look is in the
page's style sheets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any, ClassVar, Generic, Protocol, TypeVar, overload

from careerskit.forms import Options, Widget, WidgetFactory

__all__ = ["MAX_ANSWER_CHARACTERS", "PageButton", "PageDropdown", "PageInput", "PageWidget", "PageWidgets", "to_json"]

MAX_ANSWER_CHARACTERS = 20_000
"""Ten times as many as any field of a plan asks for."""

T = TypeVar("T")
_ids = count()


class Page(Protocol):
    """What a widget belongs to."""

    def add(self, widget: PageWidget) -> None:
        """Have the browser make a new widget."""

    def send(self, widget: PageWidget, data: dict[str, Any]) -> None:
        """Send something to the browser's view of a widget."""


class _Synced(Generic[T]):
    """An attribute that the browser has too. Its name is that of ipywidgets' trait."""

    def __init__(self, default: T) -> None:
        self._default = default

    def __set_name__(self, owner: type[PageWidget], name: str) -> None:
        self._name = name

    @overload
    def __get__(self, widget: None, owner: type[PageWidget]) -> _Synced[T]: ...
    @overload
    def __get__(self, widget: PageWidget, owner: type[PageWidget]) -> T: ...
    def __get__(self, widget: PageWidget | None, owner: type[PageWidget]) -> Any:
        return self if widget is None else widget.state.get(self._name, self._default)

    def __set__(self, widget: PageWidget, value: T) -> None:
        if widget.state.get(self._name, self._default) != value:
            widget.state[self._name] = value
            widget.on_changed(self._name)


class PageWidget:
    """A widget of one page. state: what the browser gets of it, by the name of ipywidgets' trait; nothing that is empty."""

    MODEL: ClassVar[str]
    _dom_classes = _Synced[Sequence[str]](())

    def __init__(self, page: Page, css_classes: str = "", **state: Any) -> None:
        self.model_id, self._page = f"w{next(_ids)}", page
        self.state = {"_model_name": self.MODEL} | {name: value for name, value in state.items() if value}
        if css_classes:
            self.state["_dom_classes"] = css_classes.split()
        self.is_sent = False
        page.add(self)

    def on_changed(self, name: str) -> None:
        """Tell the browser what a part of the state is now. A new widget is sent as a whole later."""
        if self.is_sent:
            self._page.send(self, {"method": "update", "state": {name: to_json(self.state[name])}})

    def add_class(self, class_name: str) -> None:
        """Give it a CSS class."""
        if class_name not in self._dom_classes:
            self._dom_classes = [*self._dom_classes, class_name]

    def remove_class(self, class_name: str) -> None:
        """Take a CSS class from it."""
        self._dom_classes = [one for one in self._dom_classes if one != class_name]

    def focus(self) -> None:
        """Have the browser focus it."""
        self._page.send(self, {"method": "custom", "content": {"do": "focus"}})


class PageHtml(PageWidget):
    """Shows HTML."""

    MODEL = "HTMLModel"
    value = _Synced("")


class PageColumn(PageWidget):
    """Shows widgets below each other."""

    MODEL = "VBoxModel"
    children = _Synced[Sequence[Widget]](())


class PageRow(PageColumn):
    """Shows widgets beside each other."""

    MODEL = "HBoxModel"


class PageButton(PageWidget):
    """A button."""

    MODEL = "ButtonModel"
    description = _Synced("")

    def __init__(self, page: Page, css_classes: str = "", **state: Any) -> None:
        super().__init__(page, css_classes, **state)
        self._callbacks: list[Callable[[Any], object]] = []

    def on_click(self, callback: Callable[[Any], object]) -> None:
        """Call back with the button whenever it is pressed."""
        self._callbacks.append(callback)

    def click(self) -> None:
        """Handle that it was pressed."""
        for callback in self._callbacks:
            callback(self)


class PageInput(PageWidget):
    """What an answer is given in.

    VALUE: the part of the state that the browser may set. TYPE: what that is. reports_blur: whether the browser reports that it was
    left.
    """

    VALUE: ClassVar = "value"
    TYPE: ClassVar[type]
    reports_blur: ClassVar = False
    value: Any
    description = _Synced("")

    def __init__(self, page: Page, css_classes: str = "", **state: Any) -> None:
        super().__init__(page, css_classes, **state)
        self._handlers: list[Callable[[dict[str, Any]], object]] = []

    def observe(self, handler: Callable[[dict[str, Any]], object], names: str) -> None:  # noqa: ARG002
        """Call a handler with the ``new`` value whenever it has changed."""
        self._handlers.append(handler)

    def unobserve(self, handler: Callable[[dict[str, Any]], object], names: str) -> None:  # noqa: ARG002
        """Call the handler no more."""
        self._handlers.remove(handler)

    def accepts(self, value: Any) -> bool:
        """Whether the browser may set this value."""
        return type(value) is self.TYPE

    def receive(self, value: Any) -> None:
        """Handle a value that the browser has set. It is not sent back."""
        if getattr(self, self.VALUE) != value:
            self.state[self.VALUE] = value
            self._notify()

    def on_changed(self, name: str) -> None:
        """Tell the browser what a part of the state is now, and the handlers if it is the value."""
        super().on_changed(name)
        if name == self.VALUE:
            self._notify()

    def _notify(self) -> None:
        for handler in list(self._handlers):
            handler({"new": self.value})


class PageText(PageInput):
    """A text box of one line."""

    MODEL, TYPE, reports_blur = "TextModel", str, True
    value = _Synced("")

    def accepts(self, value: Any) -> bool:
        """Whether the browser may set this value."""
        return super().accepts(value) and len(value) <= MAX_ANSWER_CHARACTERS


class PageTextarea(PageText):
    """A text box of several lines."""

    MODEL = "TextareaModel"


class PageCheckbox(PageInput):
    """A checkbox."""

    MODEL, TYPE = "CheckboxModel", bool
    value = _Synced(default=False)


class PageDropdown(PageInput):
    """A list to choose one option of. The browser has the labels of its options, and the index of the one that is chosen."""

    MODEL, TYPE, VALUE = "DropdownModel", int, "index"
    index = _Synced[int | None](0)
    _options_labels = _Synced[Sequence[str]](())

    def __init__(self, page: Page, options: Options, value: Any, **state: Any) -> None:
        super().__init__(page, **state)
        self._values: list[Any] = []
        self.options = options
        self.index = self.index_of(value)

    @property
    def options(self) -> Options:
        """What each option says, and its value."""
        return list(zip(self._options_labels, self._values, strict=True))

    @options.setter
    def options(self, options: Options) -> None:
        self._values = [value for _, value in options]
        self._options_labels = [text for text, _ in options]
        self.index = 0 if options else None

    @property
    def value(self) -> Any:
        """The value of the option that is chosen; None where none is."""
        return None if self.index is None else self._values[self.index]

    @value.setter
    def value(self, value: Any) -> None:
        self.index = self.index_of(value)

    def index_of(self, value: Any) -> int | None:
        """Return the index of the option with a value; None where there is none."""
        return self._values.index(value) if value in self._values else None

    def accepts(self, value: Any) -> bool:
        """Whether the browser may set this index."""
        return super().accepts(value) and 0 <= value < len(self._values)


class PageWidgets(WidgetFactory):
    """Creates the widgets of one page."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def styles(self, more: str = "") -> tuple[PageHtml, ...]:  # noqa: ARG002
        """Return nothing: the page has style sheets of its own."""
        return ()

    def text(self, value: str = "", *, description: str = "", css_classes: str = "") -> PageText:
        """Return a text box of one line."""
        return PageText(self._page, css_classes, value=value, description=description)

    def textarea(
        self, value: str = "", *, rows: int, placeholder: str = "", description: str = "", css_classes: str = ""
    ) -> PageText:
        """Return a text box of several lines."""
        state = {"value": value, "rows": rows, "placeholder": placeholder, "description": description}
        return PageTextarea(self._page, css_classes, **state)

    def dropdown(self, options: Options = (), value: Any = None, *, description: str = "") -> PageDropdown:
        """Return a list to choose one option of. value: of the option that is chosen."""
        return PageDropdown(self._page, options, value, description=description)

    def checkbox(self, checked: bool = False, *, description: str = "") -> PageCheckbox:
        """Return a checkbox."""
        return PageCheckbox(self._page, value=checked, description=description)

    def button(self, text: str, *, css_classes: str = "") -> PageButton:
        """Return a button."""
        return PageButton(self._page, css_classes, description=text)

    def html(self, html: str, *, css_classes: str = "") -> PageHtml:
        """Return a widget that shows HTML, which must be ours or escaped."""
        return PageHtml(self._page, css_classes, value=html)

    def column(self, *children: Widget, css_classes: str = "") -> PageColumn:
        """Put widgets below each other."""
        return PageColumn(self._page, css_classes, children=children)

    def button_row(self, *children: Widget) -> PageRow:
        """Put buttons beside each other."""
        return PageRow(self._page, "ck-buttons", children=children)


def to_json(value: Any) -> Any:
    """Return a part of a widget's state as the browser gets it: of other widgets, their ids."""
    if isinstance(value, tuple | list):
        return [one if isinstance(one, str) else f"IPY_MODEL_{one.model_id}" for one in value]
    return value
