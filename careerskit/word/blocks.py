"""Reading the parts of a Word document as paragraphs and tables, in the order in which they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from careerskit.word.content import Block, Cell, Content, Control, Paragraph, Piece, Row, Table
from careerskit.word.inline import Inline, w
from careerskit.word.package import WordPackage, name_of

__all__ = ["read_content"]

_OTHER_PARTS = (
    ("header", "Page header", ""),
    ("footer", "Page footer", ""),
    ("footnotes", "Footnote", "footnote"),
    ("endnotes", "Endnote", "endnote"),
    ("comments", "Comment", "comment"),
)
"""The kinds of parts beside the text: what each is called, and which of its elements have a text each; "" for all of it."""

_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")
_WRAPPERS = ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag")


def read_content(package: WordPackage, tags: frozenset[str] = frozenset()) -> Content:
    """Return what a document says. tags: of the content controls that are of use. Raises InputFileError like the package."""
    styles = _Styles(package)
    root = package.root(package.main)
    inline = Inline(package.links(package.main), tags)
    reader = _Reader(inline, styles)
    content = Content(reader.blocks(root.find(w("body")), "") if root.find(w("body")) is not None else [])
    for number, box in _numbered(inline.boxes):
        content.others.append(reader.blocks(box, f"Text box {number}"))
    for kind, place, each in _OTHER_PARTS:
        for name in package.related(package.main, kind):
            if (part := package.root(name)) is not None:
                inner = Inline(package.links(name), tags)
                elements = [one for one in part if one.get(w("type")) not in _SEPARATORS] if each else [part]
                for number, element in enumerate(elements, start=1):
                    label = f"{place} {number}" if each else place
                    content.others.append(_Reader(inner, styles).blocks(element, label))
                for _, box in _numbered(inner.boxes):
                    content.others.append(_Reader(inner, styles).blocks(box, place))
                inline.deleted, inline.inserted = inline.deleted + inner.deleted, inline.inserted + inner.inserted
    content.deleted, content.inserted, content.pictures = inline.deleted, inline.inserted, inline.pictures
    return content


def _numbered(boxes: list[Any]) -> Iterator[tuple[int, Any]]:
    """Yield text boxes with their numbers; reading one may add those in it."""
    number = 0
    while number < len(boxes):
        number += 1
        yield number, boxes[number - 1]


class _Styles:
    """What the styles of paragraphs say: how deep their bullets are, and which are headings."""

    def __init__(self, package: WordPackage) -> None:
        self.levels: dict[str, int] = {}
        self.headings: set[str] = set()
        for part in package.related(package.main, "styles"):
            root = package.root(part)
            for style in () if root is None else root.iter(w("style")):
                key = style.get(w("styleId"), "")
                named = style.find(w("name"))
                name = "" if named is None else named.get(w("val"), "").casefold()
                if style.find(f"{w('pPr')}/{w('numPr')}") is not None or name.startswith(
                    ("list bullet", "list number")
                ):
                    last = name[-1:]
                    self.levels[key] = int(last) - 1 if last.isdigit() else 0
                if name.startswith("heading") or name in ("title", "subtitle"):
                    self.headings.add(key)
                    self.levels.pop(key, None)  # a numbered heading is no bullet


class _Reader:
    def __init__(self, inline: Inline, styles: _Styles) -> None:
        self._inline, self._styles = inline, styles
        self._tables = 0
        self._under = ""

    def blocks(self, element: Any, place: str, control: Control | None = None) -> list[Block]:
        """Return the paragraphs and tables of an element. place: where it is; "" for the body of the document."""
        found: list[Block] = []
        open_mark = (
            False  # whether the mark at the end of the paragraph before is deleted, so that this one goes on in it
        )
        for child, inner in self._unwrapped(element, control):
            if name_of(child) == "w:tbl":
                self._tables += not place
                where = f"{place}, inner table" if place else f"Table {self._tables}"
                found.append(self._table(child, where, inner))
                open_mark = False
                continue
            paragraph = self._paragraph(child, place, inner)
            before = found[-1] if found else None
            if open_mark and isinstance(before, Paragraph):
                before.pieces.extend(paragraph.pieces)
            else:
                found.append(paragraph)
            open_mark = child.find(f"{w('pPr')}/{w('rPr')}/{w('del')}") is not None
        return found

    def _unwrapped(self, element: Any, control: Control | None) -> Iterator[tuple[Any, Control | None]]:
        """Yield the paragraphs, tables, rows or cells of an element, each with the control that it is in."""
        for child in element:
            name = name_of(child)
            if name in ("w:p", "w:tbl", "w:tr", "w:tc"):
                yield child, control
            elif name == "w:sdt":
                if child.find(f"{w('sdtPr')}/{w('showingPlcHdr')}") is None:
                    yield from self._unwrapped(child, self._inline.control_of(child, control))
            elif name in _WRAPPERS:
                yield from self._unwrapped(child, control)

    def _paragraph(self, element: Any, place: str, control: Control | None) -> Paragraph:
        properties = element.find(w("pPr"))
        style, level = "", -1
        if properties is not None:
            named, numbered = properties.find(w("pStyle")), properties.find(w("numPr"))
            style = "" if named is None else named.get(w("val"), "")
            level = self._styles.levels.get(style, -1) if numbered is None else _level(numbered)
        pieces = list(self._inline.pieces(element, control))
        is_heading = style in self._styles.headings
        if not place and is_heading:
            self._under = "".join(piece.text for piece in pieces).strip()[:80]
        where = place or (f"Under “{self._under}”" if self._under else "At the start")
        return Paragraph(pieces or [Piece("", control)], where, -1 if is_heading else level, is_heading)

    def _table(self, element: Any, place: str, control: Control | None) -> Table:
        rows: list[Row] = []
        for child, inner in self._unwrapped(element, control):
            if name_of(child) != "w:tr":
                continue
            properties = child.find(w("trPr"))
            if properties is not None and properties.find(w("del")) is not None:
                self._inline.deleted += 1
                continue
            where = f"{place}, row {len(rows) + 1}"
            rows.append(Row(list(self._cells(child, where, inner)), where))
        return Table(rows)

    def _cells(self, row: Any, place: str, control: Control | None) -> Iterator[Cell]:
        at = _number(row.find(f"{w('trPr')}/{w('gridBefore')}"), 0)
        for child, inner in self._unwrapped(row, control):
            if name_of(child) != "w:tc":
                continue
            properties = f"{w('tcPr')}/"
            span = max(1, _number(child.find(f"{properties}{w('gridSpan')}"), 1))
            merged = child.find(f"{properties}{w('vMerge')}")
            continued = merged is not None and merged.get(w("val"), "continue") == "continue"
            yield Cell(at, span, continued, self.blocks(child, place, inner))
            at += span


def _level(numbered: Any) -> int:
    if _number(numbered.find(w("numId")), 1) == 0:
        return -1  # 0 takes the bullet of the style away
    return _number(numbered.find(w("ilvl")), 0)


def _number(element: Any, default: int) -> int:
    value = "" if element is None else element.get(w("val"), "")
    return int(value) if value.isdecimal() and len(value) < 6 else default
