"""Breakouts: the room in small groups by what they are working on, each with a card of instructions.

A group lists its schools by id, so that each delegate's page can show its own group. A card names no school.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from careerskit.plan import BENCHMARKS, SWOT_PROMPTS, Plan
from careerskit.session.items import PRIORITIES, items_in
from careerskit.session.privacy import meets_threshold
from careerskit.session.redaction import PublicText, Redactor, SchoolNames
from careerskit.session.share import Share, shared_plans
from careerskit.session.similarity import cluster_similar, keywords, shared_keywords

__all__ = ["LARGEST", "SMALLEST", "Breakout", "Card", "GroupBy", "breakouts", "count_without_priority", "group_for"]

SMALLEST, LARGEST = 3, 6
"""How many schools make a group: fewer have little to compare, and in larger ones some stay silent."""

_MAX_PRIORITIES = 6


class GroupBy(StrEnum):
    """What schools are grouped by: a benchmark that is a priority of each, or the type of school or college."""

    BENCHMARK = "benchmark"
    PHASE = "phase"


@dataclass(frozen=True)
class Card:
    """A group's instructions.

    title, purpose: what it is about, and the task, which is that of the slide. minutes: how long. output: what follows.
    questions: guiding questions, on cards of earlier sessions. priorities: what schools in the room have as priorities, with names
    masked, to start from; none where too few share.
    """

    title: str
    purpose: str
    minutes: int
    output: str
    questions: tuple[str, ...] = ()
    priorities: tuple[PublicText, ...] = ()


@dataclass(frozen=True)
class Breakout:
    """A group.

    number: from 1. theme: a benchmark's number or a type of school; "" for a mixed group. schools: their ids. started: when the
    room went into groups; None before that.
    """

    number: int
    theme: str
    card: Card
    schools: tuple[str, ...]
    started: datetime | None = None

    @property
    def ends(self) -> datetime | None:
        """When its minutes are over; None before it has started."""
        return self.started + timedelta(minutes=self.card.minutes) if self.started else None

    def showing(self, texts: Mapping[str, str]) -> Breakout:
        """Return the group with only those priorities on its card that may be quoted now, in their current words.

        texts: see :func:`quotable_priorities`. The card was made earlier, and a school may have changed what it shares or wrote.
        """
        seen = tuple(PublicText(chosen.id, texts[chosen.id]) for chosen in self.card.priorities if chosen.id in texts)
        return replace(self, card=replace(self.card, priorities=seen))


def breakouts(
    plans: Mapping[str, Plan],
    shares: Mapping[str, Share],
    *,
    session: str,
    names: SchoolNames,
    by: str = GroupBy.BENCHMARK,
    size: int = 4,
    minutes: int = 15,
    hidden: Collection[str] = (),
) -> tuple[Breakout, ...]:
    """Return groups of 3 to 6 schools each (a room of two is one group, and a single school makes none).

    The most common theme comes first. Schools that fit no group on a theme of their own go where there is room, or into a mixed
    group, so a theme reveals nothing for certain about a school in the group. The same plans make the same groups.

    plans: of all schools that joined, by id. shares: what each agreed to share. A card quotes schools of the whole room that share
    with the board, and only where enough of them have its theme.
    session: the session's secret. names: to be masked, see :func:`careerskit.session.school_names`. by: one of :class:`GroupBy`.
    size: how many schools in a group, where possible. hidden: ids of what the facilitator has hidden.

    Raises:
        ValueError: `by` is not a GroupBy.
    """
    kind = GroupBy(by)
    if len(plans) < 2:
        return ()
    themes_by_school = {school: _themes(plan, kind) for school, plan in sorted(plans.items())}
    groups = _rebalance(_form_groups(themes_by_school, min(max(size, SMALLEST), LARGEST)))
    sharing = shared_plans(plans, shares)
    redactor = Redactor(names, hidden)
    cards = {}
    for theme in {theme for theme, _ in groups}:
        on_it = {school: plan for school, plan in sharing.items() if not theme or theme in themes_by_school[school]}
        quotes = _quotes(on_it, redactor, session, theme, kind) if meets_threshold(len(on_it)) else ()
        cards[theme] = replace(_card(theme, kind, minutes), priorities=quotes)
    return tuple(
        Breakout(number, theme, cards[theme], tuple(sorted(schools)))
        for number, (theme, schools) in enumerate(groups, start=1)
    )


def count_without_priority(plans: Mapping[str, Plan]) -> int:
    """Return how many schools have not chosen a priority benchmark, so that nothing says which group would suit them."""
    return sum(not _themes(plan, GroupBy.BENCHMARK) for plan in plans.values())


def group_for(groups: Sequence[Breakout], plan: Plan) -> int:
    """Return the number of the group for a school that joins later; 0 where there are no groups.

    It is a group on a theme of its own that has room, or else the smallest group. plan: the school's.
    """
    themes = {theme for kind in GroupBy for theme in _themes(plan, kind)}

    def order(group: Breakout) -> tuple[bool, int, int]:
        fits = group.theme in themes and len(group.schools) < LARGEST
        return not fits, len(group.schools), group.number

    return min(groups, key=order).number if groups else 0


def _themes(plan: Plan, by: GroupBy) -> tuple[str, ...]:
    if by is GroupBy.PHASE:
        return (plan.setting.value,)
    return tuple(dict.fromkeys(str(n) for n in plan.current_state.priority_benchmarks if 1 <= n <= len(BENCHMARKS)))


def _form_groups(themes_by_school: Mapping[str, Sequence[str]], size: int) -> list[tuple[str, list[str]]]:
    """Return groups with their themes, none too large; the last one may be too small."""
    unassigned, groups = dict(themes_by_school), list[tuple[str, list[str]]]()
    while True:
        by_theme: dict[str, list[str]] = {}
        for school, themes in unassigned.items():
            for theme in themes:
                by_theme.setdefault(theme, []).append(school)
        theme = max(sorted(by_theme), key=lambda name: len(by_theme[name]), default="")
        # Schools with fewer themes come first: they have fewer other groups to fit into.
        candidates = sorted(by_theme.get(theme, ()), key=lambda school: len(themes_by_school[school]))
        if len(candidates) < SMALLEST:
            break
        members = candidates[: size if len(candidates) >= size + SMALLEST else LARGEST]
        groups.append((theme, members))
        unassigned = {school: themes for school, themes in unassigned.items() if school not in members}
    for school in list(unassigned):
        fits = [members for theme, members in groups if theme in themes_by_school[school] and len(members) < LARGEST]
        if fits:
            min(fits, key=len).append(school)
            del unassigned[school]
    if 0 < len(unassigned) < SMALLEST:
        for school in list(unassigned):
            with_room = [members for _, members in groups if len(members) < LARGEST]
            if with_room:
                min(with_room, key=len).append(school)
                del unassigned[school]
    return groups + [("", members) for members in _split_evenly(list(unassigned), size)]


def _split_evenly(schools: Sequence[str], size: int) -> Iterator[list[str]]:
    """Yield schools in groups as even as possible."""
    if schools:
        most = max(len(schools) // SMALLEST, 1)
        count = min(max(round(len(schools) / size), ceil(len(schools) / LARGEST), 1), most)
        yield from (list(schools[start::count]) for start in range(count))


def _rebalance(groups: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """Move schools from the largest groups into one that is too small, as long as they can spare any."""
    for _, members in groups:
        while len(members) < SMALLEST:
            largest = max((others for _, others in groups if others is not members), key=len, default=[])
            if len(largest) <= SMALLEST:
                break
            members.append(largest.pop())
    return groups


def _card(theme: str, by: GroupBy, minutes: int) -> Card:
    task = "Read out one weakness and one opportunity each. What do you have in common?"
    if not theme:
        title, start = "Your own priorities", ""
    elif by is GroupBy.PHASE:
        title, start = f"{theme}s", f" Start with what is particular to {theme.lower()}s."
    else:
        title, start = f"Benchmark {BENCHMARKS[int(theme) - 1]}", f" Start with what is about benchmark {theme}."
    return Card(title, task + start, minutes, "Afterwards, choose three priorities on your own.")


def _quotes(
    plans: Mapping[str, Plan], redactor: Redactor, session: str, theme: str, by: GroupBy
) -> tuple[PublicText, ...]:
    """Return priorities to start from, one wording of each: those closest to a benchmark, then those of most schools."""
    texts = list(redactor.visible(items_in(plans, session, PRIORITIES)))
    about = _benchmark_keywords(int(theme)) if theme and by is GroupBy.BENCHMARK else frozenset[str]()
    ranked = []
    for cluster in cluster_similar([one.text for one in texts]):
        same = [texts[index] for index in cluster]
        chosen = min(same, key=lambda one: (len(one.text), one.text, one.id))
        close = max(shared_keywords(keywords(one.text), about) for one in same)
        ranked.append((-close, -len({one.school for one in same}), chosen.id, chosen.text))
    if any(close for close, *_ in ranked):
        ranked = [entry for entry in ranked if entry[0]]
    return tuple(PublicText(key, text) for _, _, key, text in sorted(ranked)[:_MAX_PRIORITIES])


def _benchmark_keywords(number: int) -> frozenset[str]:
    """Return the keywords of texts about a benchmark."""
    entry = BENCHMARKS[number - 1]
    prompts = (prompt.text for prompt in SWOT_PROMPTS if prompt.benchmark == number)
    texts = (f"benchmark {number}", entry.title, entry.short, *prompts)
    return frozenset().union(*map(keywords, texts))
