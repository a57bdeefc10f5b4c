"""Polls: a question to the whole room, prepared or made on the spot. Answer first, then see."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any

from careerskit.errors import SessionError, did_you_mean
from careerskit.plan import Group, Kind, Plan, questions_of
from careerskit.session.privacy import enough, guarded

__all__ = [
    "LONGEST_CHOICE",
    "LONGEST_QUESTION",
    "LONGEST_WORDS",
    "MOST_CHOICES",
    "SCALE",
    "Poll",
    "PollKind",
    "PollStatus",
    "Results",
    "Row",
    "faults_of_poll",
]

LONGEST_QUESTION = 500
"""How many characters a question may have, a poll's and a delegate's."""

LONGEST_WORDS = 60
"""How many characters an answer in one's own words may have."""

LONGEST_CHOICE = 200
"""How many characters one of the choices may have."""

MOST_CHOICES = 12

SCALE = range(1, 6)
"""The scale: from 1 to 5."""


class PollKind(StrEnum):
    """How a poll is answered."""

    CHOICE = "choice"
    SCALE = "scale"
    WORDS = "words"


class PollStatus(StrEnum):
    """What a poll is at. A closed one can be opened again."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Row:
    """One line of results.

    id: what the facilitator hides it by (:meth:`Session.hide`); label: the choice, the figure of the scale, or the words.
    count: of how many; None where they are too few to say.
    """

    id: str
    label: str
    count: int | None
    hidden: bool = False


@dataclass(frozen=True)
class Results:
    """What a poll has come to. No row says anything while too few have answered: `enough` is False then.

    answers: how many have answered.
    rows: a row for each choice or figure in order; words by how many said them.
    mean: of a scale, to one decimal.
    """

    poll: str
    answers: int
    enough: bool
    rows: tuple[Row, ...]
    mean: float | None = None

    def without_hidden(self) -> Results:
        """Return the results without the rows that the facilitator has hidden."""
        return replace(self, rows=tuple(row for row in self.rows if not row.hidden))


@dataclass(frozen=True)
class Poll:
    """A poll, and what each delegate has answered.

    choices: what can be chosen; of a scale, what its two ends mean, or nothing.
    into: the path in the plan where a delegate's own answer is to land ("reflections.swot"), "" for nowhere.
    shown: whether the facilitator shows the results.
    answers: by delegate; text, or an int on a scale. Never shown by delegate to anybody but that delegate.
    """

    id: str
    question: str
    kind: PollKind
    choices: tuple[str, ...] = ()
    into: str = ""
    status: PollStatus = PollStatus.PREPARED
    shown: bool = False
    answers: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def is_untouched(self) -> bool:
        """Whether it was never opened, so that it can still be changed."""
        return self.status is PollStatus.PREPARED and not self.answers

    def answer_of(self, who: str) -> str | int | None:
        """Return what a delegate has answered, the newest; None for nothing yet."""
        return self.answers.get(who)

    def may_be_seen_by(self, who: str) -> bool:
        """Whether a delegate may see the results: the facilitator shows them, and the delegate has answered."""
        return self.shown and who in self.answers

    def taken(self, answer: Any) -> str | int:
        """Return an answer as it is kept.

        Raises:
            SessionError: it is none that this poll takes; the message says which it does.
        """
        match self.kind:
            case PollKind.CHOICE:
                if answer in self.choices:
                    return str(answer)
                raise SessionError(
                    f"{_short(answer)} is none of the choices. Choose one of: {'; '.join(self.choices)}."
                )
            case PollKind.SCALE:
                figures = {str(figure): figure for figure in SCALE}
                if str(answer).strip() in figures:
                    return figures[str(answer).strip()]
                raise SessionError(f"{_short(answer)} is not on the scale. Choose a whole number from 1 to 5.")
            case PollKind.WORDS:
                words = " ".join(answer.split()) if isinstance(answer, str) else ""
                if not words:
                    raise SessionError("There are no words in this answer. Type a word or two.")
                if len(words) > LONGEST_WORDS:
                    raise SessionError(
                        f"This answer has {len(words)} characters, and there is room for {LONGEST_WORDS}. Shorten it."
                    )
                return words

    def answered(self, who: str, answer: Any) -> Poll:
        """Return the poll with a delegate's answer, which stands in place of an earlier one.

        Raises:
            SessionError: the poll is not open, or takes no such answer.
        """
        if self.status is not PollStatus.OPEN:
            raise SessionError("This poll is not open. Wait until the facilitator opens it.")
        return replace(self, answers={**self.answers, who: self.taken(answer)})

    def results(self, hidden: AbstractSet[str] = frozenset()) -> Results:
        """Return what it has come to. hidden: ids of rows that the facilitator has hidden; they are marked."""
        count, seen = len(self.answers), enough(len(self.answers))
        if self.kind is PollKind.WORDS:
            rows = _rows_of_words(self, hidden) if seen else ()
        else:
            labels: Sequence[str | int] = self.choices if self.kind is PollKind.CHOICE else SCALE
            given = Counter(self.answers.values())
            counts = guarded({label: given[label] for label in labels}) if seen else dict.fromkeys(labels)
            rows = tuple(
                Row(f"{self.id}:{place}", str(label), counts[label], f"{self.id}:{place}" in hidden)
                for place, label in enumerate(labels, start=1)
            )
        figures = [figure for figure in self.answers.values() if isinstance(figure, int)]
        mean = round(sum(figures) / len(figures), 1) if seen and self.kind is PollKind.SCALE else None
        return Results(self.id, count, seen, rows, mean)


def faults_of_poll(question: str, kind: str, choices: Sequence[str], into: str = "") -> Iterator[tuple[str, str]]:
    """Give field and fault of each thing that a poll cannot be made of, in words for who made it."""
    if not question.strip():
        yield "question", "a poll needs a question."
    if len(question) > LONGEST_QUESTION:
        yield "question", f"it has {len(question)} characters, and there is room for {LONGEST_QUESTION}. Shorten it."
    if kind not in list(PollKind):
        yield "kind", f"{_short(kind)} is none. It is one of: {', '.join(PollKind)}."
    elif kind == PollKind.CHOICE and not 2 <= len(choices) <= MOST_CHOICES:
        yield "choices", f"a choice needs from 2 to {MOST_CHOICES}, and here are {len(choices)}."
    elif kind == PollKind.SCALE and len(choices) not in (0, 2):
        yield "choices", f"a scale has two (what 1 and 5 mean) or none, and here are {len(choices)}."
    elif kind == PollKind.WORDS and choices:
        yield "choices", "a poll for words has none. Take them out, or make its kind choice."
    if len(set(choices)) < len(choices):
        yield "choices", "two of them are the same."
    if not all(choice.strip() for choice in choices) or any(len(choice) > LONGEST_CHOICE for choice in choices):
        yield "choices", f"each needs from 1 to {LONGEST_CHOICE} characters."
    if into and (fault := _fault_of_path(into)):
        yield "into", fault


def _fault_of_path(path: str) -> str:
    """Say why no answer can land at a path of the plan; "" where it can: it is a text that every plan has once."""
    model: type[Group] = Plan
    *parents, last = path.split(".")
    for name in parents:
        inner = next((q.model for q in questions_of(model) if q.name == name and q.kind is Kind.GROUP), None)
        if inner is None:
            return f"the plan has no field {path!r}."
        model = inner
    texts = [question.name for question in questions_of(model) if question.kind in (Kind.SHORT, Kind.LONG)]
    return "" if last in texts else f"the plan has no text {path!r}.{did_you_mean(last, texts)}"


def _rows_of_words(poll: Poll, hidden: AbstractSet[str]) -> tuple[Row, ...]:
    """Return a row for each wording, those alike but for capitals together under the one most used.

    The words themselves are shown even where only one delegate said them, for the room is big enough; how many did is not.
    """
    wordings: dict[str, Counter[str]] = {}
    for answer in poll.answers.values():
        folded = unicodedata.normalize("NFKC", str(answer)).casefold()
        wordings.setdefault(folded, Counter())[str(answer)] += 1
    counts = guarded({folded: sum(said.values()) for folded, said in wordings.items()})
    order = sorted(wordings, key=lambda folded: (-(counts[folded] or 0), folded))
    ids = {folded: f"{poll.id}:{sha256(folded.encode()).hexdigest()[:12]}" for folded in order}
    return tuple(Row(ids[w], wordings[w].most_common(1)[0][0], counts[w], ids[w] in hidden) for w in order)


def _short(value: Any) -> str:
    text = str(value)
    return f"“{text if len(text) <= 40 else text[:40] + '…'}”"
