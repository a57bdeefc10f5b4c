"""The register: the schools that the store knows."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from types import MappingProxyType
from typing import Any, NamedTuple

import sqlalchemy as sa

from careerskit.errors import UnknownSchoolError
from careerskit.files import slugify
from careerskit.plan import School, Setting
from careerskit.store.database import Database, in_batches, upsert
from careerskit.store.school_index import SchoolIndex
from careerskit.store.school_words import IGNORED_SIGNS, LONGEST_SEARCH
from careerskit.store.tables import schools, settings

__all__ = ["SchoolRegister", "SchoolSearch", "as_school", "register_schools"]

_COMPARED = 200
"""How many similar names a search finds at most."""

_CHANGES = "changes of the register"
"""The setting that counts them. Each is numbered in the order in which they are committed, on every database."""

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
        self._index = SchoolIndex()

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
        of_that_name = sa.select(schools.c.id).where(_bare(schools.c.name) == _bare(school.name))
        with self._database.writing() as connection:
            if not namesake and connection.scalar(of_that_name.limit(1)) is not None:
                return None
            connection.execute(schools.insert(), _values(school) | {"changed": _next_change(connection)})
        return school

    def find(self, school: str) -> School | None:
        """Return the school of that id; None where there is none."""
        with self._database.reading() as connection:
            row = connection.execute(sa.select(schools).where(schools.c.id == school)).one_or_none()
        return as_school(row) if row else None

    def find_all(self, ids: Iterable[str]) -> list[School]:
        """Return the schools of these ids that the store knows, in their order."""
        with self._database.reading() as connection:
            return _with_ids(connection, list(ids))

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
        """Find the schools that have every word of a search in their name, town or area, or whose id starts with it.

        A word may be a part of the name's word, or the start of the place's. Open schools come first, and among them those that
        have more of the words in their own name. Capitals, apostrophes and full stops are ignored. Where no school has the words,
        those with similar ones are found, the most similar first.

        Args:
            search: the words; "" for all schools.
            limit: how many schools at most; 0 for all.
            areas: the names of local authorities by number.
        """
        with self._database.reading() as connection:
            if _is_blank(search):
                found = _all(connection, limit)
                return SchoolSearch(found, _count(connection) if len(found) == limit else len(found))
            ids, total = self._index.find(connection, search, areas, limit)
            if ids:
                return SchoolSearch(_with_ids(connection, ids), total)
            ids = self._index.find_similar(connection, search, areas, _COMPARED)
            found = _with_ids(connection, ids[: limit or None])
        return SchoolSearch(sorted(found, key=_is_closed), len(ids), only_similar=bool(ids))

    def count(self, search: str = "", areas: Mapping[str, str] = _NO_AREAS) -> int:
        """Return how many schools :meth:`search` finds in all."""
        if not _is_blank(search):
            return self.search_page(search, 1, areas).total
        with self._database.reading() as connection:
            return _count(connection)

    def nearly_named(self, name: str, limit: int = 0, areas: Mapping[str, str] = _NO_AREAS) -> list[School]:
        """Return the schools that are probably meant by a name, the most similar first, and open ones before closed ones.

        They have a word for each of its words, typing errors aside, and begin with one of them; words like School do not count,
        nor do those of the school's own place. The arguments are those of :meth:`search_page`.
        """
        with self._database.reading() as connection:
            ids = self._index.find_nearly_same(connection, name, areas, _COMPARED)
            return sorted(_with_ids(connection, ids), key=_is_closed)[: limit or None]

    def _closest(self, wanted: str) -> School | None:
        """Return the school whose id or name comes closest to what was asked for; None where none comes close."""
        with self._database.reading() as connection:
            among, _ = self._index.find(connection, wanted[:LONGEST_SEARCH], _NO_AREAS, _COMPARED)
            close = self._index.closest(connection, wanted, among) or next(iter(among), "")
        return self.find(close) if close else None


def register_schools(connection: sa.Connection, entries: Iterable[School], as_of: str = "") -> None:
    """Add schools, or update those already known, unless what is known is of a later date. A town is kept where none is given.

    as_of: when the entries are of, as text that sorts ("2019", "2026-11"); "" says nothing about that, and updates whatever
    came without a date.
    """
    listed = {school.id: _values(school) | {"as_of": as_of} for school in entries}
    known = {
        row["id"]: dict(row)
        for some in in_batches(listed)
        for row in connection.execute(sa.select(*_KEPT).where(schools.c.id.in_(some))).mappings()
    }
    merged = {key: _merged(row, known.get(key)) for key, row in listed.items()}
    rows = [row for key, row in merged.items() if row != known.get(key)]
    if rows:
        change = _next_change(connection)
        upsert(connection, schools, [row | {"changed": change} for row in rows])


def _merged(new: dict[str, Any], known: dict[str, Any] | None) -> dict[str, Any]:
    """Return what is known of a school after an entry: the later of the two, with the town of either."""
    if known is None:
        return new
    later, earlier = (new, known) if new["as_of"] >= known["as_of"] else (known, new)
    return later | {"town": later["town"] or earlier["town"]}


def _next_change(connection: sa.Connection) -> int:
    """Return the number of the next change. Whoever asks next, in whatever process, waits until this transaction has ended."""
    value = sa.select(settings.c.value)
    connection.execute(value.where(settings.c.name == "version").with_for_update())  # a row that every store has
    number = int(connection.scalar(value.where(settings.c.name == _CHANGES)) or 0) + 1
    upsert(connection, settings, [{"name": _CHANGES, "value": str(number)}])
    return number


_KEPT = tuple(column for column in schools.c if column.name != "changed")


def _values(school: School) -> dict[str, Any]:
    return {**vars(school), "setting": school.setting.value}  # asdict copies every value, in ten times as long


def as_school(row: Any) -> School:
    """Return the school behind a row of the table of schools."""
    return School(row.id, row.name, Setting.read(row.setting), row.local_authority, row.closed, row.town)


def _is_blank(search: str) -> bool:
    return not search.strip("\0 \t\n")


def _all(connection: sa.Connection, limit: int) -> list[School]:
    query = sa.select(schools).order_by(schools.c.closed, schools.c.name, schools.c.id)
    return [as_school(row) for row in connection.execute(query.limit(limit) if limit else query)]


def _count(connection: sa.Connection) -> int:
    return connection.scalar(sa.select(sa.func.count()).select_from(schools)) or 0


def _with_ids(connection: sa.Connection, ids: Sequence[str]) -> list[School]:
    """Return the schools of these ids, in their order."""
    found = {
        row.id: as_school(row)
        for some in in_batches(ids)
        for row in connection.execute(sa.select(schools).where(schools.c.id.in_(some)))
    }
    return [found[key] for key in ids if key in found]


def _is_closed(school: School) -> bool:
    return school.closed


def _bare(name: Any) -> sa.Function[str]:
    """Return a name in small letters, without the ignored signs."""
    return reduce(lambda shorter, sign: sa.func.replace(shorter, sign, ""), IGNORED_SIGNS, sa.func.lower(name))
