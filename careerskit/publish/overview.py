"""The page to open first: every school whose documents lie here, and the reason where one could not be made."""

from __future__ import annotations

import base64
import hashlib
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
    plan: str = ""  # its address
    handouts: dict[str, str] = field(default_factory=dict)  # title to address


def write_overview(results: Sequence[Result], out: Path) -> Path:
    """Write ``index.html`` for all that lies in a folder, with what failed in this run, and return where it is."""
    rows = _documents_in(out)
    for result in results:
        if result.status == "failed":
            school = result.school
            row = rows.setdefault(school.id, _Row(school.id, school.name, school.setting.value))
            row.reason = result.reason
    in_order = sorted(rows.values(), key=lambda row: (row.name.casefold(), row.school))
    ours = files("careerskit.publish")
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    page = environment.from_string(ours.joinpath("overview.html.j2").read_text("utf-8"))
    script = ours.joinpath("overview.js").read_text("utf-8")
    shown = page.render(
        rows=in_order,
        handouts=any(row.handouts for row in in_order),
        failed=sum(bool(row.reason) for row in in_order),
        css=ours.joinpath("template", "page.css").read_text("utf-8"),
        script=script,
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),  # no other script runs here
    )
    path = out / "index.html"
    write_whole(path, shown)
    return path


def _documents_in(out: Path) -> dict[str, _Row]:
    rows: dict[str, _Row] = {}
    for page in sorted(out.glob("*/*.html")):
        if imprint := imprint_of(page):
            row = rows.setdefault(imprint.school, _Row(imprint.school, imprint.name, imprint.setting, imprint.begun))
            address = page.relative_to(out).as_posix()
            if page.stem == "plan":
                row.plan = row.plan or address
            else:
                row.handouts.setdefault(imprint.title, address)
    return rows
