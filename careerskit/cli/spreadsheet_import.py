"""Importing a spreadsheet: what it changes is printed, and kept where that is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = ["import_sheets"]


def import_sheets(store: Store, file: Path, data: bytes, school: str, *, keep: bool) -> None:
    """Read a spreadsheet, print what it changes, and save that in the school's plan where it is to be kept.

    school: the id of the school that it is of; "" for the one that it names. Raises what reading and saving raise.
    """
    from rich.console import Console

    from careerskit.spreadsheet import import_spreadsheet

    result = import_spreadsheet(store, data, file.name, school, keep=keep)
    count = len(result.changes)
    changes = f"{count or 'no'} change{'' if count == 1 else 's'}"
    done = "" if keep else " Nothing was kept: this was a preview."
    console = Console(highlight=False, markup=False)
    console.print(f"{file.name}: {changes} to the plan of {result.school.name} ({result.school.id}).{done}")
    for change in result.changes:
        console.print(f"  {change}")
    for warning in result.warnings:
        Console(stderr=True, highlight=False, markup=False).print(f"  {warning}")
