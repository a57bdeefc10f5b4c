"""Breakouts: the room in small groups by what they have to work on, each with a card to work from.

Who sits with whom is known by school, so that each delegate's page can say it. A card names no school.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil

from careerskit.plan import BENCHMARKS, SWOT_PROMPTS, Objective, Plan, question_named
from careerskit.session.anonymity import Gate, Names, Said
from careerskit.session.items import PRIORITIES, items_in
from careerskit.session.privacy import enough
from careerskit.session.share import Share
from careerskit.session.similar import alike_together, shared_words, telling_words

__all__ = ["LARGEST", "SMALLEST", "Breakout", "By", "Card", "breakouts", "group_for"]

SMALLEST, LARGEST = 3, 6
"""How many schools make a group: fewer have little to compare, and of more some stay silent."""

_MOST_PRIORITIES = 6


class By(StrEnum):
    """What puts schools into one group: a benchmark that is a priority of each, or the kind of place they are."""

    BENCHMARK = "benchmark"
    PHASE = "phase"


@dataclass(frozen=True)
class Card:
    """What a group works from.

    title, purpose: what it is about, and what for. minutes: how long. output: what is to be there at the end.
    questions: the template's, to work along. priorities: what schools of the room have put first, as typed but for names, to
    start from; none where too few share.
    """

    title: str
    purpose: str
    minutes: int
    output: str
    questions: tuple[str, ...] = ()
    priorities: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Breakout:
    """One group. number: from 1. theme: a benchmark's number or a kind of place, "" for a mixed group. schools: their ids."""

    number: int
    theme: str
    card: Card
    schools: tuple[str, ...]

    def showing(self, texts: Mapping[str, str]) -> Breakout:
        """Return the group with those priorities alone on its card that may be seen now, in the words that they have now.

        texts: as :func:`what_cards_may_quote` gives them: the card was made, and kept, before a school took its consent or its
        words back.
        """
        seen = tuple(Said(said.id, texts[said.id]) for said in self.card.priorities if said.id in texts)
        return replace(self, card=replace(self.card, priorities=seen))


def breakouts(
    plans: Mapping[str, Plan],
    shares: Mapping[str, Share],
    *,
    session: str,
    names: Names,
    by: str = By.BENCHMARK,
    size: int = 4,
    minutes: int = 15,
    hidden: Collection[str] = (),
) -> tuple[Breakout, ...]:
    """Return the groups of a room: of 3 to 6 schools each (a room of two is one group, and one alone makes none).

    The theme that most schools have comes first. Who finds no group on a theme of their own sits where there is room, or in a
    mixed group, so a theme tells nothing for certain of each school under it. The same plans make the same groups.

    plans: of all schools that are here, by id. shares: what each agreed to. A card quotes what those who share with the board
    have typed, of the whole room and not of the group alone, and only where enough of them are on its theme.
    session: the session's secret. names: to be covered, see :func:`careerskit.session.names_of`. by: one of :class:`By`.
    size: how many schools to a group, where it can be.
    hidden: ids of what the facilitator has hidden.

    Raises:
        ValueError: `by` is none of By.
    """
    kind = By(by)
    if len(plans) < 2:
        return ()
    wanted = {school: _themes(plan, kind) for school, plan in sorted(plans.items())}
    groups = _evened(_seated(wanted, min(max(size, SMALLEST), LARGEST)))
    sharing = {school: plan for school, plan in sorted(plans.items()) if shares.get(school, Share()).board}
    gate = Gate(names, hidden)
    cards = {}
    for theme in {theme for theme, _ in groups}:
        on_it = {school: plan for school, plan in sharing.items() if not theme or theme in wanted[school]}
        quoted = _quoted(on_it, gate, session, theme, kind) if enough(len(on_it)) else ()
        cards[theme] = replace(_card(theme, kind, minutes), priorities=quoted)
    return tuple(
        Breakout(number, theme, cards[theme], tuple(sorted(schools)))
        for number, (theme, schools) in enumerate(groups, start=1)
    )


def group_for(groups: Sequence[Breakout], plan: Plan) -> int:
    """Return the number of the group for a school that came after the groups were made; 0 where there are none.

    It sits in a group on a theme of its own that has room, or else in the smallest group. plan: the school's.
    """
    themes = {theme for kind in By for theme in _themes(plan, kind)}

    def order(group: Breakout) -> tuple[bool, int, int]:
        fits = group.theme in themes and len(group.schools) < LARGEST
        return not fits, len(group.schools), group.number

    return min(groups, key=order).number if groups else 0


def _themes(plan: Plan, by: By) -> tuple[str, ...]:
    if by is By.PHASE:
        return (plan.setting.value,)
    return tuple(dict.fromkeys(str(n) for n in plan.current_state.priority_benchmarks if 1 <= n <= len(BENCHMARKS)))


def _seated(wanted: Mapping[str, Sequence[str]], size: int) -> list[tuple[str, list[str]]]:
    """Return groups by theme, none larger than may be; a last one may be too small."""
    free, groups = dict(wanted), list[tuple[str, list[str]]]()
    while True:
        by_theme: dict[str, list[str]] = {}
        for school, themes in free.items():
            for theme in themes:
                by_theme.setdefault(theme, []).append(school)
        theme = max(sorted(by_theme), key=lambda name: len(by_theme[name]), default="")
        # Who has fewer themes to go by is seated first.
        those = sorted(by_theme.get(theme, ()), key=lambda school: len(wanted[school]))
        if len(those) < SMALLEST:
            break
        some = those[: size if len(those) >= size + SMALLEST else LARGEST]
        groups.append((theme, some))
        free = {school: themes for school, themes in free.items() if school not in some}
    for school in list(free):
        fits = [some for theme, some in groups if theme in wanted[school] and len(some) < LARGEST]
        if fits:
            min(fits, key=len).append(school)
            del free[school]
    if 0 < len(free) < SMALLEST:
        for school in list(free):
            room = [some for _, some in groups if len(some) < LARGEST]
            if room:
                min(room, key=len).append(school)
                del free[school]
    return groups + [("", some) for some in _shared_out(list(free), size)]


def _shared_out(schools: Sequence[str], size: int) -> Iterator[list[str]]:
    """Give schools in groups as even as can be."""
    if schools:
        most = max(len(schools) // SMALLEST, 1)
        count = min(max(round(len(schools) / size), ceil(len(schools) / LARGEST), 1), most)
        yield from (list(schools[start::count]) for start in range(count))


def _evened(groups: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """Let the largest groups give to one that is too small, as long as they can."""
    for _, some in groups:
        while len(some) < SMALLEST:
            largest = max((others for _, others in groups if others is not some), key=len, default=[])
            if len(largest) <= SMALLEST:
                break
            some.append(largest.pop())
    return groups


def _card(theme: str, by: By, minutes: int) -> Card:
    asked = tuple(question_named(Objective, name).question for name in ("issue", "solution", "success"))
    if not theme:
        return Card(
            "Your own priorities",
            "Tell each other what comes first in your plans, and help one another to find what would solve it.",
            minutes,
            "For each of you one priority with a first action: what, who and by when.",
            asked,
        )
    if by is By.PHASE:
        return Card(
            f"{theme}s",
            f"Compare what comes first for {theme.lower()}s like yours, and find what you can borrow or do together.",
            minutes,
            "Two things that all of you could do, and one question for the whole room.",
            asked,
        )
    return Card(
        f"Benchmark {BENCHMARKS[int(theme) - 1]}",
        f"Find what would bring benchmark {theme} forward where you are, and what already works for one of you.",
        minutes,
        "For each of you one objective, from what to what and by when, with its first action and who does it.",
        asked,
    )


def _quoted(plans: Mapping[str, Plan], gate: Gate, session: str, theme: str, by: By) -> tuple[Said, ...]:
    """Return priorities to start from: those closest to a benchmark, then those of most schools, one wording of each."""
    typed = list(gate.let_in(items_in(plans, session, PRIORITIES)))
    about = _words_of(int(theme)) if theme and by is By.BENCHMARK else frozenset[str]()
    ranked = []
    for places in alike_together([one.text for one in typed]):
        some = [typed[place] for place in places]
        said = min(some, key=lambda one: (len(one.text), one.text, one.id))
        close = max(shared_words(telling_words(one.text), about) for one in some)
        ranked.append((-close, -len({one.school for one in some}), said.id, said.text))
    if any(close for close, *_ in ranked):
        ranked = [entry for entry in ranked if entry[0]]
    return tuple(Said(key, text) for _, _, key, text in sorted(ranked)[:_MOST_PRIORITIES])


def _words_of(number: int) -> frozenset[str]:
    """Return the words by which one knows that a text is about a benchmark."""
    entry = BENCHMARKS[number - 1]
    prompts = (prompt.text for prompt in SWOT_PROMPTS if prompt.benchmark == number)
    texts = (f"benchmark {number}", entry.title, entry.short, *prompts)
    return frozenset().union(*map(telling_words, texts))
