"""What a file that cannot be imported seems to be, so that its owner knows what to do.

Each kind completes a sentence that starts with the file's name, like "is a PDF"; advice is sentences of its own, or "".
"""

from __future__ import annotations

import io
import json
import zipfile

from careerskit.evidence.tables import CsvTable

__all__ = ["kind_by_first_bytes", "kind_of_json", "kind_of_table"]

_SAVE_AS_CSV = 'Open it, save the sheet as "CSV UTF-8" and import that.'
_SAVE_AGAIN = (
    'Save an action plan or programme as an Excel workbook (xlsx), any other sheet as "CSV UTF-8", and import that.'
)
_OFFICE = {"xl/": ("is a spreadsheet (Excel, xlsx or xlsb)", _SAVE_AGAIN), "word/": ("is a Word document (docx)", "")}
_FIRST_BYTES = (
    (b"\xd0\xcf\x11\xe0", "is from an older version of Office, like a spreadsheet (xls)", _SAVE_AGAIN),
    (b"%PDF", "is a PDF", ""),
    (b"\xff\xfe", "is text in UTF-16", 'Save it as "CSV UTF-8" and import that.'),
    (b"\xfe\xff", "is text in UTF-16", 'Save it as "CSV UTF-8" and import that.'),
)
_OTHER_TABLES = (
    ("NUMFSM", "is the school census file of the performance tables"),
    ("EstablishmentName", "is a list from Get Information about Schools"),
    ("time_period", "is a file from Explore education statistics"),
)


def kind_by_first_bytes(data: bytes) -> tuple[str, str] | None:
    """Return the kind and advice for a file that is no plain text; None where it may be one."""
    if data.startswith(b"PK"):
        return _kind_of_zip(data)
    for start, kind, advice in _FIRST_BYTES:
        if data.startswith(start):
            return kind, advice
    if b"\0" in data:
        return "is not text", ""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return "is a web page", "Download the data file itself."
    return None


def _kind_of_zip(data: bytes) -> tuple[str, str]:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except zipfile.BadZipFile:
        return "is a damaged zip file", "Download it again."
    for folder, kind in _OFFICE.items():
        if any(name.startswith(folder) for name in names):
            return kind
    if "content.xml" in names:
        return "is an OpenDocument file, like a spreadsheet (ods)", _SAVE_AGAIN
    return "is a zip file", "Unzip it and import the files in it."


def kind_of_json(text: str) -> str:
    """Return the kind of a JSON file that is plainly not a plan, or "": reading it as a plan then says what is wrong."""
    try:
        data = json.loads(text)
    except ValueError:
        return ""
    return "is a notebook" if isinstance(data, dict) and "nbformat" in data else ""


def kind_of_table(table: CsvTable) -> tuple[str, str]:
    """Return the kind and advice for a text file that no source recognises."""
    for column, kind in _OTHER_TABLES:
        if column in table.columns:
            return kind, ""
    if len(table.columns) == 1:
        name = table.columns[0]
        for mark, separators in ((";", "semicolons"), ("\t", "tabs")):
            if mark in name:
                return f"is text separated by {separators}", _SAVE_AS_CSV
        return "isn't a CSV table", ""
    some = ", ".join(table.columns[:4])
    return f"is a table with the columns {some}{' …' if len(table.columns) > 4 else ''}", ""
