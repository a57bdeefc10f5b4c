"""The commands for those who fill the workbook in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from careerskit.cli.options import SCHOOL, StoreOption

__all__ = ["new", "workbook"]


def workbook(
    school: Annotated[str, typer.Argument(metavar="[SCHOOL]", help=f"{SCHOOL} Default: the one chosen last.")] = "",
    store: StoreOption = "",
    browser: Annotated[bool, typer.Option(help="Whether to open the browser.")] = True,
) -> None:
    """Open the workbook in JupyterLab, in the folder that `careerskit new` laid out (or a checkout).

    Examples:

        careerskit workbook

        careerskit workbook 100049
    """
    from careerskit.workbook import open_lab

    raise typer.Exit(open_lab(school, store, browser=browser))


def new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that does not exist yet.")],
    webinar: Annotated[
        bool, typer.Option("--webinar", help="For a facilitator: the slides, the run of show and the guide as well.")
    ] = False,
) -> None:
    """Lay a workbook out in a new folder: the notebooks and the samples.

    Examples:

        careerskit new our-careers-plan

        careerskit new our-webinar --webinar
    """
    from careerskit.shipped import lay_out

    lay_out(folder, webinar=webinar)
    typer.echo(f"The workbook is in {folder}. Next: cd {folder}, then careerskit workbook")
