"""The index page: every school whose documents are in a folder, and why a document could not be created."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from careerskit.files import atomic_write
from careerskit.publish.editions import EDITIONS
from careerskit.publish.formats import FORMATS, PAGE, Format
from careerskit.publish.page_metadata import read_page_metadata
from careerskit.publish.render import RenderResult
from careerskit.views import get_template, script_hash

__all__ = ["write_index_page"]


@dataclass
class _Document:
    """A document's page, and its files in other formats: name of the format to address."""

    address: str
    other_formats: dict[str, str]


@dataclass
class _SchoolRow:
    """A school's line on the page. handouts: documents other than the plan, by title; editions first, in their order."""

    id: str
    name: str
    setting: str
    begun: str = ""
    reason: str = ""
    plan: _Document | None = None
    handouts: dict[str, _Document] = field(default_factory=dict)


def write_index_page(results: Sequence[RenderResult], out: Path, formats: Sequence[Format] = FORMATS) -> Path:
    """Write ``index.html`` for all documents in a folder, with what failed in this run, and return its path."""
    rows = _documents_in(out, formats)
    for result in results:
        if result.status == "failed":
            school = result.school
            row = rows.setdefault(school.id, _SchoolRow(school.id, school.name, school.setting.value))
            row.reason = "; ".join(filter(None, (row.reason, result.reason)))
    static = files("careerskit.publish").joinpath("static")
    script = static.joinpath("index_page.js").read_text("utf-8")
    html = get_template("publish/index_page.html.j2").render(
        rows=sorted(rows.values(), key=lambda row: (row.name.casefold(), row.id)),
        has_handouts=any(row.handouts for row in rows.values()),
        failed=sum(bool(row.reason) for row in rows.values()),
        css=static.joinpath("page.css").read_text("utf-8"),
        script=script,
        script_hash=script_hash(script),  # no other script runs on the page
    )
    path = out / "index.html"
    atomic_write(path, html)
    return path


def _documents_in(out: Path, formats: Sequence[Format]) -> dict[str, _SchoolRow]:
    rows: dict[str, _SchoolRow] = {}
    order = {edition.name: at for at, edition in enumerate(EDITIONS)}
    for page in sorted(out.glob(f"*/*{PAGE.suffix}"), key=lambda page: (order.get(page.stem, len(order)), page)):
        if metadata := read_page_metadata(page):
            row = rows.setdefault(metadata.school, _SchoolRow(metadata.school, metadata.name, metadata.setting))
            row.begun = row.begun or metadata.begun
            others = {kind.name: page.with_suffix(kind.suffix) for kind in formats if kind.is_sent and kind is not PAGE}
            addresses = {name: path.relative_to(out).as_posix() for name, path in others.items() if path.is_file()}
            document = _Document(page.relative_to(out).as_posix(), addresses)
            if page.stem == "plan":
                row.plan = row.plan or document
            else:
                row.handouts.setdefault(metadata.title, document)
    return rows
