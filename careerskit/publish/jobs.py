"""What is to be made for which school, and what it is made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from pathlib import Path

from careerskit.evidence import published_about
from careerskit.plan import School
from careerskit.publish.render import ENGINE, Job
from careerskit.shipped import samples
from careerskit.store import Store

__all__ = ["jobs_of", "with_answers"]

_MAKE_NO_PAGES = {"cli", "server", "session"}
"""The rooms below this one: what changes there changes no plan."""


def jobs_of(store: Store, schools: Sequence[School], notebook: Path, out: Path, engine: str = ENGINE) -> list[Job]:
    """Return the jobs of schools, without the answers: whether these have changed is known without reading them."""
    made_from = hashlib.sha256(notebook.read_bytes() + _package_digest())
    newest, published = store.newest(school.id for school in schools), published_about(store, schools)
    jobs = []
    for school in schools:
        digest = made_from.copy()
        about = [school.name, school.setting, newest[school.id], vars(published[school.id])]
        digest.update(json.dumps(about, sort_keys=True).encode())
        fingerprint = digest.hexdigest()[:32]
        jobs.append(Job(school, store.url, notebook.absolute(), out, engine, fingerprint, published[school.id]))
    return jobs


def with_answers(store: Store, jobs: Sequence[Job]) -> Iterator[Job]:
    """Yield jobs with the answers of their schools, read in one query."""
    answers = store.read_many(job.school.id for job in jobs)
    for job in jobs:
        yield replace(job, answers=answers[job.school.id])


@cache
def _package_digest() -> bytes:
    """Return a digest of what makes pages: careerskit, its samples (shown as examples), and the libraries by version."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for library in ("matplotlib", "nbconvert", "jinja2", "pandas"):
        digest.update(f"{library} {version(library)}".encode())
    for file in [*sorted(package.rglob("*")), *sorted(samples().glob("*.json"))]:
        below = file.is_relative_to(package) and file.relative_to(package).parts[0] in _MAKE_NO_PAGES
        if file.suffix in {".py", ".j2", ".css", ".json"} and not below:
            digest.update(file.name.encode() + file.read_bytes())
    return digest.digest()
