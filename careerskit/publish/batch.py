"""A plan for each school: only where something has changed, many at once, with an index and a report."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from careerskit.errors import CareerskitError, InputFileError, did_you_mean
from careerskit.files import atomic_write
from careerskit.plan import School
from careerskit.publish.cluster import render_on_cluster
from careerskit.publish.editions import Edition
from careerskit.publish.formats import DEFAULT_FORMATS, FORMATS, PAGE, Format
from careerskit.publish.index_page import write_index_page
from careerskit.publish.jobs import create_jobs, with_answers
from careerskit.publish.notebook_check import check_notebook
from careerskit.publish.page_metadata import read_page_metadata
from careerskit.publish.render import ENGINE, RenderJob, RenderResult
from careerskit.publish.workers import TIME_LIMIT, render_many
from careerskit.store import Store

__all__ = ["choose_formats", "render_plan", "render_plans"]

_SCHOOLS_AT_ONCE = 100
"""How many schools are read from the store at once: never all of them, for memory's sake."""


def choose_formats(keys: str) -> tuple[Format, ...]:
    """Return the formats that a list such as "html,pdf" names, and with them those that every document is written in.

    Raises:
        CareerskitError: there is no such format.
    """
    known = {kind.key: kind for kind in FORMATS}
    chosen = {key.strip().lower().removeprefix(".") for key in keys.split(",")} - {""}
    if unknown := sorted(chosen - known.keys()):
        hint = did_you_mean(unknown[0], known)
        raise CareerskitError(f"There is no format “{unknown[0]}”.{hint} Choose from {', '.join(sorted(known))}.")
    return tuple(kind for kind in FORMATS if kind in DEFAULT_FORMATS or kind.key in chosen)


def render_plans(
    store: Store,
    schools: Sequence[School],
    notebook: Path,
    out: Path,
    *,
    editions: Sequence[Edition] = (),
    workers: int = 0,
    force: bool = False,
    engine: str = ENGINE,
    formats: tuple[Format, ...] = DEFAULT_FORMATS,
    timeout: float = TIME_LIMIT,
    dask: str = "",
    on_result: Callable[[RenderResult], None] | None = None,
) -> list[RenderResult]:
    """Render a notebook and editions for each school into its own folder, with ``index.html`` and ``report.json`` beside them.

    Args:
        store: where the schools and their plans are.
        schools: the schools.
        notebook: the notebook; it takes the parameters ``school`` and ``store``.
        out: the folder; it is created where there is none.
        editions: which editions are rendered beside the notebook.
        workers: how many documents at once; 0 for one per core.
        force: whether unchanged documents are rendered again.
        engine: papermill's name of the engine.
        formats: what each document is written as, see :func:`choose_formats`.
        timeout: seconds for one document.
        dask: the address of a Dask scheduler, to render on its cluster; workers and timeout are then the cluster's own.
        on_result: called with each result as it comes.

    Returns the results in the order of the schools, and of the notebooks of each. A document that fails is one of them; the others
    go on. A batch that was stopped carries on where it was when it is called again.

    Raises:
        InputFileError: there is no such notebook, it takes no school, or one of the formats is for plans only.
    """
    notebooks = [notebook, *(edition.notebook for edition in editions if edition.name != notebook.stem)]
    if not notebook.is_file():
        check_notebook(notebook)
    if notebook.stem != "plan" and (unsuited := [kind for kind in formats if kind.plan_only]):
        raise InputFileError(f"A {unsuited[0].name} is made of the whole plan, and not of {notebook.name}.")
    report = _Report(out, schools, notebooks, on_result)

    def pending_jobs() -> Iterator[RenderJob]:
        checked: set[Path] = set()  # once there is something to do: reading a notebook imports papermill
        for start in range(0, len(schools), _SCHOOLS_AT_ONCE):
            jobs = create_jobs(store, schools[start : start + _SCHOOLS_AT_ONCE], notebooks, out, engine, formats)
            if not force:
                jobs = _changed(jobs, report)
            for one in {job.notebook for job in jobs} - checked:
                check_notebook(one)
                checked.add(one)
            yield from with_answers(store, jobs)

    rest = pending_jobs()
    first = list(islice(rest, 1))  # what is wrong with the notebook is raised before anything is written
    jobs = chain(first, rest)
    out.mkdir(parents=True, exist_ok=True)
    count = workers or os.cpu_count() or 1
    try:
        for result in render_on_cluster(dask, jobs) if dask and first else render_many(jobs, count, timeout):
            report.add(result)
    finally:
        report.write()
        write_index_page(report.results, out)
    return report.results


def render_plan(
    store: Store,
    school: School,
    notebook: Path,
    out: Path,
    *,
    formats: tuple[Format, ...] = DEFAULT_FORMATS,
    parameters: Mapping[str, str] | None = None,
) -> RenderResult:
    """Render a notebook for one school into a folder, in another process, without an index and a report.

    parameters: what the notebook takes beside the school and the store.
    """
    jobs = create_jobs(store, [school], [notebook], out, formats=formats)
    (result,) = render_many(with_answers(store, [replace(job, parameters=parameters or {}) for job in jobs]), 1)
    return result


class _Report:
    """The results so far, written once a second, so that a batch that is stopped leaves a report."""

    def __init__(
        self,
        out: Path,
        schools: Sequence[School],
        notebooks: Sequence[Path],
        on_result: Callable[[RenderResult], None] | None,
    ) -> None:
        self._path, self._on_result = out / "report.json", on_result
        self._order = [(school.id, notebook.stem) for school in schools for notebook in notebooks]
        self._results: dict[tuple[str, str], RenderResult] = {}
        self._written = time.monotonic()

    @property
    def results(self) -> list[RenderResult]:
        """The results so far, in the order of the schools, and of the notebooks of each."""
        return [self._results[document] for document in self._order if document in self._results]

    def add(self, result: RenderResult) -> None:
        """Add a result, and pass it on."""
        self._results[result.school.id, result.document] = result
        if self._on_result:
            self._on_result(result)
        if result.status != "unchanged" and time.monotonic() > self._written + 1:
            self.write()

    def write(self) -> None:
        """Write the report."""
        entries = [
            {
                "school": result.school.id,
                "document": result.document,
                "status": result.status,
                "seconds": round(result.seconds, 2),
                "reason": result.reason,
            }
            for result in self.results
        ]
        atomic_write(self._path, json.dumps(entries, indent=2, ensure_ascii=False) + "\n")
        self._written = time.monotonic()


def _changed(jobs: Iterable[RenderJob], report: _Report) -> list[RenderJob]:
    """Return the jobs to do, and report the others, whose documents were rendered from the same."""
    changed = []
    for job in jobs:
        metadata = read_page_metadata(job.path(PAGE))
        is_there = all(job.path(kind).is_file() for kind in job.formats)
        if is_there and metadata and metadata.fingerprint == job.fingerprint:
            report.add(job.to_result("unchanged"))
        else:
            changed.append(job)
    return changed
