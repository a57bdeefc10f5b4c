"""The tables of a school's destinations: all kinds, disadvantaged students beside all others, and earlier years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from careerskit.evidence import CATEGORIES, Cohort, Destinations, Place
from careerskit.plan import Setting
from careerskit.views.facts import listed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Titled", "earlier_table", "groups_table", "in_a_sentence", "outcomes_table", "points", "unit"]

_GAP = (
    "The gap is in percentage points: the per cent of disadvantaged {students} minus that of all others, where both are published. "
    "Both are rounded, so it can be a point out."
)


@dataclass(frozen=True)
class Titled:
    """A table with its caption, and a note on what to bear in mind."""

    frame: pd.DataFrame
    caption: str
    note: str


def outcomes_table(setting: Setting, destinations: Destinations) -> Titled:
    """Return every kind of destination: number and per cent of the school, per cents of its authority and of England.

    Where all of the school is hidden its columns are left out: eleven times "hidden" says nothing.
    """
    everyone = destinations.school.everyone
    columns: dict[str, Iterable[str]] = {}
    if not everyone.is_hidden:
        columns[setting.say("Number of {students}")] = [outcome.count.short for outcome in everyone.outcomes]
        columns[setting.say("This {school}")] = _per_cents(everyone)
    columns |= {place.name: _per_cents(place.everyone) for place in destinations.places[1:]}
    sizes = [f"{place.everyone.size.words} in {in_a_sentence(place)}" for place in destinations.places[1:]]
    ours = setting.say(f"{everyone.size.words} {{students}} at this {{school}}")
    return _titled(
        columns,
        "Destination",
        _kinds(),
        unit(setting, destinations),
        f"Cohorts: {listed([ours, *sizes])}. Per cents are rounded, so they may not add up to 100.",
    )


def groups_table(setting: Setting, destinations: Destinations) -> Titled:
    """Return disadvantaged students and all others in per cent, with the gap between them in percentage points."""
    school = destinations.school
    columns = {
        "Disadvantaged": _per_cents(school.disadvantaged),
        "All others": _per_cents(school.others),
        "Gap in points": [points(school.gap(category.key)) for category in CATEGORIES],
    }
    caption = (
        f"Disadvantaged {{students}} and all others, per cent of each group who finished in {destinations.finished}"
    )
    return _titled(columns, "Destination", _kinds(), setting.say(caption), setting.say(f"{_sizes(school)}{_GAP}"))


def earlier_table(setting: Setting, destinations: Destinations) -> Titled | None:
    """Return this cohort and those before it, newest first; None where the file has no earlier ones."""
    school, england = destinations.school, destinations.england
    if not school.earlier:
        return None
    columns = {
        setting.say("Number of {students}"): [
            school.everyone.size.short,
            *(entry.size.short for entry in school.earlier),
        ],
        setting.say("This {school}"): _over_years(school),
    }
    if england:
        columns["England"] = _over_years(england)
    years = [destinations.finished, *(entry.finished for entry in school.earlier)]
    caption = "All sustained destinations, by the year in which key stage 4 was finished"
    return _titled(columns, "Finished in", years, caption, "")


def unit(setting: Setting, destinations: Destinations) -> str:
    """Return what the per cents are of, and of when."""
    return setting.say(
        f"Per cent of the {{students}} who finished key stage 4 in {destinations.finished}, "
        f"by what they did in {destinations.destination_year}"
    )


def points(gap: float | None) -> str:
    """Return a gap in percentage points with its sign, as "−4", "0" or "+2"."""
    if gap is None:
        return "not worked out"
    return f"{gap:+.0f}".replace("-", "−") if gap else "0"


def in_a_sentence(place: Place) -> str:
    """Return a place's name as it stands in a sentence: "Bristol, City of" turned round, and no capital where it is no name."""
    name, _, kind = place.name.rpartition(", ")
    return f"{kind} {name}" if kind.endswith(" of") else place.name.replace("Local authority", "local authority", 1)


def _titled(columns: Mapping[str, Iterable[str]], heading: str, rows: list[str], caption: str, note: str) -> Titled:
    import pandas as pd

    frame = pd.DataFrame(columns, index=pd.Index(rows, name=heading))
    if (frame == "hidden").any(axis=None):
        note = f"{note} Hidden: not published, so that nobody can be recognised.".strip()
    return Titled(frame, caption, note)


def _kinds() -> list[str]:
    return [
        f"of which {entry.label[0].lower()}{entry.label[1:]}" if entry.part_of == "EDUCATION" else entry.label
        for entry in CATEGORIES
    ]


def _per_cents(cohort: Cohort) -> list[str]:
    return [outcome.per_cent.short for outcome in cohort.outcomes]


def _over_years(place: Place) -> list[str]:
    now = place.everyone.outcome("OVERALL_DEST").per_cent
    return [now.short, *(entry.sustained.short for entry in place.earlier)]


def _sizes(school: Place) -> str:
    ours, theirs = school.disadvantaged.size, school.others.size
    if ours.value is None or theirs.value is None:
        return ""
    return f"Groups: {ours.words} disadvantaged {{students}} and {theirs.words} others. "
