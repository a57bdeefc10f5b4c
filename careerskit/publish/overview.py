"""The page to open first: every school whose documents lie here, and the reason where one could not be made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import jinja2

from careerskit.files import write_whole
from careerskit.publish.imprint import imprint_of
from careerskit.publish.render import Result

__all__ = ["write_overview"]


@dataclass
class _Row:
    school: str
    name: str
    setting: str
    begun: str = ""
    reason: str = ""
    documents: dict[str, str] = field(default_factory=dict)  # title to address, the plan first


def write_overview(results: Sequence[Result], out: Path) -> Path:
    """Write ``index.html`` for all that lies in a folder, with what failed in this run, and return where it is."""
    rows = _documents_in(out)
    for result in results:
        if result.status == "failed":
            school = result.job.school
            row = rows.setdefault(school.id, _Row(school.id, school.name, school.setting.value))
            row.reason = result.reason
    in_order = sorted(rows.values(), key=lambda row: (row.name.casefold(), row.school))
    template = files("careerskit.publish")
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    page = environment.from_string(template.joinpath("overview.html.j2").read_text("utf-8"))
    css = template.joinpath("template", "page.css").read_text("utf-8")
    path = out / "index.html"
    write_whole(path, page.render(rows=in_order, css=css, failed=sum(bool(row.reason) for row in in_order)))
    return path


def _documents_in(out: Path) -> dict[str, _Row]:
    rows: dict[str, _Row] = {}
    for page in sorted(out.glob("*/*.html"), key=lambda page: (page.stem != "plan", page)):
        if imprint := imprint_of(page):
            row = rows.setdefault(imprint.school, _Row(imprint.school, imprint.name, imprint.setting, imprint.begun))
            row.documents.setdefault(imprint.title, page.relative_to(out).as_posix())
    return rows
