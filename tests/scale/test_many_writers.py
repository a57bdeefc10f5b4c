"""A whole class of delegates at one SQLite file: processes that start together, and not one edit lost."""

from __future__ import annotations

import subprocess
import sys

import pytest

from careerskit.plan import School
from careerskit.store import open_store

# A writer says that it is ready and waits until all are. It imports nothing but the store. None gives up waiting for the others:
# how long that takes is the machine's affair, and this is about what gets lost.
START = """
import sys
from careerskit.store import database, open_store

database.BUSY_SECONDS = 3600
url, me, times = sys.argv[1], sys.argv[2], int(sys.argv[3])

def with_the_others():
    print("ready", flush=True)
    sys.stdin.readline()

"""
SAVE_OWN_FIELD = """
with_the_others()
with open_store(url, create=False) as store:
    for count in range(1, times + 1):
        mine = store.answers.read("100").get("notes", {}).get(f"writer_{me}", 0)
        assert mine == count - 1, f"read {mine} after saving {count - 1}"
        store.answers.save("100", {f"notes.writer_{me}": mine + 1}, who=me)
"""
ADD_TO_ONE_LIST = """
with_the_others()
with open_store(url, create=False) as store:
    for _ in range(times):
        store.answers.add_record("100", "swot.strengths", {"text": me}, who=me)
"""
OPEN_NEW_STORES = """
for number in range(times):
    with_the_others()
    open_store(f"{url}.{number}").close()
"""


def at_once(writers: int, work: str, url: str, times: int, starts: int = 1) -> None:
    """Run so many writers at once, and fail with what any of them said went wrong.

    starts: how often in their work they wait for each other.
    """
    command = [sys.executable, "-c", START + work, url]
    running = [
        subprocess.Popen(
            [*command, str(me), str(times)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for me in range(writers)
    ]
    try:
        for _ in range(starts):
            for writer in running:
                writer.stdout.readline()
            for writer in running:
                if writer.poll() is None:
                    writer.stdin.write("go\n")
                    writer.stdin.flush()
        said = [writer.communicate()[1] for writer in running]
    finally:
        for writer in running:
            writer.kill()
            writer.communicate()
    assert [error for error in said if error] == []


@pytest.fixture
def url(tmp_path):
    with open_store(str(tmp_path / "answers.db")) as store:
        store.schools.register([School("100", "Larkmoor School")])
        return store.url


def test_sixty_writers_who_each_read_and_save_twenty_times_lose_none_of_1200_edits(url):
    at_once(60, SAVE_OWN_FIELD, url, times=20)
    with open_store(url) as store:
        history = store.answers.history("100")
        assert len(history) == 1200
        for me in range(60):
            mine = [entry.value for entry in history if entry.who == str(me)]
            assert mine == list(range(1, 21)), f"writer {me}"
        assert store.answers.read("100") == {"notes": {f"writer_{me}": 20 for me in range(60)}}


def test_records_added_to_one_list_by_many_at_once_each_have_their_own_position(url):
    at_once(8, ADD_TO_ONE_LIST, url, times=25)
    with open_store(url) as store:
        places = [entry.value for entry in store.answers.history("100") if entry.path.endswith("._place")]
        assert places == list(range(200))
        assert len(store.answers.read("100")["swot"]["strengths"]) == 200


def test_a_new_store_can_be_opened_by_many_at_once(tmp_path):
    at_once(8, OPEN_NEW_STORES, str(tmp_path / "new.db"), times=30, starts=30)
    with open_store(str(tmp_path / "new.db.29"), create=False) as store:
        assert store.schools.search() == []
