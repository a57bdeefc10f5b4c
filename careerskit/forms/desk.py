"""The desk a form is filled in at: whose plan it is, where answers go, and where "Saved" is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import escape
from typing import Any, Protocol, TypeVar

from careerskit.forms.look import note
from careerskit.forms.saving import Saver
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
    """One school's place at one form: gathers answers, keeps them, and says what happened in one place."""

    def __init__(self, store: Store, school: School, who: str = "delegate") -> None:
        self.store, self.school, self.who = store, school, who
        self.say = self.plan.setting.say
        self.status = note("")
        self.status.add_class("ck-status")
        self.saver = Saver(self._keep, self._saved, self._failed)
        self._listeners: dict[str, Listener] = {}
        self._at: Listener | None = None
        self.say_state("Everything you type here is saved as you go.")

    @property
    def plan(self) -> Plan:
        """The school's plan as the store has it now."""
        return load_plan(self.store, self.school)

    def typed(self, path: str, value: Any, listener: Listener) -> None:
        """Take an answer from a control."""
        if self._at is not None and self._at is not listener:
            self._at.moved_on()
        self._at = listener
        self._listeners[path] = listener
        self.saver.typed(path, value)

    def add(self, list_path: str, saying: str) -> str | None:
        """Add a record to a list and return its id; None where that failed, which is then said."""
        return self._do(lambda: self.store.add(self.school.id, list_path, who=self.who), saying)

    def move(self, list_path: str, record: str, by: int, saying: str) -> bool:
        """Move a record up or down, and return whether that was done."""
        return self._do(lambda: self.store.move(self.school.id, list_path, record, by, self.who), saying) is not None

    def remove(self, list_path: str, record: str, saying: str) -> bool:
        """Take a record out of its list, and return whether that was done."""
        return self._do(lambda: self.store.remove(self.school.id, list_path, record, self.who), saying) is not None

    def put_back(self, list_path: str, record: str, saying: str) -> list[str] | None:
        """Put a removed record back, and return the ids of the list in order; None where that failed."""
        return self._do(lambda: self.store.put_back(self.school.id, list_path, record, self.who), saying)

    def say_state(self, text: str, *, failed: bool = False) -> None:
        """Say how things stand, aloud to a screen reader too."""
        (self.status.add_class if failed else self.status.remove_class)("ck-failed")
        self.status.value = f'<div role="status">{escape(text)}</div>'

    def _do(self, change: Callable[[], T], saying: str) -> T | None:
        """Make a change at once, after what was typed before it, and say that it was made or why not."""
        if not self.saver.flush():
            return None
        try:
            made = change()
        except Exception as error:  # ipywidgets swallows what a button's handler raises, so it is said here
            self.say_state(f"This was not done. {error}", failed=True)
            return None
        self.say_state(f"{saying} Saved {_clock(datetime.now())}")
        return made

    def _keep(self, answers: dict[str, Any]) -> datetime:
        return self.store.save(self.school.id, answers, self.who)

    def _saved(self, paths: list[str], at: datetime) -> None:
        for path in paths:
            self._listeners[path].kept()
        self.say_state(f"Saved {_clock(at.astimezone())}")

    def _failed(self, paths: list[str], reason: str) -> None:
        for path in paths:
            self._listeners[path].not_kept(reason)
        self.say_state(
            f"Not saved yet. {reason} What you typed is still in its box and is tried again by itself.", failed=True
        )


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"
