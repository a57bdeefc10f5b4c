"""The store opens safely or says why it does not, and its transactions hold what they promise."""

from __future__ import annotations

import os
import sqlite3

import pytest

from careerskit.errors import StoreError
from careerskit.plan import School
from careerskit.store import default_url, is_there, open_store


def file_of(store):
    return store.url.removeprefix("sqlite:///")


def test_the_database_survives_a_power_cut_and_lets_people_read_while_others_write(store):
    with store.database.reading() as connection:
        pragmas = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
    assert pragmas == ["wal", 2]  # 2 is FULL


def test_a_write_holds_the_lock_from_its_start_so_that_what_it_reads_cannot_change_before_it_writes(store):
    other = sqlite3.connect(file_of(store), timeout=0, isolation_level=None)
    with store.database.writing(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    with store.database.reading():
        other.execute("BEGIN IMMEDIATE")
    other.close()


def test_a_read_sees_one_moment_however_long_it_takes(store):
    with open_store(store.url) as colleague, store.database.reading() as connection:
        count = "SELECT count(*) FROM revision"
        assert connection.exec_driver_sql(count).scalar() == 0
        colleague.answers.save("100", {"vision.slt": "meanwhile"})
        assert connection.exec_driver_sql(count).scalar() == 0


def test_what_fails_half_way_is_undone(store):
    def half_way():
        with store.database.writing() as connection:
            connection.exec_driver_sql("INSERT INTO setting VALUES ('half', 'way')")
            raise RuntimeError("the lights went out")

    with pytest.raises(RuntimeError):
        half_way()
    assert store.settings.get("half") == ""


def test_a_store_whose_table_is_gone_says_so_and_gives_no_traceback(store):
    with sqlite3.connect(file_of(store)) as connection:
        connection.execute("DROP TABLE revision")
    connection.close()
    with pytest.raises(StoreError, match="cannot be read: no such table"):
        store.answers.read("100")
    with pytest.raises(StoreError, match="did not take this: no such table"):
        store.answers.save("100", {"vision.slt": "x"})


def test_a_store_opened_again_has_everything(store):
    store.answers.save("100", {"vision.slt": "one"})
    store.settings.set("colour", "blue")
    store.settings.set("colour", "green")
    store.close()
    with open_store(store.url, create=False) as again:
        assert again.answers.read("100") == {"vision": {"slt": "one"}}
        assert again.settings.get("colour") == "green"
        assert again.settings.get("never set") == ""


def test_a_store_of_a_newer_careerskit_is_refused_with_what_to_do(store):
    store.settings.set("version", "99")
    with pytest.raises(StoreError, match=r"newer careerskit .* Install the newest careerskit"):
        open_store(store.url)


def test_a_store_that_is_not_there_is_refused_where_none_is_to_be_made(tmp_path):
    missing = tmp_path / "missing.db"
    assert not is_there(str(missing))
    with pytest.raises(StoreError, match="There is no store at"):
        open_store(str(missing), create=False)
    assert not missing.exists()


def test_a_file_that_is_no_store_is_refused(tmp_path):
    (tmp_path / "letter.db").write_text("Dear governors, " * 500)
    with pytest.raises(StoreError, match=r"letter\.db cannot be opened: file is not a database"):
        open_store(str(tmp_path / "letter.db"))


def test_a_place_where_no_file_can_be_is_refused(tmp_path):
    (tmp_path / "file").touch()
    for place in (tmp_path, tmp_path / "file" / "answers.db"):
        with pytest.raises(StoreError, match="cannot be opened"):
            open_store(str(place))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="this user may write everywhere")
def test_a_folder_that_cannot_be_written_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(str(tmp_path / "answers.db"))
    tmp_path.chmod(0o700)


@pytest.mark.parametrize("url", ["nosuch://x", "postgresql+nosuch://x/y", "mailto://:x:y@::"])
def test_a_url_of_no_known_kind_is_refused(url):
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(url)


def test_a_relative_path_becomes_absolute_since_a_notebook_runs_in_another_folder(tmp_path, monkeypatch):
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


def test_the_store_is_where_careerskit_store_says_or_beside_the_notebooks_or_here(tmp_path, monkeypatch):
    monkeypatch.setenv("CAREERSKIT_STORE", "sqlite:////elsewhere/answers.db")
    assert default_url() == "sqlite:////elsewhere/answers.db"
    monkeypatch.delenv("CAREERSKIT_STORE")
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    monkeypatch.chdir(notebooks)
    assert default_url() == f"sqlite:///{notebooks / 'careerskit.db'}"
    (notebooks / "plan.ipynb").touch()
    assert default_url() == f"sqlite:///{tmp_path / 'careerskit.db'}"
