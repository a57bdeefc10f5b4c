"""The command that makes what a facilitator leaves with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from careerskit.cli.options import StoreOption, store_at
from careerskit.cli.plans import progress_bar
from careerskit.errors import StoreError

__all__ = ["afterwards"]


def afterwards(
    session: Annotated[
        str, typer.Argument(metavar="[SESSION]", help="The session’s name or id. Default: the newest that was joined.")
    ] = "",
    store: StoreOption = "",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="Where it all goes. Default: a folder for the session in afterwards."
        ),
    ] = None,
) -> None:
    """Make what you leave a webinar with: the plan of every school that joined, and a report of the session.

    plans.zip holds a folder for each school, to be sent to that school.

    report.html says what the room wrote, asked and put first, and the tables say the same to a spreadsheet.

    Neither names a school that has not agreed to be named.

    It can be run again, and while the session goes on: plans that have not changed are not made anew.

    Examples:

        careerskit afterwards

        careerskit afterwards "Benchmark 1, Module 1" --out /tmp/module-1
    """
    from careerskit.server import afterwards as make
    from careerskit.server import folder_of
    from careerskit.session import Session, find_session
    from careerskit.store import default_url, is_there

    if not is_there(store):
        raise StoreError(
            f"There is no store at {(store or default_url()).removeprefix('sqlite:///')}, so there is no session either. Go to the "
            "folder where `careerskit webinar` ran, or name its store: `careerskit afterwards --store FILE`."
        )
    with store_at(store) as opened:
        found = Session(opened, find_session(opened, session).id)
        with progress_bar(len(found.state.schools)) as done:
            made = make(opened, found.id, out or folder_of(found.record), done=done)
    counts = {"rendered": made.rendered, "unchanged": made.unchanged, "failed": len(made.failed)}
    said = ", ".join(f"{count:,} {what}" for what, count in counts.items() if count) or "none, nobody joined"
    typer.echo(f"{made.session.name}: the plans, {said}.")
    typer.echo(f"  {made.to_send}: to send out, a folder for each school")
    typer.echo(f"  {made.index}: all plans, for you alone")
    typer.echo(f"  {made.report}: the report of the session")
    typer.echo(f"  {made.tables[0].parent}: the same as {len(made.tables)} tables")
    if not found.state.closed:
        typer.echo("The session is still open. Close it on your page, and run this again.")
    if made.failed:
        raise typer.Exit(1)
