"""SQLite as the store's database: where its file is, and how its connections are set up."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa

__all__ = ["create_engine", "file_of", "full_url", "identity_of"]

BUSY_SECONDS = 30
"""How long a write waits for another before it gives up. 60 writers at once wait a fraction of a second each."""

_PREFIX = "sqlite:///"


def full_url(url: str) -> str:
    """Return the URL with its file's path made absolute: a notebook runs in another folder."""
    return f"{_PREFIX}{Path(url.removeprefix(_PREFIX)).expanduser().absolute()}" if url.startswith(_PREFIX) else url


def file_of(url: str) -> Path | None:
    """Return the file behind a full URL; None for a database in memory."""
    return Path(url.removeprefix(_PREFIX)) if url.startswith(_PREFIX) else None


def identity_of(file: Path) -> tuple[int, int] | None:
    """Return what tells a file from another that takes its place under the same name; None where there is no file."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def create_engine(url: str) -> sa.Engine:
    """Return an engine whose transactions are those of :class:`careerskit.store.database.Database`."""
    file = file_of(url)
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
    # The file goes in as a part of the URL, not as text: a folder may have % or ? in its name.
    where = sa.URL.create("sqlite", database=str(file)) if file else url
    engine = sa.create_engine(where, connect_args={"timeout": BUSY_SECONDS})
    sa.event.listen(engine, "connect", _on_connect)
    sa.event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: Any, record: object) -> None:  # noqa: ARG001
    # The driver would begin a deferred transaction of its own, whose first write after a read fails at once when another
    # has written meanwhile, whatever the timeout. So its BEGIN is off, and ours (below) takes the lock at the start.
    connection.isolation_level = None
    # Bytes that are no UTF-8 would stop the query for all schools; so they spoil the one text that they stand in.
    connection.text_factory = lambda text: text.decode(errors="replace")
    cursor = connection.cursor()
    _use_wal(cursor)
    cursor.execute("PRAGMA synchronous = FULL")  # "Saved" means that it survives a power cut
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _use_wal(cursor: sqlite3.Cursor) -> None:
    # SQLite waits for no lock here, whatever the timeout; of several who open a new store at once, all but one would fail.
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.02)


def _on_begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("careerskit_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
