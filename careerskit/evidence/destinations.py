"""Where a school's students went after key stage 4, as the Department for Education publishes it.

What is published here is what is shown: nothing hidden is ever worked out from what is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from careerskit.errors import StoreError
from careerskit.evidence.figures import Figure
from careerskit.evidence.local_authorities import authority_names
from careerskit.plan import School

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = [
    "CATEGORIES",
    "ENGLAND",
    "TOPIC",
    "Category",
    "Cohort",
    "Destinations",
    "Earlier",
    "Outcome",
    "Place",
    "Published",
    "authority_subject",
    "cohort_years",
    "destinations_of",
    "published_about",
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

"Not recorded as sustained" is not the same as NEET, and "activity not captured" (no record was found, for one because the
student went abroad or to Scotland or Wales) is neither of the two. Source: the Department's methodology of key stage 4
destination measures.
"""

_BY_KEY = {category.key: category for category in CATEGORIES}


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
        """Whether every outcome is kept back: in a file that was published so, because the cohort is very small."""
        return all(outcome.per_cent.is_hidden for outcome in self.outcomes)


@dataclass(frozen=True)
class Earlier:
    """An earlier cohort: when it finished key stage 4 ("2015/16"), its size, and its sustained destinations in per cent."""

    finished: str
    size: Figure
    sustained: Figure


@dataclass(frozen=True)
class Place:
    """A school, a local authority or England: all its students, the disadvantaged and all others, and earlier cohorts."""

    name: str
    everyone: Cohort
    disadvantaged: Cohort
    others: Cohort
    earlier: tuple[Earlier, ...]

    def gap(self, key: str = "OVERALL_DEST") -> float | None:
        """Return disadvantaged minus others in percentage points, of the per cents as published.

        Those are whole per cents, so the gap can be one point off the true one. None where either is not a number.
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

    school: Place
    authority: Place | None
    england: Place | None
    finished: str
    destination_year: str
    source: str

    @property
    def places(self) -> tuple[Place, ...]:
        """The school, and those of its local authority and England that there are."""
        return tuple(place for place in (self.school, self.authority, self.england) if place)


def cohort_years(table_year: int) -> tuple[str, str]:
    """Return when the cohort of a year's performance tables finished key stage 4, and the year it was followed.

    The performance tables of 2019 hold students who finished in 2016/17 and their destinations in 2017/18 (the Department's
    "Destination guidance for key stage 4 pupils: 2019"): the tables come out two years after the students have left.
    """
    return _academic_year(table_year - 3), _academic_year(table_year - 2)


def authority_subject(number: str) -> str:
    """Return the name under which the store keeps a local authority's row, as "LA 202"."""
    return f"LA {number}"


@dataclass(frozen=True)
class Published:
    """What the store has of a school's destinations, as it lies there: a row each, None where there is none.

    name: the school's. authority: its local authority's name and row. source: where the figures come from.
    """

    name: str
    school: Mapping[str, Any] | None
    authority: tuple[str, Mapping[str, Any] | None]
    england: Mapping[str, Any] | None
    source: str

    def destinations(self) -> Destinations | None:
        """Return the figures; None where nothing is published about the school.

        Raises:
            StoreError: a row lacks what was in it when it was taken in.
        """
        try:
            return self._destinations(self.school) if self.school is not None else None
        except (KeyError, TypeError, AttributeError) as error:
            raise StoreError(
                f"What the store has of the destinations of {self.name} cannot be read any more ({error}). Import the file again."
            ) from error

    def _destinations(self, own: Mapping[str, Any]) -> Destinations:
        table_year: int = own["table_year"]
        finished, followed = cohort_years(table_year)

        def place(name: str, row: Mapping[str, Any] | None) -> Place | None:
            return _place(name, row["figures"], table_year) if row else None

        return Destinations(
            school=_place(self.name, own["figures"], table_year),
            authority=place(*self.authority),
            england=place(ENGLAND, self.england),
            finished=finished,
            destination_year=followed,
            source=self.source,
        )


def published_about(store: Store, schools: Iterable[School]) -> dict[str, Published]:
    """Return what is published about each school, by its id; a few queries for all."""
    names = {school.id: school.name for school in schools}
    rows = store.published(TOPIC, names)
    number_of = {school: str(row.get("authority", "")) for school, row in rows.items()}
    numbers = set(number_of.values())
    authorities = authority_names(store, numbers)
    beside = store.published(TOPIC, [ENGLAND, *map(authority_subject, numbers)])
    source = store.source_of(TOPIC)

    def about(school: str, name: str) -> Published:
        number = number_of.get(school, "")
        authority = authorities.get(number, ""), beside.get(authority_subject(number))
        return Published(name, rows.get(school), authority, beside.get(ENGLAND), source)

    return {school: about(school, name) for school, name in names.items()}


def destinations_of(store: Store, school_id: str) -> Destinations | None:
    """Return the destinations published about a school; None where the store has none."""
    school = store.find(school_id)
    return published_about(store, [school])[school_id].destinations() if school else None


def _place(name: str, figures: Mapping[str, str], table_year: int) -> Place:
    suffixes = [column.removeprefix("COHORT_") for column in figures if column.startswith("COHORT_")]
    years = sorted((2000 + int(suffix) for suffix in suffixes if suffix.isdecimal()), reverse=True)
    return Place(
        name,
        everyone=_cohort(figures, ""),
        disadvantaged=_cohort(figures, "_DIS"),
        others=_cohort(figures, "_NONDIS"),
        earlier=tuple(
            Earlier(
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
