"""Clusters short texts that say the same, so that nobody has to read everything that a room types first.

Two texts are similar when they share most of their keywords, and all their numbers. Texts that are similar, or both similar to a
third one, are in one cluster. So the same texts always make the same clusters, no matter who typed first, and an added text can
merge two clusters but never splits one. Only the beginning of a long text is used: a point is made in a sentence, and nobody's
text may hold up the room.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice

from rapidfuzz import fuzz, process

__all__ = ["cluster_similar", "keywords", "shared_keywords"]

_RATIO = 3
"""Two texts are similar where they share one keyword for every three that they have in all, counted in both: two thirds."""

_RATIO_ON_ONE_TOPIC = 4
"""The same where both were typed for one topic: one for every four, a half."""

_SAME_WORD = 75
"""From which ratio of RapidFuzz (0 to 100) two words count as one: "engage" and "engagement", or a typing error."""

_CHARACTERS, _WORDS = 400, 40
"""How much of a text is used: its first characters, and the first keywords in those."""

_MAX_WORDS = 500
"""How many words with the same first letter are compared, the most common first. A full room has fewer."""

_STOP_WORDS_TEXT = """
a about academy across all also always an and any are as at be been but by can career careers could did do does doesn
don each enough every few for from good great had has have high i in is isn it its lack lacking learner learners
limited little local low many more most much nearby need needs no non not of on only or our own poor pupil pupils
really s school schools should so some still strong student students t that the their them there these they this to
too us use used very was we weak well were when which while who will with within would yet
"""
"""Stop words: they tell no point from another here. The column of a point says whether something is strong or lacking."""

_STOP_WORDS = frozenset(_STOP_WORDS_TEXT.split())

_SYNONYMS = (
    (re.compile(r"\b(?:bm|gb|benchmark) *([1-8])\b"), r"benchmark\1"),
    (re.compile(r"\b(?:1|one) *(?:[:-]|to) *(?:1|one)\b"), "onetoone"),
    (re.compile(r"\b(?:y|yr|year) ?(\d{1,2})\b"), r"year\1"),
    (re.compile(r"\bks ?([1-5])\b"), r"ks\1"),
    (re.compile(r"\bbuy[ -]in\b"), "buyin"),
    (re.compile(r"\bwork[ -]experience\b"), "workplace"),
    (re.compile(r"\bparents?(?: and carers?|/carers?)?\b|\bcarers\b"), "parental"),
    (re.compile(r"\b(?:senior leadership(?: team)?|senior leaders)\b"), "slt"),
    (re.compile(r"\blabour market (?:information|intelligence)\b"), "lmi"),
    (re.compile(r"\benterprise advis[eo]r\b"), "ea"),
    (re.compile(r"\b(?:cl|careers? lead)\b"), "leader"),
    (re.compile(r"\bco-?ordinator\b"), "coordinator"),
)
"""What the field writes in several ways, and the one word that stands for it here."""


def keywords(text: str) -> frozenset[str]:
    """Return the keywords of a text, in small letters: its words without stop words, or all of them where nothing else is left."""
    return _keywords(text.strip()[:_CHARACTERS])


@lru_cache(maxsize=10_000)  # a board is built again and again from texts of which few have changed
def _keywords(text: str) -> frozenset[str]:
    plain = text.casefold().replace("’", "'")
    for several, one in _SYNONYMS:
        plain = several.sub(one, plain)
    words = dict.fromkeys(re.findall(r"\w+", plain))
    without_stop_words = [word for word in words if word not in _STOP_WORDS]
    return frozenset(islice(without_stop_words or words, _WORDS)) or frozenset([plain.strip()])


def cluster_similar(texts: Sequence[str], topics: Sequence[str] = ()) -> list[list[int]]:
    """Return the indexes of texts in clusters that say the same, each in order, and the clusters by their first.

    topics: what each text is about, as its writer chose it; "" for nothing chosen. Two texts on one topic need to share less.
    """
    words = [keywords(text) for text in texts]
    about = list(topics) or [""] * len(texts)
    # Texts with the same keywords need no comparison, and a full room has many of them.
    same: dict[tuple[frozenset[str], str], list[int]] = defaultdict(list)
    for index, key in enumerate(zip(words, about, strict=True)):
        same[key].append(index)
    first = [indexes[0] for indexes in same.values()]
    parents = list(range(len(texts)))  # a disjoint-set forest
    for indexes in same.values():
        for index in indexes:
            parents[index] = indexes[0]
    for one, other in _similar_pairs([words[index] for index in first], [about[index] for index in first]):
        _union(parents, first[one], first[other])
    clusters: dict[int, list[int]] = defaultdict(list)
    for index in range(len(texts)):
        clusters[_root(parents, index)].append(index)
    return list(clusters.values())


def shared_keywords(one: frozenset[str], other: frozenset[str]) -> int:
    """Return how many of the keywords of one text count as keywords of the other."""
    return sum(any(_is_same(word, its) for its in other) for word in one)


def _similar_pairs(words: Sequence[frozenset[str]], topics: Sequence[str]) -> Iterable[tuple[int, int]]:
    """Yield the pairs of similar texts, by index."""
    texts_with: dict[str, list[int]] = defaultdict(list)
    for index, its_words in enumerate(words):
        for word in its_words:
            texts_with[word].append(index)
    close = _close_words(texts_with)
    close_to = {word: {index for other in others for index in texts_with[other]} for word, others in close.items()}
    sizes = [len(its_words) for its_words in words]
    # Two employers are not four, and Year 9 is not Year 13: on a board, one would stand for the other.
    numbers = [frozenset(filter(_has_digit, its_words)) for its_words in words]
    for one, its_words in enumerate(words):
        shared = Counter(chain.from_iterable(close_to[word] for word in its_words))
        size, topic, near = sizes[one], topics[one], frozenset(chain.from_iterable(close[word] for word in its_words))
        for other, count in shared.items():
            if other > one and numbers[one] == numbers[other] and count * _RATIO_ON_ONE_TOPIC >= size + sizes[other]:
                ratio = _RATIO_ON_ONE_TOPIC if topic and topic == topics[other] else _RATIO
                if min(count, len(words[other] & near)) * ratio >= size + sizes[other]:
                    yield one, other


def _close_words(texts_with: Mapping[str, Sequence[int]]) -> dict[str, list[str]]:
    """Return for each word those that count as the same, itself among them. texts_with: the texts that each word is in.

    They start with the same letter. A word with a digit in it, like year10, only counts as itself.
    """
    by_letter: dict[str, list[str]] = defaultdict(list)
    for word in sorted(texts_with, key=lambda word: (-len(texts_with[word]), word)):
        if not _has_digit(word) and len(by_letter[word[:1]]) < _MAX_WORDS:
            by_letter[word[:1]].append(word)
    close = {word: [word] for word in texts_with}
    for words in by_letter.values():
        for word in words:
            found = process.extract(word, words, scorer=fuzz.ratio, processor=None, score_cutoff=_SAME_WORD, limit=None)
            close[word] = [other for other, _, _ in found]
    return close


def _is_same(word: str, other: str) -> bool:
    if word == other or word[:1] != other[:1] or _has_digit(word) or _has_digit(other):
        return word == other
    return fuzz.ratio(word, other) >= _SAME_WORD


def _has_digit(word: str) -> bool:
    return any(character.isdigit() for character in word)


def _root(parents: list[int], index: int) -> int:
    while parents[index] != index:
        parents[index] = parents[parents[index]]
        index = parents[index]
    return index


def _union(parents: list[int], one: int, other: int) -> None:
    one, other = _root(parents, one), _root(parents, other)
    parents[max(one, other)] = min(one, other)
