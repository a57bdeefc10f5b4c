"""A store opens safely or says why it cannot, and its transactions are atomic, isolated and durable."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerskit.errors import StoreError
from careerskit.plan import School
from careerskit.store import default_url, is_there, open_store


def file_of(store):
    return store.url.removeprefix("sqlite:///")


def test_the_database_survives_a_power_cut_and_can_be_read_during_a_write(store):
    with store.database.reading() as connection:
        pragmas = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
    assert pragmas == ["wal", 2]  # 2 is FULL


def test_a_write_locks_the_database_before_it_reads(store):
    other = sqlite3.connect(file_of(store), timeout=0, isolation_level=None)
    with store.database.writing(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    with store.database.reading():
        other.execute("BEGIN IMMEDIATE")
    other.close()


def test_a_read_sees_one_snapshot_however_long_it_takes(store):
    with open_store(store.url) as colleague, store.database.reading() as connection:
        count = "SELECT count(*) FROM revision"
        assert connection.exec_driver_sql(count).scalar() == 0
        colleague.answers.save("100", {"vision.slt": "meanwhile"})
        assert connection.exec_driver_sql(count).scalar() == 0


def test_a_failed_transaction_is_rolled_back(store):
    def fail():
        with store.database.writing() as connection:
            connection.exec_driver_sql("INSERT INTO setting VALUES ('half', 'way')")
            raise RuntimeError("the lights went out")

    with pytest.raises(RuntimeError):
        fail()
    assert store.settings.get("half") == ""


def test_a_missing_table_is_reported_as_a_store_error(store):
    with sqlite3.connect(file_of(store)) as connection:
        connection.execute("DROP TABLE revision")
    connection.close()
    with pytest.raises(StoreError, match="cannot be read: no such table"):
        store.answers.read("100")
    with pytest.raises(StoreError, match="did not take this: no such table"):
        store.answers.save("100", {"vision.slt": "x"})


def test_a_reopened_store_has_everything(store):
    store.answers.save("100", {"vision.slt": "one"})
    store.settings.set("colour", "blue")
    store.settings.set("colour", "green")
    store.close()
    with open_store(store.url, create=False) as again:
        assert again.answers.read("100") == {"vision": {"slt": "one"}}
        assert again.settings.get("colour") == "green"
        assert again.settings.get("never set") == ""


def test_a_store_of_a_newer_version_is_refused_with_what_to_do(store):
    store.settings.set("version", "99")
    with pytest.raises(StoreError, match=r"newer careerskit .* Install the newest careerskit"):
        open_store(store.url)


def test_a_missing_store_is_refused_unless_it_may_be_created(tmp_path):
    missing = tmp_path / "missing.db"
    assert not is_there(str(missing))
    with pytest.raises(StoreError, match="There is no store at"):
        open_store(str(missing), create=False)
    assert not missing.exists()


def test_a_file_that_is_not_a_store_is_refused(tmp_path):
    (tmp_path / "letter.db").write_text("Dear governors, " * 500)
    with pytest.raises(StoreError, match=r"letter\.db cannot be opened: file is not a database"):
        open_store(str(tmp_path / "letter.db"))


def test_a_path_where_no_file_can_be_is_refused(tmp_path):
    (tmp_path / "file").touch()
    for path in (tmp_path, tmp_path / "file" / "answers.db"):
        with pytest.raises(StoreError, match="cannot be opened"):
            open_store(str(path))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="this user may write everywhere")
def test_an_unwritable_folder_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(str(tmp_path / "answers.db"))
    tmp_path.chmod(0o700)


@pytest.mark.parametrize("url", ["nosuch://x", "postgresql+nosuch://x/y", "mailto://:x:y@::"])
def test_an_unknown_kind_of_url_is_refused(url):
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(url)


def test_a_relative_path_becomes_absolute_since_notebooks_run_elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with open_store("deep/er/answers.db") as store:
        assert store.url == f"sqlite:///{tmp_path / 'deep' / 'er' / 'answers.db'}"
        monkeypatch.chdir("/")
        store.schools.register([School("1", "One")])
    assert is_there(str(tmp_path / "deep" / "er" / "answers.db"))


@pytest.mark.parametrize("name", ["50% of plans", "a%20b", "what?", "a#b", "a&b=c", "Schön"])
def test_a_folder_may_have_any_name(tmp_path, name):
    file = tmp_path / name / "answers.db"
    with open_store(str(file)) as store:
        store.schools.register([School("1", "One")])
    assert file.is_file()
    assert [entry.name for entry in tmp_path.iterdir()] == [name]


def test_the_default_store_is_that_of_the_environment_or_beside_the_notebooks(tmp_path, monkeypatch):
    monkeypatch.setenv("CAREERSKIT_STORE", "sqlite:////elsewhere/answers.db")
    assert default_url() == "sqlite:////elsewhere/answers.db"
    monkeypatch.delenv("CAREERSKIT_STORE")
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    monkeypatch.chdir(notebooks)
    assert default_url() == f"sqlite:///{notebooks / 'careerskit.db'}"
    (notebooks / "plan.ipynb").touch()
    assert default_url() == f"sqlite:///{tmp_path / 'careerskit.db'}"


@given(name=st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30))
def test_the_name_that_is_shown_opens_the_store_when_it_is_typed_back(tmp_path_factory, name):
    if name.strip(". ") == "":
        name += "x"
    folder = tmp_path_factory.mktemp("stores")
    with open_store(str(folder / f"{name}.db")) as store:
        store.settings.set("mark", "here")
        shown = store.name
    with open_store(shown, create=False) as again:
        assert again.settings.get("mark") == "here"


@pytest.mark.parametrize("url", ["postgresql://careers:s3cret@host/db", "mysql+x://u:s3cret@h:1/d?x=1"])
def test_an_error_shows_no_password(url):
    with pytest.raises(StoreError) as error:
        open_store(url)
    assert "s3cret" not in str(error.value)
    assert "careers:***@host" in str(error.value) or "u:***@h" in str(error.value)


def replaced_by_a_backup(store):
    backup = f"{file_of(store)}.backup"
    with sqlite3.connect(file_of(store)) as source, sqlite3.connect(backup) as target:
        source.backup(target)
    source.close()
    target.close()
    Path(backup).replace(file_of(store))


def moved(store):
    Path(file_of(store)).rename(f"{file_of(store)}.elsewhere")


@pytest.mark.parametrize("hurt", [moved, replaced_by_a_backup, lambda store: Path(file_of(store)).unlink()])
def test_nothing_is_said_to_be_saved_in_a_store_that_is_not_the_one_that_was_opened(store, caplog, hurt):
    store.answers.save("100", {"vision.slt": "before"})
    hurt(store)
    with pytest.raises(StoreError, match="was moved, deleted or replaced while it was open, so nothing is saved"):
        store.answers.save("100", {"vision.slt": "after"})
    assert "nothing is saved any more" in caplog.text


def test_a_store_that_was_moved_and_put_back_goes_on(store):
    moved(store)
    with pytest.raises(StoreError):
        store.answers.save("100", {"vision.slt": "lost sight of"})
    Path(f"{file_of(store)}.elsewhere").rename(file_of(store))
    store.answers.save("100", {"vision.slt": "here again"})
    with open_store(store.url, create=False) as again:
        assert again.answers.read("100") == {"vision": {"slt": "here again"}}
