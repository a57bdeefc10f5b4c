"""A plan as a Word document in the shape of the template, or in the school’s own, to write in and to comment on."""

from __future__ import annotations

from pathlib import Path

from careerskit.errors import InputFileError, RenderError
from careerskit.files import atomic_write
from careerskit.publish.formats.format import Document, Format
from careerskit.word import fill_template, write_plan

__all__ = ["WORD"]


def _write(document: Document, path: Path) -> None:
    if not (template := document.branding.template):
        atomic_write(path, write_plan(document.plan, document.branding))
        return
    try:
        atomic_write(path, fill_template(template, document.plan))
    except InputFileError as error:
        raise RenderError(
            f"The school’s own Word template: {error} `careerskit branding {document.plan.school} --remove template` removes it."
        ) from None


WORD = Format(
    ".docx",
    "Word document",
    _write,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    advice="It has the template’s tables, to change or comment on.",
    plan_only=True,
)
