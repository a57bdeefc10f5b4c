"""How much work something is, in a unit that is about the same on fast, slow and busy machines."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["loops"]


def loops(do: Callable[[], object], tries: int = 3) -> float:
    """Return the CPU time of a call in this thread, divided by that of a loop that adds up a million squares.

    On the machine that the limits were set on, the loop takes 0.05 s. Of several tries, the fastest counts.
    """
    taken = [(_seconds(do), _seconds(_loop)) for _ in range(tries)]
    work, loop = map(min, zip(*taken, strict=True))
    return work / loop


def _loop() -> int:
    return sum(number * number for number in range(1_000_000))


def _seconds(do: Callable[[], object]) -> float:
    start = time.thread_time()
    do()
    return time.thread_time() - start
