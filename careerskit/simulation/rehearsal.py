"""A rehearsal: simulated delegates join a session, fill in their plans, answer, ask and vote, as real ones do.

They write to the store and the session like the delegates' pages, so whatever shows a room shows theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from careerskit.errors import SessionError
from careerskit.session import ACTIVE_WINDOW, Session
from careerskit.simulation.scripts import QUESTIONS, DelegateScript, ScriptedInput, words_for, write_scripts
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
    "programme": "programme",
    "website": "website",
}
"""The part of a plan that each step is for, by the name of its notebook without the number."""


class Rehearsal:
    """A room of simulated delegates. At each tick, some of them do one thing each, on the step that the room is on.

    The same seed makes the same delegates, who do the same as long as the facilitator does the same at the same ticks.
    """

    def __init__(
        self, store: Store, session: Session, *, delegates: int = 20, seed: int = 1, pace: float = 0.25
    ) -> None:
        """Register the schools. Nobody has joined yet.

        Args:
            store: the store of the session, used for nothing else: its schools are invented.
            session: the session; its facilitator moves the room, opens polls and closes it.
            delegates: how many.
            seed: of the random generator.
            pace: the probability that a delegate does something at a tick.
        """
        self._rng = Random(seed)  # noqa: S311, nothing here is a secret
        self._store, self._session, self._pace = store, session, pace
        scripts = write_scripts(delegates, self._rng, session.record.begun.date())
        store.schools.register([script.school for script in scripts])
        self._delegates = [SimulatedDelegate(script) for script in scripts]
        self._questions = self._rng.sample(QUESTIONS, len(QUESTIONS))

    def tick(self) -> int:
        """Let some delegates do something, and return how many did. In a closed session none does.

        Raises:
            StoreError: it could not be saved.
        """
        self._session.refresh()
        return sum(self._acts(delegate) for delegate in self._delegates if self._rng.random() < self._pace)

    def _acts(self, delegate: SimulatedDelegate) -> bool:
        """Let a delegate do one thing, and return whether there was anything to do."""
        try:
            return not self._session.state.closed and (
                self._joins_or_shares(delegate)
                or self._follows(delegate)
                or self._answers(delegate)
                or self._asks(delegate)
                or self._votes(delegate)
                or delegate.types(self._store)
            )
        except SessionError:
            return False  # the facilitator was quicker: a poll or the session was closed meanwhile

    def _joins_or_shares(self, delegate: SimulatedDelegate) -> bool:
        script, school = delegate.script, delegate.script.school.id
        if school not in self._session.state.schools:
            self._session.join(school, script.who)
            return True
        if school not in self._session.state.shares:
            share = script.share
            self._session.share(school, board=share.board, named=share.named, vision=share.vision, who=script.who)
            return True
        return False

    def _follows(self, delegate: SimulatedDelegate) -> bool:
        """Follow the room; one in five stays a moment longer each time. A delegate who stays reports it, as an open page does."""
        step, seen = self._session.state.step, self._session.state.schools[delegate.script.school.id].seen
        if step == delegate.step and (not step or self._session.now - seen < ACTIVE_WINDOW / 2):
            return False
        if step != delegate.step and self._rng.random() < 0.2:
            return False
        delegate.step = step
        self._session.report_step(delegate.script.school.id, step, delegate.script.who)
        return True

    def _answers(self, delegate: SimulatedDelegate) -> bool:
        who = delegate.script.who
        for poll in self._session.state.open_polls:
            if poll.answer_of(who) is None and self._rng.random() < 0.6:
                fitting = [choice for choice in poll.choices if choice in delegate.script.priorities]
                words = words_for(poll.question)
                answer = poll.behaviour.random_answer(self._rng, fitting or poll.choices, words)
                self._session.answer(poll.id, who, answer)
                return True
        return False

    def _asks(self, delegate: SimulatedDelegate) -> bool:
        if not self._questions or self._rng.random() > 0.01:
            return False
        school = delegate.script.school.id if self._rng.random() < 0.4 else ""
        self._session.ask(delegate.script.who, self._questions.pop(), school)
        return True

    def _votes(self, delegate: SimulatedDelegate) -> bool:
        """Vote for one of the pending questions, once for each."""
        who = delegate.script.who
        waiting = [one.id for one in self._session.state.agenda if who not in one.votes and who != one.asker]
        if not waiting or self._rng.random() > 0.05:
            return False
        self._session.vote(self._rng.choice(waiting), who)
        return True


class SimulatedDelegate:
    """A delegate who follows a script: the current step, and how far the typing is."""

    def __init__(self, script: DelegateScript) -> None:
        self.script = script
        self.step = ""
        self._progress: dict[str, Iterator[bool]] = {}
        self._objectives: list[str] = []

    def types(self, store: Store, part: str = "") -> bool:
        """Type the next input of a part (of the current step's unless given), and return whether there was one."""
        part = part or _PARTS.get(self.step.lstrip("0123456789_"), "")
        return next(self._progress.setdefault(part, self._inputs(store, part)), False)

    def _inputs(self, store: Store, part: str) -> Iterator[bool]:
        if part == "action_plan":  # an action needs its objective first
            while self.types(store, "objectives"):
                yield True
        for entry in self.script.inputs.get(part, ()):
            self._type(store, entry)
            yield True

    def _type(self, store: Store, entry: ScriptedInput) -> None:
        """Type one input, as a whole: the room sees what is finished."""
        school, who = self.script.school.id, self.script.who
        if not entry.is_record:
            store.answers.save(school, {entry.path: next(iter(entry.values.values()))}, who)
            return
        path = entry.path
        if entry.objective is not None:
            path = f"{record_path('objectives', self._objectives[entry.objective])}.{path}"
        record = store.answers.add_record(school, path, entry.values, who)
        if path == "objectives":
            self._objectives.append(record)
