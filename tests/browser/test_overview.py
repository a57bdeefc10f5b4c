"""The overview of many schools' plans in a browser: the page to share, and the one for the leader alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from careerskit.publish import write_page
from careerskit.resources import overview_notebook
from careerskit.store import open_store

from ..overviews import invented_answers, invented_schools, save_at

MORNING = datetime(2026, 9, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Return a folder with the overview of 60 schools in three areas, to share and with names."""
    folder, schools, rng = tmp_path_factory.mktemp("overview"), invented_schools(60, areas=3), Random(3)  # noqa: S311
    with open_store(str(folder / "hub.db")) as store:
        store.schools.register(schools)
        for days in (0, 40):
            saves = [(one.id, invented_answers(one, rng), MORNING + timedelta(days=days)) for one in schools]
            save_at(store, saves)
        for name, named in (("shared", ""), ("named", "yes")):
            parameters = {"store": store.url, "since": "2026-09-20", "as_at": "2026-11-27", "named": named}
            write_page(overview_notebook(), parameters, folder / f"{name}.html", "Overview of careers plans")
    return folder


@pytest.mark.parametrize("name", ["shared", "named"])
def test_anyone_can_read_an_overview_wide_and_narrow(page, pages, assert_accessible, name):
    page.goto((pages / f"{name}.html").as_uri())

    assert_accessible(page)


def test_every_chart_of_an_overview_has_its_figures_as_a_table(page, pages):
    page.goto((pages / "shared.html").as_uri())
    charts = page.locator("figure")

    assert charts.count() == 3
    for chart in charts.all():
        assert chart.get_by_role("img").get_attribute("alt").startswith("Bar chart of ")
        chart.get_by_text("The figures as a table").click()
        assert chart.get_by_role("table").is_visible()


def test_the_contents_lead_to_every_section(page, pages):
    page.goto((pages / "shared.html").as_uri())
    links = page.get_by_role("navigation", name="Contents").get_by_role("link")
    targets = links.evaluate_all("links => links.map(link => link.getAttribute('href'))")

    assert len(targets) == 7
    assert all(page.locator(f"[id='{target.removeprefix('#')}']").count() == 1 for target in targets)


def test_only_the_page_for_the_leader_has_a_row_for_each_school(page, pages):
    page.goto((pages / "named.html").as_uri())
    assert page.get_by_role("row", name="Zorblax0007 Academy").count() == 1

    page.goto((pages / "shared.html").as_uri())
    assert "Zorblax" not in page.content()
