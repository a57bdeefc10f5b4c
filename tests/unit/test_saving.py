"""What is typed is kept after a pause, in good time while typing goes on, and never lost when keeping fails."""

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
from careerskit.forms.saving import LONGEST_WAIT, PAUSE, Saver, keep_waiting, waiting_of
from tests.widgets import Time

ROOT = Path(__file__).parents[2]
WHEN = datetime(2026, 11, 25, 14, 5, tzinfo=UTC)


class Desk:
    """Takes down what a saver does, in the order it does it. While ``trouble`` is an error, nothing can be kept."""

    def __init__(self, later=None, plan=None, who=""):
        self.time, self.told, self.trouble = Time(), [], None
        self.saver = Saver(
            plan or self,
            self._keep,
            lambda answers, at: self.told.append(("saved", answers, at)),
            lambda paths, reason: self.told.append(("failed", paths, reason)),
            who=who,
            later=later or self.time.later,
            clock=self.time.clock,
        )

    def _keep(self, answers):
        if self.trouble:
            raise self.trouble
        self.told.append(("kept", answers))
        return WHEN

    @property
    def kept(self):
        return [told[1] for told in self.told if told[0] == "kept"]

    @property
    def reasons(self):
        return [told[2] for told in self.told if told[0] == "failed"]


@pytest.fixture
def desk():
    return Desk()


def test_a_save_is_at_most_a_second_after_a_pause():
    assert PAUSE <= 1
    assert LONGEST_WAIT <= 5


def test_what_was_typed_is_kept_after_a_pause_and_not_before(desk):
    desk.saver.typed("vision.slt", "Am")
    desk.time.goes_on(PAUSE - 0.1)
    desk.saver.typed("vision.slt", "Ambitious")
    desk.time.goes_on(PAUSE - 0.1)
    assert desk.told == []
    desk.time.goes_on(0.2)
    assert desk.kept == [{"vision.slt": "Ambitious"}]
    assert desk.saver.waiting == {}


def test_saved_is_told_with_the_time_of_the_commit_and_only_after_it(desk):
    desk.saver.typed("vision.slt", "x")
    desk.time.goes_on(PAUSE)
    assert desk.told == [("kept", {"vision.slt": "x"}), ("saved", {"vision.slt": "x"}, WHEN)]


def test_while_typing_goes_on_it_is_kept_all_the_same_at_the_latest_after_the_longest_wait(desk):
    for stroke in range(1, 101):
        desk.saver.typed("vision.slt", "x" * stroke)
        desk.time.goes_on(0.1)
        kept = len(desk.kept[-1]["vision.slt"]) if desk.kept else 0
        assert (stroke - kept) * 0.1 <= LONGEST_WAIT
    assert len(desk.kept) <= 4, "not one save for each keystroke either"


def test_answers_typed_shortly_after_each_other_are_kept_in_one_go(desk):
    desk.saver.typed("vision.slt", "x")
    desk.saver.typed("vision.staff", "y")
    desk.time.goes_on(PAUSE)
    assert desk.kept == [{"vision.slt": "x", "vision.staff": "y"}]


def test_when_nothing_was_typed_nothing_is_kept(desk):
    assert desk.saver.flush()
    desk.time.goes_on(60)
    assert desk.told == []


def test_where_nothing_can_run_later_all_is_kept_at_once():
    desk = Desk(later=lambda *_: None)
    desk.saver.typed("vision.slt", "x")
    assert desk.kept == [{"vision.slt": "x"}]


def test_on_the_running_loop_what_is_typed_waits_and_without_one_it_does_not():
    kept = []
    saver = Saver("a plan", lambda answers: kept.append(answers) or WHEN, lambda *_: None, lambda *_: None)

    async def someone_types():
        saver.typed("vision.slt", "x")
        assert kept == []
        assert saver.flush()

    asyncio.run(someone_types())
    saver.typed("vision.slt", "y")
    assert kept == [{"vision.slt": "x"}, {"vision.slt": "y"}]


def test_a_save_that_fails_tells_the_reason_and_keeps_the_text_waiting(desk):
    desk.trouble = StoreError("The store did not take this: disk full.")
    desk.saver.typed("vision.slt", "x")
    desk.time.goes_on(PAUSE)
    assert desk.told == [("failed", ["vision.slt"], "The store did not take this: disk full.")]
    assert desk.saver.waiting == {"vision.slt": "x"}
    assert not desk.saver.flush()


def test_a_failed_save_is_tried_again_by_itself_until_it_is_kept(desk):
    desk.trouble = StoreError("busy")
    desk.saver.typed("vision.slt", "x")
    desk.time.goes_on(PAUSE + 2 * LONGEST_WAIT)
    assert len(desk.reasons) == 3
    desk.trouble = None
    desk.time.goes_on(LONGEST_WAIT)
    assert desk.kept == [{"vision.slt": "x"}]
    desk.time.goes_on(60)
    assert len(desk.kept) == 1


def test_what_is_typed_while_keeping_fails_is_not_lost(desk):
    desk.trouble = StoreError("busy")
    desk.saver.typed("vision.slt", "x")
    desk.time.goes_on(PAUSE)
    desk.saver.typed("vision.slt", "xy")
    desk.saver.typed("vision.staff", "z")
    desk.trouble = None
    desk.time.goes_on(LONGEST_WAIT)
    assert desk.kept == [{"vision.slt": "xy", "vision.staff": "z"}]
    assert desk.saver.waiting == {}


def test_while_keeping_fails_not_every_keystroke_is_a_try(desk):
    desk.trouble = StoreError("busy for half a minute at a time")
    for stroke in range(100):
        desk.saver.typed("vision.slt", "x" * stroke)
        desk.time.goes_on(0.1)
    assert len(desk.reasons) <= 10 / LONGEST_WAIT + 1


def test_what_is_typed_while_a_save_is_under_way_is_kept_by_the_next(desk):
    keep = desk.saver._keep

    def keep_while_another_key_is_pressed(answers):
        if answers == {"vision.slt": "x"}:
            desk.saver.typed("vision.slt", "xy")
        return keep(answers)

    desk.saver._keep = keep_while_another_key_is_pressed
    desk.saver.typed("vision.slt", "x")
    desk.time.goes_on(2 * PAUSE)
    assert desk.kept == [{"vision.slt": "x"}, {"vision.slt": "xy"}]


@pytest.mark.parametrize("trouble", [StoreError("full"), ValueError("odd"), RuntimeError(), KeyError("k"), OSError(28)])
def test_whatever_goes_wrong_is_told(desk, trouble):
    desk.trouble = trouble
    desk.saver.typed("vision.slt", "x")
    desk.time.goes_on(PAUSE)
    assert desk.reasons[0].strip()


def test_a_form_about_to_be_opened_has_kept_what_waits_at_the_others_which_say_so_at_their_own_time():
    first, other = Desk(plan="first"), Desk(plan="other")
    first.saver.typed("vision.slt", "x")
    other.saver.typed("vision.slt", "y")
    keep_waiting("first")
    assert first.told == [("kept", {"vision.slt": "x"})]
    assert other.told == []
    first.time.goes_on(PAUSE)
    assert first.told[1:] == [("saved", {"vision.slt": "x"}, WHEN)]


def test_what_cannot_be_kept_can_be_asked_for_so_that_another_form_shows_it():
    desk = Desk(plan="full disk")
    desk.trouble = StoreError("full")
    desk.saver.typed("vision.slt", "x")
    keep_waiting("full disk")
    assert waiting_of("full disk") == {"vision.slt": "x"}
    assert waiting_of("another") == {}


def test_words_that_could_not_be_kept_never_replace_newer_ones_typed_at_another_form():
    old, new = Desk(plan="one"), Desk(plan="one")
    old.trouble = StoreError("busy")
    old.saver.typed("vision.slt", "old words")
    old.saver.typed("vision.staff", "nowhere else")
    old.time.goes_on(PAUSE)
    new.saver.typed("vision.slt", "new words")
    new.time.goes_on(PAUSE)
    old.trouble = None
    old.time.goes_on(LONGEST_WAIT)
    assert new.kept == [{"vision.slt": "new words"}]
    assert old.kept == [{"vision.staff": "nowhere else"}]


def test_what_two_people_typed_is_kept_of_both_in_the_order_of_their_pauses():
    ann, ben = Desk(plan="both", who="Ann"), Desk(plan="both", who="Ben")
    ann.saver.typed("vision.slt", "from Ann")
    ben.saver.typed("vision.slt", "from Ben")
    for delegate in (ann, ben):
        delegate.time.goes_on(PAUSE)
    assert (ann.kept, ben.kept) == ([{"vision.slt": "from Ann"}], [{"vision.slt": "from Ben"}])


def test_a_saver_of_a_form_that_is_gone_is_not_asked():
    desk = Desk(plan="closed")
    desk.saver.typed("vision.slt", "x")
    desk.time.due.clear()
    del desk
    gc.collect()
    assert waiting_of("closed") == {}


def test_newer_words_arrive_after_older_ones_though_threads_keep_them():
    desk, kept, under_way, go_on = Desk(), [], threading.Event(), threading.Event()

    def keep_slowly(answers):
        if answers == {"vision.slt": "old"}:
            under_way.set()
            assert go_on.wait(10)
        kept.append(answers)
        return WHEN

    def type_more():
        desk.saver.typed("vision.slt", "new")
        desk.saver.flush()

    desk.saver._keep = keep_slowly
    desk.saver.typed("vision.slt", "old")
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(desk.saver.keep)
        assert under_way.wait(10)
        second = threads.submit(type_more)
        go_on.set()
        first.result(10)
        second.result(10)
    assert kept == [{"vision.slt": "old"}, {"vision.slt": "new"}]


def test_what_still_waits_is_kept_when_a_kernel_is_restarted(store):
    types_and_exits = f"""
import asyncio
from careerskit.forms import Desk, form_of
from careerskit.store import open_store
from tests.widgets import control

async def types():
    store = open_store({store.url!r})
    control(form_of(Desk(store, store.school("100")), "vision"), "SLT Comments").value = "typed at the last moment"
    assert store.history("100") == []

asyncio.run(types())
"""
    subprocess.run([sys.executable, "-c", types_and_exits], check=True, cwd=ROOT)
    assert store.read("100")["vision"]["slt"] == "typed at the last moment"
