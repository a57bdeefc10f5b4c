"""Clusters short texts that say the same, so that nobody has to read everything that a room types first.

Two texts are similar when they are about the same people, have the same numbers, share most of their keywords, and don't each have
something of their own: good links with employers are not good links with colleges. A wrong cluster is worse than a missing one, so
all texts of a cluster are similar to each other (complete linkage). The same texts always make the same clusters, no matter who
typed first; an added text can move others between clusters. Only the beginning of a long text is used: a point is made in a
sentence, and nobody's text may hold up the room.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from rapidfuzz import fuzz, process

from careerskit.session.keywords import MAX_WEIGHT, has_digit, keywords, keywords_on, parties, weight
from careerskit.session.vocabulary import PARTIES

__all__ = ["cluster_similar", "keywords", "shared_keywords"]

_RATIO = 3
"""Two texts are similar where they share one keyword for every three that they have in all, counted in both: two thirds."""

_RATIO_ON_ONE_TOPIC = 4
"""The same where both were typed for one topic: one for every four, a half."""

_SAME_WORD, _SHORTEST = 85, 5
"""From which ratio of RapidFuzz (0 to 100) two words of at least so many letters count as one, for typing errors."""

_MAX_WORDS = 500
"""How many words with the same first letter are compared, the most common first. A full room has fewer."""

_Text = tuple[frozenset[str], str]
"""The keywords of a text, and its topic."""


def cluster_similar(texts: Sequence[str], topics: Sequence[str] = ()) -> list[list[int]]:
    """Return the indexes of texts in clusters that say the same, each in order, and the clusters by their first.

    topics: what each text is about, as its writer chose it; "" for nothing chosen. Two texts on one topic need to share less.
    Identical texts are in one cluster, whatever was chosen for each.
    """
    typed = [
        (keywords_on(text, topic), topic)
        for text, topic in zip(texts, _one_topic_each(texts, list(topics) or [""] * len(texts)), strict=True)
    ]
    # Texts with the same keywords need no comparison, and a full room has many of them. Their order depends on the texts alone:
    # short ones first, since others say the same with more words.
    distinct = sorted(set(typed), key=lambda text: (_size(text[0]), sorted(text[0]), text[1]))
    cluster_of = _cluster(distinct)
    clusters: dict[int, list[int]] = defaultdict(list)
    for index, text in enumerate(typed):
        clusters[cluster_of[text]].append(index)
    return list(clusters.values())


def shared_keywords(one: frozenset[str], other: frozenset[str]) -> int:
    """Return how many of the keywords of one text count as keywords of the other."""
    return sum(any(_is_same(word, its) for its in other) for word in one)


def _one_topic_each(texts: Sequence[str], topics: Sequence[str]) -> list[str]:
    """Return a topic for each text, the same for identical texts: the one that was chosen for them, or "" for none or several."""
    plain = [" ".join(text.casefold().split()) for text in texts]
    chosen: dict[str, set[str]] = defaultdict(set)
    for text, topic in zip(plain, topics, strict=True):
        chosen[text] |= {topic} - {""}
    return [next(iter(chosen[text])) if len(chosen[text]) == 1 else "" for text in plain]


def _cluster(texts: Sequence[_Text]) -> dict[_Text, int]:
    """Return the number of the cluster of each text. The order of the texts decides where a text that fits in two of them goes."""
    texts_with = Counter(chain.from_iterable(words for words, _ in texts))
    close = _close_words(texts_with)
    # Two employers are not four, and Year 9 is not Year 13: on a board, one would stand for the other.
    comparable: dict[tuple[frozenset[str], frozenset[str]], list[_Text]] = defaultdict(list)
    for text in texts:
        comparable[parties(text[0]), frozenset(filter(has_digit, text[0]))].append(text)
    cluster_of: dict[_Text, int] = {}
    for number, some in enumerate(comparable.values()):
        for text, cluster in zip(some, _complete_linkage(some, close), strict=True):
            cluster_of[text] = number * len(texts) + cluster
    return cluster_of


def _complete_linkage(texts: Sequence[_Text], close: Mapping[str, Sequence[str]]) -> list[int]:
    """Return the number of the cluster of each text: the most similar of those where it is similar to all texts, or a new one.

    close: the words that count as each word.
    """
    near = [frozenset(chain.from_iterable(close[word] for word in words)) for words, _ in texts]
    frequencies = Counter(chain.from_iterable(near))
    bits = {word: 1 << number for number, word in enumerate(frequencies)}
    compared = [_Compared(words, its_near, topic, bits) for (words, topic), its_near in zip(texts, near, strict=True)]
    earlier: dict[str, list[int]] = defaultdict(list)  # the texts before, by each word that counts as one of theirs
    cluster_of: list[int] = []
    sizes: list[int] = []
    for one, (words, _) in enumerate(texts):
        rare, common = _split_by_frequency(words, frequencies)
        shared = Counter(chain.from_iterable(earlier[word] for word in rare))
        scores: dict[int, list[float]] = defaultdict(list)
        for other, count in shared.items():
            score = compared[one].similarity(compared[other], at_most=count * MAX_WEIGHT + common)
            if score:
                scores[cluster_of[other]].append(score)
        fitting = [(-sum(its) / len(its), number) for number, its in scores.items() if len(its) == sizes[number]]
        cluster = min(fitting)[1] if fitting else len(sizes)
        if not fitting:
            sizes.append(0)
        sizes[cluster] += 1
        cluster_of.append(cluster)
        for word in near[one]:
            earlier[word].append(one)
    return cluster_of


class _Compared:
    """A text as it is compared with many others: sets of words as bits of an integer, since that is fast."""

    __slots__ = ("_near", "_parties", "_size", "_strong", "_topic", "_weak")

    def __init__(self, words: frozenset[str], near: frozenset[str], topic: str, bits: Mapping[str, int]) -> None:
        """near: the words that count as one of its words. bits: that of each word."""
        self._size, self._topic = _size(words), topic
        self._strong = sum(bits[word] for word in words if weight(word) == MAX_WEIGHT)
        self._weak = sum(bits[word] for word in words if weight(word) < MAX_WEIGHT)
        self._parties = sum(bits[word] for word in words & PARTIES)
        self._near = sum(bits[word] for word in near)

    def similarity(self, other: _Compared, at_most: int) -> float:
        """Return how similar two texts are (0 to 1); 0 for not similar. at_most: the most that what they share can weigh."""
        ratio = _RATIO_ON_ONE_TOPIC if self._topic and self._topic == other._topic else _RATIO
        total = self._size + other._size
        if at_most * ratio < total:
            return 0
        strong, its_strong = self._strong & other._near, other._strong & self._near
        own, its_own = strong != self._strong, its_strong != other._strong
        # Each says something of its own, or one says something where the other only says who: an adviser is no new adviser.
        if (own and its_own) or ((own or its_own) and not strong & ~self._parties):
            return 0
        shared = MAX_WEIGHT * strong.bit_count() + (self._weak & other._near).bit_count()
        its_shared = MAX_WEIGHT * its_strong.bit_count() + (other._weak & self._near).bit_count()
        return 2 * min(shared, its_shared) / total if min(shared, its_shared) * ratio >= total else 0


def _split_by_frequency(words: frozenset[str], frequencies: Mapping[str, int]) -> tuple[list[str], int]:
    """Return the words that similar texts are found by, and what the others weigh.

    Similar texts share a third of the keywords of each, or more. The others are the most common words, which together are less than
    a third. Nearly all texts of a room may have such a word, and to share only those is not enough.
    """
    most_common = sorted(words, key=lambda word: (-frequencies[word], word))
    size, common = _size(words), 0
    for number, word in enumerate(most_common):
        if (common + weight(word)) * (_RATIO_ON_ONE_TOPIC - 1) >= size:
            return most_common[number:], common
        common += weight(word)
    return [], common


def _size(words: Iterable[str]) -> int:
    return sum(map(weight, words))


def _close_words(texts_with: Mapping[str, int]) -> dict[str, list[str]]:
    """Return for each word those that count as the same, itself among them. texts_with: how many texts each word is in.

    They start with the same letter. A concept, and a word with a digit in it, like year10, only counts as itself.
    """
    by_letter: dict[str, list[str]] = defaultdict(list)
    for word in sorted(texts_with, key=lambda word: (-texts_with[word], word)):
        if _can_be_misspelt(word) and len(by_letter[word[:1]]) < _MAX_WORDS:
            by_letter[word[:1]].append(word)
    close = {word: [word] for word in texts_with}
    for words in by_letter.values():
        for word in words:
            found = process.extract(word, words, scorer=fuzz.ratio, processor=None, score_cutoff=_SAME_WORD, limit=None)
            close[word] = [other for other, _, _ in found]
    return close


def _is_same(word: str, other: str) -> bool:
    if word == other or word[:1] != other[:1] or not (_can_be_misspelt(word) and _can_be_misspelt(other)):
        return word == other
    return fuzz.ratio(word, other) >= _SAME_WORD


def _can_be_misspelt(word: str) -> bool:
    return len(word) >= _SHORTEST and word.islower() and not has_digit(word)
