"""The desk a form is filled in at: whose plan it is, where answers go, and where "Saved" is said."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from careerskit.errors import CareerskitError, StoreError
from careerskit.forms.look import Look
from careerskit.forms.saving import Later, Saver, keep_waiting, on_the_running_loop, waiting_of
from careerskit.plan import Plan, Record, School
from careerskit.store import PlanNow, Store, is_of_a_list, steps_of

if TYPE_CHECKING:
    from careerskit.forms.controls import Control, Several

__all__ = ["Desk", "Listener"]

_MOST = 500
"""How many records a plan takes in all its lists, removed ones too: with as many, its forms still come in a second."""

_SHOWN_AFTER = 0.1
"""Seconds after which a box that was just made is on the page, and can take the focus: what is told of it before goes nowhere."""

T = TypeVar("T")


class Listener(Protocol):
    """A control that wants to know what became of its answer."""

    def by_box(self, value: Any) -> dict[str, Any]:
        """Return what an answer says in each of the control's boxes, by path."""

    def kept(self) -> None:
        """Take note that the answer was kept."""

    def not_kept(self, reason: str) -> None:
        """Show beside the control that the answer was not kept, and why. The text stays."""

    def moved_on(self) -> None:
        """Judge the answer: the delegate is busy elsewhere now."""

    def taken_up(self) -> None:
        """Take note that the delegate has come here from elsewhere."""


class Rows(Protocol):
    """A list on the page that wants to know what became of it in the store."""

    def follow(self, records: Sequence[Record]) -> None:
        """Show these records, in this order."""


class Desk:
    """One school's place at one form: gathers answers, keeps them, and says what happened in one place.

    who: who the answers are by. look: what the form is made of, where several share one. later, clock: how the pause in
    typing is waited for, see :class:`careerskit.forms.saving.Saver`. kept: told the answers by path after they were committed,
    in the form's own thread; the path of one tick of several is its question's, "#" and its choice. now: gives the plan, where
    several forms share one reading of it.

    The controls on the page are in ``controls``, and its lists of records in ``lists``, each by path.
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
        kept: Callable[[Mapping[str, Any]], None] | None = None,
        now: PlanNow | None = None,
    ) -> None:
        self.store, self.school, self.who = store, school, who
        self._now = now or PlanNow(store, school)
        self.look = look or Look()
        self.controls: dict[str, Control | Several] = {}
        self.lists: dict[str, Rows] = {}
        self._away: dict[str, Control | Several] = {}  # the controls of removed rows, which may be put back
        self._whose = (store.url, school.id)
        keep_waiting(self._whose)
        self._unsaved = waiting_of(self._whose)
        self.say = self.plan.setting.say
        self.status = self.look.note("")
        self.status.add_class("ck-status")
        self.saver = Saver(self._whose, self._keep, self._saved, self._failed, who=who, later=later, clock=clock)
        self._later = later
        self._listeners: dict[str, Listener] = {}
        self._at: Listener | None = None
        self._kept = kept
        self.say_state("Everything you type here is saved as you go.")

    @property
    def plan(self) -> Plan:
        """The school's plan as the store has it now."""
        return self._now()

    def newest(self, path: str, stored: Any) -> Any:
        """Return the answer to fill a control with: what was typed at another form and cannot be kept yet, or what is stored."""
        return self._unsaved.get(path, stored)

    def typed(self, path: str, value: Any, listener: Listener) -> None:
        """Take an answer from a control."""
        if self._at is not listener:
            if self._at is not None:
                self._at.moved_on()
            listener.taken_up()
        self._at = listener
        self._listeners[path] = listener
        self.saver.typed(path, value)

    def add(self, list_path: str) -> str | None:
        """Add a record to a list and return its id; None where that failed, which is then said."""
        return self._do(lambda: self._add(list_path))

    def move(self, list_path: str, record: str, by: int) -> list[str] | None:
        """Move a record up or down, and return the ids of the list in order; None where that failed, which is then said."""
        return self._do(lambda: self.store.move(self.school.id, list_path, record, by, self.who))

    def remove(self, list_path: str, record: str) -> bool:
        """Take a record out of its list, and return whether that was done; where it was not, that is said."""
        return self._do(lambda: self.store.remove(self.school.id, list_path, record, self.who)) is not None

    def put_back(self, list_path: str, record: str) -> list[str] | None:
        """Put a removed record back, and return the ids of the list in order; None where that failed, which is then said."""
        return self._do(lambda: self.store.put_back(self.school.id, list_path, record, self.who))

    def go_to(self, path: str) -> None:
        """Put the focus into the first box below a path, as soon as the page can have it."""
        box = self.controls[_below(path, self.controls)[0]].widget
        if self._later(_SHOWN_AFTER, box.focus) is None:
            box.focus()

    def row_gone(self, path: str) -> None:
        """Take note that a record is not on the page any more."""
        self._away |= {key: self.controls.pop(key) for key in _below(path, self.controls)}

    def row_back(self, path: str) -> None:
        """Take note that a record is on the page again."""
        self.controls |= {key: self._away.pop(key) for key in _below(path, self._away)}

    def others_saved(self, changes: Mapping[str, Any]) -> None:
        """Show what a colleague saved, by path. What was typed here and is not saved yet is newer: it stays, and that is said.

        Where records were added, moved, removed or put back, the lists on the page follow. It is for the form's own thread.
        """
        try:
            self._show_answers({path: value for path, value in changes.items() if not is_of_a_list(path)})
            if self.lists and any(path not in self.controls for path in changes):
                self._follow()
        except StoreError as error:
            self.say_news(f"What a colleague changed could not be shown. {error}")

    def say_news(self, text: str) -> None:
        """Say what a colleague did, unless it is being said that something is not saved yet."""
        if "ck-failed" not in self.status._dom_classes:
            self.say_state(text)

    def say_saved(self, saying: str, at: datetime | None = None) -> None:
        """Say what was done, and when it was saved: just now, unless another time is given."""
        # In the zone of the machine this runs on: on one's own machine, one's own. A page on another machine can tell its own.
        moment = (at or datetime.now()).astimezone()
        self._say(
            f'{escape(saying)} Saved <time datetime="{moment.isoformat(timespec="minutes")}">{moment:%H:%M}</time>'.strip()
        )

    def say_state(self, text: str, *, failed: bool = False) -> None:
        """Say how things stand, aloud to a screen reader too."""
        self._say(escape(text), failed=failed)

    def _say(self, html: str, *, failed: bool = False) -> None:
        (self.status.add_class if failed else self.status.remove_class)("ck-failed")
        # A live region should stay and change its words only. ipywidgets cannot do that: HTML replaces all it holds, and no
        # widget puts a role on the element that it keeps. The same words twice are sent once, and so are said once.
        self.status.value = f'<div role="status">{html}</div>'

    def _show_answers(self, answers: Mapping[str, Any]) -> None:
        shown = self._away | self.controls
        theirs = {path: value for path, value in answers.items() if path in shown}
        waiting = self.saver.waiting
        # An answer that was saved here too may be newer or older than the colleague's: the store knows.
        stands = self.store.by_path(self.school.id) if theirs.keys() & self._listeners.keys() - waiting.keys() else {}
        for path, value in theirs.items():
            control, newest = shown[path], waiting.get(path, stands.get(path, value))
            if newest != value and newest == control.value:
                control.changed_at_once()
            elif newest != control.value:
                if self._at is control:
                    self._at = None  # whatever is typed there next is typed in answer to this
                control.changed(newest)

    def _follow(self) -> None:
        """Have every list on the page show the records that it has in the store."""
        plan = self.plan
        self._unsaved = waiting_of(self._whose)
        for path in sorted(self.lists, key=len):  # the outer ones first
            records = _records(plan, path)
            if records is not None:
                self.lists[path].follow(records)

    def _add(self, list_path: str) -> str:
        if self.store.count_records(self.school.id) >= _MOST:
            raise CareerskitError(f"The plan has {_MOST} entries already, which is as many as fit.")
        return self.store.add(self.school.id, list_path, who=self.who)

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

    def _saved(self, answers: Mapping[str, Any], at: datetime) -> None:
        for path in answers:
            self._listeners[path].kept()
        self.say_saved("", at)
        if self._kept:
            of = self._listeners
            self._kept({box: said for path, value in answers.items() for box, said in of[path].by_box(value).items()})

    def _failed(self, paths: list[str], reason: str) -> None:
        for path in paths:
            self._listeners[path].not_kept(reason)
        self.say_state(
            f"Not saved yet. {reason} What you typed is still in its box and is tried again by itself.", failed=True
        )


def _below(path: str, paths: Mapping[str, Any]) -> list[str]:
    return [key for key in paths if key.startswith(f"{path}.")]


def _records(plan: Plan, path: str) -> Sequence[Record] | None:
    """Return the records of a list of a plan; None where a record on the way to it was removed."""
    here: Any = plan
    for name, key in steps_of(path):
        here = getattr(here, name)
        if key:
            here = next((record for record in here if record.id == key), None)
        if here is None:
            return None
    found: Sequence[Record] = here
    return found
