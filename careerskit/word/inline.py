"""The text of a Word paragraph: fields, links, symbols, tracked changes and content controls, as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from careerskit.word.content import Control, Piece
from careerskit.word.package import NAMESPACES, name_of

__all__ = ["Inline", "w"]

_SKIPPED = frozenset(("w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:smartTagPr", "w:fldData", "w:ffData", "w:rt"))
_SKIPPED |= {"mc:Fallback", "w:tblPr"}  # a fallback says again what is beside it
_TEXT_OF = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-", "w:softHyphen": ""}
_SYMBOLS = {0xFC: "✓", 0xFB: "✗", 0xA7: "▪", 0xB7: "•", 0xE0: "→", 0xFE: "☑", 0xA8: "☐", 0xD8: "➢", 0x4A: "☺"}
"""Signs of Wingdings and Symbol by their codes, where Word writes them as such."""

_PICTURES = ("pic", "imagedata", "chart", "relIds")


def w(name: str) -> str:
    """Return the name of an attribute or element of Word's as lxml has it."""
    return f"{{{NAMESPACES['w']}}}{name}"


@dataclass
class Inline:
    """Reads the text of paragraphs of one part.

    links: the addresses of the part's links by id. tags: the tags of controls that are of use. boxes: the contents of text boxes
    that were met, to be read as text of their own. deleted, inserted, pictures: how many were met.
    """

    links: Mapping[str, str]
    tags: frozenset[str]
    boxes: list[Any] = field(default_factory=list)
    deleted: int = 0
    inserted: int = 0
    pictures: int = 0
    _fields: list[str] = field(default_factory=list)
    """The instructions of the fields that are open."""

    def pieces(self, element: Any, control: Control | None = None) -> Iterator[Piece]:
        """Yield the pieces of text in an element."""
        for child in element:
            yield from self._piece(child, control)

    def control_of(self, element: Any, outer: Control | None) -> Control | None:
        """Return the control that an element of Word's kind "sdt" is; the outer one where it is of no use."""
        tag = element.find(f"{w('sdtPr')}/{w('tag')}")
        name = "" if tag is None else tag.get(w("val"), "")
        return Control(name) if name in self.tags else outer

    def _piece(self, element: Any, control: Control | None) -> Iterator[Piece]:
        name = name_of(element)
        match name:
            case "w:t" | "m:t":
                yield Piece(element.text or "", control)
            case "w:instrText":
                if self._fields:
                    self._fields[-1] += element.text or ""
            case "w:fldChar":
                yield from self._field(element.get(w("fldCharType")), control)
            case "w:sym":
                yield Piece(_symbol(element.get(w("char"), "")), control)
            case "w:del" | "w:moveFrom":
                self.deleted += name == "w:del"
            case "w:ins" | "w:moveTo":
                self.inserted += name == "w:ins"
                yield from self.pieces(element, control)
            case "w:hyperlink":
                inner = list(self.pieces(element, control))
                yield from inner
                key = element.get(f"{{{NAMESPACES['r']}}}id", "")
                yield from _address(self.links.get(key, ""), inner, control)
            case "w:fldSimple":
                inner = list(self.pieces(element, control))
                yield from inner
                yield from _address(_link_of(element.get(w("instr"), "")), inner, control)
            case "w:sdt":
                if element.find(f"{w('sdtPr')}/{w('showingPlcHdr')}") is None:
                    inner_control = self.control_of(element, control)
                    yield Piece("", inner_control)  # it may be empty
                    yield from self.pieces(element, inner_control)
            case "w:txbxContent":
                self.boxes.append(element)
            case _ if name in _TEXT_OF:
                yield Piece(_TEXT_OF[name], control)
            case _ if name and name not in _SKIPPED:
                self.pictures += name in _PICTURES
                yield from self.pieces(element, control)

    def _field(self, kind: str | None, control: Control | None) -> Iterator[Piece]:
        if kind == "begin":
            self._fields.append("")
        elif kind == "end" and self._fields:
            yield from _address(_link_of(self._fields.pop()), (), control)


def _address(address: str, shown: Iterable[Piece], control: Control | None) -> Iterator[Piece]:
    """Yield the address of a link, where its text does not say it already."""
    address = address.removeprefix("mailto:")
    if address and address not in "".join(piece.text for piece in shown):
        yield Piece(f" ({address})", control)


def _link_of(instruction: str) -> str:
    kind, _, rest = instruction.strip().partition(" ")
    parts = rest.split('"')
    return parts[1] if kind.upper() == "HYPERLINK" and len(parts) > 1 and not parts[0].strip() else ""


def _symbol(code: str) -> str:
    try:
        number = int(code, 16)
        return _SYMBOLS.get(number & 0xFF, chr(number)) if 0xF000 <= number <= 0xF0FF else chr(number)
    except (ValueError, OverflowError):
        return ""
