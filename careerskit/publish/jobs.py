"""What is to be rendered for which school, and a fingerprint of everything it is made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from careerskit.branding import NO_BRANDING
from careerskit.evidence import published_about
from careerskit.plan import School
from careerskit.publish.formats import DEFAULT_FORMATS, Format
from careerskit.publish.render import ENGINE, RenderJob
from careerskit.resources import samples
from careerskit.store import Store
from careerskit.views import ENGLAND

__all__ = ["create_jobs", "with_answers"]

_ROOMS_BELOW = {"cli", "export", "server", "session", "simulation"}
"""The rooms below this one: what changes there changes no document."""


def create_jobs(
    store: Store,
    schools: Sequence[School],
    notebook: Path,
    out: Path,
    engine: str = ENGINE,
    formats: tuple[Format, ...] = DEFAULT_FORMATS,
) -> list[RenderJob]:
    """Return the jobs of schools, without the answers: whether these have changed is known without reading them."""
    content = notebook.read_bytes()
    common = hashlib.sha256(content + _package_digest() + _day(content))
    revisions = store.answers.latest_revisions(school.id for school in schools)
    published = published_about(store, schools)
    looks = store.branding.digests(school.id for school in schools)
    jobs = []
    for school in schools:
        digest = common.copy()
        about = [school.name, school.setting, revisions[school.id], published[school.id].content]
        about += [looks[school.id]] if school.id in looks else []
        digest.update(json.dumps(about, sort_keys=True).encode())
        fingerprint = digest.hexdigest()[:32]
        about_school = published[school.id]
        job = RenderJob(school, store.url, notebook.absolute(), out, engine, fingerprint, about_school, formats=formats)
        jobs.append(job)
    return jobs


def with_answers(store: Store, jobs: Sequence[RenderJob]) -> Iterator[RenderJob]:
    """Yield jobs with the answers of their schools, read in one query, and with the branding of those that have one."""
    answers = store.answers.read_many(job.school.id for job in jobs)
    looks = store.branding.digests(job.school.id for job in jobs)
    for job in jobs:  # a logo and a template are large: one school's at a time
        branding = store.branding.get(job.school.id) if job.school.id in looks else NO_BRANDING
        yield replace(job, answers=answers[job.school.id], branding=branding)


def _day(notebook: bytes) -> bytes:
    """Return today's date for a notebook that shows how plans stand on a day, which is the parameter ``as_at``; "" for others."""
    return str(datetime.now(ENGLAND).date()).encode() if b"as_at = " in notebook else b""


@cache
def _package_digest() -> bytes:
    """Return a digest of what documents are made with: careerskit, its samples (shown as examples), and the libraries' versions."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for library in ("matplotlib", "nbconvert", "jinja2", "pandas", "python-docx", "docxtpl", "typst"):
        digest.update(f"{library} {version(library)}".encode())
    for file in [*sorted(package.rglob("*")), *sorted(samples().glob("*.json"))]:
        below = file.is_relative_to(package) and file.relative_to(package).parts[0] in _ROOMS_BELOW
        if file.suffix in {".py", ".j2", ".css", ".json", ".typ"} and not below:
            digest.update(file.name.encode() + file.read_bytes())
    return digest.digest()
