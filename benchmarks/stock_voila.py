"""Measures a visit to Voila with its default settings, for comparison: the same notebook, with one kernel for each visit.

Voila is installed into a separate environment in the user's cache folder when it is first needed. A visit loads the whole page and
then, as a browser does, requests the state of all widgets from the page's kernel over its websocket; it ends when they have
arrived. The visits follow one another, and their kernels keep running, as they do while pages are open.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from urllib.request import urlopen
from uuid import uuid4

import nbformat
from process_tree import cpu_seconds, free_port, memory_mb, terminate_tree, wait_until_listening
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from careerskit.plan import School
from careerskit.resources import notebooks
from careerskit.store import open_store

__all__ = ["VERSION", "measure_voila"]

VERSION = "0.5.13"
_ROOT = Path(__file__).resolve().parents[1]
_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "careerskit" / "voila"

# Voila runs cells with allow_stdin set to false, as if nobody were there, so our notebooks would show read-only pages.
_OPEN_WORKBOOK = """\
from careerskit.store import open_store
from careerskit.workbook import WorkbookContext, Workbook

opened = open_store(store)
workbook = Workbook(WorkbookContext(opened, opened.schools.get(school), interactive=True))
"""


def measure_voila(visits: int, step: str) -> dict[str, float | None]:
    """Return the seconds, MB and CPU seconds of a visit to a step.

    Each is None if there are no visits, or Voila cannot be installed or fails; the reason is printed.
    """
    names = ("voila_visit_s", "voila_memory_mb_per_visit", "voila_cpu_s_per_visit")
    if visits:
        try:
            return dict(zip(names, _measure(_environment(), visits, step), strict=True))
        except (OSError, RuntimeError, subprocess.SubprocessError, WebSocketException) as error:
            _log(f"Voila was not measured: {error}")
    return dict.fromkeys(names)


def _measure(python: Path, visits: int, step: str) -> tuple[float, float, float]:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        notebook = _notebook(step, Path(folder))
        command = [str(python), "-m", "voila", str(notebook), "--no-browser", "--port", str(port)]
        with notebook.with_suffix(".log").open("wb") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            wait_until_listening(server, port)
            widgets = _visit(port)  # the first visit loads the server's templates, and is not measured
            memory, cpu = memory_mb(server.pid), cpu_seconds(server.pid)
            durations = []
            for number in range(visits):
                _log(f"Voila, visit {number + 1} of {visits}")
                start = time.perf_counter()
                if _visit(port) != widgets:
                    raise RuntimeError("its form differs between visits")
                durations.append(time.perf_counter() - start)
            cost = (memory_mb(server.pid) - memory) / visits, (cpu_seconds(server.pid) - cpu) / visits
        finally:
            terminate_tree(server.pid)
            server.wait()
    return statistics.median(durations), *cost


def _environment() -> Path:
    """Return the Python of an environment with Voila and careerskit.

    Raises:
        RuntimeError: it cannot be installed.
    """
    python = _CACHE / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = _CACHE / "stamp"
    expected = "\n".join((VERSION, sys.version, str(_ROOT), (_ROOT / "pyproject.toml").read_text("utf-8")))
    if not stamp.is_file() or stamp.read_text("utf-8") != expected:
        _log(f"Installing Voila {VERSION} into {_CACHE}. This takes a minute or two, once.")
        venv.create(_CACHE, clear=True, with_pip=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        installed = subprocess.run(
            [*pip, "--editable", str(_ROOT), f"voila=={VERSION}"], capture_output=True, text=True
        )
        if installed.returncode:
            reasons = [line.strip() for line in installed.stderr.splitlines() if "ERROR" in line]
            raise RuntimeError(f"it cannot be installed. {' '.join(reasons[:1])[:120]}")
        stamp.write_text(expected, "utf-8")
    return python


def _notebook(step: str, folder: Path) -> Path:
    """Write a copy of a step's notebook that opens a new store, for one school, as a form to fill in."""
    store = str(folder / "store.db")
    with open_store(store) as opened:
        opened.schools.register([School("s0000", "Larkmoor School")])
    notebook = nbformat.read(notebooks() / f"{step}.ipynb", 4)
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = f"school, store = 's0000', {store!r}"
        elif "open_workbook(" in cell.source:
            cell.source = _OPEN_WORKBOOK
    copy = folder / f"{step}.ipynb"
    nbformat.write(notebook, copy)
    return copy


def _visit(port: int) -> int:
    """Load the page, and return the number of widgets in its form."""
    with urlopen(f"http://127.0.0.1:{port}/", timeout=60) as response:
        html = response.read().decode()
    kernel = re.search(r'"kernelId": "([\w-]+)"', html)
    if kernel is None or "application/vnd.jupyter.widget-view+json" not in html:
        raise RuntimeError("its page has no form")
    comm = uuid4().hex
    with connect(f"ws://127.0.0.1:{port}/api/kernels/{kernel[1]}/channels", max_size=None) as page:
        opening = {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}}
        page.send(_message("comm_open", opening, {"version": "1.0.0"}))
        page.send(_message("comm_msg", {"comm_id": comm, "data": {"method": "request_states"}}))
        while True:
            message = json.loads(page.recv(timeout=60))
            data = message["content"].get("data", {})
            if message["msg_type"] == "comm_msg" and data.get("method") == "update_states":
                return len(data["states"])


def _message(kind: str, content: object, metadata: object = None) -> str:
    header = {"msg_id": uuid4().hex, "msg_type": kind, "session": "visit", "username": "", "date": "", "version": "5.4"}
    return json.dumps(
        {"header": header, "parent_header": {}, "metadata": metadata or {}, "content": content, "channel": "shell"}
    )


def _log(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
