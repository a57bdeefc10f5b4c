"""The desk a form is filled in at: whose plan it is, where answers go, and where "Saved" is said."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from html import escape
from typing import Any, Protocol, TypeVar

from careerskit.forms.look import Look
from careerskit.forms.saving import Later, Saver, keep_waiting, on_the_running_loop, waiting_of
from careerskit.plan import Plan, School
from careerskit.store import Store, load_plan

__all__ = ["Desk", "Listener"]

T = TypeVar("T")


class Listener(Protocol):
    """A control that wants to know what became of its answer."""

    def kept(self) -> None:
        """Take note that the answer was kept."""

    def not_kept(self, reason: str) -> None:
        """Show beside the control that the answer was not kept, and why. The text stays."""

    def moved_on(self) -> None:
        """Judge the answer: the delegate is busy elsewhere now."""


class Desk:
    """One school's place at one form: gathers answers, keeps them, and says what happened in one place.

    who: who the answers are by. look: what the form is made of, where several share one. later, clock: how the pause in
    typing is waited for, see :class:`careerskit.forms.saving.Saver`.
    """

    def __init__(
        self,
        store: Store,
        school: School,
        who: str = "delegate",
        *,
        look: Look | None = None,
        later: Later = on_the_running_loop,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.store, self.school, self.who = store, school, who
        self.look = look or Look()
        whose = (store.url, school.id)
        keep_waiting(whose)
        self._unsaved = waiting_of(whose)
        self.say = self.plan.setting.say
        self.status = self.look.note("")
        self.status.add_class("ck-status")
        self.saver = Saver(whose, self._keep, self._saved, self._failed, later=later, clock=clock)
        self._listeners: dict[str, Listener] = {}
        self._at: Listener | None = None
        self.say_state("Everything you type here is saved as you go.")

    @property
    def plan(self) -> Plan:
        """The school's plan as the store has it now."""
        return load_plan(self.store, self.school)

    def newest(self, path: str, stored: Any) -> Any:
        """Return the answer to fill a control with: what was typed at another form and cannot be kept yet, or what is stored."""
        return self._unsaved.get(path, stored)

    def typed(self, path: str, value: Any, listener: Listener) -> None:
        """Take an answer from a control."""
        if self._at is not None and self._at is not listener:
            self._at.moved_on()
        self._at = listener
        self._listeners[path] = listener
        self.saver.typed(path, value)

    def add(self, list_path: str) -> str | None:
        """Add a record to a list and return its id; None where that failed, which is then said."""
        return self._do(lambda: self.store.add(self.school.id, list_path, who=self.who))

    def move(self, list_path: str, record: str, by: int) -> list[str] | None:
        """Move a record up or down, and return the ids of the list in order; None where that failed, which is then said."""
        return self._do(lambda: self.store.move(self.school.id, list_path, record, by, self.who))

    def remove(self, list_path: str, record: str) -> bool:
        """Take a record out of its list, and return whether that was done; where it was not, that is said."""
        return self._do(lambda: self.store.remove(self.school.id, list_path, record, self.who)) is not None

    def put_back(self, list_path: str, record: str) -> list[str] | None:
        """Put a removed record back, and return the ids of the list in order; None where that failed, which is then said."""
        return self._do(lambda: self.store.put_back(self.school.id, list_path, record, self.who))

    def say_saved(self, saying: str, at: datetime | None = None) -> None:
        """Say what was done, and when it was saved: just now, unless another time is given."""
        # The time is that of the zone of the machine this runs on: on one's own machine, one's own.
        moment = (at or datetime.now()).astimezone()
        self.say_state(f"{saying} Saved {moment:%H:%M}".strip())

    def say_state(self, text: str, *, failed: bool = False) -> None:
        """Say how things stand, aloud to a screen reader too."""
        (self.status.add_class if failed else self.status.remove_class)("ck-failed")
        # A live region should stay and change its words only. ipywidgets cannot do that: HTML replaces all it holds, and no
        # widget puts a role on the element that it keeps. The same words twice are sent once, and so are said once.
        self.status.value = f'<div role="status">{escape(text)}</div>'

    def _do(self, change: Callable[[], T]) -> T | None:
        """Make a change at once, after what was typed before it; where it fails, say why and return None."""
        if not self.saver.flush():
            return None
        try:
            return change()
        except Exception as error:  # ipywidgets swallows what a button's handler raises, so it is said here
            self.say_state(f"This was not done. {error}", failed=True)
            return None

    def _keep(self, answers: dict[str, Any]) -> datetime:
        return self.store.save(self.school.id, answers, self.who)

    def _saved(self, paths: list[str], at: datetime) -> None:
        for path in paths:
            self._listeners[path].kept()
        self.say_saved("", at)

    def _failed(self, paths: list[str], reason: str) -> None:
        for path in paths:
            self._listeners[path].not_kept(reason)
        self.say_state(
            f"Not saved yet. {reason} What you typed is still in its box and is tried again by itself.", failed=True
        )
