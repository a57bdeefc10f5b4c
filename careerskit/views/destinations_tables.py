"""The tables of a school's destinations: all categories, disadvantaged students and all others, and earlier years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from careerskit.evidence import AreaFigures, Cohort, Destinations
from careerskit.plan import Setting
from careerskit.words import join_words

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CaptionedTable", "earlier_table", "groups_table", "in_a_sentence", "outcomes_table", "points", "unit"]

_GAP = (
    "The gap is in percentage points: disadvantaged {students} minus all others, where both are published. Both are rounded, so "
    "the gap can be one point out."
)


@dataclass(frozen=True)
class CaptionedTable:
    """A table with its caption, and a note on what to bear in mind."""

    frame: pd.DataFrame
    caption: str
    note: str


def outcomes_table(setting: Setting, destinations: Destinations) -> CaptionedTable:
    """Return every category: number and per cent for the school, per cent for its authority and England.

    Where all of the school's figures are hidden, its columns are left out.
    """
    everyone = destinations.school.everyone
    columns: dict[str, Iterable[str]] = {}
    if not everyone.is_hidden:
        columns[setting.localise("Number of {students}")] = [outcome.count.short for outcome in everyone.outcomes]
        columns[setting.localise("This {school}")] = _per_cents(everyone)
    columns |= {area.name: _per_cents(area.everyone) for area in destinations.areas[1:]}
    sizes = [f"{area.everyone.size.words} in {in_a_sentence(area)}" for area in destinations.areas[1:]]
    size = everyone.size
    number = size.short if size.value is None else f"{size.words} {{students}}"
    ours = setting.localise(f"{number} at this {{school}}")
    return _captioned(
        columns,
        "Destination",
        _category_labels(destinations),
        unit(setting, destinations),
        f"Cohorts: {join_words([ours, *sizes])}. Percentages are rounded, so they may not add up to 100.",
    )


def groups_table(setting: Setting, destinations: Destinations) -> CaptionedTable:
    """Return disadvantaged students and all others, in per cent of each, with the gap in percentage points."""
    school = destinations.school
    columns = {
        "Disadvantaged": _per_cents(school.disadvantaged),
        "All others": _per_cents(school.others),
        "Gap in points": [points(school.gap(category.key)) for category in destinations.categories],
    }
    caption = (
        f"Disadvantaged {{students}} and all others, per cent of each group who {destinations.phase.left} in "
        f"{destinations.finished}"
    )
    return _captioned(
        columns,
        "Destination",
        _category_labels(destinations),
        setting.localise(caption),
        setting.localise(f"{_sizes(school)}{_GAP}"),
    )


def earlier_table(setting: Setting, destinations: Destinations) -> CaptionedTable | None:
    """Return this cohort and earlier ones, newest first; None where the file has no earlier ones."""
    school, england = destinations.school, destinations.england
    if not school.earlier:
        return None
    columns = {
        setting.localise("Number of {students}"): [
            school.everyone.size.short,
            *(entry.size.short for entry in school.earlier),
        ],
        setting.localise("This {school}"): _over_years(school),
    }
    if england:
        columns["England"] = _over_years(england)
    years = [destinations.finished, *(entry.finished for entry in school.earlier)]
    caption = f"All sustained destinations, by the year in which {{students}} {destinations.phase.left}"
    return _captioned(columns, "Year", years, setting.localise(caption), "")


def unit(setting: Setting, destinations: Destinations) -> str:
    """Return what the percentages are of, and from which years."""
    return setting.localise(
        f"Per cent of the {{students}} who {destinations.phase.left} in {destinations.finished}, "
        f"by what they did in {destinations.destination_year}"
    )


def points(gap: float | None) -> str:
    """Return a gap in percentage points with its sign: "−4", "0" or "+2"."""
    if gap is None:
        return "not worked out"
    return f"{gap:+.0f}".replace("-", "−") if gap else "0"


def in_a_sentence(area: AreaFigures) -> str:
    """Return an area's name for use in a sentence: "Bristol, City of" turned round, and no capital where it is not a name."""
    name, _, kind = area.name.rpartition(", ")
    return f"{kind} {name}" if kind.endswith(" of") else area.name.replace("Local authority", "local authority", 1)


def _captioned(
    columns: Mapping[str, Iterable[str]], heading: str, rows: list[str], caption: str, note: str
) -> CaptionedTable:
    import pandas as pd

    frame = pd.DataFrame(columns, index=pd.Index(rows, name=heading))
    if (frame == "hidden").any(axis=None):
        note = f"{note} Hidden: not shown, so that nobody can be recognised.".strip()
    return CaptionedTable(frame, caption, note)


def _category_labels(destinations: Destinations) -> list[str]:
    return [
        f"of which {entry.label[0].lower()}{entry.label[1:]}"
        if entry.part_of in ("EDUCATION", "APPREN")
        else entry.label
        for entry in destinations.categories
    ]


def _per_cents(cohort: Cohort) -> list[str]:
    return [outcome.per_cent.short for outcome in cohort.outcomes]


def _over_years(area: AreaFigures) -> list[str]:
    now = area.everyone.outcome("OVERALL_DEST").per_cent
    return [now.short, *(entry.sustained.short for entry in area.earlier)]


def _sizes(school: AreaFigures) -> str:
    ours, theirs = school.disadvantaged.size, school.others.size
    if ours.value is None or theirs.value is None:
        return ""
    return f"Groups: {ours.words} disadvantaged {{students}} and {theirs.words} others. "
