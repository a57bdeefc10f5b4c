"""A store of an older version opens with all its contents. tests/data/README.md says where the older store comes from."""

from __future__ import annotations

import json
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from careerskit.evidence import published_about
from careerskit.export import session_tables
from careerskit.plan import Plan
from careerskit.session import Session
from careerskit.store import PlanCache, load_plan, open_store
from careerskit.store.migrations import VERSION

DATA = Path(__file__).parents[1] / "data"
EXPECTED = json.loads((DATA / "store_v1.json").read_text("utf-8"))


@pytest.fixture
def old_store(tmp_path):
    return shutil.copy(DATA / "store_v1.db", tmp_path / "old.db")


@pytest.fixture
def store(old_store):
    with open_store(str(old_store), create=False) as opened:
        yield opened


def test_every_plan_is_unchanged(store):
    schools = store.schools.search()
    # What was added to the model since is empty.
    expected = {key: Plan.model_validate(plan) for key, plan in EXPECTED["plans"].items()}
    assert {school.id: load_plan(store, school) for school in schools} == expected


def test_every_revision_is_preserved(store):
    revisions = store.answers.history("101")
    assert [[revision.path, revision.value, revision.who] for revision in revisions] == EXPECTED["history"]


def cells_of(tables):
    return [[list(row.values()) for row in table] for table in tables.values()]


@pytest.mark.parametrize("which", ["session", "earlier"])
def test_a_session_replays_to_the_same_tables(store, which):
    session = Session(store, EXPECTED[which])
    tables = session_tables(session, PlanCache(store)(session.state.schools))
    assert cells_of(tables) == cells_of(EXPECTED["tables"][which])


def test_links_and_tokens_still_work_and_a_revoked_one_does_not(store):
    tokens = EXPECTED["tokens"]
    assert store.links.school_for_token(tokens["100"]).id == "100"
    assert store.links.school_for_token(tokens["101"]).id == "101"
    assert store.links.school_for_token(tokens["revoked"]) is None
    assert store.facilitators.session_for_token(tokens["facilitator"]).id == EXPECTED["session"]


def test_settings_and_published_figures_are_preserved(store):
    assert store.settings.get("school chosen") == "101"
    assert store.published.newest("a topic", ["100"]) == {"100": {"a": 1}}
    assert [release.credit for release in store.published.releases("a topic")] == ["A file of 2026"]


def test_an_open_session_can_be_continued(store):
    session = Session(store, EXPECTED["session"])
    before = len(session.state.questions)
    session.ask("101-delegate", "Asked after the migration")
    assert len(Session(store, EXPECTED["session"]).state.questions) == before + 1


def test_the_schema_is_that_of_a_new_store(store, tmp_path):
    def schema(path):
        with sqlite3.connect(path) as connection:
            rows = connection.execute("SELECT type, name, tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
            found = sorted(rows)
        connection.close()
        return found

    with open_store(str(tmp_path / "new.db")) as new:
        assert schema(store.url.removeprefix("sqlite:///")) == schema(new.url.removeprefix("sqlite:///"))
    assert store.settings.get("version") == str(VERSION)


def test_a_store_is_migrated_once_however_many_open_it_at_once(old_store):
    with ThreadPoolExecutor(8) as threads:
        opened = list(threads.map(open_store, [str(old_store)] * 8))
    try:
        assert {store.settings.get("version") for store in opened} == {str(VERSION)}
        assert len(opened[0].sessions.events(EXPECTED["session"])) > 10
    finally:
        for store in opened:
            store.close()


OF_VERSION_2 = json.loads((DATA / "store_v2.json").read_text("utf-8"))


@pytest.fixture
def store_of_version_2(tmp_path):
    with open_store(str(shutil.copy(DATA / "store_v2.db", tmp_path)), create=False) as opened:
        yield opened


def test_a_store_of_version_2_keeps_its_plan_its_link_and_what_is_published(store_of_version_2):
    store = store_of_version_2
    [school] = store.schools.search()
    expected = Plan.model_validate(OF_VERSION_2["plans"][school.id])
    assert load_plan(store, school) == expected
    assert (school.town, school.local_authority) == ("", "999")
    assert store.links.school_for_token(OF_VERSION_2["token"]) == school
    assert store.settings.get("version") == str(VERSION)
    assert published_about(store, [school])[school.id].name == school.name
    rows = store.published.newest("destinations", [school.id, "England"])
    assert rows[school.id]["figures"]["OVERALL_DESTPER"] == OF_VERSION_2["sustained"]
    assert rows["England"]["figures"]["COHORT"] == OF_VERSION_2["england"].replace(",", "")
    assert [release.credit for release in store.published.releases("destinations")] == [OF_VERSION_2["source"]]
