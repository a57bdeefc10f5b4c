"""Collecting the answers that are found in a document, and making a plan of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from careerskit.plan import CompassScores, FieldSpec, Group, Kind, Plan, Setting, field_named, fields_of
from careerskit.review import text_key
from careerskit.store import record_path
from careerskit.word.labels import words_of
from careerskit.word.values import choice_of, choices_of, is_tick, is_untick, scores_of

__all__ = ["Collector", "Found"]

_PROVISIONAL = "typed-"
"""How the ids of records start that were typed, until their text is known."""


@dataclass(frozen=True)
class Found:
    """An answer and where it stood. path: of the answer. place: of its text in the document, such as "Table 2, row 3"."""

    path: str
    place: str


@dataclass
class _Texts:
    """The texts of one answer, in their order. choices: those that are chosen by a content control of their own."""

    texts: list[str] = field(default_factory=list)
    place: str = ""
    choices: list[tuple[str, str]] = field(default_factory=list)


class Collector:
    """The answers of a document by their paths as they are found. Records that were typed have a provisional id."""

    def __init__(self) -> None:
        self._answers: dict[str, _Texts] = {}
        self._records: dict[str, dict[str, None]] = {}
        self._ids: dict[str, str] = {}
        self._known: dict[str, dict[str, str]] = {}
        self.notes: list[tuple[str, str]] = []
        self.warnings: list[str] = []
        self.found: list[Found] = []

    def add(self, path: str, text: str, place: str, divider: str = "\n") -> None:
        """Add a text to an answer: after what it has already."""
        if not text.strip() and path in self._answers:
            return
        answer = self._answers.setdefault(path, _Texts(place=place))
        if answer.texts:
            text = f"{answer.texts.pop()}{divider}{text}"
        answer.texts.append(text)

    def choose(self, path: str, value: str, text: str, place: str) -> None:
        """Add a choice of a control of its own. text: the label that it has in the document."""
        self._answers.setdefault(path, _Texts(place=place)).choices.append((value, text))

    def record(self, list_path: str, key: str = "") -> str:
        """Return the path of a record of a list, which is started where it is new. key: its id; a provisional one for none."""
        if not key:
            key = f"{_PROVISIONAL}{len(self._records.get(list_path, ()))}"
        self._records.setdefault(list_path, {})[key] = None
        return record_path(list_path, key)

    def records(self, list_path: str) -> list[str]:
        """Return the paths of a list's records."""
        return [record_path(list_path, key) for key in self._records.get(list_path, ())]

    def text(self, path: str) -> str:
        """Return the text of an answer so far."""
        return "".join(self._answers[path].texts) if path in self._answers else ""

    def texts(self) -> Iterator[str]:
        """Return every text that was found."""
        return (text for answer in self._answers.values() for text in answer.texts)

    def note(self, text: str, place: str) -> None:
        """Keep a text that has no place in the plan."""
        if text.strip():
            self.notes.append((text.strip(), place))

    def to_plan(self, school: str) -> Plan:
        """Return the plan of all answers, with the notes. Records without any answer are left out."""
        answers = self._group(Plan, "", "")
        notes = [
            {"id": _key("notes", text, place), "text": text, "source": place}
            for text, place in dict.fromkeys(self.notes)
        ]
        return Plan.of(school, answers | {"notes": notes})

    def _group(self, model: type[Group], at: str, now: str) -> dict[str, Any]:
        """Return the answers of a group or record. at: its path as it was found. now: its path in the plan."""
        answers: dict[str, Any] = {}
        for one in fields_of(model):
            here, there = (f"{path}.{one.name}".lstrip(".") for path in (at, now))
            if one.kind is Kind.GROUP and one.model:
                self._scores(here)
                value: Any = self._group(one.model, here, there)
            elif one.kind is Kind.ROWS and one.model:
                value = self._rows(one.model, here, there)
            else:
                value = self._value(one, here)
                if value and here in self._answers:
                    self.found.append(Found(there, self._answers[here].place))
            if value:
                answers[one.name] = value
        return answers

    def _rows(self, model: type[Group], at: str, now: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        first = fields_of(model)[0].name
        for provisional in self._records.get(at, ()):
            old = record_path(at, provisional)
            key, text = provisional, self.text(f"{old}.{first}")
            if provisional.startswith(_PROVISIONAL):
                key = _key(now, text, str(sum(text_key(text) == text_key(row.get(first, "")) for row in rows)))
            if answers := self._group(model, old, record_path(now, key)):
                rows.append({"id": key, **answers})
                self._ids[key] = text
                self._known.setdefault(now, {}).setdefault(text_key(text), key)
        return rows

    def _value(self, one: FieldSpec, at: str) -> Any:
        answer = self._answers.get(at)
        if answer is None:
            return ""
        text, place = "".join(answer.texts), f"{answer.place}, “{Setting.SCHOOL.localise(one.label)}”"
        match one.kind:
            case Kind.CHOICES:
                return self._choices(one, answer, place)
            case Kind.CHOICE:
                choice = choice_of(one.choices, text)
                if text.strip() and not choice:
                    self.note(text, place)
                return choice.value if choice else ""
            case Kind.TICK:
                if not is_tick(text) and not is_untick(text):
                    self.note(text, place)
                return is_tick(text)
            case _:
                return text

    def _choices(self, one: FieldSpec, answer: _Texts, place: str) -> list[str | int]:
        """Return what is chosen. A label that was changed to one that there is not becomes a note."""
        chosen: list[str | int] = []
        typed = [text for text in answer.texts if text.strip()]
        for value, text in answer.choices:
            if one.choices_from and value in self._ids and text_key(self._ids[value]) == text_key(text):
                chosen.append(value)
            elif text.strip():
                typed.append(text)
        if not one.choices_from:
            for text in typed:
                values, rest = choices_of(one, text)
                chosen.extend(values)
                self.note(rest, place)
        else:
            for text in typed:
                chosen.extend(self._records_of(one, text, place))
        return list(dict.fromkeys(chosen))

    def _records_of(self, one: FieldSpec, text: str, place: str) -> list[str | int]:
        """Return the records that a text names, as a whole or in each of its lines."""
        known = {words: key for path in one.choices_from for words, key in self._known.get(path, {}).items()}
        lines = [text] if text_key(text) in known else [line for line in text.split("\n") if line.strip()]
        for line in lines:
            if text_key(line) not in known:
                self.note(line, place)
        return [known[text_key(line)] for line in lines if text_key(line) in known]

    def _scores(self, path: str) -> None:
        """Put the Compass scores that were typed in one text into their own answers."""
        if (answer := self._answers.pop(path, None)) is None:
            return
        evaluated = field_named(CompassScores, "evaluated")
        for text in answer.texts:
            for line in text.split("\n"):
                head, colon, day = line.partition(":")
                if colon and words_of(head) == words_of(evaluated.label):
                    self.add(f"{path}.{evaluated.name}", day.strip(), answer.place)
                    text = text.replace(line, "")
            scores, rest = scores_of(text)
            for name, score in scores.items():
                self.add(f"{path}.{name}", score, answer.place)
            self.note(rest, f"{answer.place}, “{CompassScores.title}”")


def _key(*parts: str) -> str:
    """Return an id that is the same for the same text, so that the same document read again has the same ids."""
    return hashlib.sha256("\n".join(map(text_key, parts)).encode("utf-8", "replace")).hexdigest()[:10]
