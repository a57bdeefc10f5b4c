"""Whole pages beside what they were: a change of HTML is seen in review, as a change of the files in ``__snapshots__``.

Where a change is meant, ``make golden`` writes the files anew, and git shows the difference.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

DATA = Path(__file__).parents[1] / "data"

# What differs from one machine or version to the next, or stands in a file of its own that git shows.
VARIES = [
    (r'<meta name="careerskit" content="[^"]*"', '<meta name="careerskit" content="…"'),  # fingerprint of the code
    (r"<style>.*?</style>", "<style>…</style>"),
    (
        r"data:image/svg\+xml;base64,[^\"]*",
        "data:image/svg+xml;base64,…",
    ),  # fonts; the table below a chart has its numbers
    (r"<script>.*?</script>", "<script>…</script>"),
    (r"sha256-[A-Za-z0-9+/=]*", "sha256-…"),
]


class Html(SingleFileSnapshotExtension):
    """A snapshot in a file of its own, as HTML."""

    _write_mode = WriteMode.TEXT
    file_extension = "html"


@pytest.fixture
def snapshot(snapshot):
    return snapshot.use_extension(Html)


def stable(page: Path) -> str:
    html = page.read_text("utf-8")
    for pattern, replacement in VARIES:
        html = re.sub(pattern, replacement, html, flags=re.DOTALL)
    return "\n".join(line.rstrip() for line in html.splitlines() if line.strip()) + "\n"


@pytest.mark.parametrize("school", ["900001", "900004", "900007"])  # a full plan, a started one, and an empty one
def test_a_plan(sample_plans, snapshot, school):
    assert stable(sample_plans.page(school)) == snapshot


def test_the_index(sample_plans, snapshot):
    assert stable(sample_plans.folder / "index.html") == snapshot


def test_a_handout(run, sample_plans, snapshot, tmp_path):
    notebook = Path(__file__).parents[2] / "notebooks" / "04_swot.ipynb"
    store = sample_plans.folder / "samples.db"
    result = run("plans", "900001", "--store", store, "--notebook", notebook, "--out", tmp_path)
    assert result.returncode == 0, result.stderr
    assert stable(next(tmp_path.glob("*/04_swot.html"))) == snapshot


def test_a_session_report(run, snapshot, tmp_path):
    store = shutil.copy(DATA / "store_v1.db", tmp_path / "store.db")
    result = run("afterwards", "--store", store, "--out", tmp_path / "out")
    assert result.returncode == 0, result.stderr
    assert stable(tmp_path / "out" / "report.html") == snapshot
