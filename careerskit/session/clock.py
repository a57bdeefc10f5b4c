"""The running clock: when each block really was, and how the rest has to go for the end to hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from careerskit.session.run_of_show import Block, RunOfShow

__all__ = ["Slot", "SlotStatus", "Timetable", "replan"]

_MINUTE = timedelta(minutes=1)


class SlotStatus(StrEnum):
    """Where the room is with a block. Left out is what the facilitator went past."""

    OVER = "over"
    NOW = "now"
    TO_COME = "to come"
    LEFT_OUT = "left out"


@dataclass(frozen=True)
class Slot:
    """One block in its time.

    planned_start, planned_end: by the file, from when the session began.
    start, end: as it was, or as it has to be now.
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
    def less(self) -> int:
        """By how many minutes it is cut; 0 where it is not, or is over."""
        return max(0, self.block.minutes - self.minutes) if self.status in (SlotStatus.NOW, SlotStatus.TO_COME) else 0

    @property
    def is_dropped(self) -> bool:
        """Whether nothing is left of a block that was to come."""
        return self.status is SlotStatus.TO_COME and not self.minutes


@dataclass(frozen=True)
class Timetable:
    """A session's blocks in their order, with their times.

    started: when the first block began; now where none has.
    planned_end, end: when it is to end by the file, and when it does as things are.
    late: how many minutes after the planned end that is, rounded up; 0 where it holds.
    left: of the block that runs now, negative once it overruns; 0 where none does.
    """

    slots: tuple[Slot, ...]
    started: datetime
    planned_end: datetime
    end: datetime
    late: int
    left: timedelta

    @property
    def current(self) -> Slot | None:
        """The block that runs now, None before the first."""
        return next((slot for slot in self.slots if slot.status is SlotStatus.NOW), None)

    @property
    def cuts(self) -> tuple[Slot, ...]:
        """What is cut: by how much each says in `less`, and what to leave out in its block's `cut`."""
        return tuple(slot for slot in self.slots if slot.less)


def replan(run: RunOfShow, begun: Mapping[str, datetime], now: datetime) -> Timetable:
    """Return the timetable as it has to be now.

    The block that began last runs now. Where the time that is left is too short, the block that runs and those to come are
    shortened by whole minutes, in the order that the file gives and never under their least, so that the end holds. The one
    that runs has what it had when it began; beyond that, it overruns, and what is to come pays for it.

    Args:
        run: the run of show.
        begun: when blocks began, by id (:attr:`State.begun`). Ids that the file does not have are left aside, and a time
            after now (of a machine whose clock is fast) counts as now.
        now: the time (aware, like those of begun).
    """
    at = {block.id: min(begun[block.id], now) for block in run.blocks if block.id in begun}
    order = sorted(at, key=at.__getitem__)  # in the file's order where they began at once
    started, since = (at[order[0]], at[order[-1]]) if order else (now, now)
    planned_end = started + run.minutes * _MINUTE
    room = (
        planned_end - since
    ) // _MINUTE  # whole minutes from when the block that runs began; below zero when it is late
    place = next((number for number, block in enumerate(run.blocks) if order and block.id == order[-1]), -1)
    running = [run.blocks[place]] if order else []
    to_come = [block for block in run.blocks[place + 1 :] if block.id not in at]
    minutes = _shortened([*running, *to_come], room)
    left = timedelta(0)
    if running:
        due = minutes[running[0].id]
        left = since + due * _MINUTE - now
        taken = max(due, _whole(now - since))
        minutes = {running[0].id: taken, **_shortened(to_come, room - taken)}
    end = since + sum(minutes.values()) * _MINUTE
    ends = dict(zip(order, [at[key] for key in order[1:]], strict=False))
    slots, planned, coming = [], started, since
    for number, block in enumerate(run.blocks):
        if block.id in minutes:
            status = SlotStatus.NOW if block in running else SlotStatus.TO_COME
            start, coming = coming, coming + minutes[block.id] * _MINUTE
            stop = coming
        elif block.id in at:
            status, start, stop = SlotStatus.OVER, at[block.id], ends[block.id]
        else:
            start = next(at[later.id] for later in run.blocks[number:] if later.id in at)
            status, stop = SlotStatus.LEFT_OUT, start
        length = minutes.get(block.id, round((stop - start) / _MINUTE))
        slots.append(Slot(block, status, planned, planned + block.minutes * _MINUTE, start, stop, length))
        planned += block.minutes * _MINUTE
    return Timetable(tuple(slots), started, planned_end, end, max(0, _whole(end - planned_end)), left)


def _shortened(blocks: Iterable[Block], room: int) -> dict[str, int]:
    """Return the minutes of blocks by id, shortened in their order until they fit into so many minutes, or no more may go."""
    minutes = {block.id: block.minutes for block in blocks}
    too_many = sum(minutes.values()) - room
    for block in sorted((block for block in blocks if block.order is not None), key=lambda block: block.order or 0):
        less = max(0, min(too_many, block.minutes - block.shortest))
        minutes[block.id] -= less
        too_many -= less
    return minutes


def _whole(time: timedelta) -> int:
    """Return a time in minutes, rounded up."""
    return -(-time // _MINUTE)
