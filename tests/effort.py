"""How much work something is, in a unit that is the same on every machine."""

from __future__ import annotations

import sys
from collections.abc import Callable

__all__ = ["count_calls"]


def count_calls(do: Callable[[], object]) -> int:
    """Return how many functions are called while something is done in this thread: those in Python, and those built in.

    It tells what grows with the square of its input from what does not. How long things take is for the benchmarks.
    """
    count = 0

    def on_event(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(on_event)
    try:
        do()
    finally:
        sys.setprofile(before)
    return count
