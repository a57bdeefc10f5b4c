"""The words of names: how they are written, which ones are alike, and which schools have them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

__all__ = [
    "ABBREVIATED",
    "IGNORED_SIGNS",
    "LONGEST_SEARCH",
    "Vocabulary",
    "distinctive_words",
    "normalise",
    "normalise_all",
    "words_of",
]

LONGEST_SEARCH = 200
"""How many characters of a search are used: no name is longer."""

_WORDS = 8
"""How many words of a search are used."""

IGNORED_SIGNS = "'’."
"""Signs that do not tell two names apart: a phone and a keyboard write different apostrophes, and St has a full stop or none."""

_DELETE_IGNORED = dict.fromkeys(map(ord, IGNORED_SIGNS))

_SIMILAR = 80
"""How alike two words are, from 0 to 100, so that one may be a typing error for the other: "lawnswod" and "lawnswood" are 94."""

_SHORTEST = 4
"""How many letters a word has at least that may be a typing error. Shorter ones are too often another word."""

_WITHIN = 3
"""From how many letters on, a part of a search is found in the middle of words too."""

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

_ACCENTS = re.compile("[\u0300-\u036f]+")
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
ABBREVIATED = frozenset(("ce", "rc", "st"))
"""Words that stand for what is written in several ways, most of them of several words."""


class Vocabulary:
    """Words, and the positions of the names that have them."""

    def __init__(self) -> None:
        self._positions: dict[str, list[int]] = {}
        self._words: list[str] = []
        self._lines = "\n"

    def add(self, words: Iterable[str], position: int) -> None:
        """Add the words of one name."""
        for word in words:
            self._positions.setdefault(word, []).append(position)

    def having(self, words: Iterable[str]) -> set[int]:
        """Return the positions of the names that have one of these words."""
        return set[int]().union(*(self._positions.get(word, ()) for word in words))

    def starting(self, part: str) -> Iterator[str]:
        """Yield the words that start with a part."""
        return self._find(f"\n{part}")

    def containing(self, part: str) -> Iterator[str]:
        """Yield the words that have a part in them: a short one at their start, and an abbreviation as the word itself."""
        if part in ABBREVIATED:
            return iter((part,))
        return self._find(part if len(part) >= _WITHIN else f"\n{part}")

    def misspelt(self, word: str) -> Iterable[tuple[str, float]]:
        """Return the words that are this one, or that it may be a typing error for, each with its likeness from 80 to 100."""
        if len(word) < _SHORTEST or any(map(str.isdigit, word)):
            return [(word, 100.0)] if word in self._positions else []
        self._list()
        from rapidfuzz import fuzz, process  # most commands do without it

        found = process.extract(word, self._words, scorer=fuzz.ratio, score_cutoff=_SIMILAR, limit=None)
        return [(similar, score) for similar, score, _ in found]

    def _find(self, part: str) -> Iterator[str]:
        # In one long text, since looking into 50,000 words one by one takes 20 times as long.
        self._list()
        lines = self._lines
        at = lines.find(part)
        while at >= 0:
            end = lines.index("\n", at + 1)
            yield lines[lines.rindex("\n", 0, at + 1) + 1 : end]
            at = lines.find(part, end)

    def _list(self) -> None:
        if len(self._words) < len(self._positions):
            self._words = list(self._positions)
            self._lines = "\n".join(("", *self._words, ""))


def words_of(search: str) -> list[str]:
    """Return the words of a search that are used, as :func:`normalise` writes them; as they are where none would be left."""
    search = search[:LONGEST_SEARCH].replace("\0", " ").replace("\n", " ")
    return (normalise(search).split() or search.casefold().split())[:_WORDS]


def normalise(text: str, *, abbreviate: bool = True) -> str:
    """Return a text in small letters, without accents and punctuation, with one way to write each abbreviation.

    Its lines stay lines. abbreviate: False to leave abbreviations as they are.
    """
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    text = f" {_PUNCTUATION.sub(' ', text.casefold().translate(_DELETE_IGNORED))} "
    for written, abbreviation in _ABBREVIATIONS.items() if abbreviate else ():
        if written in text:
            text = text.replace(written, abbreviation)
    return text


def normalise_all(texts: Sequence[str], *, abbreviate: bool = True) -> list[list[str]]:
    """Return the words of each text; see :func:`normalise`. All at once, as one by one takes twice as long."""
    lines = normalise(" \n ".join(text.replace("\n", " ") for text in texts), abbreviate=abbreviate).split("\n")
    return [line.split() for line in lines][: len(texts)]


def distinctive_words(words: Sequence[str]) -> Sequence[str]:
    """Return the words that tell a school from others; all of them where none does."""
    return [word for word in words if word not in _KINDS] or words
