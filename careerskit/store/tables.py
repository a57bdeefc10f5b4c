"""The tables of the store. A change here needs a step in :mod:`careerskit.store.migrations`. Times are UTC."""

from __future__ import annotations

import sqlalchemy as sa

__all__ = [
    "branding",
    "events",
    "facilitator_tokens",
    "links",
    "metadata",
    "published",
    "published_releases",
    "revision_value",
    "revisions",
    "schools",
    "sessions",
    "settings",
]

metadata = sa.MetaData()

revisions = sa.Table(
    "revision",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("school", sa.String(40), sa.ForeignKey("school.id"), nullable=False),
    sa.Column("path", sa.String(200), nullable=False),
    sa.Column("value", sa.JSON, nullable=False),
    sa.Column("who", sa.String(100), nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Index("revision_newest", "school", "path", "id"),
)

revision_value = sa.cast(revisions.c.value, sa.Text).label("value")
"""The value as text, decoded by us: where the database's driver decodes, one damaged answer stops a query for many schools."""
schools = sa.Table(
    "school",
    metadata,
    sa.Column("id", sa.String(40), primary_key=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("setting", sa.String(40), nullable=False),
    sa.Column("local_authority", sa.String(10), nullable=False),
    sa.Column("closed", sa.Boolean, nullable=False),
    sa.Column("town", sa.String(100), nullable=False, server_default=""),
    sa.Column("as_of", sa.String(10), nullable=False, server_default=""),
    sa.Column("changed", sa.Integer, nullable=False, server_default="0"),
    sa.Index("school_changed", "changed"),
)
branding = sa.Table(
    "branding",
    metadata,
    sa.Column("school", sa.String(40), sa.ForeignKey("school.id"), primary_key=True),
    sa.Column("logo", sa.LargeBinary, nullable=False),
    sa.Column("logo_alt", sa.String(200), nullable=False),
    sa.Column("colour", sa.String(7), nullable=False),
    sa.Column("template", sa.LargeBinary, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
)
published_releases = sa.Table(
    "published_release",
    metadata,
    sa.Column("topic", sa.String(40), primary_key=True),
    sa.Column("key", sa.String(100), primary_key=True),
    sa.Column("title", sa.String(300), nullable=False),
    sa.Column("credit", sa.String(500), nullable=False),
    sa.Column("period", sa.String(20), nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
)
published = sa.Table(
    "published",
    metadata,
    sa.Column("topic", sa.String(40), primary_key=True),
    sa.Column("subject", sa.String(60), primary_key=True),
    sa.Column("release", sa.String(100), primary_key=True),
    sa.Column("part", sa.String(60), primary_key=True),
    sa.Column("body", sa.JSON, nullable=False),
)
links = sa.Table(
    "link",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("school", sa.String(40), sa.ForeignKey("school.id"), nullable=False),
    sa.Column("made", sa.DateTime, nullable=False),
    sa.Column("revoked", sa.DateTime),
    sa.Index("link_school", "school"),
)
sessions = sa.Table(
    "session",
    metadata,
    sa.Column("id", sa.String(40), primary_key=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("surgery", sa.String(200), nullable=False),
    sa.Column("begun", sa.DateTime, nullable=False),
)
facilitator_tokens = sa.Table(
    "facilitator_token",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("session", sa.String(40), sa.ForeignKey("session.id"), nullable=False),
    sa.Column("made", sa.DateTime, nullable=False),
    sa.Column("revoked", sa.DateTime),
    sa.Index("facilitator_token_session", "session"),
)
events = sa.Table(
    "event",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("session", sa.String(40), sa.ForeignKey("session.id"), nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("body", sa.JSON, nullable=False),
    sa.Column("who", sa.String(100), nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Index("event_newest", "session", "id"),
)
settings = sa.Table(
    "setting",
    metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("value", sa.String(200), nullable=False),
)
