"""Opening the workbook in JupyterLab."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

from careerskit.errors import CareerskitError
from careerskit.store import open_store
from careerskit.workbook.context import remember_school

__all__ = ["open_lab"]


def open_lab(school: str = "", store: str = "", *, browser: bool = True) -> int:
    """Open JupyterLab on the workbook in this folder, and return its exit status when it is closed.

    school: whose plan to work on from now on, until another is chosen; "" for the one worked on last.

    Raises:
        CareerskitError: there is no workbook in this folder.
        UnknownSchoolError: the store knows no such school.
    """
    start = Path("notebooks", "00_start.ipynb")
    if not start.is_file():
        raise CareerskitError("There is no workbook in this folder. To create one, run `careerskit new FOLDER`.")
    # A notebook runs by itself, and Python looks beside the notebook first: nothing there may pass itself off as careerskit.
    if impostor := next(start.parent.glob("careerskit*"), None):
        raise CareerskitError(f"{impostor} would be used in place of careerskit. Move or rename it, and try again.")
    with open_store(store) as opened:
        url = opened.url
        if school:
            remember_school(opened, opened.schools.get(school))
    command = [sys.executable, "-m", "jupyter", "lab", str(start)]
    command += [] if browser else ["--no-browser"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # in a container there is often no other user; it listens on this machine alone
    return subprocess.run(command, env=_environment(url), check=False).returncode  # noqa: S603


def _environment(store: str) -> dict[str, str]:
    """Return the environment of JupyterLab: its kernels inherit the store, whichever folder a notebook is in.

    Our settings switch off what JupyterLab would ask of other hosts (news, newer versions) and its question about it.
    """
    settings = str(files("careerskit.workbook").joinpath("lab_settings"))
    path = os.pathsep.join(filter(None, [settings, os.environ.get("JUPYTER_CONFIG_PATH", "")]))
    return os.environ | {"CAREERSKIT_STORE": store, "JUPYTER_CONFIG_PATH": path}
