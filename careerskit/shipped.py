"""The files that come with careerskit: the workbook's notebooks, the webinar's, and the samples.

In a checkout they are the folders beside the package; in a wheel they are inside it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from careerskit.errors import CareerskitError

__all__ = [
    "deck_notebook",
    "lay_out",
    "notebooks",
    "plan_notebook",
    "run_of_show",
    "samples",
    "session_report",
    "step_notebooks",
]

_PACKAGE = Path(__file__).parent


def _folder(name: str) -> Path:
    inside = _PACKAGE / "shipped" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def notebooks() -> Path:
    """Return the folder of the workbook's notebooks."""
    return _folder("notebooks")


def step_notebooks() -> list[Path]:
    """Return the notebooks of the steps, in order."""
    return sorted(notebooks().glob("0*.ipynb"))


def plan_notebook() -> Path:
    """Return the notebook of the plan: the one of the workbook in this folder, which may have been changed, or our own."""
    here = Path("notebooks", "plan.ipynb")
    return here if here.is_file() else notebooks() / here.name


def samples() -> Path:
    """Return the folder of the sample schools: plan files, and their destinations as the Department publishes them."""
    return _folder("data") / "samples"


def run_of_show() -> Path:
    """Return the file of the run of show: the one in this folder's ``webinar``, which may have been changed, or our own."""
    return _of_the_webinar("run_of_show.yml")


def deck_notebook() -> Path:
    """Return the notebook of the slides: the one in this folder's ``webinar``, which may have been changed, or our own."""
    return _of_the_webinar("deck.ipynb")


def session_report() -> Path:
    """Return the notebook of a session's report: the one in this folder's ``webinar``, or our own."""
    return _of_the_webinar("report.ipynb")


def _of_the_webinar(name: str) -> Path:
    here = Path("webinar", name)
    return here if here.is_file() else _folder("webinar") / name


def lay_out(folder: Path, *, webinar: bool = False) -> None:
    """Lay a workbook out in a new folder: the notebooks, and the samples.

    webinar: whether what a facilitator changes comes along: slides with their notes, run of show, report and guide.

    Raises:
        CareerskitError: the folder is there already and has something in it.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CareerskitError(f"{folder} is there already. Choose a folder that does not exist yet.")
    without = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
    shutil.copytree(notebooks(), folder / "notebooks", ignore=without)
    shutil.copytree(samples(), folder / "data" / "samples", ignore=without)
    if webinar:
        shutil.copytree(_folder("webinar"), folder / "webinar", ignore=without)
