"""What schools have answered: append-only revisions. Nothing is overwritten, everything can be read back."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from careerskit.errors import StoreError, UnknownPathError, UnknownSchoolError
from careerskit.store.database import Database, in_batches, revisions, schools
from careerskit.store.paths import PLACE, REMOVED, assemble, check_path, record_path
from careerskit.store.values import Damaged, decoded, says_nothing, whole

__all__ = ["Answers", "Change", "Revision"]

_VALUE = sa.cast(revisions.c.value, sa.Text).label("value")
"""The value as text: decoding it is not left to the database's driver, or one damaged answer would stop a query for many."""

_LAST_OF = sa.select(sa.func.max(revisions.c.id)).where(revisions.c.school == sa.bindparam("school"))
"""Made once: making a query takes SQLAlchemy longer than SQLite takes to answer this one."""


@dataclass(frozen=True)
class Revision:
    """One change: what became of one answer, by whom and when (UTC)."""

    path: str
    value: Any
    who: str
    at: datetime


@dataclass(frozen=True)
class Change:
    """One change of any school's answers, with its number: a later change has a greater one."""

    number: int
    school: str
    path: str
    value: Any
    who: str


class Answers(Database):
    """Reading and writing answers. Two writers of different fields never lose each other's edits."""

    def save(self, school: str, values: Mapping[str, Any], who: str = "") -> datetime:
        """Keep answers by their paths, all or none, and return when they were committed (UTC).

        An answer that already stands is not written again.

        Raises:
            UnknownPathError: a path is not one, or would be both an answer and have answers below it.
            UnknownSchoolError: the store does not know the school.
            StoreError: the store did not take them.
        """
        with self.writing() as connection:
            return self._write(connection, school, self._stands(connection, school), values, who)

    def rewrite(self, school: str, path: str, how: Callable[[str], str], who: str = "") -> None:
        """Make a text anew from what stands there ("" for nothing): no words of others come between. Raises as :meth:`save`."""
        with self.writing() as connection:
            stands = self._stands(connection, school)
            self._write(connection, school, stands, {path: how(str(_as_it_is(stands.get(path, ""))))}, who)

    def add(self, school: str, list_path: str, values: Mapping[str, Any] | None = None, who: str = "") -> str:
        """Add a record at the end of a list, with answers by field name, and return its id, which never changes.

        Raises:
            UnknownPathError: the list is one of a record that is not there, or was removed.
        """
        record = secrets.token_hex(4)
        with self.writing() as connection:
            stands = self._stands(connection, school)
            if gone := _missing_parent(stands, list_path):
                raise UnknownPathError(
                    f"Nothing was added to {list_path} of school {school}: {gone} is not there, or was removed."
                )
            fields = {
                PLACE: max(_places(stands, list_path, with_removed=True).values(), default=-1) + 1,
                **(values or {}),
            }
            new = {record_path(list_path, record, name): value for name, value in fields.items()}
            self._write(connection, school, stands, new, who)
        return record

    def remove(self, school: str, list_path: str, record: str, who: str = "") -> datetime:
        """Take a record out of its list. Its answers stay in the history; :meth:`put_back` undoes it.

        Raises:
            UnknownPathError: the list never had such a record.
        """
        with self.writing() as connection:
            stands = self._stands(connection, school)
            _need(record, _places(stands, list_path, with_removed=True), school, list_path)
            return self._write(connection, school, stands, {record_path(list_path, record, REMOVED): True}, who)

    def put_back(self, school: str, list_path: str, record: str, who: str = "") -> list[str]:
        """Put a removed record back where it stood, and return the ids of its list in order.

        Raises:
            UnknownPathError: the list never had such a record.
        """
        with self.writing() as connection:
            stands = self._stands(connection, school)
            _need(record, _places(stands, list_path, with_removed=True), school, list_path)
            back = {record_path(list_path, record, REMOVED): False}
            self._write(connection, school, stands, back, who)
            return _order(stands | back, list_path)

    def move(self, school: str, list_path: str, record: str, by: int, who: str = "") -> list[str]:
        """Move a record up (-1) or down (+1) in its list, and return the ids in order; at an end it stays.

        Raises:
            UnknownPathError: the list has no such record.
        """
        with self.writing() as connection:
            stands = self._stands(connection, school)
            order = _order(stands, list_path)
            _need(record, order, school, list_path)
            there = order.index(record)
            order.insert(min(max(there + by, 0), len(order) - 1), order.pop(there))
            changed = {record_path(list_path, key, PLACE): place for place, key in enumerate(order)}
            self._write(connection, school, stands, changed, who)
            return order

    def read(self, school: str, at: datetime | None = None) -> dict[str, Any]:
        """Return a school's answers as a tree, at their newest or as they stood at a time; empty where it has none.

        Raises:
            StoreError: they cannot be read, for one because they were damaged.
        """
        found = self.read_many([school], at)[school]
        if isinstance(found, StoreError):
            raise found
        return found

    def read_many(self, schools: Iterable[str], at: datetime | None = None) -> dict[str, dict[str, Any] | StoreError]:
        """Return the answers of many schools by id, in one query (of thousands of schools, one for each 900).

        A school whose answers cannot be read stops none of the others: in place of its answers is the StoreError that
        :meth:`read` would raise.
        """
        with self.reading() as connection:
            flat = self._newest(connection, schools, at)
        return {school: _tree(school, answers) for school, answers in flat.items()}

    def newest(self, schools: Iterable[str]) -> dict[str, str]:
        """Return by school which of its revisions is the newest, by number and time, in one query; "" where it has none.

        Revisions are only ever added, so a school's answers are unchanged as long as this is.
        """
        found = dict.fromkeys(schools, "")
        with self.reading() as connection:
            for some in in_batches(found):
                newest = sa.select(sa.func.max(revisions.c.id)).where(revisions.c.school.in_(some))
                query = sa.select(revisions.c.school, revisions.c.id, revisions.c.at)
                query = query.where(revisions.c.id.in_(newest.group_by(revisions.c.school)))
                found |= {school: f"{number} {at.isoformat()}" for school, number, at in connection.execute(query)}
        return found

    def history(self, school: str, path: str = "") -> list[Revision]:
        """Return every revision of a school, oldest first; with a path, of that answer or all below it."""
        columns = (revisions.c.path, _VALUE, revisions.c.who, revisions.c.at)
        query = sa.select(*columns).where(revisions.c.school == school).order_by(revisions.c.id)
        with self.reading() as connection:
            rows = connection.execute(query).all()
        below = (f"{path}.", f"{path}[")
        return [
            Revision(row.path, _as_it_is(decoded(row.value)), row.who, row.at.replace(tzinfo=UTC))
            for row in rows
            if not path or row.path == path or row.path.startswith(below)
        ]

    def changes_since(self, number: int) -> list[Change]:
        """Return every change of any school after the one of that number, oldest first: how to follow what others save."""
        columns = (revisions.c.id, revisions.c.school, revisions.c.path, _VALUE, revisions.c.who)
        query = sa.select(*columns).where(revisions.c.id > number).order_by(revisions.c.id)
        with self.reading() as connection:
            rows = connection.execute(query).all()
        return [Change(row.id, row.school, row.path, _as_it_is(decoded(row.value)), row.who) for row in rows]

    def last_change(self) -> int:
        """Return the number of the newest change of any school; 0 where nothing was ever saved."""
        with self.reading() as connection:
            return connection.scalar(sa.select(sa.func.max(revisions.c.id))) or 0

    def count_records(self, school: str) -> int:
        """Return how many records a school's lists have ever had: actions, points and the like, removed ones too."""
        places = sa.select(sa.func.count(revisions.c.path.distinct()))
        query = places.where(revisions.c.school == school, revisions.c.path.endswith(f".{PLACE}", autoescape=True))
        with self.reading() as connection:
            return connection.scalar(query) or 0

    def last_change_of(self, school: str) -> int:
        """Return the number of the newest change of a school; 0 where it has none. It is cheap: a form asks often."""
        with self.reading() as connection:
            return connection.scalar(_LAST_OF, {"school": school}) or 0

    def by_path(self, school: str) -> dict[str, Any]:
        """Return a school's answers by path, as they stand now."""
        with self.reading() as connection:
            return {path: _as_it_is(value) for path, value in self._stands(connection, school).items()}

    def replace_all(self, school: str, values: Mapping[str, Any], who: str = "") -> None:
        """Make these the school's answers, in one transaction: what they do not hold is emptied or removed, not lost."""
        with self.writing() as connection:
            now = self._stands(connection, school)
            gone: dict[str, Any] = {}
            for path, value in now.items():
                if path.endswith(f".{PLACE}") and path not in values:
                    gone[f"{path.removesuffix(PLACE)}{REMOVED}"] = True
                elif path.endswith(f".{REMOVED}"):
                    if f"{path.removesuffix(REMOVED)}{PLACE}" in values:
                        gone[path] = False
                elif path not in values and not path.endswith(f".{PLACE}"):
                    gone[path] = "" if isinstance(value, Damaged) else type(value)()
            kept = {path: value for path, value in values.items() if path in now or not says_nothing(value)}
            self._write(connection, school, now, gone | kept, who)

    def _write(
        self, connection: sa.Connection, school: str, stands: Mapping[str, Any], values: Mapping[str, Any], who: str
    ) -> datetime:
        at = datetime.now(UTC)
        if not stands and not connection.scalar(sa.select(schools.c.id).where(schools.c.id == school)):
            raise UnknownSchoolError(f"The store knows no school {school!r}, so it keeps no answers of it.")
        new = {check_path(path): whole(value) for path, value in values.items()}
        try:
            assemble({**stands, **new})  # what could not be read back is not taken
        except (StoreError, UnknownPathError) as error:
            raise type(error)(f"School {school}: {error}") from None
        rows = [
            {"school": school, "path": path, "value": value, "who": who, "at": at.replace(tzinfo=None)}
            for path, value in new.items()
            if path not in stands or stands[path] != value
        ]
        if rows:
            connection.execute(revisions.insert(), rows)
        return at

    def _stands(self, connection: sa.Connection, school: str) -> dict[str, Any]:
        """Return a school's answers by path, as they stand now."""
        return self._newest(connection, [school])[school]

    def _newest(
        self, connection: sa.Connection, schools: Iterable[str], at: datetime | None = None
    ) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {school: {} for school in schools}
        for some in in_batches(found):
            newest = sa.select(sa.func.max(revisions.c.id)).where(revisions.c.school.in_(some))
            if at is not None:
                newest = newest.where(revisions.c.at <= at.astimezone(UTC).replace(tzinfo=None))
            newest = newest.group_by(revisions.c.school, revisions.c.path)
            query = sa.select(revisions.c.school, revisions.c.path, _VALUE).where(revisions.c.id.in_(newest))
            for school, path, value in connection.execute(query):
                found[school][path] = decoded(value)
        return found


def _tree(school: str, answers: Mapping[str, Any]) -> dict[str, Any] | StoreError:
    try:
        return assemble(answers)
    except (StoreError, UnknownPathError) as error:
        return StoreError(f"The answers of school {school} cannot be read: {error}")


def _as_it_is(value: Any) -> Any:
    return value.text if isinstance(value, Damaged) else value


def _places(stands: Mapping[str, Any], list_path: str, *, with_removed: bool = False) -> dict[str, int]:
    """Return the place of each record that is in a list now, by id; of the removed ones too where they are asked for."""
    start = f"{check_path(list_path)}["
    found = {}
    for path, value in stands.items():
        record, _, field = path.removeprefix(start).partition("].")
        gone = not with_removed and stands.get(record_path(list_path, record, REMOVED))
        if path.startswith(start) and field == PLACE and not gone:
            found[record] = value if isinstance(value, int) else 0
    return found


def _order(stands: Mapping[str, Any], list_path: str) -> list[str]:
    places = _places(stands, list_path)
    return sorted(places, key=lambda key: (places[key], key))


def _need(record: str, known: Iterable[str], school: str, list_path: str) -> None:
    if record not in known:
        raise UnknownPathError(f"{list_path} of school {school} has no record {record}.")


def _missing_parent(stands: Mapping[str, Any], list_path: str) -> str:
    """Return the first record on the way to a list that is not there now; "" where all are."""
    for found in re.finditer(r"\]", list_path):
        record = list_path[: found.end()]
        if f"{record}.{PLACE}" not in stands or stands.get(f"{record}.{REMOVED}"):
            return record
    return ""
