"""A rehearsal: invented delegates who join a session, fill in their plans, answer, ask and vote, as real ones do.

They write to the store and the session by the same ways as the delegates' pages, so whatever shows a room shows theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from careerskit.errors import SessionError
from careerskit.session.invented import QUESTIONS, WORDS, Delegate, Typing, invented_delegates
from careerskit.session.polls import SCALE, Poll, PollKind
from careerskit.session.session import Session
from careerskit.session.state import LATELY
from careerskit.store import Store, record_path

__all__ = ["Rehearsal"]

_PARTS = {
    "start": "header",
    "aims": "header",
    "vision": "vision",
    "current_state": "current_state",
    "swot": "swot",
    "objectives": "objectives",
    "action_plan": "action_plan",
    "reflective_questions": "reflections",
}
"""The part of a plan that is filled in at a step, by the name of its notebook without the number."""

_LONG = 40
"""A text of more characters is typed in two goes: the first is saved before the rest is there."""


class Rehearsal:
    """A room of invented delegates. Each tick, some of them do one thing each, at the step that the room is on.

    The same seed makes the same delegates, who do the same where the facilitator does the same at the same ticks.
    """

    def __init__(
        self, store: Store, session: Session, *, delegates: int = 20, seed: int = 1, pace: float = 0.25
    ) -> None:
        """Register the schools; nobody has joined yet.

        Args:
            store: the store of the session, one for this alone: its schools are invented.
            session: the session; its facilitator moves the room, opens polls and closes it.
            delegates: how many.
            seed: what chance begins with.
            pace: how likely a delegate does something at a tick, from 0 to 1.
        """
        self._chance = Random(seed)  # noqa: S311, nothing here is a secret
        self._store, self._session, self._pace = store, session, pace
        room = invented_delegates(delegates, self._chance, session.record.begun.date())
        store.register([delegate.school for delegate in room])
        self._room = [_Seat(delegate) for delegate in room]
        self._questions = self._chance.sample(QUESTIONS, len(QUESTIONS))

    def tick(self) -> int:
        """Let some delegates do something, and return how many did. A closed session leaves nothing to do.

        Raises:
            StoreError: the store did not take it.
        """
        self._session.refresh()
        return sum(self._acts(seat) for seat in self._room if self._chance.random() < self._pace)

    def _acts(self, seat: _Seat) -> bool:
        """Let one delegate do one thing, and return whether there was one to do."""
        try:
            return not self._session.state.closed and (
                self._comes(seat)
                or self._follows(seat)
                or self._answers(seat)
                or self._asks(seat)
                or self._votes(seat)
                or seat.types(self._store)
            )
        except SessionError:
            return False  # the facilitator was quicker: a poll or the session was closed meanwhile

    def _comes(self, seat: _Seat) -> bool:
        delegate, school = seat.delegate, seat.delegate.school.id
        if school not in self._session.state.schools:
            self._session.joined(school, delegate.who)
            return True
        if school not in self._session.state.shares:
            share = delegate.share
            self._session.share(school, board=share.board, named=share.named, vision=share.vision, who=delegate.who)
            return True
        return False

    def _follows(self, seat: _Seat) -> bool:
        """Go where the room is; one in five stays a moment longer each time. Who stays says so, as an open page does."""
        step, seen = self._session.state.step, self._session.state.schools[seat.delegate.school.id].seen
        if step == seat.step and (not step or self._session.now - seen < LATELY / 2):
            return False
        if step != seat.step and self._chance.random() < 0.2:
            return False
        seat.step = step
        self._session.at_step(seat.delegate.school.id, step, seat.delegate.who)
        return True

    def _answers(self, seat: _Seat) -> bool:
        who = seat.delegate.who
        for poll in self._session.state.open_polls:
            if poll.answer_of(who) is None and self._chance.random() < 0.6:
                self._session.answer(poll.id, who, self._answer_to(poll))
                return True
        return False

    def _answer_to(self, poll: Poll) -> str | int:
        match poll.kind:
            case PollKind.CHOICE:
                likely = [len(poll.choices) - place for place in range(len(poll.choices))]
                return self._chance.choices(poll.choices, likely)[0]
            case PollKind.SCALE:
                return min(max(round(self._chance.gauss(3.2, 1)), SCALE[0]), SCALE[-1])
            case PollKind.WORDS:
                return self._chance.choice(WORDS)

    def _asks(self, seat: _Seat) -> bool:
        if not self._questions or self._chance.random() > 0.01:
            return False
        school = seat.delegate.school.id if self._chance.random() < 0.4 else ""
        self._session.ask(seat.delegate.who, self._questions.pop(), school)
        return True

    def _votes(self, seat: _Seat) -> bool:
        """Vote for one of the questions that wait for an answer, once for each."""
        who = seat.delegate.who
        waiting = [one.id for one in self._session.state.agenda if who not in one.votes and who != one.asker]
        if not waiting or self._chance.random() > 0.05:
            return False
        self._session.upvote(self._chance.choice(waiting), who)
        return True


class _Seat:
    """Where one delegate is in the workbook, and how far with typing."""

    def __init__(self, delegate: Delegate) -> None:
        self.delegate = delegate
        self.step = ""
        self._goes: dict[str, Iterator[bool]] = {}
        self._objectives: list[str] = []

    def types(self, store: Store, part: str = "") -> bool:
        """Type the next thing of a part, of the step's where none is given; return whether there was one."""
        part = part or _PARTS.get(self.step.lstrip("0123456789_"), "")
        return next(self._goes.setdefault(part, self._typing(store, part)), False)

    def _typing(self, store: Store, part: str) -> Iterator[bool]:
        if part == "action_plan":  # an action needs its objective, so those come first
            while self.types(store, "objectives"):
                yield True
        for typing in self.delegate.types.get(part, ()):
            yield from self._one(store, typing)

    def _one(self, store: Store, typing: Typing) -> Iterator[bool]:
        """Type one thing: a long text in two goes, the first of which is saved before the rest is there."""
        school, who = self.delegate.school.id, self.delegate.who
        name, text = next(iter(typing.values.items()))
        begun = _first_half(text)
        if not typing.is_record:
            if begun:
                store.save(school, {typing.path: begun}, who)
                yield True
            store.save(school, {typing.path: text}, who)
            yield True
            return
        path = typing.path
        if typing.objective is not None:
            path = f"{record_path('objectives', self._objectives[typing.objective])}.{path}"
        record = store.add(school, path, {**typing.values, name: begun or text}, who)
        if path == "objectives":
            self._objectives.append(record)
        yield True
        if begun:
            store.save(school, {record_path(path, record, name): text}, who)
            yield True


def _first_half(text: Any) -> str:
    """Return the first half of the words of a long text; "" for a short one, which is typed in one go."""
    words = text.split(" ") if isinstance(text, str) and len(text) > _LONG else []
    return " ".join(words[: len(words) // 2])
