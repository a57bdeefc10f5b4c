"""Many invented schools with plans, written into a store at given moments, for overviews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from random import Random
from typing import Any

from careerskit.export import OverviewData, overview_tables
from careerskit.export.disclosure import band_of
from careerskit.export.overview_tables import HIDDEN, counts_of
from careerskit.plan import BENCHMARKS, Plan, School, Setting, read_plan
from careerskit.resources import samples
from careerskit.session import MINIMUM
from careerskit.store import Store, answers_in
from careerskit.store.tables import revisions

__all__ = ["add_plan", "breaches_of_page", "invented_answers", "invented_schools", "save_at"]

SETTINGS = (*[Setting.SCHOOL] * 7, Setting.SPECIAL, Setting.COLLEGE, Setting.PROVIDER)
STATUSES = ("", "Not yet started", "In progress", "Completed", "Stopped")
TIMES = ("October 2026", "Spring 2027", "Autumn 2026", "June 2027", "termly", "")


@cache
def full_plans() -> Sequence[Plan]:
    found = [read_plan(file.read_text("utf-8"), file.name) for file in sorted(samples().glob("*.json"))]
    return [plan for plan in found if plan.objectives]


def invented_schools(count: int, *, areas: int = 1, seed: int = 1) -> list[School]:
    rng = Random(seed)  # noqa: S311
    return [
        School(f"s{number:04}", f"Zorblax{number:04} Academy", rng.choice(SETTINGS), str(200 + rng.randrange(areas)))
        for number in range(count)
    ]


def invented_answers(school: School, rng: Random, *, unique: bool = False) -> dict[str, Any]:
    """Return the answers of a plan like one of the samples'. unique: whether no text is that of another school."""
    answers = answers_in(rng.choice(full_plans()))
    kept = rng.choice((0.02, 0.3, 0.9, 1.0, 1.0))
    answers = {path: value for path, value in answers.items() if rng.random() < kept or path.endswith(".position")}
    for path, value in answers.items():
        if path.endswith(".status"):
            answers[path] = rng.choice(STATUSES)
        elif path.endswith(".time"):
            answers[path] = rng.choice(TIMES)
        elif unique and isinstance(value, str) and len(value) > 40:
            answers[path] = f"{value} {school.name}"
    for number in range(1, 9):
        if rng.random() < kept:
            answers[f"current_state.compass.b{number}"] = f"{rng.choice((50, 75, 88, 100))}%"
    priorities = rng.sample(range(1, 9), rng.choice((0, 2, 3)))
    return {
        **answers,
        "header.school_name": school.name,
        "current_state.compass.evaluated": rng.choice(("October 2026", "July 2025", "October 2026")),
        "current_state.priority_benchmarks": sorted(priorities),
    }


def save_at(store: Store, saves: Sequence[tuple[str, dict[str, Any], datetime]]) -> None:
    """Save answers as if at a moment, many schools' in one go. saves: school, answers by path, and the moment."""
    rows = [
        {"school": school, "path": path, "value": value, "who": "", "at": at.astimezone(UTC).replace(tzinfo=None)}
        for school, answers, at in saves
        for path, value in answers.items()
    ]
    with store.database.writing() as connection:
        connection.execute(revisions.insert(), rows)


def add_plan(store: Store, school: School, at: datetime, **answers: Any) -> None:
    """Give a school a small plan. answers: by path, with a double underscore for each dot."""
    store.schools.register([school])
    named = {path.replace("__", "."): value for path, value in answers.items()}
    save_at(store, [(school.id, {"header.careers_leader": "Robin Example", **named}, at)])


_CELLS = {
    "priorities": {"Priority": "Schools"},
    "scores": {"Scored": "Scored", "At 100%": "At 100%"},
    "readiness": {"Check": "Schools"},
    "open": {"Open": "Schools"},
    "started": {"Started": "Schools"},
    "actions": {"Actions": "Schools"},
    "due": {"Due this term": "Schools"},
    "topics": {
        "Strength or opportunity": "Strength or opportunity",
        "Weakness or threat": "Weakness or threat",
    },
}
"""The sections of counts by the table that they are in, with the heading of their column."""


def breaches_of_page(data: OverviewData) -> list[str]:
    """Return the groups of schools that a page shows to have one school or two: what it shows is all that is used.

    It looks for one in every count, in all schools without it, in the schools of each count that are not in another that is true
    only where it is, in what is left of each count beside the groups of a division, and in the change of each count between two
    days.
    """
    tables = overview_tables(data)
    of = data.now.overview.plans
    shown = {
        f"{section} {next(iter(row.values()))}": row[heading]
        for table, sections in _CELLS.items()
        for row in tables[table]
        for section, heading in sections.items()
    }
    bounds = {name: _bounds(cell, of, data.named) for name, cell in shown.items()}
    within = [(f"{one.section} {one.name}", one.within) for one in counts_of(data.now.overview) if one.within]
    for _ in within:  # what is within something has no more schools than that; as often as the longest chain could need
        for inner, outer in within:
            bounds[inner] = bounds[inner][0], min(bounds[inner][1], bounds[outer][1])
            bounds[outer] = max(bounds[outer][0], bounds[inner][0]), bounds[outer][1]
    groups = bounds | {f"not {name}": (of - high, of - low) for name, (low, high) in bounds.items()}
    groups |= {f"{outer} but not {inner}": _less(bounds[outer], bounds[inner]) for inner, outer in within}
    groups |= {
        f"neither {name} nor ready": _less((of, of), _more(bounds[name], bounds["Check Nothing is open"]))
        for name in bounds
        if name.startswith("Open ")
    }
    for division in data.divisions:
        for benchmark in BENCHMARKS:
            heading, whole = str(benchmark.number), bounds[f"Priority {benchmark}"]
            parts = [_bounds(row[heading], row["Schools"], data.named) for row in tables[division.title]]
            sums = [sum(low for low, _ in parts), sum(high for _, high in parts)]
            whole = max(whole[0], sums[0]), min(whole[1], sums[1])
            for number, (low, high) in enumerate(parts):
                others = sums[0] - low, sums[1] - high
                found = max(low, whole[0] - others[1]), min(high, whole[1] - others[0])
                name = f"{division.title} {number} {heading}"
                size = tables[division.title][number]["Schools"]
                groups |= {name: found, f"not {name}": (size - found[1], size - found[0])}
                groups |= {f"others of {name}": _less(whole, found)}
    for row in tables["changes"]:
        name, before, after = row.values()
        then = data.then.overview.plans
        one, two = _bounds(before, then, data.named), _bounds(after, of, data.named)
        groups |= {f"more {name}": _less(two, one), f"fewer {name}": _less(one, two)}
    return [name for name, (low, high) in groups.items() if low >= 1 and high < MINIMUM]


@cache
def _bounds(cell: Any, of: int, exact: bool) -> tuple[int, int]:
    """Return the lowest and the highest count that is shown like this."""
    if exact:
        return cell, cell
    about = None if cell == HIDDEN else cell
    found = [count for count in range(of + 1) if band_of(count, of).about == about]
    return found[0], found[-1]


def _less(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] - other[1], one[1] - other[0]


def _more(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] + other[0], one[1] + other[1]
