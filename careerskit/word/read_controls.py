"""Reading the answers that stand in content controls: those of documents that careerskit wrote, whatever was changed since."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from careerskit.errors import UnknownPathError
from careerskit.plan import FieldSpec, Group, Kind, Plan, Setting, fields_of
from careerskit.store import parse_path, record_path
from careerskit.word.collector import Collector
from careerskit.word.content import Block, Content, Control, Paragraph, Row, Table
from careerskit.word.labels import words_of

__all__ = ["read_controls"]

_ACTION_NUMBER = re.compile(r"\s*\d+\.\d+\s*")
_IN_ROWS = ("actions", "activities")
"""The lists of which each record has a row of a table."""


def read_controls(content: Content, paths: Mapping[str, str], collector: Collector) -> int:
    """Read every answer that is in a control, and return how many there are.

    paths: of the answers by the tags of their controls. A control that was copied, with its row, bullet or table, starts a record
    of its own. What was typed beside a control goes on with its answer.
    """
    known = {}
    for tag, path in paths.items():
        if steps := _steps(path.partition("#")[0]):
            known[tag] = _Place(path, steps)
    reader = _ControlReader(known, collector)
    for blocks in (content.body, *content.others):
        reader.read(blocks)
    return reader.count


@dataclass(frozen=True)
class _Place:
    """Where a control's answer is in a plan. path: with the choice after "#", where it is one of several. steps: of the path."""

    path: str
    steps: tuple[tuple[FieldSpec, str], ...]

    @property
    def field(self) -> FieldSpec:
        return self.steps[-1][0]

    @property
    def is_of_point(self) -> bool:
        """Whether it is in a record that has a bullet, and so another bullet is another record."""
        return len(self.steps) > 1 and bool(self.steps[-2][1]) and self.steps[-2][0].points

    def labels(self) -> set[str]:
        """Return the words of the labels and guiding questions that may stand beside it: its own, and those of its record."""
        of_record = fields_of(self.steps[-2][0].model) if len(self.steps) > 1 and self.steps[-2][0].model else ()
        fields = [*of_record, *(field for field, _ in self.steps)]
        texts = [text for one in fields for text in (one.label, one.question, *(one.question_if or ())[2:])]
        return {words_of(setting.localise(text)) for text in texts for setting in Setting}


@dataclass(eq=False)
class _Answer:
    """The answer in a control, or what was typed in a paragraph beside controls: that has no place of its own."""

    place: _Place | None
    text: str
    paragraph: Paragraph


class _ControlReader:
    def __init__(self, places: Mapping[str, _Place], collector: Collector) -> None:
        self._places, self._collector = places, collector
        self._first: dict[str, str] = {}
        self._latest: dict[str, str] = {}
        self._answered: dict[str, str] = {}
        self.count = 0

    def read(self, blocks: Sequence[Block]) -> None:
        """Read the controls in paragraphs and tables."""
        for block in blocks:
            if isinstance(block, Paragraph):
                self._read([block], None)
                continue
            for row in block.rows:
                for cell in row.cells:
                    self._read([one for one in cell.blocks if isinstance(one, Paragraph)], row)
                    self.read([one for one in cell.blocks if isinstance(one, Table)])

    def _read(self, paragraphs: Sequence[Paragraph], row: Row | None) -> None:
        """Read the paragraphs of a cell, or one outside tables, where there is a control in them."""
        answers: list[_Answer] = []
        by_control: dict[Control, _Answer] = {}
        for paragraph in paragraphs:
            if paragraph.has_control:
                self._read_paragraph(paragraph, answers, by_control)
            else:
                answers.append(_Answer(None, paragraph.text, paragraph))
        if not by_control:
            return
        places = [answer.place for answer in answers if answer.place]
        labels = set().union(*(place.labels() for place in places))
        texts = [place for place in places if place.field.kind in (Kind.LONG, Kind.SHORT, Kind.WHEN, Kind.DATE)]
        paths: dict[str, str] = {}
        if texts and not any(place.is_of_point for place in places):
            _move_into_first(answers, texts[0], labels)
        for answer in answers:
            answer.paragraph.used = True
            where = answer.paragraph.place
            if answer.place:
                paths[answer.place.path] = self._add(answer.place, answer.text, where, row)
            elif text := _without(answer.text, labels):
                beside = next((place for place in places if place.is_of_point), None)
                if beside:
                    record = self._collector.record(self._list_of(beside))
                    self._collector.add(f"{record}.{beside.field.name}", text, where)
                elif texts:
                    path = paths.get(texts[0].path) or self._add(texts[0], "", where, row)
                    self._collector.add(path, text, where)
                else:
                    self._collector.note(text, where)

    def _read_paragraph(self, paragraph: Paragraph, answers: list[_Answer], by_control: dict[Control, _Answer]) -> None:
        """Read the answers in a paragraph. Text after a control goes on with it; text before one is its label, or its start."""
        before, answer = "", None
        for control, pieces in groupby(paragraph.pieces, key=lambda piece: piece.control):
            text = "".join(piece.text for piece in pieces)
            if control is None:
                if answer:
                    answer.text += text
                else:
                    before += text
                continue
            answer = by_control.get(control)
            place = self._places[control.tag]
            before = "" if _ACTION_NUMBER.fullmatch(before) else _without(before, place.labels())
            if answer is None:
                answer = by_control[control] = _Answer(place, f"{before}{text}", paragraph)
                answers.append(answer)
            else:
                answer.text += f"{before}{text}" if answer.paragraph is paragraph else f"\n{before}{text}"
                answer.paragraph.used, answer.paragraph = True, paragraph
            before = ""

    def _add(self, place: _Place, text: str, where: str, row: Row | None) -> str:
        """Add an answer, and return its path, which is another than that of its control where its record is a copy."""
        self.count += 1
        choice = place.path.partition("#")[2]
        path = f"{self._record(place, row)}.{place.field.name}".lstrip(".")
        key = f"{path}#{choice}"
        if key in self._answered and not choice:
            if text.strip() and self._answered[key] != text:
                self._collector.note(text, where)
            return path
        self._answered[key] = text
        if choice:
            self._collector.choose(path, choice, text, where)
        else:
            self._collector.add(path, text, where)
        return path

    def _list_of(self, place: _Place) -> str:
        """Return the path of the list that the record of an answer is in."""
        return self._parent(place.steps[:-1]).rpartition("[")[0]

    def _record(self, place: _Place, row: Row | None) -> str:
        """Return the path of the record or group of an answer. Where the answer was met before, it is of a copy."""
        steps = place.steps[:-1]
        if not steps or not steps[-1][1]:
            return self._parent(steps)
        field, key = steps[-1]
        in_row = row is not None and field.name in _IN_ROWS
        if row and in_row and row.record:
            return row.record
        original = _path(steps)
        list_path = self._parent(steps).rpartition("[")[0]
        latest = self._latest.get(original, "")
        answered = f"{latest}.{place.field.name}#{place.path.partition('#')[2]}" in self._answered
        is_copy = bool(latest) and (in_row or answered)
        if not latest or is_copy:
            latest = self._collector.record(list_path, "" if is_copy else key)
            self._first.setdefault(original, latest)
            self._latest[original] = latest
        if row and in_row:
            row.record = latest
        return latest

    def _parent(self, steps: Sequence[tuple[FieldSpec, str]]) -> str:
        """Return the path of some steps, in which each outer record is the first that was read of it."""
        found = ""
        for number, (field, key) in enumerate(steps, start=1):
            here = f"{found}.{field.name}".lstrip(".")
            if key and number < len(steps):
                original = _path(steps[:number])
                if original not in self._first:
                    self._first[original] = self._latest[original] = self._collector.record(here, key)
                found = self._first[original]
            else:
                found = record_path(here, key) if key else here
        return found


def _move_into_first(answers: list[_Answer], first: _Place, labels: set[str]) -> None:
    """Put what was typed above the first answer of a cell at its start."""
    at = next(at for at, answer in enumerate(answers) if answer.place is first)
    above = [text for answer in answers[:at] if not answer.place and (text := _without(answer.text, labels))]
    for answer in answers[:at]:
        if not answer.place:
            answer.text = ""
    answers[at].text = "\n".join([*above, answers[at].text])


def _without(text: str, labels: set[str]) -> str:
    """Return a text without the lines that are labels."""
    lines = [line for line in text.split("\n") if line.strip() and words_of(line) not in labels]
    return "\n".join(lines)


def _path(steps: Sequence[tuple[FieldSpec, str]]) -> str:
    return ".".join(record_path(field.name, key) if key else field.name for field, key in steps)


def _steps(path: str) -> tuple[tuple[FieldSpec, str], ...]:
    """Return the fields and records on the way to an answer; none where a plan has no such answer."""
    model: type[Group] | None = Plan
    found = []
    try:
        for name, key in parse_path(path):
            one = next((one for one in fields_of(model) if one.name == name), None) if model else None
            if one is None or bool(key) != (one.kind is Kind.ROWS):
                return ()
            found.append((one, key))
            model = one.model
    except UnknownPathError:
        return ()
    return tuple(found) if not model else ()
