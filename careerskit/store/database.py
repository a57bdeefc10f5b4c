"""The database behind the store: which one a URL names, and how it is opened, read and written."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from careerskit.errors import StoreError
from careerskit.store import sqlite
from careerskit.store.migrations import VERSION, migrate
from careerskit.store.tables import metadata, settings

_log = logging.getLogger(__name__)

__all__ = ["DATABASES", "Database", "default_url", "in_batches", "is_there", "upsert"]

DATABASES: Mapping[str, Callable[[str], sa.Engine]] = {"sqlite": sqlite.create_engine}
"""The databases that a store can be in, by the scheme of their URLs. To add one, write a module like `sqlite` and list it here."""

_BATCH = 900
"""How many values go into one query. Every SQLite takes 999; newer ones take more."""

_SCHEME = re.compile(r"([a-z][a-z0-9]*)(?:\+[a-z0-9]+)?://")


def default_url() -> str:
    """Return the store's URL where none is given: CAREERSKIT_STORE, or careerskit.db beside the workbook's notebooks."""
    if url := os.environ.get("CAREERSKIT_STORE"):
        return url
    here = Path.cwd()
    home = next((folder for folder in (here, *here.parents) if (folder / "notebooks" / "plan.ipynb").is_file()), here)
    return f"sqlite:///{home / 'careerskit.db'}"


def name_of(url: str) -> str:
    """Return what people type to open the store at a full URL: the path of its file, or else the URL without a password."""
    file = sqlite.file_of(url)
    return str(file) if file else re.sub(r"(?<=//)([^/@]*?):[^@]*@", r"\1:***@", url)


def is_there(url: str = "") -> bool:
    """Whether there is a store at this URL: for a SQLite file, whether the file is there."""
    file = sqlite.file_of(_full_url(url or default_url()))
    return file is None or file.is_file()


def in_batches(values: Iterable[str]) -> Iterator[list[str]]:
    """Yield values in lists short enough for one query each."""
    every = list(values)
    return (every[start : start + _BATCH] for start in range(0, len(every), _BATCH))


def upsert(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, each in place of the row with the same primary key. All rows have the same columns."""
    if not rows:
        return
    # SQLAlchemy has this statement in its dialects alone; both have the same one, and loading both takes 30 ms.
    statement = import_module(f"sqlalchemy.dialects.{connection.dialect.name}").insert(table)
    keys = [column.name for column in table.primary_key]
    others = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=others), rows)


class Database:
    """An open database. A read sees one moment; a write is a transaction that takes the write lock at its start."""

    def __init__(self, url: str = "", *, create: bool = True) -> None:
        """Open the database at this URL (or path of a SQLite file); make missing tables, and migrate those of an older version.

        Args:
            url: "" for the default, see :func:`default_url`.
            create: whether to make a SQLite file that does not exist.

        Raises:
            StoreError: it cannot be opened, or was written by a newer careerskit.
        """
        self.url = _full_url(url or default_url())
        file = sqlite.file_of(self.url)
        if file and not create and not file.is_file():
            raise StoreError(f"There is no store at {file}. `careerskit import` or `careerskit sample` makes one.")
        try:
            self.engine = _create_engine(self.url)
            self._migrate()
        except (SQLAlchemyError, OSError, ImportError, ValueError) as error:
            raise StoreError(f"The store {self.name} cannot be opened: {_reason(error)}.") from error
        self._file = file
        self._identity = sqlite.identity_of(file) if file else None
        self._is_lost = False

    @property
    def name(self) -> str:
        """What people type to open it: the path of its file, or else its URL without a password."""
        return name_of(self.url)

    def _migrate(self) -> None:
        with self.engine.connect() as connection, connection.begin():
            up_to_date = self._is_up_to_date(connection)
        if not up_to_date:
            # The lock comes first, and then a second look: another process may be making the same tables.
            with self.engine.connect().execution_options(careerskit_writes=True) as connection, connection.begin():
                if not self._is_up_to_date(connection):
                    migrate(connection, _version(connection))
                    connection.execute(settings.delete().where(settings.c.name == "version"))
                    connection.execute(settings.insert().values(name="version", value=str(VERSION)))

    def _is_up_to_date(self, connection: sa.Connection) -> bool:
        version = _version(connection)
        if version > VERSION:
            raise StoreError(
                f"The store {self.name} was written by a newer careerskit (its version is {version}, and this one knows "
                f"{VERSION}). Install the newest careerskit."
            )
        return version == VERSION and set(sa.inspect(connection).get_table_names()).issuperset(metadata.tables)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Open one consistent view for reading.

        Raises:
            StoreError: the database cannot be read, or was given a lone surrogate (half a character).
        """
        try:
            with self.engine.connect() as connection, connection.begin():
                yield connection
        except (SQLAlchemyError, UnicodeError) as error:
            raise StoreError(f"The store cannot be read: {_reason(error)}.") from error

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Open a transaction that holds the write lock from its start; it commits at the end, and rolls back on any error.

        Raises:
            StoreError: the database refused it, and nothing of it was kept.
        """
        try:
            with self.engine.connect().execution_options(careerskit_writes=True) as connection, connection.begin():
                yield connection
                self._check_file()
        except (SQLAlchemyError, UnicodeError) as error:
            raise StoreError(f"The store did not take this: {_reason(error)}.") from error

    def _check_file(self) -> None:
        """Make sure that the store is still the file that was opened: an open one can be written to after it was deleted.

        Raises:
            StoreError: the file was deleted, moved or replaced.
        """
        if self._file and sqlite.identity_of(self._file) != self._identity:
            problem = f"The store’s file {self._file} was moved, deleted or replaced while it was open"
            if not self._is_lost:  # once, however many saves fail
                _log.error(
                    "%s: nothing is saved any more. Put it back, or stop careerskit and start it again.", problem
                )
            self._is_lost = True
            raise StoreError(
                f"{problem}, so nothing is saved. Whoever runs careerskit has to put it back, or to start it again."
            )

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _create_engine(url: str) -> sa.Engine:
    found = _SCHEME.match(url)
    scheme = found[1] if found else ""
    if scheme not in DATABASES:
        raise ValueError(f"careerskit keeps plans in {', '.join(DATABASES)}, and not in {scheme or url!r}")
    return DATABASES[scheme](url)


def _version(connection: sa.Connection) -> int:
    """Return the version of the store's tables; 0 where it has none."""
    if not sa.inspect(connection).has_table(settings.name):
        return 0
    found = connection.scalar(sa.select(settings.c.value).where(settings.c.name == "version"))
    return int(found) if found else 0


def _full_url(url: str) -> str:
    """Return a URL, from one or from a path."""
    return sqlite.full_url(url if _SCHEME.match(url) else f"sqlite:///{url}")


def _reason(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0].rstrip(".")
