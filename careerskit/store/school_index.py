"""An index of the schools that the store knows, in memory: which words their names and places have.

It reads each school once, and again only when it has changed, so that a search looks at words and not at schools. It is
the same for every database. 16,000 schools, about as many as England's register has of those with students in Year 7 or later,
take 11 MB.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest
from threading import Lock
from typing import NamedTuple

import sqlalchemy as sa

from careerskit.store.school_words import (
    LONGEST_SEARCH,
    Vocabulary,
    distinctive_words,
    normalise,
    normalise_all,
    words_of,
)
from careerskit.store.tables import schools

__all__ = ["SchoolIndex"]

_COMMON_IN_PLACES = frozenset(("city", "council", "the", "upon", "with"))
"""Words of places that say little about where a school is: they count only as whole words."""

_SHORTEST_PLACE_WORD = 3
"""How many letters of a place find its schools, while somebody is still typing."""

_PLACE_PENALTY = 1
"""How much less a word counts, of 100, where only the school's place has it."""

_LIKE = 60
"""How much of two texts must be the same, from 0 to 100, so that one may be meant by the other."""

_COLUMNS = tuple(schools.c[name] for name in ("closed", "name", "id", "local_authority", "town", "changed"))


class _Entry(NamedTuple):
    """A school. They sort as lists show them: open ones first, then by name."""

    closed: bool
    name: str
    id: str
    local_authority: str
    town: str


class SchoolIndex:
    """The index of one store. Threads may share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._clear()

    def _clear(self) -> None:
        self._seen = -1
        self._entries: list[_Entry] = []
        self._at: dict[str, int] = {}
        self._outdated: set[int] = set()
        self._closed: set[int] = set()
        self._ids: list[str] = []
        self._names, self._first_words, self._towns = Vocabulary(), Vocabulary(), Vocabulary()
        self._by_authority: dict[str, list[int]] = {}

    def find(
        self, connection: sa.Connection, search: str, areas: Mapping[str, str], limit: int
    ) -> tuple[list[str], int]:
        """Return the ids of the schools that have every word of a search, at most that many, and how many there are.

        A word may be a part of a name's word, or the start of a word of the school's town or area. Ids that start with the whole
        search count too. Open schools come first, and among them those that have more of the words in their own name, and as a
        whole word.

        areas: the names of local authorities by number. limit: 0 for all.
        """
        with self._lock:
            self._update(connection)
            area_words = self._area_words(areas)
            found, in_name, whole = None, [], []
            for word in words_of(search):
                in_name.append(self._names.having(self._names.containing(word)))
                whole.append(self._names.having((word,)))
                having = in_name[-1] | self._in_place(word, area_words)
                found = having if found is None else found & having
            with_id = self._with_id(search.strip())
            found = ((found or set()) | with_id) - self._outdated
            return self._best(_tiers(found, [*in_name, *whole, with_id, with_id]), limit), len(found)

    def find_similar(self, connection: sa.Connection, search: str, areas: Mapping[str, str], limit: int) -> list[str]:
        """Return the ids of the schools that have a word like each word of a search, the most similar first.

        A word may also be the start of the school's. Words of its town or area count nearly as much as its own.
        """
        with self._lock:
            self._update(connection)
            tiers: dict[int, set[int]] | None = None
            area_words = self._area_words(areas)
            for word in words_of(search):
                alike = self._alike(word, area_words)
                if tiers is None:
                    tiers = alike
                    continue
                both: dict[int, set[int]] = {}
                for total, some in tiers.items():
                    for score, others in alike.items():
                        if together := some & others:
                            both.setdefault(total + score, set()).update(together)
                tiers = both
            sets = [some - self._outdated for _, some in sorted((tiers or {}).items(), reverse=True)]
            ids: list[str] = []
            for some in sets:
                ids += self._first(some, limit - len(ids))
                if len(ids) == limit:
                    break
            return ids

    def find_nearly_same(self, connection: sa.Connection, name: str, areas: Mapping[str, str], limit: int) -> list[str]:
        """Return the ids of the schools that are probably meant by a name, the most similar first.

        They have a word for each of its words, typing errors aside, and begin with one of them. Words like School or Academy do
        not count, nor do words of a school's own town or area: "Lawnswod" and "Lawnswood Academy, Leeds" mean Lawnswood School in
        Leeds.
        """
        name = name[:LONGEST_SEARCH]
        with self._lock:
            self._update(connection)
            area_words = self._area_words(areas)
            found: set[int] | None = None
            starting: set[int] = set()
            for word in distinctive_words(normalise(name).split()):
                having = self._names.having(known for known, _ in self._names.misspelt(word))
                having |= self._towns.having((word,)) | self._of_areas(area_words.get(word, ()))
                found = having if found is None else found & having
                starting |= self._first_words.having(known for known, _ in self._first_words.misspelt(word))
            names = {at: self._entries[at].name.casefold() for at in (found or set()) & starting - self._outdated}
            from rapidfuzz import fuzz, process  # most commands do without it

            alike = process.extract(name.casefold(), names, scorer=fuzz.ratio, limit=None)
            best = nsmallest(limit, alike, key=lambda one: (-one[1], one[0]))
            return [self._entries[at].id for _, _, at in best]

    def closest(self, connection: sa.Connection, wanted: str, among: Iterable[str] = ()) -> str:
        """Return the id of the school whose id or name is most like a text; "" where none is like it.

        among: the ids of those in question; none for all, where an id is compared if the text has a figure.
        """
        wanted = wanted[:LONGEST_SEARCH].casefold()
        with self._lock:
            self._update(connection)
            entries = [self._entries[self._at[key]] for key in among or self._at]
        at = (
            None
            if among or not any(map(str.isdigit, wanted))
            else _most_similar(wanted, [entry.id for entry in entries])
        )
        at = _most_similar(wanted, [entry.name for entry in entries]) if at is None else at
        return "" if at is None else entries[at].id

    def _update(self, connection: sa.Connection) -> None:
        """Read the schools that have changed since the last time."""
        rows = connection.execute(sa.select(*_COLUMNS).where(schools.c.changed > self._seen)).all()
        if not rows:
            return
        if len(self._outdated) + len(rows) > len(self._entries) > 0:
            self._clear()  # most of it would be outdated
            rows = connection.execute(sa.select(*_COLUMNS)).all()
        self._seen = max(row.changed for row in rows)
        new = []
        for *values, _ in rows:
            entry = _Entry(*values)
            known = self._at.get(entry.id)
            if known is None or self._entries[known] != entry:
                new.append(entry)
                if known is not None:
                    self._outdated.add(known)
        self._add(new)

    def _add(self, entries: Sequence[_Entry]) -> None:
        names = [entry.name for entry in entries]
        words = zip(
            entries,
            normalise_all(names),
            normalise_all(names, abbreviate=False),
            normalise_all([entry.town for entry in entries]),
            strict=True,
        )
        for position, (entry, name, written, town) in enumerate(words, len(self._entries)):
            self._names.add({*name, *written}, position)
            self._first_words.add(distinctive_words(name)[:1], position)
            self._towns.add(set(town), position)
            self._by_authority.setdefault(entry.local_authority, []).append(position)
            self._at[entry.id] = position
            if entry.closed:
                self._closed.add(position)
        self._entries += entries

    def _with_id(self, start: str) -> set[int]:
        if not start or " " in start:
            return set()
        if len(self._ids) < len(self._at):
            self._ids = sorted(self._at)
        ids = self._ids[bisect_left(self._ids, start) : bisect_right(self._ids, f"{start}\U0010ffff")]
        return {self._at[key] for key in ids}

    def _in_place(self, word: str, area_words: Mapping[str, Sequence[str]]) -> set[int]:
        """Return the schools with a word in the name of their town or area that starts like this one; a short one is the word."""
        if _is_common(word):
            return self._towns.having((word,)) | self._of_areas(area_words.get(word, ()))
        numbers = (number for known, having in area_words.items() if known.startswith(word) for number in having)
        return self._towns.having(self._towns.starting(word)) | self._of_areas(numbers)

    def _of_areas(self, numbers: Iterable[str]) -> set[int]:
        return set[int]().union(*(self._by_authority.get(number, ()) for number in numbers))

    def _area_words(self, areas: Mapping[str, str]) -> dict[str, list[str]]:
        """Return the numbers of the areas that have a word in their name, by word."""
        having: dict[str, list[str]] = {}
        for number, words in zip(areas, normalise_all(list(areas.values())), strict=True):
            for word in set(words):
                having.setdefault(word, []).append(number)
        return having

    def _alike(self, word: str, area_words: Mapping[str, Sequence[str]]) -> dict[int, set[int]]:
        """Return the schools with a word that starts with this one or is like it, by likeness from 0 to 100."""
        scored: dict[int, list[set[int]]] = {}
        for known, score in _scores(word, self._names):
            scored.setdefault(score, []).append(self._names.having((known,)))
        if not _is_common(word):
            for known, score in _scores(word, self._towns):
                scored.setdefault(score - _PLACE_PENALTY, []).append(self._towns.having((known,)))
            of_areas = Vocabulary()
            for number, known in enumerate(area_words):
                of_areas.add((known,), number)
            for known, score in _scores(word, of_areas):
                scored.setdefault(score - _PLACE_PENALTY, []).append(self._of_areas(area_words[known]))
        best: dict[int, set[int]] = {}
        counted: set[int] = set()
        for score in sorted(scored, reverse=True):
            best[score] = set[int]().union(*scored[score]) - counted
            counted |= best[score]
        return best

    def _best(self, tiers: Iterable[set[int]], limit: int) -> list[str]:
        """Return ids, open schools before closed ones, and tier after tier."""
        tiers, ids = list(tiers), list[str]()
        for some in (*(tier - self._closed for tier in tiers), *(tier & self._closed for tier in tiers)):
            ids += self._first(some, limit - len(ids) if limit else len(some))
            if limit and len(ids) >= limit:
                break
        return ids

    def _first(self, positions: Iterable[int], limit: int) -> list[str]:
        return [entry.id for entry in nsmallest(limit, map(self._entries.__getitem__, positions))]


def _is_common(word: str) -> bool:
    return len(word) < _SHORTEST_PLACE_WORD or word in _COMMON_IN_PLACES


def _scores(word: str, known: Vocabulary) -> Iterator[tuple[str, int]]:
    """Yield the known words that start with a word, or that it may be a typing error for, each with its likeness to 100."""
    starting = set(known.starting(word))
    yield from ((found, 100) for found in starting)
    yield from ((found, round(score)) for found, score in known.misspelt(word) if found not in starting)


def _tiers(found: set[int], sets: Iterable[set[int]]) -> list[set[int]]:
    """Return what was found by how many of the sets have it, those that most have first."""
    tiers = {0: found}
    for having in sets:
        if found <= having:  # as for most words: nothing to tell apart
            continue
        after: dict[int, set[int]] = {}
        for count, some in tiers.items():
            after[count + 1] = after.get(count + 1, set()) | (some & having)
            after[count] = after.get(count, set()) | (some - having)
        tiers = {count: some for count, some in after.items() if some}
    return [tiers[count] for count in sorted(tiers, reverse=True)]


def _most_similar(wanted: str, texts: Sequence[str]) -> int | None:
    """Return the position of the text that is most like one in small letters; None where none is like it."""
    from rapidfuzz import fuzz, process  # most commands do without it

    found = process.extractOne(wanted, [text.casefold() for text in texts], scorer=fuzz.ratio, score_cutoff=_LIKE)
    return found[2] if found else None
