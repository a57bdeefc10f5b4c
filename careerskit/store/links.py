"""Private links: whoever has one can work on that school's plan. The store keeps only digests of their tokens."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from datetime import UTC, datetime

import sqlalchemy as sa

from careerskit.errors import UnknownSchoolError
from careerskit.plan import School
from careerskit.store.database import Database, in_batches
from careerskit.store.schools import as_school
from careerskit.store.tables import links, revisions, schools
from careerskit.store.tokens import digest_of, new_token

__all__ = ["PrivateLinks"]


_SCHOOL_FOR_DIGEST = (
    sa.select(links.c.digest, schools)
    .join(schools, schools.c.id == links.c.school)
    .where(links.c.digest == sa.bindparam("wanted"), links.c.revoked.is_(None))
)
"""Built once: every request asks."""


class PrivateLinks:
    """Links to plans, by their secret tokens. A copied store opens no plan, since it holds digests alone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, school: str) -> str:
        """Return the token of a new link to a school's plan. It cannot be read back later.

        Raises:
            UnknownSchoolError: the store does not know the school.
        """
        with self._database.writing() as connection:
            return _insert(connection, school)

    def claim(self, school: str) -> str | None:
        """Return the token of the first link to a school's plan; None where the plan has a link or an answer already.

        So nobody can open another person's plan by finding its school in the list.

        Raises:
            UnknownSchoolError: the store does not know the school.
        """
        leading = sa.select(links.c.digest).where(links.c.school == school, links.c.revoked.is_(None)).limit(1)
        written = sa.select(revisions.c.id).where(revisions.c.school == school).limit(1)
        with self._database.writing() as connection:
            if connection.scalar(leading) or connection.scalar(written):
                return None
            return _insert(connection, school)

    def school_for_token(self, token: str) -> School | None:
        """Return the school whose plan a link leads to; None where there is no such link, or it was revoked."""
        if not (digest := digest_of(token)):
            return None
        with self._database.reading() as connection:
            row = connection.execute(_SCHOOL_FOR_DIGEST, {"wanted": digest}).one_or_none()
        return as_school(row) if row and hmac.compare_digest(row.digest, digest) else None

    def active_tokens(self, tokens: Iterable[str]) -> set[str]:
        """Return which of these tokens open a plan now, in one query for each 900."""
        digests = {digest_of(token): token for token in tokens}
        found = set()
        with self._database.reading() as connection:
            for some in in_batches(digests):
                query = sa.select(links.c.digest).where(links.c.digest.in_(some), links.c.revoked.is_(None))
                found |= {digests[digest] for digest in connection.scalars(query)}
        return found

    def count(self, school: str) -> int:
        """Return how many links open a school's plan."""
        query = sa.select(sa.func.count()).where(links.c.school == school, links.c.revoked.is_(None))
        with self._database.reading() as connection:
            return connection.scalar(query.select_from(links)) or 0

    def revoke_all(self, school: str) -> int:
        """Revoke all links to a school's plan, and return how many there were."""
        return self._revoke(links.c.school == school)

    def revoke(self, token: str) -> bool:
        """Revoke a link, and return whether it opened a plan until now."""
        digest = digest_of(token)
        return bool(digest) and self._revoke(links.c.digest == digest) == 1

    def release(self, token: str) -> bool:
        """Revoke a link to a plan in which nothing was ever written, so that its school can be claimed again.

        Return False, and change nothing, where something was written or the link opens no plan. Both are decided in one
        transaction: an answer is saved either before it, and counts, or after it.
        """
        if not (digest := digest_of(token)):
            return False
        written = sa.select(revisions.c.id).where(revisions.c.school == links.c.school).exists()
        active = sa.and_(links.c.digest == digest, links.c.revoked.is_(None))
        return self._revoke(sa.and_(active, sa.not_(written))) == 1

    def _revoke(self, which: sa.ColumnElement[bool]) -> int:
        with self._database.writing() as connection:
            done = connection.execute(links.update().where(which, links.c.revoked.is_(None)).values(revoked=_now()))
        return done.rowcount


def _insert(connection: sa.Connection, school: str) -> str:
    if not connection.scalar(sa.select(schools.c.id).where(schools.c.id == school)):
        raise UnknownSchoolError(f"The store knows no school {school!r}, so there can be no link to its plan.")
    token = new_token()
    connection.execute(links.insert().values(digest=digest_of(token), school=school, made=_now()))
    return token


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
