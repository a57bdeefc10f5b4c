"""Where a session stands: what all that happened in it comes to. A state never changes; a newer one takes its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from careerskit.session.breakouts import Breakout
from careerskit.session.polls import Poll, PollStatus, Results
from careerskit.session.questions import Question, QuestionStatus, in_order
from careerskit.session.share import Share

__all__ = ["LATELY", "Presence", "Present", "State"]

LATELY = timedelta(minutes=5)
"""How long a school counts as shown lately after it was last heard of."""


@dataclass(frozen=True)
class Presence:
    """A school in the room: the step it is on ("" for none yet), when it joined and when it was last heard of (UTC)."""

    step: str
    joined: datetime
    seen: datetime


@dataclass(frozen=True)
class Present:
    """Who is with us, as counts of schools: how many have joined, how many were shown lately, and those by their step."""

    joined: int
    lately: int
    by_step: Mapping[str, int]


@dataclass(frozen=True)
class State:
    """Where a session stands.

    number: that of the last happening in it. Two states of one session with the same number are the same.
    step: the notebook that the room is on, "" before it was moved to one.
    begun: when each block began, by id, in the order in which they began. One begun again takes back those begun after it.
    schools: who is or was here, by school. shares: what each agreed to.
    hidden: ids of what the facilitator has hidden: items of the board, rows of polls.
    polls, questions: by id, in the order in which they came.
    breakouts: the groups that the room works in now; none while it is together.
    closed: when the session was closed, None while it goes on.
    """

    number: int = 0
    step: str = ""
    begun: Mapping[str, datetime] = field(default_factory=dict)
    schools: Mapping[str, Presence] = field(default_factory=dict)
    shares: Mapping[str, Share] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    polls: Mapping[str, Poll] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)
    breakouts: tuple[Breakout, ...] = ()
    closed: datetime | None = None

    @property
    def block(self) -> str:
        """The block that runs now, "" before the first."""
        return next(reversed([*self.begun]), "")

    def present(self, now: datetime) -> Present:
        """Return who is with us."""
        lately = [school for school in self.schools.values() if now - school.seen <= LATELY]
        return Present(len(self.schools), len(lately), Counter(school.step for school in lately))

    def share_of(self, school: str) -> Share:
        """Return what a school agreed to."""
        return self.shares.get(school, Share())

    @property
    def open_polls(self) -> tuple[Poll, ...]:
        """The polls that can be answered now."""
        return tuple(poll for poll in self.polls.values() if poll.status is PollStatus.OPEN)

    def results(self, poll: str) -> Results:
        """Return a poll's results as a facilitator sees them. Raises KeyError where there is no such poll."""
        return self.polls[poll].results(self.hidden)

    def results_for(self, poll: str, who: str) -> Results | None:
        """Return a poll's results as a delegate may see them, without hidden rows; None while the delegate may not see them."""
        if poll not in self.polls or not self.polls[poll].may_be_seen_by(who):
            return None
        return self.public_results(poll)

    def public_results(self, poll: str) -> Results | None:
        """Return a poll's results as the projector shows them, without hidden rows; None until the facilitator shows them."""
        if poll not in self.polls or not self.polls[poll].shown:
            return None
        return self.results(poll).without_hidden()

    def visible_questions(self) -> tuple[Question, ...]:
        """Return the questions that delegates see: all but hidden ones, by votes."""
        return in_order(q for q in self.questions.values() if q.status is not QuestionStatus.HIDDEN)

    def group_of(self, school: str) -> Breakout | None:
        """Return the group that a school works in now, if any."""
        return next((group for group in self.breakouts if school in group.schools), None)

    @property
    def agenda(self) -> tuple[Question, ...]:
        """The questions that still wait for an answer, by votes: the agenda of the surgery."""
        return in_order(question for question in self.questions.values() if question.is_pending)
