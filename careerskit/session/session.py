"""A live session: what facilitators and delegates do in it, and where it stands.

Whatever is done is one happening in the store's log. Several processes may run one session: each reads what the others wrote.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import cached_property
from threading import RLock
from typing import Any

from careerskit.errors import SessionError
from careerskit.plan import School
from careerskit.session.breakouts import Breakout
from careerskit.session.folding import CARRIED, CLOSED, JOINED, LONGEST_NAME, after, folded
from careerskit.session.questions import Question, QuestionStatus
from careerskit.session.run_of_show import PreparedPoll
from careerskit.session.state import LATELY, State
from careerskit.store import Happening, SessionRecord, Store

__all__ = ["Session", "carried_questions", "open_session"]

Clock = Callable[[], datetime]


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Session:
    """One session. Every command raises SessionError where it is not taken, in words for whoever gave it.

    Threads may share one: a command is written and read back under a lock.
    """

    def __init__(self, store: Store, session: str, clock: Clock = _utc_now) -> None:
        """Read a session's log.

        Args:
            store: where the session is.
            session: its id.
            clock: what the time is (aware, UTC).

        Raises:
            UnknownSessionError: there is no session of that id.
        """
        self.record = store.session(session)
        self.id = self.record.id
        self._store, self._clock = store, clock
        self._state = State()
        self._lock = RLock()
        self.refresh()

    @cached_property
    def secret(self) -> str:
        """What the ids of items on the board and on cards are made with; it goes to nobody. Raises StoreError."""
        return self._store.session_secret(self.id)

    @property
    def state(self) -> State:
        """Where the session stands, as of the newest happening that was read. It never changes: a newer one takes its place."""
        return self._state

    @property
    def number(self) -> int:
        """The number of the last happening that was read; the state is unchanged as long as this is."""
        return self._state.number

    @property
    def now(self) -> datetime:
        """What the time is (aware, UTC)."""
        return self._clock()

    @property
    def earlier(self) -> SessionRecord | None:
        """The newest closed session of the same name; None where there is none. Raises StoreError."""
        closed = self._store.sessions(in_which=CLOSED)
        return next((one for one in closed if one.name == self.record.name and one.id != self.id), None)

    def schools(self) -> list[School]:
        """Return the schools that joined, as the register has them. Raises StoreError."""
        return [school for key in self.state.schools if (school := self._store.find(key))]

    def refresh(self) -> bool:
        """Read what has happened since, and return whether anything has."""
        with self._lock:
            new = self._store.happenings(self.id, self._state.number)
            self._state = folded(self._state, new)
        return bool(new)

    # What a facilitator does

    def move_to(self, step: str) -> None:
        """Move the room to a step, the name of a notebook."""
        self._do("moved", {"step": step})

    def begin_block(self, block: str) -> None:
        """Begin a block of the run of show. To begin one again takes back those begun after it: it goes on as if never left."""
        self._do("block_begun", {"block": block})

    def hide(self, item: str) -> None:
        """Hide an item of the board, or a row of a poll's results, by its id."""
        self._do("hidden", {"item": item})

    def unhide(self, item: str) -> None:
        """Show again what was hidden."""
        self._do("unhidden", {"item": item})

    def break_out(self, groups: Sequence[Breakout]) -> None:
        """Let the room work in groups, as :func:`careerskit.session.breakouts` makes them; these take the place of earlier ones."""
        self._do("broken_out", {"groups": [asdict(group) for group in groups]})

    def come_late(self, school: str, group: int) -> None:
        """Seat a school that came after the room broke out into a group, by its number; see :func:`group_for`.

        Nobody else moves, and nothing changes where it sits already, or there is no such group (any more).
        """
        self._do("came_late", {"school": school, "group": group})

    def come_back(self) -> None:
        """Have the room together again."""
        self._do("come_back", {})

    def close(self) -> None:
        """Close the session, and its polls with it. It takes nothing more."""
        self._do(CLOSED, {})

    def prepare(self, question: str, kind: str, choices: Sequence[str] = (), into: str = "", poll: str = "") -> str:
        """Prepare a poll, and return its id. One that is prepared again is replaced, until it is opened.

        Args:
            question: what is asked; 500 characters.
            kind: choice, scale (1 to 5) or words (60 characters).
            choices: of a choice, what can be chosen; of a scale, what 1 and 5 mean, or nothing.
            into: the path of a text in the plan where a delegate's own answer is to land; "" for nowhere.
            poll: its id, as the run of show has it; "" for a new one.
        """
        poll = poll or secrets.token_hex(4)
        body = {"poll": poll, "question": question, "kind": str(kind), "choices": list(choices), "into": into}
        self._do("poll_prepared", body)
        return poll

    def prepare_all(self, polls: Sequence[PreparedPoll]) -> None:
        """Prepare the polls of a run of show, but for those that are prepared alike or were opened already."""
        self.refresh()
        for poll in polls:
            there = self.state.polls.get(poll.id)
            if there is None or (there.is_untouched and not poll.is_like(there)):
                self.prepare(poll.question, poll.kind, poll.choices, poll.into, poll.id)

    def poll_now(self, question: str, kind: str, choices: Sequence[str] = (), into: str = "") -> str:
        """Make a poll on the spot and open it, and return its id. The arguments are those of :meth:`prepare`."""
        poll = self.prepare(question, kind, choices, into)
        self.open_poll(poll)
        return poll

    def open_poll(self, poll: str) -> None:
        """Let a poll be answered; one that was closed goes on with its answers."""
        self._do("poll_opened", {"poll": poll})

    def close_poll(self, poll: str) -> None:
        """Let a poll be answered no more."""
        self._do("poll_closed", {"poll": poll})

    def show_results(self, poll: str, yes: bool = True) -> None:
        """Show a poll's results to those who have answered, or to nobody any more."""
        self._do("results_shown", {"poll": poll, "yes": yes})

    def mark_answered(self, question: str) -> None:
        """Mark a question as answered."""
        self._mark(question, QuestionStatus.ANSWERED)

    def park(self, question: str, owner: str) -> None:
        """Park a question until the surgery, with the name of whoever takes care of it."""
        self._mark(question, QuestionStatus.PARKED, owner)

    def hide_question(self, question: str) -> None:
        """Take a question away from the delegates' pages."""
        self._mark(question, QuestionStatus.HIDDEN)

    def reopen(self, question: str) -> None:
        """Let a question be open again, whatever became of it."""
        self._mark(question, QuestionStatus.OPEN)

    # What a delegate does. who: the delegate, by whatever tells them apart

    def joined(self, school: str, who: str = "") -> None:
        """Have a school in the room."""
        self._do(JOINED, {"school": school}, who)

    def at_step(self, school: str, step: str, who: str = "") -> None:
        """Say which step a school is on: when its page is opened, and again by whoever serves it as long as it stays open.

        The same step again is written twice in LATELY at most. A closed session takes no notice, as nobody did anything.
        """
        self.refresh()
        seen = self.state.schools.get(school)
        said_already = seen and seen.step == step and self._clock() - seen.seen < LATELY / 2
        if not said_already and not self.state.closed:
            self._do("at_step", {"school": school, "step": step}, who)

    def share(self, school: str, *, board: bool, named: bool, vision: bool, who: str = "") -> None:
        """Keep what a school agrees to now; see :class:`Share`. It may take it back at any time."""
        self._do("shared", {"school": school, "board": board, "named": named, "vision": vision}, who)

    def answer(self, poll: str, who: str, answer: str | int) -> str | int:
        """Keep a delegate's answer to an open poll in place of an earlier one, and return it as it was taken."""
        self._do("answered", {"poll": poll, "answer": answer}, who)
        return self.state.polls[poll].answers[who]

    def ask(self, who: str, text: str, school: str = "") -> str:
        """Ask a question (500 characters), and return its id. school: whose delegate asks; "" for anonymously."""
        question = secrets.token_hex(4)
        self._do("asked", {"question": question, "text": text, "school": school}, who)
        return question

    def upvote(self, question: str, who: str, yes: bool | None = None) -> bool:
        """Vote for a question, or take the vote back; return whether the delegate's vote counts now.

        yes: whether it is to count, however often this is said; None to change it to the other.
        """
        self._do("voted", {"question": question} if yes is None else {"question": question, "yes": yes}, who)
        return who in self.state.questions[question].votes

    def _mark(self, question: str, status: QuestionStatus, owner: str = "") -> None:
        self._do("question_marked", {"question": question, "status": str(status), "owner": owner})

    def _do(self, kind: str, body: Mapping[str, Any], who: str = "") -> None:
        with self._lock:
            self.refresh()
            now = self._clock()
            after(self._state, Happening(self.number + 1, self.id, kind, body, who, now))
            done = self._store.happen(self.id, kind, body, who, at=now)
            new = self._store.happenings(self.id, self.number)
            self._state = folded(self._state, (happening for happening in new if happening.number < done.number))
            try:
                after(self._state, done)  # another process may have come between: what it forbids is refused here too
            finally:
                self._state = folded(self._state, (happening for happening in new if happening.number >= done.number))


def open_session(store: Store, name: str, surgery: str = "", clock: Clock = _utc_now) -> Session:
    """Return the session of that name that still goes on, or else a new one, which begins with the questions carried on.

    Args:
        store: where it is kept.
        name: what the session is called; 200 characters.
        surgery: when the surgery is, in words ("22 May"); "" leaves that of a session that goes on as it is.
        clock: what the time is (aware, UTC).

    Raises:
        SessionError: it has no name, or too long a one.
    """
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME or len(surgery) > LONGEST_NAME:
        raise SessionError(f"A session needs a name, and it and the surgery have {LONGEST_NAME} characters at most.")
    carried = [(CARRIED, _body_of(question)) for question in carried_questions(store)]
    record = store.going_session(name, surgery.strip(), ended_by=CLOSED, begins_with=carried, at=clock())
    return Session(store, record.id, clock)


def carried_questions(store: Store) -> tuple[Question, ...]:
    """Return what still waited for an answer at the end of the newest closed session, by votes; empty before the first."""
    closed = store.sessions(in_which=CLOSED)
    if not closed:
        return ()
    ended = Session(store, closed[0].id)
    return tuple(replace(q, carried_from=q.carried_from or ended.id) for q in ended.state.agenda)


def _body_of(question: Question) -> dict[str, Any]:
    return {
        "question": question.id,
        "text": question.text,
        "school": question.school,
        "votes": sorted(question.votes),
        "status": str(question.status),
        "owner": question.owner,
        "session": question.carried_from,
    }
