"""The pages of a school's website on its careers programme: a folder to upload, made from public answers alone."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from careerskit.errors import InputFileError, RenderError
from careerskit.files import atomic_write
from careerskit.plan import Group, Plan, School, Setting, field_named, only_public
from careerskit.publish.editions import WEBSITE, Edition
from careerskit.publish.formats import DEFAULT_FORMATS, NOTEBOOK, PAGE, Format, with_links
from careerskit.publish.jobs import create_jobs, with_answers
from careerskit.publish.page_metadata import read_page_metadata
from careerskit.publish.workers import render_many
from careerskit.review import Finding, findings, is_started
from careerskit.store import Store, load_plan

__all__ = ["has_something_to_publish", "missing_on_website", "render_website", "website_zip", "write_website"]


def has_something_to_publish(plan: Plan) -> bool:
    """Whether a plan has a public answer beside whose it is."""
    return any(is_started(only_public(plan), part) for part in ("vision", "programme", "website"))


def missing_on_website(plan: Plan) -> list[Finding]:
    """Return what the public pages of a plan still lack, and what is worth another look before they are published."""
    return [finding for finding in findings(plan) if finding.is_open and _is_public(finding.path)]


def render_website(store: Store, school: School, formats: tuple[Format, ...] = DEFAULT_FORMATS) -> Mapping[str, bytes]:
    """Return the files of a school's website by their names, the first page among them as ``index.html``.

    Each page leads to the others, and to itself in the other formats.

    Raises:
        InputFileError: there is nothing to publish yet, or one of the formats is made of the whole plan.
        RenderError: a page could not be rendered.
    """
    plan = load_plan(store, school)
    if not has_something_to_publish(plan):
        raise InputFileError(
            f"There is nothing to publish for {school.name} yet. Start with its vision, its programme and what belongs on the "
            f"website: run `careerskit open {school.id}`."
        )
    if unsuited := [kind for kind in formats if kind.plan_only]:
        raise InputFileError(f"A {unsuited[0].name} is made of the whole plan, which is not for the website.")
    written = tuple(kind for kind in formats if kind is not NOTEBOOK)
    found: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory(prefix="careerskit-") as folder:
        jobs = create_jobs(store, [school], [edition.notebook for edition in WEBSITE], Path(folder), formats=written)
        results = {result.document: result for result in render_many(with_answers(store, jobs), 1)}
        for edition in WEBSITE:
            result = results[edition.name]
            if result.status == "failed":
                raise RenderError(f"{edition.name}: {result.reason}")
            for file in result.files:
                content = file.read_bytes()
                if file.suffix == PAGE.suffix:
                    content = _linked(content.decode(), edition, plan.setting, written).encode()
                found[_file_name(edition, file.suffix)] = content
    return found


def write_website(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the files of a website into a folder; it is created where there is none. Those of earlier runs go.

    Raises:
        InputFileError: the folder has another website's first page in it.
        OSError: a file cannot be written.
    """
    first = folder / _file_name(WEBSITE[0], PAGE.suffix)
    if first.exists() and not read_page_metadata(first):
        raise InputFileError(f"{first} is another page. Choose a new folder, and nothing in this one is replaced.")
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.pdf"):
        if old.name not in files and old.with_suffix(PAGE.suffix).name in files:
            old.unlink()  # it is of the answers as they were
    for name, content in files.items():
        atomic_write(folder / name, content)


def website_zip(files: Mapping[str, bytes]) -> bytes:
    """Return the files of a website as a zip."""
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as zipped:
        for name, file in files.items():
            zipped.writestr(name, file)
    return content.getvalue()


def _file_name(edition: Edition, suffix: str) -> str:
    return f"{'index' if edition is WEBSITE[0] else edition.name}{suffix}"


def _linked(page: str, edition: Edition, setting: Setting, formats: tuple[Format, ...]) -> str:
    links = {_file_name(other, PAGE.suffix): setting.localise(other.readers) for other in WEBSITE}
    files = {_file_name(edition, kind.suffix): f"This page as {kind.name}" for kind in formats if kind is not PAGE}
    return with_links(page, links | files, label="Careers", current=_file_name(edition, PAGE.suffix))


def _is_public(path: str) -> bool:
    """Whether the answer of a path is public: its field, and each that it is in."""
    model: type[Group] | None = Plan
    for name in re.sub(r"\[[^]]*\]", "", path).split("."):
        field = field_named(model, name) if model else None
        if field is None or not field.public:
            return False
        model = field.model
    return True
