"""What an overview counts, read from the store: plans as they stood on a day, and on an earlier one to compare them with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from careerskit.errors import CareerskitError
from careerskit.evidence import authority_names
from careerskit.export.disclosure import FEWEST, STEP, ChangeLog
from careerskit.export.overview_facts import FactsReader
from careerskit.plan import School, Setting, When, term_of
from careerskit.review import Overview, PlanFacts
from careerskit.store import Store
from careerskit.views import ENGLAND, format_day, start_of_day

__all__ = ["OTHERS", "Division", "OverviewData", "SchoolRow", "Snapshot", "check_enough", "read_overview"]

OTHERS = "All others"
"""The name of the groups that are too small to be shown, or have none."""


@dataclass(frozen=True)
class Snapshot:
    """The plans at one moment. at: when the latest of them changed; None for none. day: the one on which actions are counted."""

    at: datetime | None
    day: date
    overview: Overview


@dataclass(frozen=True)
class Division:
    """The schools in groups, by their names. title: what a group is. Groups too small to be shared are together in the last."""

    title: str
    groups: Mapping[str, Overview]


@dataclass(frozen=True)
class SchoolRow:
    """One school, by name. changed: the day on which its plan was last changed."""

    name: str
    facts: PlanFacts
    changed: date


@dataclass(frozen=True)
class OverviewData:
    """What an overview is made of.

    named: whether it is for the leader alone: its figures are exact. as_at: the day. now, then: the plans on it, and on the day
    that it is compared with, `since`. divisions: by area or by type. schools: by name; none unless they are named. unreadable:
    why plans could not be read.
    """

    named: bool
    as_at: date
    since: date | None
    now: Snapshot
    then: Snapshot | None
    divisions: tuple[Division, ...]
    schools: tuple[SchoolRow, ...]
    unreadable: tuple[str, ...]


def read_overview(store: Store, *, as_at: date, since: date | None = None, named: bool = False) -> OverviewData:
    """Read what an overview of all schools with a plan is made of. A plan that cannot be read counts as an empty one.

    Args:
        store: where the plans are.
        as_at: the day: plans are those at its end. On one to come, they are those of now.
        since: the day to compare it with: plans are those at its start.
        named: whether it is for the leader alone. Otherwise plans are those at their group’s last step until then, see
            :mod:`careerskit.export.disclosure`, and actions are judged on the first day of the term: one that becomes overdue on a
            day of its own would tell whose it is.

    Raises:
        StoreError: the store cannot be read.
        ProcessError: a process that reviewed plans has ended.
    """
    end = _end_of(as_at)
    start = start_of_day(since) if since else None
    day, day_then = _day(as_at, named), _day(since, named) if since else None
    log = ChangeLog(store.answers.save_times(end))
    schools = {school.id: school for school in store.schools.search()}
    ways = _ways_to_divide(store, [schools[school] for school in log.schools(end)])
    divided = ways if named else dict(_to_share(ways, log, end))
    # Groups add up to all: each of them moves on by itself, and all are what its groups are.
    groups = next(iter(divided.values())) if divided and not named else {"": log.schools(end)}
    now = {name: (end if named else log.step(end, group), group) for name, group in groups.items()}
    then = {name: (start if named or not start else log.step(start, group), group) for name, group in groups.items()}
    facts = FactsReader(store, schools, log, [day, *([day_then] if day_then else [])])
    facts.read([*now.values(), *then.values()])
    divisions = (
        Division(
            title,
            {
                name: Overview.of(facts.at([(end, group)] if named else [now[name]]), day)
                for name, group in by_name.items()
            },
        )
        for title, by_name in divided.items()
    )
    return OverviewData(
        named,
        as_at,
        since,
        Snapshot(_latest(log, now.values()), day, Overview.of(facts.at(now.values()), day)),
        Snapshot(_latest(log, then.values()), day_then, Overview.of(facts.at(then.values()), day_then))
        if day_then
        else None,
        tuple(divisions),
        tuple(_rows(facts, log, schools, end)) if named else (),
        tuple(facts.unreadable),
    )


def check_enough(store: Store, *, as_at: date, named: bool = False) -> None:
    """Check that there are enough schools for an overview. For arguments, see :func:`read_overview`.

    Groups need no look: where some are shown, all are twice as many as it takes.

    Raises:
        CareerskitError: there are too few; the message is for the leader alone, who may know how many.
    """
    end = _end_of(as_at)
    log = ChangeLog(store.answers.save_times(end))
    started = len(log.schools(end))
    if not started:
        raise CareerskitError(f"As at {format_day(as_at)}, no school has started a plan.")
    counted = len(log.schools(log.step(end)))
    if named or counted >= FEWEST:
        return
    schools = "1 school has" if started == 1 else f"{started} schools have"
    so_far = (
        ""
        if started < FEWEST
        else f" that are counted, and so far {counted} are: figures are updated only when at least {STEP} schools have changed "
        "their plans"
    )
    raise CareerskitError(
        f"As at {format_day(as_at)}, {schools} started a plan: too few to share. It takes {FEWEST}{so_far}. For yourself, add "
        '--named (in the notebook, named = "yes").'
    )


def _end_of(day: date) -> datetime:
    return start_of_day(day + timedelta(days=1)) - timedelta(microseconds=1)


def _latest(log: ChangeLog, groups: Iterable[tuple[datetime | None, Sequence[str]]]) -> datetime | None:
    changes = (log.latest(school, moment) for moment, schools in groups if moment for school in schools)
    return max((change for change in changes if change), default=None)


def _rows(facts: FactsReader, log: ChangeLog, schools: Mapping[str, School], now: datetime) -> Iterator[SchoolRow]:
    for school in sorted(log.schools(now), key=lambda one: (schools[one].name.casefold(), one)):
        (one,), changed = facts.at([(now, [school])]), log.latest(school, now)
        yield SchoolRow(schools[school].name, one, (changed or now).astimezone(ENGLAND).date())


def _day(day: date, named: bool) -> date:
    """Return the day on which actions are judged: for the leader the very one, and for others the first of its term."""
    term = When(term_of(day)).span()
    return day if named or term is None else term.first


def _ways_to_divide(store: Store, schools: Sequence[School]) -> dict[str, dict[str, list[str]]]:
    """Return each way to divide schools into groups, by what a group is. Where the area is not known, the name is empty."""
    areas = authority_names(store, {school.local_authority for school in schools} - {""})
    by_area, by_setting = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for school in sorted(schools, key=lambda school: areas.get(school.local_authority, "~")):
        by_area[areas.get(school.local_authority, "")].append(school.id)
    for setting in Setting:
        by_setting[f"{setting.value}s"] = [school.id for school in schools if school.setting is setting]
    found = {"Local authority": by_area, "Type": by_setting}
    filled = {title: {name: group for name, group in groups.items() if group} for title, groups in found.items()}
    return {title: groups for title, groups in filled.items() if len(groups) > 1}


def _to_share(
    ways: Mapping[str, Mapping[str, list[str]]], log: ChangeLog, end: datetime
) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Yield the first way to divide schools of which the groups can be shown, with all others together.

    Only one: each of its groups moves on by itself, and a group of another way could then change by a school or two. The others are
    as large as a group that is shown, or there are none: they follow from all and the rest.
    """

    def size(group: Sequence[str]) -> int:
        step = log.step(end, group)
        return sum(log.latest(school, step) is not None for school in group) if step else 0

    for title, groups in ways.items():
        sizes = {name: size(group) for name, group in groups.items()}
        shown = {name: group for name, group in groups.items() if name and sizes[name] >= FEWEST}
        rest = [school for name, group in groups.items() if name not in shown for school in group]
        while rest and shown and size(rest) < FEWEST:
            rest = [*rest, *shown.pop(min(shown, key=lambda name: sizes[name]))]
        if rest:
            shown[OTHERS] = rest
        if len(shown) > 1:
            yield title, shown
            return
