"""A live session: its commands, and the state that they lead to.

Every command appends one event to the session's log. Several processes may run one session: each reads what the others append.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import cached_property

from careerskit.plan import School
from careerskit.session.breakouts import Breakout
from careerskit.session.event_log import EventLog, UtcClock
from careerskit.session.events import EventKind
from careerskit.session.poll_commands import PollCommands
from careerskit.session.questions import QuestionStatus
from careerskit.session.state import ACTIVE_WINDOW, State
from careerskit.store import SessionRecord, Store

__all__ = ["Session", "utc_now"]


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


class Session(PollCommands):
    """A session. Every command raises SessionError where it is refused, in words for its sender. Threads may share one."""

    def __init__(self, store: Store, session: str, clock: UtcClock = utc_now) -> None:
        """Replay a session's log.

        Args:
            store: where the session is.
            session: its id.
            clock: returns the time.

        Raises:
            UnknownSessionError: there is no session of that id.
        """
        self.record = store.sessions.get(session)
        self.id = self.record.id
        self._store, self._clock = store, clock
        self._log = EventLog(store, self.id, clock)

    @cached_property
    def secret(self) -> str:
        """The secret that ids of items on the board and on cards are made with. Nobody is shown it. Raises StoreError."""
        return self._store.sessions.secret(self.id)

    @property
    def state(self) -> State:
        """The state after the last event that was read. It never changes: a newer one takes its place."""
        return self._log.state

    @property
    def version(self) -> int:
        """The state's version."""
        return self.state.version

    @property
    def now(self) -> datetime:
        """The time (aware, UTC)."""
        return self._clock()

    @property
    def earlier(self) -> SessionRecord | None:
        """The newest closed session of the same name; None where there is none. Raises StoreError."""
        closed = self._store.sessions.list(in_which=EventKind.SESSION_CLOSED, undone_by=EventKind.SESSION_REOPENED)
        return next((one for one in closed if one.name == self.record.name and one.id != self.id), None)

    def schools(self) -> list[School]:
        """Return the schools that joined, as the register has them. Raises StoreError."""
        return [school for key in self.state.schools if (school := self._store.schools.find(key))]

    def refresh(self) -> bool:
        """Read the events that were appended since, and return whether there were any."""
        return self._log.refresh()

    # Commands of facilitators

    def move_to(self, step: str) -> None:
        """Move the room to a step, by the name of its notebook."""
        self._log.append(EventKind.ROOM_MOVED, {"step": step})

    def start_block(self, block: str, step: str = "", closes: Sequence[str] = ()) -> None:
        """Start a block of the run of show, and move the room to its step; "" leaves the room where it is.

        Starting one again takes back those after it, and its minutes start again. closes: ids of the polls that close with the
        block before.
        """
        body = {"block": block, **({"step": step} if step else {}), **({"closes": list(closes)} if closes else {})}
        self._log.append(EventKind.BLOCK_STARTED, body)

    def change_block(self, block: str, minutes: int) -> None:
        """Give a block of the run of show other minutes; 0 skips it. One that is over stays as it was."""
        self._log.append(EventKind.BLOCK_CHANGED, {"block": block, "minutes": minutes})

    def show_on_projector(self, show: str, only: str = "") -> None:
        """Choose what the projector shows, see :class:`Projected`."""
        self._log.append(EventKind.PROJECTOR_SHOWN, {"show": show, **({"only": only} if only else {})})

    def undo_move(self) -> None:
        """Take back the last move of the room, or the last start of a block."""
        self._log.append(EventKind.MOVE_UNDONE, {})

    def hide(self, item: str) -> None:
        """Hide an item of the board, or a row of a poll's results, by its id."""
        self._log.append(EventKind.ITEM_HIDDEN, {"item": item})

    def unhide(self, item: str) -> None:
        """Show a hidden item again."""
        self._log.append(EventKind.ITEM_UNHIDDEN, {"item": item})

    def freeze_board(self, *, yes: bool, without: Iterable[tuple[str, str]] = ()) -> None:
        """Have the board show nothing new until it is told otherwise. without: school and path of what is just being typed."""
        self._log.append(EventKind.BOARD_FROZEN, {"yes": yes, "without": sorted(map(list, without))})

    def approve_first(self, *, yes: bool, seen: Iterable[str] = ()) -> None:
        """Choose whether others see only points that were approved. seen: the keys of those that they see already."""
        self._log.append(EventKind.APPROVAL_SET, {"yes": yes, "items": sorted(seen)})

    def approve(self, keys: Iterable[str]) -> None:
        """Approve a wording by its keys, see :attr:`careerskit.session.Wording.keys`."""
        self._log.append(EventKind.ITEMS_APPROVED, {"items": sorted(keys)})

    def split(self, items: Iterable[str]) -> None:
        """Have items stand apart from the point that they were grouped with."""
        self._log.append(EventKind.ITEMS_SPLIT, {"items": sorted(items)})

    def merge(self, items: Iterable[str]) -> None:
        """Make one point of items."""
        self._log.append(EventKind.ITEMS_MERGED, {"items": sorted(items)})

    def carry_over_hidden(self, items: Iterable[str]) -> None:
        """Hide what was hidden in the session before, by the ids that it has in this one."""
        self._log.append(EventKind.HIDDEN_CARRIED_OVER, {"items": sorted(items)})

    def start_breakouts(self, groups: Sequence[Breakout]) -> None:
        """Put the room into groups, as :func:`careerskit.session.breakouts` makes them; they replace earlier ones."""
        self._log.append(
            EventKind.BREAKOUTS_STARTED, {"groups": [asdict(replace(group, started=None)) for group in groups]}
        )

    def assign_to_group(self, school: str, group: int) -> None:
        """Put a school that joined after the breakouts started into a group, by its number; see :func:`group_for`.

        Nobody else moves. Nothing changes for a school that has a group already, or where there is no such group (any more).
        """
        self._log.append(EventKind.GROUP_ASSIGNED, {"school": school, "group": group})

    def end_breakouts(self) -> None:
        """Bring the room back together."""
        self._log.append(EventKind.BREAKOUTS_ENDED, {})

    def close(self) -> None:
        """Close the session, and its polls with it. A closed session takes no more commands."""
        self._log.append(EventKind.SESSION_CLOSED, {})

    def reopen(self) -> None:
        """Take back that the session was closed: everything is as it was just before."""
        self._log.append(EventKind.SESSION_REOPENED, {})

    def mark_answered(self, question: str) -> None:
        """Mark a question as answered."""
        self._mark(question, QuestionStatus.ANSWERED)

    def park_question(self, question: str, owner: str) -> None:
        """Park a question until the surgery, with the name of the person who will answer it."""
        self._mark(question, QuestionStatus.PARKED, owner)

    def hide_question(self, question: str) -> None:
        """Hide a question from delegates."""
        self._mark(question, QuestionStatus.HIDDEN)

    def reopen_question(self, question: str) -> None:
        """Reopen a question, whatever its status."""
        self._mark(question, QuestionStatus.OPEN)

    # Commands of delegates. who: an id that tells delegates apart

    def join(self, school: str, who: str = "") -> None:
        """Add a school to the room."""
        self._log.append(EventKind.SCHOOL_JOINED, {"school": school}, who)

    def leave(self, school: str) -> None:
        """Take a school out of the room that somebody chose by mistake. A closed session, or one without it, ignores this."""
        if school in self.state.schools and not self.state.closed:
            self._log.append(EventKind.SCHOOL_LEFT, {"school": school})

    def report_step(self, school: str, step: str, who: str = "") -> None:
        """Report which step a school is on: when its page is opened, and again for as long as it stays open.

        The same step is written twice in ACTIVE_WINDOW at most. A closed session ignores it, as nobody did anything.
        """
        self.refresh()
        presence = self.state.schools.get(school)
        is_here = presence and presence.step == step and not presence.is_away
        is_known = presence and is_here and self._clock() - presence.seen < ACTIVE_WINDOW / 2
        if not is_known and not self.state.closed:
            self._log.append(EventKind.STEP_REPORTED, {"school": school, "step": step}, who)

    def report_closed_pages(self, school: str) -> None:
        """Report that a school has closed its last page. A closed session, or one without it, ignores this."""
        self.refresh()
        presence = self.state.schools.get(school)
        if presence and not presence.is_away and not self.state.closed:
            self._log.append(EventKind.PAGES_CLOSED, {"school": school})

    def share(self, school: str, *, board: bool, named: bool, vision: bool, who: str = "") -> None:
        """Record what a school agrees to share; see :class:`Share`. It can change this at any time."""
        body = {"school": school, "board": board, "named": named, "vision": vision}
        self._log.append(EventKind.SHARE_CHANGED, body, who)

    def answer(self, poll: str, who: str, answer: str | int) -> str | int:
        """Record a delegate's answer to an open poll in place of an earlier one, and return it as it is kept."""
        self._log.append(EventKind.POLL_ANSWERED, {"poll": poll, "answer": answer}, who)
        return self.state.polls[poll].answers[who]

    def ask(self, who: str, text: str, school: str = "") -> str:
        """Ask a question (500 characters), and return its id. school: in whose name; "" for anonymously."""
        question = secrets.token_hex(4)
        self._log.append(EventKind.QUESTION_ASKED, {"question": question, "text": text, "school": school}, who)
        return question

    def vote(self, question: str, who: str, yes: bool | None = None) -> bool:
        """Vote for a question, or remove the vote; return whether the delegate's vote counts now.

        yes: whether it is to count, however often this is called; None to toggle it.
        """
        body = {"question": question} if yes is None else {"question": question, "yes": yes}
        self._log.append(EventKind.QUESTION_VOTED, body, who)
        return who in self.state.questions[question].votes

    def _mark(self, question: str, status: QuestionStatus, owner: str = "") -> None:
        body = {"question": question, "status": str(status), "owner": owner}
        self._log.append(EventKind.QUESTION_MARKED, body)
