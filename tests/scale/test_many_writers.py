"""Many processes that write to one SQLite file at once, without losing an edit."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from careerskit.plan import School
from careerskit.store import open_store

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the writers are forked")

# The writers are copies of a process that has imported the store, and nothing else. The busy timeout is long, since this tests that
# nothing is lost, not how fast the machine is.
SCRIPT = """
import multiprocessing, sys
from careerskit.store import database, open_store

database.BUSY_SECONDS = 3600
url, writers, times = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
context = multiprocessing.get_context("fork")
barrier = context.Barrier(writers, timeout=300)

def work(me):
    {work}

processes = [context.Process(target=work, args=(str(number),)) for number in range(writers)]
for process in processes:
    process.start()
for process in processes:
    process.join()
sys.exit(max(abs(process.exitcode) for process in processes))
"""
SAVE_OWN_FIELD = """
    barrier.wait()
    with open_store(url, create=False) as store:
        for count in range(1, times + 1):
            mine = store.answers.read("100").get("notes", {}).get(f"writer_{me}", 0)
            assert mine == count - 1, f"read {mine} after saving {count - 1}"
            store.answers.save("100", {f"notes.writer_{me}": mine + 1}, who=me)
"""
ADD_TO_ONE_LIST = """
    barrier.wait()
    with open_store(url, create=False) as store:
        for _ in range(times):
            store.answers.add_record("100", "swot.strengths", {"text": me}, who=me)
"""
OPEN_NEW_STORES = """
    for number in range(times):
        barrier.wait()
        open_store(f"{url}.{number}").close()
"""


def run_writers(writers: int, work: str, url: str, times: int) -> None:
    """Run a number of writers at once, and fail with any error that one of them printed."""
    command = [sys.executable, "-c", SCRIPT.replace("    {work}", work), url, str(writers), str(times)]
    finished = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
    assert (finished.returncode, finished.stderr) == (0, "")


@pytest.fixture
def url(tmp_path):
    with open_store(str(tmp_path / "answers.db")) as store:
        store.schools.register([School("100", "Larkmoor School")])
        return store.url


def test_sixty_concurrent_writers_lose_none_of_1200_edits(url):
    run_writers(60, SAVE_OWN_FIELD, url, times=20)
    with open_store(url) as store:
        history = store.answers.history("100")
        assert len(history) == 1200
        for me in range(60):
            mine = [entry.value for entry in history if entry.who == str(me)]
            assert mine == list(range(1, 21)), f"writer {me}"
        assert store.answers.read("100") == {"notes": {f"writer_{me}": 20 for me in range(60)}}


def test_records_added_to_one_list_concurrently_have_unique_positions(url):
    run_writers(8, ADD_TO_ONE_LIST, url, times=25)
    with open_store(url) as store:
        positions = [entry.value for entry in store.answers.history("100") if entry.path.endswith("._place")]
        assert positions == list(range(200))
        assert len(store.answers.read("100")["swot"]["strengths"]) == 200


def test_many_processes_can_create_a_store_at_once(tmp_path):
    run_writers(8, OPEN_NEW_STORES, str(tmp_path / "new.db"), times=30)
    with open_store(str(tmp_path / "new.db.29"), create=False) as store:
        assert store.schools.search() == []
