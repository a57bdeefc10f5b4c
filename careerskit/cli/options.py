"""What several commands take, and how they open the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = ["SCHOOL", "StoreOption", "store_at"]

StoreOption = Annotated[
    str,
    typer.Option("--store", metavar="URL", help="The store: a SQLite file or its URL. Default: careerskit.db here."),
]
SCHOOL = "The school's URN or id; `careerskit schools` searches them."


def store_at(url: str, *, create: bool = False) -> Store:
    """Open the store that a command was given."""
    from careerskit.store import open_store

    return open_store(url, create=create)
