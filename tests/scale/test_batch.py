"""A batch with broken schools, interrupted by the user, or killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from careerskit.plan import School
from careerskit.publish import render_plans
from careerskit.publish.page_metadata import read_page_metadata
from careerskit.resources import plan_notebook
from careerskit.store import PublishedRelease, open_store

pytestmark = pytest.mark.skipif(os.name == "nt", reason="stops processes as POSIX does")

SCHOOLS = 40


@pytest.fixture
def many_schools(tmp_path):
    """Return a store of many schools, each with its own vision."""
    with open_store(str(tmp_path / "many.db")) as store:
        store.schools.register([School(f"s{number:02}", f"Larkmoor School {number:02}") for number in range(SCHOOLS)])
        for school in store.schools.search():
            store.answers.save(school.id, {"vision.statement": f"The vision of {school.name}."})
        yield store


def damage(store, school, path, value):
    with store.database.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO revision (school, path, value, who, at) VALUES (?, ?, ?, '', '2026-11-25 10:00:00.000000')",
            (school, path, value),
        )


def pages_in(out):
    return {read_page_metadata(page).school: page for page in out.glob("*/plan.html")}


def assert_every_plan_exists_once(store, out):
    pages = pages_in(out)
    assert sorted(pages) == [school.id for school in store.schools.search()]
    assert len(list(out.glob("*/plan.html"))) == SCHOOLS
    for school in store.schools.search():
        html = pages[school.id].read_text("utf-8")
        assert f"The vision of {school.name}." in html
        assert html.rstrip().endswith("</html>")


def test_one_broken_school_in_twenty_fails_alone_with_its_reason(many_schools, tmp_path):
    damage(many_schools, "s07", "vision.slt", "{not json")
    damage(many_schools, "s31", "objectives", '"words"')
    out = tmp_path / "plans"

    results = render_plans(many_schools, many_schools.schools.search(), plan_notebook(), out)

    failed = {result.school.id: result.reason for result in results if result.status == "failed"}
    assert sorted(failed) == ["s07", "s31"]
    assert "vision.slt" in failed["s07"]
    assert "objectives" in failed["s31"]
    assert all(f"Larkmoor School {school[1:]}" in reason for school, reason in failed.items())
    assert sum(result.status == "rendered" for result in results) == SCHOOLS - 2
    assert len(pages_in(out)) == SCHOOLS - 2


def test_a_school_with_damaged_published_figures_fails_alone(many_schools, tmp_path):
    many_schools.published.save(
        PublishedRelease("destinations", "a file"), {"s03": {"table_year": 2019, "authority": "202"}}
    )
    some = [many_schools.schools.get(school) for school in ("s02", "s03", "s04")]

    results = render_plans(many_schools, some, plan_notebook(), tmp_path / "plans")

    assert [result.status for result in results] == ["rendered", "failed", "rendered"]
    assert "destinations of Larkmoor School 03" in results[1].reason
    assert "Import the file again" in results[1].reason


def test_an_interrupted_batch_has_complete_pages_and_is_resumed(many_schools, tmp_path):
    out, seen = tmp_path / "plans", []

    def stop_at_five(result):
        seen.append(result.school.id)
        if len(seen) == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render_plans(many_schools, many_schools.schools.search(), plan_notebook(), out, on_result=stop_at_five)

    assert len(json.loads((out / "report.json").read_text("utf-8"))) == 5
    index = (out / "index.html").read_text("utf-8")
    assert all(f"-{school}/plan.html" in index for school in seen)

    results = render_plans(many_schools, many_schools.schools.search(), plan_notebook(), out)

    unchanged = {result.school.id for result in results if result.status == "unchanged"}
    assert set(seen) <= unchanged
    assert_every_plan_exists_once(many_schools, out)


BLOCKING_CELL = """
if school >= "s20":
    import fcntl
    with open({file!r}) as file:
        fcntl.flock(file, fcntl.LOCK_SH)
"""


@contextmanager
def blocked_half_way(folder):
    """Yield the plan's notebook with a cell that blocks, from the twentieth school on, until this context ends."""
    import fcntl  # not available on every system

    notebook, file = nbformat.read(plan_notebook(), 4), folder / "lock"
    notebook.cells.append(new_code_cell(BLOCKING_CELL.format(file=str(file))))
    nbformat.write(notebook, folder / "plan.ipynb")
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder / "plan.ipynb"


@pytest.mark.parametrize("signal_sent", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "kill -9"])
def test_the_command_resumes_a_batch_that_was_interrupted_or_killed(many_schools, tmp_path, signal_sent):
    """The tenth school is broken: once its failure is reported, the batch is half way, and it cannot finish."""
    damage(many_schools, "s10", "objectives", '"words"')
    out = tmp_path / "plans"
    with blocked_half_way(tmp_path) as notebook:
        arguments = ["plans", "--store", many_schools.url, "--out", out, "--notebook", notebook, "--workers", "2"]
        command = [sys.executable, "-c", "from careerskit.cli import main; main()", *arguments]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
        first = process.stderr.readline()
        os.killpg(process.pid, signal_sent)
    with process:
        rest = process.stderr.read()  # until all of its processes have ended

    assert "Larkmoor School 10 (s10) failed" in first
    if signal_sent == signal.SIGINT:
        assert process.returncode == 130
        assert "Run the same command to carry on" in " ".join(rest.split())
        assert "Traceback" not in rest
    pages = pages_in(out)
    assert 0 < len(pages) < SCHOOLS - 1
    times = {school: page.stat().st_mtime_ns for school, page in pages.items()}

    many_schools.answers.save("s10", {"objectives": None})
    subprocess.run(command, check=False, capture_output=True)

    statuses = {entry["school"]: entry["status"] for entry in json.loads((out / "report.json").read_text("utf-8"))}
    assert {school for school, status in statuses.items() if status == "unchanged"} == set(times)
    assert {school: pages_in(out)[school].stat().st_mtime_ns for school in times} == times
    assert_every_plan_exists_once(many_schools, out)
