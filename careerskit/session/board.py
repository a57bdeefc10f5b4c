"""The board: what the room has typed, put together and without names. Plain data; how it looks is the page's business."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from careerskit.plan import BENCHMARKS, SWOT_PROMPTS, Objective, Plan, Setting, Swot, question_named
from careerskit.review import PARTS, begun
from careerskit.session.anonymity import Gate, Names, Said, Typed
from careerskit.session.items import COLUMNS, PRIORITIES, items_in, statements_in
from careerskit.session.privacy import enough, guarded
from careerskit.session.share import Share
from careerskit.session.similar import alike_together, telling_words

__all__ = ["Board", "Column", "Point", "Tally", "Wording", "board", "title_of"]


@dataclass(frozen=True)
class Wording:
    """One way in which a point was put, as typed but for names. ids: of all items that put it so, to hide them by."""

    text: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Point:
    """What one or more schools say.

    id: stays as a rule while others say it too, so that a page knows it again. wordings: each once, the shortest first.
    schools: how many say it; None where they are fewer than the minimum.
    """

    id: str
    wordings: tuple[Wording, ...]
    schools: int | None


@dataclass(frozen=True)
class Column:
    """A column of the SWOT analysis: its name in a plan, its heading, and its points, those of most schools first."""

    name: str
    title: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Tally:
    """How many schools have one thing. name: as a plan has it; title: for people; schools: None for fewer than the minimum."""

    name: str
    title: str
    schools: int | None


@dataclass(frozen=True)
class Board:
    """What may be seen of a room. Nothing in it names a school, and its ids lead to none.

    here: how many schools have joined. progress: how many of those have begun each part of their plan.
    sharing: how many share with the board; None for fewer than the minimum, and then all that follows is empty.
    untouched: the SWOT prompts that nobody has written about. by_benchmark, by_kind: how many schools have an objective for it.
    priorities: the key priorities from the SWOT analysis. by_priority: how many schools put a benchmark first.
    statements: the vision statements offered for reading. hidden: what the facilitator has hidden; for their page alone.
    """

    here: int
    progress: tuple[Tally, ...]
    sharing: int | None
    columns: tuple[Column, ...] = ()
    untouched: tuple[str, ...] = ()
    by_benchmark: tuple[Tally, ...] = ()
    by_kind: tuple[Tally, ...] = ()
    priorities: tuple[Point, ...] = ()
    by_priority: tuple[Tally, ...] = ()
    statements: tuple[Said, ...] = ()
    hidden: tuple[Said, ...] = ()


def board(
    plans: Mapping[str, Plan],
    shares: Mapping[str, Share],
    *,
    session: str,
    names: Names,
    hidden: Collection[str] = (),
) -> Board:
    """Return the board of a session. The same plans make the same board, whoever joined or typed first.

    plans: of all schools that are here, by id. shares: what each agreed to. session: the session's secret, with which ids are made.
    names: to be covered, see :func:`careerskit.session.names_of`. hidden: ids of the items that the facilitator has hidden.

    A point keeps together when others are added to it; an added item can bring two points together, and takes none apart. The
    order of points and wordings follows from counts that are shown, from texts and from ids, so it tells nothing of schools.

    The tallies have no total beside them from which a hidden one could be worked out: a school may have objectives of several
    kinds. That nearly all have something is said; it points at nobody, and is what a facilitator wants to know.
    """
    progress = _tallies(((part, title_of(part)) for part in PARTS), plans, begun)
    seen = {school: plan for school, plan in sorted(plans.items()) if shares.get(school, Share()).board}
    if not enough(len(seen)):
        return Board(len(plans), progress, _shown(len(seen)))
    gate = Gate(names, hidden)
    items = {name: list(gate.let_in(items_in(seen, session, name))) for name in (*COLUMNS, PRIORITIES)}
    priorities = items.pop(PRIORITIES)
    offering = {school: plan for school, plan in plans.items() if shares.get(school, Share()).vision}
    statements = [Said(item.id, item.text) for item in gate.let_in(statements_in(offering, session))]
    return Board(
        here=len(plans),
        progress=progress,
        sharing=len(seen),
        columns=tuple(Column(name, question_named(Swot, name).label, _points(some)) for name, some in items.items()),
        untouched=_untouched([item for some in items.values() for item in some]),
        by_benchmark=_tallies(_BENCHMARKS, seen, _has_objective_for),
        by_kind=_tallies(_KINDS, seen, _has_objective_of_kind),
        priorities=_points(priorities),
        by_priority=_tallies(_BENCHMARKS, seen, _puts_first),
        statements=tuple(sorted(statements, key=lambda said: said.id)),
        hidden=tuple(sorted(gate.hidden, key=lambda said: said.id)),
    )


_BENCHMARKS = tuple((str(entry.number), str(entry)) for entry in BENCHMARKS)
_KINDS = tuple(
    (str(choice.value), Setting.SCHOOL.say(choice.label)) for choice in question_named(Objective, "kind").choices
)


def _has_objective_for(plan: Plan, number: str) -> bool:
    return any(int(number) in objective.benchmarks for objective in plan.objectives)


def _has_objective_of_kind(plan: Plan, kind: str) -> bool:
    return any(objective.kind == kind for objective in plan.objectives)


def _puts_first(plan: Plan, number: str) -> bool:
    return int(number) in plan.current_state.priority_benchmarks


def title_of(part: str) -> str:
    """Return the heading of one of :data:`careerskit.review.PARTS`, as the plan has it."""
    return question_named(Objective, "actions").label if part == "action_plan" else question_named(Plan, part).label


def _points(items: Sequence[Typed]) -> tuple[Point, ...]:
    together = alike_together([item.text for item in items], [item.prompt for item in items])
    points = [_point([items[place] for place in places]) for places in together]
    return tuple(sorted(points, key=lambda point: (-(point.schools or 0), point.id)))


def _point(items: Sequence[Typed]) -> Point:
    ids: dict[str, list[str]] = {}
    for item in items:
        ids.setdefault(item.text, []).append(item.id)
    wordings = [Wording(text, tuple(sorted(some))) for text, some in ids.items()]
    wordings.sort(key=lambda wording: (len(wording.text), wording.text))
    # The smallest of the items' ids: of n items, one that is added changes it in one of n + 1 cases.
    name = sha256(min(item.id for item in items).encode()).hexdigest()[:12]
    return Point(name, tuple(wordings), _shown(len({item.school for item in items})))


def _untouched(items: Iterable[Typed]) -> tuple[str, ...]:
    """Return the prompts that no item was put under and no text has the words of."""
    items = list(items)
    chosen, words = {item.prompt for item in items}, [telling_words(item.text) for item in items]
    prompts = {prompt.text: telling_words(prompt.text) for prompt in SWOT_PROMPTS if prompt.text not in chosen}
    return tuple(text for text, its in prompts.items() if not any(its <= some for some in words))


def _tallies(
    things: Iterable[tuple[str, str]], plans: Mapping[str, Plan], has: Callable[[Plan, str], bool]
) -> tuple[Tally, ...]:
    """Count the plans that have each thing, given by name and title."""
    return tuple(Tally(name, title, _shown(sum(has(plan, name) for plan in plans.values()))) for name, title in things)


def _shown(count: int) -> int | None:
    """Return a count that stands for itself, as it may be shown."""
    return guarded({"": count})[""]
