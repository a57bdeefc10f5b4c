"""What is known while a document is read from top to bottom: the objective that it is about, and where lines go."""

from __future__ import annotations

import re
from collections.abc import Sequence

from careerskit.plan import FieldSpec, Kind, Plan, field_named, fields_of
from careerskit.review import text_key
from careerskit.word.collector import Collector
from careerskit.word.labels import Label, model_of, words_of
from careerskit.word.lines import Line, items_of, one_text

__all__ = ["OBJECTIVE", "ONE_LINE", "Scope", "field_of"]

OBJECTIVE = re.compile(
    r"\W*(?:key\s+|strategic\s+)*objective\s*(?:no\.?\s*)?(\d{1,2})\b\s*[.:)–—-]*\s*(.*)", re.IGNORECASE | re.DOTALL
)
"""The heading of an objective: its number, and its text where that follows."""

ONE_LINE = (Kind.SHORT, Kind.DATE, Kind.WHEN, Kind.CHOICE, Kind.SCORE, Kind.TICK)
"""The kinds of answers that have one line."""

_OUR_FOOTER = re.compile(rf"^{Plan.title}:?|Page \d+ of \d+$")

_NOT_FILLED_IN = re.compile(r"X{3,}|_{3,}|\.{3,}|…")
"""What the template has in place of an answer, such as "Academic Year: XXXX"."""

_SAME = 92
"""How alike two objectives are, from 0 to 100, so that they are the same: one of them may have a typing error."""


def field_of(label: Label) -> FieldSpec:
    """Return the field that a label is of."""
    return field_named(model_of(label.group), label.name)


class Scope:
    """Puts lines where they belong, and keeps those that belong nowhere.

    labels: the labels that were met. objective: the path of the objective that is read; "" before the first.
    """

    def __init__(self, collector: Collector) -> None:
        self.collector = collector
        self.labels: set[Label] = set()
        self.objective = ""
        self._unplaced: dict[str, list[str]] = {}

    def place(self, label: Label, lines: Sequence[Line]) -> None:
        """Put lines into the answer of a label. A list of points has an entry for each bullet or paragraph."""
        texts = [line for line in lines if line.text.strip() and not _NOT_FILLED_IN.fullmatch(line.text.strip())]
        if not texts:
            return
        if label.group == "objective":
            if label.name == "objective" and (
                not self.objective or self.collector.text(f"{self.objective}.objective").strip()
            ):
                self.start_objective()
            path = f"{self.objective or self.start_objective()}.{label.name}"
        else:
            path = f"{label.group}.{label.name}"
        if field_of(label).kind is Kind.ROWS:
            self._add_points(path, texts)
        else:
            self._add_text(path, texts, one_line=field_of(label).kind in ONE_LINE)

    def start_objective(self) -> str:
        """Start another objective, and return its path."""
        self.objective = self.collector.record("objectives")
        return self.objective

    def enter_objective(self, number: int, text: str) -> bool:
        """Go to the objective of a heading, which is started where it is new. Return whether it has no text yet."""
        known = self.find_objective(number, text)
        if not known and text and (of_number := self.find_objective(number, "")):
            known = "" if self.collector.text(f"{of_number}.objective").strip() else of_number
        self.objective = known or self.start_objective()
        return not self.collector.text(f"{self.objective}.objective").strip()

    def find_objective(self, number: int, text: str) -> str:
        """Return the path of the objective that has this text or, where it says none, this number; "" for another one."""
        from rapidfuzz import fuzz

        known = self.collector.records("objectives")
        if not text.strip():
            return known[number - 1] if 0 < number <= len(known) else ""
        words = words_of(text)
        alike = {path: fuzz.ratio(words, words_of(self.collector.text(f"{path}.objective"))) for path in known}
        best = max(alike, key=lambda path: alike[path], default="")
        return best if best and alike[best] >= _SAME else ""

    @property
    def objective_number(self) -> int:
        """The number of the objective that is read; 0 before the first."""
        known = self.collector.records("objectives")
        return known.index(self.objective) + 1 if self.objective in known else 0

    @property
    def count_of_actions(self) -> int:
        """How many actions the objective that is read has so far."""
        return len(self.collector.records(f"{self.objective}.actions"))

    def is_objective(self, text: str) -> bool:
        """Whether a text is the number or the text of the objective that is read, or a line of it."""
        lines = self.collector.text(f"{self.objective}.objective").split("\n")
        match = OBJECTIVE.fullmatch(text.strip())
        rest = words_of(match[2] if match else text)
        return not rest or rest in {words_of(line) for line in [*lines, " ".join(lines)]}

    def unplaced(self, lines: Sequence[Line], heading: str = "") -> None:
        """Keep lines that have no place in the plan. heading: what stands above them."""
        for line in lines:
            if line.text.strip():
                place = f"{line.place}, “{heading}”" if heading else line.place
                self._unplaced.setdefault(place, []).append(line.text.strip())

    def close(self) -> None:
        """Make a note of the lines at each place that have none in the plan. What an answer has too is in none."""
        answered = {text_key(line) for text in self.collector.texts() for line in text.split("\n")}
        for place, texts in self._unplaced.items():
            is_footer = place == "Page footer"
            keys = {text: text_key(_OUR_FOOTER.sub("", text) if is_footer else text) for text in texts}
            new = (text for text in texts if keys[text] not in answered and (keys[text] or not is_footer))
            self.collector.note("\n".join(new), place)
        self._unplaced.clear()

    def _add_text(self, path: str, lines: Sequence[Line], *, one_line: bool) -> None:
        """Add a text to an answer that does not have it already. Where it has another short one, this one has no place."""
        before, text = self.collector.text(path), one_text(lines)
        if text_key(text) == text_key(before):
            return
        if one_line and before.strip():
            self.unplaced(lines, path.rpartition(".")[2].replace("_", " "))
        else:
            self.collector.add(path, text, lines[0].place)

    def _add_points(self, list_path: str, lines: Sequence[Line]) -> None:
        """Add a point for each entry of a list. "Topic: Staff CPD" on a line of its own belongs to the point before it."""
        model = field_of(Label(*list_path.split("."))).model
        others = {words_of(one.label): one.name for one in fields_of(model)[1:]} if model else {}
        has_bullets = any(line.level >= 0 for line in lines)
        record = name = ""
        for item in items_of(lines):
            head, colon, rest = item[0].text.partition(":")
            labelled = others.get(words_of(head), "") if record and colon else ""
            if labelled:
                name, item[0].text = labelled, rest
            elif not (name and has_bullets and item[0].level < 0):
                record, name = self.collector.record(list_path), ""
            self.collector.add(f"{record}.{name or 'text'}", one_text(item), item[0].place)
