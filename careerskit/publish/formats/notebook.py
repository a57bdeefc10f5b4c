"""A document as the notebook that was run: for those who want to look behind it, or to go on from there."""

from __future__ import annotations

from pathlib import Path

from careerskit.files import atomic_write
from careerskit.publish.formats.format import Document, Format

__all__ = ["NOTEBOOK"]


def _write(document: Document, path: Path) -> None:
    import nbformat

    atomic_write(path, nbformat.v4.writes(document.notebook))  # papermill has validated it


NOTEBOOK = Format(".ipynb", "notebook", _write, "application/x-ipynb+json", is_sent=False)
