"""The state of a session: what its events add up to. A state never changes; a newer one takes its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from careerskit.session.breakouts import Breakout
from careerskit.session.polls import Poll, PollStatus, Results
from careerskit.session.questions import AudienceQuestion, QuestionStatus, in_order
from careerskit.session.share import Share

__all__ = ["ACTIVE_WINDOW", "PROJECTED", "REOPEN_WINDOW", "Attendance", "Corrections", "Presence", "Projected", "State"]

PROJECTED = ("join", "polls", "questions", "board")
"""What the projector can show."""

REOPEN_WINDOW = timedelta(minutes=30)
"""For how long closing a session can be taken back."""

ACTIVE_WINDOW = timedelta(minutes=5)
"""How long a school counts as active after its page last reported."""


@dataclass(frozen=True)
class Presence:
    """A school's presence: the step it is on ("" for none yet), when it joined, and when its page last reported (UTC).

    is_away: whether its last page was closed since.
    """

    step: str
    joined: datetime
    seen: datetime
    is_away: bool = False


@dataclass(frozen=True)
class Projected:
    """What the projector shows: one of :data:`PROJECTED`.

    only: the one poll or part of the board; "" for the polls of the block that is running, or the whole board.
    """

    show: str = "join"
    only: str = ""


@dataclass(frozen=True)
class Attendance:
    """How many schools have joined, how many are active, and how many of those are on each step."""

    joined: int
    active: int
    by_step: Mapping[str, int]


@dataclass(frozen=True)
class Corrections:
    """How a facilitator has corrected the grouping of the board, by ids of items.

    apart: those that stand apart from points that say something similar. together: sets of those that make one point.
    """

    apart: frozenset[str] = frozenset()
    together: tuple[frozenset[str], ...] = ()

    def split(self, items: frozenset[str]) -> Corrections:
        """Return them with items standing apart."""
        kept = (group - items for group in self.together)
        return Corrections(self.apart | items, tuple(group for group in kept if len(group) > 1))

    def merged(self, items: frozenset[str]) -> Corrections:
        """Return them with items making one point."""
        others = tuple(group for group in self.together if not group & items)
        joined = items.union(*(group for group in self.together if group & items))
        return Corrections(self.apart - joined, (*others, joined))


@dataclass(frozen=True)
class State:
    """The state of a session.

    version: the number of its last event. Two states of a session with the same version are the same.
    step: the notebook that the room is on; "" before it was moved to one.
    started: when each block started, by id, in the order in which they started. Starting one again takes back those after it.
    block_minutes: the minutes of blocks that the facilitator has changed, by id; 0 for one to skip.
    schools: the presence of each school that joined, by id. shares: what each agreed to share.
    hidden: ids of what the facilitator has hidden: items of the board, rows of polls.
    before_move: the step, the blocks started and the groups before the last move of the room; None where there is nothing to undo.
    carried_hidden: whether what was hidden in the session before is hidden here too.
    frozen: since when the board shows nothing new; None while it does. frozen_without: the school and path of
    each answer that was being typed then.
    approves_first: whether others see only points that the facilitator has approved. approved: the keys of those.
    corrections: of the board's grouping.
    polls, questions: by id, in the order in which they came. removed_polls: ids of those that a facilitator has removed.
    closed_by_move: ids of the polls that the last start of a block has closed.
    projected: what the projector shows.
    breakouts: the groups that the room is in; none while it is together.
    closed: when the session was closed; None while it is open. before_closing: the state until then.
    """

    version: int = 0
    step: str = ""
    started: Mapping[str, datetime] = field(default_factory=dict)
    block_minutes: Mapping[str, int] = field(default_factory=dict)
    schools: Mapping[str, Presence] = field(default_factory=dict)
    shares: Mapping[str, Share] = field(default_factory=dict)
    before_move: tuple[str, Mapping[str, datetime], tuple[Breakout, ...]] | None = None
    hidden: frozenset[str] = frozenset()
    carried_hidden: bool = False
    frozen: datetime | None = None
    frozen_without: frozenset[tuple[str, str]] = frozenset()
    approves_first: bool = False
    approved: frozenset[str] = frozenset()
    corrections: Corrections = field(default_factory=Corrections)
    polls: Mapping[str, Poll] = field(default_factory=dict)
    removed_polls: frozenset[str] = frozenset()
    closed_by_move: frozenset[str] = frozenset()
    questions: Mapping[str, AudienceQuestion] = field(default_factory=dict)
    projected: Projected = field(default_factory=Projected)
    breakouts: tuple[Breakout, ...] = ()
    closed: datetime | None = None
    before_closing: State | None = field(default=None, repr=False, compare=False)

    @property
    def can_undo(self) -> bool:
        """Whether the last move of the room, or the last start of a block, can be taken back."""
        return self.before_move is not None and not self.closed

    def can_reopen(self, now: datetime) -> bool:
        """Whether closing the session can be taken back."""
        return self.closed is not None and now - self.closed <= REOPEN_WINDOW

    def with_presence(self, school: str, at: datetime, step: str = "") -> State:
        """Return the state after a school was there. step: which one it was on; "" where that is not known."""
        before = self.schools.get(school, Presence("", at, at))
        presence = Presence(step or before.step, before.joined, at)
        return replace(self, schools={**self.schools, school: presence})

    @property
    def block(self) -> str:
        """The block that is running; "" before the first."""
        return next(reversed([*self.started]), "")

    def attendance(self, now: datetime) -> Attendance:
        """Return how many schools are here."""
        here = (school for school in self.schools.values() if not school.is_away)
        active = [school for school in here if now - school.seen <= ACTIVE_WINDOW]
        return Attendance(len(self.schools), len(active), Counter(school.step for school in active))

    def step_to_open(self, school: str) -> str:
        """Return the step to open for a school: the room's in an open session, or the last one of the school; "" for neither."""
        presence = self.schools.get(school)
        return (self.step if self.closed is None else "") or (presence.step if presence else "")

    def without_school(self, school: str) -> State:
        """Return the state as if a school had never joined: it is not present, shares nothing and is in no group."""
        return replace(
            self,
            schools={key: presence for key, presence in self.schools.items() if key != school},
            shares={key: share for key, share in self.shares.items() if key != school},
            breakouts=tuple(
                replace(group, schools=tuple(key for key in group.schools if key != school)) for group in self.breakouts
            ),
        )

    def with_polls(self, ids: Collection[str], before: PollStatus, now: PollStatus) -> State:
        """Return the state with those of some polls that have one status in another."""
        changed = {
            key: replace(poll, status=now) for key, poll in self.polls.items() if key in ids and poll.status is before
        }
        return replace(self, polls={**self.polls, **changed}) if changed else self

    def share_of(self, school: str) -> Share:
        """Return what a school agreed to share."""
        return self.shares.get(school, Share())

    @property
    def open_polls(self) -> tuple[Poll, ...]:
        """The polls that can be answered now."""
        return tuple(poll for poll in self.polls.values() if poll.status is PollStatus.OPEN)

    @property
    def projected_polls(self) -> tuple[Poll, ...]:
        """The polls that are on the projector now: those that are open first, and the newest first.

        Unless the facilitator has chosen one, they are those of the block that is running, and what else is open.
        """
        only = self.projected.only if self.projected.only in self.polls else ""
        if self.projected.show != "polls" or self.closed:
            return ()

        def is_meant(poll: Poll) -> bool:
            return poll.id == only if only else poll.status is PollStatus.OPEN or poll.block == self.block

        newest_first = reversed([*self.polls.values()])
        meant = [poll for poll in newest_first if poll.status is not PollStatus.PREPARED and is_meant(poll)]
        return tuple(sorted(meant, key=lambda poll: poll.status is PollStatus.CLOSED))

    def results(self, poll: str) -> Results:
        """Return a poll's results as a facilitator sees them. Raises KeyError where there is no such poll."""
        return self.polls[poll].results(self.hidden)

    def results_for(self, poll: str, who: str) -> Results | None:
        """Return a poll's results as a delegate may see them, without hidden rows; None while the delegate may not."""
        if poll not in self.polls or not self.polls[poll].may_be_seen_by(who):
            return None
        return self.public_results(poll)

    def public_results(self, poll: str) -> Results | None:
        """Return a poll's results as the projector shows them, without hidden rows; None until the facilitator shows them."""
        if poll not in self.polls or not self.polls[poll].shown:
            return None
        return self.results(poll).without_hidden()

    def visible_questions(self) -> tuple[AudienceQuestion, ...]:
        """Return the questions that delegates see: all but hidden ones, by votes."""
        return in_order(q for q in self.questions.values() if q.status is not QuestionStatus.HIDDEN)

    def group_of(self, school: str) -> Breakout | None:
        """Return the breakout group that a school is in; None for none."""
        return next((group for group in self.breakouts if school in group.schools), None)

    @property
    def agenda(self) -> tuple[AudienceQuestion, ...]:
        """The questions that still wait for an answer, by votes: the agenda of the surgery."""
        return in_order(question for question in self.questions.values() if question.is_pending)
