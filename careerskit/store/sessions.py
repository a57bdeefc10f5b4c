"""Live sessions: who may run one, and the log of what happened in it, which is only ever added to: whoever reads it has it all."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from careerskit.errors import UnknownSessionError
from careerskit.store.database import Database, facilitators, happenings, sessions, settings
from careerskit.store.tokens import digest_of, new_token
from careerskit.store.values import decoded, whole

__all__ = ["Happening", "SessionRecord", "Sessions"]

_BODY, _AT = (sa.cast(column, sa.Text).label(column.name) for column in (happenings.c.body, happenings.c.at))
"""Body and time as text: reading them is not left to the database's driver, or a damaged one would stop the whole log."""


@dataclass(frozen=True)
class SessionRecord:
    """One session. surgery: when its open questions are gone into, in words ("22 May"); begun: when it was made (UTC)."""

    id: str
    name: str
    surgery: str
    begun: datetime


@dataclass(frozen=True)
class Happening:
    """One thing that happened in a session, with its number: a later one has a greater number.

    kind: what sort of thing; which ones there are is the session room's business.
    body: what belongs to it, by name; empty where what is kept of it was damaged.
    who: the delegate who did it, by whatever tells them apart; "" for nobody in particular.
    at: when, UTC; where what is kept of it was damaged, the time of one beside it.
    """

    number: int
    session: str
    kind: str
    body: Mapping[str, Any]
    who: str
    at: datetime


class Sessions(Database):
    """Sessions, the tokens of those who run them, and their logs. Several processes may write to one log."""

    def new_session(self, name: str, surgery: str = "", *, at: datetime | None = None) -> SessionRecord:
        """Make a session, and return it. at: its time, now where none is given."""
        with self.writing() as connection:
            return _made(connection, name, surgery, at)

    def going_session(
        self,
        name: str,
        surgery: str = "",
        *,
        ended_by: str,
        begins_with: Iterable[tuple[str, Mapping[str, Any]]] = (),
        at: datetime | None = None,
    ) -> SessionRecord:
        """Return the newest session of that name that has not ended, or else a new one; in one transaction, so that it is one.

        Args:
            name: the session's name.
            surgery: when its surgery is; "" leaves that of a session that goes on as it is.
            ended_by: the kind of happening that ends a session.
            begins_with: the happenings, kind and body, that the log of a new session begins with.
            at: the time of a new session, now where none is given.
        """
        query = sa.select(sessions).where(sessions.c.name == whole(name), sessions.c.id.not_in(_with(ended_by)))
        with self.writing() as connection:
            if row := connection.execute(query.order_by(*_NEWEST_FIRST).limit(1)).one_or_none():
                if surgery:
                    connection.execute(sessions.update().where(sessions.c.id == row.id).values(surgery=whole(surgery)))
                return replace(_as_record(row), surgery=whole(surgery) or row.surgery)
            made = _made(connection, name, surgery, at)
            for kind, body in begins_with:
                _happened(connection, made.id, kind, body, "", at)
        return made

    def sessions(self, *, in_which: str = "") -> list[SessionRecord]:
        """Return every session, the newest first; with a kind, those alone in which there was a happening of that kind."""
        query = sa.select(sessions).order_by(*_NEWEST_FIRST)
        if in_which:
            query = query.where(sessions.c.id.in_(_with(in_which)))
        with self.reading() as connection:
            return [_as_record(row) for row in connection.execute(query)]

    def session(self, session: str) -> SessionRecord:
        """Return the session of that id.

        Raises:
            UnknownSessionError: there is none.
        """
        with self.reading() as connection:
            row = connection.execute(sa.select(sessions).where(sessions.c.id == session)).one_or_none()
        if not row:
            raise _unknown(session)
        return _as_record(row)

    def session_secret(self, session: str) -> str:
        """Return the secret of a session, the same each time. It is made when it is first asked for.

        Raises:
            UnknownSessionError: there is no such session.
        """
        name = f"session secret {session}"
        if known := self.recall(name):
            return known
        with self.writing() as connection:
            _need(connection, session)
            # Another process may have made it since; the write lock is ours now.
            known = connection.scalar(sa.select(settings.c.value).where(settings.c.name == name)) or new_token()
            connection.execute(settings.insert().prefix_with("OR IGNORE").values(name=name, value=known))
        return known

    def new_facilitator(self, session: str) -> str:
        """Return a new token for running a session. It is shown now or never.

        Raises:
            UnknownSessionError: there is no such session.
        """
        token = new_token()
        with self.writing() as connection:
            _need(connection, session)
            connection.execute(facilitators.insert().values(digest=digest_of(token), session=session, made=_naive()))
        return token

    def facilitates(self, token: str) -> SessionRecord | None:
        """Return the session that a token's bearer may run; None where there is no such token, or it was revoked."""
        if not (digest := digest_of(token)):
            return None
        query = sa.select(facilitators.c.digest, sessions).join(sessions, sessions.c.id == facilitators.c.session)
        query = query.where(facilitators.c.digest == digest, facilitators.c.revoked.is_(None))
        with self.reading() as connection:
            row = connection.execute(query).one_or_none()
        return _as_record(row) if row and hmac.compare_digest(row.digest, digest) else None

    def revoke_facilitators(self, session: str) -> int:
        """Let no token run a session any more, and return how many did until now."""
        which = facilitators.update().where(facilitators.c.session == session, facilitators.c.revoked.is_(None))
        with self.writing() as connection:
            return connection.execute(which.values(revoked=_naive())).rowcount

    def happen(
        self, session: str, kind: str, body: Mapping[str, Any], who: str = "", *, at: datetime | None = None
    ) -> Happening:
        """Write one happening at the end of a session's log, and return it. at: its time, now where none is given.

        Raises:
            UnknownSessionError: there is no such session.
            StoreError: the store did not take it.
        """
        with self.writing() as connection:
            _need(connection, session)
            return _happened(connection, session, kind, body, who, at)

    def happenings(self, session: str, since: int = 0) -> list[Happening]:
        """Return what happened in a session after the happening of that number, oldest first: how to follow it."""
        query = sa.select(happenings.c.id, happenings.c.kind, _BODY, happenings.c.who, _AT)
        query = query.where(happenings.c.session == session, happenings.c.id > since).order_by(happenings.c.id)
        with self.reading() as connection:
            rows = connection.execute(query).all()
        times = [_as_time(row.at) for row in rows]
        near = next(filter(None, times), None)
        found = []
        for row, at in zip(rows, times, strict=True):
            near = at or near or self.session(session).begun
            found.append(Happening(row.id, session, row.kind, _dict(row.body), row.who, near))
        return found


_NEWEST_FIRST = (sessions.c.begun.desc(), sessions.c.id)


def _with(kind: str) -> sa.Select[Any]:
    return sa.select(happenings.c.session).where(happenings.c.kind == kind)


def _made(connection: sa.Connection, name: str, surgery: str, at: datetime | None) -> SessionRecord:
    begun = _naive(at)
    made = {"id": secrets.token_hex(4), "name": whole(name), "surgery": whole(surgery), "begun": begun}
    connection.execute(sessions.insert().values(**made))
    return SessionRecord(made["id"], made["name"], made["surgery"], _aware(begun))


def _happened(
    connection: sa.Connection, session: str, kind: str, body: Mapping[str, Any], who: str, at: datetime | None
) -> Happening:
    kept = {"session": session, "kind": kind, "body": _all_whole(dict(body)), "who": whole(who), "at": _naive(at)}
    number = connection.scalar(happenings.insert().values(**kept).returning(happenings.c.id)) or 0
    return Happening(number, session, kind, kept["body"], kept["who"], _aware(kept["at"]))


def _need(connection: sa.Connection, session: str) -> None:
    if not connection.scalar(sa.select(sessions.c.id).where(sessions.c.id == session)):
        raise _unknown(session)


def _unknown(session: str) -> UnknownSessionError:
    return UnknownSessionError(f"The store knows no session {session[:40]!r}. `careerskit webinar` opens one.")


def _as_record(row: Any) -> SessionRecord:
    return SessionRecord(row.id, row.name, row.surgery, _aware(row.begun))


def _dict(text: str) -> dict[str, Any]:
    body = decoded(text)
    return body if isinstance(body, dict) else {}


def _as_time(text: str) -> datetime | None:
    try:
        return _aware(datetime.fromisoformat(text))
    except ValueError:
        return None


def _all_whole(value: Any) -> Any:
    """Return a body with half characters replaced wherever they stand in it."""
    if isinstance(value, dict):
        return {name: _all_whole(part) for name, part in value.items()}
    return [_all_whole(part) for part in value] if isinstance(value, (list, tuple)) else whole(value)


def _naive(at: datetime | None = None) -> datetime:
    return (at or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None)


def _aware(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC)
