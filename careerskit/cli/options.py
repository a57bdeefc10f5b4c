"""Options that several commands have, and how commands open the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = ["ADDRESS", "SCHOOL", "AddressOption", "StoreOption", "store_at"]


def _checked(address: str) -> str:
    if address and not address.startswith(("https://", "http://")):
        raise typer.BadParameter(f"Start it with https://, as in https://{address}")
    return address


ADDRESS = "address"
"""The store's setting for the address of its last webinar, which links start with."""

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
        help="The address that links start with, such as https://plans.example.org. Default: that of the last webinar, or of "
        "this machine.",
    ),
]
SCHOOL = "The school's URN or id. Find it with `careerskit schools`."


def store_at(url: str, *, create: bool = False) -> Store:
    """Open the store that a command was given."""
    from careerskit.store import open_store

    return open_store(url, create=create)
