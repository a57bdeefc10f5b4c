"""Questions of delegates: asked any time, anonymously if wished, upvoted, and answered, parked or hidden by a facilitator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["Question", "QuestionStatus", "in_order"]


class QuestionStatus(StrEnum):
    """What has become of a question."""

    OPEN = "open"
    ANSWERED = "answered"
    PARKED = "parked"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Question:
    """One question.

    school: whose delegate asked it, "" where it was asked anonymously.
    asker: the delegate, so that a page can say which questions are its own. Never shown, never exported, and never carried on: in
    another session, everybody is known by another name. One who asks with the name of the school is to be known by another name
    than one who asks without, or answers a poll.
    votes: the delegates who would like it answered; one vote each.
    owner: who takes care of a parked one.
    carried_from: the session at whose end it was open, where it was carried on from one; "" where it was asked here.
    """

    id: str
    text: str
    school: str
    asker: str
    asked: datetime
    votes: frozenset[str] = frozenset()
    status: QuestionStatus = QuestionStatus.OPEN
    owner: str = ""
    carried_from: str = ""

    @property
    def is_pending(self) -> bool:
        """Whether it still waits for an answer, parked or not: it goes to the surgery."""
        return self.status in (QuestionStatus.OPEN, QuestionStatus.PARKED)


def in_order(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Return questions by votes; those with as many stay as they are, which in a state is the oldest first."""
    return tuple(sorted(questions, key=lambda question: -len(question.votes)))
