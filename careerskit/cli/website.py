"""The command that writes a school's pages for its website."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from careerskit.cli.options import SCHOOL, StoreOption, store_at

if TYPE_CHECKING:
    from careerskit.review import Finding

__all__ = ["website"]


def website(
    school: Annotated[str, typer.Argument(metavar="SCHOOL", help=SCHOOL)],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to upload.")] = Path("website"),
    formats: Annotated[str, typer.Option(metavar="LIST", help="html, or html,pdf to add each page as PDF.")] = "html",
    store: StoreOption = "",
) -> None:
    """Write a school's pages for its website into a folder, and say what is still missing on them.

    There is a first page with what the statutory guidance asks schools to publish, and one each for students, parents and carers,
    and employers. They show public answers alone: never the SWOT analysis, objectives, actions or comments.

    Examples:
        careerskit website 100049 --out careers

        careerskit website 100049 --out careers --formats html,pdf
    """
    from careerskit.publish import choose_formats, missing_on_website, render_website, write_website
    from careerskit.store import load_plan

    chosen = choose_formats(formats)
    with store_at(store) as opened:
        found = opened.schools.get(school)
        plan = load_plan(opened, found)
        write_website(render_website(opened, found, chosen), out)
    _print_missing(missing_on_website(plan))
    typer.echo(f"The pages are in {out}. Open {out / 'index.html'}, then upload the whole folder to your website.")


def _print_missing(missing: list[Finding]) -> None:
    from rich.console import Console
    from rich.padding import Padding

    from careerskit.workbook import step_of

    console = Console(highlight=False)
    if not missing:
        return
    console.print("Still to write or to look at again. Nothing of this is on the pages:", style="bold")
    for finding in missing:
        step = step_of(finding.path)
        where = f" ({step.title}, notebooks/{step.name}.ipynb)" if step else ""
        console.print(Padding(f"- {finding.text}{where}", (0, 0, 0, 2)), markup=False)
        console.print(
            Padding(" ".join(filter(None, (finding.mend, finding.why, finding.cited))), (0, 0, 0, 4)),
            style="dim",
            markup=False,
        )
