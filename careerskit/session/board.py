"""The board: what the room has typed, grouped and without names. Plain data; pages decide how it looks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256

from careerskit.plan import BENCHMARKS, Objective, Plan, Setting, Swot, field_named
from careerskit.review import WEBINAR_PARTS, is_started
from careerskit.session.grouping import group_items
from careerskit.session.items import (
    NOTHING_UNFINISHED,
    PRIORITIES,
    SWOT_COLUMNS,
    Unfinished,
    approval_key,
    items_in,
    statements_in,
)
from careerskit.session.privacy import meets_threshold, suppress_small_counts
from careerskit.session.prompts import unused_prompts
from careerskit.session.redaction import PublicText, RawText, Redactor, SchoolNames
from careerskit.session.share import Share, shared_plans
from careerskit.session.state import Corrections

__all__ = ["Board", "Column", "Point", "SchoolCount", "Wording", "approved_part", "board", "title_of"]


_NO_CORRECTIONS = Corrections()


@dataclass(frozen=True)
class Wording:
    """One wording of a point, as typed but with names masked.

    ids: of all items with this wording, to hide them by. keys: of the same items with these very words, to approve them by.
    is_approved: whether the room may see it.
    """

    text: str
    ids: tuple[str, ...]
    keys: tuple[str, ...] = ()
    is_approved: bool = True


@dataclass(frozen=True)
class Point:
    """What one or more schools say.

    id: usually stays the same when another school says it too, so that a page recognises it. wordings: each once, shortest first.
    schools: how many say it; None for fewer than the minimum.
    """

    id: str
    wordings: tuple[Wording, ...]
    schools: int | None


@dataclass(frozen=True)
class Column:
    """A column of the SWOT analysis: its name in a plan, its heading, and its points, those with most schools first."""

    name: str
    title: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class SchoolCount:
    """How many schools have something. name: as a plan has it. title: for people. schools: None for fewer than the minimum."""

    name: str
    title: str
    schools: int | None


@dataclass(frozen=True)
class Board:
    """What may be seen of a room. Nothing in it names a school, and its ids lead to none.

    joined: how many schools have joined. progress: how many of those have started each part of their plan.
    sharing: how many share with the board; None for fewer than the minimum, and then everything below is empty.
    awaits_authors: whether too few of those that share have written a point, so that none is shown.
    unused_prompts: the SWOT prompts that nobody has written about. by_benchmark, by_kind: how many schools have an objective for
    each. priorities: the key priorities from the SWOT analysis. by_priority: how many schools have each benchmark as a priority.
    statements: the vision statements that may be read out. hidden: what the facilitator has hidden; for their page alone.
    """

    joined: int
    progress: tuple[SchoolCount, ...]
    sharing: int | None
    awaits_authors: bool = False
    columns: tuple[Column, ...] = ()
    unused_prompts: tuple[str, ...] = ()
    by_benchmark: tuple[SchoolCount, ...] = ()
    by_kind: tuple[SchoolCount, ...] = ()
    priorities: tuple[Point, ...] = ()
    by_priority: tuple[SchoolCount, ...] = ()
    statements: tuple[PublicText, ...] = ()
    hidden: tuple[PublicText, ...] = ()


def board(
    plans: Mapping[str, Plan],
    shares: Mapping[str, Share],
    *,
    session: str,
    names: SchoolNames,
    hidden: Collection[str] = (),
    unfinished: Unfinished = NOTHING_UNFINISHED,
    corrections: Corrections = _NO_CORRECTIONS,
    approved: Collection[str] | None = None,
) -> Board:
    """Return the board of a session. The same plans make the same board, no matter who joined or typed first.

    plans: of all schools that joined, by id. shares: what each agreed to share. session: the session's secret, for the ids.
    names: to be masked, see :func:`careerskit.session.school_names`. hidden: ids of the items that the facilitator has hidden.
    unfinished: what is still being typed, see :data:`careerskit.session.items.Unfinished`. corrections: of the grouping.
    approved: the keys of wordings that the room may see; None for all.

    An added item can move a wording to another point, since the wordings of a point are all similar to each other. The order of
    points and wordings depends only on counts that are shown, on texts and on ids, so it reveals nothing about schools.

    There is no total beside the counts from which a hidden one could be worked out: a school may have objectives of several kinds.
    That nearly all schools have something is shown: it identifies nobody, and facilitators want to know it.
    """
    progress = _school_counts(((part, title_of(part)) for part in WEBINAR_PARTS), plans, is_started)
    sharing = shared_plans(plans, shares)
    if not meets_threshold(len(sharing)):
        return Board(len(plans), progress, _suppressed(len(sharing)))
    redactor = Redactor(names, hidden)
    items = {
        name: list(redactor.visible(items_in(sharing, session, name, unfinished)))
        for name in (*SWOT_COLUMNS, PRIORITIES)
    }
    # Lists that only one school has written in would be that school's, whoever else has agreed to share.
    awaits_authors = not meets_threshold(sum(map(_has_points, sharing.values())))
    if awaits_authors:
        items = {name: [] for name in items}
    priorities = items.pop(PRIORITIES)
    points_of = partial(_points, corrections=corrections, approved=approved)
    offering = {school: plan for school, plan in plans.items() if shares.get(school, Share()).vision}
    statements = [
        PublicText(item.id, item.text) for item in redactor.visible(statements_in(offering, session, unfinished))
    ]
    return Board(
        joined=len(plans),
        progress=progress,
        sharing=len(sharing),
        awaits_authors=awaits_authors,
        columns=tuple(Column(name, field_named(Swot, name).label, points_of(typed)) for name, typed in items.items()),
        unused_prompts=unused_prompts(item for typed in items.values() for item in typed),
        by_benchmark=_school_counts(_BENCHMARKS, sharing, _has_objective_for),
        by_kind=_school_counts(_KINDS, sharing, _has_objective_of_kind),
        priorities=points_of(priorities),
        by_priority=_school_counts(_BENCHMARKS, sharing, _has_priority),
        statements=tuple(sorted(statements, key=lambda statement: statement.id)),
        hidden=tuple(sorted(redactor.hidden, key=lambda statement: statement.id)),
    )


def approved_part(found: Board) -> Board:
    """Return the part of a board that the facilitator has approved. Vision statements are not, as they are read out."""

    def approved(points: Iterable[Point]) -> tuple[Point, ...]:
        shown = (replace(point, wordings=tuple(w for w in point.wordings if w.is_approved)) for point in points)
        return tuple(point for point in shown if point.wordings)

    columns = tuple(replace(column, points=approved(column.points)) for column in found.columns)
    return replace(found, columns=columns, priorities=approved(found.priorities), statements=())


_BENCHMARKS = tuple((str(entry.number), str(entry)) for entry in BENCHMARKS)
_KINDS = tuple(
    (str(choice.value), Setting.SCHOOL.localise(choice.label)) for choice in field_named(Objective, "kind").choices
)


def _has_points(plan: Plan) -> bool:
    return any(item.text.strip() for name in (*SWOT_COLUMNS, PRIORITIES) for item in getattr(plan.swot, name))


def _has_objective_for(plan: Plan, number: str) -> bool:
    return any(int(number) in objective.benchmarks for objective in plan.objectives)


def _has_objective_of_kind(plan: Plan, kind: str) -> bool:
    return any(objective.kind == kind for objective in plan.objectives)


def _has_priority(plan: Plan, number: str) -> bool:
    return int(number) in plan.current_state.priority_benchmarks


def title_of(part: str) -> str:
    """Return the heading of one of :data:`careerskit.review.PARTS`, as the plan has it."""
    return field_named(Objective, "actions").label if part == "action_plan" else field_named(Plan, part).label


def _points(items: Sequence[RawText], corrections: Corrections, approved: Collection[str] | None) -> tuple[Point, ...]:
    groups = group_items(items, corrections)
    points = [_point([items[index] for index in group], approved) for group in groups]
    return tuple(sorted(points, key=lambda point: (-(point.schools or 0), point.id)))


def _point(items: Sequence[RawText], approved: Collection[str] | None) -> Point:
    ids: dict[str, list[str]] = {}
    for item in items:
        ids.setdefault(item.text, []).append(item.id)
    wordings = [_wording(text, sorted(same), approved) for text, same in ids.items()]
    wordings.sort(key=lambda wording: (len(wording.text), wording.text))
    # From the smallest of the items' ids: when one is added to n items, it changes only in one of n + 1 cases.
    point = sha256(min(item.id for item in items).encode()).hexdigest()[:12]
    return Point(point, tuple(wordings), _suppressed(len({item.school for item in items})))


def _wording(text: str, ids: Sequence[str], approved: Collection[str] | None) -> Wording:
    keys = tuple(approval_key(item, text) for item in ids)
    return Wording(text, tuple(ids), keys, approved is None or any(key in approved for key in keys))


def _school_counts(
    things: Iterable[tuple[str, str]], plans: Mapping[str, Plan], has: Callable[[Plan, str], bool]
) -> tuple[SchoolCount, ...]:
    """Return how many plans have each thing. things: names and titles."""
    return tuple(
        SchoolCount(name, title, _suppressed(sum(has(plan, name) for plan in plans.values()))) for name, title in things
    )


def _suppressed(count: int) -> int | None:
    """Return a single count as it may be shown."""
    return suppress_small_counts({"": count})[""]
