"""Questions from the audience: delegates ask and vote, anonymously if they wish; a facilitator answers, parks or hides them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["AudienceQuestion", "QuestionStatus", "in_order"]


class QuestionStatus(StrEnum):
    """The status of a question."""

    OPEN = "open"
    ANSWERED = "answered"
    PARKED = "parked"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class AudienceQuestion:
    """A question that a delegate asked.

    school: in whose name it was asked; "" for anonymously.
    asker: the delegate's id, so that a page can say which questions are its own. It is never shown, exported or carried over: ids
    differ in every session. A delegate who asks in the school's name has another id than for anonymous questions and polls.
    votes: the ids of delegates who want it answered; one vote each.
    owner: who will answer a parked one.
    carried_from: the session that it was carried over from; "" where it was asked here.
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
        """Whether it still waits for an answer, parked or not: then it goes to the surgery."""
        return self.status in (QuestionStatus.OPEN, QuestionStatus.PARKED)


def in_order(questions: Iterable[AudienceQuestion]) -> tuple[AudienceQuestion, ...]:
    """Return questions by votes; those with as many stay in their order, which in a state is oldest first."""
    return tuple(sorted(questions, key=lambda question: -len(question.votes)))
