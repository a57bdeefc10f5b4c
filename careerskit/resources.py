"""The files that come with careerskit: the workbook's notebooks, the webinar's, and the samples.

In a checkout they are the folders beside the package; in a wheel they are inside it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from careerskit.errors import CareerskitError

__all__ = [
    "deck_notebook",
    "edition_notebook",
    "named_run_of_show",
    "notebooks",
    "overview_notebook",
    "plan_notebook",
    "review_notebook",
    "run_of_show",
    "runs_of_show",
    "samples",
    "scaffold",
    "session_report",
    "step_notebooks",
]

_PACKAGE = Path(__file__).parent


def _folder(name: str) -> Path:
    bundled = _PACKAGE / "bundled" / name
    return bundled if bundled.is_dir() else _PACKAGE.parent / name


def notebooks() -> Path:
    """Return the folder of the workbook's notebooks."""
    return _folder("notebooks")


def step_notebooks() -> list[Path]:
    """Return the notebooks of the steps, in order."""
    return sorted(notebooks().glob("[0-9]*.ipynb"))


def plan_notebook() -> Path:
    """Return the plan's notebook: the one in the working folder's ``notebooks``, which may have been changed, or our own."""
    return _local_or_own("notebooks", "plan.ipynb")


def review_notebook() -> Path:
    """Return the notebook of the termly review: the one in the working folder's ``notebooks``, or our own."""
    return _local_or_own("notebooks", "termly_review.ipynb")


def edition_notebook(name: str) -> Path:
    """Return the notebook of an edition of the plan: the one in the working folder's ``notebooks``, or our own."""
    return _local_or_own("notebooks", f"{name}.ipynb")


def samples() -> Path:
    """Return the folder of the sample schools: plan files, and destinations in the form that the Department publishes."""
    return _folder("data") / "samples"


def run_of_show() -> Path:
    """Return the file of the run of show: the one in the working folder's ``webinar``, or our own."""
    return _local_or_own("webinar", "run_of_show.yml")


def named_run_of_show(file_or_name: Path) -> Path:
    """Return the file of the run of show that somebody asks for: a file of theirs, or one of :func:`runs_of_show` by its name."""
    if not file_or_name.exists() and str(file_or_name) in runs_of_show():
        return _local_or_own("webinar", f"run_of_show_{file_or_name}.yml")
    return file_or_name


def runs_of_show() -> list[str]:
    """Return the names of the built-in runs of show beside that of 75 minutes, such as "120" for ``run_of_show_120.yml``."""
    return sorted(file.stem.removeprefix("run_of_show_") for file in _folder("webinar").glob("run_of_show_*.yml"))


def deck_notebook() -> Path:
    """Return the notebook of the slides: the one in the working folder's ``webinar``, or our own."""
    return _local_or_own("webinar", "deck.ipynb")


def session_report() -> Path:
    """Return the notebook of a session's report: the one in the working folder's ``webinar``, or our own."""
    return _local_or_own("webinar", "report.ipynb")


def overview_notebook() -> Path:
    """Return the notebook of the overview of many plans: the one in the working folder's ``webinar``, or our own."""
    return _local_or_own("webinar", "overview.ipynb")


def _local_or_own(folder: str, name: str) -> Path:
    local = Path(folder, name)
    return local if local.is_file() else _folder(folder) / name


def scaffold(folder: Path, *, webinar: bool = False) -> None:
    """Create a folder with a workbook: its notebooks, and the samples.

    webinar: whether to add what a facilitator changes: slides with their notes, run of show, report, overview and guide.

    Raises:
        CareerskitError: the folder already exists and has something in it.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CareerskitError(f"{folder} already exists. Choose a new folder.")
    ignore = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
    shutil.copytree(notebooks(), folder / "notebooks", ignore=ignore)
    shutil.copytree(samples(), folder / "data" / "samples", ignore=ignore)
    if webinar:
        shutil.copytree(_folder("webinar"), folder / "webinar", ignore=ignore)
