"""The command that writes the webinar's slides as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from careerskit.cli.options import KeepUntilOption, SurgeryOption

__all__ = ["deck"]


def deck(
    out: Annotated[Path, typer.Option(metavar="FILE", help="The page to write.")] = Path("deck.html"),
    notes: Annotated[
        bool,
        typer.Option("--notes", help="Include the speaker’s notes, for the facilitator only. Press S to see them."),
    ] = False,
    link: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help="The session’s link, to show with its QR code on the slide “Join in”."),
    ] = "",
    surgery: SurgeryOption = "",
    keep_until: KeepUntilOption = "",
    notebook: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The notebook of the slides. Default: webinar/deck.ipynb here, or the built-in one."
        ),
    ] = None,
) -> None:
    """Write the slides as a web page that opens in any browser and needs no network.

    Examples:

        careerskit deck --out slides.html

        careerskit deck --out slides-with-notes.html --notes

        careerskit deck --link https://plans.example.org/ --surgery "22 May" --keep-until "31 July 2027"
    """
    from careerskit.publish import write_deck
    from careerskit.resources import deck_notebook

    page = write_deck(
        notebook or deck_notebook(), out, notes=notes, link=link, keep_until=keep_until.strip(), surgery=surgery.strip()
    )
    typer.echo(f"The slides are in {page}.")
    if notes:
        typer.echo("They include the speaker’s notes. To hand the slides out, make a page without --notes.")
