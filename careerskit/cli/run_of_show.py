"""The command that writes the run of show as a page."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["run_of_show"]


def run_of_show(
    out: Annotated[Path, typer.Option(metavar="FILE", help="The page to write.")] = Path("run-of-show.html"),
    file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The run of show: a file, or 120, 2x60_part_1 or 2x60_part_2. Default: 75 minutes."
        ),
    ] = None,
    start: Annotated[
        datetime, typer.Option(formats=["%H:%M"], metavar="TIME", help="When the session starts, such as 16:00.")
    ] = "00:00",  # type: ignore[assignment]  # typer reads a default as it reads what is typed
) -> None:
    """Write the run of show as a page to print: when each block starts, its aim, what to say and what to cut.

    Examples:

        careerskit run-of-show --start 16:00 --out run-of-show.html

        careerskit run-of-show --file 120 --start 16:00
    """
    from careerskit.files import atomic_write
    from careerskit.publish import read_slides, slide_numbers
    from careerskit.resources import deck_notebook, named_run_of_show
    from careerskit.session import default_run_of_show, read_run_of_show
    from careerskit.views import get_template

    run = read_run_of_show(named_run_of_show(file)) if file else default_run_of_show()
    ends = list(accumulate(block.minutes for block in run.blocks))
    times = [f"{start + timedelta(minutes=minutes):%H:%M}" for minutes in (0, *ends)]
    page = get_template("cli/run_of_show.html.j2").render(
        run=run,
        times=times,
        slides=slide_numbers(read_slides(deck_notebook())),
        polls={poll.id: poll.question for poll in run.polls},
    )
    atomic_write(out, page)
    typer.echo(f"The run of show is in {out}.")
