"""What is typed is kept after a pause, in good time while typing goes on, and never lost when keeping fails."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from careerskit.errors import StoreError
from careerskit.forms.saving import LONGEST_WAIT, PAUSE, Saver

WHEN = datetime(2026, 11, 25, 14, 5, tzinfo=UTC)


class Time:
    """A clock that goes on when it is told to, and runs what is due."""

    def __init__(self):
        self.now, self.due = 0.0, []

    def later(self, delay, then):
        entry = [self.now + delay, then]
        self.due.append(entry)

        return SimpleNamespace(cancel=lambda: entry in self.due and self.due.remove(entry))

    def goes_on(self, seconds):
        until = self.now + seconds
        while ripe := [entry for entry in self.due if entry[0] <= until]:
            entry = min(ripe, key=lambda one: one[0])
            self.due.remove(entry)
            self.now = max(self.now, entry[0])
            entry[1]()
        self.now = until


class Desk:
    """Takes down what a saver does, in the order it does it. While ``trouble`` is an error, nothing can be kept."""

    def __init__(self, later=None):
        self.time, self.told, self.trouble = Time(), [], None
        self.saver = Saver(
            self._keep,
            lambda paths, at: self.told.append(("saved", paths, at)),
            lambda paths, reason: self.told.append(("failed", paths, reason)),
            later=later or self.time.later,
            clock=lambda: self.time.now,
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
    assert desk.told == [("kept", {"vision.slt": "x"}), ("saved", ["vision.slt"], WHEN)]


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
    saver = Saver(lambda answers: kept.append(answers) or WHEN, lambda *_: None, lambda *_: None)

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
