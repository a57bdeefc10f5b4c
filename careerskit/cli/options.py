"""What several commands take, and how they open the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = ["ADDRESS", "SCHOOL", "AddressOption", "StoreOption", "store_at"]


def _checked(address: str) -> str:
    if address and not address.startswith(("https://", "http://")):
        raise typer.BadParameter(f"Begin it with https://, as in https://{address}")
    return address


ADDRESS = "address"
"""The setting of a store that says what the links of its last webinar began with."""

StoreOption = Annotated[
    str,
    typer.Option("--store", metavar="URL", help="The store: a SQLite file or its URL. Default: careerskit.db here."),
]
AddressOption = Annotated[
    str,
    typer.Option(
        "--address",
        metavar="URL",
        envvar="CAREERSKIT_ADDRESS",
        callback=_checked,
        help="What the links begin with, as delegates see it: https://plans.example.org. Default: this machine's own, or what the "
        "last webinar said.",
    ),
]
SCHOOL = "The school's URN or id; `careerskit schools` searches them."


def store_at(url: str, *, create: bool = False) -> Store:
    """Open the store that a command was given."""
    from careerskit.store import open_store

    return open_store(url, create=create)
