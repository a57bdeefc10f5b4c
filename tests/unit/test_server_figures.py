"""Somebody who works alone brings in published figures on a page; in a webinar there is no such page."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from careerskit.resources import samples
from careerskit.server import Solo
from careerskit.server.delegate import figures

from ..delegates import Delegate, serving
from .test_server_solo import join

FIGURES = samples() / "destinations.csv"


@pytest.fixture
def host(two_schools):
    with Solo(two_schools, "careerskit open") as solo, serving(two_schools, solo=solo) as address:
        yield address


@pytest.fixture
def delegate(host):
    delegate = Delegate(host)
    join(delegate, school="100")
    return delegate


def send(delegate, data, name="figures.csv", **headers):
    headers = {"Origin": f"http://{delegate.host}", "X-File-Name": quote(name)} | headers
    status, _, body = delegate.ask("POST", f"/p/{delegate.slug}/figures/import", data, **headers)
    return status, json.loads(body) if status == 200 else body


def test_a_file_is_imported_as_it_was_downloaded(delegate, two_schools):
    status, [result] = send(delegate, FIGURES.read_bytes(), "C:\\fakepath\\Ziele März.csv")
    assert status == 200
    assert result["imported"]
    assert result["file"] == "Ziele März.csv"
    assert result["rows_read"] == 5
    assert two_schools.published.newest("destinations")["900001"]


def step(delegate):
    return delegate.ask("GET", f"/p/{delegate.slug}/03_current_state")[2]


@pytest.mark.parametrize("name", ["", "..", "/", "../../etc/passwd", "a\0b.csv", "x" * 5000])
def test_what_cannot_be_read_changes_nothing_and_is_said_with_the_name(delegate, two_schools, name):
    status, [result] = send(delegate, b"%PDF-1.7", name)
    assert status == 200
    assert not result["imported"]
    assert "is a PDF" in result["reason"]
    assert "/" not in result["file"]
    assert two_schools.published.releases("destinations") == []


def test_a_file_that_is_too_big_is_refused(delegate, monkeypatch):
    monkeypatch.setattr(figures, "_MAX_UPLOAD", 1000)
    assert send(delegate, b"x" * 1001)[0] == 413


def test_another_site_cannot_send_a_file(delegate, two_schools):
    assert send(delegate, FIGURES.read_bytes(), Origin="http://evil.example")[0] in (403, 421)
    assert two_schools.published.releases("destinations") == []


def test_a_stranger_finds_no_page(host):
    assert Delegate(host).ask("GET", "/p/abc/figures")[0] == 404


def test_in_a_webinar_there_is_no_such_page_and_no_link_to_it(two_schools):
    with serving(two_schools) as address:
        delegate = Delegate(address)
        delegate.join(school="100")
        assert send(delegate, FIGURES.read_bytes())[0] in (404, 405)
        assert "figures?from" not in step(delegate)
    assert two_schools.published.releases("destinations") == []


def test_on_ones_own_machine_each_step_leads_to_it(delegate):
    assert "figures?from=03_current_state" in step(delegate)
    assert "Bring in published figures" in delegate.ask("GET", f"/p/{delegate.slug}/figures?from=03_current_state")[2]
