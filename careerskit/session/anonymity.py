"""What may be seen of what somebody typed: without a name, and with an id that leads to nobody."""

from __future__ import annotations

import hmac
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from careerskit.plan import Plan, School

__all__ = ["COVER", "Gate", "Names", "Said", "Typed", "item_id", "names_of"]

_IN_MANY_NAMES = """
a academies academy all and arts at boys british c career careers catholic ce central centre christian church city co
college community comprehensive county ctc east ed education england for form free further girls grammar group
guidance high higher independent infant international junior language learner learners learning limited lower ltd
mathematics middle national new north of people performing preparatory primary provider pupil pupils rc roman school
schools science secondary senior sixth south special specialist sport sports student students studio technical
technology the town training trust university upper utc voluntary west with young
"""
"""Words in the names of many schools: alone they name none of them."""

_COMMON = frozenset(word.removesuffix("s") for word in _IN_MANY_NAMES.split())

COVER = "[school]"
"""What stands in a text in place of a name."""

LONGEST = 1000
"""How many characters of a text are shown, where its question does not say."""

_LONGEST_NAME = 200
"""How many characters of a name are looked for."""

_REMEMBERED = 10_000
"""How many texts are remembered as they were covered: those of a full room, which are looked at again and again."""


@dataclass(frozen=True)
class Said:
    """One text that somebody typed, as typed but for names, with the id by which a facilitator hides it."""

    id: str
    text: str


@dataclass(frozen=True)
class Typed:
    """One text on its way to where it may be seen, with its school, which goes no further.

    prompt: what it was put under. longest: how many characters of it are shown.
    """

    id: str
    school: str
    text: str
    prompt: str = ""
    longest: int = LONGEST


class Names:
    """The names of some schools, to be covered up in texts: each as a whole, and its parts between words that many names have.

    "Larkmoor" names Larkmoor School, in small letters and in "Larkmoor’s" too; "college" names no college. A name that is an
    ordinary word, like that of a Hope Academy, is covered where only the word was meant: better a word too few than a name
    too many.
    """

    def __init__(self, names: Iterable[str]) -> None:
        """names: the schools' names as they are written."""
        self._by_first: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for name in names:
            for phrase in _parts(tuple(word for word, _ in _words(name[:_LONGEST_NAME]))):
                self._by_first[phrase[0]].add(phrase)
        self._remembered = lru_cache(_REMEMBERED)(self._covered)

    def covered(self, text: str, longest: int = LONGEST) -> str:
        """Return a text with each of the names in it replaced by "[school]"; exactly as it is where there is none.

        longest: after how many characters it breaks off, with "…". A name that stands there is covered as a whole.
        """
        return self._remembered(text[: longest + _LONGEST_NAME + 1], longest)  # with one that tells that there is more

    def _covered(self, text: str, longest: int) -> str:
        words = _words(text[: longest + _LONGEST_NAME])
        plain = tuple(word for word, _ in words)
        place, done, parts = 0, 0, []
        while place < len(words) and words[place][1].start() < longest:
            phrases = [
                phrase
                for phrase in self._by_first.get(plain[place], ())
                if plain[place : place + len(phrase)] == phrase
            ]
            if not phrases:
                place += 1
                continue
            last = place + max(map(len, phrases)) - 1
            parts += [text[done : words[place][1].start()], COVER]
            done, place = words[last][1].end(), last + 1
        return "".join([*parts, text[done:longest], "…" if len(text) > max(done, longest) else ""])


class Gate:
    """Lets through what may be seen, with the names of schools covered up.

    So are those of schools that agreed to be named: the report may say that they took part, and not what they wrote.

    hidden: what the facilitator has hidden of it.
    """

    def __init__(self, names: Names, hidden: Collection[str]) -> None:
        """names: of all schools that are here, see :func:`names_of`. hidden: ids of what is hidden."""
        self._names, self._hide = names, hidden
        self.hidden: list[Said] = []

    def let_in(self, texts: Iterable[Typed]) -> Iterator[Typed]:
        """Give the texts that may be seen; blank ones say nothing."""
        for typed in texts:
            if not typed.text.strip():
                continue
            seen = replace(typed, text=self._names.covered(typed.text, typed.longest))
            if typed.id in self._hide:
                self.hidden.append(Said(seen.id, seen.text))
            else:
                yield seen


def names_of(schools: Iterable[School], plans: Iterable[Plan]) -> Names:
    """Return the names of all schools that are here: those of the register, and those that stand in their plans.

    A delegate may write another into the plan, and a plan that cannot be read has none. As long as no name has changed, what is
    returned is the same, with all that it remembers.

    schools: as the register has them. plans: those that can be read.
    """
    return _names(frozenset([*(school.name for school in schools), *(plan.header.school_name for plan in plans)]))


@lru_cache(maxsize=2)
def _names(names: frozenset[str]) -> Names:
    return Names(names)


def item_id(secret: str, *where: str) -> str:
    """Return the id of what stands at a place of a plan: the same throughout a session, and another in each.

    secret: the session's (:attr:`Session.secret`). Who has it not cannot find a school by making the ids of all there are.
    """
    place = "\0".join(where).encode("utf-8", "replace")
    return hmac.new(secret.encode(), place, "sha256").hexdigest()[:12]


def _words(text: str) -> list[tuple[str, re.Match[str]]]:
    """Return the words of a text as they are compared, without apostrophes and a last s, each with where it stands."""
    found = re.finditer(r"\w+(?:['’`]\w+)*", text)
    return [(re.sub(r"['’`]", "", match[0].casefold()).removesuffix("s"), match) for match in found]


def _parts(name: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Give what of a name names the school: all of it, and each part between words that many have.

    A few letters, like "St" or "A", name nobody, nor do two or three words that many have, like "The College".
    """
    if len(name) > 3 or any(word not in _COMMON for word in name):
        yield from _telling(name)
    own = [place for place, word in enumerate(name) if word not in _COMMON]
    if own:
        yield from _telling(name[own[0] : own[-1] + 1])
    for is_common, part in groupby(name, lambda word: word in _COMMON):
        if not is_common:
            yield from _telling(tuple(part))


def _telling(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if len("".join(words)) > 2:
        yield words
