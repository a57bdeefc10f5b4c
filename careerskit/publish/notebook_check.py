"""Whether a notebook can be rendered: it is one, takes the parameters, and has no saved forms in it."""

from __future__ import annotations

import ast
from collections.abc import Collection
from pathlib import Path
from typing import Any

from careerskit.errors import InputFileError, did_you_mean
from careerskit.publish.saved_forms import check_no_saved_forms

__all__ = ["check_notebook", "names_kernel"]


def check_notebook(notebook: Path, parameters: Collection[str] = ("school", "store")) -> None:
    """Check that a notebook exists, takes these parameters, and has no saved forms in it.

    Papermill only warns about a parameter that a notebook does not know, and would render a wrong plan to the end.

    Raises:
        InputFileError: there is no such notebook, it does not take them, or it has saved forms in it.
    """
    import nbformat

    if not notebook.is_file():
        others = [file.name for file in notebook.parent.glob("*.ipynb")] if notebook.parent.is_dir() else []
        raise InputFileError(f"There is no notebook {notebook}.{did_you_mean(notebook.name, others)}")
    try:
        content = nbformat.read(notebook, as_version=4)
        known = _parameters_of(content)
    except (ValueError, KeyError, AttributeError) as error:  # no JSON, or no notebook
        raise InputFileError(f"{notebook} is not a notebook.") from error
    check_no_saved_forms(content, notebook)
    if missing := sorted(set(parameters) - known):
        raise InputFileError(
            f"{notebook} does not take {' and '.join(missing)}: it needs a cell tagged parameters with "
            + " and ".join(f'{name} = ""' for name in parameters)
            + " on lines of their own."
        )


def _parameters_of(notebook: Any) -> set[str]:
    """Return the names that the cell tagged parameters sets. papermill's own look at it stops at an "=" within a value."""
    cells = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    try:
        trees = [ast.parse(cell.source) for cell in cells]
    except SyntaxError:
        return set()
    return {
        node.id
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def names_kernel(notebook: Path) -> bool:
    """Whether a notebook says which kernel it is for. papermill stops at one that does not."""
    import nbformat

    return "name" in nbformat.read(notebook, as_version=4).metadata.get("kernelspec", {})
