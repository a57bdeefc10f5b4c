"""Typed text as HTML with its paragraphs, lists and line breaks; anything else in it stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

__all__ = ["prose"]

# "-" and "*" only with a space after them, so that "-5%" stays a number. Word processors turn "-" into "–".
_BULLET = re.compile(r"\s*(?:[-*–]\s+|[•·]\s*)(?=\S)")
_LONE_BULLET = re.compile(r"\s*[-*–•·]\s*")


def prose(text: str) -> Markup:
    """Return typed text as HTML, escaped.

    A blank line starts a paragraph, a line that starts with ``-``, ``*`` or ``•`` is an item of a list (blank lines between items
    do not split it), and any other line break stays.
    """
    return Markup("\n").join(_blocks(text))


def _blocks(text: str) -> Iterator[Markup]:
    items: list[str] = []
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        bullet = _BULLET.match(line)
        if lines and (bullet or not line.strip()):
            yield Markup("<p>{}</p>").format(Markup("<br>\n").join(escape(each) for each in lines))
            lines = []
        if bullet:
            items.append(line[bullet.end() :].strip())
        elif line.strip() and not _LONE_BULLET.fullmatch(line):
            if items:
                yield _list(items)
                items = []
            lines.append(line.strip())
    if items:
        yield _list(items)


def _list(items: list[str]) -> Markup:
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(item) for item in items))
