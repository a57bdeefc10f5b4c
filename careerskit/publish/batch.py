"""Many schools: the unchanged ones skipped, the others rendered side by side, and a report of all."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from careerskit.files import write_whole
from careerskit.plan import School
from careerskit.publish.cluster import render_on_cluster
from careerskit.publish.imprint import imprint_of
from careerskit.publish.jobs import jobs_of, with_answers
from careerskit.publish.overview import write_overview
from careerskit.publish.render import ENGINE, Job, Result, check_notebook
from careerskit.publish.workers import TIME_LIMIT, render_many
from careerskit.store import Store

__all__ = ["render_plan", "render_plans"]

_AT_ONCE = 100


def render_plans(
    store: Store,
    schools: Sequence[School],
    notebook: Path,
    out: Path,
    *,
    workers: int = 0,
    force: bool = False,
    engine: str = ENGINE,
    limit: float = TIME_LIMIT,
    dask: str = "",
    done: Callable[[Result], None] | None = None,
) -> list[Result]:
    """Render a notebook for each school into a folder of its own, with ``index.html`` and ``report.json`` beside them.

    workers: how many plans at once; 0 for one per core. force: whether pages are made again that nothing has changed for.
    engine: papermill's name of the engine. limit: seconds for one plan. dask: the address of a Dask scheduler, to render on
    its cluster; workers and limit are then the cluster's own. done: told each result as it comes.

    Returns the results in the order of the schools. A school that fails is one of them; the others go on. Stopped in the
    middle, it goes on where it was when it is called again.

    Raises:
        InputFileError: there is no such notebook, or it takes no school.
    """
    if not notebook.is_file():
        check_notebook(notebook)
    report = _Report(out, schools, done)

    def to_do() -> Iterator[Job]:
        checked = False  # once there is something to do: reading a notebook brings papermill along
        for start in range(0, len(schools), _AT_ONCE):  # never all at once, for memory's sake
            jobs = jobs_of(store, schools[start : start + _AT_ONCE], notebook, out, engine)
            if not force:
                jobs = _changed(jobs, report)
            if jobs and not checked:
                check_notebook(notebook)
                checked = True
            yield from with_answers(store, jobs)

    others = to_do()
    first = list(islice(others, 1))  # what is wrong with the notebook is said before anything is written
    jobs = chain(first, others)
    out.mkdir(parents=True, exist_ok=True)
    count = workers or os.cpu_count() or 1
    try:
        for result in render_on_cluster(dask, jobs) if dask and first else render_many(jobs, count, limit):
            report.take(result)
    finally:
        report.write()
        write_overview(report.results, out)
    return report.results


def render_plan(store: Store, school: School, notebook: Path, out: Path) -> Result:
    """Render a notebook for one school into a folder, in a process of its own, without an index and a report."""
    (result,) = render_many(with_answers(store, jobs_of(store, [school], notebook, out)), 1)
    return result


class _Report:
    """The results so far, written down every second, so that a batch that is stopped has said what it did."""

    def __init__(self, out: Path, schools: Sequence[School], done: Callable[[Result], None] | None) -> None:
        self._path, self._order, self._done = out / "report.json", [school.id for school in schools], done
        self._found: dict[str, Result] = {}
        self._written = time.monotonic()

    @property
    def results(self) -> list[Result]:
        """The results that are there, in the order of the schools."""
        return [self._found[school] for school in self._order if school in self._found]

    def take(self, result: Result) -> None:
        """Take a result, and pass it on."""
        self._found[result.school.id] = result
        if self._done:
            self._done(result)
        if result.status != "unchanged" and time.monotonic() > self._written + 1:
            self.write()

    def write(self) -> None:
        """Write the report."""
        entries = [
            {"school": r.school.id, "status": r.status, "seconds": round(r.seconds, 2), "reason": r.reason}
            for r in self.results
        ]
        write_whole(self._path, json.dumps(entries, indent=2, ensure_ascii=False) + "\n")
        self._written = time.monotonic()


def _changed(jobs: Iterable[Job], report: _Report) -> list[Job]:
    """Return the jobs to be done, and report the others, whose page was made from the same."""
    changed = []
    for job in jobs:
        made = imprint_of(job.page)
        if made and made.fingerprint == job.fingerprint:
            report.take(job.became("unchanged"))
        else:
            changed.append(job)
    return changed
