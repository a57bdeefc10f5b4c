"""What connects a form to the store: it saves what is typed, shows what colleagues save, and reports both."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from careerskit.errors import CareerskitError, StoreError
from careerskit.forms.autosave import Autosave, pending_answers, save_pending
from careerskit.forms.followers import Followers
from careerskit.forms.host import Cancellable, FormHost, notebook_widgets
from careerskit.forms.interfaces import FieldControl, RecordList, Widget, WidgetFactory
from careerskit.forms.spare_records import SpareRecords
from careerskit.forms.status_bar import StatusBar
from careerskit.plan import Plan, Record, School
from careerskit.store import CachedPlan, KnownRecords, Store, is_list_structure, parse_path

__all__ = ["MAX_RECORDS", "FormController"]

MAX_RECORDS = 500
"""How many records a plan takes in all its lists, removed ones included: with that many, its forms still open in a second."""

_LEFT_AFTER = 3.0
"""Seconds after the last keystroke in a control until advice on its answer is shown, where nothing says that it was left:
ipywidgets reports no such event, and after the last control of a form no other one is typed in."""

_FOCUS_DELAY = 0.1
"""Seconds after which a new control is on the page and can be focused: a message to it before that is lost."""

T = TypeVar("T")


class FormController:
    """Connects one form of a school's plan to the store.

    who: who the answers are by. widgets: creates the form's widgets; several forms may share one. host: what runs the form.
    clock: measures the pause in typing. cached_plan: returns the plan; several forms may share one.

    The controls on the page are in ``controls`` and its lists of records in ``record_lists``, each by path. Controls and lists
    add themselves, and so does to ``followers`` what follows the answers.
    """

    def __init__(
        self,
        store: Store,
        school: School,
        who: str = "delegate",
        *,
        widgets: WidgetFactory | None = None,
        host: FormHost | None = None,
        clock: Callable[[], float] = time.monotonic,
        cached_plan: CachedPlan | None = None,
    ) -> None:
        self.store, self.school, self.who = store, school, who
        self._host = host or FormHost()
        self.widgets = widgets or self._host.widgets or notebook_widgets()
        self._cached_plan = cached_plan or CachedPlan(store, school)
        self._plan_key = (store.url, school.id)
        save_pending(self._plan_key)
        self._pending_elsewhere = pending_answers(self._plan_key)
        plan = self.plan
        self.setting, self.academic_year = plan.setting, plan.academic_year
        self.localise = plan.setting.localise
        self.undo_hint, self.link_to, self.today = self._host.undo_hint, self._host.link_to, self._host.today
        self.controls: dict[str, FieldControl] = {}
        self.record_lists: dict[str, RecordList] = {}
        self._hidden: dict[str, FieldControl] = {}  # the controls of removed records, which may be restored
        self.spares = SpareRecords()
        self._left_timer: Cancellable | None = None
        self.followers = Followers(self._host.schedule)
        self._focused: FieldControl | None = None
        self._edited: set[str] = set()
        self.status = StatusBar(self.widgets)
        self.status.show("Your answers save as you type.")
        self.autosave = Autosave(
            self._plan_key,
            self._save,
            self._on_saved,
            self._on_save_failed,
            who=who,
            schedule=self._host.schedule,
            clock=clock,
        )

    @property
    def plan(self) -> Plan:
        """The school's plan as it is in the store now."""
        return self._cached_plan()

    def latest(self, path: str, stored: Any) -> Any:
        """Return the answer to fill a control with: one typed in another form that cannot be saved yet, or the one stored."""
        return self._pending_elsewhere.get(path, stored)

    def on_input(self, path: str, value: Any, control: FieldControl) -> None:
        """Handle an answer that was typed or chosen in a control."""
        if self._focused is not control:
            if self._focused is not None:
                self._focused.on_blur()
            control.on_focus()
        self._focused = control
        self._edited.add(path)
        for on_used in self.spares.use(path):
            self._count += 1
            on_used()
        self.autosave.add(path, value)
        if not self._host.reports_blur:
            if self._left_timer:
                self._left_timer.cancel()
            self._left_timer = self._host.schedule(_LEFT_AFTER, control.on_blur)

    def on_blur(self, path: str) -> None:
        """Handle that a control was left."""
        if control := self.controls.get(path):
            control.on_blur()

    @property
    def spare_paths(self) -> list[str]:
        """The paths of the controls whose record is in the store only once something is typed in them."""
        return self.spares.below(self.controls)

    @property
    def toggles(self) -> dict[str, str]:
        """The model of the button that shows controls which are not on the page yet, by the path of what it shows."""
        lists = self.record_lists.values()
        return {path: button.model_id for rows in lists for path, button in rows.toggles.items()}

    def removed_records(self, list_path: str) -> Sequence[str]:
        """Return the ids of the records that had been removed from a list when the form was built, the last one last."""
        return self._known_records.removed.get(list_path, ())

    @cached_property
    def _known_records(self) -> KnownRecords:
        return self.store.history.known_records(self.school.id)

    @cached_property
    def _count(self) -> int:
        """How many records the plan has in all its lists, with removed ones, as far as this form knows."""
        return self._known_records.count

    def records_at(self, list_path: str) -> Sequence[Record] | None:
        """Return the records of a list as they are in the store; None where a record that it belongs to was removed."""
        return _records_at(self.plan, list_path)

    def add_record(self, list_path: str, values: Mapping[str, Any] | None = None) -> str | None:
        """Add a record to a list and return its id; None where that failed, which the status bar then says."""
        return self._change_list(lambda: self._add_record(list_path, values))

    def move_record(self, list_path: str, record: str, by: int) -> list[str] | None:
        """Move a record up (-1) or down (+1), and return the ids of the list in order; None where that failed."""
        answers = self.store.answers
        return self._change_list(lambda: answers.move_record(self.school.id, list_path, record, by, self.who))

    def remove_record(self, list_path: str, record: str) -> bool:
        """Remove a record from its list, and return whether that succeeded."""
        answers = self.store.answers
        return bool(self._change_list(lambda: answers.remove_record(self.school.id, list_path, record, self.who)))

    def restore_record(self, list_path: str, record: str) -> list[str] | None:
        """Restore a removed record, and return the ids of the list in order; None where that failed."""
        answers = self.store.answers
        return self._change_list(lambda: answers.restore_record(self.school.id, list_path, record, self.who))

    def first_below(self, path: str) -> Widget:
        """Return the widget of the first control below a path."""
        return self.controls[_below(path, self.controls)[0]].widget

    def focus(self, widget: Widget) -> None:
        """Focus a widget, as soon as the page shows it."""
        if self._host.schedule(_FOCUS_DELAY, widget.focus) is None:
            widget.focus()

    def hide_row(self, path: str) -> None:
        """Handle that a record is no longer on the page."""
        self._hidden |= {key: self.controls.pop(key) for key in _below(path, self.controls)}

    def restore_row(self, path: str) -> None:
        """Handle that a record is on the page again."""
        self.controls |= {key: self._hidden.pop(key) for key in _below(path, self._hidden)}

    def apply_remote_changes(self, changes: Mapping[str, Any]) -> None:
        """Show what a colleague saved, by path. An answer typed here and not saved yet is newer: it stays, with a notice.

        Where records were added, moved, removed or restored, the lists on the page follow. For the form's own thread.
        """
        try:
            self._show_answers({path: value for path, value in changes.items() if not is_list_structure(path)})
            if self.record_lists and any(path not in self.controls for path in changes):
                self._show_lists()
        except StoreError as error:
            self.status.show_notice(f"A colleague’s change could not be shown. {error}")
        self.followers.on_change()

    def _show_answers(self, answers: Mapping[str, Any]) -> None:
        controls = self._hidden | self.controls
        changed = {path: value for path, value in answers.items() if path in controls}
        pending = self.autosave.pending
        # An answer that was saved here too may be newer or older than the colleague's: the store knows.
        saved_here_too = changed.keys() & self._edited - pending.keys()
        stored = self.store.answers.by_path(self.school.id) if saved_here_too else {}
        for path, value in changed.items():
            control, latest = controls[path], pending.get(path, stored.get(path, value))
            if latest != value and latest == control.value:
                control.on_conflict()
            elif latest != control.value:
                if self._focused is control:
                    self._focused = None  # what is typed there next is typed in answer to this
                control.on_remote_change(latest)

    def _show_lists(self) -> None:
        """Have every list on the page show the records that it has in the store."""
        plan = self.plan
        self._pending_elsewhere = pending_answers(self._plan_key)
        for path in sorted(self.record_lists, key=len):  # the outer ones first
            records = _records_at(plan, path)
            if records is not None:
                self.record_lists[path].show_records(records)

    def _add_record(self, list_path: str, values: Mapping[str, Any] | None = None) -> str:
        self._count = self.store.history.known_records(self.school.id).count
        if not self.has_room:
            raise CareerskitError(f"The plan already has {MAX_RECORDS} entries, which is the limit.")
        self._count += 1
        return self.store.answers.add_record(self.school.id, list_path, values, self.who)

    @property
    def has_room(self) -> bool:
        """Whether the plan takes another record, as far as this form knows."""
        return self._count < MAX_RECORDS

    def _change_list(self, change: Callable[[], T]) -> T | None:
        """Make a change at once, after saving what was typed before it; where it fails, say why and return None."""
        if not self.autosave.flush():
            return None
        try:
            changed = change()
        except Exception as error:  # ipywidgets swallows what a button's handler raises, so it is shown here
            self.status.show(f"This did not work. {error}", failed=True)
            return None
        self.followers.on_change()
        return changed

    def _save(self, answers: dict[str, Any]) -> datetime:
        started = self.spares.started_by(answers)
        at = self.store.answers.save(self.school.id, answers, self.who, new_records=started.values())
        self.spares.on_saved(started)
        return at

    def _on_saved(self, answers: Mapping[str, Any], at: datetime) -> None:
        controls = self._hidden | self.controls
        for path in answers:
            controls[path].on_saved()
        self.status.show_saved(at=at)
        inputs = (controls[path].values_by_path(value) for path, value in answers.items())
        self._host.on_saved({path: value for values in inputs for path, value in values.items()})
        self.followers.on_change()

    def _on_save_failed(self, paths: list[str], reason: str) -> None:
        controls = self._hidden | self.controls
        for path in paths:
            controls[path].on_save_failed(reason)
        self.status.show(
            f"Not saved yet. {reason} Your answer is still on the page, and saving will be tried again automatically.",
            failed=True,
        )


def _below(path: str, paths: Iterable[str]) -> list[str]:
    return [key for key in paths if key.startswith(f"{path}.")]


def _records_at(plan: Plan, path: str) -> Sequence[Record] | None:
    """Return the records of a list of a plan; None where a record that the list belongs to was removed."""
    value: Any = plan
    for name, key in parse_path(path):
        value = getattr(value, name)
        if key:
            value = next((record for record in value if record.id == key), None)
        if value is None:
            return None
    records: Sequence[Record] = value
    return records
