"""The command that writes a Word template to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from careerskit.cli.options import StoreOption, check_out, store_at

__all__ = ["template"]


def template(
    school: Annotated[str, typer.Argument(metavar="SCHOOL", help="Whose logo and colour it has. Default: none.")] = "",
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write.")] = Path("our-plan.docx"),
    list_: Annotated[
        bool, typer.Option("--list", help="List all placeholders and what they stand for, and write nothing.")
    ] = False,
    store: StoreOption = "",
) -> None:
    """Write a Word template with a placeholder for every field, to change in Word and give back with `careerskit branding`.

    Examples:
        careerskit template 100049 --out our-plan.docx

        careerskit template --list
    """
    from careerskit.branding import NO_BRANDING
    from careerskit.files import atomic_write
    from careerskit.word import placeholders, write_starter_template

    if list_:
        for placeholder, meaning in placeholders():
            typer.echo(f"{placeholder:42} {meaning}")
        return
    check_out(out, "our-plan.docx")
    name, branding = "", NO_BRANDING
    if school:
        with store_at(store) as opened:
            name, branding = opened.schools.get(school).name, opened.branding.get(school)
    atomic_write(out, write_starter_template(branding, name))
    typer.echo(f"Change {out} in Word, then run `careerskit branding {school or 'SCHOOL'} --template {out}`.")
