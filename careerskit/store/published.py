"""What is published about schools and areas: rows by topic and subject, with where they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from careerskit.store.database import Database, in_batches
from careerskit.store.tables import published, sources
from careerskit.store.values import decoded

__all__ = ["PublishedData"]


class PublishedData:
    """Published rows by topic and subject. A newer file replaces all rows of its topic."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def replace(self, topic: str, rows: Mapping[str, Mapping[str, Any]], source: str) -> None:
        """Keep what is published on a topic, by subject. The topic's earlier rows go: releases are not to be mixed."""
        with self._database.writing() as connection:
            connection.execute(published.delete().where(published.c.topic == topic))
            connection.execute(sources.delete().where(sources.c.topic == topic))
            if rows:
                entries = [{"topic": topic, "subject": subject, "body": dict(body)} for subject, body in rows.items()]
                connection.execute(published.insert(), entries)
            at = datetime.now(UTC).replace(tzinfo=None)
            connection.execute(sources.insert().values(topic=topic, source=source, at=at))

    def get(self, topic: str, subjects: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Return what is published on a topic about these subjects, in one query (of thousands, one for each 900).

        Unknown subjects are not in it, nor are rows that were damaged: importing the file again brings those back.
        """
        body = sa.cast(published.c.body, sa.Text)
        query = sa.select(published.c.subject, body).where(published.c.topic == topic)
        found = {}
        with self._database.reading() as connection:
            for some in in_batches(subjects):
                for subject, text in connection.execute(query.where(published.c.subject.in_(some))):
                    found[subject] = decoded(text)
        return {subject: body for subject, body in found.items() if isinstance(body, dict)}

    def get_all(self, topic: str) -> dict[str, dict[str, Any]]:
        """Return everything that is published on a topic, by subject, without rows that were damaged."""
        query = sa.select(published.c.subject, sa.cast(published.c.body, sa.Text)).where(published.c.topic == topic)
        with self._database.reading() as connection:
            found = {subject: decoded(text) for subject, text in connection.execute(query)}
        return {subject: body for subject, body in found.items() if isinstance(body, dict)}

    def source_of(self, topic: str) -> str:
        """Return where a topic's rows come from, "" where there are none."""
        with self._database.reading() as connection:
            return connection.scalar(sa.select(sources.c.source).where(sources.c.topic == topic)) or ""
