"""What schools have answered, as append-only revisions: nothing is overwritten, and everything can be read back."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from careerskit.errors import StoreError, UnknownPathError, UnknownSchoolError
from careerskit.store.database import Database, in_batches
from careerskit.store.paths import POSITION, REMOVED, assemble, check_path, record_path
from careerskit.store.records import missing_parent, ordered_ids, positions, replacing, require_record
from careerskit.store.revisions import Change, Revision
from careerskit.store.tables import revision_value, revisions, schools
from careerskit.store.values import InvalidJson, decoded, replace_lone_surrogates

__all__ = ["AnswerLog"]

_LATEST_OF_SCHOOL = sa.select(sa.func.max(revisions.c.id)).where(revisions.c.school == sa.bindparam("school"))
_ANSWERS_OF_SCHOOL = sa.select(revisions.c.path, revision_value).where(
    revisions.c.id.in_(_LATEST_OF_SCHOOL.group_by(revisions.c.path))
)
_ANSWERS_AT_PATHS = sa.select(revisions.c.path, revision_value).where(
    revisions.c.id.in_(
        _LATEST_OF_SCHOOL.where(revisions.c.path.in_(sa.bindparam("paths", expanding=True))).group_by(revisions.c.path)
    )
)
"""Built once: SQLAlchemy takes longer to build such a query than SQLite to answer it."""


class AnswerLog:
    """Reads and writes answers. Two people who edit different fields never lose each other's edits."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(
        self, school: str, values: Mapping[str, Any], who: str = "", *, new_records: Iterable[tuple[str, str]] = ()
    ) -> datetime:
        """Save answers by their paths, all or none, and return when they were committed (UTC).

        An answer that is the same already is not written again.

        new_records: the list and the id of records that these answers start. Each comes last in its list.

        Raises:
            UnknownPathError: a path is malformed, or would be both an answer and the parent of others.
            UnknownSchoolError: the store does not know the school.
            StoreError: they could not be saved.
        """
        with self._database.writing() as connection:
            started = {record_path(*record, POSITION): record[0] for record in new_records}
            current = self._latest_of(connection, school, [*values, *started])
            if len(current) == len(values) + len(started):
                # Each was answered before, so it has its place in the plan: the other answers need not be read to know that,
                # which is most of the time that a save takes, and nobody else can save meanwhile.
                return self._write(connection, school, current, values, who)
            current = self._current(connection, school)
            places: dict[str, Any] = {}
            for place, list_path in started.items():
                if place not in current:
                    places[place] = _next_position(current | places, list_path)
            return self._write(connection, school, current, places | dict(values), who)

    def update_text(self, school: str, path: str, update: Callable[[str], str], who: str = "") -> None:
        """Update a text in one transaction, so that nobody else's edit is lost. Raises like :meth:`save`.

        update: takes the text as it is ("" for none) and returns the new one.
        """
        with self._database.writing() as connection:
            current = self._current(connection, school)
            self._write(connection, school, current, {path: update(str(_raw(current.get(path, ""))))}, who)

    def add_record(self, school: str, list_path: str, values: Mapping[str, Any] | None = None, who: str = "") -> str:
        """Add a record at the end of a list, with answers by field name, and return its id, which never changes.

        Raises:
            UnknownPathError: the list belongs to a record that does not exist, or was removed.
        """
        record = secrets.token_hex(4)
        with self._database.writing() as connection:
            current = self._current(connection, school)
            if gone := missing_parent(current, list_path):
                raise UnknownPathError(
                    f"Nothing was added to {list_path} of school {school}: {gone} does not exist, or was removed."
                )
            fields = {POSITION: _next_position(current, list_path), **(values or {})}
            new = {record_path(list_path, record, name): value for name, value in fields.items()}
            self._write(connection, school, current, new, who)
        return record

    def remove_record(self, school: str, list_path: str, record: str, who: str = "") -> datetime:
        """Remove a record from its list. Its answers stay in the history; :meth:`restore_record` undoes it.

        Raises:
            UnknownPathError: the list never had such a record.
        """
        with self._database.writing() as connection:
            current = self._current(connection, school)
            require_record(record, positions(current, list_path, with_removed=True), school, list_path)
            return self._write(connection, school, current, {record_path(list_path, record, REMOVED): True}, who)

    def restore_record(self, school: str, list_path: str, record: str, who: str = "") -> list[str]:
        """Restore a removed record to where it was, and return the ids of its list in order.

        Raises:
            UnknownPathError: the list never had such a record.
        """
        with self._database.writing() as connection:
            current = self._current(connection, school)
            require_record(record, positions(current, list_path, with_removed=True), school, list_path)
            back = {record_path(list_path, record, REMOVED): False}
            self._write(connection, school, current, back, who)
            return ordered_ids(current | back, list_path)

    def move_record(self, school: str, list_path: str, record: str, by: int, who: str = "") -> list[str]:
        """Move a record up (-1) or down (+1) in its list, and return the ids in order; at an end it stays.

        Raises:
            UnknownPathError: the list has no such record.
        """
        with self._database.writing() as connection:
            current = self._current(connection, school)
            order = ordered_ids(current, list_path)
            require_record(record, order, school, list_path)
            there = order.index(record)
            order.insert(min(max(there + by, 0), len(order) - 1), order.pop(there))
            changed = {record_path(list_path, key, POSITION): place for place, key in enumerate(order)}
            self._write(connection, school, current, changed, who)
            return order

    def read(self, school: str, at: datetime | None = None) -> dict[str, Any]:
        """Return a school's answers as a tree, the latest or those of a time; empty where it has none.

        Raises:
            StoreError: they cannot be read, for example because they are damaged.
        """
        found = self.read_many([school], at)[school]
        if isinstance(found, StoreError):
            raise found
        return found

    def read_many(self, schools: Iterable[str], at: datetime | None = None) -> dict[str, dict[str, Any] | StoreError]:
        """Return the answers of many schools by id, in one query for each 900 schools.

        A school whose answers cannot be read does not stop the others: it has the StoreError that :meth:`read` would raise.
        """
        with self._database.reading() as connection:
            flat = self._latest(connection, schools, at)
        return {school: _to_tree(school, answers) for school, answers in flat.items()}

    def latest_revisions(self, schools: Iterable[str]) -> dict[str, str]:
        """Return the number and time of each school's latest revision, as a text by school; "" where it has none.

        Revisions are only ever added, so a school's answers are unchanged as long as this text is.
        """
        found = dict.fromkeys(schools, "")
        with self._database.reading() as connection:
            for some in in_batches(found):
                newest = sa.select(sa.func.max(revisions.c.id)).where(revisions.c.school.in_(some))
                query = sa.select(revisions.c.school, revisions.c.id, revisions.c.at)
                query = query.where(revisions.c.id.in_(newest.group_by(revisions.c.school)))
                found |= {school: f"{number} {at.isoformat()}" for school, number, at in connection.execute(query)}
        return found

    def save_times(self, until: datetime) -> list[tuple[datetime, str]]:
        """Return when which school saved something until a moment (UTC), oldest first, for all schools."""
        query = sa.select(revisions.c.at, revisions.c.school).distinct().order_by(revisions.c.at)
        query = query.where(revisions.c.at <= until.astimezone(UTC).replace(tzinfo=None))
        with self._database.reading() as connection:
            return [(at.replace(tzinfo=UTC), school) for at, school in connection.execute(query)]

    def first_saved(self, school: str) -> datetime | None:
        """Return when a school first saved something (UTC); None where it never did."""
        query = sa.select(revisions.c.at).where(revisions.c.school == school).order_by(revisions.c.id).limit(1)
        with self._database.reading() as connection:
            at = connection.scalar(query)
        return at.replace(tzinfo=UTC) if at else None

    def history(self, school: str, path: str = "") -> list[Revision]:
        """Return every revision of a school, oldest first; with a path, of that answer or all below it."""
        columns = (revisions.c.path, revision_value, revisions.c.who, revisions.c.at)
        query = sa.select(*columns).where(revisions.c.school == school).order_by(revisions.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        below = (f"{path}.", f"{path}[")
        return [
            Revision(row.path, _raw(decoded(row.value)), row.who, row.at.replace(tzinfo=UTC))
            for row in rows
            if not path or row.path == path or row.path.startswith(below)
        ]

    def changes_since(self, number: int) -> list[Change]:
        """Return every change of any school after the one of that number, oldest first, to follow what others save."""
        columns = (revisions.c.id, revisions.c.school, revisions.c.path, revision_value, revisions.c.who)
        query = sa.select(*columns).where(revisions.c.id > number).order_by(revisions.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return [Change(row.id, row.school, row.path, _raw(decoded(row.value)), row.who) for row in rows]

    def latest_revision(self) -> int:
        """Return the number of the latest change of any school; 0 where nothing was ever saved."""
        with self._database.reading() as connection:
            return connection.scalar(sa.select(sa.func.max(revisions.c.id))) or 0

    def latest_revision_of(self, school: str) -> int:
        """Return the number of a school's latest change; 0 where it has none. It is cheap, since forms ask often."""
        with self._database.reading() as connection:
            return connection.scalar(_LATEST_OF_SCHOOL, {"school": school}) or 0

    def by_path(self, school: str) -> dict[str, Any]:
        """Return a school's latest answers, by path."""
        with self._database.reading() as connection:
            return {path: _raw(value) for path, value in self._current(connection, school).items()}

    def replace_all(self, school: str, values: Mapping[str, Any], who: str = "") -> None:
        """Replace a school's answers with these, in one transaction. Answers not among them are emptied, not lost.

        A record that is not among them is removed as a whole: restored, it has its answers again.
        """
        with self._database.writing() as connection:
            now = self._current(connection, school)
            self._write(connection, school, now, replacing(now, values), who)

    def _write(
        self, connection: sa.Connection, school: str, current: Mapping[str, Any], values: Mapping[str, Any], who: str
    ) -> datetime:
        at = datetime.now(UTC)
        if not current and not connection.scalar(sa.select(schools.c.id).where(schools.c.id == school)):
            raise UnknownSchoolError(f"The store knows no school {school!r}, so it cannot save its answers.")
        new = {check_path(path): replace_lone_surrogates(value) for path, value in values.items()}
        try:
            assemble({**current, **new})  # what could not be read back is refused
        except (StoreError, UnknownPathError) as error:
            raise type(error)(f"School {school}: {error}") from None
        rows = [
            {"school": school, "path": path, "value": value, "who": who, "at": at.replace(tzinfo=None)}
            for path, value in new.items()
            if path not in current or current[path] != value
        ]
        if rows:
            connection.execute(revisions.insert(), rows)
        return at

    def _current(self, connection: sa.Connection, school: str) -> dict[str, Any]:
        """Return a school's latest answers, by path."""
        return self._latest(connection, [school])[school]

    def _latest_of(self, connection: sa.Connection, school: str, paths: Sequence[str]) -> dict[str, Any]:
        """Return a school's latest answers of some paths, by path."""
        rows = connection.execute(_ANSWERS_AT_PATHS, {"school": school, "paths": list(paths)}).all()
        return {path: decoded(value) for path, value in rows}

    def _latest(
        self, connection: sa.Connection, schools: Iterable[str], at: datetime | None = None
    ) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {school: {} for school in schools}
        if len(found) == 1 and at is None:
            (school,) = found
            rows = connection.execute(_ANSWERS_OF_SCHOOL, {"school": school}).all()
            return {school: {path: decoded(value) for path, value in rows}}
        for some in in_batches(found):
            newest = sa.select(sa.func.max(revisions.c.id)).where(revisions.c.school.in_(some))
            if at is not None:
                newest = newest.where(revisions.c.at <= at.astimezone(UTC).replace(tzinfo=None))
            newest = newest.group_by(revisions.c.school, revisions.c.path)
            query = sa.select(revisions.c.school, revisions.c.path, revision_value).where(revisions.c.id.in_(newest))
            for school, path, value in connection.execute(
                query
            ).all():  # .all(): row by row takes longer than the query
                found[school][path] = decoded(value)
        return found


def _next_position(current: Mapping[str, Any], list_path: str) -> int:
    return max(positions(current, list_path, with_removed=True).values(), default=-1) + 1


def _to_tree(school: str, answers: Mapping[str, Any]) -> dict[str, Any] | StoreError:
    try:
        return assemble(answers)
    except (StoreError, UnknownPathError) as error:
        return StoreError(f"The answers of school {school} cannot be read: {error}")


def _raw(value: Any) -> Any:
    return value.text if isinstance(value, InvalidJson) else value
