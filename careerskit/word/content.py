"""What a Word document says, apart from how it is written: paragraphs and tables, each piece with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["Block", "Cell", "Content", "Control", "Paragraph", "Piece", "Row", "Table"]


class Control:
    """A content control. One that a paragraph is copied with is another, of the same tag."""

    __slots__ = ("tag",)

    def __init__(self, tag: str) -> None:
        self.tag = tag


class Piece(NamedTuple):
    """A part of a paragraph, and the innermost control that it is in."""

    text: str
    control: Control | None = None


@dataclass(eq=False)
class Paragraph:
    """A paragraph. level: how deep its bullet is, from 0; -1 for none. used: whether its text is an answer, a note or a label."""

    pieces: list[Piece]
    place: str
    level: int = -1
    is_heading: bool = False
    used: bool = False

    @property
    def text(self) -> str:
        """Its whole text, with its line breaks."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def has_control(self) -> bool:
        """Whether any of it is in a control."""
        return any(piece.control for piece in self.pieces)


@dataclass(eq=False)
class Cell:
    """A cell of a table. start, span: its columns. continued: whether it goes on from the cell above, being merged with it."""

    start: int
    span: int
    continued: bool
    blocks: list[Block]

    @property
    def paragraphs(self) -> list[Paragraph]:
        """All its paragraphs, also those of tables in it."""
        return list(_paragraphs(self.blocks))

    @property
    def text(self) -> str:
        """Its text, paragraph by paragraph."""
        return "\n".join(one.text for one in self.paragraphs)

    @property
    def has_control(self) -> bool:
        """Whether any of it is in a control."""
        return any(one.has_control for one in self.paragraphs)


@dataclass(eq=False)
class Row:
    """A row of a table. record: the path of the record that its controls are of, once they are read."""

    cells: list[Cell]
    place: str
    record: str = ""


@dataclass(eq=False)
class Table:
    """A table."""

    rows: list[Row]

    @property
    def tables_within(self) -> Iterator[Table]:
        """The tables in its cells."""
        return (block for row in self.rows for cell in row.cells for block in cell.blocks if isinstance(block, Table))


Block = Paragraph | Table


@dataclass(eq=False)
class Content:
    """What a document says.

    body: its text. others: what stands outside it, each with its place: text boxes, headers and footers, footnotes and comments.
    deleted: how many deletions are tracked, whose text is in none of them. inserted: how many insertions. pictures: how many.
    """

    body: list[Block]
    others: list[list[Block]] = field(default_factory=list)
    deleted: int = 0
    inserted: int = 0
    pictures: int = 0

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        """Every paragraph."""
        for blocks in (self.body, *self.others):
            yield from _paragraphs(blocks)

    @property
    def tables(self) -> Iterator[Table]:
        """Every table of the body, each before those in it."""
        return _tables(self.body)


def _paragraphs(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from _paragraphs(cell.blocks)


def _tables(blocks: Sequence[Block]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Table):
            yield block
            for row in block.rows:
                for cell in row.cells:
                    yield from _tables(cell.blocks)
