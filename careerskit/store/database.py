"""The database behind the store: its tables, and how it is opened, read and written."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from careerskit.errors import StoreError

__all__ = [
    "Database",
    "default_url",
    "facilitators",
    "happenings",
    "in_batches",
    "is_there",
    "links",
    "published",
    "revisions",
    "schools",
    "sessions",
    "settings",
    "sources",
]

BUSY_SECONDS = 30
"""How long a write waits for another before it gives up. 60 writers at once wait a fraction of a second each."""

_BATCH = 900
"""How many values go into one query. Every SQLite takes 999; newer ones take more."""

_VERSION = "1"

_metadata = sa.MetaData()

revisions = sa.Table(
    "revision",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("school", sa.String(40), sa.ForeignKey("school.id"), nullable=False),
    sa.Column("path", sa.String(200), nullable=False),
    sa.Column("value", sa.JSON, nullable=False),
    sa.Column("who", sa.String(100), nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),  # UTC
    sa.Index("revision_newest", "school", "path", "id"),
)
schools = sa.Table(
    "school",
    _metadata,
    sa.Column("id", sa.String(40), primary_key=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("setting", sa.String(40), nullable=False),
    sa.Column("local_authority", sa.String(10), nullable=False),
    sa.Column("closed", sa.Boolean, nullable=False),
)
published = sa.Table(
    "published",
    _metadata,
    sa.Column("topic", sa.String(40), primary_key=True),
    sa.Column("subject", sa.String(60), primary_key=True),
    sa.Column("body", sa.JSON, nullable=False),
)
sources = sa.Table(
    "source",
    _metadata,
    sa.Column("topic", sa.String(40), primary_key=True),
    sa.Column("source", sa.String(500), nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
)
links = sa.Table(
    "link",
    _metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("school", sa.String(40), sa.ForeignKey("school.id"), nullable=False),
    sa.Column("made", sa.DateTime, nullable=False),  # UTC
    sa.Column("revoked", sa.DateTime),  # UTC
    sa.Index("link_school", "school"),
)
sessions = sa.Table(
    "session",
    _metadata,
    sa.Column("id", sa.String(40), primary_key=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("surgery", sa.String(200), nullable=False),
    sa.Column("begun", sa.DateTime, nullable=False),  # UTC
)
facilitators = sa.Table(
    "facilitator",
    _metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("session", sa.String(40), sa.ForeignKey("session.id"), nullable=False),
    sa.Column("made", sa.DateTime, nullable=False),  # UTC
    sa.Column("revoked", sa.DateTime),  # UTC
    sa.Index("facilitator_session", "session"),
)
happenings = sa.Table(
    "happening",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("session", sa.String(40), sa.ForeignKey("session.id"), nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("body", sa.JSON, nullable=False),
    sa.Column("who", sa.String(100), nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),  # UTC
    sa.Index("happening_newest", "session", "id"),
)
settings = sa.Table(
    "setting",
    _metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("value", sa.String(200), nullable=False),
)


def default_url() -> str:
    """Return the store's URL where none is given: CAREERSKIT_STORE, or careerskit.db beside the workbook's notebooks."""
    if url := os.environ.get("CAREERSKIT_STORE"):
        return url
    here = Path.cwd()
    home = next((folder for folder in (here, *here.parents) if (folder / "notebooks" / "plan.ipynb").is_file()), here)
    return f"sqlite:///{home / 'careerskit.db'}"


def is_there(url: str = "") -> bool:
    """Whether there is a store at this URL: for a SQLite file, whether the file is there."""
    file = sqlite_file(_full_url(url or default_url()))
    return file is None or file.is_file()


def in_batches(values: Iterable[str]) -> Iterator[list[str]]:
    """Give values in lists that are short enough for one query each."""
    every = list(values)
    return (every[start : start + _BATCH] for start in range(0, len(every), _BATCH))


class Database:
    """One open SQLite database. Reads see one moment; every write is a transaction that took the write lock at its start."""

    def __init__(self, url: str = "", *, create: bool = True) -> None:
        """Open the database at this URL (or path of a SQLite file), and make its tables where they are missing.

        Args:
            url: "" for the default, see :func:`default_url`.
            create: whether a SQLite file that is not there is made.

        Raises:
            StoreError: it cannot be opened, or was written by a newer careerskit.
        """
        self.url = _full_url(url or default_url())
        file = sqlite_file(self.url)
        if file and not create and not file.is_file():
            raise StoreError(f"There is no store at {file}. `careerskit import` or `careerskit sample` makes one.")
        try:
            if file:
                file.parent.mkdir(parents=True, exist_ok=True)
            # The file goes in as a part of the URL, not as text: a folder may have % or ? in its name.
            where = sa.URL.create("sqlite", database=str(file)) if file else self.url
            self.engine = sa.create_engine(where, **_options(self.url))
            if self.engine.dialect.name == "sqlite":
                sa.event.listen(self.engine, "connect", _on_connect)
                sa.event.listen(self.engine, "begin", _on_begin)
            self._make_tables()
        except (SQLAlchemyError, OSError, ImportError, ValueError) as error:
            raise StoreError(f"The store {self.url} cannot be opened: {_reason(error)}.") from error

    def _make_tables(self) -> None:
        with self.engine.connect() as connection:
            there = set(sa.inspect(connection).get_table_names())
        version = self.recall("version") if settings.name in there else ""
        if version in ("", _VERSION) and not there.issuperset(_metadata.tables):
            # A new store, or one made before there was a table: the lock is taken first, and what is missing is looked up
            # again under it, for another process may be making the same tables.
            with self.writing() as connection:
                _metadata.create_all(connection)
                if not connection.scalar(sa.select(settings.c.value).where(settings.c.name == "version")):
                    connection.execute(settings.insert().values(name="version", value=_VERSION))
            version = self.recall("version")
        if version != _VERSION:
            raise StoreError(
                f"The store {self.url} was written by a newer careerskit (its version is {version}, and this one knows "
                f"{_VERSION}). Install the newest careerskit."
            )

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Open one consistent view for reading.

        Raises:
            StoreError: the database cannot be read, or was asked for half a character.
        """
        try:
            with self.engine.connect() as connection, connection.begin():
                yield connection
        except (SQLAlchemyError, UnicodeError) as error:
            raise StoreError(f"The store cannot be read: {_reason(error)}.") from error

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Open a transaction that holds the write lock from its start; committed at the end, undone on any error.

        Raises:
            StoreError: the database did not take it. Nothing of it was kept.
        """
        try:
            with self.engine.connect().execution_options(careerskit_writes=True) as connection, connection.begin():
                yield connection
        except (SQLAlchemyError, UnicodeError) as error:
            raise StoreError(f"The store did not take this: {_reason(error)}.") from error

    def recall(self, name: str) -> str:
        """Return a setting of this store, "" where it was never set."""
        with self.reading() as connection:
            return connection.scalar(sa.select(settings.c.value).where(settings.c.name == name)) or ""

    def remember(self, name: str, value: str) -> None:
        """Keep a setting of this store, like the school that was last chosen here."""
        with self.writing() as connection:
            connection.execute(settings.delete().where(settings.c.name == name))
            connection.execute(settings.insert().values(name=name, value=value))

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _full_url(url: str) -> str:
    """Turn a path into a URL, and a relative SQLite file into an absolute one: a notebook runs in another folder."""
    if not re.match(r"[a-z][a-z0-9+]*://", url):
        url = f"sqlite:///{url}"
    if url.startswith("sqlite:///"):
        return f"sqlite:///{Path(url.removeprefix('sqlite:///')).expanduser().absolute()}"
    return url


def sqlite_file(url: str) -> Path | None:
    """Return the file behind a full URL; None where the store is no SQLite file."""
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


def _options(url: str) -> dict[str, Any]:
    return {"connect_args": {"timeout": BUSY_SECONDS}} if url.startswith("sqlite") else {}


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


def _reason(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0].rstrip(".")
