"""Many schools: the unchanged ones skipped, the others rendered side by side, and a report of all."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

from careerskit.evidence import published_about
from careerskit.files import write_whole
from careerskit.plan import School
from careerskit.publish.cluster import render_on_cluster
from careerskit.publish.imprint import imprint_of
from careerskit.publish.overview import write_overview
from careerskit.publish.render import ENGINE, Job, Result, check_notebook
from careerskit.publish.workers import TIME_LIMIT, render_many
from careerskit.shipped import samples
from careerskit.store import Store

__all__ = ["render_plans"]


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
    jobs = _jobs(store, schools, notebook, out, engine)
    report = _Report(out, jobs, done)
    to_do = []
    for job in jobs:
        made = imprint_of(job.page)
        if made and made.fingerprint == job.fingerprint and not force:
            report.take(Result(job, "unchanged", 0.0))
        else:
            to_do.append(job)
    if to_do:
        check_notebook(notebook)
    out.mkdir(parents=True, exist_ok=True)
    count = min(workers or os.cpu_count() or 1, len(to_do))
    try:
        for result in render_on_cluster(dask, to_do) if dask and to_do else render_many(to_do, count, limit):
            report.take(result)
    finally:
        report.write()
        write_overview(report.results, out)
    return report.results


class _Report:
    """The results so far, written down every second, so that a batch that is stopped has said what it did."""

    def __init__(self, out: Path, jobs: Sequence[Job], done: Callable[[Result], None] | None) -> None:
        self._path, self._order, self._done = out / "report.json", [job.school.id for job in jobs], done
        self._found: dict[str, Result] = {}
        self._written = time.monotonic()

    @property
    def results(self) -> list[Result]:
        """The results that are there, in the order of the schools."""
        return [self._found[school] for school in self._order if school in self._found]

    def take(self, result: Result) -> None:
        """Take a result, and pass it on."""
        self._found[result.job.school.id] = result
        if self._done:
            self._done(result)
        if result.status != "unchanged" and time.monotonic() > self._written + 1:
            self.write()

    def write(self) -> None:
        """Write the report."""
        entries = [
            {"school": r.job.school.id, "status": r.status, "seconds": round(r.seconds, 2), "reason": r.reason}
            for r in self.results
        ]
        write_whole(self._path, json.dumps(entries, indent=2, ensure_ascii=False) + "\n")
        self._written = time.monotonic()


def _jobs(store: Store, schools: Sequence[School], notebook: Path, out: Path, engine: str) -> list[Job]:
    made_from = hashlib.sha256(notebook.read_bytes() + _package_digest())
    answers = store.read_many(school.id for school in schools)
    published = published_about(store, schools)
    jobs = []
    for school in schools:
        digest = made_from.copy()
        about = [school.name, school.setting, answers[school.id], published[school.id]]
        digest.update(json.dumps(about, sort_keys=True, default=str).encode())  # str of what could not be read
        jobs.append(Job(school, store.url, notebook.absolute(), out, digest.hexdigest()[:32], engine))
    return jobs


@cache
def _package_digest() -> bytes:
    """Return a digest of what makes pages: careerskit, its samples (shown as examples), and the libraries by version."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for library in ("matplotlib", "nbconvert", "jinja2", "pandas"):
        digest.update(f"{library} {version(library)}".encode())
    for file in [*sorted(package.rglob("*")), *sorted(samples().glob("*.json"))]:
        if file.suffix in {".py", ".j2", ".css", ".json"}:
            digest.update(file.name.encode() + file.read_bytes())
    return digest.digest()
