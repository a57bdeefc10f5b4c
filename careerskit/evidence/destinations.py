"""Where a school's students went after key stage 4, as the Department for Education publishes it.

Figures are shown as they are published: nothing hidden is ever worked out from what is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from careerskit.errors import StoreError
from careerskit.evidence.figures import Figure
from careerskit.evidence.local_authorities import authority_names
from careerskit.evidence.source import Published
from careerskit.store import PublishedRelease

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = [
    "CATEGORIES",
    "ENGLAND",
    "TOPIC",
    "AreaFigures",
    "Category",
    "Cohort",
    "Destinations",
    "EarlierCohort",
    "Outcome",
    "authority_subject",
    "cohort_years",
    "read_destinations",
    "select_destinations",
]

TOPIC = "destinations"
ENGLAND = "England"


@dataclass(frozen=True)
class Category:
    """One kind of destination.

    key: its column in the file. label: what it is called here. part_of: the key of the category that it is a part of.
    """

    key: str
    label: str
    part_of: str = ""


CATEGORIES = (
    Category("EDUCATION", "Sustained education", "OVERALL_DEST"),
    Category("SCH_6TH", "School sixth form", "EDUCATION"),
    Category("SIXTH_COL", "Sixth-form college", "EDUCATION"),
    Category("FE", "Further education college", "EDUCATION"),
    Category("OTHER_EDU", "Other education", "EDUCATION"),
    Category("APPREN", "Sustained apprenticeship", "OVERALL_DEST"),
    Category("EMPLOYMENT", "Sustained employment", "OVERALL_DEST"),
    Category("OVERALL_DEST", "All sustained destinations"),
    Category("NOT_SUSTAINED", "Not recorded as sustained"),
    Category("UNKNOWN", "Activity not captured"),
)
"""Education and its four parts, apprenticeships and employment, and these three together; then the rest of the cohort.

"Not recorded as sustained" is not the same as NEET, and "activity not captured" (no record was found, for example because the
student went abroad or to Scotland or Wales) is neither of the two. Source: the Department's methodology of key stage 4
destination measures.
"""


@dataclass(frozen=True)
class Outcome:
    """How many of a cohort had a destination, as a number and in per cent."""

    category: Category
    count: Figure
    per_cent: Figure


@dataclass(frozen=True)
class Cohort:
    """A group of students who finished key stage 4: its size, and an outcome for each of the categories, in their order."""

    size: Figure
    outcomes: tuple[Outcome, ...]

    def outcome(self, key: str) -> Outcome:
        """Return the outcome of that category."""
        return next(outcome for outcome in self.outcomes if outcome.category.key == key)

    @property
    def is_hidden(self) -> bool:
        """Whether every outcome is hidden, as is published for a very small cohort."""
        return all(outcome.per_cent.is_hidden for outcome in self.outcomes)


@dataclass(frozen=True)
class EarlierCohort:
    """An earlier cohort: when it finished key stage 4 ("2015/16"), its size, and its sustained destinations in per cent."""

    finished: str
    size: Figure
    sustained: Figure


@dataclass(frozen=True)
class AreaFigures:
    """The figures of a school, a local authority or England: all students, the disadvantaged and all others, earlier cohorts."""

    name: str
    everyone: Cohort
    disadvantaged: Cohort
    others: Cohort
    earlier: tuple[EarlierCohort, ...]

    def gap(self, key: str = "OVERALL_DEST") -> float | None:
        """Return disadvantaged minus others in percentage points, from the per cents as published; None where either has no number.

        Published per cents are whole, so the gap can be one point out.
        """
        ours = self.disadvantaged.outcome(key).per_cent.value
        theirs = self.others.outcome(key).per_cent.value
        return None if ours is None or theirs is None else ours - theirs


@dataclass(frozen=True)
class Destinations:
    """What is published about a school's destinations, with its local authority's and England's figures to compare.

    authority, england: None where the file had no such row.
    finished: the academic year in which the cohort finished key stage 4, as "2016/17". destination_year: the one after it,
    in which they were followed. source: where the figures come from, for the line below them.
    """

    school: AreaFigures
    authority: AreaFigures | None
    england: AreaFigures | None
    finished: str
    destination_year: str
    source: str

    @property
    def areas(self) -> tuple[AreaFigures, ...]:
        """The school, then its local authority and England, if there are figures for them."""
        return tuple(area for area in (self.school, self.authority, self.england) if area)


def cohort_years(table_year: int) -> tuple[str, str]:
    """Return when the cohort of a year's performance tables finished key stage 4, and the year it was followed.

    The performance tables of 2019 hold students who finished in 2016/17 and their destinations in 2017/18 (the Department's
    "Destination guidance for key stage 4 pupils: 2019"): the tables come out two years after the students have left.
    """
    return _academic_year(table_year - 3), _academic_year(table_year - 2)


def authority_subject(number: str) -> str:
    """Return the subject of a local authority's row in the store, as "LA 202"."""
    return f"LA {number}"


def select_destinations(store: Store, schools: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the newest figures of each school that has some, with its authority's (and name), England's, and their source."""
    releases = store.published.releases(TOPIC)
    rows: dict[str, tuple[PublishedRelease, dict[str, Any]]] = {}
    for school, by_release in store.published.get(TOPIC, schools).items():
        newest = next(release for release in releases if release.key in by_release)
        rows[school] = newest, by_release[newest.key][""]
    number_of = {school: str(row.get("authority", "")) for school, (_, row) in rows.items()}
    numbers = set(number_of.values())
    names = authority_names(store, numbers)
    areas = store.published.get(TOPIC, [ENGLAND, *map(authority_subject, numbers)])

    def area(subject: str, release: PublishedRelease) -> dict[str, Any] | None:
        return areas.get(subject, {}).get(release.key, {}).get("")

    return {
        school: {
            "school": row,
            "authority_name": names[number_of[school]],
            "authority": area(authority_subject(number_of[school]), release),
            "england": area(ENGLAND, release),
            "source": release.credit,
        }
        for school, (release, row) in rows.items()
    }


def read_destinations(published: Published) -> Destinations | None:
    """Return where a school's students went; None where nothing is published about it.

    Raises:
        StoreError: a row no longer has what was in it when it was imported.
    """
    content = published.content.get(TOPIC)
    if content is None:
        return None
    try:
        table_year: int = content["school"]["table_year"]
        finished, followed = cohort_years(table_year)

        def area(name: str, row: Mapping[str, Any] | None) -> AreaFigures | None:
            return _area(name, row["figures"], table_year) if row else None

        return Destinations(
            school=_area(published.name, content["school"]["figures"], table_year),
            authority=area(content["authority_name"], content["authority"]),
            england=area(ENGLAND, content["england"]),
            finished=finished,
            destination_year=followed,
            source=content["source"],
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise StoreError(
            f"What the store has about the destinations of {published.name} can no longer be read ({error}). Import the file again."
        ) from error


def _area(name: str, figures: Mapping[str, str], table_year: int) -> AreaFigures:
    suffixes = [column.removeprefix("COHORT_") for column in figures if column.startswith("COHORT_")]
    years = sorted((2000 + int(suffix) for suffix in suffixes if suffix.isdecimal()), reverse=True)
    return AreaFigures(
        name,
        everyone=_cohort(figures, ""),
        disadvantaged=_cohort(figures, "_DIS"),
        others=_cohort(figures, "_NONDIS"),
        earlier=tuple(
            EarlierCohort(
                cohort_years(year)[0],
                Figure(figures[f"COHORT_{year % 100}"]),
                Figure(figures.get(f"OVERALL_DESTPER_{year % 100}", "")),
            )
            for year in years
            if year < table_year
        ),
    )


def _cohort(figures: Mapping[str, str], group: str) -> Cohort:
    return Cohort(
        Figure(figures[f"COHORT{group}"]),
        tuple(
            Outcome(category, Figure(figures[f"{category.key}{group}"]), Figure(figures[f"{category.key}PER{group}"]))
            for category in CATEGORIES
        ),
    )


def _academic_year(start: int) -> str:
    return f"{start}/{(start + 1) % 100:02}"
