"""Names that are nearly what was typed: other abbreviations, and typing errors."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz import fuzz, process

__all__ = [
    "AREA_WORDS_IGNORED",
    "IGNORED_SIGNS",
    "SHORTEST_AREA_WORD",
    "find_nearly_same",
    "find_similar",
    "without_ignored_signs",
]

IGNORED_SIGNS = "'’."
"""Signs that do not tell two names apart: a phone and a keyboard write different apostrophes, and St has a full stop or none."""

_DELETE_IGNORED = dict.fromkeys(map(ord, IGNORED_SIGNS))

_SIMILAR = 80
"""How alike two words are, from 0 to 100, so that one may be a typing error for the other: "lawnswod" and "lawnswood" are 94."""

_SHORTEST = 4
"""How many letters a word has at least that may be a typing error. Shorter ones are too often another word."""

SHORTEST_AREA_WORD = 3
"""How many letters of an area's name find its schools, while somebody is still typing."""

AREA_WORDS_IGNORED = frozenset(("and", "city", "council", "the", "upon", "with"))
"""Words of areas' names that say nothing about where a school is."""

_AREA_PENALTY = 1.0
"""How much less a word counts, of 100, where only the school's area has it."""

_KINDS = frozenset(
    (
        "academy",
        "centre",
        "college",
        "community",
        "form",
        "high",
        "of",
        "primary",
        "school",
        "secondary",
        "sixth",
        "the",
    )
)
"""Words that tell hardly any school from another: people leave them out, add them or take one for another."""

_PUNCTUATION = re.compile(r"[^\w\n]+")
_ABBREVIATIONS = {
    " church of england ": " ce ",
    " c of e ": " ce ",
    " c e ": " ce ",
    " cofe ": " ce ",
    " coe ": " ce ",
    " roman catholic ": " rc ",
    " r c ": " rc ",
    " saint ": " st ",
    " and ": " ",
}


def without_ignored_signs(text: str) -> str:
    """Return a text without the signs that do not tell two names apart."""
    return text.translate(_DELETE_IGNORED)


def find_similar(search: str, names: Sequence[str], areas: Sequence[str] = ()) -> list[int]:
    """Return the positions of the names that have a word for each word of a search, the most similar first.

    Abbreviations that are written in several ways count as the same: Saint and St, or Church of England, C of E and CE.

    areas: the name of the area that each name belongs to, whose words count nearly as much as its own.
    """
    words = _normalise(search).split()
    by_word, by_area_word = _positions(names), _positions(areas)
    totals: dict[int, float] = {}
    for number, word in enumerate(words):
        scores: dict[int, float] = {}
        for having, penalty in ((by_word, 0.0), (by_area_word, _AREA_PENALTY)):
            if having is by_area_word and (len(word) < SHORTEST_AREA_WORD or word in AREA_WORDS_IGNORED):
                continue
            for known, score in _similar_words(word, list(having)):
                for position in having[known]:
                    scores[position] = max(score - penalty, scores.get(position, 0.0))
        totals = {at: score + totals.get(at, 0.0) for at, score in scores.items() if not number or at in totals}
    return sorted(totals, key=lambda at: (-totals[at], names[at]))


def find_nearly_same(name: str, names: Sequence[str], areas: Sequence[str] = ()) -> list[int]:
    """Return the positions of the names that are probably meant by a name, the most similar first.

    They have a word for each of its words, typing errors aside, and begin with one of them. Words like School or Academy do not
    count, nor do words of a school's own area: "Lawnswod" and "Lawnswood Academy, Leeds" mean Lawnswood School in Leeds.
    """
    wanted = _normalise(name)
    words = _distinctive(wanted)
    by_word, by_area_word = _positions(names), _positions(areas)
    candidates: set[int] | None = None
    for word in words:
        having = {at for known, _ in _misspelt_words(word, list(by_word)) for at in by_word[known]}
        having.update(by_area_word.get(word, ()))
        candidates = having if candidates is None else candidates & having
    found = {}
    for at in candidates or ():
        known = _normalise(names[at])
        if any(fuzz.ratio(_distinctive(known)[0], word) >= _SIMILAR for word in words):
            found[at] = fuzz.ratio(wanted, known)
    return sorted(found, key=lambda at: (-found[at], names[at]))


def _positions(texts: Sequence[str]) -> dict[str, list[int]]:
    """Return the positions of the texts that have a word, by word."""
    equal: dict[str, list[int]] = defaultdict(list)
    for position, text in enumerate(texts):
        equal[text].append(position)
    having: dict[str, list[int]] = defaultdict(list)
    # All texts at once, a line each: one by one, England's 27,000 names take twice as long.
    lines = _normalise(" \n ".join(text.replace("\n", " ") for text in equal)).split("\n")
    for line, positions in zip(lines, equal.values(), strict=False):  # no texts make one empty line
        for word in line.split():
            having[word] += positions
    return dict(having)


def _distinctive(normalised: str) -> list[str]:
    """Return the words that tell a school from others; all words where none does."""
    words = normalised.split()
    return [word for word in words if word not in _KINDS] or words or [""]


def _normalise(text: str) -> str:
    """Return a text in small letters, without punctuation, with one way to write each abbreviation. Its lines stay lines."""
    text = f" {_PUNCTUATION.sub(' ', without_ignored_signs(text.casefold()))} "
    for written, abbreviation in _ABBREVIATIONS.items():
        if written in text:
            text = text.replace(written, abbreviation)
    return text


def _similar_words(word: str, vocabulary: Sequence[str]) -> list[tuple[str, float]]:
    """Return the known words that start with a word, or that it may be a typing error for, each with its similarity."""
    found = {known: 100.0 for known in vocabulary if known.startswith(word)}
    for known, score in _misspelt_words(word, vocabulary):
        found.setdefault(known, score)
    return list(found.items())


def _misspelt_words(word: str, vocabulary: Sequence[str]) -> list[tuple[str, float]]:
    """Return the known words that are a word, or that it may be a typing error for, each with its similarity."""
    if len(word) < _SHORTEST or any(map(str.isdigit, word)):
        return [(known, 100.0) for known in vocabulary if known == word]
    return [
        (known, score)
        for known, score, _ in process.extract(word, vocabulary, scorer=fuzz.ratio, score_cutoff=_SIMILAR, limit=None)
    ]
