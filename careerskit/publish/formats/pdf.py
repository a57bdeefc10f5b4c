"""A document as PDF, laid out from its page by Typst: tagged (PDF/UA-1), with bookmarks and page numbers.

Why Typst: docs/decisions/0006-pdf.md.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from careerskit.errors import RenderError
from careerskit.files import atomic_write
from careerskit.publish.formats.format import Document, Format
from careerskit.publish.page_tree import page_tree

__all__ = ["PDF", "load_fonts"]

_NOT_IN_PDF = dict.fromkeys(map(ord, "\ufeff\ufffe"))
"""Characters that show nothing, and that PDF/UA does not allow."""

_TEMPLATE = files("careerskit.publish").joinpath("templates", "document.typ")


def _write(document: Document, path: Path) -> None:
    atomic_write(path, _to_pdf(document))


def _to_pdf(document: Document) -> bytes:
    """Return the PDF of a document, laid out from its page.

    Raises:
        RenderError: Typst cannot lay it out, or would leave something out.
    """
    import typst

    palette = document.branding.palette
    colours = {"band": palette.band, "accent": palette.text, "tint": palette.tint} if palette else {}
    entire = {"title": document.title, "body": page_tree(document.html), "colours": colours}
    content = json.dumps(entire, ensure_ascii=False).translate(_NOT_IN_PDF)
    try:
        pdf, warnings = typst.compile_with_warnings(
            str(_TEMPLATE), sys_inputs={"document": content}, font_paths=load_fonts(), pdf_standards=["ua-1"]
        )
    except typst.TypstError as error:
        raise RenderError(f"The PDF cannot be laid out: {error}") from error
    # Typst drops what it cannot place, such as a paragraph within a paragraph, and only warns.
    if lost := [warning.message for warning in warnings if not warning.message.startswith("unknown font family")]:
        raise RenderError(f"The PDF would leave something out: {lost[0]}")
    return bytes(pdf)


@cache
def load_fonts() -> Any:
    """Return the fonts of this machine, and those that matplotlib brings, for machines that have none. It starts no thread."""
    import matplotlib
    import typst

    return typst.Fonts(font_paths=[str(Path(matplotlib.get_data_path()) / "fonts" / "ttf")])


PDF = Format(
    ".pdf",
    "PDF",
    _write,
    "application/pdf",
    advice="It prints on A4, and a screen reader finds its headings and tables.",
)
