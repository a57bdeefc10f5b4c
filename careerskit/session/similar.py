"""Which of many short texts say the same: what a room types, put together without anybody reading it first.

Two texts are alike when they share most of their telling words, and all their figures. Texts that are alike, or both alike to
a third one, go together. So the same texts always make the same groups, whoever typed first, and an added text can bring two
groups together but takes none apart. Of a text of thousands of words the beginning is looked at: a point is made in a sentence,
and nobody's words may hold up the room.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice

from rapidfuzz import fuzz, process

__all__ = ["alike_together", "shared_words", "telling_words"]

_SHARED = 3
"""Two texts are alike where they share one telling word for every three that they have together, counted in both: two thirds."""

_SHARED_ON_ONE_TOPIC = 4
"""The same where both were put under one topic: one for every four, a half."""

_SAME_WORD = 75
"""From which likeness (0 to 100, RapidFuzz's ratio) two words count as one: "engage" and "engagement", or a slip of the keys."""

_CHARACTERS, _WORDS = 400, 40
"""How much of a text is looked at: its first characters, and of the telling words in those the first."""

_MOST_WORDS = 500
"""How many words with one first letter are looked at for those that count as one, those of most texts. A full room has fewer."""

_TELL_NOTHING = """
a about academy across all also always an and any are as at be been but by can career careers could did do does doesn
don each enough every few for from good great had has have high i in is isn it its lack lacking learner learners
limited little local low many more most much nearby need needs no non not of on only or our own poor pupil pupils
really s school schools should so some still strong student students t that the their them there these they this to
too us use used very was we weak well were when which while who will with within would yet
"""
"""Words that tell no point from another here. That something is strong or lacking is said by the column that it stands in."""

_DULL = frozenset(_TELL_NOTHING.split())

_IN_ONE_WORD = (
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
"""What the field writes in several ways, and the one word that it is here."""


def telling_words(text: str) -> frozenset[str]:
    """Return the words of a text that tell it from others, in small letters; all its words where none of them does."""
    return _telling(text.strip()[:_CHARACTERS])


@lru_cache(maxsize=10_000)  # a board is made again and again from texts of which few have changed
def _telling(text: str) -> frozenset[str]:
    plain = text.casefold().replace("’", "'")
    for several, one in _IN_ONE_WORD:
        plain = several.sub(one, plain)
    words = dict.fromkeys(re.findall(r"\w+", plain))
    telling = [word for word in words if word not in _DULL]
    return frozenset(islice(telling or words, _WORDS)) or frozenset([plain.strip()])


def alike_together(texts: Sequence[str], topics: Sequence[str] = ()) -> list[list[int]]:
    """Return the places of texts in groups that say the same, each in order, and the groups by their first.

    topics: what each text is about as its writer has chosen it, "" where nothing is chosen; two texts on one topic need to
    share a little less.
    """
    words = [telling_words(text) for text in texts]
    about = list(topics) or [""] * len(texts)
    # Who writes the same words needs no comparison: of a full room's points many do.
    kinds: dict[tuple[frozenset[str], str], list[int]] = defaultdict(list)
    for place, key in enumerate(zip(words, about, strict=True)):
        kinds[key].append(place)
    first = [places[0] for places in kinds.values()]
    group = list(range(len(texts)))
    for places in kinds.values():
        for place in places:
            group[place] = places[0]
    for one, other in _alike([words[place] for place in first], [about[place] for place in first]):
        _join(group, first[one], first[other])
    found: dict[int, list[int]] = defaultdict(list)
    for place in range(len(texts)):
        found[_head(group, place)].append(place)
    return list(found.values())


def shared_words(one: frozenset[str], other: frozenset[str]) -> int:
    """Return how many of the telling words of one text count as words of the other."""
    return sum(any(_is_same(word, its) for its in other) for word in one)


def _alike(words: Sequence[frozenset[str]], topics: Sequence[str]) -> Iterable[tuple[int, int]]:
    """Yield the pairs of texts that are alike."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, some in enumerate(words):
        for word in some:
            places[word].append(place)
    close = _close_words(places)
    where = {word: {place for other in others for place in places[other]} for word, others in close.items()}
    sizes = [len(some) for some in words]
    # Of employers, two are not four, and Year 9 is not Year 13: on a board, one would stand for the other.
    figures = [frozenset(filter(_has_figure, some)) for some in words]
    for one, some in enumerate(words):
        shared = Counter(chain.from_iterable(where[word] for word in some))
        size, topic, near = sizes[one], topics[one], frozenset(chain.from_iterable(close[word] for word in some))
        for other, count in shared.items():
            if other > one and figures[one] == figures[other] and count * _SHARED_ON_ONE_TOPIC >= size + sizes[other]:
                for_one = _SHARED_ON_ONE_TOPIC if topic and topic == topics[other] else _SHARED
                if min(count, len(words[other] & near)) * for_one >= size + sizes[other]:
                    yield one, other


def _close_words(places: Mapping[str, Sequence[int]]) -> dict[str, list[str]]:
    """Return with each word those that count as the same, itself among them. places: the texts that each word is in.

    They begin with the same letter, and a word with a figure in it, like year10, is like itself alone.
    """
    by_letter: dict[str, list[str]] = defaultdict(list)
    for word in sorted(places, key=lambda word: (-len(places[word]), word)):
        if not _has_figure(word) and len(by_letter[word[:1]]) < _MOST_WORDS:
            by_letter[word[:1]].append(word)
    found = {word: [word] for word in places}
    for among in by_letter.values():
        for word in among:
            close = process.extract(word, among, scorer=fuzz.ratio, processor=None, score_cutoff=_SAME_WORD, limit=None)
            found[word] = [other for other, _, _ in close]
    return found


def _is_same(word: str, other: str) -> bool:
    if word == other or word[:1] != other[:1] or _has_figure(word) or _has_figure(other):
        return word == other
    return fuzz.ratio(word, other) >= _SAME_WORD


def _has_figure(word: str) -> bool:
    return any(character.isdigit() for character in word)


def _head(group: list[int], place: int) -> int:
    while group[place] != place:
        group[place] = group[group[place]]
        place = group[place]
    return place


def _join(group: list[int], one: int, other: int) -> None:
    one, other = _head(group, one), _head(group, other)
    group[max(one, other)] = min(one, other)
