"""The timetable: when each block really was, and how the rest must be cut to end on time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from careerskit.session.run_of_show import Block, RunOfShow

__all__ = ["Slot", "SlotStatus", "Timetable", "reschedule"]

_MINUTE = timedelta(minutes=1)

_NOTHING: Mapping[str, int] = MappingProxyType({})


class SlotStatus(StrEnum):
    """The status of a block. Left out is one that the facilitator passed over."""

    DONE = "done"
    NOW = "now"
    TO_COME = "to come"
    LEFT_OUT = "left out"


@dataclass(frozen=True)
class Slot:
    """A block with its times. Its minutes are those that the facilitator gave it, where they were changed.

    planned_start, planned_end: by the run of show, from when the session started.
    start, end: as they were, or as they are planned now.
    minutes: from start to end in whole minutes. Those of a block that is over are rounded; all others are exact.
    """

    block: Block
    status: SlotStatus
    planned_start: datetime
    planned_end: datetime
    start: datetime
    end: datetime
    minutes: int

    @property
    def minutes_cut(self) -> int:
        """By how many minutes it is cut; 0 where it is not cut, or is over."""
        return max(0, self.block.minutes - self.minutes) if self.status in (SlotStatus.NOW, SlotStatus.TO_COME) else 0

    @property
    def is_dropped(self) -> bool:
        """Whether a block to come is cut entirely."""
        return self.status is SlotStatus.TO_COME and not self.minutes and not self.is_skipped

    @property
    def is_skipped(self) -> bool:
        """Whether the facilitator has skipped a block to come."""
        return self.status is SlotStatus.TO_COME and not self.block.minutes


@dataclass(frozen=True)
class Timetable:
    """A session's blocks in order, with their times.

    started: when the first block started; now where none has.
    planned_end, end: the end by the run of show, and the end as it is planned now.
    late: how many minutes later that is, rounded up; 0 where it is on time.
    remaining: of the block that is running, negative once it overruns; 0 where none is.
    """

    slots: tuple[Slot, ...]
    started: datetime
    planned_end: datetime
    end: datetime
    late: int
    remaining: timedelta

    @property
    def current(self) -> Slot | None:
        """The block that is running; None before the first."""
        return next((slot for slot in self.slots if slot.status is SlotStatus.NOW), None)

    @property
    def cuts(self) -> tuple[Slot, ...]:
        """The blocks that are cut: `minutes_cut` says by how much, and the block's `cut` what to leave out."""
        return tuple(slot for slot in self.slots if slot.minutes_cut)


def reschedule(
    run: RunOfShow, starts: Mapping[str, datetime], now: datetime, changed: Mapping[str, int] = _NOTHING
) -> Timetable:
    """Return the timetable as it is planned now.

    The block that started last is running. Where the time left is too short, it and those to come are cut by whole minutes, in the
    order that the run of show gives and never below their least, so that the session ends on time. The running block has the
    minutes that it had when it started; beyond that it overruns, and those to come are cut instead.

    Args:
        run: the run of show.
        starts: when blocks started, by id (:attr:`State.started`). Unknown ids are ignored, and a time after now (of a machine
            whose clock is fast) counts as now.
        now: the time (aware, like those of starts).
        changed: the minutes that blocks have now, by id, where they are not those of the run of show. Such a block is not cut, and
            the end stays where it was planned.
    """
    planned_minutes, run = {block.id: block.minutes for block in run.blocks}, run.with_minutes(changed)
    at = {block.id: min(starts[block.id], now) for block in run.blocks if block.id in starts}
    order = sorted(at, key=at.__getitem__)  # in the order of the run of show where they started at once
    started, since = (at[order[0]], at[order[-1]]) if order else (now, now)
    planned_end = started + run.minutes * _MINUTE
    room = (
        planned_end - since
    ) // _MINUTE  # whole minutes from when the running block started; below zero when it is late
    index = next((number for number, block in enumerate(run.blocks) if order and block.id == order[-1]), -1)
    running = [run.blocks[index]] if order else []
    to_come = [block for block in run.blocks[index + 1 :] if block.id not in at]
    minutes = _cut([*running, *to_come], room)
    remaining = timedelta(0)
    if running:
        due = minutes[running[0].id]
        remaining = since + due * _MINUTE - now
        taken = max(due, _whole(now - since))
        minutes = {running[0].id: taken, **_cut(to_come, room - taken)}
    end = since + sum(minutes.values()) * _MINUTE
    ends = dict(zip(order, [at[key] for key in order[1:]], strict=False))
    slots, planned, next_start = [], started, since
    for number, block in enumerate(run.blocks):
        if block.id in minutes:
            status = SlotStatus.NOW if block in running else SlotStatus.TO_COME
            start, next_start = next_start, next_start + minutes[block.id] * _MINUTE
            stop = next_start
        elif block.id in at:
            status, start, stop = SlotStatus.DONE, at[block.id], ends[block.id]
        else:
            start = next(at[later.id] for later in run.blocks[number:] if later.id in at)
            status, stop = SlotStatus.LEFT_OUT, start
        length = minutes.get(block.id, round((stop - start) / _MINUTE))
        planned_end_of_block = planned + planned_minutes[block.id] * _MINUTE
        slots.append(Slot(block, status, planned, planned_end_of_block, start, stop, length))
        planned = planned_end_of_block
    return Timetable(tuple(slots), started, planned_end, end, max(0, _whole(end - planned_end)), remaining)


def _cut(blocks: Iterable[Block], room: int) -> dict[str, int]:
    """Return the minutes of blocks by id, cut in their order until they fit into ``room`` minutes, or nothing more can be cut."""
    minutes = {block.id: block.minutes for block in blocks}
    excess = sum(minutes.values()) - room
    for block in sorted((block for block in blocks if block.order is not None), key=lambda block: block.order or 0):
        cut = max(0, min(excess, block.minutes - block.shortest))
        minutes[block.id] -= cut
        excess -= cut
    return minutes


def _whole(time: timedelta) -> int:
    """Return a time in minutes, rounded up."""
    return -(-time // _MINUTE)
