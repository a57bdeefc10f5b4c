"""How every chart is drawn: one size, one set of colours, text as text, the same picture each time."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.backend_bases import GraphicsContextBase
    from matplotlib.backends.backend_svg import RendererSVG
    from matplotlib.font_manager import FontProperties

__all__ = ["ACCENT", "INK", "MUTED", "PALE", "WIDTH", "Chart", "Drawing", "open_drawing"]

WIDTH = 346
"""Points across a chart: its text can then still be read on a phone."""

ACCENT, MUTED, PALE, INK = "#1d5b79", "#8a949c", "#d8dee2", "#1f2933"

_LINE_SPACING, _HALF_CAPITAL = 1.1, 0.36
"""Of the size of a font: from one line to the next, and from the middle of a capital letter down to its foot."""

_SETTINGS: dict[Any, Any] = {
    "font.sans-serif": ["Arial", "Helvetica", "Liberation Sans", "DejaVu Sans"],
    "svg.fonttype": "none",  # text as text: small files, sharp print, the reader's own font
    "svg.hashsalt": "careerskit",  # the same chart is always the same file
}


@dataclass(frozen=True)
class Chart:
    """A chart, with everything that a reader needs who cannot see the picture.

    title: the message, as a sentence. subtitle: what, where, when and in which unit.
    alt: one or two sentences on what it shows. table: every number drawn; its index has the row headings.
    svg: the picture. source, note: where the numbers come from, and what to bear in mind.
    """

    title: str
    subtitle: str
    alt: str
    table: pd.DataFrame
    svg: str
    source: str = ""
    note: str = ""

    @property
    def data_uri(self) -> str:
        """The picture as the address of an image: part of the page, and its ids never clash with another chart's."""
        return "data:image/svg+xml;base64," + base64.b64encode(self.svg.encode()).decode()


class Drawing:
    """A picture being drawn, and its SVG once it is closed.

    Places and sizes are in points (72 an inch), from the top left corner. What is drawn later lies above what was drawn before.
    """

    def __init__(self, renderer: RendererSVG) -> None:
        from matplotlib.text import Text
        from matplotlib.transforms import Affine2D

        self.svg = ""
        self._renderer = renderer
        self._downwards = Affine2D().scale(1, -1).translate(0, renderer.height)
        # Where a text starts is left to the reader's own font, which may be wider than ours.
        self._anchors = {align: Text(ha=align) for align in ("left", "center", "right")}

    def box(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        fill: str,
        edge: str = "",
        line: float = 0.6,
        *,
        hatch: str = "",
        dashed: bool = False,
    ) -> None:
        """Draw a box. edge: its colour, "" for none; line: its width. hatch: a pattern of matplotlib's, in the same colour."""
        style = self._style(edge or fill, line if edge else 0)
        if hatch:
            style.set_hatch(hatch)
            style.set_hatch_color(style.get_rgb())
            style.set_hatch_linewidth(line)
        if dashed:
            style.set_dashes(0, [3.7 * line, 1.6 * line])
        right, bottom = left + width, top + height
        self._path(style, [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], fill)

    def line(self, start: tuple[float, float], end: tuple[float, float], colour: str, width: float) -> None:
        """Draw a straight line."""
        self._path(self._style(colour, width), [start, end])

    def text(
        self,
        x: float,
        middle: float,
        words: str,
        align: str = "left",
        *,
        colour: str = INK,
        size: float = 10,
        bold: bool = False,
    ) -> None:
        """Write words, in as many lines as they have. x: of the ``align``, left, center or right. middle: of all lines."""
        anchor = self._anchors[align]
        anchor.set_x(x)
        font, style = _font(size, bold), self._style(colour)
        lines = words.split("\n")
        baseline = middle + size * (_HALF_CAPITAL - _LINE_SPACING * (len(lines) - 1) / 2)
        for number, line in enumerate(lines):
            y = baseline + number * _LINE_SPACING * size
            self._renderer.draw_text(style, x, y, line, font, 0, mtext=anchor)  # type: ignore[no-untyped-call]

    def _style(self, colour: str, width: float = 0) -> GraphicsContextBase:
        style = self._renderer.new_gc()
        style.set_foreground(colour)
        style.set_linewidth(width)
        return style

    def _path(self, style: GraphicsContextBase, points: list[tuple[float, float]], fill: str = "") -> None:
        from matplotlib.colors import to_rgba
        from matplotlib.path import Path

        path, face = Path(points), to_rgba(fill) if fill else None
        self._renderer.draw_path(style, path, self._downwards, face)  # type: ignore[no-untyped-call]


@cache
def _font(size: float, bold: bool) -> FontProperties:
    from matplotlib.font_manager import FontProperties

    return FontProperties(family="sans-serif", size=size, weight="bold" if bold else "normal")


@contextmanager
def open_drawing(width: float, height: float) -> Iterator[Drawing]:
    """Open a picture of that size, in points, to draw in.

    It is drawn by matplotlib's SVG renderer itself. A figure with axes works out ticks, limits and the extent of each text. Bars
    and boxes with a few labels need none of these, which took ten times as long, and were 70% of the time of a plan.

    Raises:
        Whatever the drawing raises; matplotlib's settings are restored.
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import RendererSVG

    text = io.StringIO()
    with mpl.rc_context(_SETTINGS):
        renderer = RendererSVG(width, height, text, metadata={"Date": None, "Creator": None})  # type: ignore[no-untyped-call]
        drawing = Drawing(renderer)
        yield drawing
        renderer.finalize()  # type: ignore[no-untyped-call]
    drawing.svg = text.getvalue()
