"""The store: one place for answers, schools and what is published about them."""

from __future__ import annotations

from careerskit.store.answers import Answers
from careerskit.store.links import Links
from careerskit.store.register import Register
from careerskit.store.sessions import Sessions

__all__ = ["Store", "open_store"]


class Store(Answers, Register, Links, Sessions):
    """Everything that is kept, in one SQLite file."""


def open_store(url: str = "", *, create: bool = True) -> Store:
    """Open the store at this URL or path of a file.

    Raises:
        StoreError: it cannot be opened; with ``create=False`` also where the file is not there.
    """
    return Store(url, create=create)
