"""Records that a form offers to type in before they are in the store."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable

from careerskit.store import record_path

__all__ = ["SpareRecords"]


class SpareRecords:
    """A form's empty records at the ends of its lists. One is saved together with the first answer that is typed in it."""

    def __init__(self) -> None:
        self._unused: dict[
            str, tuple[tuple[str, str], Callable[[], None]]
        ] = {}  # by path: list and id, what to call when used
        self._unsaved: dict[str, tuple[str, str]] = {}  # by path: list and id

    def add(self, list_path: str, on_used: Callable[[], None]) -> str:
        """Return the id of a new one for a list. on_used: called when something is typed in it."""
        record = secrets.token_hex(4)
        self._unused[record_path(list_path, record)] = (list_path, record), on_used
        return record

    def use(self, path: str) -> list[Callable[[], None]]:
        """Handle that something was typed at a path. Return what is to be called for each record that is used now: one or none."""
        used = [spare for spare in self._unused if path.startswith(f"{spare}.")]
        callbacks = []
        for spare in used:
            self._unsaved[spare], on_used = self._unused.pop(spare)
            callbacks.append(on_used)
        return callbacks

    def below(self, paths: Iterable[str]) -> list[str]:
        """Return those of the paths that belong to a record in which nothing was typed yet."""
        return [path for path in paths if any(path.startswith(f"{spare}.") for spare in self._unused)]

    def is_unsaved(self, record_path: str) -> bool:
        """Whether something was typed in the record of that path, and it is not in the store yet."""
        return record_path in self._unsaved

    def started_by(self, paths: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Return the list and the id of the records that start with answers of these paths, by the record's path."""
        known = set(paths)
        return {
            at: record for at, record in list(self._unsaved.items()) if any(path.startswith(f"{at}.") for path in known)
        }

    def on_saved(self, records: Iterable[str]) -> None:
        """Handle that the records of these paths are in the store."""
        for record in records:
            self._unsaved.pop(record, None)
