"""The register: the schools that the store knows."""

from __future__ import annotations

import difflib
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import reduce
from typing import Any

import sqlalchemy as sa

from careerskit.errors import UnknownSchoolError
from careerskit.files import slugify
from careerskit.plan import School, Setting
from careerskit.store.database import Database
from careerskit.store.similar_names import IGNORED_SIGNS, find_similar, without_ignored_signs
from careerskit.store.tables import schools

__all__ = ["SchoolRegister", "as_school"]

_WORDS = 8
"""How many words of a search are used. Each is looked for in the name of every school."""

_LONGEST = 200
"""How many characters of a search are used: no name is longer."""

_COMPARED = 200
"""How many names are compared with an unknown one, and how many similar ones a search finds at most."""


class SchoolRegister:
    """The schools that the store knows, by id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def register(self, entries: Iterable[School]) -> None:
        """Add schools, or update those already known, in one transaction."""
        rows = [asdict(school) | {"setting": school.setting.value} for school in entries]
        with self._database.writing() as connection:
            known = set(connection.scalars(sa.select(schools.c.id)))
            if new := [row for row in rows if row["id"] not in known]:
                connection.execute(schools.insert(), new)
            if old := [{**row, "known_id": row["id"]} for row in rows if row["id"] in known]:
                connection.execute(schools.update().where(schools.c.id == sa.bindparam("known_id")), old)

    def add(self, name: str, setting: Setting, *, namesake: bool = True) -> School | None:
        """Add a school under an id made from its name, and return it.

        namesake: whether there may already be a school of that name (case, apostrophes and full stops aside); otherwise None is
        returned where there is one.
        """
        school = School(f"{slugify(name, 24) or 'school'}-{secrets.token_hex(3)}", name, setting)
        of_that_name = sa.select(schools.c.id).where(_bare(schools.c.name) == _bare(school.name))
        with self._database.writing() as connection:
            if not namesake and connection.scalar(of_that_name.limit(1)) is not None:
                return None
            connection.execute(schools.insert(), asdict(school) | {"setting": setting.value})
        return school

    def find(self, school: str) -> School | None:
        """Return the school of that id; None where there is none."""
        with self._database.reading() as connection:
            row = connection.execute(sa.select(schools).where(schools.c.id == school)).one_or_none()
        return as_school(row) if row else None

    def get(self, school: str) -> School:
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

    def search(self, search: str = "", limit: int = 0) -> list[School]:
        """Return the schools whose name has every word of the search, or whose id starts with it; open ones first.

        Where none has, apostrophes and full stops are ignored. Where still none has, the schools with similar names are returned,
        the most similar first: see :func:`find_similar`.

        limit: how many at most; 0 for all.
        """
        with self._database.reading() as connection:
            if found := _having_words(connection, search, limit):
                return found
            ids = _similar_ids(connection, search)[: limit or None]
            rows = connection.execute(sa.select(schools).where(schools.c.id.in_(ids))).all() if ids else []
        return sorted(map(as_school, rows), key=lambda school: (school.closed, ids.index(school.id)))

    def search_page(self, search: str, limit: int) -> tuple[list[School], int]:
        """Return what :meth:`search` finds, up to the limit, and how many there are in all."""
        found = self.search(search, limit)
        return found, len(found) if len(found) < limit else self.count(search)

    def count(self, search: str = "") -> int:
        """Return how many schools :meth:`search` finds in all."""
        with self._database.reading() as connection:
            for matches in _matching(search):
                if count := connection.scalar(sa.select(sa.func.count()).select_from(schools).where(matches)):
                    return count
            return len(_similar_ids(connection, search))

    def _closest(self, wanted: str) -> School | None:
        """Return the school whose id or name comes closest to what was asked for; None where none comes close.

        Comparing a text with all 27,000 names takes half a second. Comparing it with those that share most with it takes a tenth.
        """
        wanted = " ".join(wanted[:_LONGEST].casefold().split())
        if not wanted:
            return None
        with self._database.reading() as connection:
            found = _having_words(connection, wanted, _COMPARED)
        if found:
            return _by_name(wanted, found) or found[0]
        if any(character.isdigit() for character in wanted):
            with self._database.reading() as connection:
                ids = {key.casefold(): key for key in connection.scalars(sa.select(schools.c.id))}
            if close := difflib.get_close_matches(wanted, ids, n=1):
                return self.find(ids[close[0]])
        # A typing error spoils one half of a word, and the other half can still be found in the name.
        halves = [half for word in wanted.split() for half in (word[: len(word) // 2], word[len(word) // 2 :]) if half]
        shared = [sa.case((schools.c.name.icontains(half, autoescape=True), 1), else_=0) for half in halves]
        query = sa.select(schools).order_by(sum(shared, sa.literal(0)).desc(), schools.c.id).limit(_COMPARED)
        with self._database.reading() as connection:
            return _by_name(wanted, [as_school(row) for row in connection.execute(query)])


def as_school(row: Any) -> School:
    """Return the school behind a row of the table of schools."""
    return School(row.id, row.name, Setting.read(row.setting), row.local_authority, row.closed)


def _bare(name: Any) -> sa.Function[str]:
    """Return a name in small letters, without the ignored signs."""
    return reduce(lambda bare, sign: sa.func.replace(bare, sign, ""), IGNORED_SIGNS, sa.func.lower(name))


def _matching(search: str) -> Iterator[sa.ColumnElement[bool]]:
    """Yield the conditions to try in turn: the words as they are, and then, five times as slow, without the ignored signs."""
    search = search[:_LONGEST].replace("\0", " ").strip()  # to SQLite, a text ends at a NUL
    if not search:
        yield sa.true()
        return
    words = search.split()[:_WORDS]
    of_that_id = schools.c.id.startswith(search, autoescape=True)
    yield sa.or_(of_that_id, sa.and_(*(schools.c.name.icontains(word, autoescape=True) for word in words)))
    if bare := [plain for word in words if (plain := without_ignored_signs(word))]:
        yield sa.and_(*(_bare(schools.c.name).icontains(word, autoescape=True) for word in bare))


def _having_words(connection: sa.Connection, search: str, limit: int) -> list[School]:
    for matches in _matching(search):
        query = sa.select(schools).where(matches).order_by(schools.c.closed, schools.c.name, schools.c.id)
        if rows := connection.execute(query.limit(limit) if limit else query).all():
            return [as_school(row) for row in rows]
    return []


def _similar_ids(connection: sa.Connection, search: str) -> list[str]:
    """Return the ids of the schools with similar names, the most similar first, at most :data:`_COMPARED`."""
    if not search.strip():
        return []
    rows = connection.execute(sa.select(schools.c.id, schools.c.name)).all()
    words = " ".join(search[:_LONGEST].split()[:_WORDS])
    return [rows[at].id for at in find_similar(words, [row.name for row in rows])[:_COMPARED]]


def _by_name(wanted: str, among: Iterable[School]) -> School | None:
    by_name: dict[str, School] = {}
    for school in among:
        by_name.setdefault(school.name.casefold(), school)
    close = difflib.get_close_matches(wanted, by_name, n=1)
    return by_name[close[0]] if close else None
