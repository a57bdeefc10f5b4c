"""Importing a file, folder or zip: what became of each file is printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from careerskit.evidence import ImportResult, Refusal
    from careerskit.store import Store

__all__ = ["import_path"]

_DOCUMENTS = (b"PK", b"\xd0\xcf", b"{\\rt")
"""How Word documents and spreadsheets start. What reads them is imported for these alone: a table is read without it."""

_LARGEST_DOCUMENT = 100_000_000
"""How many bytes a Word document or spreadsheet may have."""


def import_path(store: Store, path: Path, school: str, year: str, *, keep: bool) -> bool:
    """Import what is at a path, print what became of it, and return whether all of it could be read.

    school: whose Word document or spreadsheet it is, "" to find that out from it. year: that a table is of, where it does not
    say so. keep: whether a Word document or spreadsheet changes the plan, or is only shown.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    from careerskit.errors import CareerskitError, InputFileError
    from careerskit.evidence import import_files

    output, errors = Console(highlight=False, markup=False), Console(stderr=True, highlight=False, markup=False)
    try:
        if _import_document(store, path, school, keep=keep):
            return True
        if school or not keep:
            raise InputFileError(
                f"{path.name} is no Word document or spreadsheet: --school and --dry-run are for those alone."
            )
        results = []
        with Progress(
            TextColumn("Reading {task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            console=errors,
            transient=True,
        ) as progress:
            task = progress.add_task(path.name, total=1.0)

            def show(file: str, share: float) -> None:
                progress.update(task, description=file, completed=share)

            for result in import_files(store, path, year=year, on_progress=show):
                _print_result(result, output, errors)
                results.append(result)
    except CareerskitError as error:
        errors.print(str(error), style="red")
        return False
    return _succeeded(results)


def _import_document(store: Store, path: Path, school: str, *, keep: bool) -> bool:
    """Import a Word document or spreadsheet; return whether it is one."""
    from careerskit.evidence import files_at, is_zip_of_files

    if path.is_dir():
        return False
    file = next(files_at(path))
    if not (head := file.head()).startswith(_DOCUMENTS) or is_zip_of_files(file):
        return False
    from careerskit.cli.spreadsheet_import import import_sheets
    from careerskit.cli.word_import import import_document
    from careerskit.spreadsheet import is_spreadsheet
    from careerskit.word import is_word

    if not (is_word(head) or head.startswith(b"PK")):
        return False
    data = file.read(_LARGEST_DOCUMENT)
    if is_spreadsheet(data):
        import_sheets(store, path, data, school, keep=keep)
    elif is_word(data):
        import_document(store, path, data, school, keep=keep)
    else:
        return False
    return True


def _print_result(result: ImportResult | Refusal, output: Console, errors: Console) -> None:
    from careerskit.evidence import Refusal

    if isinstance(result, Refusal):
        errors.print(result.reason, style="red" if result.known else "")
        return
    rows = ""
    if result.rows_read:
        refused = f", {result.rows_refused:,} left out" if result.rows_refused else ""
        rows = f" ({result.rows_read:,} rows read{refused})"
    output.print(f"{result.file}: {result.summary}{rows}.")
    for warning in result.warnings:
        errors.print(f"  {warning}")


def _succeeded(results: list[ImportResult | Refusal]) -> bool:
    """Whether everything that careerskit reads was imported. In a folder or zip, files of other kinds do not count."""
    from careerskit.evidence import Refusal

    refused = [result for result in results if isinstance(result, Refusal)]
    return len(refused) < len(results) and not any(result.known for result in refused)
