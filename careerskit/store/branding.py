"""Each school's own look: its logo, its colour and its Word template."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import astuple

import sqlalchemy as sa

from careerskit.branding import NO_BRANDING, Branding
from careerskit.store.database import Database, in_batches
from careerskit.store.tables import branding
from careerskit.store.values import replace_lone_surrogates

__all__ = ["SchoolBranding"]

_CONTENT = (branding.c.logo, branding.c.logo_alt, branding.c.colour, branding.c.template)


class SchoolBranding:
    """The branding of schools, by their ids."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, school: str) -> Branding:
        """Return a school's branding; an empty one where it has none."""
        with self._database.reading() as connection:
            row = connection.execute(sa.select(*_CONTENT).where(branding.c.school == school)).one_or_none()
        return Branding(*row) if row else NO_BRANDING

    def set(self, school: str, value: Branding) -> None:
        """Keep a school's branding in place of the one before; an empty one removes it.

        Raises:
            StoreError: the store does not know the school.
        """
        logo, alt, colour, template = astuple(value)
        row = {"logo": logo, "logo_alt": replace_lone_surrogates(alt), "colour": colour, "template": template}
        digest = hashlib.sha256(repr(row).encode()).hexdigest()
        with self._database.writing() as connection:
            connection.execute(branding.delete().where(branding.c.school == school))
            if not value.is_empty:
                connection.execute(branding.insert().values(school=school, digest=digest, **row))

    def digests(self, schools: Iterable[str]) -> dict[str, str]:
        """Return a digest of each school's branding, by its id, for those that have one: it differs where anything does."""
        found: dict[str, str] = {}
        with self._database.reading() as connection:
            for some in in_batches(schools):
                query = sa.select(branding.c.school, branding.c.digest).where(branding.c.school.in_(some))
                found |= {row.school: row.digest for row in connection.execute(query)}
        return found
