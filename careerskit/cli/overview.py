"""The command that makes an overview of many schools' plans."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from careerskit.cli.options import StoreOption, check_out, store_at
from careerskit.cli.periods import read_option

__all__ = ["overview"]


def overview(
    store: StoreOption = "",
    since: Annotated[
        str,
        typer.Option(metavar="DATE", help="A day to compare it with, such as “1 September 2026” or “last term”."),
    ] = "",
    as_at: Annotated[
        str,
        typer.Option(
            "--as-at",
            metavar="DATE",
            help="The day it is of, such as “12 February 2027”. For a day to come, it says what will be overdue and due if no plan "
            "changes. Default: today.",
        ),
    ] = "",
    named: Annotated[
        bool, typer.Option("--named", help="Name each school, with exact figures. For yourself alone.")
    ] = False,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The page to write (HTML).")] = Path(
        "overview.html"
    ),
) -> None:
    """Make an overview of all plans, for a careers hub or a trust: priorities, how ready plans are, and what comes due.

    It can be shared: it names no school, and its figures are made so that none can be worked out about a few schools.

    Figures are rounded, and updated only when at least 5 schools have changed their plans. It starts when 12 to 16 have a plan.

    For fewer schools, add --named: that overview is for yourself alone, with exact figures.

    Examples:

        careerskit overview --since "last term"

        careerskit overview --named --out for-me.html
    """
    from careerskit.errors import DateError
    from careerskit.export import check_enough, overview_days
    from careerskit.publish import write_page
    from careerskit.resources import overview_notebook

    check_out(out, "overview.html")
    if as_at.strip():
        read_option(as_at, "--as-at", datetime.now().astimezone())
    try:
        days = overview_days(since, as_at)
    except DateError as error:
        raise typer.BadParameter(str(error), param_hint="--since") from None
    with store_at(store) as opened:
        check_enough(opened, as_at=days.as_at, named=named)
        url = opened.url
    parameters = {
        "store": url,
        "since": days.since.isoformat() if days.since else "",
        "as_at": days.as_at.isoformat(),
        "named": "yes" if named else "",
    }
    title = "Overview of careers plans" + (", for you alone" if named else "")
    with _progress() as on_progress:
        write_page(overview_notebook(), parameters, out, title, on_progress=on_progress)
    whose = "It names schools: keep it for yourself." if named else "It names no school, so you can share it."
    typer.echo(f"The overview is in {out}. {whose}")


@contextmanager
def _progress() -> Iterator[Callable[[Any], None]]:
    """Show on a terminal how many plans are read; yield the function to call with that, and with why one cannot be read."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("Reading plans"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def on_progress(progress: tuple[int, int] | str) -> None:
            if isinstance(progress, str):
                bar.console.print(progress, style="red", markup=False)
            else:
                bar.update(task, completed=progress[0], total=progress[1])

        yield on_progress
