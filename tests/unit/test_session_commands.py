"""The commands of a session say which one they take, and what to do where there is none."""

from __future__ import annotations

import socket

import pytest

from careerskit.session import open_session


def said_by(result):
    return " ".join((result.stdout + result.stderr).split())


@pytest.fixture
def begin(run, store):
    """Give a function that begins a webinar, and returns what it said until it found that its port is taken."""
    with socket.create_server(("127.0.0.1", 0)) as taken:

        def command(*options):
            port = taken.getsockname()[1]
            return said_by(run("webinar", "--name", "Larkmoor hub", "--store", store.url, "--port", port, *options))

        yield command


def test_the_same_command_after_the_end_says_how_to_come_by_what_the_session_leaves_behind(begin, run, store, tmp_path):
    session = open_session(store, "Larkmoor hub")
    session.joined("100")
    assert "is closed" not in begin()
    session.close()
    begun = f"{session.record.begun.astimezone():%B %Y}"
    for _ in range(2):
        said = begin()
        assert f"{begun} is closed, and this is a new one" in said
        assert f"`careerskit afterwards {session.id} --store {store.url}`" in said
    made = run("afterwards", "Larkmoor hub", "--store", store.url, "--out", tmp_path / "out")
    assert "Larkmoor hub: the plans, 1 rendered." in said_by(made)


def test_a_session_that_goes_on_is_given_the_new_date_of_the_surgery(begin, store):
    session = open_session(store, "Larkmoor hub", "22 May")
    begin("--surgery", "29 May")
    begin()
    assert store.session(session.id).surgery == "29 May"


def test_where_there_is_no_store_or_no_session_it_is_said_where_to_look(run, store, tmp_path):
    none = run("afterwards", cwd=tmp_path / "..")
    elsewhere = run("afterwards", "--store", tmp_path / "none.db")
    empty = run("afterwards", "--store", store.url)
    assert {none.returncode, elsewhere.returncode, empty.returncode} == {1}
    for result, place in ((none, "careerskit.db"), (elsewhere, "none.db"), (empty, "answers.db")):
        assert place in said_by(result).replace(" ", "")
        assert "`careerskit webinar`" in said_by(result)
        assert "where" in said_by(result)
    assert "careerskit afterwards --store FILE" in said_by(elsewhere)
    assert not (tmp_path / "none.db").exists()
