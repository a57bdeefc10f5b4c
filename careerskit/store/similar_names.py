"""Names that are nearly what was typed: other abbreviations, and typing errors."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz import fuzz, process

__all__ = ["IGNORED_SIGNS", "find_similar", "without_ignored_signs"]

IGNORED_SIGNS = "'’."
"""Signs that do not tell two names apart: a phone and a keyboard write different apostrophes, and St has a full stop or none."""

_DELETE_IGNORED = dict.fromkeys(map(ord, IGNORED_SIGNS))

_SIMILAR = 80
"""How alike two words are, from 0 to 100, so that one may be a typing error for the other: "lawnswod" and "lawnswood" are 94."""

_SHORTEST = 4
"""How many letters a word has at least that may be a typing error. Shorter ones are too often another word."""

_PUNCTUATION = re.compile(r"[^\w]+")
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


def find_similar(search: str, names: Sequence[str]) -> list[int]:
    """Return the positions of the names that have a word for each word of a search, the most similar first.

    Abbreviations that are written in several ways count as the same: Saint and St, or Church of England, C of E and CE.
    """
    words = _normalise(search).split()
    if not words:
        return []
    having: dict[str, list[int]] = defaultdict(list)
    for position, name in enumerate(names):
        for word in _normalise(name).split():
            having[word].append(position)
    vocabulary = list(having)
    totals: dict[int, float] = {}
    for number, word in enumerate(words):
        scores: dict[int, float] = {}
        for known, score in _similar_words(word, vocabulary):
            for position in having[known]:
                scores[position] = max(score, scores.get(position, 0.0))
        totals = {at: score + totals.get(at, 0.0) for at, score in scores.items() if not number or at in totals}
    return sorted(totals, key=lambda at: (-totals[at], names[at]))


def _normalise(text: str) -> str:
    text = f" {_PUNCTUATION.sub(' ', without_ignored_signs(text.casefold()))} "
    for written, abbreviation in _ABBREVIATIONS.items():
        if written in text:
            text = text.replace(written, abbreviation)
    return text


def _similar_words(word: str, vocabulary: Sequence[str]) -> list[tuple[str, float]]:
    """Return the known words that start with a word, or that it may be a typing error for, each with its similarity."""
    found = {known: 100.0 for known in vocabulary if known.startswith(word)}
    if len(word) >= _SHORTEST and not any(map(str.isdigit, word)):
        for known, score, _ in process.extract(word, vocabulary, scorer=fuzz.ratio, score_cutoff=_SIMILAR, limit=None):
            found.setdefault(known, score)
    return list(found.items())
