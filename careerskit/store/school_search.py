"""The conditions of a search for schools: words of their names and of their local authorities."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from typing import Any, NamedTuple

import sqlalchemy as sa

from careerskit.store.similar_names import AREA_WORDS_IGNORED, IGNORED_SIGNS, SHORTEST_AREA_WORD, without_ignored_signs
from careerskit.store.tables import schools

__all__ = ["LONGEST_SEARCH", "Matches", "bare", "matches_of", "words_of"]

LONGEST_SEARCH = 200
"""How many characters of a search are used: no name is longer."""

_WORDS = 8
"""How many words of a search are used. Each is looked for in the name of every school."""

_PHRASES = {"ce": ("church of england", "c of e", "cofe", "c e"), "rc": ("roman catholic", "r c")}
"""What is written in several ways, most of them of several words: its abbreviation, and how a search or a name may have it."""


class Matches(NamedTuple):
    """which: the condition that a school is found by. in_name: how many words are in its name, not in its area's alone."""

    which: sa.ColumnElement[bool]
    in_name: sa.ColumnElement[int]


def bare(name: Any) -> sa.Function[str]:
    """Return a name in small letters, without the ignored signs."""
    return reduce(lambda shorter, sign: sa.func.replace(shorter, sign, ""), IGNORED_SIGNS, sa.func.lower(name))


def words_of(search: str) -> list[str]:
    """Return the words of a search that are used. To SQLite, a text ends at a NUL."""
    return search[:LONGEST_SEARCH].replace("\0", " ").split()[:_WORDS]


def matches_of(search: str, areas: Mapping[str, str]) -> Matches:
    """Return what finds the schools that have every word in their name, or in that of their area, or whose id starts with it.

    areas: the names of local authorities by number. They count from the start of a word.
    """
    search = search[:LONGEST_SEARCH].replace("\0", " ").strip()
    if not search:
        return Matches(sa.true(), sa.literal(0))
    text, found = without_ignored_signs(search), []
    in_name: sa.ColumnElement[int] = sa.literal(0)
    for phrase, ways in _PHRASES.items():
        pattern = rf"\b(?:{'|'.join(ways)})\b"
        if re.search(pattern, text, re.IGNORECASE):
            text = re.sub(pattern, " ", text, flags=re.IGNORECASE)
            found.append(_has_phrase(phrase, ways))
    name = bare(schools.c.name)
    for word in text.split()[:_WORDS]:
        matches: sa.ColumnElement[bool] = name.icontains(word, autoescape=True)
        if numbers := list(_areas_named(word, areas)):
            in_name += sa.case((matches, 1), else_=0)
            matches = sa.or_(matches, schools.c.local_authority.in_(numbers))
        found.append(matches)
    of_that_id = schools.c.id.startswith(search, autoescape=True)
    return Matches(sa.or_(of_that_id, sa.and_(*found)) if found else of_that_id, in_name)


def _has_phrase(phrase: str, ways: Iterable[str]) -> sa.ColumnElement[bool]:
    spaced = reduce(lambda name, sign: sa.func.replace(name, sign, " "), "(),:", bare(schools.c.name))
    name = reduce(lambda shorter, way: sa.func.replace(shorter, way, phrase), ways, spaced)
    return (sa.literal(" ") + name + " ").contains(f" {phrase} ", autoescape=True)


def _areas_named(word: str, areas: Mapping[str, str]) -> Iterator[str]:
    """Yield the numbers of the areas with a word that starts like this one."""
    word = word.casefold()
    if len(word) < SHORTEST_AREA_WORD or word in AREA_WORDS_IGNORED:
        return
    for number, name in areas.items():
        if re.search(rf"\b{re.escape(word)}", without_ignored_signs(name.casefold())):
            yield number
