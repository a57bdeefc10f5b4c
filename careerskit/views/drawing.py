"""How every chart is drawn: one size, one set of colours, text as text, the same picture each time."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["ACCENT", "INK", "MUTED", "PALE", "Chart", "Drawing", "open_drawing"]

ACCENT, MUTED, PALE, INK = "#1d5b79", "#8a949c", "#d8dee2", "#1f2933"

_STYLE: dict[Any, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["Arial", "Helvetica", "Liberation Sans", "DejaVu Sans"],
    "font.size": 10,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": PALE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "text.parse_math": False,  # a school may have any name, and two dollar signs in it are no formula
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


@dataclass
class Drawing:
    """The axes to draw on while a drawing is open, and the SVG once it is closed."""

    axes: Axes
    svg: str = ""


@contextmanager
def open_drawing(
    width: float, height: float, *, left: float, right: float = 0.05, top: float = 0.05
) -> Iterator[Drawing]:
    """Open axes in a picture of that size, all in inches: the margins are for what is beside the axes.

    Margins are given, not computed: matplotlib draws each picture three times to find room for every text, and these pictures
    have the same few labels for every school. No pyplot, and the settings are restored at the end.

    Raises:
        Whatever the drawing raises; nothing stays open.
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(width, height), facecolor="none")
        inside = (left / width, 0.05 / height, (width - left - right) / width, (height - top - 0.05) / height)
        drawing = Drawing(figure.add_axes(inside, facecolor="none"))
        yield drawing
        text = io.StringIO()
        # figure.savefig would draw everything twice, in case a layout has to be computed.
        FigureCanvasSVG(figure).print_svg(text, metadata={"Date": None, "Creator": None})  # type: ignore[no-untyped-call]
        drawing.svg = text.getvalue()
