"""How few is too few to show. The one place of that rule: board, polls and report ask here.

Three is the smallest group in which nobody who knows their own answer knows from a count what another one's is. It is about
people, so nobody at all (0) may be said.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

__all__ = ["MINIMUM", "enough", "guarded"]

MINIMUM = 3
"""The smallest group of which anything is shown."""

_Key = TypeVar("_Key", bound=Hashable)


def enough(count: int, minimum: int = MINIMUM) -> bool:
    """Whether a group of this size is big enough to show anything of it."""
    return count >= minimum


def guarded(counts: Mapping[_Key, int], minimum: int = MINIMUM) -> dict[_Key, int | None]:
    """Return counts of parts of a whole as they may be shown beside its total: None for one that may not be.

    Hidden is what is under the minimum, except 0. Where all that is hidden is together still too few (as when it is one
    count, which the total would give away), or can only be ones, the next smallest is hidden too, as statistics offices do. So a
    hidden count is not always under the minimum.
    """
    rising = sorted((key for key in counts if counts[key]), key=lambda key: counts[key])
    hidden = [key for key in rising if not enough(counts[key], minimum)]
    while hidden and len(hidden) < len(rising):
        together = sum(counts[key] for key in hidden)
        if enough(together, minimum) and together > len(hidden):
            break
        hidden.append(rising[len(hidden)])
    return {key: None if key in hidden else count for key, count in counts.items()}
