"""One notebook for one school: run by papermill, made into a page, written whole or not at all."""

from __future__ import annotations

import multiprocessing
import signal
import tempfile
import time
from collections.abc import Collection, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from careerskit.errors import CareerskitError, InputFileError, RenderError, StoreError, did_you_mean
from careerskit.evidence import Published
from careerskit.files import as_file_name, write_whole
from careerskit.plan import School
from careerskit.publish.document import document, heading_of
from careerskit.publish.imprint import Imprint
from careerskit.review import answered
from careerskit.store import plan_of
from careerskit.workbook import Seat, seated

__all__ = ["ENGINE", "Job", "Result", "check_notebook", "render", "run_notebook", "write_page"]

ENGINE = "careerskit"
"""Papermill's name of our warm engine, see :mod:`careerskit.publish.engine`."""

_KERNEL = {
    "kernel_manager_class": "careerskit.publish.kernels.QuietKernelManager",
    "extra_arguments": ["--log-level=CRITICAL"],  # a kernel would log that it was interrupted when it is shut down
}


@dataclass(frozen=True)
class Job:
    """What is to be rendered: a notebook for a school of a store, into a folder of its own below ``out``.

    published, answers: all that the store has of the school, read for many schools at once; answers that cannot be read are
    the StoreError that says so. fingerprint: of everything the page is made from, so that an unchanged one need not be made
    again. engine: papermill's name of the engine that runs it: our warm one, or "nbclient" for a kernel of its own, as stock
    papermill does, which reads the store for itself.
    """

    school: School
    store: str
    notebook: Path
    out: Path
    engine: str
    fingerprint: str
    published: Published
    answers: dict[str, Any] | StoreError = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """The school's own folder: its id and its name. Where no register knows it, the id is made of the name already."""
        name, key = as_file_name(self.school.name, 60), self.school.id
        return self.out / (key if name and key.startswith(name[:16]) else f"{key}-{name}".rstrip("-"))

    @property
    def page(self) -> Path:
        """The page, beside the notebook it was made from."""
        return self.folder / f"{self.notebook.stem}.html"

    def became(self, status: str, seconds: float = 0.0, reason: str = "") -> Result:
        """Return the result of this job."""
        return Result(self.school, self.page, status, seconds, reason)


@dataclass(frozen=True)
class Result:
    """What became of a school's page: ``rendered``, ``unchanged`` or ``failed``, in how many seconds, and why it failed."""

    school: School
    page: Path
    status: str
    seconds: float
    reason: str


def render(job: Job) -> Result:
    """Render one job. Never raises: a failure is a result like any other, with the cell and the reason."""
    start = time.perf_counter()
    try:
        _render(job)
    except CareerskitError as error:
        return job.became("failed", time.perf_counter() - start, str(error))
    except Exception as error:  # one school's trouble, whatever it is, must not end the others' batch
        return job.became("failed", time.perf_counter() - start, f"{type(error).__name__}: {error}")
    return job.became("rendered", time.perf_counter() - start)


def check_notebook(notebook: Path, takes: Collection[str] = ("school", "store")) -> None:
    """See to it that a notebook is there and takes these parameters: a school and a store, where nothing else is said.

    Papermill only warns of a parameter that a notebook does not know, and would render a wrong plan to the end.

    Raises:
        InputFileError: there is no such notebook, or it does not take them.
    """
    import papermill

    if not notebook.is_file():
        beside = [file.name for file in notebook.parent.glob("*.ipynb")] if notebook.parent.is_dir() else []
        raise InputFileError(f"There is no notebook {notebook}.{did_you_mean(notebook.name, beside)}")
    try:
        known = papermill.inspect_notebook(str(notebook))
    except (ValueError, KeyError, AttributeError) as error:  # no JSON, or no notebook
        raise InputFileError(f"{notebook} is no notebook.") from error
    if lacking := sorted(set(takes) - set(known)):
        raise InputFileError(
            f"{notebook} does not take {' and '.join(lacking)}: it needs a cell tagged parameters with "
            + " and ".join(f'{name} = ""' for name in takes)
            + " on lines of their own."
        )


def run_notebook(notebook: Path, school: str, store: str, engine: str = ENGINE) -> Any:
    """Run a notebook by papermill for a school, in an empty folder of its own, and return it with its outputs.

    Raises:
        RenderError: a cell of it failed; the message names the cell.
    """
    return _run(notebook, {"school": school, "store": store}, engine)


def write_page(notebook: Path, parameters: Mapping[str, str], page: Path, title: str) -> None:
    """Run a notebook by papermill, and write its page, whole or not at all: one that is about no school of its own.

    It runs in a process of its own, started for it: papermill changes the folder of the whole process that it is in, which may
    be a server's.

    Args:
        notebook: the notebook.
        parameters: its parameters, by name.
        page: where the page goes; its folder is made where there is none.
        title: the page's title.

    Raises:
        InputFileError: there is no such notebook, or it does not take the parameters.
        RenderError: a cell of it failed; the message names the cell.
        OSError: the page cannot be written.
    """
    # Not forked: the fork server is the batch's, and would stay as cold as it is here. Ctrl-C is for us, who then wait for it.
    apart = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), signal.signal, (signal.SIGINT, signal.SIG_IGN))
    with apart:
        try:
            html = apart.submit(_page_of, notebook, dict(parameters), title).result()
        except BrokenProcessPool as error:
            raise RenderError(f"The process in which {notebook.name} ran has ended. Try it again.") from error
    page.parent.mkdir(parents=True, exist_ok=True)
    write_whole(page, html)


def _page_of(notebook: Path, parameters: Mapping[str, str], title: str) -> str:
    check_notebook(notebook, parameters)
    return document(_run(notebook, parameters, ENGINE), title)


def _run(notebook: Path, parameters: Mapping[str, str], engine: str) -> Any:
    import papermill
    from papermill.exceptions import PapermillExecutionError

    try:
        with tempfile.TemporaryDirectory(prefix="careerskit-", ignore_cleanup_errors=True) as folder:
            done = papermill.execute_notebook(
                str(notebook),
                None,
                parameters=dict(parameters),
                engine_name=engine,
                progress_bar=False,
                cwd=folder,
                **({} if engine == ENGINE else _KERNEL),
            )
    except PapermillExecutionError as error:
        source = error.source.strip().splitlines()
        raise RenderError(
            f"cell {error.cell_index + 1} of {notebook.name} ({source[-1] if source else ''}): {error.ename}: {error.evalue}"
        ) from error
    return _to_hand_out(done)


def _to_hand_out(notebook: Any) -> Any:
    """Take out what papermill notes of this machine: the store's address, folders and times. The folder is handed out."""
    notebook.metadata.pop("papermill", None)
    notebook.cells = [cell for cell in notebook.cells if "injected-parameters" not in cell.metadata.get("tags", [])]
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
    return notebook


def _render(job: Job) -> None:
    import nbformat

    plan = plan_of(job.school, job.answers)
    with seated(Seat(None, job.school, live=False, plan=plan, destinations=job.published.destinations())):
        notebook = run_notebook(job.notebook, job.school.id, job.store, job.engine)
    title = heading_of(notebook) or plan.title
    begun = "{} of {}".format(*answered(plan))
    name = plan.header.school_name
    imprint = Imprint(job.fingerprint, job.school.id, name, plan.setting.value, title, begun)
    html = document(notebook, f"{title}: {name}", imprint.as_meta())
    job.folder.mkdir(parents=True, exist_ok=True)
    write_whole(job.page.with_suffix(".ipynb"), nbformat.v4.writes(notebook))  # papermill has validated it
    write_whole(job.page, html)  # last, since its fingerprint says that all is there
