"""The lines of cells and paragraphs, and the points and actions that they list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from careerskit.word.content import Block, Paragraph, Table

__all__ = ["Line", "items_of", "lines_of", "one_text"]

_BULLET = re.compile(r"\s*([-–—•▪‣◦●○■□◆·*✓✔➢➤»>→\uf0b7\uf0a7]|o(?=[\t ]+\S))[\t \u00a0]+(?=\S)")
_INNER_BULLETS = "o◦○–—"
"""Signs that stand before what is below another bullet, where both are typed."""

_NUMBER = re.compile(r"\s*(\d{1,2})[.)][\t \u00a0]+(?=\S)")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""Hyphens that show only where a word is divided, and characters without a width."""


@dataclass(eq=False)
class Line:
    """A line of text without the sign of its bullet.

    starts: whether a paragraph starts with it, so that it does not go on from the line above. level: of its bullet; -1 for none.
    place: where it stands in the document.
    """

    text: str
    starts: bool
    level: int
    place: str


def lines_of(blocks: Iterable[Block]) -> list[Line]:
    """Return the lines of paragraphs, which are used from then on; those without text too. A row of a table is one line."""
    found: list[Line] = []
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                texts = [line.text.strip() for cell in row.cells for line in lines_of(cell.blocks)]
                found.append(Line("\t".join(filter(None, texts)), True, -1, row.place))
        elif not block.used:
            block.used = True
            found.extend(_lines(block))
    return _without_typed_bullets(found)


def items_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the entries of a list: each starts with a paragraph or bullet, and has the lines and bullets below it."""
    texts = [line for line in lines if line.text.strip()]
    outer = min((line.level for line in texts if line.level >= 0), default=-1)
    found: list[list[Line]] = []
    for line in texts:
        goes_on = (line.level >= 0 and not line.starts) or line.level > outer
        if found and goes_on:
            found[-1].append(line)
        else:
            found.append([line])
    return found


def one_text(lines: Iterable[Line], divider: str = "\n") -> str:
    """Return lines as one text, without those that are blank."""
    return divider.join(line.text.strip() for line in lines if line.text.strip())


def _lines(paragraph: Paragraph) -> list[Line]:
    texts = paragraph.text.translate(_UNSEEN).split("\n")
    return [Line(text, number == 0, paragraph.level, paragraph.place) for number, text in enumerate(texts)]


def _without_typed_bullets(lines: list[Line]) -> list[Line]:
    """Take away the signs of bullets that were typed, and numbers that count all lines."""
    typed = [match for line in lines if line.level < 0 and (match := _BULLET.match(line.text))]
    outer = next((match[1] for match in typed if match[1] not in _INNER_BULLETS), "")
    for line in lines:
        if line.level < 0 and (match := _BULLET.match(line.text)):
            line.level = int(bool(outer) and match[1] in _INNER_BULLETS and match[1] != typed[0][1])
            line.text, line.starts = line.text[match.end() :], True
    numbered = [match for line in lines if (match := _NUMBER.match(line.text))]
    if [int(match[1]) for match in numbered] == list(range(1, len(numbered) + 1)):
        for line in lines:
            if match := _NUMBER.match(line.text):
                line.text, line.level, line.starts = line.text[match.end() :], max(line.level, 0), True
    return lines
