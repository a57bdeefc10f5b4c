"""Paying once for what every plan needs: imports, fonts, templates. Importing this module does it.

The fork server of :mod:`careerskit.publish.workers` imports it at its start; each plan's process is then a copy of a warm one.
"""

from __future__ import annotations

import gc
import tempfile
from pathlib import Path

import nbformat
import papermill

from careerskit.evidence import destinations_of
from careerskit.plan import School, read_plan
from careerskit.publish.document import document
from careerskit.publish.render import ENGINE
from careerskit.shipped import notebooks, samples
from careerskit.store import load_plan, open_store
from careerskit.views import chart_page, destinations_page, page

__all__: list[str] = []


def _warm_up() -> None:
    """Go once the way that every plan goes: an empty plan as a notebook, and a full one as charts and pages."""
    empty = papermill.execute_notebook(str(notebooks() / "plan.ipynb"), None, engine_name=ENGINE, progress_bar=False)
    nbformat.writes(empty)
    document(empty, "")
    with tempfile.TemporaryDirectory() as folder, open_store(str(Path(folder, "warm.db"))) as store:
        store.register([School("warm", "")])
        destinations_page(load_plan(store, store.school("warm")), destinations_of(store, "warm"))
    sample = next(iter(sorted(samples().glob("*.json"))))
    full = read_plan(sample.read_text("utf-8"), sample.name)
    for name in ("cover", "summary", "vision", "current_state", "swot", "objectives", "action_plan"):
        page(name, full)
    for name in ("benchmark_scores", "actions_by_term"):
        chart_page(name, full)


_warm_up()
gc.collect()
gc.freeze()  # what is here now stays: a child that counted through it again would copy all of it
