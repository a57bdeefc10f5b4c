"""The workbook on somebody's own machine: no session, nobody else, and private links that end with the program."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from careerskit.store import Store

__all__ = ["Solo"]


class Solo:
    """Somebody who works alone. Pages then promise nothing about links, other computers or colleagues.

    kept_in: the file that answers are kept in. command: the command that opens the workbook again; a school's id can follow it.
    tokens: those of the links that were made for them.

    As a context manager, it revokes these links at its end, since their addresses end with the program.
    """

    def __init__(self, store: Store, command: str) -> None:
        self._links = store.links
        self.tokens: list[str] = []
        self.kept_in, self.command = store.name, command

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for token in self.tokens:
            self._links.revoke(token)

    def create_link(self, school: str) -> str:
        """Return the token of a new link to a school's plan. Raises UnknownSchoolError where the store does not know the school."""
        return self._own(self._links.create(school))

    def claim_link(self, school: str) -> str | None:
        """Return the token of the first link to a school's plan; None where the plan has a link or an answer already."""
        token = self._links.claim(school)
        return self._own(token) if token else None

    def _own(self, token: str) -> str:
        self.tokens.append(token)
        return token
