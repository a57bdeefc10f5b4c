"""The command for a school's own look: its logo, its colour and its Word template."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from careerskit.cli.options import SCHOOL, StoreOption, store_at

if TYPE_CHECKING:
    from careerskit.branding import Branding

__all__ = ["branding"]


_LONGEST_ALT = 200


class _Part(StrEnum):
    """What can be removed."""

    LOGO = "logo"
    COLOUR = "colour"
    TEMPLATE = "template"
    ALL = "all"


def branding(
    schools: Annotated[list[str], typer.Argument(metavar="SCHOOL", help=f"{SCHOOL} Several for a trust.")],
    store: StoreOption = "",
    logo: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The logo: a PNG or JPEG for light backgrounds.")
    ] = None,
    logo_alt: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The logo’s alternative text. Default: the school’s name.")
    ] = None,
    colour: Annotated[str, typer.Option(metavar="COLOUR", help="The school’s colour, such as 004F71.")] = "",
    template: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A Word template for plans. `careerskit template` writes one to start from."),
    ] = None,
    remove: Annotated[list[_Part] | None, typer.Option(help="What to remove: logo, colour, template or all.")] = None,
) -> None:
    """Give a school’s documents its own logo, colour and Word template. Without options, show what is set.

    The web page, the PDF and the Word document have them the next time that they are made.

    Examples:
        careerskit branding 100049 --logo logo.png --colour 004F71

        careerskit branding 100049 --template our-plan.docx

        careerskit branding 100049 --remove template
    """
    from careerskit.branding import read_colour, read_logo
    from careerskit.errors import CareerskitError
    from careerskit.word import check_template

    changes: dict[str, Any] = {}
    for part in remove or []:
        changes |= {"logo": b"", "logo_alt": ""} if part in (_Part.LOGO, _Part.ALL) else {}
        changes |= {"colour": ""} if part in (_Part.COLOUR, _Part.ALL) else {}
        changes |= {"template": b""} if part in (_Part.TEMPLATE, _Part.ALL) else {}
    if logo:
        changes["logo"] = read_logo(_content(logo), logo.name)
    if logo_alt is not None:
        changes["logo_alt"] = _checked_alt(logo_alt)
    if colour:
        changes["colour"] = read_colour(colour)
    if template:
        changes["template"] = check_template(_content(template), template.name)
    with store_at(store) as opened:
        for school in [opened.schools.get(school) for school in dict.fromkeys(schools)]:
            found = opened.branding.get(school.id)
            if changes:
                found = replace(found, **changes)
                if logo_alt and not found.logo:
                    raise CareerskitError(f"{school.name} has no logo yet. Give it too, with --logo FILE.")
                opened.branding.set(school.id, found)
            typer.echo(
                f"{school.name} ({school.id})\n" + "".join(f"  {line}\n" for line in _lines(found, school.name)),
                nl=False,
            )


def _content(file: Path) -> bytes:
    from careerskit.errors import InputFileError

    if not file.is_file():
        raise InputFileError(f"There is no file {file}.")
    return file.read_bytes()


def _checked_alt(text: str) -> str:
    from careerskit.errors import CareerskitError

    text = " ".join(text.split())
    if len(text) > _LONGEST_ALT:
        raise CareerskitError(
            f"The alternative text is too long: the limit is {_LONGEST_ALT} characters and you have {len(text)}."
        )
    return text


def _lines(found: Branding, name: str) -> list[str]:
    """Return what is set, in words."""
    from careerskit.branding import describe_logo

    if found.is_empty:
        return ["No logo, colour or Word template is set."]
    lines = [f"Logo: {describe_logo(found.logo)}; alternative text: {found.logo_alt or name}"] if found.logo else []
    if palette := found.palette:
        darker = f"; {palette.text} for text, so that it can be read on white" if palette.text != palette.band else ""
        lines.append(f"Colour: {palette.band}{darker}")
    if found.template:
        lines.append(f"Word template: {-(-len(found.template) // 1000)} KB")
    return lines
