"""Redaction: what others may see of what somebody typed, without the names of schools, and with an id that leads to nobody."""

from __future__ import annotations

import hmac
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from careerskit.plan import Plan, School

__all__ = ["MASK", "PublicText", "RawText", "Redactor", "SchoolNames", "item_id", "school_names"]

_COMMON_WORDS = """
a academies academy all and arts at boys british c career careers catholic ce central centre christian church city co
college community comprehensive county ctc east ed education england for form free further girls grammar group
guidance high higher independent infant international junior language learner learners learning limited lower ltd
mathematics middle national new north of people performing preparatory primary provider pupil pupils rc roman school
schools science secondary senior sixth south special specialist sport sports student students studio technical
technology the town training trust university upper utc voluntary west with young
"""
"""Words in the names of many schools. Alone they name none of them."""

_COMMON = frozenset(word.removesuffix("s") for word in _COMMON_WORDS.split())

MASK = "[school]"
"""What replaces a name in a text."""

MAX_CHARACTERS = 1000
"""How many characters of a text are shown, where its field has no limit of its own."""

_LONGEST_NAME = 200
"""How many characters of a name are used."""

_CACHED = 10_000
"""How many masked texts are cached: those of a full room, which are masked again and again."""


@dataclass(frozen=True)
class PublicText:
    """A text as typed but with names masked, and the id by which a facilitator can hide it."""

    id: str
    text: str


@dataclass(frozen=True)
class RawText:
    """A text before redaction, with its school, which is never shown.

    prompt: the prompt that it was typed for. longest: how many characters of it are shown.
    """

    id: str
    school: str
    text: str
    prompt: str = ""
    longest: int = MAX_CHARACTERS


class SchoolNames:
    """The names of some schools, to be masked in texts: as a whole, and each part between words that are in many names.

    "Larkmoor" names Larkmoor School, also in small letters and in "Larkmoor’s"; "college" names no college. Where a name is an
    ordinary word, as in Hope Academy, the word is masked wherever it stands: better one word too few than one name too many.
    """

    def __init__(self, names: Iterable[str]) -> None:
        """names: the schools' names as they are written."""
        self._by_first: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for name in names:
            for phrase in _parts(tuple(word for word, _ in _words(name[:_LONGEST_NAME]))):
                self._by_first[phrase[0]].add(phrase)
        self._cached = lru_cache(_CACHED)(self._mask)

    def mask(self, text: str, longest: int = MAX_CHARACTERS) -> str:
        """Return a text with each of the names in it replaced by "[school]"; unchanged where there is none.

        longest: after how many characters it is cut off, with "…". A name at that point is masked as a whole.
        """
        return self._cached(text[: longest + _LONGEST_NAME + 1], longest)  # and one more, to see whether it is longer

    def _mask(self, text: str, longest: int) -> str:
        words = _words(text[: longest + _LONGEST_NAME])
        plain = tuple(word for word, _ in words)
        index, done, parts = 0, 0, []
        while index < len(words) and words[index][1].start() < longest:
            phrases = [
                phrase
                for phrase in self._by_first.get(plain[index], ())
                if plain[index : index + len(phrase)] == phrase
            ]
            if not phrases:
                index += 1
                continue
            last = index + max(map(len, phrases)) - 1
            parts += [text[done : words[index][1].start()], MASK]
            done, index = words[last][1].end(), last + 1
        return "".join([*parts, text[done:longest], "…" if len(text) > max(done, longest) else ""])


class Redactor:
    """Masks names and leaves out what the facilitator has hidden.

    The names of schools that agreed to be named are masked too: the report may say that they took part, but not what they wrote.

    hidden: what was left out because the facilitator has hidden it.
    """

    def __init__(self, names: SchoolNames, hidden: Collection[str]) -> None:
        """names: of all schools that joined, see :func:`school_names`. hidden: ids of what is hidden."""
        self._names, self._hide = names, hidden
        self.hidden: list[PublicText] = []

    def visible(self, texts: Iterable[RawText]) -> Iterator[RawText]:
        """Yield the texts that others may see, redacted, without blank ones."""
        for raw in texts:
            if not raw.text.strip():
                continue
            redacted = replace(raw, text=self._names.mask(raw.text, raw.longest))
            if raw.id in self._hide:
                self.hidden.append(PublicText(redacted.id, redacted.text))
            else:
                yield redacted


def school_names(schools: Iterable[School], plans: Iterable[Plan]) -> SchoolNames:
    """Return the names of schools: those of the register, and those in their plans.

    A delegate may write another name into the plan, and a plan that cannot be read has none. While no name changes, the same
    object is returned, with its cache.

    schools: as the register has them. plans: those that can be read.
    """
    return _names(frozenset([*(school.name for school in schools), *(plan.header.school_name for plan in plans)]))


@lru_cache(maxsize=2)
def _names(names: frozenset[str]) -> SchoolNames:
    return SchoolNames(names)


def item_id(secret: str, *path: str) -> str:
    """Return the id of something in a plan: the same throughout a session, and a different one in each.

    secret: the session's (:attr:`Session.secret`). Without it, nobody can find a school by computing the ids of all schools.
    """
    message = "\0".join(path).encode("utf-8", "replace")
    return hmac.new(secret.encode(), message, "sha256").hexdigest()[:12]


def _words(text: str) -> list[tuple[str, re.Match[str]]]:
    """Return the words of a text as they are compared, without apostrophes and a final s, each with its match."""
    found = re.finditer(r"\w+(?:['’`]\w+)*", text)
    return [(re.sub(r"['’`]", "", match[0].casefold()).removesuffix("s"), match) for match in found]


def _parts(name: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield what in a name identifies the school: all of it, and each part between common words.

    A few letters, like "St" or "A", identify nobody, nor do two or three common words, like "The College".
    """
    if len(name) > 3 or any(word not in _COMMON for word in name):
        yield from _long_enough(name)
    uncommon = [index for index, word in enumerate(name) if word not in _COMMON]
    if uncommon:
        yield from _long_enough(name[uncommon[0] : uncommon[-1] + 1])
    for is_common, part in groupby(name, lambda word: word in _COMMON):
        if not is_common:
            yield from _long_enough(tuple(part))


def _long_enough(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if len("".join(words)) > 2:
        yield words
