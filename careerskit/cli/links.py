"""The command about private links: a new one for a school that has lost its own, and the end of those that went astray."""

from __future__ import annotations

from typing import Annotated

import typer

from careerskit.cli.options import ADDRESS, AddressOption, StoreOption, store_at

__all__ = ["links"]


def links(
    school: Annotated[str, typer.Argument(help="The school's URN or id, see `careerskit schools`.")],
    store: StoreOption = "",
    new: Annotated[bool, typer.Option("--new", help="Make a new link, and show it: it is shown this once.")] = False,
    revoke: Annotated[
        bool, typer.Option("--revoke", help="Let no earlier link lead to the plan any more. The plan stays.")
    ] = False,
    address: AddressOption = "",
) -> None:
    """Count a school's private links; make a new one where it was lost, or revoke them where they fell into wrong hands.

    A link cannot be shown again: the store keeps only what tells it apart. Pages that are open by a revoked link are closed.

    Examples:

        careerskit links 100049

        careerskit links 100049 --revoke --new --address https://plans.example.org
    """
    with store_at(store) as opened:
        whose = opened.school(school)
        if revoke:
            typer.echo(f"Revoked {_so_many(opened.revoke_links(whose.id))} to the plan of {whose.name}.")
        if new:
            begins = address.rstrip("/") or opened.recall(ADDRESS) or "http://127.0.0.1:8642"
            typer.echo(f"{begins}/k/{opened.new_link(whose.id)}")
        if not (new or revoke):
            count = opened.count_links(whose.id)
            typer.echo(f"{_so_many(count)} {'leads' if count == 1 else 'lead'} to the plan of {whose.name}.")


def _so_many(count: int) -> str:
    return f"{count} private link{'' if count == 1 else 's'}"
