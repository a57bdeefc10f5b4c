"""Polls: a question to the whole room, prepared or made on the spot. Delegates see the results after they have answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from careerskit.errors import SessionError, did_you_mean
from careerskit.plan import Group, Kind, Plan, field_named, fields_of
from careerskit.session.poll_kinds import POLL_KINDS, PollKind, ResultRow
from careerskit.session.poll_kinds.kind import quoted
from careerskit.session.privacy import MINIMUM, meets_threshold

__all__ = [
    "MAX_CHOICE_CHARACTERS",
    "MAX_QUESTION_CHARACTERS",
    "SIMULATED",
    "Poll",
    "PollStatus",
    "Results",
    "poll_faults",
]

MAX_QUESTION_CHARACTERS = 500
"""Of a poll's question, and of a delegate's."""

MAX_CHOICE_CHARACTERS = 200

SIMULATED = "rehearsal-"
"""How the ids of simulated delegates start. Those of real ones are hexadecimal."""


class PollStatus(StrEnum):
    """The status of a poll. A closed one can be reopened."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Results:
    """The results of a poll.

    answers: how many have answered. meets_threshold: whether they are enough to show any count. rows: see
    :meth:`PollKind.rows`. mean: to one decimal, of kinds that have one; None where a count is hidden, since it could be worked out.
    """

    poll: str
    answers: int
    meets_threshold: bool
    rows: tuple[ResultRow, ...]
    mean: float | None = None

    def without_hidden(self) -> Results:
        """Return the results without the rows that the facilitator has hidden."""
        return replace(self, rows=tuple(row for row in self.rows if not row.hidden))


@dataclass(frozen=True)
class Poll:
    """A poll, and what each delegate has answered.

    kind: one of :data:`careerskit.session.poll_kinds.POLL_KINDS`. choices: what can be chosen; of a scale, what its ends mean, or
    nothing. into: the path in the plan that a delegate's own answer can be added to ("reflections.swot"); "" for none.
    shown: whether the facilitator shows the results. answers: by delegate. An answer is only ever shown to its own delegate.
    threshold: whether results are hidden below :data:`MINIMUM` answers. edited: whether a facilitator has changed it.
    block: the block in which it was last opened or closed, or its results shown; "" before the first.
    """

    id: str
    question: str
    kind: str
    choices: tuple[str, ...] = ()
    into: str = ""
    status: PollStatus = PollStatus.PREPARED
    shown: bool = False
    answers: Mapping[str, str | int] = field(default_factory=dict)
    threshold: bool = True
    edited: bool = False
    block: str = ""

    @property
    def behaviour(self) -> PollKind:
        """How polls of this kind are answered and counted."""
        return POLL_KINDS[self.kind]

    @property
    def into_label(self) -> str:
        """The label of the text in the plan that answers can be added to, with placeholders; "" for none."""
        if not self.into:
            return ""
        model: type[Group] = Plan
        *parents, last = self.into.split(".")
        for name in parents:
            model = field_named(model, name).model or model
        return field_named(model, last).label

    @property
    def is_untouched(self) -> bool:
        """Whether it was never opened and never edited, so that the run of show can still change it."""
        return self.status is PollStatus.PREPARED and not self.answers and not self.edited

    @property
    def is_answered(self) -> bool:
        """Whether a real delegate has answered, so that it stays as it is. Simulated ones do not count."""
        return not all(who.startswith(SIMULATED) for who in self.answers)

    @property
    def minimum(self) -> int:
        """How many must have answered for results to be shown, and the smallest count in them."""
        return MINIMUM if self.threshold else 1

    def answer_of(self, who: str) -> str | int | None:
        """Return a delegate's latest answer; None for none."""
        return self.answers.get(who)

    def may_be_seen_by(self, who: str) -> bool:
        """Whether a delegate may see the results: the facilitator shows them, and the delegate has answered."""
        return self.shown and who in self.answers

    def answered(self, who: str, answer: Any) -> Poll:
        """Return the poll with a delegate's answer, which replaces an earlier one.

        Raises:
            SessionError: the poll is not open, or the answer is not valid.
        """
        if self.status is not PollStatus.OPEN:
            raise SessionError("This poll is not open. Wait until the facilitator opens it.")
        return replace(self, answers={**self.answers, who: self.behaviour.parse(answer, self.choices)})

    def results(self, hidden: AbstractSet[str] = frozenset()) -> Results:
        """Return the results. hidden: ids of rows that the facilitator has hidden; they are marked."""
        count, shown = len(self.answers), meets_threshold(len(self.answers), self.minimum)
        rows = self.behaviour.rows(self.id, self.choices, self.answers, hidden, minimum=self.minimum)
        is_whole = shown and all(row.count is not None for row in rows)
        mean = self.behaviour.mean(self.answers) if is_whole else None
        return Results(self.id, count, shown, rows, mean)


def poll_faults(
    question: str, kind: str, choices: Sequence[str], into: str = "", *, threshold: bool = True
) -> Iterator[tuple[str, str]]:
    """Yield the field and the fault of each thing that is wrong with a poll, in words for the person who made it."""
    if not question.strip():
        yield "question", "a poll needs a question."
    if len(question) > MAX_QUESTION_CHARACTERS:
        yield "question", f"too long: the limit is {MAX_QUESTION_CHARACTERS} characters and this has {len(question)}."
    if kind not in POLL_KINDS:
        yield "kind", f"{quoted(kind)} is not a kind of poll. Choose one of: {', '.join(POLL_KINDS)}."
    else:
        yield from (("choices", fault) for fault in POLL_KINDS[kind].faults_of_choices(choices))
        if POLL_KINDS[kind].may_identify and not threshold:
            yield "threshold", f"in a poll for {kind} it is always on, because an answer can say who gave it."
    if len(set(choices)) < len(choices):
        yield "choices", "two of them are the same."
    if not all(choice.strip() for choice in choices) or any(len(c) > MAX_CHOICE_CHARACTERS for c in choices):
        yield "choices", f"each needs 1 to {MAX_CHOICE_CHARACTERS} characters."
    if into and (fault := _path_fault(into)):
        yield "into", fault


def _path_fault(path: str) -> str:
    """Return why an answer cannot be added to the plan at a path; "" where it can: at a text that every plan has once."""
    model: type[Group] = Plan
    *parents, last = path.split(".")
    for name in parents:
        inner = next((spec.model for spec in fields_of(model) if spec.name == name and spec.kind is Kind.GROUP), None)
        if inner is None:
            return f"the plan has no field {path!r}."
        model = inner
    texts = [spec.name for spec in fields_of(model) if spec.kind in (Kind.SHORT, Kind.LONG)]
    return "" if last in texts else f"the plan has no text {path!r}.{did_you_mean(last, texts)}"
