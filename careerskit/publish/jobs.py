"""What is to be rendered for which school, and a fingerprint of everything it is made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from careerskit.branding import NO_BRANDING
from careerskit.evidence import published_about
from careerskit.plan import School
from careerskit.publish.editions import EDITIONS
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
    notebooks: Sequence[Path],
    out: Path,
    engine: str = ENGINE,
    formats: tuple[Format, ...] = DEFAULT_FORMATS,
) -> list[RenderJob]:
    """Return a job for each notebook of each school, without the answers: whether these have changed is known without reading them.

    What an edition cannot be written as is left out of its formats.
    """
    editions = {edition.name for edition in EDITIONS}
    made_from = {notebook: _digest_of(notebook) for notebook in notebooks}
    revisions = store.answers.latest_revisions(school.id for school in schools)
    published = published_about(store, schools)
    brandings = store.branding.digests(school.id for school in schools)
    jobs = []
    for school in schools:
        about_school, saved = published[school.id], _saved(revisions[school.id])
        about = [school.name, school.setting, revisions[school.id], about_school.content]
        about += [brandings[school.id]] if school.id in brandings else []
        digest = json.dumps(about, sort_keys=True).encode()
        for notebook in notebooks:
            fingerprint = hashlib.sha256(made_from[notebook] + digest).hexdigest()[:32]
            written = tuple(kind for kind in formats if not kind.plan_only or notebook.stem not in editions)
            path = notebook.absolute()
            jobs.append(
                RenderJob(school, store.url, path, out, engine, fingerprint, about_school, formats=written, saved=saved)
            )
    return jobs


def _digest_of(notebook: Path) -> bytes:
    content = notebook.read_bytes()
    return hashlib.sha256(content + _package_digest() + _day(content)).digest()


def with_answers(store: Store, jobs: Sequence[RenderJob]) -> Iterator[RenderJob]:
    """Yield jobs with the answers of their schools, read in one query, and with the branding of those that have one."""
    answers = store.answers.read_many(job.school.id for job in jobs)
    brandings = store.branding.digests(job.school.id for job in jobs)
    for job in jobs:  # a logo and a template are large: one school's at a time
        branding = store.branding.get(job.school.id) if job.school.id in brandings else NO_BRANDING
        yield replace(job, answers=answers[job.school.id], branding=branding)


def _saved(revision: str) -> datetime | None:
    """Return when a school's latest revision was saved, see :meth:`careerskit.store.AnswerLog.latest_revisions`."""
    _, _, at = revision.partition(" ")
    return datetime.fromisoformat(at).replace(tzinfo=UTC) if at else None


def _day(notebook: bytes) -> bytes:
    """Return today's date for a notebook that shows how plans stand on a day, which is the parameter ``as_at``; "" for others."""
    return str(datetime.now(ENGLAND).date()).encode() if b"as_at = " in notebook else b""


@cache
def _package_digest() -> bytes:
    """Return a digest of what documents are made with: careerskit, its samples (shown as examples), and the libraries' versions."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for library in (
        "matplotlib",
        "nbconvert",
        "jinja2",
        "pandas",
        "python-docx",
        "docxtpl",
        "icalendar",
        "openpyxl",
        "typst",
    ):
        digest.update(f"{library} {version(library)}".encode())
    for file in [*sorted(package.rglob("*")), *sorted(samples().glob("*.json"))]:
        below = file.is_relative_to(package) and file.relative_to(package).parts[0] in _ROOMS_BELOW
        if file.suffix in {".py", ".j2", ".css", ".json", ".typ"} and not below:
            digest.update(file.name.encode() + file.read_bytes())
    return digest.digest()
