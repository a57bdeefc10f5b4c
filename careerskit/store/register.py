"""The schools that the store knows, and what is published about them."""

from __future__ import annotations

import difflib
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from functools import reduce
from typing import Any

import sqlalchemy as sa

from careerskit.errors import UnknownSchoolError
from careerskit.files import as_file_name
from careerskit.plan import School, Setting
from careerskit.store.database import Database, in_batches, published, schools, sources
from careerskit.store.values import decoded

__all__ = ["Register", "as_school"]

_WORDS = 8
"""How many words of a search count. Each is looked for in the name of every school."""

_LONGEST = 200
"""How much of a search is looked at: no name is longer."""

_AS_ONE_LIKES = "'’."
"""What tells no two names apart: a phone writes another apostrophe than a keyboard does, and St has a full stop or none."""

_WITHOUT = dict.fromkeys(map(ord, _AS_ONE_LIKES))

_COMPARED = 200
"""How many names are compared with one that is unknown."""


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

    def add_school(self, name: str, setting: Setting, *, namesake: bool = True) -> School | None:
        """Add a school that no register knows, under an id made from its name, and return it.

        namesake: whether there may be one of that name already, apart from case, apostrophes and full stops; if not, and there is,
        None is returned.
        """
        school = School(f"{as_file_name(name, 24) or 'school'}-{secrets.token_hex(3)}", name, setting)
        of_that_name = sa.select(schools.c.id).where(_bare(schools.c.name) == _bare(school.name))
        with self.writing() as connection:
            if not namesake and connection.scalar(of_that_name.limit(1)) is not None:
                return None
            connection.execute(schools.insert(), asdict(school) | {"setting": setting.value})
        return school

    def find(self, school: str) -> School | None:
        """Return the school of that id, if there is one."""
        with self.reading() as connection:
            row = connection.execute(sa.select(schools).where(schools.c.id == school)).one_or_none()
        return as_school(row) if row else None

    def school(self, school: str) -> School:
        """Return the school of that id.

        Raises:
            UnknownSchoolError: there is none; the message names the one with the closest id or name.
        """
        if found := self.find(school):
            return found
        close = self._closest(school)
        hint = f" Did you mean {close.id} ({close.name})?" if close else ""
        raise UnknownSchoolError(
            f"The store knows no school {school[:_LONGEST]!r}.{hint} `careerskit schools` searches them."
        )

    def schools(self, search: str = "", limit: int = 0) -> list[School]:
        """Return the schools whose name has every word of the search, or whose id starts with it; open ones first.

        Where none has, apostrophes and full stops do not count.

        limit: how many at most; 0 for all.
        """
        with self.reading() as connection:
            for matches in _matching(search):
                query = sa.select(schools).where(matches).order_by(schools.c.closed, schools.c.name, schools.c.id)
                if rows := connection.execute(query.limit(limit) if limit else query).all():
                    return [as_school(row) for row in rows]
        return []

    def count_schools(self, search: str = "") -> int:
        """Return how many schools :meth:`schools` finds without a limit."""
        with self.reading() as connection:
            for matches in _matching(search):
                if count := connection.scalar(sa.select(sa.func.count()).select_from(schools).where(matches)):
                    return count
        return 0

    def _closest(self, wanted: str) -> School | None:
        """Return the school whose id or name comes closest to what was asked for; None where none comes close.

        Comparing a text with each of 27,000 names takes half a second, so only the names that share most with it are compared,
        and that takes a tenth.
        """
        wanted = " ".join(wanted[:_LONGEST].casefold().split())
        if not wanted:
            return None
        if found := self.schools(wanted, limit=_COMPARED):
            return _by_name(wanted, found) or found[0]
        if any(character.isdigit() for character in wanted):
            with self.reading() as connection:
                ids = {key.casefold(): key for key in connection.scalars(sa.select(schools.c.id))}
            if close := difflib.get_close_matches(wanted, ids, n=1):
                return self.find(ids[close[0]])
        # A slip of the keys in a word spoils one of its halves, and the other still stands in the name.
        halves = [half for word in wanted.split() for half in (word[: len(word) // 2], word[len(word) // 2 :]) if half]
        shared = [sa.case((schools.c.name.icontains(half, autoescape=True), 1), else_=0) for half in halves]
        query = sa.select(schools).order_by(sum(shared, sa.literal(0)).desc(), schools.c.id).limit(_COMPARED)
        with self.reading() as connection:
            return _by_name(wanted, [as_school(row) for row in connection.execute(query)])

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
        """Return what is published on a topic about these subjects, in one query (of thousands, one for each 900).

        Unknown subjects are not in it, nor are rows that were damaged: importing the file again brings those back.
        """
        body = sa.cast(published.c.body, sa.Text)
        query = sa.select(published.c.subject, body).where(published.c.topic == topic)
        found = {}
        with self.reading() as connection:
            for some in in_batches(subjects):
                for subject, text in connection.execute(query.where(published.c.subject.in_(some))):
                    found[subject] = decoded(text)
        return {subject: body for subject, body in found.items() if isinstance(body, dict)}

    def source_of(self, topic: str) -> str:
        """Return where a topic's rows come from, "" where there are none."""
        with self.reading() as connection:
            return connection.scalar(sa.select(sources.c.source).where(sources.c.topic == topic)) or ""


def as_school(row: Any) -> School:
    """Return the school behind a row of the table of schools."""
    return School(row.id, row.name, Setting.read(row.setting), row.local_authority, row.closed)


def _bare(name: Any) -> sa.Function[str]:
    """Return a name in small letters, without what people write or leave out as they like."""
    return reduce(lambda bare, sign: sa.func.replace(bare, sign, ""), _AS_ONE_LIKES, sa.func.lower(name))


def _matching(search: str) -> Iterator[sa.ColumnElement[bool]]:
    """Yield what a school has to match: the words as they are, and then, five times as slow, without what one likes."""
    search = search[:_LONGEST].replace("\0", " ").strip()  # to SQLite, a text ends at a NUL
    if not search:
        yield sa.true()
        return
    words = search.split()[:_WORDS]
    of_that_id = schools.c.id.startswith(search, autoescape=True)
    yield sa.or_(of_that_id, sa.and_(*(schools.c.name.icontains(word, autoescape=True) for word in words)))
    if bare := [plain for word in words if (plain := word.translate(_WITHOUT))]:
        yield sa.and_(*(_bare(schools.c.name).icontains(word, autoescape=True) for word in bare))


def _by_name(wanted: str, among: Iterable[School]) -> School | None:
    by_name: dict[str, School] = {}
    for school in among:
        by_name.setdefault(school.name.casefold(), school)
    close = difflib.get_close_matches(wanted, by_name, n=1)
    return by_name[close[0]] if close else None
