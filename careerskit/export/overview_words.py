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
        counted = "No school has" if plans == 0 else f"{str(plans).capitalize()} schools have"
        few = (
            ""
            if data.named
            else f" It takes {FEWEST} for an overview to share, and they are counted only once {STEP} have changed their plans."
        )
        return [f"{counted} started a plan that can be counted here.{few}"]
    at = (
        ""
        if data.named or not data.now.at
        else f". The latest change counted is of {format_day(data.now.at.astimezone(ENGLAND).date())}"
    )
    found = [f"{plans:,} {'school has' if plans == 1 else 'schools have'} started a plan{at}."]
    found += _commonest_priorities(data, tables)
    (ready,) = (row["Schools"] for row in tables["readiness"])
    found.append(f"“Check your plan” finds nothing open in the plans of {_counted(data, ready)}.")
    first = tables["open"][0]
    if isinstance(first["Schools"], int) and first["Schools"]:
        found.append(f"What is open most often: {first['Still open']} ({_counted(data, first['Schools'])}).")
    overdue, due, _ = (row["Schools"] for row in tables["actions"])
    since = "" if data.named else " since before this term"
    found.append(
        f"An action is overdue{since} at {_counted(data, overdue)}, and one is due this term at {_counted(data, due)}."
    )
    return found


def _commonest_priorities(data: OverviewData, tables: Mapping[str, Table]) -> list[str]:
    """Return a sentence on the priorities that most schools have; none where no count is shown, or where many have the same."""
    counts = {str(row["Priority benchmark"]): row["Schools"] for row in tables["priorities"]}
    highest = max((count for count in counts.values() if isinstance(count, int)), default=0)
    names = [name for name, count in counts.items() if count == highest and highest]
    if not names or len(names) > _MOST:
        return []
    each = "" if len(names) == 1 else " each"
    return [
        f"The commonest {'priority' if not each else 'priorities'}: {'; '.join(names)} ({_counted(data, highest)}{each})."
    ]


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
        "Every figure counts schools, to about the nearest 5. No school is named, and nothing that anyone typed is quoted.",
        f"“{HIDDEN.capitalize()}” may also be none. A count that all schools but a few make up is shown like that of all.",
        f"Groups of fewer than {FEWEST} schools are counted together. Medians are to the nearest 5%, of about "
        "10 scores or more.",
        f"A group of schools moves on once {STEP} of them have changed their plans. So what one school has changed cannot be "
        "read off two overviews.",
        f"Actions are judged on the first day of the term, {format_day(data.now.day)}: what becomes overdue on a day of its own "
        "would say whose it is.",
        scores,
    ]
