"""The commands for what is in the store: import, export and search."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from careerskit.cli.options import SCHOOL, StoreOption, check_out, store_at

__all__ = ["export", "import_", "sample", "schema", "schools"]


def import_(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE",
            help="Plans (JSON or Word), spreadsheets (xlsx), and published data (CSV): files, or folders and zips of them.",
        ),
    ],
    store: StoreOption = "",
    school: Annotated[
        str, typer.Option(metavar="SCHOOL", help="The URN or id of the school of a Word document or spreadsheet.")
    ] = "",
    year: Annotated[
        str,
        typer.Option(
            metavar="YEAR",
            help="The academic year that a table’s figures are for, like 2022/23, if the table does not say it. For destinations, "
            "the year in which the students left.",
        ),
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what a Word document or spreadsheet would change, and keep nothing.")
    ] = False,
) -> None:
    """Import plans, Word documents, spreadsheets, and what is published about schools, as downloaded.

    Each file is recognised by its content, whatever it is called. The order does not matter, and importing a file again changes
    nothing. A table that cannot be read changes nothing; of one with rows that cannot be read, the other rows are kept.

    A Word document replaces an answer of the plan only where it has text, and deletes nothing. What has no place becomes a note.

    A spreadsheet that `careerskit plans --formats xlsx` made changes the plan where somebody has changed a cell, and deletes
    nothing. One of your own needs a row of headings, such as Year group, Activity, Term and Provider.

    Examples:
        careerskit import england_ks4-pupdest.csv la_and_region_codes_meta.csv

        careerskit import Downloads/performance-tables.zip

        careerskit import my-plan.json

        careerskit import plan.xlsx --dry-run

        careerskit import our-programme.xlsx --school 900001

        careerskit import plan.docx --school 900001 --dry-run
    """
    from careerskit.cli.data_import import import_path

    with store_at(store, create=True) as opened:
        results = [import_path(opened, path, school, year, keep=not dry_run) for path in paths]
    if not all(results):
        raise typer.Exit(1)


def export(
    school: Annotated[str, typer.Argument(metavar="SCHOOL", help=SCHOOL)],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="The file to write. Default: print it.")
    ] = None,
    store: StoreOption = "",
) -> None:
    """Export a school's plan as a file (JSON) that `careerskit import` reads without loss.

    Example:
        careerskit export 100049 --out our-plan.json
    """
    from careerskit.files import atomic_write
    from careerskit.store import export_plan

    with store_at(store) as opened:
        text = export_plan(opened, school)
    if out is None:
        sys.stdout.write(text)
    else:
        check_out(out, f"{school}.json")
        atomic_write(out, text)


def schools(
    search: Annotated[
        str, typer.Argument(help="Words in the name, town or local authority, or the start of the URN.")
    ] = "",
    store: StoreOption = "",
    limit: Annotated[int, typer.Option(min=1, help="How many schools to show.")] = 50,
) -> None:
    """Search the schools in the store.

    Examples:
        careerskit schools mayfield

        careerskit schools "mayfield portsmouth"
    """
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    from careerskit.evidence import describe_schools, search_schools

    with store_at(store) as opened:
        results, count, only_similar = search_schools(opened, search, limit)
        found = describe_schools(opened, results)
    has_places = any(one.place for one in found)
    columns = ["Name", "Type", *(["Place"] if has_places else [])]
    table = Table(Column("URN or id", no_wrap=True, overflow="fold"), *columns, box=None)
    for one in found:
        status = ", ".join(filter(None, (one.status, one.now)))
        name = Text(
            one.school.name + (f" ({status})" if status else "")
        )  # a Text, since [brackets] in a str are markup
        table.add_row(one.school.id, name, one.school.setting.value, *([one.place] if has_places else []))
    console = Console()
    if only_similar:
        console.print(f"No school matches {search!r}. These have similar names:", markup=False)
    if found:
        console.print(table)
    more = count - len(found)
    if not found or more > 0:
        none = (
            f"No school matches {search!r}."
            if search
            else "There are no schools in the store yet. To add some, run `careerskit import FILE`."
        )
        console.print(f"and {more:,} more" if found else none, markup=False)


def sample(store: StoreOption = "") -> None:
    """Add the sample schools to a store, with their plans and destinations. This resets any changes to their plans.

    Example:

        careerskit sample --store samples.db
    """
    from careerskit.evidence import load_samples

    with store_at(store, create=True) as opened:
        count = load_samples(opened)
        typer.echo(f"{count} sample schools are now in {opened.name}")


def schema() -> None:
    """Print the JSON Schema of a plan file.

    Example:

        careerskit schema > plan.schema.json
    """
    import json

    from careerskit.plan import plan_schema

    typer.echo(json.dumps(plan_schema(), indent=2, ensure_ascii=False))
