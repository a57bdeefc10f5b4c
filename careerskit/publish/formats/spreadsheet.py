"""A plan's actions and programme as a spreadsheet, to keep track of there."""

from __future__ import annotations

from pathlib import Path

from careerskit.files import atomic_write
from careerskit.publish.formats.format import Document, Format
from careerskit.spreadsheet import write_spreadsheet

__all__ = ["SPREADSHEET"]


def _write(document: Document, path: Path) -> None:
    atomic_write(path, write_spreadsheet(document.plan))


SPREADSHEET = Format(
    ".xlsx",
    "spreadsheet",
    _write,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    advice="It has the action plan and the programme, to keep track of them in Excel.",
    plan_only=True,
)
