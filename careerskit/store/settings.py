"""Settings of a store: single values by name, such as the school that was last chosen here."""

from __future__ import annotations

import sqlalchemy as sa

from careerskit.store.database import Database
from careerskit.store.tables import settings
from careerskit.store.values import replace_lone_surrogates

__all__ = ["KEEP_UNTIL", "Settings"]

KEEP_UNTIL = "keep until"
"""The setting that says until when private links to this store work, in words."""


class Settings:
    """A store's settings."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str) -> str:
        """Return a setting; "" where it was never set."""
        with self._database.reading() as connection:
            return str(connection.scalar(sa.select(settings.c.value).where(settings.c.name == name)) or "")

    def set(self, name: str, value: str) -> None:
        """Keep a setting in place of the one before."""
        with self._database.writing() as connection:
            connection.execute(settings.delete().where(settings.c.name == name))
            connection.execute(settings.insert().values(name=name, value=replace_lone_surrogates(value)))

    def get_or_set(self, name: str, value: str) -> str:
        """Return a setting, and set it first where it was never set: whoever asks, in whatever process, has the same."""
        with self._database.writing() as connection:
            query = sa.select(settings.c.value).where(settings.c.name == name)
            if known := connection.scalar(query):
                return str(known)
            connection.execute(settings.insert().values(name=name, value=value))
        return value
