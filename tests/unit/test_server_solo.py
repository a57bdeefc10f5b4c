"""`careerskit open`: the delegates' pages for somebody who works alone on their own machine."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest

from careerskit.errors import UnknownSchoolError
from careerskit.server import Solo, listen_here
from careerskit.server.http.auth import plan_slug
from careerskit.store import open_store

from ..delegates import PATIENCE, Delegate, serving

COMMAND = [sys.executable, "-c", "from careerskit.cli import main; main()", "open"]
PROMISES = ("private link", "facilitator", "or phone", "nothing to install", "not need to install")


@pytest.fixture
def schools(two_schools):
    return two_schools


@pytest.fixture
def solo(schools):
    with Solo(schools, "careerskit open --store room.db") as solo:
        yield solo


@pytest.fixture
def host(schools, solo):
    with serving(schools, solo=solo) as address:
        yield address


def join(delegate, **form):
    """Join, and follow to the page that is then shown; return its address and HTML."""
    status, headers, html = delegate.ask("POST", "/join", urlencode(form), Origin=f"http://{delegate.host}")
    assert status == 303, html
    delegate._store_cookies(headers["location"])
    return headers["location"], delegate.ask("GET", headers["location"])[2]


def test_after_finding_a_school_the_first_step_opens_and_no_link_is_shown(host, schools):
    delegate = Delegate(host)
    address, html = join(delegate, school="100")
    assert address == f"/p/{delegate.slug}/00_start"
    assert "Larkmoor School" in html
    assert "/k/" not in html
    status, headers, _ = delegate.ask("GET", f"/p/{delegate.slug}/link")
    assert (status, headers["location"]) == (303, "00_start")


def test_no_page_promises_what_is_only_true_with_a_private_link(host, solo):
    delegate = Delegate(host)
    _, first = join(delegate, school="100")
    pages = [
        delegate.ask("GET", path)[2] for path in ("/?find=", "/?find=lark", "/?find=none", "/nowhere", "/k/x", "/p/x/y")
    ]
    pages += [
        delegate.ask("GET", f"/p/{delegate.slug}/{page}")[2]
        for page in ("02_vision", "history", "history?done=answer", "website.html", "word", "changes.html?since=never")
    ]
    for html in (first, *pages):
        text = re.sub("<[^>]*>", "", html).casefold()
        assert [words for words in PROMISES if words in text] == []
        assert "kept in a file on this computer" in text
    assert solo.kept_in in pages[0]
    assert "careerskit open --store room.db" in pages[3]


def test_the_pages_of_a_webinar_are_as_before(schools):
    with serving(schools) as host:
        html = Delegate(host).ask("GET", "/")[2]
    assert "You then get a private link" in html
    assert "Anyone with its private link can read and change it" in html
    assert "on this computer" not in html


def test_answers_are_saved(host, schools):
    delegate = Delegate(host)
    join(delegate, school="100")
    with delegate.at("02_vision") as page:
        page.wait_until_built()
        page.type("SLT Comments", "We want the best.")
        page.receive_until(lambda page: page.saved)
    assert schools.answers.by_path("100")["vision.slt"] == "We want the best."


def test_a_plan_that_was_started_earlier_is_not_opened_from_the_list_and_the_page_says_how(host, schools):
    schools.answers.save("101", {"vision.slt": "The secret of Quillbridge."})
    status, _, html = Delegate(host).ask("POST", "/join", "school=101", Origin=f"http://{host}")
    assert status == 409
    assert "careerskit open --store room.db 101" in html


def test_a_plan_of_an_earlier_run_is_not_offered_again(host, schools):
    token = schools.links.create("100")
    delegate = Delegate(host).follow(f"/k/{token}")
    assert f'href="/p/{plan_slug(token)}/' not in delegate.ask("GET", "/")[2]
    delegate.cookie = ""
    join(delegate, school="101")
    assert f'href="/p/{delegate.slug}/' in delegate.ask("GET", "/?find=")[2]


def test_the_address_that_the_command_printed_leads_to_the_plan_that_is_open(host):
    delegate = Delegate(host)
    assert delegate.ask("GET", "/")[0] == 200
    join(delegate, school="100")
    status, headers, _ = delegate.ask("GET", "/")
    assert status == 303
    assert headers["location"].startswith(f"/p/{delegate.slug}/")


def test_all_links_of_a_run_and_no_others_end_with_it(schools):
    other = schools.links.create("100")
    with Solo(schools, "careerskit open") as solo:
        solo.create_link("100")
        assert solo.claim_link("100") is None
        solo.claim_link("101")
        assert (schools.links.count("100"), schools.links.count("101")) == (2, 1)
        with pytest.raises(UnknownSchoolError):
            solo.create_link("nobody")
    assert schools.links.school_for_token(other).id == "100"
    assert (schools.links.count("100"), schools.links.count("101")) == (1, 0)


def test_another_port_is_taken_where_the_usual_one_is_not_free():
    with listen_here(0) as taken, listen_here(taken.getsockname()[1]) as other:
        assert other.getsockname()[0] == "127.0.0.1"
        assert other.getsockname()[1] not in (0, taken.getsockname()[1])


@contextmanager
def opened(*arguments, **options):
    """Run the command until the block ends; yield the process, and what it printed up to its last line before serving."""
    command = [*COMMAND, "--no-browser", *map(str, arguments)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8", **options)
    try:
        lines = []
        while not lines or not lines[-1].startswith("Press Ctrl-C"):
            lines.append(process.stderr.readline())
            assert lines[-1], "it has ended by itself"
        yield process, "".join(lines)
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def address_in(said):
    return re.search(r"^Your workbook: http://(127\.0\.0\.1:\d+)(/.*)$", said, re.MULTILINE).groups()


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_it_opens_the_plan_changed_last_and_its_link_ends_when_it_is_stopped(schools, tmp_path, name):
    for school in ("101", "100"):
        schools.answers.save(school, {"vision.slt": f"Of {school}"})
    with opened("--store", "room.db", cwd=tmp_path) as (process, said):
        host, path = address_in(said)
        assert str(tmp_path / "room.db") in said
        assert "the plan of Larkmoor School" in said
        delegate = Delegate(host).follow(path)
        assert "Larkmoor School" in delegate.ask("GET", f"/p/{delegate.slug}/02_vision")[2]
        with delegate.at("02_vision") as page:
            page.wait_until_built()
            page.type("SLT Comments", "Typed just before")
            page.receive_until(lambda page: page.saved)
            process.send_signal(getattr(signal, name))
            rest = process.stderr.read()
            assert process.wait(PATIENCE) == 0, rest

    assert rest == (
        f"\nStopped. Your answers are saved in {tmp_path / 'room.db'}\n"
        "To carry on, run `careerskit open --store room.db` again.\n"
    )
    assert schools.links.count("100") == 0
    assert schools.links.school_for_token(path.rpartition("/")[2]) is None
    assert schools.answers.by_path("100")["vision.slt"] == "Typed just before"


def test_it_opens_the_plan_of_the_school_that_it_is_given(schools):
    schools.answers.save("100", {"vision.slt": "Of Larkmoor"})
    with opened("101", "--store", schools.url) as (_, said):
        assert "the plan of Quillbridge College" in said
        assert schools.links.count("101") == 1


def test_without_a_plan_it_opens_the_page_to_find_a_school_and_makes_the_store_here(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "CAREERSKIT_STORE"}
    with opened(cwd=tmp_path, env=environment) as (process, said):
        host, path = address_in(said)
        assert path == "/"
        assert str(tmp_path / "careerskit.db") in said
        delegate = Delegate(host)
        assert str(tmp_path / "careerskit.db") in delegate.ask("GET", "/")[2]
        join(delegate, name="Mossgate College", kind="College")
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)
    with open_store(str(tmp_path / "careerskit.db")) as store:
        (added,) = store.schools.search("Mossgate")
        assert store.links.count(added.id) == 0, "or the school could not be chosen the next time"


def test_only_this_machine_can_connect(schools):
    with opened("--store", schools.url) as (_, said):
        port = int(address_in(said)[0].rpartition(":")[2])
        with pytest.raises(OSError, match="in use"), socket.create_server(("127.0.0.1", port)):
            pass  # it listens there
        with socket.create_server(("127.0.0.2", port)):
            pass  # and not at every address, or this one would be taken


def test_an_unknown_school_is_refused_with_the_reason(run, schools):
    result = run("open", "999", "--no-browser", "--store", schools.url)
    assert result.returncode == 1
    assert "999" in result.stderr
    assert "careerskit schools" in " ".join(result.stderr.split())
