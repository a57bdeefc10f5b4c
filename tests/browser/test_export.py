"""The report of a session in a browser."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from careerskit.publish import write_page
from careerskit.resources import session_report
from careerskit.session import default_run_of_show, open_session
from careerskit.simulation import Rehearsal
from careerskit.store import open_store


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """Return the report of a rehearsed session that reached every step and opened every poll."""
    folder = tmp_path_factory.mktemp("report")
    with open_store(str(folder / "room.db")) as store:
        session, run = open_session(store, "Benchmark 1, Module 1", "22 May"), default_run_of_show()
        session.sync_polls(run.polls)
        room = Rehearsal(store, session, delegates=6, seed=2, pace=1.0)
        for block in run.blocks:
            session.start_block(block.id)
            if block.step:
                session.move_to(block.step)
            if block.poll:
                session.open_poll(block.poll)
            for _ in range(10):
                room.tick()
        parameters = {"session": session.id, "store": store.url}
        write_page(session_report(), parameters, folder / "report.html", "Session report: Benchmark 1, Module 1")
    return folder / "report.html"


@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_no_violations_in_a_report(page, report, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(report.as_uri())

    assert Axe().run(page).response["violations"] == []


def test_a_report_fits_a_phone_and_requests_nothing_from_other_hosts(page, report):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(report.as_uri())

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert [url for url in asked if not url.startswith(("data:", report.as_uri()))] == []


def test_every_chart_of_a_report_has_a_text_alternative_and_a_table(page, report):
    page.goto(report.as_uri())
    charts = page.locator("figure")

    assert charts.count() == 2  # nobody in it has an objective: a sentence says so
    for chart in charts.all():
        assert chart.get_by_role("img").get_attribute("alt").startswith("Bar chart of ")
        chart.get_by_text("The figures as a table").click()
        assert chart.get_by_role("table").is_visible()


def test_the_contents_of_a_report_link_to_every_section(page, report):
    page.goto(report.as_uri())
    links = page.get_by_role("navigation", name="Contents").get_by_role("link")
    targets = links.evaluate_all("links => links.map(link => link.getAttribute('href'))")

    assert len(targets) == 10
    assert all(page.locator(f"[id='{target.removeprefix('#')}']").count() == 1 for target in targets)
