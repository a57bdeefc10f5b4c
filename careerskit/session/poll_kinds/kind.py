"""What a kind of poll is: how it is set up, answered, counted and described."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from random import Random
from typing import Any, ClassVar, Literal

__all__ = ["Answers", "Option", "PollKind", "ResultRow", "quoted"]

Answers = Mapping[str, str | int]
"""The answers to a poll, by delegate."""


@dataclass(frozen=True)
class Option:
    """One of the answers to choose from: what is sent, and what a person reads."""

    value: str
    label: str


@dataclass(frozen=True)
class ResultRow:
    """One line of results.

    id: the facilitator hides it by this. label: the answer. count: how many gave it; None where they are too few to say.
    """

    id: str
    label: str
    count: int | None
    hidden: bool = False


class PollKind(ABC):
    """A kind of poll.

    name: as event logs and runs of show have it. label: for people. input: how a form asks for an answer: by radio buttons or in a
    text box. heading: of the column of answers. longest: how many characters an answer in a text box may have.
    may_identify: whether an answer can say who gave it, so that results are never shown of too few.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    input: ClassVar[Literal["radio", "text"]] = "radio"
    heading: ClassVar[str] = "Answer"
    longest: ClassVar[int] = 0
    may_identify: ClassVar[bool] = False

    @abstractmethod
    def faults_of_choices(self, choices: Sequence[str]) -> Iterator[str]:
        """Yield what is wrong with a poll's choices, in words for whoever wrote them."""

    def options(self, choices: Sequence[str]) -> Sequence[Option]:
        """Return the answers to choose from; none where the answer is typed."""
        return [Option(choice, choice) for choice in choices]

    @abstractmethod
    def parse(self, answer: Any, choices: Sequence[str]) -> str | int:
        """Return an answer as it is kept.

        Raises:
            SessionError: it is not valid; the message says what would be.
        """

    @abstractmethod
    def rows(
        self, poll: str, choices: Sequence[str], answers: Answers, hidden: AbstractSet[str], *, minimum: int
    ) -> tuple[ResultRow, ...]:
        """Return the results, each row with its id.

        poll: the poll's id. hidden: ids of rows that the facilitator has hidden; they are marked. minimum: how many must have
        answered for any count to be shown, and the smallest count that is; 1 shows them all.
        """

    def row_label(self, label: str, choices: Sequence[str]) -> str:  # noqa: ARG002
        """Return the label of a row of results, with what it means."""
        return label

    def mean(self, answers: Answers) -> float | None:  # noqa: ARG002
        """Return the mean of the answers to one decimal; None where they have none."""
        return None

    def description(self, choices: Sequence[str]) -> str:  # noqa: ARG002
        """Return how a poll is answered, for a spreadsheet."""
        return self.name

    @abstractmethod
    def random_answer(self, chance: Random, choices: Sequence[str], words: Sequence[str]) -> str | int:
        """Return an answer of a simulated delegate. words: what delegates say where they type."""


def quoted(value: Any) -> str:
    """Return a value in quotation marks, cut to 40 characters."""
    text = str(value)
    return f"“{text if len(text) <= 40 else text[:40] + '…'}”"
