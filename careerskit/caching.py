"""A cache for values that are expensive to compute and seldom change."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Generic, TypeVar

__all__ = ["KeyedCache"]

K = TypeVar("K")
V = TypeVar("V")


class KeyedCache(Generic[K, V]):
    """Remembers one value for as long as its cache key stays equal. Threads may share a cache."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._entry: tuple[K, V] | None = None

    def get(self, key: K, compute: Callable[[], V]) -> V:
        """Return the value of this key: the one remembered, or else the one that ``compute`` returns. Its errors pass through."""
        with self._lock:
            if self._entry is None or self._entry[0] != key:
                self._entry = key, compute()
            return self._entry[1]
