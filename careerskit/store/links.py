"""Private links: whoever has one works on that school's plan. The store keeps none of them, only what tells one again."""

from __future__ import annotations

import hmac
import re
import secrets
from datetime import UTC, datetime
from hashlib import sha256

import sqlalchemy as sa

from careerskit.errors import UnknownSchoolError
from careerskit.plan import School
from careerskit.store.database import Database, links, schools
from careerskit.store.register import as_school

__all__ = ["Links"]

_BYTES = 24
"""How much chance is in a token: 192 bits. Nobody guesses one, so the digest needs no salt and no slow function."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


class Links(Database):
    """Links to plans by their secret token. Who reads a copied store can follow none: it holds digests alone."""

    def new_link(self, school: str) -> str:
        """Return the token of a new link to a school's plan. It is shown now or never.

        Raises:
            UnknownSchoolError: the store does not know the school.
        """
        token = secrets.token_urlsafe(_BYTES)
        with self.writing() as connection:
            if not connection.scalar(sa.select(schools.c.id).where(schools.c.id == school)):
                raise UnknownSchoolError(f"The store knows no school {school!r}, so there is no link to its plan.")
            connection.execute(links.insert().values(digest=_digest(token), school=school, made=_now()))
        return token

    def link_leads_to(self, token: str) -> School | None:
        """Return the school whose plan a link leads to; None where there is no such link, or it was revoked."""
        if not (digest := _digest(token)):
            return None
        query = sa.select(links.c.digest, schools).join(schools, schools.c.id == links.c.school)
        with self.reading() as connection:
            row = connection.execute(query.where(links.c.digest == digest, links.c.revoked.is_(None))).one_or_none()
        return as_school(row) if row and hmac.compare_digest(row.digest, digest) else None

    def revoke_links(self, school: str) -> int:
        """Let no link lead to a school's plan any more, and return how many did until now."""
        return self._revoke(links.c.school == school)

    def revoke_link(self, token: str) -> bool:
        """Let a link lead nowhere any more, and return whether it led to a plan until now."""
        digest = _digest(token)
        return bool(digest) and self._revoke(links.c.digest == digest) == 1

    def _revoke(self, which: sa.ColumnElement[bool]) -> int:
        with self.writing() as connection:
            done = connection.execute(links.update().where(which, links.c.revoked.is_(None)).values(revoked=_now()))
        return done.rowcount


def _digest(token: object) -> str:
    """Return what the store keeps of a token; "" where no token of ours looks like it."""
    return sha256(token.encode()).hexdigest() if isinstance(token, str) and _TOKEN.fullmatch(token) else ""


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
