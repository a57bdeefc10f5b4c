"""The schools that the store knows, and what is published about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from careerskit.errors import UnknownSchoolError, did_you_mean
from careerskit.plan import School, Setting
from careerskit.store.database import Database, published, schools, sources

__all__ = ["Register"]


class Register(Database):
    """Schools by id, and published rows by topic and subject. Published rows are replaced when a newer file comes in."""

    def register(self, entries: Iterable[School]) -> None:
        """Add schools, or bring those already known up to date, in one transaction."""
        rows = [asdict(school) | {"setting": school.setting.value} for school in entries]
        with self.writing() as connection:
            known = set(connection.scalars(sa.select(schools.c.id)))
            if new := [row for row in rows if row["id"] not in known]:
                connection.execute(schools.insert(), new)
            if old := [{**row, "known_id": row["id"]} for row in rows if row["id"] in known]:
                connection.execute(schools.update().where(schools.c.id == sa.bindparam("known_id")), old)

    def school(self, school: str) -> School:
        """Return the school of that id.

        Raises:
            UnknownSchoolError: there is none; the message names the closest id or name.
        """
        with self.reading() as connection:
            row = connection.execute(sa.select(schools).where(schools.c.id == school)).one_or_none()
        if row is None:
            known = self.schools()
            ids = [entry.id for entry in known] + [f"{entry.id} ({entry.name})" for entry in known]
            named = next((entry for entry in known if entry.name.casefold() == school.strip().casefold()), None)
            hint = f" Did you mean {named.id} ({named.name})?" if named else did_you_mean(school, ids)
            raise UnknownSchoolError(f"The store knows no school {school!r}.{hint} `careerskit schools` searches them.")
        return _school(row)

    def schools(self, search: str = "") -> list[School]:
        """Return the schools whose name has every word of the search, or whose id starts with it; open ones first."""
        query = sa.select(schools).order_by(schools.c.closed, schools.c.name, schools.c.id)
        if search.strip():
            words = [schools.c.name.icontains(word, autoescape=True) for word in search.split()]
            query = query.where(sa.or_(schools.c.id.startswith(search.strip(), autoescape=True), sa.and_(*words)))
        with self.reading() as connection:
            return [_school(row) for row in connection.execute(query)]

    def keep_published(self, topic: str, rows: Mapping[str, Mapping[str, Any]], source: str) -> None:
        """Keep what is published on a topic, by subject. The topic's earlier rows go: releases are not to be mixed."""
        with self.writing() as connection:
            connection.execute(published.delete().where(published.c.topic == topic))
            connection.execute(sources.delete().where(sources.c.topic == topic))
            if rows:
                entries = [{"topic": topic, "subject": subject, "body": dict(body)} for subject, body in rows.items()]
                connection.execute(published.insert(), entries)
            at = datetime.now(UTC).replace(tzinfo=None)
            connection.execute(sources.insert().values(topic=topic, source=source, at=at))

    def published(self, topic: str, subjects: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Return what is published on a topic about these subjects, in one query; unknown subjects are not in it."""
        query = sa.select(published.c.subject, published.c.body).where(
            published.c.topic == topic, published.c.subject.in_(list(subjects))
        )
        with self.reading() as connection:
            return {row.subject: row.body for row in connection.execute(query)}

    def source_of(self, topic: str) -> str:
        """Return where a topic's rows come from, "" where there are none."""
        with self.reading() as connection:
            return connection.scalar(sa.select(sources.c.source).where(sources.c.topic == topic)) or ""


def _school(row: Any) -> School:
    return School(row.id, row.name, Setting(row.setting), row.local_authority, row.closed)
