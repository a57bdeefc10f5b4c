"""The store: everything that is kept, in one database."""

from __future__ import annotations

from typing import Self

from careerskit.store.answers import AnswerLog
from careerskit.store.branding import SchoolBranding
from careerskit.store.database import Database
from careerskit.store.facilitators import FacilitatorTokens
from careerskit.store.history import AnswerHistory
from careerskit.store.links import PrivateLinks
from careerskit.store.published import PublishedData
from careerskit.store.schools import SchoolRegister
from careerskit.store.sessions import SessionLog
from careerskit.store.settings import Settings

__all__ = ["Store", "open_store"]


class Store:
    """Everything that is kept, each kind by its own attribute.

    schools: the register. answers: what schools have answered. history: what was replaced or removed in their plans.
    links: private links to plans. branding: schools’ logos, colours and Word templates. published: figures of others.
    sessions: live sessions and their event logs. facilitators: the tokens for running sessions. settings: single values.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.schools = SchoolRegister(database)
        self.answers = AnswerLog(database)
        self.history = AnswerHistory(database)
        self.links = PrivateLinks(database)
        self.branding = SchoolBranding(database)
        self.published = PublishedData(database)
        self.sessions = SessionLog(database)
        self.facilitators = FacilitatorTokens(database)
        self.settings = Settings(database)

    @property
    def url(self) -> str:
        """The store's full URL."""
        return self.database.url

    @property
    def name(self) -> str:
        """What people type to open this store: the path of its file, or else its URL without a password."""
        return self.database.name

    def close(self) -> None:
        """Close all connections."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def open_store(url: str = "", *, create: bool = True) -> Store:
    """Open the store at this URL or path of a file.

    Raises:
        StoreError: it cannot be opened; with ``create=False`` also where the file is not there.
    """
    return Store(Database(url, create=create))
