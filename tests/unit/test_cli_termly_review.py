"""``careerskit termly-review``: the page that it writes, and the days that it refuses."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup

from careerskit.publish.jobs import create_jobs
from careerskit.resources import plan_notebook, review_notebook


@pytest.fixture
def asked(run, store, tmp_path):
    """Return a function that runs the command, and returns its exit status, its output and the page's file."""
    action = "objectives[o].actions[a]"
    values = {"objectives[o].objective": "More meet employers", f"{action}.time": "October 2026"}
    store.answers.save("100", values, new_records=[("objectives", "o"), ("objectives[o].actions", "a")])
    out = tmp_path / "review.html"

    def ask(*options):
        result = run("termly-review", "100", "--store", store.url, "--out", out, *options)
        return result.returncode, " ".join((result.stdout + result.stderr).split()), out

    return ask


def test_it_writes_a_page_that_needs_nothing_else(asked):
    status, printed, out = asked("--as-at", "12 February 2027")

    assert (status, printed) == (0, f"The page is in {out}.")
    page = BeautifulSoup(out.read_text("utf-8"), "html.parser")
    assert page.title.get_text() == "Termly review: Larkmoor School"
    assert page.h1.get_text() == "Termly review"
    assert "As at 12 February 2027 , in Spring 2027." in " ".join(page.get_text(" ").split())
    assert not page.find_all(["script", "img"])
    assert [link["href"] for link in page.find_all("link")] == ["data:,"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--as-at", "soon"), "“soon” is not a date that can be read."),
        (("--since", "the fair"), "“the fair” is not a date that can be read."),
        (("--as-at", "1 October 2026", "--since", "2 October 2026"), "It is after the day of the review."),
    ],
)
def test_a_day_that_cannot_be_is_refused_before_anything_is_written(asked, options, message):
    status, printed, out = asked(*options)

    assert status == 2
    assert message.split()[0] in printed
    assert not out.exists()


def test_in_a_batch_it_is_rendered_again_each_day_and_the_plan_is_not(store, tmp_path, monkeypatch):
    def fingerprints(notebook):
        found = set()
        for day in (1, 2):
            monkeypatch.setattr("careerskit.publish.jobs.datetime", ClockOn(day))
            (job,) = create_jobs(store, [store.schools.get("100")], [notebook], tmp_path)
            found.add(job.fingerprint)
        return len(found)

    assert (fingerprints(review_notebook()), fingerprints(plan_notebook())) == (2, 1)


class ClockOn:
    """A clock that stands at noon of a day of November 2026."""

    def __init__(self, day):
        self._day = day

    def now(self, zone):
        return datetime(2026, 11, self._day, 12, tzinfo=UTC).astimezone(zone)
