"""Importing a file of any kind that careerskit reads, recognised by its content, whatever it is called."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from careerskit.errors import InputFileError
from careerskit.evidence.file_kinds import kind_by_first_bytes, kind_of_json, kind_of_table
from careerskit.evidence.source import import_table
from careerskit.evidence.sources import SOURCES
from careerskit.evidence.tables import decode, read_bytes, read_table

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = ["FILES_READ", "ImportResult", "import_file"]

FILES_READ = ("a plan (JSON or Word)", "an action plan or programme (xlsx)", *(source.file for source in SOURCES))
"""What can be imported, in words."""


@dataclass(frozen=True)
class ImportResult:
    """What was imported from a file.

    file: its name. summary: what it was, in words. schools: how many schools it added or updated.
    warnings: what was left out, guessed or not understood, each with row and column.
    """

    file: str
    summary: str
    schools: int
    warnings: tuple[str, ...] = ()


def import_file(store: Store, path: Path, who: str = "") -> ImportResult:
    """Import a file into the store. Its content decides how it is read, not its name.

    who: who imports it, for the history of a plan.

    Raises:
        InputFileError: it is of another kind, or cannot be read as it is. Nothing of it is kept.
    """
    data = read_bytes(path)
    if kind := kind_by_first_bytes(data):
        raise _refusal(path.name, *kind)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _import_plan(store, data, path.name, who)
    table = read_table(data, path.name)
    for source in SOURCES:
        if source.recognises(table):
            release = import_table(store, source, table)
            return ImportResult(table.file, release.summary, len(release.schools), tuple(release.warnings))
    raise _refusal(path.name, *kind_of_table(table))


def _import_plan(store: Store, data: bytes, file: str, who: str) -> ImportResult:
    from careerskit.store import import_plan

    text, warnings = decode(data, file)
    if kind := kind_of_json(text):
        raise _refusal(file, kind)
    school = import_plan(store, text, file, who)
    return ImportResult(file, f"the plan of {school.name}", 1, warnings)


def _refusal(file: str, kind: str, advice: str = "") -> InputFileError:
    """Return the error for a file that cannot be imported. kind: what it is, as "is a PDF". advice: what to do, as sentences."""
    return InputFileError(f"{file} {kind}. {advice}{' ' if advice else ''}You can import: {'; '.join(FILES_READ)}.")
