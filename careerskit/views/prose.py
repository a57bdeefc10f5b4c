"""Typed text as HTML: paragraphs, lists and line breaks as they were meant, and nothing else of what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

__all__ = ["prose"]

# "-" and "*" only with a space behind, so that "-5%" stays a number. "–" is what word processors make of "-".
_POINT = re.compile(r"\s*(?:[-*–]\s+|[•·]\s*)(?=\S)")
_LONE_MARK = re.compile(r"\s*[-*–•·]\s*")


def prose(text: str) -> Markup:
    """Return typed text as HTML, escaped.

    A blank line begins a paragraph, a line that starts with ``-``, ``*`` or ``•`` is a point of a list (blank lines between
    points do not part it), and any other line break is kept.
    """
    return Markup("\n").join(_blocks(text))


def _blocks(text: str) -> Iterator[Markup]:
    points: list[str] = []
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        point = _POINT.match(line)
        if lines and (point or not line.strip()):
            yield Markup("<p>{}</p>").format(Markup("<br>\n").join(escape(each) for each in lines))
            lines = []
        if point:
            points.append(line[point.end() :].strip())
        elif line.strip() and not _LONE_MARK.fullmatch(line):
            if points:
                yield _list(points)
                points = []
            lines.append(line.strip())
    if points:
        yield _list(points)


def _list(points: list[str]) -> Markup:
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(point) for point in points))
