"""The command that writes a Word template to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from careerskit.cli.options import check_out

__all__ = ["template"]


def template(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write.")] = Path("our-plan.docx"),
) -> None:
    """Write a Word template with a placeholder for every field, to change in Word and give back with `careerskit branding`.

    Example:
        careerskit template --out our-plan.docx
    """
    from careerskit.files import atomic_write
    from careerskit.word import write_starter_template

    check_out(out, "our-plan.docx")
    atomic_write(out, write_starter_template())
    typer.echo(f"Change {out} in Word, then run `careerskit branding SCHOOL --template {out}`.")
