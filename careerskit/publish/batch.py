"""Many schools: the unchanged ones skipped, the others rendered side by side in worker processes, and a report of all."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import cache
from pathlib import Path

from careerskit.evidence import published_about
from careerskit.files import write_whole
from careerskit.plan import School
from careerskit.publish.imprint import imprint_of
from careerskit.publish.overview import write_overview
from careerskit.publish.render import Job, Result, check_notebook, render
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
    done: Callable[[Result], None] | None = None,
) -> list[Result]:
    """Render a notebook for each school into a folder of its own, with ``index.html`` and ``report.json`` beside them.

    workers: how many processes at once; 0 for one per core. force: whether pages are made again that nothing has changed
    for. done: told each result as it comes.

    Returns the results in the order of the schools. A school that fails is one of them; the others go on.

    Raises:
        InputFileError: there is no such notebook, or it takes no school.
    """
    check_notebook(notebook)
    out.mkdir(parents=True, exist_ok=True)
    jobs = _jobs(store, schools, notebook, out)
    results: dict[str, Result] = {}

    def take(result: Result) -> None:
        results[result.job.school.id] = result
        if done:
            done(result)

    to_do = []
    for job in jobs:
        made = imprint_of(job.page)
        if made and made.fingerprint == job.fingerprint and not force:
            take(Result(job, "unchanged", 0.0))
        else:
            to_do.append(job)
    if to_do:
        # Spawned, not forked: a fork would share the open store. Processes, not threads: papermill is not made for threads.
        count = min(workers or os.cpu_count() or 1, len(to_do))
        with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn")) as pool:
            for future in as_completed([pool.submit(render, job) for job in to_do]):
                take(future.result())
    in_order = [results[job.school.id] for job in jobs]
    _write_report(out, in_order)
    write_overview(in_order, out)
    return in_order


def _jobs(store: Store, schools: Sequence[School], notebook: Path, out: Path) -> list[Job]:
    made_from = hashlib.sha256(notebook.read_bytes() + _package_digest())
    answers = store.read_many(school.id for school in schools)
    published = published_about(store, schools)
    jobs = []
    for school in schools:
        digest = made_from.copy()
        about = [school.name, school.setting, answers[school.id], published[school.id]]
        digest.update(json.dumps(about, sort_keys=True).encode())
        jobs.append(Job(school, store.url, notebook.absolute(), out, digest.hexdigest()[:32]))
    return jobs


@cache
def _package_digest() -> bytes:
    """Return a digest of careerskit itself: a page is made again when what makes it has changed."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for file in sorted(package.rglob("*")):
        if file.suffix in {".py", ".j2", ".css", ".json"}:
            digest.update(file.relative_to(package).as_posix().encode() + file.read_bytes())
    return digest.digest()


def _write_report(out: Path, results: Sequence[Result]) -> None:
    report = [
        {"school": r.job.school.id, "status": r.status, "seconds": round(r.seconds, 2), "reason": r.reason}
        for r in results
    ]
    write_whole(out / "report.json", json.dumps(report, indent=2, ensure_ascii=False) + "\n")
