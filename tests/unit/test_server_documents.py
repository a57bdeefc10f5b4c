"""The pages of the delegates' server that look back: the termly review, and what has changed."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup

from careerskit.views import ENGLAND, format_day

from ..delegates import Delegate, serving


@pytest.fixture
def host(two_schools):
    with serving(two_schools) as address:
        yield address


@pytest.fixture
def changed(two_schools):
    """Return a store with a plan that was written 60 days ago and changed 20 and 10 days ago."""
    connection = sqlite3.connect(two_schools.database.engine.url.database)
    for days, text in ((60, "Aim"), (20, "Aim high"), (10, "Aim higher")):
        values = {"vision.slt": text, "objectives[o].objective": text}
        two_schools.answers.save("101", values, new_records=[("objectives", "o")] if days == 60 else [])
        at = datetime.now(UTC) - timedelta(days=days)
        with connection:
            connection.execute(
                "UPDATE revision SET at = ? WHERE at > ?",
                (f"{at:%Y-%m-%d %H:%M:%S.%f}", f"{datetime.now(UTC) - timedelta(days=5):%Y-%m-%d}"),
            )
    connection.close()
    return two_schools


@pytest.mark.parametrize(
    ("name", "other", "says", "before"),
    [
        ("termly_review", "changes", "Since {}.", "Before: Aim high "),
        ("changes", "termly_review", "From {} to ", "Aim (removed: high ) (added: higher )"),
    ],
)
def test_a_page_that_looks_back_asks_since_when_and_says_the_day(host, changed, name, other, says, before):
    delegate = Delegate(host).follow_new_link(changed, "101")
    day = datetime.now(ENGLAND).date() - timedelta(days=15)

    status, headers, html = delegate.ask("GET", f"/p/{delegate.slug}/{name}.html?from=02_vision&since={day}")
    shown = BeautifulSoup(html, "html.parser")

    assert status == 200
    assert says.format(format_day(day)) in html
    assert before in " ".join(shown.get_text(" ").split())
    form = shown.select_one(".way-back form")
    assert (form["action"], form["method"]) == (f"{name}.html", "get")
    assert {one["name"]: one["value"] for one in form.find_all("input")} == {"since": str(day), "from": "02_vision"}
    assert form.label["for"] == form.input["id"]
    assert [link["href"] for link in shown.select(".way-back nav a")] == [
        "02_vision",
        f"{other}.html?from=02_vision&since={day}",
    ]
    policies = [dict(headers)["content-security-policy"], shown.find("meta", {"http-equiv": True})["content"]]
    assert all("form-action 'self'" in policy for policy in policies)
    assert not shown.find("script")
    _, _, since_before = delegate.ask("GET", f"/p/{delegate.slug}/{name}.html?since={day - timedelta(days=15)}")
    assert says.format(format_day(day)) not in since_before


@pytest.mark.parametrize("name", ["termly_review", "changes"])
@pytest.mark.parametrize(
    ("since", "message"),
    [
        ("banana", "“banana” is not a date that can be read."),
        ("2090-01-01", "1 January 2090 is after today. Choose an earlier day."),
        ('"><script>', "is not a date that can be read."),
        ("x" * 5_000, "is not a date that can be read."),
    ],
)
def test_a_day_that_cannot_be_is_refused_on_a_page_that_keeps_the_form(host, changed, name, since, message):
    delegate = Delegate(host).follow_new_link(changed, "101")
    query = urlencode({"since": since, "from": "02_vision"})

    status, _, html = delegate.ask("GET", f"/p/{delegate.slug}/{name}.html?{query}")
    shown = BeautifulSoup(html, "html.parser")

    assert status == 400
    assert message in shown.find(role="alert").get_text()
    assert (shown.form["action"], shown.form.input["value"]) == (f"{name}.html", "")
    assert not shown.find("script")
    assert len(html) < 5_000


def test_what_has_changed_is_in_the_menu_and_shown_to_its_own_school_alone(host, changed):
    changed.answers.save("100", {"vision.slt": "Another school’s"})
    one, other = (Delegate(host).follow_new_link(changed, school) for school in ("101", "100"))
    path = f"/p/{one.slug}/changes.html"

    _, _, step = one.ask("GET", f"/p/{one.slug}/02_vision")
    status, headers, html = one.ask("GET", path)
    _, kept_as, kept = one.ask("GET", f"{path}?keep")

    assert '<a href="changes.html?from=02_vision">What has changed</a>' in step
    assert (status, dict(headers)["cache-control"]) == (200, "no-store")
    assert "What has changed in our Strategic Careers Plan" in html
    assert "<form" not in kept
    assert "quillbridge-college-strategic-careers-plan-changes.html" in str(kept_as)
    assert other.ask("GET", path)[0] == Delegate(host).ask("GET", path)[0] == 404
    assert "Another school’s" not in html + kept


def test_the_pages_for_the_website_are_a_zip_beside_what_is_missing_on_them(host, two_schools):
    two_schools.answers.save("101", {"vision.slt": "Only for us", "vision.statement": "For everyone"})
    two_schools.answers.save("100", {"vision.statement": "Another school’s"})
    delegate = Delegate(host).follow_new_link(two_schools, "101")

    _, _, step = delegate.ask("GET", f"/p/{delegate.slug}/09_website")
    _, _, other_step = delegate.ask("GET", f"/p/{delegate.slug}/02_vision")
    _, _, plan = delegate.ask("GET", f"/p/{delegate.slug}/plan.html")
    status, _, html = delegate.ask("GET", f"/p/{delegate.slug}/website.html?from=09_website")
    sent, headers, _ = delegate.ask("GET", f"/p/{delegate.slug}/website.zip")
    shown = BeautifulSoup(html, "html.parser")

    assert "Download the pages for your website" in step
    assert "Download the pages for your website" not in other_step
    assert 'href="website.html?from=' in plan
    assert (status, sent) == (200, 200)
    assert shown.find("a", href="website.zip").get_text() == "Download the pages for your website"
    assert shown.find("a", href="09_website#website.email")
    assert "Maintained schools must publish this" in shown.main.get_text()
    assert "quillbridge-college-careers-website.zip" in str(headers)
    assert Delegate(host).ask("GET", f"/p/{delegate.slug}/website.zip")[0] == 404


def test_where_there_is_nothing_to_publish_the_page_says_what_to_start_with(host, two_schools):
    delegate = Delegate(host).follow_new_link(two_schools, "101")

    status, headers, _ = delegate.ask("GET", f"/p/{delegate.slug}/website.zip")
    _, _, html = delegate.ask("GET", f"/p/{delegate.slug}/website.html")

    assert (status, dict(headers)["location"]) == (303, "website.html")
    assert "There is nothing to publish yet." in html
    assert "website.zip" not in html
