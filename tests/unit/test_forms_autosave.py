"""What is typed is saved after a pause, in good time while typing goes on, and is never lost when saving fails."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from careerskit.errors import StoreError
from careerskit.forms.autosave import LONGEST_WAIT, PAUSE, Autosave, pending_answers, save_pending
from tests.widgets import FakeClock

ROOT = Path(__file__).parents[2]
COMMITTED = datetime(2026, 11, 25, 14, 5, tzinfo=UTC)


class Form:
    """A form that records what its autosave does, in order. While ``error`` is set, nothing can be saved."""

    def __init__(self, schedule=None, plan=None, who="", while_saving=lambda _: None):
        self.clock, self.log, self.error = FakeClock(), [], None
        self._while_saving = while_saving
        self.autosave = Autosave(
            plan or self,
            self._save,
            lambda answers, at: self.log.append(("on_saved", answers, at)),
            lambda paths, reason: self.log.append(("on_failed", paths, reason)),
            who=who,
            schedule=schedule or self.clock.schedule,
            clock=self.clock,
        )

    def _save(self, answers):
        if self.error:
            raise self.error
        self._while_saving(answers)
        self.log.append(("save", answers))
        return COMMITTED

    @property
    def saved(self):
        return [entry[1] for entry in self.log if entry[0] == "save"]

    @property
    def reasons(self):
        return [entry[2] for entry in self.log if entry[0] == "on_failed"]


@pytest.fixture
def form():
    return Form()


def test_a_save_is_at_most_a_second_after_a_pause():
    assert PAUSE <= 1
    assert LONGEST_WAIT <= 5


def test_an_answer_is_saved_after_a_pause_and_not_before(form):
    form.autosave.add("vision.slt", "Am")
    form.clock.advance(PAUSE - 0.1)
    form.autosave.add("vision.slt", "Ambitious")
    form.clock.advance(PAUSE - 0.1)
    assert form.log == []
    form.clock.advance(0.2)
    assert form.saved == [{"vision.slt": "Ambitious"}]
    assert form.autosave.pending == {}


def test_on_saved_is_called_after_the_commit_with_its_time(form):
    form.autosave.add("vision.slt", "x")
    form.clock.advance(PAUSE)
    assert form.log == [("save", {"vision.slt": "x"}), ("on_saved", {"vision.slt": "x"}, COMMITTED)]


def test_while_typing_goes_on_answers_are_saved_within_the_longest_wait(form):
    for stroke in range(1, 101):
        form.autosave.add("vision.slt", "x" * stroke)
        form.clock.advance(0.1)
        saved = len(form.saved[-1]["vision.slt"]) if form.saved else 0
        assert (stroke - saved) * 0.1 <= LONGEST_WAIT
    assert len(form.saved) <= 4, "not one save for each keystroke either"


def test_answers_typed_shortly_after_each_other_are_saved_together(form):
    form.autosave.add("vision.slt", "x")
    form.autosave.add("vision.staff", "y")
    form.clock.advance(PAUSE)
    assert form.saved == [{"vision.slt": "x", "vision.staff": "y"}]


def test_when_nothing_was_typed_nothing_is_saved(form):
    assert form.autosave.flush()
    form.clock.advance(60)
    assert form.log == []


def test_where_nothing_can_be_scheduled_answers_are_saved_at_once():
    form = Form(schedule=lambda *_: None)
    form.autosave.add("vision.slt", "x")
    assert form.saved == [{"vision.slt": "x"}]


def test_an_answer_waits_on_a_running_event_loop_and_is_saved_at_once_without_one():
    saved = []
    autosave = Autosave("a plan", lambda answers: saved.append(answers) or COMMITTED, lambda *_: None, lambda *_: None)

    async def type_on_the_loop():
        autosave.add("vision.slt", "x")
        assert saved == []
        assert autosave.flush()

    asyncio.run(type_on_the_loop())
    autosave.add("vision.slt", "y")
    assert saved == [{"vision.slt": "x"}, {"vision.slt": "y"}]


def test_a_save_that_fails_is_reported_with_the_reason_and_leaves_the_answer_pending(form):
    form.error = StoreError("The store did not take this: disk full.")
    form.autosave.add("vision.slt", "x")
    form.clock.advance(PAUSE)
    assert form.log == [("on_failed", ["vision.slt"], "The store did not take this: disk full.")]
    assert form.autosave.pending == {"vision.slt": "x"}
    assert not form.autosave.flush()


def test_a_failed_save_is_tried_again_automatically_until_it_succeeds(form):
    form.error = StoreError("busy")
    form.autosave.add("vision.slt", "x")
    form.clock.advance(PAUSE + 2 * LONGEST_WAIT)
    assert len(form.reasons) == 3
    form.error = None
    form.clock.advance(LONGEST_WAIT)
    assert form.saved == [{"vision.slt": "x"}]
    form.clock.advance(60)
    assert len(form.saved) == 1


def test_what_is_typed_while_saving_fails_is_not_lost(form):
    form.error = StoreError("busy")
    form.autosave.add("vision.slt", "x")
    form.clock.advance(PAUSE)
    form.autosave.add("vision.slt", "xy")
    form.autosave.add("vision.staff", "z")
    form.error = None
    form.clock.advance(LONGEST_WAIT)
    assert form.saved == [{"vision.slt": "xy", "vision.staff": "z"}]
    assert form.autosave.pending == {}


def test_while_saving_fails_not_every_keystroke_is_an_attempt(form):
    form.error = StoreError("busy for half a minute at a time")
    for stroke in range(100):
        form.autosave.add("vision.slt", "x" * stroke)
        form.clock.advance(0.1)
    assert len(form.reasons) <= 10 / LONGEST_WAIT + 1


def test_what_is_typed_during_a_save_is_saved_by_the_next():
    def press_another_key(answers):
        if answers == {"vision.slt": "x"}:
            form.autosave.add("vision.slt", "xy")

    form = Form(while_saving=press_another_key)
    form.autosave.add("vision.slt", "x")
    form.clock.advance(2 * PAUSE)
    assert form.saved == [{"vision.slt": "x"}, {"vision.slt": "xy"}]


@pytest.mark.parametrize("error", [StoreError("full"), ValueError("odd"), RuntimeError(), KeyError("k"), OSError(28)])
def test_any_error_is_reported(form, error):
    form.error = error
    form.autosave.add("vision.slt", "x")
    form.clock.advance(PAUSE)
    assert form.reasons[0].strip()


def test_save_pending_saves_all_forms_of_a_plan_and_each_reports_it_later():
    form, other_plans_form = Form(plan="first"), Form(plan="other")
    form.autosave.add("vision.slt", "x")
    other_plans_form.autosave.add("vision.slt", "y")
    save_pending("first")
    assert form.log == [("save", {"vision.slt": "x"})]
    assert other_plans_form.log == []
    form.clock.advance(PAUSE)
    assert form.log[1:] == [("on_saved", {"vision.slt": "x"}, COMMITTED)]


def test_an_answer_that_cannot_be_saved_is_pending_for_other_forms_to_show():
    form = Form(plan="full disk")
    form.error = StoreError("full")
    form.autosave.add("vision.slt", "x")
    save_pending("full disk")
    assert pending_answers("full disk") == {"vision.slt": "x"}
    assert pending_answers("another") == {}


def test_an_answer_that_could_not_be_saved_never_replaces_a_newer_one_from_another_form():
    old, new = Form(plan="one"), Form(plan="one")
    old.error = StoreError("busy")
    old.autosave.add("vision.slt", "old words")
    old.autosave.add("vision.staff", "nowhere else")
    old.clock.advance(PAUSE)
    new.autosave.add("vision.slt", "new words")
    new.clock.advance(PAUSE)
    old.error = None
    old.clock.advance(LONGEST_WAIT)
    assert new.saved == [{"vision.slt": "new words"}]
    assert old.saved == [{"vision.staff": "nowhere else"}]


def test_answers_of_two_people_are_both_saved_in_the_order_of_their_pauses():
    ann, ben = Form(plan="both", who="Ann"), Form(plan="both", who="Ben")
    ann.autosave.add("vision.slt", "from Ann")
    ben.autosave.add("vision.slt", "from Ben")
    for form in (ann, ben):
        form.clock.advance(PAUSE)
    assert (ann.saved, ben.saved) == ([{"vision.slt": "from Ann"}], [{"vision.slt": "from Ben"}])


def test_a_form_that_is_gone_has_no_pending_answers():
    form = Form(plan="closed")
    form.autosave.add("vision.slt", "x")
    form.clock.scheduled.clear()
    del form
    gc.collect()
    assert pending_answers("closed") == {}


def test_newer_answers_are_saved_after_older_ones_even_by_two_threads():
    saving, may_continue = threading.Event(), threading.Event()

    def wait_during_the_first_save(answers):
        if answers == {"vision.slt": "old"}:
            saving.set()
            assert may_continue.wait(10)

    def type_more():
        form.autosave.add("vision.slt", "new")
        form.autosave.flush()

    form = Form(while_saving=wait_during_the_first_save)
    form.autosave.add("vision.slt", "old")
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(form.autosave.save_pending)
        assert saving.wait(10)
        second = threads.submit(type_more)
        may_continue.set()
        first.result(10)
        second.result(10)
    assert form.saved == [{"vision.slt": "old"}, {"vision.slt": "new"}]


def test_pending_answers_are_saved_when_a_kernel_is_restarted(store):
    script = f"""
import asyncio
from careerskit.forms import FormController, build_form
from careerskit.store import open_store
from tests.widgets import control

async def types():
    store = open_store({store.url!r})
    form = build_form(FormController(store, store.schools.get("100")), "vision")
    control(form, "SLT Comments").value = "typed at the last moment"
    assert store.answers.history("100") == []

asyncio.run(types())
"""
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)
    assert store.answers.read("100")["vision"]["slt"] == "typed at the last moment"
