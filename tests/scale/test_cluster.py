"""The batch on a real Dask scheduler with two worker processes."""

from __future__ import annotations

import os
import signal
from collections import Counter

import pytest
from distributed import Client, LocalCluster

from careerskit.errors import CareerskitError
from careerskit.plan import School
from careerskit.publish import render_plans
from careerskit.shipped import notebooks
from careerskit.store import open_store

SCHOOLS = 24


@pytest.fixture
def many_schools(tmp_path):
    with open_store(str(tmp_path / "many.db")) as store:
        store.register([School(str(number), f"Larkmoor School {number}") for number in range(SCHOOLS)])
        yield store


@pytest.mark.parametrize("threads", [1, 2])
def test_every_plan_is_there_once_though_a_worker_is_killed_in_the_middle(many_schools, tmp_path, threads):
    out, taken = tmp_path / "plans", Counter()
    with (
        LocalCluster(n_workers=2, threads_per_worker=threads, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        workers = list(client.run(os.getpid).values())

        def done(result):
            taken[result.school.id] += 1
            if sum(taken.values()) == 4:
                os.kill(workers[0], signal.SIGKILL)

        notebook = notebooks() / "plan.ipynb"
        results = render_plans(
            many_schools, many_schools.schools(), notebook, out, dask=cluster.scheduler_address, done=done
        )

    assert {result.status for result in results} == {"rendered"}
    assert taken == Counter(str(number) for number in range(SCHOOLS))
    assert len(list(out.glob("*/plan.html"))) == SCHOOLS
    for result in results:
        assert f"Strategic Careers Plan: {result.school.name}<" in result.page.read_text("utf-8")
    assert not list(out.glob("*/.*"))


def test_a_scheduler_that_does_not_answer_is_said(many_schools, tmp_path):
    with pytest.raises(CareerskitError, match="No Dask scheduler answers at nowhere"):
        render_plans(many_schools, many_schools.schools(), notebooks() / "plan.ipynb", tmp_path, dask="nowhere://1")
