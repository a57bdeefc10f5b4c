"""How an overview of several schools is shared without saying anything about one of them.

Counts of schools are shown to about the nearest 5, and none under 5: the rule by which Ofqual keeps its statistics from revealing
the identity of schools ("Rounding policy for statistical publications", October 2025). Three things are added, because an overview
has many counts of the same few schools, and is made again and again:

- No count is told apart from 0 when it is under 5, nor from all of the schools when fewer than 5 are missing: that a thing is not
  true of one school would be as telling. So nobody learns either that such a group exists.
- Whatever is shown stands for at least three counts (see :class:`Band`), as wide as the smallest group of the house,
  :data:`careerskit.session.MINIMUM`. A sum or a difference of what is shown is wider still, and no group under that minimum can be
  worked out from it: `tests/unit/test_disclosure.py` searches for one.
- Each group of schools moves on in steps: its plans are shown as they stood when at least 5 of its schools had changed theirs since
  the step before. Else whoever knows that one school has joined, or has changed its plan, could read its answers off two
  overviews. All schools are shown as their groups are, so that no few schools follow from all and the groups.

Five is that minimum of three and two more, who may compare what they know of themselves.

Two things move without a step, and are left: when a term begins, what was due in the last one becomes overdue; and when an area has
enough schools to be shown for the first time, its schools move by themselves from then on. An overview as at a day to come shows
no more than the one made on that day, if no plan has changed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby

from careerskit.session import MINIMUM

__all__ = ["FEWEST", "SHOWN_FROM", "STEP", "Band", "ChangeLog", "band_of", "bands", "rounded_median"]

SHOWN_FROM = MINIMUM + 2
"""The smallest count of schools that is shown, and how many must be missing before a count is told apart from all."""

FEWEST = 12
"""The fewest schools of which anything is counted: of 12, a count is either under 5, 5 to 7, or missing fewer than 5.

As schools are counted in steps, it can take up to 16 schools with a plan until 12 of them are counted."""

STEP = SHOWN_FROM
"""How many schools change their plans before an overview moves on."""

_BASE = 5
"""What counts and medians are rounded to."""


@dataclass(frozen=True)
class Band:
    """The counts that are shown as one. low, high: the first and the last. about: what is shown for them; None for under 5."""

    low: int
    high: int
    about: int | None


@lru_cache(1_000)
def bands(of: int) -> tuple[Band, ...]:
    """Return the bands of a count among so many schools, lowest first: those under 5, one for each multiple of 5, those near all.

    Raises:
        ValueError: they are too few to count anything of them.
    """
    if of < FEWEST:
        raise ValueError(f"nothing is counted of fewer than {FEWEST} schools, and these are {of}")
    found = [Band(0, SHOWN_FROM - 1, None)]
    top = of - SHOWN_FROM + 1
    start = SHOWN_FROM
    while start < top:
        about = _BASE * round(start / _BASE) if start == SHOWN_FROM else found[-1].about + _BASE  # type: ignore[operator]
        high = min(about + _BASE // 2, top - 1)
        if high - start + 1 < MINIMUM:  # too narrow: it belongs to the one below
            found[-1] = Band(found[-1].low, high, found[-1].about)
        else:
            found.append(Band(start, high, about))
        start = high + 1
    return (*found, Band(top, of, _BASE * round((of - SHOWN_FROM // 2) / _BASE)))


def band_of(count: int, of: int) -> Band:
    """Return the band of a count among so many schools. Raises like :func:`bands`."""
    every = bands(of)
    return every[bisect_right(every, count, key=lambda band: band.low) - 1]


def rounded_median(median: float | None, scored: Band) -> int | None:
    """Return a median to be shown, to the nearest 5; None where the scores are too few.

    scored: the band of how many there are. It decides, and not the number itself, so that the band becomes no narrower by it.
    """
    if median is None or scored.about is None or scored.about < 2 * _BASE:
        return None
    return _BASE * int(median / _BASE + 0.5)


class ChangeLog:
    """When which school changed its plan, from which follows what an overview shows on a day."""

    def __init__(self, entries: Iterable[tuple[datetime, str]]) -> None:
        """entries: the moment and the school of each change, in any order."""
        self._of_school: dict[str, list[datetime]] = {}
        for at, school in sorted(entries):
            self._of_school.setdefault(school, []).append(at)

    def schools(self, until: datetime | None) -> list[str]:
        """Return the schools that had a plan at a moment; none where there was no such moment."""
        return [] if until is None else [school for school, times in self._of_school.items() if times[0] <= until]

    def latest(self, school: str, until: datetime) -> datetime | None:
        """Return when a school last changed its plan before a moment, or at it; None where it had none."""
        times = self._of_school.get(school, [])
        place = bisect_right(times, until)
        return times[place - 1] if place else None

    def step(self, until: datetime, among: Collection[str] | None = None) -> datetime | None:
        """Return the last moment until then at which enough schools had changed their plans since the one before it.

        It depends on the log alone, and never on when somebody asked. among: the schools that count; None for all.
        """
        found: datetime | None = None
        changed: set[str] = set()
        entries = sorted(
            (at, school)
            for school in (self._of_school if among is None else among)
            for at in self._of_school.get(school, ())
            if at <= until
        )
        for at, together in groupby(entries, key=lambda entry: entry[0]):
            changed.update(school for _, school in together)
            if len(changed) >= STEP:
                found = at
                changed.clear()
        return found
