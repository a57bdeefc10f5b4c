"""What somebody can work out who sees some numbers of students, knows how they add up, and sees rounded per cents.

Every number is whole and not negative. A fact is a sum, such as all students = disadvantaged + others, or a share, such as a number
that is from 4.5% to 5.5% of a cohort. A number is worked out where all facts leave it one value only.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from math import ceil, floor
from typing import Generic, NamedTuple, TypeVar

__all__ = ["Facts", "Share", "Sum", "worked_out"]

Name = TypeVar("Name", bound=Hashable)

_MANY = 10_000_000
"""More than any number of students."""

_TRIES = 3_000
"""How many values are tried in search of another solution; a number that is not cleared by then counts as worked out."""

_ROUNDING = 1e-9


class Sum(NamedTuple, Generic[Name]):
    """A total that is the sum of its parts."""

    total: Name
    parts: tuple[Name, ...]


class Share(NamedTuple, Generic[Name]):
    """A number that is from low to high times the size of its cohort."""

    part: Name
    size: Name
    low: float
    high: float


class Facts(NamedTuple, Generic[Name]):
    """What is seen and known. shown: numbers, by name."""

    shown: Mapping[Name, int]
    sums: Sequence[Sum[Name]]
    shares: Sequence[Share[Name]]

    def without(self, names: Collection[Name]) -> Facts[Name]:
        """Return the facts where the numbers of these names, and their shares, are not seen."""
        return Facts(
            {name: value for name, value in self.shown.items() if name not in names},
            self.sums,
            [share for share in self.shares if share.part not in names],
        )

    def that_hold(self) -> Facts[Name]:
        """Return the facts without those that the shown numbers contradict: nobody can rely on them."""
        shown = self.shown
        shares = [
            share
            for share in self.shares
            if share.part not in shown
            or share.size not in shown
            or share.low - _ROUNDING <= shown[share.part] / max(1, shown[share.size]) <= share.high + _ROUNDING
        ]
        sums = [
            sum_
            for sum_ in self.sums
            if not all(name in shown for name in (sum_.total, *sum_.parts))
            or shown[sum_.total] == sum(shown[part] for part in sum_.parts)
        ]
        return Facts(shown, sums, shares)


_Range = dict[Name, tuple[int, int]]


def worked_out(facts: Facts[Name], hidden: Collection[Name]) -> set[Name] | None:
    """Return which of the hidden numbers can be worked out; None where the facts contradict each other."""
    names = {*facts.shown, *hidden}
    names |= {name for total, parts in facts.sums for name in (total, *parts)}
    names |= {name for share in facts.shares for name in (share.part, share.size)}
    start: _Range[Name] = dict.fromkeys(names, (0, _MANY)) | {
        name: (value, value) for name, value in facts.shown.items()
    }
    ranges = _narrowed(facts, start)
    if ranges is None:
        return None
    open_ones = {name for name in hidden if ranges[name][0] < ranges[name][1]}
    found = set(hidden) - open_ones
    tries = [_TRIES]
    first = _solution(facts, ranges, tries) if open_ones else {}
    if first is None:
        return None if tries[0] > 0 else set(hidden)
    seen = {name: {first[name]} for name in open_ones}
    for name in sorted(open_ones, key=str):
        if len(seen[name]) > 1:
            continue
        low, high = ranges[name]
        for part in ((first[name] + 1, high), (low, first[name] - 1)):
            other = _solution(facts, ranges | {name: part}, tries) if part[0] <= part[1] else None
            if other is not None:
                for one in open_ones:
                    seen[one].add(other[one])
                break
        else:
            found.add(name)
    return found


def _narrowed(facts: Facts[Name], ranges: _Range[Name]) -> _Range[Name] | None:
    """Return the ranges that are left when every fact is applied until nothing changes; None where one is empty."""
    # Plain loops, without a call for each number: a plan's destinations take most of their time here.
    ranges = dict(ranges)
    changed = True
    while changed:
        changed = False
        for total, parts in facts.sums:
            lows = highs = 0
            for part in parts:
                least, most = ranges[part]
                lows += least
                highs += most
            low, high = ranges[total]
            if lows > low or highs < high:
                low, high = ranges[total] = max(low, lows), min(high, highs)
                changed = True
                if low > high:
                    return None
            if (low, high) == (lows, highs):
                continue  # nothing follows for the parts
            for part in parts:
                least, most = ranges[part]
                from_low, from_high = low - highs + most, high - lows + least
                if from_low > least or from_high < most:
                    least, most = ranges[part] = max(least, from_low), min(most, from_high)
                    changed = True
                    if least > most:
                        return None
        for part, size, least_share, most_share in facts.shares:
            low, high = ranges[part]
            smallest, largest = ranges[size]
            from_low, from_high = ceil(smallest * least_share - _ROUNDING), floor(largest * most_share + _ROUNDING)
            if from_low > low or from_high < high:
                low, high = ranges[part] = max(low, from_low), min(high, from_high)
                changed = True
                if low > high:
                    return None
            from_low = ceil(low / most_share - _ROUNDING) if most_share > 0 else 0
            from_high = floor(high / least_share + _ROUNDING) if least_share > 0 else _MANY
            if from_low > smallest or from_high < largest:
                smallest, largest = ranges[size] = max(smallest, from_low), min(largest, from_high)
                changed = True
                if smallest > largest:
                    return None
    return ranges


def _solution(facts: Facts[Name], ranges: _Range[Name], tries: list[int]) -> dict[Name, int] | None:
    """Return a value for every number that all facts allow; None where there is none, or none was found in the tries left."""
    narrowed = _narrowed(facts, ranges)
    if narrowed is None:
        return None
    left = [(high - low, str(name), name) for name, (low, high) in narrowed.items() if low < high]
    if not left:
        return {name: low for name, (low, _) in narrowed.items()}
    _, _, name = min(left)
    low, high = narrowed[name]
    for value in range(low, high + 1):
        tries[0] -= 1
        if tries[0] < 0:
            return None
        if (found := _solution(facts, narrowed | {name: (value, value)}, tries)) is not None:
            return found
    return None
