"""The template's labels, guiding questions and headings, recognised as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from careerskit.plan import (
    Action,
    Activity,
    CurrentState,
    FieldSpec,
    Group,
    Header,
    Kind,
    Objective,
    Plan,
    Programme,
    Request,
    Setting,
    Swot,
    Vision,
    Website,
    fields_of,
)
from careerskit.review import text_key
from careerskit.word.other_labels import OTHER_HEADINGS, OTHER_LABELS

__all__ = ["PARTS", "Label", "is_heading", "label_of", "label_starting", "model_of", "part_headed", "words_of"]

_MODELS: dict[str, type[Group]] = {
    "header": Header,
    "vision": Vision,
    "current_state": CurrentState,
    "swot": Swot,
    "objective": Objective,
    "action": Action,
    "activity": Activity,
    "request": Request,
    "programme": Programme,
    "website": Website,
}

_ONLY_WITHIN = ("objective", "action", "activity")
"""Parts whose labels are too ordinary to be taken for labels elsewhere: "Success", "Time", "Provider"."""

_NEED_COLON = frozenset(("school", "college", "provider"))
"""Labels that are also choices of another field: "School" is a type of school."""

_LIKE = 75
"""How alike each word of a label and a text is, from 0 to 100, so that one is taken for the other: "statment" has 94."""

_SHORTEST_LIKE = 8
"""How many letters a label has at least that may have typing errors."""

_LEFT_OUT = frozenset(("the", "our", "your"))

_LONGEST = 130
"""How many characters a label has at most, with its guiding question."""


class Label(NamedTuple):
    """A field that a text is the label of. group: its part of the plan, such as "vision", or "objective", "action", "activity"."""

    group: str
    name: str


PARTS = tuple(group for group in _MODELS if group not in ("action", "activity"))
"""The parts of a plan that are not read row by row."""


def model_of(group: str) -> type[Group]:
    """Return the model of a part of a plan by the name that labels have for it."""
    return _MODELS[group]


def words_of(text: str) -> str:
    """Return the words of a text as labels are compared: without case, punctuation and apostrophes."""
    plain = text_key(text).casefold().replace("'", "").replace("&", " and ")
    return " ".join(word for word in re.findall(r"[^\W_]+", plain) if word not in _LEFT_OUT)


def label_of(text: str, group: str = "") -> Label | None:
    """Return the field that a text is the label of, alone or with its guiding question; None where it is none.

    group: the part of the plan that the text stands in, where that is known.
    """
    words = words_of(text) if len(text) <= _LONGEST else ""
    if words in _NEED_COLON and group != "activity" and not text.rstrip().endswith(":"):
        return None
    found = _find(words, group)
    if not found and (question := next((one for one in _questions() if words.endswith(f" {one}")), "")):
        found = _find(words.removesuffix(question).strip(), group)
    return found


def label_starting(text: str, group: str = "") -> tuple[Label, str] | None:
    """Return the field whose label a text is, or starts with before a colon, tab, dash or bracket, and the rest of the text."""
    if found := label_of(text, group):
        return found, ""
    ends = re.finditer(r"[:\t?]|\s[-–—]\s|(?=\()", text[: _LONGEST + 1])
    for end in sorted(ends, key=lambda match: -match.start()):
        if found := label_of(text[: end.start()] + (":" if end[0] == ":" else ""), group):
            return found, text[end.end() :].strip()
    return None


def part_headed(text: str) -> str:
    """Return the part of a plan that a text is the heading of; "" where it is none."""
    words = words_of(text)
    return next((part for part in PARTS if words in (words_of(_MODELS[part].title), part)), "")


def is_heading(text: str) -> bool:
    """Whether a text is a heading or guiding question of the template and nothing else; also where it has no words."""
    words = words_of(text)
    return not words or words in _headings() or bool(_close(words, _headings()))


def _find(words: str, group: str) -> Label | None:
    if not words:
        return None
    for table in (_within(group), _everywhere()):
        if found := table.get(words) or table.get(_close(words, table)):
            return found
    return None


def _close(words: str, known: Iterable[str]) -> str:
    """Return the known wording that words are meant for, with typing errors; "" for none. It has as many words, so none is lost."""
    from rapidfuzz import fuzz

    tokens = words.split()
    if len(words) < _SHORTEST_LIKE or not any(map(str.isalpha, tokens)):
        return ""
    best, found = 0.0, ""
    for wording in known:
        others = wording.split()
        if len(others) != len(tokens) or len(wording) < _SHORTEST_LIKE:
            continue
        alike = min(fuzz.ratio(one, other) for one, other in zip(tokens, others, strict=True))
        if alike >= _LIKE and alike > best:
            best, found = alike, wording
    return found


@cache
def _within(group: str) -> dict[str, Label]:
    """Return what each wording is the label of in a part of the plan."""
    if group not in _MODELS:
        return {}
    found = {words_of(text): Label(group, name) for name, text in _wordings(group, with_questions=group == "objective")}
    return {words_of(text): Label(group, name) for name, text in _others(group)} | found


@cache
def _everywhere() -> dict[str, Label]:
    """Return what each wording is the label of, wherever it stands. Where two parts have the same one, the first has it."""
    found: dict[str, Label] = {}
    for group in _MODELS:
        if group not in _ONLY_WITHIN:
            # Of the vision, "Students" may be any heading, and "Student Voice" is none.
            others = [
                one for one in _others(group) if group != "vision" or one[1].endswith(("Voice", "Vision", "Statement"))
            ]
            for name, text in [*_wordings(group), *others]:
                found.setdefault(words_of(text), Label(group, name))
    return found


def _wordings(group: str, *, with_questions: bool = False) -> Iterator[tuple[str, str]]:
    for field in fields_of(_MODELS[group]):
        if field.kind is Kind.ROWS and not field.points:
            continue  # the heading of a table
        for setting in Setting:
            yield field.name, setting.localise(field.label)
            for question in _questions_of(field) if with_questions else ():
                yield field.name, setting.localise(question)


def _others(group: str) -> list[tuple[str, str]]:
    return [(name, text) for name, texts in OTHER_LABELS.get(group, {}).items() for text in texts.split("|")]


def _questions_of(field: FieldSpec) -> list[str]:
    return [text for text in (field.question, field.question_if[2] if field.question_if else "") if text]


@cache
def _questions() -> tuple[str, ...]:
    """Return the words of all guiding questions, the longest first."""
    fields = [field for model in _MODELS.values() for field in fields_of(model)]
    found = {
        words_of(setting.localise(text)) for field in fields for text in _questions_of(field) for setting in Setting
    }
    return tuple(sorted(found, key=lambda words: -len(words)))


@cache
def _headings() -> frozenset[str]:
    """Return the words of headings and guiding questions, which have no answer of their own."""
    titles = [Plan.title, *(model.title for model in _MODELS.values()), *OTHER_HEADINGS]
    fields = [field for model in (Plan, Swot, Programme, Objective) for field in fields_of(model)]
    fields += [field for model in _MODELS.values() for field in fields_of(model) if field.kind is Kind.ROWS]
    labels = [setting.localise(field.label) for field in fields for setting in Setting]
    return frozenset(filter(None, map(words_of, [*titles, *labels]))) | frozenset(_questions())
