"""Imports, fonts and templates that every plan needs, loaded once. Importing this module does it.

The fork server of :mod:`careerskit.processes` imports it at its start; each plan's process is then a copy of a warm one.
"""

from __future__ import annotations

import gc
import tempfile
from pathlib import Path

from papermill.engines import papermill_engines

from careerskit.evidence import sample_store
from careerskit.publish.formats import CALENDAR, DEFAULT_FORMATS, SPREADSHEET, WORD, load_fonts
from careerskit.publish.jobs import create_jobs, with_answers
from careerskit.publish.render import ENGINE, render
from careerskit.resources import plan_notebook

__all__: list[str] = []


def _warm_up() -> None:
    """Render two sample schools' plans as any other, and prepare the shell of the next notebook.

    No PDF: Typst keeps a pool of threads, which a forked copy of this process would wait for in vain. Its fonts need none.
    """
    formats = (*DEFAULT_FORMATS, WORD, SPREADSHEET, CALENDAR)
    with tempfile.TemporaryDirectory() as folder, sample_store(Path(folder, "warm.db")) as store:
        schools = store.schools.search()[:2]
        for job in with_answers(store, create_jobs(store, schools, [plan_notebook()], Path(folder), formats=formats)):
            render(job)
    load_fonts()
    papermill_engines.get_engine(ENGINE).prepare_shell()


_warm_up()
gc.collect()
gc.freeze()  # a collection in a child would otherwise touch, and so copy, all of this
