"""An overview of thousands of schools is a page, and no few schools can be told from it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from careerskit.export import overview_tables, read_overview
from careerskit.export.overview_tables import HIDDEN
from careerskit.publish import write_page
from careerskit.resources import overview_notebook
from careerskit.store import open_store

from ..overviews import breaches_of_page, invented_answers, invented_schools, save_at

SCHOOLS = 3728
AREAS = 150
TODAY, EARLIER = date(2026, 11, 27), date(2026, 11, 1)


@pytest.fixture(scope="module")
def england(tmp_path_factory):
    """Return a store of generated plans: all started in September, and a third changed their priorities in November."""
    schools, rng = invented_schools(SCHOOLS, areas=AREAS), Random(7)  # noqa: S311
    with open_store(str(tmp_path_factory.mktemp("england") / "england.db")) as store:
        store.schools.register(schools)
        for start in range(0, SCHOOLS, 200):
            begun = datetime(2026, 9, 2 + start // 400, 9, tzinfo=UTC)
            later = datetime(2026, 11, 2 + start // 400, 9, tzinfo=UTC)
            some = schools[start : start + 200]
            saves = [
                (school.id, invented_answers(school, rng), begun + timedelta(seconds=place))
                for place, school in enumerate(some)
            ]
            changes = [
                (school.id, {"current_state.priority_benchmarks": [rng.randint(1, 8)]}, later) for school in some[::3]
            ]
            save_at(store, saves + changes)
        yield store


def test_no_small_group_can_be_worked_out_from_an_overview_of_england(england):
    data = read_overview(england, as_at=TODAY, since=EARLIER)
    tables = overview_tables(data)

    assert SCHOOLS - 5 * AREAS < data.now.overview.plans <= SCHOOLS
    assert len(tables["Local authority"]) > AREAS // 2
    assert HIDDEN in [cell for row in tables["Local authority"] for cell in row.values()]
    assert breaches_of_page(data) == []


def test_an_overview_of_england_is_a_page(england, tmp_path):
    seen = []
    parameters = {"store": england.url, "since": "", "as_at": TODAY.isoformat(), "named": ""}
    write_page(
        overview_notebook(),
        parameters,
        tmp_path / "overview.html",
        "Overview of careers plans",
        on_progress=seen.append,
    )

    html = (tmp_path / "overview.html").read_text("utf-8")
    assert seen[-1][0] == seen[-1][1] > SCHOOLS - 5 * AREAS
    assert "Zorblax" not in html
    assert html.count("<figure") == 3
