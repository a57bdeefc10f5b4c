"""Live sessions and their event logs, which are append-only."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from careerskit.errors import UnknownSessionError
from careerskit.store.database import Database
from careerskit.store.settings import Settings
from careerskit.store.tables import events, sessions
from careerskit.store.tokens import new_token
from careerskit.store.values import aware_utc, decoded, naive_utc, replace_lone_surrogates

__all__ = ["Event", "SessionLog", "SessionRecord", "as_record", "check_session"]

_BODY, _AT = (sa.cast(column, sa.Text).label(column.name) for column in (events.c.body, events.c.at))
"""Body and time as text, decoded by us: where the database's driver decodes, a damaged one stops the whole log."""


@dataclass(frozen=True)
class SessionRecord:
    """A session. surgery: when its open questions are answered, in words ("22 May"). begun: when it was created (UTC)."""

    id: str
    name: str
    surgery: str
    begun: datetime


@dataclass(frozen=True)
class Event:
    """An event of a session.

    number: greater than that of any earlier event. kind: its type; `careerskit.session` says which there are.
    body: its data, by name; empty where it is damaged. who: an id of the delegate who caused it; "" for nobody in particular.
    at: when (UTC); where that is damaged, the time of a neighbouring event.
    """

    number: int
    session: str
    kind: str
    body: Mapping[str, Any]
    who: str
    at: datetime


class SessionLog:
    """Sessions and their event logs. Several processes may append to one log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, name: str, surgery: str = "", *, at: datetime | None = None) -> SessionRecord:
        """Create a session, and return it. at: its time; None for now."""
        with self._database.writing() as connection:
            return _insert(connection, name, surgery, at)

    def resume_or_create(
        self,
        name: str,
        surgery: str = "",
        *,
        ended_by: str,
        undone_by: str = "",
        begins_with: Iterable[tuple[str, Mapping[str, Any]]] = (),
        at: datetime | None = None,
    ) -> SessionRecord:
        """Return the newest open session of that name, or else a new one. It is one transaction, so that there is only ever one.

        Args:
            name: the session's name.
            surgery: when its surgery is; "" leaves that of an open session as it is.
            ended_by: the kind of event that ends a session.
            undone_by: the kind that takes that back; "" for none.
            begins_with: kind and body of the first events of a new session.
            at: the time of a new session; None for now.
        """
        query = sa.select(sessions).where(
            sessions.c.name == replace_lone_surrogates(name), sessions.c.id.not_in(_sessions_with(ended_by, undone_by))
        )
        with self._database.writing() as connection:
            if row := connection.execute(query.order_by(*_NEWEST_FIRST).limit(1)).one_or_none():
                if surgery:
                    connection.execute(
                        sessions.update()
                        .where(sessions.c.id == row.id)
                        .values(surgery=replace_lone_surrogates(surgery))
                    )
                return replace(as_record(row), surgery=replace_lone_surrogates(surgery) or row.surgery)
            made = _insert(connection, name, surgery, at)
            for kind, body in begins_with:
                _append(connection, made.id, kind, body, "", at)
        return made

    def list(self, *, in_which: str = "", undone_by: str = "") -> Sequence[SessionRecord]:
        """Return every session, newest first.

        in_which: only those that have an event of this kind; "" for all. undone_by: the kind of event that takes such a one back.
        """
        query = sa.select(sessions).order_by(*_NEWEST_FIRST)
        if in_which:
            query = query.where(sessions.c.id.in_(_sessions_with(in_which, undone_by)))
        with self._database.reading() as connection:
            return [as_record(row) for row in connection.execute(query)]

    def get(self, session: str) -> SessionRecord:
        """Return the session of that id.

        Raises:
            UnknownSessionError: there is none.
        """
        with self._database.reading() as connection:
            row = connection.execute(sa.select(sessions).where(sessions.c.id == session)).one_or_none()
        if not row:
            raise _unknown(session)
        return as_record(row)

    def secret(self, session: str) -> str:
        """Return the secret of a session, which never changes. It is made when it is first asked for.

        Raises:
            UnknownSessionError: there is no such session.
        """
        name, values = f"session secret {session}", Settings(self._database)
        if known := values.get(name):
            return known
        self.get(session)
        return values.get_or_set(name, new_token())

    def append_event(
        self, session: str, kind: str, body: Mapping[str, Any], who: str = "", *, at: datetime | None = None
    ) -> Event:
        """Append an event to a session's log, and return it. at: its time; None for now.

        Raises:
            UnknownSessionError: there is no such session.
            StoreError: it could not be saved.
        """
        with self._database.writing() as connection:
            check_session(connection, session)
            return _append(connection, session, kind, body, who, at)

    def events(self, session: str, since: int = 0) -> Sequence[Event]:
        """Return a session's events after the one of that number, oldest first."""
        query = sa.select(events.c.id, events.c.kind, _BODY, events.c.who, _AT)
        query = query.where(events.c.session == session, events.c.id > since).order_by(events.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        times = [_as_time(row.at) for row in rows]
        near = next(filter(None, times), None)
        found = []
        for row, at in zip(rows, times, strict=True):
            near = at or near or self.get(session).begun
            found.append(Event(row.id, session, row.kind, _dict(row.body), row.who, near))
        return found


_NEWEST_FIRST = (sessions.c.begun.desc(), sessions.c.id)


def _sessions_with(kind: str, undone_by: str) -> sa.Select[Any]:
    """Select the sessions that have an event of a kind, and none after it that takes it back."""
    done, undone = (sa.func.max(sa.case((events.c.kind == one, events.c.id))) for one in (kind, undone_by))
    return sa.select(events.c.session).group_by(events.c.session).having(done > sa.func.coalesce(undone, 0))


def _insert(connection: sa.Connection, name: str, surgery: str, at: datetime | None) -> SessionRecord:
    begun = naive_utc(at)
    made = {
        "id": secrets.token_hex(4),
        "name": replace_lone_surrogates(name),
        "surgery": replace_lone_surrogates(surgery),
        "begun": begun,
    }
    connection.execute(sessions.insert().values(**made))
    return SessionRecord(made["id"], made["name"], made["surgery"], aware_utc(begun))


def _append(
    connection: sa.Connection, session: str, kind: str, body: Mapping[str, Any], who: str, at: datetime | None
) -> Event:
    values = {
        "session": session,
        "kind": kind,
        "body": _clean(dict(body)),
        "who": replace_lone_surrogates(who),
        "at": naive_utc(at),
    }
    number = connection.scalar(events.insert().values(**values).returning(events.c.id)) or 0
    return Event(number, session, kind, values["body"], values["who"], aware_utc(values["at"]))


def check_session(connection: sa.Connection, session: str) -> None:
    """Raise UnknownSessionError where there is no such session."""
    if not connection.scalar(sa.select(sessions.c.id).where(sessions.c.id == session)):
        raise _unknown(session)


def _unknown(session: str) -> UnknownSessionError:
    return UnknownSessionError(f"The store knows no session {session[:40]!r}. `careerskit webinar` opens one.")


def as_record(row: Any) -> SessionRecord:
    """Return the record behind a row of the table of sessions."""
    return SessionRecord(row.id, row.name, row.surgery, aware_utc(row.begun))


def _dict(text: str) -> dict[str, Any]:
    body = decoded(text)
    return body if isinstance(body, dict) else {}


def _as_time(text: str) -> datetime | None:
    try:
        return aware_utc(datetime.fromisoformat(text))
    except ValueError:
        return None


def _clean(value: Any) -> Any:
    """Return a body without lone surrogates anywhere in it."""
    if isinstance(value, dict):
        return {name: _clean(part) for name, part in value.items()}
    return [_clean(part) for part in value] if isinstance(value, (list, tuple)) else replace_lone_surrogates(value)
