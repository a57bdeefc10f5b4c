"""Reading what was typed outside content controls: the text after labels and headings, and what has no place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from careerskit.plan import Plan
from careerskit.word.collector import Collector
from careerskit.word.content import Block, Content, Paragraph, Table
from careerskit.word.labels import Label, is_heading, label_starting, part_headed, words_of
from careerskit.word.lines import Line, lines_of
from careerskit.word.read_cells import read_cells
from careerskit.word.read_grid import read_grid
from careerskit.word.read_rows import RowsReader
from careerskit.word.scope import OBJECTIVE, ONE_LINE, Scope, field_of

__all__ = ["read_typed"]

_NOT_FILLED_IN = ("Footnote", "Endnote", "Comment")
"""What stands beside the text of a plan, and is a note whatever it says."""

_LISTS_OBJECTIVES = {words_of(text) for text in ("Objectives", "Strategic objectives", "Key strategic objectives")}
"""Headings below which each entry of a list is an objective."""

_TYPED_NUMBER = re.compile(r"\d{1,2}[.)]\s+(?=\S)")
_VISION = Label("vision", "statement")

_OUR_TITLE = re.compile(rf"(?:{Plan.title}(?:: |(?=\t)|$))?(?P<school>.*?)(?:\s+Page \d+ of \d+)?", re.DOTALL)
_TITLE_WITH_YEAR = re.compile(r"Strategic Careers? Plan\W+(20\d\d\s*[-–—/]\s*(?:20)?\d\d)", re.IGNORECASE)


def read_typed(content: Content, collector: Collector) -> int:
    """Read what is in no content control, and return how many fields have a label. What has no place becomes a note."""
    reader = _TypedReader(Scope(collector))
    for blocks in (content.body, *content.others):
        reader.read(blocks)
    reader.close()
    return len(reader.scope.labels)


class _TypedReader:
    """Reads text from top to bottom. A label, or an objective's heading, has the lines below it until the next one."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._rows = RowsReader(scope)
        self._part = ""
        self._label: Label | None = None
        self._lines: list[Line] = []
        self._ends_at_blank = False
        self._lists_objectives = False
        self._is_below_vision = False
        self._below_vision: list[Line] = []

    def close(self) -> None:
        """Put what stands below the heading "Vision" into its statement, unless that is said elsewhere; then what has no place."""
        if self.scope.collector.text("vision.statement").strip():
            self.scope.unplaced(self._below_vision)
        else:
            self.scope.place(_VISION, self._below_vision)
        self.scope.close()

    def read(self, blocks: Sequence[Block]) -> None:
        """Read paragraphs and tables."""
        for block in blocks:
            if isinstance(block, Table):
                self._end()
                self._table(block)
                continue
            for line in lines_of([block]):
                self._line(line, block)
        self._end()

    def _table(self, table: Table) -> None:
        """Read a table, and before it those in its cells that have labels of their own."""
        for inner in table.tables_within:
            if self._rows.can_read(inner) or _has_labels(inner):
                self._table(inner)
        if read_grid(table, self.scope):
            return
        rest = self._rows.read(table)
        read_cells(rest, self.scope)

    def _line(self, line: Line, paragraph: Paragraph) -> None:
        text = line.text.strip()
        if not text:
            if self._lines and self._ends_at_blank:
                self._end(goes_on=True)
        elif line.place.startswith(_NOT_FILLED_IN):
            self.scope.unplaced([line])
        elif match := OBJECTIVE.fullmatch(text):
            self._end()
            self._part = "objective"
            if self.scope.enter_objective(int(match[1]), match[2]):
                self._start(Label("objective", "objective"), line, match[2])
            elif not self.scope.is_objective(text):
                self.scope.unplaced([line])
        elif match := _TITLE_WITH_YEAR.fullmatch(text):
            self._end()
            line.text = match[1]
            self.scope.place(Label("header", "academic_year"), [line])
        elif self._lists_objectives and (line.level == 0 or _TYPED_NUMBER.match(text)):
            self._end(goes_on=True)
            self._start(Label("objective", "objective"), line, _TYPED_NUMBER.sub("", text, count=1))
        elif line.level < 0 and (found := label_starting(text, self._part)):
            self._end()
            self._start(found[0], line, found[1])
        elif is_heading(text) or self._is_our_title(text):
            self._end()
            self._part = part_headed(text) or self._part
            self._lists_objectives = words_of(text) in _LISTS_OBJECTIVES
            self._is_below_vision = part_headed(text) == _VISION.group
        elif self._is_below_vision and not paragraph.is_heading:
            self._below_vision.append(line)
        elif paragraph.is_heading or not self._label or (self._lines and field_of(self._label).kind in ONE_LINE):
            self._end()
            self.scope.unplaced([line])
        else:
            self._lines.append(line)

    def _start(self, label: Label, line: Line, rest: str) -> None:
        self.scope.labels.add(label)
        self._label, self._ends_at_blank = label, bool(rest)
        line.text = rest
        self._lines = [line] if rest else []

    def _end(self, *, goes_on: bool = False) -> None:
        """Put the lines that were read into the answer that they are of. goes_on: whether a list of objectives does."""
        if self._label:
            self.scope.place(self._label, self._lines)
        self._label, self._lines, self._is_below_vision = None, [], False
        self._lists_objectives = self._lists_objectives and goes_on

    def _is_our_title(self, text: str) -> bool:
        """Whether a text is the name of the school, with the title and page numbers that we add to it."""
        school = words_of(self.scope.collector.text("header.school_name"))
        match = _OUR_TITLE.fullmatch(text)
        return bool(match) and words_of(match["school"] if match else "") in ("", school)


def _has_labels(table: Table) -> bool:
    texts = (cell.text.strip().split("\n")[0] for row in table.rows for cell in row.cells)
    return sum(label_starting(text) is not None for text in texts) > 1
