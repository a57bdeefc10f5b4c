"""What was replaced or removed in a plan, and can be put back: earlier answers by other people, and removed records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from careerskit.store.database import Database
from careerskit.store.paths import POSITION, REMOVED, is_list_structure
from careerskit.store.tables import revision_value, revisions
from careerskit.store.values import InvalidJson, decoded, is_blank

__all__ = ["BACKUP", "DOCUMENT", "UNDO", "AnswerHistory", "KnownRecords", "Overwritten", "RemovedRecord", "records_in"]

UNDO, BACKUP, DOCUMENT = "undo", "backup", "document"
"""By whom answers are that were put back from here, and those of a backup or a Word document. Each of them replaces what it finds
on purpose."""

_STRUCTURE = sa.or_(*(revisions.c.path.endswith(f".{name}", autoescape=True) for name in (POSITION, REMOVED)))
_STRUCTURE_OF_SCHOOL = (
    sa.select(revisions.c.path, revision_value)
    .where(
        revisions.c.id.in_(
            sa.select(sa.func.max(revisions.c.id))
            .where(revisions.c.school == sa.bindparam("school"), _STRUCTURE)
            .group_by(revisions.c.path)
        )
    )
    .order_by(revisions.c.id)
)
"""The positions and removals of a school's records. Built once, see :data:`careerskit.store.answers._LATEST_OF_SCHOOL`."""

_RECORD = re.compile(r"(.+)\[([^\]]+)\]")


@dataclass(frozen=True)
class Overwritten:
    """An answer that somebody else replaced.

    number: of the revision that replaced it. before: the answer. after: what replaced it. who, at: by whom, and when (UTC).
    """

    number: int
    path: str
    before: Any
    after: Any
    who: str
    at: datetime


@dataclass(frozen=True)
class RemovedRecord:
    """A record that was removed. list_path, record: which. answers: by their path in the record. at: when it was removed (UTC)."""

    list_path: str
    record: str
    answers: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True)
class KnownRecords:
    """The records that a school's lists have ever had (actions, points and so on).

    count: how many there are in all lists, with removed ones. removed: the ids of those that were removed, by the path of their
    list, the last one last.
    """

    count: int
    removed: Mapping[str, Sequence[str]]


class AnswerHistory:
    """Reads what plans had before. Nothing is ever lost, so all of it can be put back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last_changed(self) -> str:
        """Return the id of the school whose plan was changed last; "" where there is none."""
        query = sa.select(revisions.c.school).order_by(revisions.c.id.desc()).limit(1)
        with self._database.reading() as connection:
            return str(connection.scalar(query) or "")

    def overwritten(self, school: str) -> list[Overwritten]:
        """Return the answers of a school that another author replaced, the latest first.

        What one author writes in one go counts as one answer, and what only adds to an answer does not replace it. An answer that
        is there again is not among them, one that was replaced several times is there once, and those of removed records are left
        out: see :meth:`removed`.
        """
        next_who = sa.func.lead(revisions.c.who).over(partition_by=revisions.c.path, order_by=revisions.c.id)
        columns = (
            revisions.c.id,
            revisions.c.path,
            revision_value,
            revisions.c.who,
            revisions.c.at,
            next_who.label("next_who"),
        )
        every = sa.select(*columns).where(revisions.c.school == school)
        written = every.subquery()
        # Of all revisions that one author made one after the other, the last.
        is_last = sa.or_(
            written.c.next_who.is_(None),
            written.c.next_who != written.c.who,
            written.c.who.in_((UNDO, BACKUP, DOCUMENT)),
        )
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(written).where(is_last).order_by(written.c.id)).all()
        latest: dict[str, Any] = {}
        found: dict[tuple[str, str], Overwritten] = {}
        for row in rows:
            before, after = latest.get(row.path), decoded(row.value)
            latest[row.path] = after
            if not is_list_structure(row.path) and _is_replaced(before, after, row.who):
                key = row.path, repr(before)
                found.pop(key, None)
                at = row.at.replace(tzinfo=UTC)
                found[key] = Overwritten(row.id, row.path, before, _readable(after), row.who, at)
        return [
            one
            for one in reversed(found.values())
            if one.before != latest[one.path] and not _is_below_removed(latest, one.path)
        ]

    def removed(self, school: str) -> list[RemovedRecord]:
        """Return the records of a school that were removed, the latest first; not those that had no answer.

        A record of a removed one is among its answers.
        """
        newest = sa.select(sa.func.max(revisions.c.id)).where(revisions.c.school == school).group_by(revisions.c.path)
        query = sa.select(revisions.c.path, revision_value, revisions.c.at).where(revisions.c.id.in_(newest))
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(revisions.c.id)).all()
        latest = {row.path: decoded(row.value) for row in rows}
        found = []
        for row in rows:
            record, _, name = row.path.rpartition(".")
            match = _RECORD.fullmatch(record)
            if name != REMOVED or latest[row.path] is not True or not match or _is_below_removed(latest, match[1]):
                continue
            answers = _answers_below(latest, record)
            if answers and f"{record}.{POSITION}" in latest:
                found.append(RemovedRecord(match[1], match[2], answers, row.at.replace(tzinfo=UTC)))
        return found[::-1]

    def known_records(self, school: str) -> KnownRecords:
        """Return which records a school's lists have ever had. A form asks for them whenever it is opened."""
        count, removed = 0, dict[str, list[str]]()
        with self._database.reading() as connection:
            rows = connection.execute(_STRUCTURE_OF_SCHOOL, {"school": school}).all()
        for path, value in rows:
            record, _, name = path.rpartition(".")
            if name == POSITION:
                count += 1
            elif decoded(value) is True:
                list_path, _, key = record.removesuffix("]").rpartition("[")
                removed.setdefault(list_path, []).append(key)
        return KnownRecords(count, removed)


def records_in(answers: Iterable[str]) -> set[str]:
    """Return the paths of all records that answers are in, with removed ones. answers: their paths."""
    return {path.removesuffix(f".{POSITION}") for path in answers if path.endswith(f".{POSITION}")}


def _is_replaced(before: Any, after: Any, who: str) -> bool:
    """Whether an answer is gone: there was one, and it is neither the same now nor only added to."""
    if _is_empty(before) or before == after:
        return False
    if isinstance(before, str) and isinstance(after, str) and who not in (UNDO, BACKUP):
        return not after.startswith(before.rstrip()) and not after.endswith(before.lstrip())
    return True


def _is_empty(value: Any) -> bool:
    """Whether there is nothing to put back: a blank answer, one of spaces alone, or a damaged one."""
    return isinstance(value, InvalidJson) or is_blank(value.strip() if isinstance(value, str) else value)


def _readable(value: Any) -> Any:
    return "" if isinstance(value, InvalidJson) else value


def _is_below_removed(latest: Mapping[str, Any], path: str, start: int = 0) -> bool:
    """Whether a path leads through a record that is removed. start: where in the path to begin looking."""
    ends = [bracket.end() for bracket in re.finditer(r"\]", path) if bracket.end() > start]
    return any(latest.get(f"{path[:end]}.{REMOVED}") is True for end in ends)


def _answers_below(latest: Mapping[str, Any], record: str) -> dict[str, Any]:
    """Return the answers of a record that are not blank, by their path in it; not those of its own removed records."""
    start = f"{record}."
    return {
        path.removeprefix(start): value
        for path, value in latest.items()
        if path.startswith(start)
        and not is_list_structure(path)
        and not _is_empty(value)
        and not _is_below_removed(latest, path, len(record))
    }
