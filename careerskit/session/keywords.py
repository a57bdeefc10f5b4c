"""The keywords of a short text: the concepts of the field that it is about, and its other words without their endings."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from itertools import islice

from rapidfuzz.distance import OSA

from careerskit.session.vocabulary import ABBREVIATIONS, CONCEPT_OF, PARTIES, PHRASES, STOP_WORDS, UNDERSTOOD, WEAK

__all__ = ["MAX_WEIGHT", "has_digit", "keywords", "keywords_on", "parties", "weight"]

MAX_WEIGHT = 2
"""How much a keyword counts at most."""

_CHARACTERS, _WORDS = 400, 40
"""How much of a text is used: its first characters, and the first keywords in those."""

_SHORTEST_CORRECTED = 5
"""How many letters the stem of a known word has at least, to be found despite a typing error."""

_NUMBERS = dict(zip("two three four five six seven eight nine ten".split(), map(str, range(2, 11)), strict=True))  # noqa: SIM905


def keywords(text: str) -> frozenset[str]:
    """Return the keywords of a text: concepts in capitals, and words in small letters without their endings.

    Stop words are left out, unless there is nothing else.
    """
    return _keywords(text.strip()[:_CHARACTERS])


def keywords_on(text: str, topic: str) -> frozenset[str]:
    """Return the keywords of a text that was typed for a topic; "" for none. The topic need not be repeated in it."""
    found = keywords(text)
    if not topic:
        return found
    about = keywords(topic)
    if all(weight(word) < MAX_WEIGHT for word in found):
        return found | about
    return found if parties(found) else found | parties(about)


def parties(words: frozenset[str]) -> frozenset[str]:
    """Return whom keywords are about."""
    named = words & PARTIES
    return named or frozenset(UNDERSTOOD[word] for word in words if word in UNDERSTOOD)


def weight(word: str) -> int:
    """Return how much a keyword counts: 2, or 1 where many points say it in one of several words."""
    return 1 if word in WEAK else MAX_WEIGHT


def has_digit(word: str) -> bool:
    """Whether a keyword has a number in it, like year10."""
    return any(character.isdigit() for character in word)


@lru_cache(maxsize=10_000)  # a board is built again and again from texts of which few have changed
def _keywords(text: str) -> frozenset[str]:
    plain = text.replace("’", "'")
    for pattern, one in ABBREVIATIONS:
        plain = pattern.sub(one, plain)
    plain = plain.casefold()
    for clues, pattern, one in PHRASES:
        if any(clue in plain for clue in clues):
            plain = pattern.sub(one, plain)
    words = [word.removesuffix("'s").replace("'", "") for word in re.findall(r"\w+(?:'\w+)*", plain)]
    keys = dict.fromkeys(_keyword(word) for word in words if word not in STOP_WORDS)
    keys.pop("", None)
    return frozenset(islice(keys or dict.fromkeys(words), _WORDS)) or frozenset([plain.strip()])


@lru_cache(maxsize=50_000)
def _keyword(word: str) -> str:
    """Return the concept of a word, or the word without its ending; "" for a stop word."""
    word = _NUMBERS.get(word, word)
    if word in STOP_WORDS or has_digit(word):
        return "" if word in STOP_WORDS else word
    stem = _stem(word)
    found = CONCEPT_OF.get(word, _CONCEPT_OF_STEM.get(stem))
    return _corrected(stem) if found is None else found


def _stem(word: str) -> str:
    """Return a word without its ending, so that "engage", "engaged" and "engagement" are one: what is left may be no word."""
    for ending, instead in _ENDINGS:
        shortest = 3 if ending == "s" else 4
        if word.endswith(ending) and len(word) - len(ending) >= shortest:
            word = word.removesuffix(ending) + instead
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sfl":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word


def _corrected(stem: str) -> str:
    """Return what a stem with one typing error stands for, or the stem itself."""
    for length in (len(stem), len(stem) - 1, len(stem) + 1):
        for known in _KNOWN_STEMS.get((stem[:1], length), ()):
            if OSA.distance(stem, known, score_cutoff=1) == 1:
                return _CONCEPT_OF_STEM[known]
    return stem


_ENDINGS = (("sses", "ss"), ("ies", "y"), ("s", ""), ("ied", "y"), ("ing", ""), ("ed", ""), ("ment", ""))
_CONCEPT_OF_STEM = {_stem(word): concept for word, concept in CONCEPT_OF.items()}
_CONCEPT_OF_STEM |= dict.fromkeys(("student", "career", "school", "learner"), "")
_KNOWN_STEMS: dict[tuple[str, int], list[str]] = defaultdict(list)
for _known in sorted(_CONCEPT_OF_STEM):
    if len(_known) >= _SHORTEST_CORRECTED:
        _KNOWN_STEMS[_known[0], len(_known)].append(_known)
