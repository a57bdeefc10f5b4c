"""The command for private links: makes a new one for a school that has lost its own, and revokes earlier ones."""

from __future__ import annotations

from typing import Annotated

import typer

from careerskit.cli.options import ADDRESS, AddressOption, StoreOption, store_at

__all__ = ["links"]


def links(
    school: Annotated[
        str, typer.Argument(metavar="SCHOOL", help="The school's URN or id. Find it with `careerskit schools`.")
    ],
    store: StoreOption = "",
    new: Annotated[bool, typer.Option("--new", help="Make a new link. It is shown only once.")] = False,
    revoke: Annotated[
        bool, typer.Option("--revoke", help="Revoke all earlier links. The plan stays as it is.")
    ] = False,
    address: AddressOption = "",
) -> None:
    """Count, make or revoke a school's private links.

    A link cannot be shown again, because the store does not keep it. Revoking a link closes the pages that use it.

    Examples:

        careerskit links 100049

        careerskit links 100049 --revoke --new --address https://plans.example.org
    """
    with store_at(store) as opened:
        found = opened.schools.get(school)
        if revoke:
            typer.echo(f"Revoked {_links(opened.links.revoke_all(found.id))} to the plan of {found.name}.")
        if new:
            base_url = address.rstrip("/") or opened.settings.get(ADDRESS) or "http://127.0.0.1:8642"
            typer.echo(f"{base_url}/k/{opened.links.create(found.id)}")
        if not (new or revoke):
            count = opened.links.count(found.id)
            typer.echo(f"{_links(count)} {'opens' if count == 1 else 'open'} the plan of {found.name}.")


def _links(count: int) -> str:
    return f"{count} private link{'' if count == 1 else 's'}"
