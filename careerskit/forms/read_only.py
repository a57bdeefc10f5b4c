"""HTML shown by a widget, and parts of a notebook that can be built again, for example for another school."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from careerskit import views
from careerskit.forms.host import notebook_widgets
from careerskit.forms.interfaces import Widget, WidgetFactory
from careerskit.forms.labels import CLASS

__all__ = ["ReplaceableOutput", "html_widget"]


def html_widget(
    render: Callable[[], str],
    *,
    name: str = "",
    updatable: bool = True,
    before_update: Callable[[], object] = lambda: None,
    widgets: WidgetFactory | None = None,
    render_elsewhere: Callable[[Callable[[str], None]], None] | None = None,
) -> Widget:
    """Return a widget that shows HTML, so that no answer stays in the notebook.

    render: returns the HTML. name: what it shows, said on its button.
    updatable: whether it depends on answers; then it has a button to update it.
    before_update: called before it is updated, to save what was just typed.
    render_elsewhere: renders it in another process instead, and calls back with it.
    """
    widgets = widgets or notebook_widgets()
    content = widgets.html("<p>Loading the chart…</p>" if render_elsewhere else render())
    styles = widgets.styles(views.style_sheet())
    if not updatable:
        return widgets.column(*styles, content, css_classes=f"{CLASS} ck-reading")
    update, error_message = widgets.button(f"Update {name}".strip()), widgets.html("")

    def show(html: str) -> None:
        content.value, error_message.value = html, ""

    def on_update(_: object) -> None:
        try:
            before_update()
            if render_elsewhere:
                render_elsewhere(show)
            else:
                show(render())
        except Exception as error:  # ipywidgets swallows what a button's handler raises, so it is shown here
            error_message.value = _alert(f"This could not be updated. {error}")

    update.on_click(on_update)
    if render_elsewhere:
        on_update(None)
    return widgets.column(*styles, content, update, error_message, css_classes=f"{CLASS} ck-reading")


class ReplaceableOutput:
    """One output of the workbook. Its content is built again when the workbook switches to another school.

    build: builds the content; an error is raised the first time, and shown after that.
    """

    def __init__(self, build: Callable[[], Widget], widgets: WidgetFactory) -> None:
        self._build, self._widgets = build, widgets
        self.widget = widgets.column(build())

    def rebuild(self, _: object = None) -> None:
        """Build the content again. Where that fails, show why, with a button to try again: the old content is out of date."""
        try:
            content = self._build()
        except Exception as error:  # ipywidgets swallows what a button's handler raises, so it is shown here
            try_again = self._widgets.button("Try again")
            try_again.on_click(self.rebuild)
            message = self._widgets.html(_alert(f"This could not be shown. {error}"))
            content = self._widgets.column(*self._widgets.styles(), message, try_again, css_classes=CLASS)
        self.widget.children = (content,)


def _alert(text: str) -> str:
    return f'<p role="status"><b>{escape(text)}</b></p>'
