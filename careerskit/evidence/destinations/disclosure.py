"""What is withheld of a school's figures besides what the Department hides, so that nothing hidden can be worked out.

The Department hides figures of few students, and some that would give those away by subtraction. It does not do so in every case:
where two parts of a whole are hidden and each can be one student at most, the rest may give both. And what one release hides,
another may show. So everything about one cohort is looked at together, over all releases: counts, rounded per cents with the size
of their cohort, totals and their parts, disadvantaged students and all others.

A part of a shown zero is no secret: where nobody went, no disadvantaged student did.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from careerskit.evidence.destinations.inference import Facts, Share, Sum, worked_out
from careerskit.evidence.destinations.model import AreaFigures, Cohort, Destinations, EarlierCohort, Outcome
from careerskit.evidence.destinations.phases import Phase
from careerskit.evidence.figures import WITHHELD, Figure

__all__ = ["Name", "facts_shown", "hidden_names", "withhold"]

Name: TypeAlias = tuple[str, str]
"""A number of students: the group, and the key of a category or "size"."""

_Year: TypeAlias = tuple[Phase, str]

_ALL, _PARTS = "everyone", ("disadvantaged", "others")
_GROUPS = (_ALL, *_PARTS)
_SIZE = "size"
_TOTAL = "OVERALL_DEST"
_WHOLE = (_TOTAL, "NOT_SUSTAINED", "UNKNOWN")
_SMALL = 0.005
_DECIMALS = re.compile(r"[0-9]+(?:\.([0-9]+))?\s*%?")


def withhold(sets: Sequence[Destinations]) -> list[Destinations]:
    """Return a school's sets without what would give hidden figures away.

    Figures of areas stay, but where a school is the only one of its authority.
    """
    by_year: dict[_Year, list[Destinations]] = defaultdict(list)
    for one in sets:
        by_year[one.phase, one.finished].append(one)
        for entry in one.school.earlier:
            by_year[one.phase, entry.finished].append(_as_set(one, entry))
    masks = {year: _mask(found) for year, found in by_year.items()}
    if not any(masks.values()):
        return list(sets)
    return [_masked(one, masks) for one in sets]


def hidden_names(sets: Iterable[Destinations]) -> set[Name]:
    """Return the numbers that are hidden in any of these sets."""
    return {
        (group, key)
        for one in sets
        for group in _GROUPS
        for key, figures in _figures(_cohort(one.school, group))
        if any(figure.is_hidden for figure in figures)
    }


def facts_shown(one: Destinations) -> Facts[Name]:
    """Return what a set shows about its school, as numbers and how they belong together."""
    shown: dict[Name, int] = {}
    shares: list[Share[Name]] = []
    sums: list[Sum[Name]] = []
    groups = [group for group in _GROUPS if _cohort(one.school, group).is_published]
    for group in groups:
        cohort = _cohort(one.school, group)
        for key, figures in _figures(cohort):
            count = figures[0].value
            if count is not None and count == int(count):
                shown[group, key] = int(count)
            shares += [
                Share((group, key), (group, _SIZE), *bounds) for figure in figures[1:] if (bounds := _bounds(figure))
            ]
        keys = {outcome.category.key for outcome in cohort.outcomes}
        sums += [
            Sum((group, total), tuple((group, part) for part in parts)) for total, parts in _wholes(one.phase, keys)
        ]
    if len(groups) == len(_GROUPS):
        keys = {_SIZE, *(outcome.category.key for outcome in one.school.everyone.outcomes)}
        sums += [Sum((_ALL, key), tuple((group, key) for group in _PARTS)) for key in sorted(keys)]
    return Facts(shown, sums, shares)


def _mask(sets: Sequence[Destinations]) -> frozenset[Name]:
    """Return which numbers of one cohort must not be shown by any of its sets."""
    hidden = hidden_names(sets)
    if not hidden:
        return frozenset()
    every = [facts_shown(one).without(hidden) for one in sets]
    together = _joined(every)
    systems = every if together is None or worked_out(together, ()) is None else [together]
    mask = set(hidden)
    for facts in systems:
        mask |= _withheld(facts, hidden)
    return frozenset(mask)


def _withheld(facts: Facts[Name], hidden: set[Name]) -> set[Name]:
    """Return what must be withheld of some facts, so that none of the hidden numbers can be worked out."""
    known = _with_zeros(facts)
    secret = hidden - set(known.shown)
    found = worked_out(known, secret)
    if found is None:
        known = _with_zeros(_within_groups(facts.that_hold()))
        found = worked_out(known, secret)
    if found is None:  # the figures contradict each other, and what follows from them cannot be told
        groups = {group for group, _ in hidden} | set(_PARTS)
        return {name for name in facts.shown if name[0] in groups and name != (_ALL, _SIZE)}
    taken: list[set[Name]] = []
    while found:
        left = _choices(known, set[Name]().union(*taken))
        if not left:
            break
        results = ((worked_out(known.without(set[Name]().union(choice, *taken)), secret), choice) for choice in left)
        found, choice = _fewest(results)
        taken.append(choice)
    for choice in list(taken):  # one that was taken early may no longer be needed
        fewer = [other for other in taken if other is not choice]
        if not worked_out(known.without(set[Name]().union(*fewer)), secret):
            taken = fewer
    return set[Name]().union(*taken)


def _fewest(results: Iterable[tuple[set[Name] | None, set[Name]]]) -> tuple[set[Name] | None, set[Name]]:
    """Return the first of the results that give the fewest numbers away, of which there is at least one.

    Nothing is worked out after one that gives none away.
    """
    results = iter(results)
    best = next(results)
    for result in results:
        if not best[0]:
            break
        best = min(best, result, key=lambda one: len(one[0] or ()))
    return best


def _choices(facts: Facts[Name], taken: Collection[Name]) -> list[set[Name]]:
    """Return what could be withheld, what is missed least first: a category of both groups, then one of all students."""
    totals = {total[1] for total, _ in facts.sums if total[1] != _SIZE}
    of_whole = {part[1] for total, parts in facts.sums if total[1] == _SIZE for part in parts}
    shown = {name for name in facts.shown if name not in taken}
    keys = sorted({key for _, key in shown}, key=lambda key: (key == _SIZE, key in of_whole, key in totals, key))
    of_groups = [{(group, key) for group in _PARTS} for key in keys]
    of_all = [{(_ALL, key)} for key in keys if key != _SIZE]
    return [choice for choice in (*of_groups, *of_all) if choice & shown]


def _within_groups(facts: Facts[Name]) -> Facts[Name]:
    """Return facts without the sums over groups: those of the disadvantaged and of others may not be of the same students."""
    return Facts(facts.shown, [sum_ for sum_ in facts.sums if sum_.parts[0][0] == sum_.total[0]], facts.shares)


def _with_zeros(facts: Facts[Name]) -> Facts[Name]:
    """Return facts with every part of a shown zero as a zero."""
    shown = dict(facts.shown)
    waiting = [name for name, value in shown.items() if value == 0]
    while waiting:
        zero = waiting.pop()
        for total, parts in facts.sums:
            if total == zero:
                new = [part for part in parts if part not in shown]
                shown |= dict.fromkeys(new, 0)
                waiting += new
    return Facts(shown, facts.sums, facts.shares)


def _joined(every: Sequence[Facts[Name]]) -> Facts[Name] | None:
    """Return the facts of several sets as one; None where they show different numbers."""
    shown: dict[Name, int] = {}
    for facts in every:
        if any(shown.get(name, value) != value for name, value in facts.shown.items()):
            return None
        shown |= facts.shown
    sums = dict.fromkeys(sum_ for facts in every for sum_ in facts.sums)
    return Facts(shown, list(sums), [share for facts in every for share in facts.shares])


def _wholes(phase: Phase, keys: set[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each total with its parts, as far as a release has them all."""
    if keys.issuperset(_WHOLE):
        yield _SIZE, list(_WHOLE)
    for total in phase.categories:
        parts = [category.key for category in phase.categories if category.part_of == total.key]
        if parts and keys.issuperset((total.key, *parts)):
            yield total.key, parts


def _bounds(figure: Figure) -> tuple[float, float] | None:
    """Return the least and the most share of the cohort that a per cent can stand for."""
    if figure.value is None:
        return (0.0, _SMALL) if figure.is_small else None
    found = _DECIMALS.fullmatch(figure.text)
    half = 0.5 / 10 ** len((found and found[1]) or "")
    return max(0.0, figure.value - half) / 100, min(100.0, figure.value + half) / 100


def _cohort(area: AreaFigures, group: str) -> Cohort:
    return {_ALL: area.everyone, "disadvantaged": area.disadvantaged, "others": area.others}[group]


def _figures(cohort: Cohort) -> Iterator[tuple[str, tuple[Figure, ...]]]:
    """Yield the figures about each number of a cohort: its count, and the per cent beside it."""
    yield _SIZE, (cohort.size,)
    for outcome in cohort.outcomes:
        yield outcome.category.key, (outcome.count, outcome.per_cent)


def _as_set(one: Destinations, entry: EarlierCohort) -> Destinations:
    """Return what a set says about an earlier cohort as a set of its own."""
    sustained = Outcome(one.phase.category(_TOTAL), Figure(""), entry.sustained)
    nothing = Cohort(Figure(""), ())
    school = AreaFigures(one.school.name, Cohort(entry.size, (sustained,)), nothing, nothing)
    return replace(one, school=school, authority=None, region=None, england=None, finished=entry.finished)


def _masked(one: Destinations, masks: Mapping[_Year, frozenset[Name]]) -> Destinations:
    """Return a set without what must not be shown."""
    school, authority = one.school, one.authority
    mask = masks[one.phase, one.finished]
    is_only = bool(
        authority and school.everyone.size.value and authority.everyone.size.value == school.everyone.size.value
    )
    earlier = tuple(_earlier(entry, masks.get((one.phase, entry.finished), frozenset())) for entry in school.earlier)
    return replace(
        one,
        school=replace(_area(school, mask), earlier=earlier),
        authority=_area(authority, mask) if authority and is_only else authority,
    )


def _area(area: AreaFigures, mask: frozenset[Name]) -> AreaFigures:
    everyone, disadvantaged, others = (_group(_cohort(area, group), group, mask) for group in _GROUPS)
    return replace(area, everyone=everyone, disadvantaged=disadvantaged, others=others)


def _group(cohort: Cohort, group: str, mask: frozenset[Name]) -> Cohort:
    def seen(key: str, figure: Figure) -> Figure:
        return _figure(figure, (group, key), mask)

    return Cohort(
        seen(_SIZE, cohort.size),
        tuple(
            Outcome(one.category, seen(one.category.key, one.count), seen(one.category.key, one.per_cent))
            for one in cohort.outcomes
        ),
    )


def _earlier(entry: EarlierCohort, mask: frozenset[Name]) -> EarlierCohort:
    return replace(
        entry,
        size=_figure(entry.size, (_ALL, _SIZE), mask),
        sustained=_figure(entry.sustained, (_ALL, _TOTAL), mask),
    )


def _figure(figure: Figure, name: Name, mask: frozenset[Name]) -> Figure:
    """Return a figure, or that it is withheld; symbols that give nothing away stay."""
    return Figure(WITHHELD) if name in mask and (figure.value is not None or figure.is_small) else figure
