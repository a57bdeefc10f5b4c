"""The command that exports a session: plans, a zip, a report and tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from careerskit.cli.options import StoreOption, store_at
from careerskit.cli.plans import progress_bar
from careerskit.errors import StoreError

__all__ = ["export_session"]


def export_session(
    session: Annotated[
        str,
        typer.Argument(
            metavar="[SESSION]", help="The session’s name or id. Default: the latest one that anyone joined."
        ),
    ] = "",
    store: StoreOption = "",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="The folder to write to. Default: one for the session, in afterwards."
        ),
    ] = None,
) -> None:
    """Create the plans and the report of a session.

    plans.zip has a folder for each school that joined. Send each school its own.

    report.html says what the room wrote, asked and put first. The tables have the same for a spreadsheet.

    Neither names a school that has not agreed to be named.

    You can run it again, also while the session is open: plans that have not changed are kept.

    Examples:

        careerskit afterwards

        careerskit afterwards "Benchmark 1, Module 1" --out /tmp/module-1
    """
    from careerskit import export
    from careerskit.session import Session
    from careerskit.store import default_url, is_there

    if not is_there(store):
        raise StoreError(
            f"There is no store at {(store or default_url()).removeprefix('sqlite:///')}, so there is no session either. Go to the "
            "folder where you ran `careerskit webinar`, or name its store: `careerskit afterwards --store FILE`."
        )
    with store_at(store) as opened:
        found = Session(opened, export.find_session(opened, session).id)
        with progress_bar(len(found.state.schools)) as on_result:
            folder = out or export.default_folder(found.record)
            result = export.export_session(opened, found.id, folder, on_result=on_result)
    counts = {"rendered": result.rendered, "unchanged": result.unchanged, "failed": len(result.failed)}
    plans = ", ".join(f"{count:,} {status}" for status, count in counts.items() if count) or "none, nobody joined"
    typer.echo(f"{result.session.name}: plans: {plans}.")
    typer.echo(f"  {result.to_send}: a folder to send to each school")
    typer.echo(f"  {result.index}: all plans, for you alone")
    typer.echo(f"  {result.report}: the report of the session")
    typer.echo(f"  {result.tables[0].parent}: the same as {len(result.tables)} tables")
    if not found.state.closed:
        typer.echo("The session is still open. Close it on your page, and run this again.")
    if result.failed:
        raise typer.Exit(1)
