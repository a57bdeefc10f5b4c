"""What JupyterLab may save in a notebook of the forms that were on the screen, with all that was typed in them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from careerskit.errors import InputFileError

__all__ = ["check_no_saved_forms", "remove_saved_forms"]

_VIEW = "application/vnd.jupyter.widget-view+json"


def check_no_saved_forms(notebook: Any, file: Path) -> None:
    """Check that a notebook holds no form of an earlier session: it would go out to other schools with their documents.

    Unless it was opened with ``careerskit workbook``, JupyterLab saves a notebook's outputs, and with its setting “Save Widget
    State Automatically” what was typed too.

    Args:
        notebook: the notebook as nbformat reads it, with cells.
        file: where it was read, for the message.

    Raises:
        InputFileError: it holds one; the message says what to do.
    """
    if _has_state(notebook.metadata) or any(_shows_form(cell) for cell in notebook.cells):
        raise InputFileError(
            f"{file} has saved forms in it, and they may hold what another school typed. Open it with `careerskit workbook` and "
            "save it, which removes them. Answers stay in the store."
        )


def remove_saved_forms(notebook: Any) -> None:
    """Remove the state of widgets from a notebook. Whatever runs a notebook keeps what was in it before, or adds its own."""
    notebook.metadata.pop("widgets", None)


def _has_state(metadata: Mapping[str, Any]) -> bool:
    widgets = metadata.get("widgets")
    if not isinstance(widgets, Mapping):
        return False
    # ipywidgets 6 and older saved the state itself, without a MIME type above it.
    return any(held.get("state") for held in [widgets, *widgets.values()] if isinstance(held, Mapping))


def _shows_form(cell: Mapping[str, Any]) -> bool:
    return any(_VIEW in output.get("data", {}) for output in cell.get("outputs", []))
