"""Private links: whoever has one works on that school's plan. The store keeps none of them, only what tells one again."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from datetime import UTC, datetime

import sqlalchemy as sa

from careerskit.errors import UnknownSchoolError
from careerskit.plan import School
from careerskit.store.database import Database, in_batches, links, revisions, schools
from careerskit.store.register import as_school
from careerskit.store.tokens import digest_of, new_token

__all__ = ["Links"]


class Links(Database):
    """Links to plans by their secret token. Who reads a copied store can follow none: it holds digests alone."""

    def new_link(self, school: str) -> str:
        """Return the token of a new link to a school's plan. It is shown now or never.

        Raises:
            UnknownSchoolError: the store does not know the school.
        """
        with self.writing() as connection:
            return _insert(connection, school)

    def first_link(self, school: str) -> str | None:
        """Return the token of a new link to a plan that is nobody's yet; None where it has a link or an answer already.

        So whoever finds a school in a list gets into a plan that others write by no other way than their own link.

        Raises:
            UnknownSchoolError: the store does not know the school.
        """
        leading = sa.select(links.c.digest).where(links.c.school == school, links.c.revoked.is_(None)).limit(1)
        written = sa.select(revisions.c.id).where(revisions.c.school == school).limit(1)
        with self.writing() as connection:
            if connection.scalar(leading) or connection.scalar(written):
                return None
            return _insert(connection, school)

    def link_leads_to(self, token: str) -> School | None:
        """Return the school whose plan a link leads to; None where there is no such link, or it was revoked."""
        if not (digest := digest_of(token)):
            return None
        query = sa.select(links.c.digest, schools).join(schools, schools.c.id == links.c.school)
        with self.reading() as connection:
            row = connection.execute(query.where(links.c.digest == digest, links.c.revoked.is_(None))).one_or_none()
        return as_school(row) if row and hmac.compare_digest(row.digest, digest) else None

    def that_lead(self, tokens: Iterable[str]) -> set[str]:
        """Return those of some tokens that lead to a plan now, in one query for each 900."""
        digests = {digest_of(token): token for token in tokens}
        found = set()
        with self.reading() as connection:
            for some in in_batches(digests):
                query = sa.select(links.c.digest).where(links.c.digest.in_(some), links.c.revoked.is_(None))
                found |= {digests[digest] for digest in connection.scalars(query)}
        return found

    def count_links(self, school: str) -> int:
        """Return how many links lead to a school's plan."""
        query = sa.select(sa.func.count()).where(links.c.school == school, links.c.revoked.is_(None))
        with self.reading() as connection:
            return connection.scalar(query.select_from(links)) or 0

    def revoke_links(self, school: str) -> int:
        """Let no link lead to a school's plan any more, and return how many did until now."""
        return self._revoke(links.c.school == school)

    def revoke_link(self, token: str) -> bool:
        """Let a link lead nowhere any more, and return whether it led to a plan until now."""
        digest = digest_of(token)
        return bool(digest) and self._revoke(links.c.digest == digest) == 1

    def _revoke(self, which: sa.ColumnElement[bool]) -> int:
        with self.writing() as connection:
            done = connection.execute(links.update().where(which, links.c.revoked.is_(None)).values(revoked=_now()))
        return done.rowcount


def _insert(connection: sa.Connection, school: str) -> str:
    if not connection.scalar(sa.select(schools.c.id).where(schools.c.id == school)):
        raise UnknownSchoolError(f"The store knows no school {school!r}, so there is no link to its plan.")
    token = new_token()
    connection.execute(links.insert().values(digest=digest_of(token), school=school, made=_now()))
    return token


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
