"""What an overview says in sentences: what stands out, and how its figures are made."""

from __future__ import annotations

from collections.abc import Mapping

from careerskit.export.disclosure import FEWEST, SHOWN_FROM, STEP
from careerskit.export.overview_data import OverviewData
from careerskit.export.overview_tables import HIDDEN
from careerskit.export.tables import Table
from careerskit.views import ENGLAND, format_day

__all__ = ["method", "sentences"]

_MOST = 3
"""How many priorities a sentence names."""


def sentences(data: OverviewData, tables: Mapping[str, Table]) -> list[str]:
    """Return what stands out, in sentences."""
    (plans,) = tables["plans"][0].values()
    if not isinstance(plans, int) or not plans:
        return [f"{'No school has' if plans == 0 else f'{str(plans).capitalize()} schools have'} started a plan."]
    upto = f", with changes up to {format_day(data.now.at.astimezone(ENGLAND).date())}" if data.now.at else ""
    found = [f"As at {format_day(data.as_at)}{upto}."]
    if data.named:
        found.append(f"{_schools_have(data, plans)} started a plan.")
    else:
        found += [
            f"{plans:,} to {plans + _not_yet_counted(data):,} schools have started a plan.",
            f"To protect each school, figures are rounded and can be up to {SHOWN_FROM - 1} out, and they are updated only when at "
            f"least {STEP} schools have changed their plans.",
        ]
    found += _commonest(data, tables["priorities"], "The commonest priority", "The commonest priorities")
    (ready,) = (row["Schools"] for row in tables["readiness"])
    found.append(f"{_schools_have(data, ready)} a plan in which “Check your plan” finds nothing open.")
    found += _commonest(data, tables["open"], "What is open most often", "What is open most often")
    overdue, due, _ = (row["Schools"] for row in tables["actions"])
    late = "an overdue action" if data.named else "an action overdue from before this term"
    found.append(f"{_schools_have(data, overdue)} {late}.")
    found.append(f"{_schools_have(data, due)} an action due this term.")
    return found


def _not_yet_counted(data: OverviewData) -> int:
    """Return how many schools may have started a plan without being counted yet: in each group, one less than make a step.

    It follows from the groups that are shown, so it says nothing else about them.
    """
    groups = len(data.divisions[0].groups) if data.divisions else 1
    return groups * (STEP - 1)


def _commonest(data: OverviewData, rows: Table, one: str, several: str) -> list[str]:
    """Return a sentence on what most schools have; none where no count is shown, or where many have the same."""
    counts = {str(name): count for name, count in (row.values() for row in rows)}
    highest = max((count for count in counts.values() if isinstance(count, int)), default=0)
    names = [name for name, count in counts.items() if count == highest and highest]
    if not names or len(names) > _MOST:
        return []
    each = "" if len(names) == 1 else " each"
    return [f"{several if each else one}: {'; '.join(names)} ({_counted(data, highest)}{each})."]


def _schools_have(data: OverviewData, cell: object) -> str:
    """Return a count as the start of a sentence on what these schools have."""
    counted = _counted(data, cell)
    return f"{counted[:1].upper()}{counted[1:]} {'have' if counted.endswith('s') else 'has'}"


def _counted(data: OverviewData, cell: object) -> str:
    """Return a count with its noun, as it is said in a sentence."""
    if not isinstance(cell, int):
        return f"fewer than {SHOWN_FROM} schools"
    if not cell:
        return "no school"
    return f"{'' if data.named else 'about '}{cell:,} {'school' if cell == 1 else 'schools'}"


def method(data: OverviewData) -> list[str]:
    """Return how the figures are made, and what keeps them from pointing at a school."""
    scores = (
        "Schools enter and score everything themselves. Nothing here says how good a school’s careers programme is."
    )
    if data.named:
        return [
            "This page names schools and its figures are exact: it is for you alone. To share an overview, run the command "
            "again without --named.",
            scores,
        ]
    return [
        "Every figure is a number of schools, to about the nearest 5. No school is named, and nothing that anyone typed is "
        "quoted.",
        f"“{HIDDEN.capitalize()}” can also mean none. If something is true of nearly all schools, the figure is shown as all.",
        f"Groups of fewer than {FEWEST} schools are counted together. Median scores are to the nearest 5%, and are shown where "
        "about 10 schools or more have a score.",
        f"Figures are updated only when at least {STEP} schools have changed their plans; where groups are shown, {STEP} of the "
        f"group. Otherwise two overviews could show what one school has changed. So up to {_not_yet_counted(data)} schools that "
        "have started a plan may not be counted yet.",
        f"Actions are judged on the first day of the term, {format_day(data.now.day)}: otherwise one overdue action could show "
        "which school it is.",
        scores,
    ]
