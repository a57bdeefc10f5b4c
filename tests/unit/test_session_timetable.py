"""When a block overruns, later blocks are cut in the order of the file, so that the session ends on time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerskit.session import Block, RunOfShow, SlotStatus, reschedule

AT = datetime(2027, 3, 10, 16, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def after(**time):
    return AT + timedelta(**time)


def run_of(*blocks):
    return RunOfShow(title="Larkmoor hub", minutes=sum(block.minutes for block in blocks), blocks=blocks)


RUN = run_of(
    Block(id="welcome", title="Welcome", minutes=5),
    Block(id="vision", title="Vision", minutes=10, least=6, order=2, cut="read no second example"),
    Block(id="swot", title="SWOT", minutes=20, least=15, order=3, cut="one column each"),
    Block(id="example", title="Example", minutes=5, least=0, order=1, cut="leave it for home"),
    Block(id="close", title="Close", minutes=5),
)


def minutes_of(timetable):
    return {slot.block.id: slot.minutes for slot in timetable.slots}


def statuses(timetable):
    return [str(slot.status) for slot in timetable.slots]


def test_before_the_first_block_the_timetable_is_the_planned_one_from_now():
    timetable = reschedule(RUN, {}, AT)
    assert [slot.start for slot in timetable.slots] == [after(minutes=m) for m in (0, 5, 15, 35, 40)]
    assert all((slot.start, slot.end) == (slot.planned_start, slot.planned_end) for slot in timetable.slots)
    assert (timetable.started, timetable.planned_end, timetable.end) == (AT, after(minutes=45), after(minutes=45))
    assert (timetable.current, timetable.cuts, timetable.late, timetable.remaining) == (None, (), 0, timedelta(0))
    assert set(statuses(timetable)) == {"to come"}


def test_on_time_nothing_is_cut_and_the_remaining_time_runs_down():
    timetable = reschedule(RUN, {"welcome": AT, "vision": after(minutes=5)}, after(minutes=12, seconds=15))
    assert statuses(timetable) == ["done", "now", "to come", "to come", "to come"]
    assert timetable.current.block.id == "vision"
    assert timetable.remaining == timedelta(minutes=2, seconds=45)
    assert (timetable.cuts, timetable.end) == ((), after(minutes=45))


def test_when_a_block_overruns_the_first_in_order_is_cut_and_the_end_stays():
    timetable = reschedule(RUN, {"welcome": AT}, after(minutes=8))
    assert minutes_of(timetable) == {"welcome": 8, "vision": 10, "swot": 20, "example": 2, "close": 5}
    (cut,) = timetable.cuts
    assert (cut.block.id, cut.minutes_cut, cut.block.cut, cut.is_dropped) == ("example", 3, "leave it for home", False)
    assert (timetable.end, timetable.late, timetable.remaining) == (after(minutes=45), 0, -3 * MINUTE)


def test_cuts_follow_the_order_of_the_file_and_keep_each_blocks_least():
    timetable = reschedule(RUN, {"welcome": AT}, after(minutes=16))
    assert minutes_of(timetable) == {"welcome": 16, "vision": 6, "swot": 18, "example": 0, "close": 5}
    assert [(cut.block.id, cut.minutes_cut, cut.is_dropped) for cut in timetable.cuts] == [
        ("vision", 4, False),
        ("swot", 2, False),
        ("example", 5, True),
    ]
    assert (timetable.end, timetable.late) == (after(minutes=45), 0)


def test_when_nothing_more_can_be_cut_the_delay_is_reported():
    timetable = reschedule(RUN, {"welcome": AT}, after(minutes=22, seconds=1))
    assert minutes_of(timetable) == {"welcome": 23, "vision": 6, "swot": 15, "example": 0, "close": 5}
    assert (timetable.end, timetable.late) == (after(minutes=49), 4)


def test_a_block_that_started_late_keeps_the_minutes_it_was_cut_to_while_it_runs():
    starts = {"welcome": AT, "vision": after(minutes=16)}
    for minute in range(7):
        timetable = reschedule(RUN, starts, after(minutes=16 + minute))
        assert minutes_of(timetable) == {"welcome": 16, "vision": 6, "swot": 18, "example": 0, "close": 5}
        assert timetable.remaining == (6 - minute) * MINUTE
    timetable = reschedule(RUN, starts, after(minutes=23, seconds=30))
    assert minutes_of(timetable) == {"welcome": 16, "vision": 8, "swot": 16, "example": 0, "close": 5}
    assert (timetable.remaining, timetable.end) == (timedelta(minutes=-1, seconds=-30), after(minutes=45))


def test_a_few_seconds_late_cost_a_whole_minute():
    timetable = reschedule(RUN, {"welcome": AT, "vision": after(minutes=5, seconds=1)}, after(minutes=6))
    assert minutes_of(timetable)["example"] == 4
    assert timetable.end == after(minutes=44, seconds=1)


def test_time_gained_moves_the_end_and_lengthens_no_block():
    timetable = reschedule(RUN, {"welcome": AT, "vision": after(minutes=2)}, after(minutes=3))
    assert minutes_of(timetable) == {"welcome": 2, "vision": 10, "swot": 20, "example": 5, "close": 5}
    assert (timetable.end, timetable.cuts, timetable.late) == (after(minutes=42), (), 0)


def test_a_skipped_block_is_left_out_and_frees_its_minutes():
    timetable = reschedule(RUN, {"welcome": AT, "swot": after(minutes=12)}, after(minutes=13))
    assert statuses(timetable) == ["done", "left out", "now", "to come", "to come"]
    assert (timetable.slots[1].minutes, timetable.slots[1].minutes_cut, timetable.cuts) == (0, 0, ())
    assert timetable.end == after(minutes=42)


def test_a_block_has_the_minutes_that_the_facilitator_gives_it_and_others_are_cut_instead():
    timetable = reschedule(RUN, {"welcome": AT}, after(minutes=1), {"vision": 16})
    assert minutes_of(timetable) == {"welcome": 5, "vision": 16, "swot": 19, "example": 0, "close": 5}
    assert (timetable.end, timetable.planned_end) == (after(minutes=45), after(minutes=45))
    assert [slot.planned_start for slot in timetable.slots] == [after(minutes=m) for m in (0, 5, 15, 35, 40)]
    assert [cut.block.id for cut in timetable.cuts] == ["swot", "example"]


def test_a_block_that_the_facilitator_skips_is_no_cut_and_frees_its_minutes():
    timetable = reschedule(RUN, {"welcome": AT}, after(minutes=1), {"vision": 0})
    assert minutes_of(timetable) == {"welcome": 5, "vision": 0, "swot": 20, "example": 5, "close": 5}
    assert (timetable.slots[1].is_skipped, timetable.slots[1].is_dropped, timetable.cuts) == (True, False, ())
    assert timetable.end == after(minutes=35)


def test_a_block_done_early_is_over_and_not_scheduled_again():
    starts = {"welcome": AT, "example": after(minutes=5), "vision": after(minutes=9)}
    timetable = reschedule(RUN, starts, after(minutes=10))
    assert statuses(timetable) == ["done", "now", "to come", "done", "to come"]
    assert (timetable.slots[3].start, timetable.slots[3].minutes) == (after(minutes=5), 4)
    assert timetable.end == after(minutes=44)


def test_when_the_last_block_overruns_the_end_moves():
    timetable = reschedule(RUN, {"close": AT}, after(minutes=50))
    assert (timetable.late, timetable.remaining, timetable.end) == (5, -45 * MINUTE, after(minutes=50))


def test_start_times_in_the_future_and_unknown_blocks_are_tolerated():
    starts = {"welcome": after(minutes=3), "gone from the file": AT}
    assert reschedule(RUN, starts, AT) == reschedule(RUN, {"welcome": AT}, AT)


def test_of_two_blocks_with_one_order_the_earlier_is_cut_first():
    run = run_of(
        Block(id="a", title="A", minutes=5),
        Block(id="b", title="B", minutes=5, least=2, order=1),
        Block(id="c", title="C", minutes=5, least=2, order=1),
    )
    assert minutes_of(reschedule(run, {"a": AT}, after(minutes=9))) == {"a": 9, "b": 2, "c": 4}


@st.composite
def runs(draw):
    blocks = []
    for number in range(draw(st.integers(1, 6))):
        minutes = draw(st.integers(1, 30))
        cut = (
            {"order": draw(st.integers(1, 4)), "least": draw(st.integers(0, minutes - 1))}
            if draw(st.booleans())
            else {}
        )
        blocks.append(Block(id=f"b{number}", title="Block", minutes=minutes, **cut))
    return run_of(*blocks)


@st.composite
def moments(draw):
    run = draw(runs())
    ids = draw(st.lists(st.sampled_from([block.id for block in run.blocks]), unique=True))
    seconds = draw(st.lists(st.integers(0, 5400), min_size=len(ids), max_size=len(ids)))
    return (
        run,
        {key: after(seconds=s) for key, s in zip(ids, seconds, strict=True)},
        after(seconds=draw(st.integers(0, 7200))),
    )


@given(moments())
def test_the_end_stays_unless_nothing_more_can_be_cut(moment):
    timetable = reschedule(*moment)
    ahead = [slot for slot in timetable.slots if slot.status is SlotStatus.TO_COME]
    if timetable.end > timetable.planned_end:
        assert timetable.late == -((timetable.planned_end - timetable.end) // MINUTE) > 0
        assert all(slot.minutes == slot.block.shortest for slot in ahead)
        current = timetable.current
        assert current.minutes == current.block.shortest or timetable.remaining <= timedelta(0)
    else:
        assert timetable.late == 0
    assert timetable.end == max([timetable.current.end if timetable.current else moment[2], *(s.end for s in ahead)])


@given(moments())
def test_blocks_to_come_stay_within_their_least_and_their_minutes(moment):
    for slot in reschedule(*moment).slots:
        if slot.status is SlotStatus.TO_COME:
            assert slot.block.shortest <= slot.minutes <= slot.block.minutes
            assert slot.minutes_cut == slot.block.minutes - slot.minutes
        if slot.status in (SlotStatus.TO_COME, SlotStatus.NOW):
            assert slot.end - slot.start == slot.minutes * MINUTE
        if slot.status is SlotStatus.NOW:
            assert slot.minutes >= slot.block.shortest


@given(moments())
def test_a_block_that_is_over_has_the_time_it_took(moment):
    _, starts, now = moment
    timetable = reschedule(*moment)
    over = sorted((s for s in timetable.slots if s.status is SlotStatus.DONE), key=lambda s: (s.start, s.end))
    assert all(slot.start == min(starts[slot.block.id], now) for slot in over)
    assert all(abs((slot.end - slot.start) / MINUTE - slot.minutes) <= 0.5 for slot in over)
    in_order = [slot.start for slot in over] + ([timetable.current.start] if timetable.current else [])
    assert [slot.end for slot in over] == in_order[1:], "each ended when the next started"


@given(moments())
def test_a_block_is_cut_only_after_those_before_it_in_the_order(moment):
    ahead = [slot for slot in reschedule(*moment).slots if slot.status is SlotStatus.TO_COME and slot.block.order]
    for slot in ahead:
        if slot.minutes_cut:
            assert all(o.minutes == o.block.shortest for o in ahead if o.block.order < slot.block.order)


@given(moments())
def test_blocks_to_come_follow_each_other_without_gaps(moment):
    run, _, now = moment
    timetable = reschedule(*moment)
    assert [slot.block for slot in timetable.slots] == list(run.blocks)
    line = [slot for slot in timetable.slots if slot.status in (SlotStatus.NOW, SlotStatus.TO_COME)]
    assert all(one.end == other.start for one, other in pairwise(line))
    assert all(slot.start >= now for slot in line if slot.status is SlotStatus.TO_COME)


@given(moments())
def test_the_order_of_the_start_times_makes_no_difference(moment):
    run, starts, now = moment
    assert reschedule(run, dict(reversed(starts.items())), now) == reschedule(run, starts, now)


@given(moments(), st.integers(0, 600))
def test_as_time_passes_the_remaining_time_shrinks_and_the_end_never_gets_earlier(moment, seconds):
    run, starts, now = moment
    before, then = reschedule(run, starts, now), reschedule(run, starts, now + timedelta(seconds=seconds))
    if starts and max(starts.values()) <= now:
        assert then.remaining == before.remaining - timedelta(seconds=seconds)
        assert then.end >= before.end or then.late == 0


@pytest.mark.parametrize("zone", ["2027-03-10T17:00:00+01:00", "2027-03-10T16:00:00+00:00"])
def test_start_times_may_be_in_any_time_zone(zone):
    assert reschedule(RUN, {"welcome": datetime.fromisoformat(zone)}, after(minutes=8)).remaining == -3 * MINUTE
