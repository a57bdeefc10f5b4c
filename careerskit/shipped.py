"""The files that come with careerskit: the workbook's notebooks, and the samples.

In a checkout they are the folders beside the package; in a wheel they are inside it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from careerskit.errors import CareerskitError

__all__ = ["lay_out", "notebooks", "plan_notebook", "samples"]

_PACKAGE = Path(__file__).parent


def _folder(name: str) -> Path:
    inside = _PACKAGE / "shipped" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def notebooks() -> Path:
    """Return the folder of the workbook's notebooks."""
    return _folder("notebooks")


def plan_notebook() -> Path:
    """Return the notebook of the plan: the one of the workbook in this folder, which may have been changed, or our own."""
    here = Path("notebooks", "plan.ipynb")
    return here if here.is_file() else notebooks() / here.name


def samples() -> Path:
    """Return the folder of the sample schools: plan files, and their destinations as the Department publishes them."""
    return _folder("data") / "samples"


def lay_out(folder: Path) -> None:
    """Lay a workbook out in a new folder: the notebooks, and the samples.

    Raises:
        CareerskitError: the folder is there already and has something in it.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CareerskitError(f"{folder} is there already. Choose a folder that does not exist yet.")
    without = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
    shutil.copytree(notebooks(), folder / "notebooks", ignore=without)
    shutil.copytree(samples(), folder / "data" / "samples", ignore=without)
