"""The batch on a real Dask scheduler with two worker processes."""

from __future__ import annotations

import os
import signal
from collections import Counter

import nbformat
import pytest
from distributed import Client, LocalCluster
from nbformat.v4 import new_code_cell

from careerskit.errors import CareerskitError
from careerskit.plan import School
from careerskit.publish import render_plans
from careerskit.resources import notebooks, plan_notebook
from careerskit.store import open_store

SCHOOLS = 24


@pytest.fixture
def many_schools(tmp_path):
    with open_store(str(tmp_path / "many.db")) as store:
        store.schools.register([School(str(number), f"Larkmoor School {number}") for number in range(SCHOOLS)])
        yield store


WAITING_CELL = """
import os, time
if school == "7" and os.path.exists({pipe!r}):
    with open({pipe!r}, "w") as pipe:
        pipe.write(str(os.getpid()))
    time.sleep(3600)
"""


@pytest.fixture
def waiting_notebook(tmp_path):
    """Return the plan's notebook with a cell that, for one school, writes its process id into a pipe and waits to be killed."""
    pipe, notebook = tmp_path / "pipe", nbformat.read(plan_notebook(), 4)
    os.mkfifo(pipe)
    notebook.cells.append(new_code_cell(WAITING_CELL.format(pipe=str(pipe))))
    nbformat.write(notebook, tmp_path / "plan.ipynb")
    return tmp_path / "plan.ipynb", pipe


@pytest.mark.parametrize("threads", [1, 2])
def test_every_plan_is_rendered_once_although_a_worker_is_killed(many_schools, waiting_notebook, tmp_path, threads):
    out, counts, (notebook, pipe) = tmp_path / "plans", Counter(), waiting_notebook
    with (
        LocalCluster(n_workers=2, threads_per_worker=threads, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        workers = client.run(os.getpid).values()

        def count(result):
            counts[result.school.id] += 1
            if sum(counts.values()) == 4:
                worker = int(pipe.read_text())
                assert worker in workers
                pipe.unlink()
                os.kill(worker, signal.SIGKILL)

        results = render_plans(
            many_schools, many_schools.schools.search(), notebook, out, dask=cluster.scheduler_address, on_result=count
        )

    assert {result.status for result in results} == {"rendered"}
    assert counts == Counter(str(number) for number in range(SCHOOLS))
    assert len(list(out.glob("*/plan.html"))) == SCHOOLS
    for result in results:
        assert f"Strategic Careers Plan: {result.school.name}<" in result.page.read_text("utf-8")
    assert not list(out.glob("*/.*"))


def test_an_unreachable_scheduler_is_an_error(many_schools, tmp_path):
    with pytest.raises(CareerskitError, match="No Dask scheduler answers at nowhere"):
        render_plans(
            many_schools, many_schools.schools.search(), notebooks() / "plan.ipynb", tmp_path, dask="nowhere://1"
        )
