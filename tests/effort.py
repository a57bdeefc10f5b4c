"""How much work something is: the same figure on a fast machine and on a slow one, and whatever else either has to do."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["loops"]


def loops(do: Callable[[], object], tries: int = 3) -> float:
    """Return how often this thread adds up a million squares in the processor's time that it takes for something.

    On the machine that the limits were set on, a loop takes a twentieth of a second. Of several tries the least counts.
    """
    taken = [(_seconds(do), _seconds(_a_loop)) for _ in range(tries)]
    work, loop = map(min, zip(*taken, strict=True))
    return work / loop


def _a_loop() -> int:
    return sum(number * number for number in range(1_000_000))


def _seconds(do: Callable[[], object]) -> float:
    start = time.thread_time()
    do()
    return time.thread_time() - start
