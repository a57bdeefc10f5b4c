"""The register: the schools that the store knows."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from types import MappingProxyType
from typing import Any, NamedTuple

import sqlalchemy as sa
from rapidfuzz import fuzz, process

from careerskit.errors import UnknownSchoolError
from careerskit.files import slugify
from careerskit.plan import School, Setting
from careerskit.store.database import Database, upsert
from careerskit.store.school_search import LONGEST_SEARCH, bare, matches_of, words_of
from careerskit.store.similar_names import find_nearly_same, find_similar
from careerskit.store.tables import schools

__all__ = ["SchoolRegister", "SchoolSearch", "as_school", "register_schools"]

_COMPARED = 200
"""How many similar names a search finds at most."""

_LIKE = 60
"""How much of two texts must be the same, from 0 to 100, so that one may be meant by the other."""

_NO_AREAS: Mapping[str, str] = MappingProxyType({})


class SchoolSearch(NamedTuple):
    """What a search found.

    schools: those found, up to a limit. total: how many there are in all. only_similar: whether none has the very words, but
    similar ones.
    """

    schools: list[School]
    total: int
    only_similar: bool = False


class SchoolRegister:
    """The schools that the store knows, by id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def register(self, entries: Iterable[School]) -> None:
        """Add schools, or update those already known, in one transaction."""
        with self._database.writing() as connection:
            register_schools(connection, entries)

    def add(self, name: str, setting: Setting, *, namesake: bool = True) -> School | None:
        """Add a school under an id made from its name, and return it.

        namesake: whether there may already be a school of that name (case, apostrophes and full stops aside); otherwise None is
        returned where there is one.
        """
        school = School(f"{slugify(name, 24) or 'school'}-{secrets.token_hex(3)}", name, setting)
        of_that_name = sa.select(schools.c.id).where(bare(schools.c.name) == bare(school.name))
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
            f"The store knows no school {school[:LONGEST_SEARCH]!r}.{hint} `careerskit schools` searches them."
        )

    def search(self, search: str = "", limit: int = 0, areas: Mapping[str, str] = _NO_AREAS) -> list[School]:
        """Return the schools that :meth:`search_page` finds. limit: how many at most; 0 for all."""
        return self.search_page(search, limit, areas).schools

    def search_page(self, search: str, limit: int = 0, areas: Mapping[str, str] = _NO_AREAS) -> SchoolSearch:
        """Find the schools that have every word of a search in their name or that of their area, or whose id starts with it.

        Open schools come first, and among them those that have more of the words in their own name. Apostrophes and full stops are
        ignored. Where no school has the words, those with similar ones are found, the most similar first: see :func:`find_similar`.

        Args:
            search: the words; "" for all schools.
            limit: how many schools at most; 0 for all.
            areas: the names of local authorities by number.
        """
        with self._database.reading() as connection:
            if found := _having_words(connection, search, limit, areas):
                count = _count(connection, search, areas) if len(found) == limit else len(found)
                return SchoolSearch(found, count)
            ids = _similar_ids(connection, search, areas)
            found = _with_ids(connection, ids[: limit or None])
        return SchoolSearch(found, len(ids), only_similar=bool(found))

    def count(self, search: str = "", areas: Mapping[str, str] = _NO_AREAS) -> int:
        """Return how many schools :meth:`search` finds in all."""
        with self._database.reading() as connection:
            return _count(connection, search, areas) or len(_similar_ids(connection, search, areas))

    def nearly_named(self, name: str, limit: int = 0, areas: Mapping[str, str] = _NO_AREAS) -> list[School]:
        """Return the schools that are probably meant by a name, as :func:`find_nearly_same` finds them; open ones first.

        The arguments are those of :meth:`search_page`.
        """
        with self._database.reading() as connection:
            ids, names, of_areas = _all_names(connection, areas)
            alike = find_nearly_same(name[:LONGEST_SEARCH], names, of_areas)[:_COMPARED]
            return _with_ids(connection, [ids[at] for at in alike])[: limit or None]

    def _closest(self, wanted: str) -> School | None:
        """Return the school whose id or name comes closest to what was asked for; None where none comes close."""
        wanted = wanted[:LONGEST_SEARCH].casefold()
        with self._database.reading() as connection:
            if found := _having_words(connection, wanted, _COMPARED, _NO_AREAS):
                return found[_most_similar(wanted, [school.name for school in found]) or 0]
            ids, names, _ = _all_names(connection, _NO_AREAS)
        at = _most_similar(wanted, ids) if any(map(str.isdigit, wanted)) else None
        at = _most_similar(wanted, names) if at is None else at
        return None if at is None else self.find(ids[at])


def register_schools(connection: sa.Connection, entries: Iterable[School], as_of: str = "") -> None:
    """Add schools, or update those already known, unless what is known is of a later date.

    as_of: when the entries are of, as text that sorts ("2019", "2026-11"); "" says nothing about that, and updates whatever
    came without a date.
    """
    rows = [_values(school) | {"as_of": as_of} for school in entries]
    known = {row.id: row.as_of for row in connection.execute(sa.select(schools.c.id, schools.c.as_of))}
    upsert(connection, schools, [row for row in rows if as_of >= known.get(row["id"], "")])


def _values(school: School) -> dict[str, Any]:
    return {**vars(school), "setting": school.setting.value}  # asdict copies every value, in ten times as long


def as_school(row: Any) -> School:
    """Return the school behind a row of the table of schools."""
    return School(row.id, row.name, Setting.read(row.setting), row.local_authority, row.closed, row.town)


def _having_words(connection: sa.Connection, search: str, limit: int, areas: Mapping[str, str]) -> list[School]:
    matches = matches_of(search, areas)
    query = sa.select(schools).where(matches.which)
    query = query.order_by(schools.c.closed, matches.in_name.desc(), schools.c.name, schools.c.id)
    return [as_school(row) for row in connection.execute(query.limit(limit) if limit else query)]


def _count(connection: sa.Connection, search: str, areas: Mapping[str, str]) -> int:
    query = sa.select(sa.func.count()).select_from(schools).where(matches_of(search, areas).which)
    return connection.scalar(query) or 0


def _similar_ids(connection: sa.Connection, search: str, areas: Mapping[str, str]) -> list[str]:
    """Return the ids of the schools with similar names, the most similar first, at most :data:`_COMPARED`."""
    if not (words := " ".join(words_of(search))):
        return []
    ids, names, of_areas = _all_names(connection, areas)
    return [ids[at] for at in find_similar(words, names, of_areas)[:_COMPARED]]


def _all_names(
    connection: sa.Connection, areas: Mapping[str, str]
) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
    """Return the id, the name and the area's name of every school, each in one sequence in the same order."""
    rows = connection.execute(sa.select(schools.c.id, schools.c.name, schools.c.local_authority)).all()
    ids, names, numbers = zip(*rows, strict=True) if rows else ((), (), ())
    return ids, names, [areas.get(number, "") for number in numbers]


def _with_ids(connection: sa.Connection, ids: Sequence[str]) -> list[School]:
    """Return the schools of these ids in their order, open ones first."""
    places = {school: place for place, school in enumerate(ids)}
    rows = connection.execute(sa.select(schools).where(schools.c.id.in_(ids))).all() if ids else []
    return sorted(map(as_school, rows), key=lambda school: (school.closed, places[school.id]))


def _most_similar(wanted: str, texts: Sequence[str]) -> int | None:
    """Return the position of the text that is most like one in small letters; None where none is like it."""
    found = process.extractOne(wanted, [text.casefold() for text in texts], scorer=fuzz.ratio, score_cutoff=_LIKE)
    return found[2] if found else None
