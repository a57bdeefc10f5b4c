"""Importing files of any kind that careerskit reads, recognised by their content, whatever they are called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from careerskit.errors import InputFileError
from careerskit.evidence.data_files import DataFile, files_at, files_in
from careerskit.evidence.file_kinds import is_zip_of_files, kind_by_first_bytes, kind_of_json, kind_of_table
from careerskit.evidence.source import Reading, import_table
from careerskit.evidence.sources import SOURCES
from careerskit.evidence.tables import find_header

if TYPE_CHECKING:
    from careerskit.store import PublishedRelease, Store

__all__ = ["FILES_READ", "ImportResult", "Refusal", "import_file", "import_files", "import_upload"]

FILES_READ = ("a plan (JSON or Word)", "an action plan or programme (xlsx)", *(source.file for source in SOURCES))
"""What can be imported, in words."""

_MAX_PLAN = 20_000_000
"""How many bytes a plan file may have. A plan with everything filled in has 60,000."""

_RECOGNISED = 0.5
"""From this share of a source's columns, a file is one of that source, perhaps with some of them missing."""


@dataclass(frozen=True)
class ImportResult:
    """What was imported from a file.

    file: its name. summary: what it was, in words. schools: how many schools it added or updated. rows_read, rows_refused: of a
    table. warnings: what was left out, guessed or not understood, each with row and column.
    """

    file: str
    summary: str
    schools: int
    warnings: tuple[str, ...] = ()
    rows_read: int = 0
    rows_refused: int = 0


@dataclass(frozen=True)
class Refusal:
    """A file of which nothing was imported. reason: why, and what to do. known: whether it is of a kind that careerskit reads."""

    file: str
    reason: str
    known: bool


class _UnknownKindError(InputFileError):
    """A file is of a kind that careerskit does not read. reason: what it is, without what can be imported instead."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason} You can import: {'; '.join(FILES_READ)}.")
        self.reason = reason


def _say_nothing(_file: str, _share: float) -> None:
    pass


def import_files(
    store: Store, path: Path, who: str = "", year: str = "", on_progress: Callable[[str, float], object] = _say_nothing
) -> Iterator[ImportResult | Refusal]:
    """Import a file, every file of a folder, or every file of a zip; yield what became of each, one after the other.

    The order of files does not matter, and importing a file again changes nothing.

    Args:
        store: where to keep it.
        path: of the file, folder or zip.
        who: who imports it, for the history of a plan.
        year: which year tables are of, where they do not say so themselves; "" where nobody said.
        on_progress: told now and then which file is being read, and which share of it has been, from 0 to 1.
    """
    try:
        for file in files_at(path):
            zipped = is_zip_of_files(file)
            several = zipped or path.is_dir()
            for one in files_in(file) if zipped else (file,):
                try:
                    yield import_file(store, one, who, year, on_progress)
                except _UnknownKindError as error:
                    yield Refusal(one.name, error.reason if several else str(error), known=False)
                except InputFileError as error:
                    yield Refusal(one.name, str(error), known=True)
    except InputFileError as error:
        yield Refusal(path.name, str(error), known=True)


def import_upload(store_url: str, path: Path, year: str) -> list[ImportResult | Refusal]:
    """Import what is at a path into the store at this URL, in a process of its own; see :func:`import_files`."""
    from careerskit.store import open_store

    with open_store(store_url, create=False) as store:
        return list(import_files(store, path, year=year))


def import_file(
    store: Store,
    file: Path | DataFile,
    who: str = "",
    year: str = "",
    on_progress: Callable[[str, float], object] = _say_nothing,
) -> ImportResult:
    """Import one file into the store. Its content decides how it is read, not its name. The arguments are those of `import_files`.

    Raises:
        InputFileError: it is of another kind, or cannot be read as it is. Nothing of it is kept.
    """
    if isinstance(file, Path):
        if file.is_dir():
            raise InputFileError(f"{file} is a folder. Name the file in it.")
        file = next(files_at(file))
    on_progress(file.name, 0.0)
    head = file.head()
    if kind := kind_by_first_bytes(file, head):
        raise _refusal(file.name, *kind)
    if _starts_json(head):
        return _import_plan(store, file, who)
    table = find_header(file, lambda names: max(source.fit(names) for source in SOURCES))
    source = max(SOURCES, key=lambda source: source.fit(frozenset(table.header.names)))
    if source.fit(frozenset(table.header.names)) < _RECOGNISED:
        raise _refusal(file.name, *kind_of_table(table.header, head))
    reading = Reading(table, year)
    schools = import_table(store, source, reading, on_progress=partial(on_progress, file.name))
    refused = table.rows_refused + reading.refused
    summary = reading.summary + _beside(store, reading.releases)
    return ImportResult(file.name, summary, len(schools), reading.warnings, table.rows_read, refused)


def _beside(store: Store, imported: Iterable[PublishedRelease]) -> str:
    """Return whether a file is newer or older than the other releases of its topic, to go on with a sentence; "" without others."""
    newest = max(imported, key=lambda release: release.period, default=None)
    if newest is None or not newest.period:
        return ""
    keys = {release.key for release in imported}
    others = [
        release for release in store.published.releases(newest.topic) if release.key not in keys and release.period
    ]
    if not others:
        return ""
    if others[0].period > newest.period:
        return f"; older than the newest figures here, which stay first: {others[0].title}"
    if others[0].period < newest.period:
        return f"; now the newest figures here, beside older ones: {others[0].title}"
    return "; kept beside the figures of another release for the same year"


def _starts_json(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")[:1] in (b"{", b"[")


def _import_plan(store: Store, file: DataFile, who: str) -> ImportResult:
    from careerskit.store import import_plan

    text = _json_text(file.read(_MAX_PLAN), file.name)
    if kind := kind_of_json(text):
        raise _refusal(file.name, kind)
    school = import_plan(store, text, file.name, who)
    return ImportResult(file.name, f"the plan of {school.name}", 1)


def _json_text(data: bytes, file: str) -> str:
    """Return the text of a JSON file. PowerShell writes UTF-16 where a command's output is sent to a file."""
    try:
        return data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        raise InputFileError(f"{file} is not in UTF-8. Export the plan again with `careerskit export --out`.") from None


def _refusal(file: str, kind: str, advice: str = "") -> InputFileError:
    """Return the error for a file that cannot be imported. kind: what it is, as "is a PDF". advice: what to do, as sentences."""
    return _UnknownKindError(f"{file} {kind}. {advice}".rstrip())
