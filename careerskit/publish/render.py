"""One notebook for one school: run by papermill, and written in every format."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from careerskit.branding import NO_BRANDING, Branding
from careerskit.errors import CareerskitError, RenderError, StoreError
from careerskit.evidence import Published
from careerskit.files import atomic_write, slugify
from careerskit.plan import School, only_public
from careerskit.processes import run_in_subprocess, use_progress
from careerskit.publish.editions import is_public
from careerskit.publish.formats import DEFAULT_FORMATS, FORMATS, PAGE, Document, Format, page_html
from careerskit.publish.notebook_check import check_notebook, names_kernel
from careerskit.publish.page_metadata import PageMetadata
from careerskit.publish.saved_forms import remove_saved_forms
from careerskit.review import started_parts
from careerskit.store import plan_of
from careerskit.workbook import WorkbookContext, use_context

__all__ = [
    "ENGINE",
    "RenderJob",
    "RenderResult",
    "plan_file_name",
    "render",
    "run_notebook",
    "write_page",
]

ENGINE = "careerskit"
"""Papermill's name of our warm engine, see :mod:`careerskit.publish.engine`."""

_KERNEL = {
    "kernel_manager_class": "careerskit.publish.kernels.QuietKernelManager",
    "extra_arguments": ["--log-level=CRITICAL"],  # a kernel would log that it was interrupted when it is shut down
}

_HEADING = re.compile(r"^#\s+(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class RenderJob:
    """What is to be rendered: a notebook for a school of a store, into a folder of its own below ``out``.

    published, answers, branding: all that the store has about the school, read for many schools at once; answers that cannot be
    read are the StoreError that says so. parameters: those of the notebook beside the school and the store. fingerprint: of
    everything else that the documents are made from, so that unchanged ones are not rendered again. engine: papermill's name of
    the engine that runs it: our warm one, or "nbclient" for a kernel of its own, as stock papermill does, which reads the store for
    itself. formats: what is written, the page among them. saved: when answers last changed (UTC); None where there are none.
    """

    school: School
    store: str
    notebook: Path
    out: Path
    engine: str
    fingerprint: str
    published: Published
    answers: dict[str, Any] | StoreError = field(default_factory=dict)
    branding: Branding = NO_BRANDING
    parameters: Mapping[str, str] = field(default_factory=dict)
    formats: tuple[Format, ...] = DEFAULT_FORMATS
    saved: datetime | None = None

    @property
    def folder(self) -> Path:
        """The school's own folder: its name and its id. Where no register knows it, the id is made from the name already."""
        name, key = slugify(self.school.name, 60), self.school.id
        return self.out / (key if name and key.startswith(name[:16]) else f"{name}-{key}".lstrip("-"))

    def path(self, kind: Format) -> Path:
        """Return the file of that format."""
        return self.folder / f"{self.notebook.stem}{kind.suffix}"

    def to_result(self, status: str, seconds: float = 0.0, reason: str = "") -> RenderResult:
        """Return the result of this job."""
        files = tuple(self.path(kind) for kind in self.formats if kind.is_sent)
        return RenderResult(self.school, self.path(PAGE), files, status, seconds, reason)


@dataclass(frozen=True)
class RenderResult:
    """What became of a school's documents: ``rendered``, ``unchanged`` or ``failed``, in how many seconds, and why it failed.

    page: the web page. files: every file that is for the school, the page among them.
    """

    school: School
    page: Path
    files: tuple[Path, ...]
    status: str
    seconds: float
    reason: str

    @property
    def document(self) -> str:
        """The name of the document: that of its notebook, and of its files."""
        return self.page.stem


def plan_file_name(school: School) -> str:
    """Return how the names of a school's files start where it or the facilitator saves them: they say whose they are."""
    return f"{slugify(school.name, 80) or slugify(school.id, 80)}-strategic-careers-plan"


def render(job: RenderJob) -> RenderResult:
    """Render one job. Never raises: a failure is a result like any other, with the cell and the reason."""
    start = time.perf_counter()
    try:
        _render(job)
    except CareerskitError as error:
        return job.to_result("failed", time.perf_counter() - start, str(error))
    except Exception as error:  # whatever is wrong with one school must not end the others' batch
        return job.to_result("failed", time.perf_counter() - start, f"{type(error).__name__}: {error}")
    return job.to_result("rendered", time.perf_counter() - start)


def run_notebook(notebook: Path, school: str, store: str, engine: str = ENGINE, **parameters: str) -> Any:
    """Run a notebook with papermill for a school, in an empty folder of its own, and return it with its outputs.

    parameters: what else it takes.

    Raises:
        RenderError: a cell of it failed; the message names the cell.
    """
    return _run(notebook, {"school": school, "store": store, **parameters}, engine)


def write_page(
    notebook: Path,
    parameters: Mapping[str, str],
    page: Path,
    title: str,
    *,
    branding: Branding = NO_BRANDING,
    on_progress: Callable[[Any], object] | None = None,
) -> None:
    """Run a notebook that is not the plan of a school with papermill, and write its page, whole or not at all.

    It runs in another process: papermill changes the working folder of the whole process it is in, which may be a server's.

    Args:
        notebook: the notebook.
        parameters: its parameters, by name.
        page: where the page goes; its folder is created where there is none.
        title: the page's title.
        branding: gives the page its colours.
        on_progress: called with what the notebook reports by :func:`careerskit.processes.report_progress`.

    Raises:
        InputFileError: there is no such notebook, or it does not take the parameters.
        RenderError: a cell of it failed; the message names the cell.
        ProcessError: its process ended.
        OSError: the page cannot be written.
    """
    html = run_in_subprocess(
        _render_page, notebook, dict(parameters), title, branding, on_progress=on_progress or (lambda _: None)
    )
    page.parent.mkdir(parents=True, exist_ok=True)
    atomic_write(page, html)


def _render_page(
    notebook: Path,
    parameters: Mapping[str, str],
    title: str,
    branding: Branding,
    *,
    on_progress: Callable[[Any], object],
) -> str:
    check_notebook(notebook, parameters)
    with use_progress(on_progress):
        return page_html(_run(notebook, parameters, ENGINE), title, branding=branding)


def _run(notebook: Path, parameters: Mapping[str, str], engine: str) -> Any:
    import papermill
    from jupyter_client.kernelspec import NoSuchKernel
    from papermill.exceptions import PapermillExecutionError

    # Ours runs any notebook in this Python. nbclient needs a kernel, and papermill stops at a notebook that names none.
    options = {} if engine == ENGINE else _KERNEL
    if engine == ENGINE or not names_kernel(notebook):
        options = {**options, "kernel_name": "python3", "language": "python"}
    try:
        with tempfile.TemporaryDirectory(prefix="careerskit-", ignore_cleanup_errors=True) as folder:
            executed = papermill.execute_notebook(
                str(notebook).replace("{", "{{").replace("}", "}}"),  # papermill puts parameters into braces in a path
                None,
                parameters=dict(parameters),
                engine_name=engine,
                progress_bar=False,
                cwd=folder,
                **options,
            )
    except NoSuchKernel as error:
        from jupyter_client.kernelspec import KernelSpecManager

        installed = ", ".join(sorted(KernelSpecManager().find_kernel_specs())) or "none"
        raise RenderError(
            f"{notebook.name} names the kernel {error.name!r}, which is not installed here (installed: {installed}). Open it in "
            "JupyterLab, choose a kernel and save it, or leave out --engine nbclient."
        ) from None
    except PapermillExecutionError as error:
        source = error.source.strip().splitlines()
        raise RenderError(
            f"cell {error.cell_index + 1} of {notebook.name} ({source[-1] if source else ''}): {error.ename}: {error.evalue}"
        ) from error
    return _without_traces(executed)


def _without_traces(notebook: Any) -> Any:
    """Remove what papermill notes about this machine, as the notebook is given away: the store's address, folders and times."""
    notebook.metadata.pop("papermill", None)
    remove_saved_forms(notebook)
    notebook.cells = [cell for cell in notebook.cells if "injected-parameters" not in cell.metadata.get("tags", [])]
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
    return notebook


def _render(job: RenderJob) -> None:
    plan, public = plan_of(job.school, job.answers), is_public(job.notebook)
    if public:
        plan = only_public(plan)  # the notebook does the same; here, nothing else ever reaches it
    context = WorkbookContext(
        None,
        job.school,
        interactive=False,
        plan=plan,
        published=job.published,
        branding=job.branding,
        store_url=job.store,
    )
    with use_context(context):
        notebook = run_notebook(job.notebook, job.school.id, job.store, job.engine, **job.parameters)
    title = _heading(notebook) or plan.title
    begun = "" if public else "{} of {}".format(*started_parts(plan))
    name = plan.header.school_name
    metadata = PageMetadata(job.fingerprint, job.school.id, name, plan.setting.value, title, begun)
    heading = f"{title}: {name}"
    page = page_html(notebook, heading, metadata.as_meta(), job.branding)
    document = Document(notebook, heading, page, plan, job.branding, job.saved)
    job.folder.mkdir(parents=True, exist_ok=True)
    for kind in FORMATS:
        if kind in job.formats:
            kind.write(document, job.path(kind))
        else:
            job.path(kind).unlink(missing_ok=True)  # it is of the answers as they were


def _heading(notebook: Any) -> str:
    """Return the notebook's own top heading; "" where a part of the plan shows it instead."""
    found = _HEADING.search("\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown"))
    return found[1] if found else ""
