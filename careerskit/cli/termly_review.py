"""The command that writes the termly review of a plan."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from careerskit.cli.options import SCHOOL, StoreOption, check_out, store_at
from careerskit.cli.periods import read_option, today_in_england

__all__ = ["termly_review"]


def termly_review(
    school: Annotated[str, typer.Argument(metavar="SCHOOL", help=SCHOOL)],
    as_at: Annotated[
        str,
        typer.Option(metavar="DATE", help="The day of the meeting, such as “12 February 2027”. Default: today."),
    ] = "",
    since: Annotated[
        str,
        typer.Option(
            metavar="DATE",
            help="The first day to look back on, such as “1 September 2026” or “last term”. Default: the day after the plan "
            "was last approved, or the first day of last term, whichever is later.",
        ),
    ] = "",
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The page (HTML).")] = Path("termly_review.html"),
    store: StoreOption = "",
) -> None:
    """Write the page for a termly review: what needs a decision, what is due, what has moved and what is done.

    Examples:

        careerskit termly-review 100049

        careerskit termly-review 100049 --as-at "12 February 2027" --since "last term" --out review.html
    """
    from careerskit.publish import write_page
    from careerskit.resources import review_notebook

    check_out(out, "termly_review.html")
    now = datetime.now().astimezone()
    day = read_option(as_at, "--as-at", now).last if as_at else today_in_england(now)
    if since and read_option(since, "--since", now).first > day:
        raise typer.BadParameter("It is after the day of the review.", param_hint="--since")
    with store_at(store) as opened:
        found = opened.schools.get(school)
        parameters = {"school": found.id, "store": opened.url, "as_at": as_at, "since": since}
        branding = opened.branding.get(found.id)
    write_page(review_notebook(), parameters, out, f"Termly review: {found.name}", branding=branding)
    typer.echo(f"The page is in {out}.")
