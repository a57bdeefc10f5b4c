"""The page to open first: every school of a batch, with its plan or the reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import jinja2

from careerskit.files import write_whole
from careerskit.publish.render import Result
from careerskit.review import answered
from careerskit.store import Store, load_plans

__all__ = ["write_overview"]


def write_overview(store: Store, results: Sequence[Result], out: Path) -> Path:
    """Write ``index.html`` for a batch, and return where it is."""
    plans = load_plans(store, [result.job.school for result in results])
    rows = [
        {
            "name": result.job.school.name,
            "id": result.job.school.id,
            "setting": result.job.school.setting.value,
            "filled": "{} of {}".format(*answered(plans[result.job.school.id])),
            "page": result.job.page.relative_to(out).as_posix() if result.status != "failed" else "",
            "reason": result.reason,
        }
        for result in results
    ]
    template = files("careerskit.publish")
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    page = environment.from_string(template.joinpath("overview.html.j2").read_text("utf-8"))
    path = out / "index.html"
    css = template.joinpath("template", "page.css").read_text("utf-8")
    write_whole(path, page.render(rows=rows, css=css, failed=sum(not row["page"] for row in rows)))
    return path
