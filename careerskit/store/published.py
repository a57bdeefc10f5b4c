"""What is published about schools and areas: rows by topic, subject and release, with where they come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeAlias

import sqlalchemy as sa

from careerskit.plan import School
from careerskit.store.database import Database, in_batches, upsert
from careerskit.store.schools import register_schools
from careerskit.store.tables import published, published_releases
from careerskit.store.values import decoded

__all__ = ["PublishedData", "PublishedRelease", "PublishedRow", "PublishedWriter", "Rows"]

Rows: TypeAlias = dict[str, dict[str, dict[str, Any]]]
"""What is published about subjects: JSON objects by subject, by the release's key, and by part."""


@dataclass(frozen=True)
class PublishedRelease:
    """One publication on a topic. Figures of two releases are never mixed.

    topic: what it is about. key: what tells it from other releases of the topic; a file with the same key adds to it. title: what
    it is, in words. credit: where the figures come from, for the line below them. period: when they are of, as text that sorts
    ("2016/17"): the release with the last one is the newest.
    """

    topic: str
    key: str = ""
    title: str = ""
    credit: str = ""
    period: str = ""


class PublishedRow(NamedTuple):
    """What is published about one subject, such as a URN, "LA 202" or "England". part: which of several rows about it."""

    subject: str
    body: Mapping[str, Any]
    part: str = ""


class PublishedWriter:
    """Writes what a file holds, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def save(self, release: PublishedRelease) -> None:
        """Make a release known, or update its title and credit."""
        at = datetime.now(UTC).replace(tzinfo=None)
        upsert(self._connection, published_releases, [asdict(release) | {"at": at}])

    def add(self, release: PublishedRelease, rows: Iterable[PublishedRow]) -> None:
        """Add rows to a release, each in place of an earlier row about the same subject and part."""
        entries = [
            {
                "topic": release.topic,
                "subject": row.subject,
                "release": release.key,
                "part": row.part,
                "body": dict(row.body),
            }
            for row in rows
        ]
        upsert(self._connection, published, entries)

    def register(self, schools: Iterable[School], as_of: str = "") -> None:
        """Add schools, or update those that are known from an earlier date; see :func:`register_schools`."""
        register_schools(self._connection, schools, as_of)


class PublishedData:
    """What is published, by topic. A topic has one or several releases."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def writing(self) -> Iterator[PublishedWriter]:
        """Open a transaction for a file: all of it is kept, or nothing on any error."""
        with self._database.writing() as connection:
            yield PublishedWriter(connection)

    def save(self, release: PublishedRelease, rows: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep a small release, by subject."""
        with self.writing() as writer:
            writer.save(release)
            writer.add(release, [PublishedRow(subject, body) for subject, body in rows.items()])

    def releases(self, topic: str) -> list[PublishedRelease]:
        """Return the releases of a topic, the newest first."""
        fields = [published_releases.c[name] for name in PublishedRelease.__dataclass_fields__]
        query = sa.select(*fields).where(published_releases.c.topic == topic)
        with self._database.reading() as connection:
            rows = connection.execute(
                query.order_by(published_releases.c.period.desc(), published_releases.c.key.desc())
            )
            return [PublishedRelease(*row) for row in rows]

    def get(self, topic: str, subjects: Iterable[str] | None = None) -> Rows:
        """Return what is published on a topic about these subjects, in one query (of thousands, one for each 900).

        Unknown subjects are not in it, nor are rows that were damaged: importing the file again brings those back.

        subjects: None for all.
        """
        body = sa.cast(published.c.body, sa.Text)
        query = sa.select(published.c.subject, published.c.release, published.c.part, body)
        query = query.where(published.c.topic == topic)
        queries = (
            [query]
            if subjects is None
            else [query.where(published.c.subject.in_(some)) for some in in_batches(subjects)]
        )
        found: Rows = {}
        with self._database.reading() as connection:
            for one in queries:
                for subject, release, part, text in connection.execute(one):
                    if isinstance(row := decoded(text), dict):
                        found.setdefault(subject, {}).setdefault(release, {})[part] = row
        return found

    def newest(self, topic: str, subjects: Iterable[str] | None = None) -> dict[str, dict[str, Any]]:
        """Return each subject's row of the newest release that has one, for a topic whose rows have no parts."""
        order = [release.key for release in self.releases(topic)]
        newest = {}
        for subject, by_release in self.get(topic, subjects).items():
            key = next((key for key in order if key in by_release), None)
            if key is not None and "" in by_release[key]:
                newest[subject] = by_release[key][""]
        return newest
