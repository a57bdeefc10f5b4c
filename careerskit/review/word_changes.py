"""Two versions of a text, compared word by word. White space and the shape of quotation marks and dashes say nothing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

__all__ = ["Words", "compare_words", "is_same_text", "text_key"]

_SHAPES = str.maketrans(
    dict.fromkeys("‘’‚‛′ʼ´`", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‐‑‒–—―−", "-") | {"…": "..."}
)
"""What word processors and phones write in place of what was typed."""

_UNSEEN = str.maketrans(dict.fromkeys("\u200b\u2060\ufeff\u00ad", ""))
"""Characters without a width, and the hyphens that show only where a word is divided."""

_MOST_STEPS = 3_000_000
"""How many steps a comparison may take at most, so that none takes a second: enough for two texts of prose of 500 words each.

Texts that repeat themselves need more steps than others of their length. Where two texts could need more than this, a reader sees
the one and then the other.
"""

_ALIKE = 0.4
"""How much of two texts must be the same, from 0 to 1. Where less is, a reader sees the one and then the other."""

_SHORT = 3
"""How many letters a short word has at most."""

Tag = Literal["same", "removed", "added"]


class Words(NamedTuple):
    """A run of words that both versions have, or only the one before, or only the one after.

    text: the words, each followed by a space, or by a new line where a line ends there; the last one of all by nothing.
    """

    tag: Tag
    text: str


def is_same_text(before: str, after: str) -> bool:
    """Whether a reader sees no difference between two texts."""
    return text_key(before) == text_key(after)


def text_key(text: str) -> str:
    """Return what a text is recognised by: the same for all texts that read the same, and "" for one without words."""
    return " ".join(map(_key, _words(text)))


def compare_words(before: str, after: str) -> tuple[Words, ...]:
    """Return the words of two versions of a text in reading order, what was removed before what replaced it."""
    old, new = _words(before), _words(after)
    runs: list[Words] = []
    for tag, words in _runs(old, new):
        if words:
            runs.append(Words(tag, "".join(words)))
    if runs:
        runs[-1] = Words(runs[-1].tag, runs[-1].text.rstrip())
    return tuple(runs)


def _words(text: str) -> list[str]:
    """Return the words of a text, each with a space after it, or the end of its line."""
    found = re.findall(r"(\S+)(\s*)", text.translate(_UNSEEN))
    return [word + (" " if space.splitlines() in ([], [space]) else "\n") for word, space in found]


def _key(word: str) -> str:
    return unicodedata.normalize("NFC", word.strip()).translate(_SHAPES)


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Tag, Sequence[str]]]:
    before, after = [_key(word) for word in old], [_key(word) for word in new]
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    yield "same", new[:start]
    yield from _middle(old[start : len(old) - end], new[start : len(new) - end])
    yield "same", new[len(new) - end :]


def _common(before: Sequence[str], after: Sequence[str]) -> int:
    """Return how many words two texts start with alike."""
    pairs = enumerate(zip(before, after, strict=False))
    return next((number for number, (one, other) in pairs if one != other), min(len(before), len(after)))


def _middle(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Tag, Sequence[str]]]:
    """Yield the runs of two texts that neither start nor end alike."""
    blocks = []
    before, after = [_key(word) for word in old], [_key(word) for word in new]
    if _steps(before, after) <= _MOST_STEPS:
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        if matcher.ratio() >= _ALIKE:
            # "40% to 60%" became "45% to 80%": a short word between two others is read with them.
            blocks = [
                one
                for one in matcher.get_matching_blocks()
                if len("".join(old[one.a : one.a + one.size]).strip()) > _SHORT
            ]
    at, there = 0, 0
    for first, second, size in blocks:
        yield "removed", old[at:first]
        yield "added", new[there:second]
        yield "same", new[second : second + size]
        at, there = first + size, second + size
    yield "removed", old[at:]
    yield "added", new[there:]


def _steps(before: Sequence[str], after: Sequence[str]) -> int:
    """Return how many steps the comparison of two texts takes at most.

    It looks for the longest run of words that both have, and then again on either side of it. At each depth it passes each word
    and each pair of equal words once at most. It goes no deeper than there are words that both have.
    """
    old, new = Counter(before), Counter(after)
    pairs = sum(count * new[word] for word, count in old.items())
    return (len(before) + pairs) * ((old & new).total() + 1)
