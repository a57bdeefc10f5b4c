"""The commands of a session say which session they use, and what to do where there is none."""

from __future__ import annotations

import socket

import pytest

from careerskit.session import open_session
from careerskit.store import KEEP_UNTIL


def output_of(result):
    return " ".join((result.stdout + result.stderr).split())


@pytest.fixture
def start(run, store):
    """Return a function that starts a webinar, and returns its output up to the error that its port is taken."""
    with socket.create_server(("127.0.0.1", 0)) as taken:

        def command(*options):
            port = taken.getsockname()[1]
            return output_of(run("webinar", "--name", "Larkmoor hub", "--store", store.url, "--port", port, *options))

        yield command


def test_after_a_session_closed_the_command_says_how_to_export_it(start, run, store, tmp_path):
    session = open_session(store, "Larkmoor hub")
    session.join("100")
    assert "is closed" not in start()
    session.close()
    begun = f"{session.record.begun.astimezone():%B %Y}"
    for _ in range(2):
        output = start()
        assert f"{begun} is closed, so this is a new one" in output
        assert f"`careerskit afterwards {session.id} --store {store.url}`" in output
    export = run("afterwards", "Larkmoor hub", "--store", store.url, "--out", tmp_path / "out")
    assert "Larkmoor hub: plans: 1 rendered." in output_of(export)


def test_resuming_a_session_can_change_the_date_of_the_surgery(start, store):
    session = open_session(store, "Larkmoor hub", "22 May")
    start("--surgery", "29 May")
    start()
    assert store.sessions.get(session.id).surgery == "29 May"


def test_until_when_private_links_work_is_stated_once_and_can_be_changed(start, store):
    start("--keep-until", "31 July 2027")
    start()
    assert store.settings.get(KEEP_UNTIL) == "31 July 2027"
    start("--keep-until", "31 August 2027")
    assert store.settings.get(KEEP_UNTIL) == "31 August 2027"
    assert "It can have 200 characters." in start("--keep-until", "x" * 201)


def test_without_a_store_or_a_session_the_command_says_where_to_look(run, store, tmp_path):
    none = run("afterwards", cwd=tmp_path / "..")
    elsewhere = run("afterwards", "--store", tmp_path / "none.db")
    empty = run("afterwards", "--store", store.url)
    assert {none.returncode, elsewhere.returncode, empty.returncode} == {1}
    for result, name in ((none, "careerskit.db"), (elsewhere, "none.db"), (empty, "answers.db")):
        assert name in output_of(result).replace(" ", "")
        assert "`careerskit webinar`" in output_of(result)
        assert "where" in output_of(result)
    assert "careerskit afterwards --store FILE" in output_of(elsewhere)
    assert not (tmp_path / "none.db").exists()
