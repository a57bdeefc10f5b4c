"""What schools have answered: append-only revisions. Nothing is overwritten, everything can be read back."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from careerskit.errors import UnknownPathError, UnknownSchoolError
from careerskit.store.database import Database, revisions, schools
from careerskit.store.paths import PLACE, REMOVED, assemble, check_path, record_path

__all__ = ["Answers", "Revision"]

_EMPTY: tuple[Any, ...] = ("", False, None, [], {})


@dataclass(frozen=True)
class Revision:
    """One change: what became of one answer, by whom and when (UTC)."""

    path: str
    value: Any
    who: str
    at: datetime


class Answers(Database):
    """Reading and writing answers. Two writers of different fields never lose each other's edits."""

    def save(self, school: str, values: Mapping[str, Any], who: str = "") -> datetime:
        """Keep answers by their paths, all or none, and return when they were committed (UTC).

        An answer that already stands is not written again.

        Raises:
            UnknownPathError: a path is not one.
            UnknownSchoolError: the store does not know the school.
            StoreError: the store did not take them.
        """
        with self.writing() as connection:
            return self._write(connection, school, values, who)

    def add(self, school: str, list_path: str, values: Mapping[str, Any] | None = None, who: str = "") -> str:
        """Add a record at the end of a list, with answers by field name, and return its id, which never changes."""
        record = secrets.token_hex(4)
        with self.writing() as connection:
            places = self._places(connection, school, list_path, with_removed=True)
            fields = {PLACE: max(places.values(), default=-1) + 1, **(values or {})}
            self._write(
                connection, school, {record_path(list_path, record, name): value for name, value in fields.items()}, who
            )
        return record

    def remove(self, school: str, list_path: str, record: str, who: str = "") -> datetime:
        """Take a record out of its list. Its answers stay in the history; :meth:`put_back` undoes it."""
        return self.save(school, {record_path(list_path, record, REMOVED): True}, who)

    def put_back(self, school: str, list_path: str, record: str, who: str = "") -> list[str]:
        """Put a removed record back where it stood, and return the ids of its list in order."""
        with self.writing() as connection:
            self._write(connection, school, {record_path(list_path, record, REMOVED): False}, who)
            return self._order(connection, school, list_path)

    def move(self, school: str, list_path: str, record: str, by: int, who: str = "") -> list[str]:
        """Move a record up (-1) or down (+1) in its list, and return the ids in order; at an end it stays.

        Raises:
            UnknownPathError: the list has no such record.
        """
        with self.writing() as connection:
            order = self._order(connection, school, list_path)
            if record not in order:
                raise UnknownPathError(f"{list_path} of school {school} has no record {record}.")
            there = order.index(record)
            order.insert(min(max(there + by, 0), len(order) - 1), order.pop(there))
            changed = {record_path(list_path, key, PLACE): place for place, key in enumerate(order)}
            self._write(connection, school, changed, who)
            return order

    def read(self, school: str, at: datetime | None = None) -> dict[str, Any]:
        """Return a school's answers as a tree, at their newest or as they stood at a time; empty where it has none."""
        return self.read_many([school], at)[school]

    def read_many(self, schools: Iterable[str], at: datetime | None = None) -> dict[str, dict[str, Any]]:
        """Return the answers of many schools, in one query."""
        with self.reading() as connection:
            flat = self._newest(connection, schools, at)
        return {school: assemble(answers) for school, answers in flat.items()}

    def last_changes(self, schools: Iterable[str]) -> dict[str, datetime]:
        """Return when each school last changed an answer (UTC), in one query; schools without answers are not in it."""
        query = sa.select(revisions.c.school, sa.func.max(revisions.c.at)).group_by(revisions.c.school)
        with self.reading() as connection:
            rows = connection.execute(query.where(revisions.c.school.in_(list(schools))))
            return {school: at.replace(tzinfo=UTC) for school, at in rows}

    def history(self, school: str, path: str = "") -> list[Revision]:
        """Return every revision of a school, oldest first; with a path, of that answer or all below it."""
        query = sa.select(revisions).where(revisions.c.school == school).order_by(revisions.c.id)
        with self.reading() as connection:
            rows = connection.execute(query).all()
        below = (f"{path}.", f"{path}[")
        return [
            Revision(row.path, row.value, row.who, row.at.replace(tzinfo=UTC))
            for row in rows
            if not path or row.path == path or row.path.startswith(below)
        ]

    def replace_all(self, school: str, values: Mapping[str, Any], who: str = "") -> None:
        """Make these the school's answers, in one transaction: what they do not hold is emptied or removed, not lost."""
        with self.writing() as connection:
            now = self._newest(connection, [school])[school]
            gone: dict[str, Any] = {}
            for path, value in now.items():
                if path.endswith(f".{PLACE}") and path not in values:
                    gone[f"{path.removesuffix(PLACE)}{REMOVED}"] = True
                elif path.endswith(f".{REMOVED}"):
                    if f"{path.removesuffix(REMOVED)}{PLACE}" in values:
                        gone[path] = False
                elif path not in values and not path.endswith(f".{PLACE}"):
                    gone[path] = type(value)()
            kept = {
                path: value for path, value in values.items() if path in now or value not in _EMPTY or PLACE in path
            }
            self._write(connection, school, gone | kept, who)

    def _write(self, connection: sa.Connection, school: str, values: Mapping[str, Any], who: str) -> datetime:
        at = datetime.now(UTC)
        stands = self._newest(connection, [school])[school]
        if not stands and not connection.scalar(sa.select(schools.c.id).where(schools.c.id == school)):
            raise UnknownSchoolError(f"The store knows no school {school!r}, so it keeps no answers of it.")
        rows = [
            {"school": school, "path": check_path(path), "value": value, "who": who, "at": at.replace(tzinfo=None)}
            for path, value in ((path, _whole(value)) for path, value in values.items())
            if path not in stands or stands[path] != value
        ]
        if rows:
            connection.execute(revisions.insert(), rows)
        return at

    def _places(
        self, connection: sa.Connection, school: str, list_path: str, *, with_removed: bool = False
    ) -> dict[str, int]:
        """Return the place of each record that is in a list now, by id; of the removed ones too where they are asked for."""
        stands = self._newest(connection, [school])[school]
        start = f"{check_path(list_path)}["
        found = {}
        for path, value in stands.items():
            record, _, field = path.removeprefix(start).partition("].")
            gone = not with_removed and stands.get(record_path(list_path, record, REMOVED))
            if path.startswith(start) and field == PLACE and not gone:
                found[record] = int(value)
        return found

    def _order(self, connection: sa.Connection, school: str, list_path: str) -> list[str]:
        places = self._places(connection, school, list_path)
        return sorted(places, key=lambda key: (places[key], key))

    def _newest(
        self, connection: sa.Connection, schools: Iterable[str], at: datetime | None = None
    ) -> defaultdict[str, dict[str, Any]]:
        wanted = list(schools)
        newest = sa.select(sa.func.max(revisions.c.id)).where(revisions.c.school.in_(wanted))
        if at is not None:
            newest = newest.where(revisions.c.at <= at.astimezone(UTC).replace(tzinfo=None))
        newest = newest.group_by(revisions.c.school, revisions.c.path)
        query = sa.select(revisions.c.school, revisions.c.path, revisions.c.value).where(revisions.c.id.in_(newest))
        found: defaultdict[str, dict[str, Any]] = defaultdict(dict, {school: {} for school in wanted})
        for school, path, value in connection.execute(query):
            found[school][path] = value
        return found


def _whole(value: Any) -> Any:
    """Return the value with half characters replaced: a browser can send half an emoji, which no file or page can hold."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else value
