"""Facilitators' tokens: whoever has one may run its session."""

from __future__ import annotations

import hmac

import sqlalchemy as sa

from careerskit.store.database import Database
from careerskit.store.sessions import SessionRecord, as_record, check_session
from careerskit.store.tables import facilitator_tokens, sessions
from careerskit.store.tokens import digest_of, new_token
from careerskit.store.values import naive_utc

__all__ = ["FacilitatorTokens"]


class FacilitatorTokens:
    """Tokens for running sessions. The store keeps their digests alone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, session: str) -> str:
        """Return a new token for running a session. It cannot be read back later.

        Raises:
            UnknownSessionError: there is no such session.
        """
        token = new_token()
        with self._database.writing() as connection:
            check_session(connection, session)
            connection.execute(
                facilitator_tokens.insert().values(digest=digest_of(token), session=session, made=naive_utc())
            )
        return token

    def session_for_token(self, token: str) -> SessionRecord | None:
        """Return the session that a token's bearer may run; None where there is no such token, or it was revoked."""
        if not (digest := digest_of(token)):
            return None
        query = sa.select(facilitator_tokens.c.digest, sessions).join(
            sessions, sessions.c.id == facilitator_tokens.c.session
        )
        query = query.where(facilitator_tokens.c.digest == digest, facilitator_tokens.c.revoked.is_(None))
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return as_record(row) if row and hmac.compare_digest(row.digest, digest) else None

    def revoke_all(self, session: str) -> int:
        """Revoke all tokens of a session, and return how many there were."""
        which = facilitator_tokens.update().where(
            facilitator_tokens.c.session == session, facilitator_tokens.c.revoked.is_(None)
        )
        with self._database.writing() as connection:
            return connection.execute(which.values(revoked=naive_utc())).rowcount
