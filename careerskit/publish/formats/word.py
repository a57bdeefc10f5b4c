"""A plan as a Word document in the shape of the template, to write in and to comment on."""

from __future__ import annotations

from pathlib import Path

from careerskit.files import atomic_write
from careerskit.publish.formats.format import Document, Format
from careerskit.word import write_plan

__all__ = ["WORD"]


def _write(document: Document, path: Path) -> None:
    atomic_write(path, write_plan(document.plan))


WORD = Format(
    ".docx",
    "Word document",
    _write,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    advice="It has the template’s tables, to change or comment on.",
    plan_only=True,
)
