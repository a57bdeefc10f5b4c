"""A proxy that changes the Host header: what is refused for it, what the log says, and what the browser is told."""

from __future__ import annotations

import json

import pytest

from careerskit.server.http import requests
from careerskit.server.http.requests import check_origin

from ..delegates import Delegate, serving

WHAT_TO_SET = "(nginx: proxy_set_header Host $host; Apache: ProxyPreserveHost On)"


@pytest.fixture
def host(two_schools):
    requests._log_hosts.cache_clear()
    with serving(two_schools) as address:
        yield address


def messages(caplog):
    return [record.getMessage() for record in caplog.records if record.name == check_origin.__module__]


def test_the_log_names_both_hosts_once_in_one_line_and_the_browser_is_told_what_to_set(host, caplog):
    for _ in range(2):
        status, _, html = Delegate(host).ask("POST", "/join", "school=100", Origin="https://plans.example")
        assert status == 403
        assert "This came from another page" in html
        assert WHAT_TO_SET in html
    (line,) = messages(caplog)
    assert f"a page at 'plans.example' sent something to this server as '{host}'" in line
    assert WHAT_TO_SET in line
    assert "\n" not in line


def test_our_own_scripts_get_the_same_in_json(host):
    headers = {"Origin": "https://plans.example", "Accept": "application/json", "Sec-Fetch-Site": "same-origin"}
    status, _, text = Delegate(host).ask("POST", "/join", "school=100", **headers)
    assert status == 403
    assert WHAT_TO_SET in json.loads(text)["error"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        *({"Origin": "https://elsewhere.example", "Sec-Fetch-Site": s} for s in ("cross-site", "same-site")),
    ],
)
def test_what_certainly_comes_from_another_site_is_refused_without_advice_and_not_logged(host, caplog, headers):
    status, _, html = Delegate(host).ask("POST", "/join", "school=100", **headers)
    assert (status, WHAT_TO_SET in html, messages(caplog)) == (403, False, [])


def test_a_stranger_who_makes_up_hosts_does_not_put_long_lines_into_the_log(host, caplog):
    Delegate(host).ask("POST", "/join", "school=100", Origin=f"https://{'x' * 5000}")
    assert len(messages(caplog)[0]) < 500
