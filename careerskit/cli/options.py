"""Options that several commands have, and how commands open the store."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = [
    "ADDRESS",
    "SCHOOL",
    "AddressOption",
    "KeepUntilOption",
    "StoreOption",
    "SurgeryOption",
    "check_out",
    "store_at",
]


def _checked(address: str) -> str:
    if not address:
        return address
    if not address.startswith(("https://", "http://")):
        raise typer.BadParameter(f"Start it with https://, as in https://{address}")
    scheme, _, rest = address.partition("://")
    host, path = re.fullmatch("([^/?#]*)(.*)", rest, re.DOTALL).groups()  # type: ignore[union-attr] # it always matches
    if path.rstrip("/"):
        raise typer.BadParameter(
            f"The workbook cannot be served below a path such as {path}. Give it a name of its own, such as "
            f"{scheme}://plans.example.org, have the proxy pass on everything that is asked for there, and use that name here."
        )
    if not host:
        raise typer.BadParameter("Give the name of the host too, as in https://plans.example.org")
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
SurgeryOption = Annotated[str, typer.Option(help='When the surgery is, in words: "22 May".')]
KeepUntilOption = Annotated[
    str,
    typer.Option(help='Until when private links will work, in words: "31 July 2027". Pages and slides say it.'),
]
SCHOOL = "The school's URN or id. Find it with `careerskit schools`."


def store_at(url: str, *, create: bool = False) -> Store:
    """Open the store that a command was given."""
    from careerskit.store import open_store

    return open_store(url, create=create)


def check_out(out: Path, example: str) -> None:
    """Check that a file can be written where a command is to write it. example: a name for it, for the message.

    Raises:
        InputFileError: it is a folder, or in none.
    """
    from careerskit.errors import InputFileError

    if out.is_dir():
        raise InputFileError(f"{out} is a folder. Name a file in it, such as {out / example}.")
    if not out.absolute().parent.is_dir():
        raise InputFileError(f"There is no folder {out.parent}. Make it first, or name another.")
