"""Paying once for what every plan needs: imports, fonts, templates. Importing this module does it.

The fork server of :mod:`careerskit.publish.workers` imports it at its start; each plan's process is then a copy of a warm one.
"""

from __future__ import annotations

import gc
import tempfile
from pathlib import Path

from papermill.engines import papermill_engines

from careerskit.evidence import sample_store
from careerskit.publish.jobs import jobs_of, with_answers
from careerskit.publish.render import ENGINE, render
from careerskit.shipped import plan_notebook

__all__: list[str] = []


def _warm_up() -> None:
    """Go the way that every plan goes, with the two sample schools, and make the shell of the notebook to come."""
    with tempfile.TemporaryDirectory() as folder, sample_store(Path(folder, "warm.db")) as store:
        for job in with_answers(store, jobs_of(store, store.schools()[:2], plan_notebook(), Path(folder))):
            render(job)
    papermill_engines.get_engine(ENGINE).make_ready()


_warm_up()
gc.collect()
gc.freeze()  # what is here now stays: a child that counted through it again would copy all of it
