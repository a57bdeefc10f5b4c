"""What is published about where a school's students went: one set of figures for each phase and release.

Figures are shown as they are published: nothing hidden is ever worked out from what is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from careerskit.evidence.destinations.phases import KEY_STAGE_4, Category, Phase
from careerskit.evidence.figures import Figure

__all__ = ["AreaFigures", "Cohort", "Destinations", "EarlierCohort", "Outcome", "newest"]


@dataclass(frozen=True)
class Outcome:
    """How many of a cohort had a destination, as a number and in per cent."""

    category: Category
    count: Figure
    per_cent: Figure


@dataclass(frozen=True)
class Cohort:
    """A group of students who left: its size, and an outcome for each category that its release has, in their order."""

    size: Figure
    outcomes: tuple[Outcome, ...]

    def outcome(self, key: str) -> Outcome:
        """Return the outcome of that category."""
        return next(outcome for outcome in self.outcomes if outcome.category.key == key)

    @property
    def is_hidden(self) -> bool:
        """Whether every outcome is hidden, as is published for a very small cohort."""
        return all(outcome.per_cent.is_hidden for outcome in self.outcomes)

    @property
    def is_published(self) -> bool:
        """Whether there is anything about it: some releases do not tell disadvantaged students from others."""
        return bool(self.size.text) or any(outcome.count.text or outcome.per_cent.text for outcome in self.outcomes)


@dataclass(frozen=True)
class EarlierCohort:
    """An earlier cohort: when it finished ("2015/16"), its size, and its sustained destinations in per cent."""

    finished: str
    size: Figure
    sustained: Figure


@dataclass(frozen=True)
class AreaFigures:
    """The figures of a school or an area: all students, the disadvantaged and all others, earlier cohorts, newest first."""

    name: str
    everyone: Cohort
    disadvantaged: Cohort
    others: Cohort
    earlier: tuple[EarlierCohort, ...] = ()

    def gap(self, key: str = "OVERALL_DEST") -> float | None:
        """Return disadvantaged minus others in percentage points, from the per cents as published; None where either has no number.

        Published per cents are rounded, mostly to whole ones, so the gap can be one point out.
        """
        ours = self.disadvantaged.outcome(key).per_cent.value
        theirs = self.others.outcome(key).per_cent.value
        return None if ours is None or theirs is None else ours - theirs


@dataclass(frozen=True)
class Destinations:
    """What one release has about a school's leavers of one year, with the figures of its areas to compare.

    finished: the academic year in which they finished key stage 4 or left 16 to 18 study, as "2016/17". destination_year: the one
    after it, in which they were followed. source: where the figures come from, for the line below them. authority, region, england:
    None where the release has no such row. Figures of two releases are never mixed.
    """

    school: AreaFigures
    authority: AreaFigures | None
    england: AreaFigures | None
    finished: str
    destination_year: str
    source: str
    region: AreaFigures | None = None
    phase: Phase = KEY_STAGE_4

    @property
    def areas(self) -> tuple[AreaFigures, ...]:
        """The school, then its local authority, its region and England, if there are figures for them."""
        return tuple(area for area in (self.school, self.authority, self.region, self.england) if area)

    @property
    def categories(self) -> tuple[Category, ...]:
        """The categories that this release has, in order."""
        return tuple(outcome.category for outcome in self.school.everyone.outcomes)

    @property
    def is_usable(self) -> bool:
        """Whether it has any figure about the school's students as a whole."""
        return any(outcome.per_cent.value is not None for outcome in self.school.everyone.outcomes)

    def years_before(self, academic_year: int) -> int:
        """Return how many years before the academic year that starts in that year these students left: 1 for the year before."""
        return academic_year - int(self.finished[:4])


def newest(sets: Iterable[Destinations], phase: Phase = KEY_STAGE_4) -> Destinations | None:
    """Return the set of a phase that is shown first: the newest with figures; None where there is none of that phase."""
    return next((one for one in sets if one.phase == phase), None)
