"""The command line as a whole: its commands, and how it shows errors."""

from __future__ import annotations

import io
import sys
from typing import NoReturn

import typer

from careerskit.cli.branding import branding
from careerskit.cli.changes import changes
from careerskit.cli.data import export, import_, sample, schema, schools
from careerskit.cli.deck import deck
from careerskit.cli.export_session import export_session
from careerskit.cli.links import links
from careerskit.cli.open import open_
from careerskit.cli.overview import overview
from careerskit.cli.plans import plans
from careerskit.cli.review import review
from careerskit.cli.run_of_show import run_of_show
from careerskit.cli.template import template
from careerskit.cli.termly_review import termly_review
from careerskit.cli.webinar import webinar
from careerskit.cli.website import website
from careerskit.cli.workbook import new, workbook

__all__ = ["app", "main"]

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Build Strategic Careers Plans (Gatsby Benchmark 1): a workbook to fill in, and a document for each school.\n\n"
    "To see sample plans, run [bold]careerskit plans[/bold]. To write your own in your browser, run "
    "[bold]careerskit open[/bold]; in JupyterLab, run [bold]careerskit new FOLDER[/bold] and then "
    "[bold]careerskit workbook[/bold].",
    rich_markup_mode="rich",
)

app.command()(plans)
app.command("open")(open_)
app.command("import")(import_)
app.command("afterwards")(export_session)
for command in (
    changes,
    export,
    schools,
    review,
    termly_review,
    overview,
    website,
    new,
    workbook,
    webinar,
    deck,
    run_of_show,
    links,
    branding,
    template,
    sample,
    schema,
):
    app.command()(command)


def main() -> None:
    """Run the command. An error that a person can put right is printed without a traceback, and the exit status is 1."""
    from careerskit.errors import CareerskitError

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a file or pipe on Windows would take no more than its code page
            stream.reconfigure(encoding="utf-8")
    try:
        app()
    except CareerskitError as error:
        _stop(str(error))
    except OSError as error:  # a folder that cannot be written, a file where a folder should be, a full disk
        where = error.filename or "a file"
        _stop(
            f"{where}: {(error.strerror or str(error)).lower()}. Choose another folder or free some space, and try again."
        )


def _stop(words: str) -> NoReturn:
    typer.secho(words, fg="red", err=True)
    raise SystemExit(1) from None
