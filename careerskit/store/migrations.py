"""The steps that bring an older store to the tables of today, one for each version."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import sqlalchemy as sa

from careerskit.store.tables import metadata

__all__ = ["VERSION", "migrate"]

VERSION = 4
"""The version of the tables in :mod:`careerskit.store.tables`, kept in each store as the setting ``version``."""


def migrate(connection: sa.Connection, version: int) -> None:
    """Bring a store from an older version to today's, within the caller's transaction, and add tables that are missing.

    version: the store's; 0 for one that has no tables yet.
    """
    for step in range(version, VERSION):
        if migration := _MIGRATIONS.get(step):
            migration(connection)
    metadata.create_all(connection)


def _rename_tables(connection: sa.Connection) -> None:
    """Version 2 names the tables by the standard terms. Indexes go with their names; create_all makes no index of an old table."""
    there = set(sa.inspect(connection).get_table_names())
    for old, new in (("happening", "event"), ("facilitator", "facilitator_token"), ("source", "published_source")):
        if old in there:
            connection.execute(sa.text(f"ALTER TABLE {old} RENAME TO {new}"))
    for old, table in (("happening_newest", "event"), ("facilitator_session", "facilitator_token")):
        connection.execute(sa.text(f"DROP INDEX IF EXISTS {old}"))
        if table in sa.inspect(connection).get_table_names():
            for index in metadata.tables[table].indexes:
                index.create(connection, checkfirst=True)


def _keep_releases(connection: sa.Connection) -> None:
    """Version 3 keeps what is published by release, and a school's town and the year of its entry."""
    if "school" in (there := set(sa.inspect(connection).get_table_names())):
        for column in ("town VARCHAR(100)", "as_of VARCHAR(10)"):
            connection.execute(sa.text(f"ALTER TABLE school ADD COLUMN {column} DEFAULT '' NOT NULL"))
    if "published" not in there:
        return
    connection.execute(sa.text("ALTER TABLE published RENAME TO published_before"))
    metadata.create_all(connection, [metadata.tables["published"], metadata.tables["published_release"]])
    connection.execute(
        sa.text(
            "INSERT INTO published_release (topic, key, title, credit, period, at) "
            "SELECT topic, '', '', source, '', at FROM published_source"
        )
    )
    connection.execute(
        sa.text(
            "INSERT INTO published (topic, subject, release, part, body) "
            "SELECT topic, subject, '', '', body FROM published_before"
        )
    )
    connection.execute(sa.text("DROP TABLE published_before"))
    connection.execute(sa.text("DROP TABLE published_source"))


def _number_changes(connection: sa.Connection) -> None:
    """Version 4 numbers the changes of the register, so that an index of its schools can follow them."""
    if "school" in sa.inspect(connection).get_table_names():
        connection.execute(sa.text("ALTER TABLE school ADD COLUMN changed INTEGER DEFAULT '0' NOT NULL"))
        for index in metadata.tables["school"].indexes:
            index.create(connection, checkfirst=True)


_MIGRATIONS: Mapping[int, Callable[[sa.Connection], None]] = {1: _rename_tables, 2: _keep_releases, 3: _number_changes}
"""By the version that a step starts from."""
