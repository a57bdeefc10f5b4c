"""What a file that cannot be imported seems to be, so that its owner knows what to do.

Each kind completes a sentence that starts with the file's name, like "is a PDF"; advice is sentences of its own, or "".
"""

from __future__ import annotations

import json
import zipfile

from careerskit.evidence.data_files import DataFile
from careerskit.evidence.tables import Header

__all__ = ["is_zip_of_files", "kind_by_first_bytes", "kind_of_json", "kind_of_table"]

_SAVE_AS_CSV = 'Open it, save the sheet as "CSV UTF-8" and import that.'
_SAVE_AGAIN = (
    'Save an action plan or programme as an Excel workbook (xlsx), any other sheet as "CSV UTF-8", and import that.'
)
_ZIP = ("is a zip file", "Unpack it and import the files in it.")
_OFFICE = {"xl/": ("is a spreadsheet (Excel, xlsx or xlsb)", _SAVE_AGAIN), "word/": ("is a Word document (docx)", "")}
_FIRST_BYTES = (
    (b"\xd0\xcf\x11\xe0", "is from an older version of Office, like a spreadsheet (xls)", _SAVE_AGAIN),
    (b"%PDF", "is a PDF", ""),
    (
        b"version https://git-lfs",
        "is a pointer of Git LFS, which stands for the file and holds none of it",
        "Download the file itself, with “Download raw file” or `git lfs pull`.",
    ),
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OTHER_TABLES = (
    ("establishmentname", "is a list from Get Information about Schools"),
    ("time_period", "is a file from Explore education statistics"),
)


def kind_by_first_bytes(file: DataFile, head: bytes) -> tuple[str, str] | None:
    """Return the kind and advice for a file that is no plain text; None where it may be one. head: its first bytes."""
    if head.startswith(b"PK"):
        return _kind_of_zip(file)
    for start, kind, advice in _FIRST_BYTES:
        if head.startswith(start):
            return kind, advice
    if b"\0" in head and not head.startswith(_UTF16):
        return "is not text", ""
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return "is a web page", "Download the data file itself."
    return None


def is_zip_of_files(file: DataFile) -> bool:
    """Whether a file is a zip of other files, and not a document that is kept as a zip, like docx and xlsx."""
    return file.head(2) == b"PK" and _kind_of_zip(file) == _ZIP


def _kind_of_zip(file: DataFile) -> tuple[str, str]:
    try:
        with file.open() as opened, zipfile.ZipFile(opened) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return "is a damaged zip file", "Download it again."
    for folder, kind in _OFFICE.items():
        if any(name.startswith(folder) for name in names):
            return kind
    if "content.xml" in names:
        return "is an OpenDocument file, like a spreadsheet (ods)", _SAVE_AGAIN
    return _ZIP


def kind_of_json(text: str) -> str:
    """Return the kind of a JSON file that is plainly not a plan, or "": reading it as a plan then says what is wrong."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    return "is a notebook" if isinstance(data, dict) and "nbformat" in data else ""


def kind_of_table(header: Header, head: bytes) -> tuple[str, str]:
    """Return the kind and advice for a text file that no source recognises. head: its first bytes."""
    for column, kind in _OTHER_TABLES:
        if column in header.names:
            return kind, ""
    if len(header.headings) < 2:
        return "isn't a table", "" if head.count(b"\n") < 2 else _SAVE_AS_CSV
    some = ", ".join(header.headings[:4])
    return f"is a table with the columns {some}{' …' if len(header.headings) > 4 else ''}", ""
