"""The commands for people who fill in the workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from careerskit.cli.options import SCHOOL, StoreOption

__all__ = ["new", "workbook"]


def workbook(
    school: Annotated[str, typer.Argument(metavar="SCHOOL", help=f"{SCHOOL} Default: the last one chosen.")] = "",
    store: StoreOption = "",
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
) -> None:
    """Open the workbook in JupyterLab. Run it in the folder that `careerskit new` made (or a checkout).

    Examples:

        careerskit workbook

        careerskit workbook 100049
    """
    from careerskit.workbook import open_lab

    raise typer.Exit(open_lab(school, store, browser=browser))


def new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The new folder.")],
    webinar: Annotated[
        bool, typer.Option("--webinar", help="Add the slides, the run of show and the guide, for facilitators.")
    ] = False,
) -> None:
    """Make a new workbook: a folder with the notebooks and the samples.

    Examples:

        careerskit new our-careers-plan

        careerskit new our-webinar --webinar
    """
    from careerskit.resources import scaffold

    scaffold(folder, webinar=webinar)
    typer.echo(f"The workbook is in {folder}. Next: cd {folder}, then careerskit workbook")
