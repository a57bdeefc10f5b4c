"""Which counts are too small to show. Board, polls, report and templates all take the rule from here.

Three is the smallest group in which knowing one's own answer and the count does not reveal another person's. A count of 0 is about
nobody, so it may be shown, unless it says what the hidden ones are.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

__all__ = ["MINIMUM", "meets_threshold", "suppress_small_counts"]

MINIMUM = 3
"""The smallest group that anything is shown of."""

_Key = TypeVar("_Key", bound=Hashable)


def meets_threshold(count: int, minimum: int = MINIMUM) -> bool:
    """Whether a group is big enough to show anything of it."""
    return count >= minimum


def suppress_small_counts(counts: Mapping[_Key, int], minimum: int = MINIMUM) -> dict[_Key, int | None]:
    """Return the parts of a total as they may be shown beside it: None for one that may not.

    Counts under the minimum are hidden, except 0. Where the hidden ones together are still too few (a single one could be worked
    out from the total), or can only be ones, the next smallest is hidden too, as statistics offices do (secondary suppression). So
    a hidden count is not always under the minimum. Where every count but 0 is hidden, so is each 0: three answers in three places
    can only be one in each.
    """
    rising = sorted((key for key in counts if counts[key]), key=lambda key: counts[key])
    hidden = [key for key in rising if not meets_threshold(counts[key], minimum)]
    while hidden and len(hidden) < len(rising):
        together = sum(counts[key] for key in hidden)
        if meets_threshold(together, minimum) and together > len(hidden):
            break
        hidden.append(rising[len(hidden)])
    if hidden and len(hidden) == len(rising):
        hidden = list(counts)
    return {key: None if key in hidden else count for key, count in counts.items()}
