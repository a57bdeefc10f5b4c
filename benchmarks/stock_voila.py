"""What a visit costs stock Voila, for comparison: the same notebook, a kernel for each visit, every setting as it comes.

Voila stands in an environment of its own in the user's cache folder, made when it is first needed. A visit waits for the whole
page, then asks the page's kernel for its widgets over its websocket, as the browser would, and has its form when their states
are there. The visits come one after the other and their kernels stay, as they do while the pages are open.
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
from process_tree import cpu_s, end, free_port, memory_mb, wait_for
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from careerskit.plan import School
from careerskit.resources import notebooks
from careerskit.store import open_store

__all__ = ["VERSION", "visit_voila"]

VERSION = "0.5.13"
_ROOT = Path(__file__).resolve().parents[1]
_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "careerskit" / "voila"

# Voila runs cells as if nobody were there to be asked (allow_stdin is false), so that our notebooks would show pages to read.
_OPEN = """\
from careerskit.store import open_store
from careerskit.workbook import WorkbookContext, Workbook

opened = open_store(store)
workbook = Workbook(WorkbookContext(opened, opened.schools.get(school), interactive=True))
"""


def visit_voila(visits: int, step: str) -> dict[str, float | None]:
    """Return the seconds, MB and CPU seconds of a visit to a step.

    Each is None where Voila was left out (no visits), is not to be had, or did not work: the reason is said.
    """
    names = ("voila_visit_s", "voila_memory_mb_each", "voila_cpu_s_each")
    if visits:
        try:
            return dict(zip(names, _measure(_environment(), visits, step), strict=True))
        except (OSError, RuntimeError, subprocess.SubprocessError, WebSocketException) as error:
            _say(f"Voila is left out: {error}")
    return dict.fromkeys(names)


def _measure(python: Path, visits: int, step: str) -> tuple[float, float, float]:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        notebook = _notebook(step, Path(folder))
        command = [str(python), "-m", "voila", str(notebook), "--no-browser", "--port", str(port)]
        with notebook.with_suffix(".log").open("wb") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            wait_for(server, port)
            widgets = _visit(port)  # the first one brings the server's own templates in, and does not count
            memory, cpu = memory_mb(server.pid), cpu_s(server.pid)
            took = []
            for number in range(visits):
                _say(f"Voila, visit {number + 1} of {visits}")
                start = time.perf_counter()
                if _visit(port) != widgets:
                    raise RuntimeError("its form is not the same at each visit")
                took.append(time.perf_counter() - start)
            each = (memory_mb(server.pid) - memory) / visits, (cpu_s(server.pid) - cpu) / visits
        finally:
            end(server.pid)
            server.wait()
    return statistics.median(took), *each


def _environment() -> Path:
    """Return the Python of an environment with Voila and careerskit; raises RuntimeError where it cannot be made."""
    python = _CACHE / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = _CACHE / "stamp"
    wanted = "\n".join((VERSION, sys.version, str(_ROOT), (_ROOT / "pyproject.toml").read_text("utf-8")))
    if not stamp.is_file() or stamp.read_text("utf-8") != wanted:
        _say(f"installing Voila {VERSION} into {_CACHE}: a minute or two, once")
        venv.create(_CACHE, clear=True, with_pip=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        done = subprocess.run([*pip, "--editable", str(_ROOT), f"voila=={VERSION}"], capture_output=True, text=True)
        if done.returncode:
            told = [line.strip() for line in done.stderr.splitlines() if "ERROR" in line]
            raise RuntimeError(f"it cannot be installed. {' '.join(told[:1])[:120]}")
        stamp.write_text(wanted, "utf-8")
    return python


def _notebook(step: str, folder: Path) -> Path:
    """Lay the step out as it is, but for its school, its store, and who sits there."""
    store = str(folder / "room.db")
    with open_store(store) as opened:
        opened.schools.register([School("s0000", "Larkmoor School")])
    notebook = nbformat.read(notebooks() / f"{step}.ipynb", 4)
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = f"school, store = 's0000', {store!r}"
        elif "open_workbook(" in cell.source:
            cell.source = _OPEN
    laid = folder / f"{step}.ipynb"
    nbformat.write(notebook, laid)
    return laid


def _visit(port: int) -> int:
    """Visit the page, and return how many widgets its form has."""
    with urlopen(f"http://127.0.0.1:{port}/", timeout=60) as answer:
        html = answer.read().decode()
    kernel = re.search(r'"kernelId": "([\w-]+)"', html)
    if kernel is None or "application/vnd.jupyter.widget-view+json" not in html:
        raise RuntimeError("its page has no form")
    comm = uuid4().hex
    with connect(f"ws://127.0.0.1:{port}/api/kernels/{kernel[1]}/channels", max_size=None) as page:
        opening = {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}}
        page.send(_message("comm_open", opening, {"version": "1.0.0"}))
        page.send(_message("comm_msg", {"comm_id": comm, "data": {"method": "request_states"}}))
        while True:
            said = json.loads(page.recv(timeout=60))
            data = said["content"].get("data", {})
            if said["msg_type"] == "comm_msg" and data.get("method") == "update_states":
                return len(data["states"])


def _message(kind: str, content: object, metadata: object = None) -> str:
    header = {"msg_id": uuid4().hex, "msg_type": kind, "session": "visit", "username": "", "date": "", "version": "5.4"}
    return json.dumps(
        {"header": header, "parent_header": {}, "metadata": metadata or {}, "content": content, "channel": "shell"}
    )


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
