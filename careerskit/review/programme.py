"""What the law and the guidance ask of a careers programme, counted: encounters with providers, days in workplaces, and gaps.

Every activity is offered to each of its year groups, so it counts in each. Counts are for one student on the way through school:
what Year 8 has this year, and what Year 9 has. Nothing is counted twice, and nothing that is not clear:

- An activity counts once a year, also "termly" or with two dates: the plan does not say that each is with another provider, or for
  the same students. Two encounters are two activities.
- In the second year of a phase, an encounter counts by 28 February. A time that can be after that, such as "Spring 2", does not
  count until it says more; nor does one that says nothing of when, such as "yearly". "Termly" does: it is in the autumn too.
- Days in workplaces count as written: "2.5", "3 days", "one week" (five days). Anything else does not count until it is a number.

Sources: Education Act 1997, section 42B, as amended from January 2023. Careers guidance and access for education and training
providers (Department for Education, May 2025): a week's worth of work experience activities in years 7 to 9, and of placements in
years 10 to 11.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from careerskit.plan import (
    PROVIDER_ENCOUNTER,
    WORK_EXPERIENCE,
    Activity,
    Plan,
    Setting,
    When,
    year_groups_in_words,
)
from careerskit.words import join_words

__all__ = ["PhaseCount", "ProgrammeCounts", "count_programme", "days_of"]

_ENCOUNTER_PHASES = ((8, 9), (10, 11), (12, 13))
_WORKPLACE_PHASES = ((7, 8, 9), (10, 11))
_ENCOUNTERS = 2
_WEEK = 5
"""School days."""

_DAYS = re.compile(
    r"(?P<number>\d{1,3}(?:\.\d+)?|an?|half an?|one|two|three|four|five|ten)?\s*(?P<unit>days?|weeks?)?", re.IGNORECASE
)
_NUMBERS = {
    "a": 1,
    "an": 1,
    "half a": 0.5,
    "half an": 0.5,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "ten": 10,
}


@dataclass(frozen=True)
class PhaseCount:
    """What students have in the years of a phase, and what is asked for.

    years: those of the phase that the school has. by_year: encounters or days that count in each. needed: in all of them.
    unclear: activities that may count once they say when, or how many days. late: those after 28 February in the second year.
    until: the last day on which an encounter counts, in words; "" where days are counted.
    """

    years: tuple[int, ...]
    by_year: Mapping[int, float]
    needed: int
    unclear: tuple[Activity, ...] = ()
    late: tuple[Activity, ...] = ()
    until: str = ""

    @property
    def counted(self) -> float:
        """How many encounters or days a student has in all years of the phase."""
        return sum(self.by_year.values())

    @property
    def missing(self) -> float:
        """How many more are needed."""
        return max(self.needed - self.counted, 0)

    @property
    def years_in_words(self) -> str:
        """Its year groups, like "Years 10 and 11"."""
        return year_groups_in_words(self.years)

    @property
    def still_needed(self) -> str:
        """What is still needed, like "One more is needed, in Year 10 or in Year 11 by 28 February 2027."; "" for nothing."""
        if not self.missing:
            return ""
        if not self.until:
            return f"{self.missing:g} {'more ' if self.counted else ''}day{' is' if self.missing == 1 else 's are'} needed."
        number = "One more is" if self.missing == 1 else "Two are"
        where = [f"in Year {year}{'' if _is_first_of_its_phase(year) else f' by {self.until}'}" for year in self.years]
        return f"{number} needed, {' or '.join(where)}."

    @property
    def not_counted(self) -> list[str]:
        """Which activities do not count, and why, in sentences; nothing where no more are needed."""
        if not self.missing:
            return []
        wanted = f"that it is by {self.until}" if self.until else "how many days it takes"
        second = f"Year {self.years[-1]}"
        late = [f"{_quoted(one)} is after 28 February, so it does not count in {second}." for one in self.late]
        where = f" in {second}" if self.until else ""
        return [*late, *(f"{_quoted(one)} counts{where} once it says {wanted}." for one in self.unclear)]


@dataclass(frozen=True)
class ProgrammeCounts:
    """What a careers programme has.

    encounters: with providers, of schools and special schools alone. work_experience: days, in the same way. years: the year groups
    that there are. empty_years, missing_benchmarks: without any activity.
    """

    encounters: tuple[PhaseCount, ...]
    work_experience: tuple[PhaseCount, ...]
    years: tuple[int, ...]
    empty_years: tuple[int, ...]
    missing_benchmarks: tuple[int, ...]

    @property
    def gaps(self) -> list[str]:
        """Which year groups and benchmarks have no activity, in sentences."""
        numbers = [str(number) for number in self.missing_benchmarks]
        benchmarks = f"benchmark{'s' if len(numbers) > 1 else ''} {join_words(numbers)}" if numbers else ""
        found = (year_groups_in_words(self.empty_years), benchmarks)
        return [f"No activity yet for {one}." for one in found if one]


def count_programme(plan: Plan) -> ProgrammeCounts:
    """Count what the programme of a plan has. Where there are no activities, nothing is empty or missing."""
    activities = [activity for activity in plan.programme.activities if activity != Activity(id=activity.id)]
    own, used = set(plan.programme.years), {year for activity in activities for year in activity.years}
    years = tuple(sorted(own)) or tuple(range(min(used), max(used) + 1) if used else ())
    asked = plan.setting in (Setting.SCHOOL, Setting.SPECIAL) and bool(activities)

    def present(phases: Iterable[tuple[int, ...]]) -> list[tuple[int, ...]]:
        """Return the phases that there are: of their years those chosen, or else all where an activity is for one of them."""
        if own:
            phases = (tuple(year for year in phase if year in own) for phase in phases)
            return [phase for phase in phases if phase]
        return [phase for phase in phases if used & {*phase}]

    needed = range(2, 9) if activities else ()  # benchmark 1 is about the programme as a whole
    developed = {number for activity in activities for number in activity.benchmarks}
    return ProgrammeCounts(
        tuple(_encounters(plan, phase) for phase in present(_ENCOUNTER_PHASES)) if asked else (),
        tuple(_work_experience(plan, phase) for phase in present(_WORKPLACE_PHASES)) if asked else (),
        years,
        tuple(year for year in years if year not in used) if activities else (),
        tuple(number for number in needed if number not in developed),
    )


def days_of(activity: Activity) -> float | None:
    """Return how many school days an activity has for each student; None where that is not written as a number."""
    found = _DAYS.fullmatch(" ".join(activity.days.split()))
    if not found or not (found["number"] or found["unit"]):
        return None
    number = (found["number"] or "one").casefold()
    days = _WEEK if (found["unit"] or "").casefold().startswith("week") else 1
    return days * (_NUMBERS[number] if number in _NUMBERS else float(number))


def _encounters(plan: Plan, phase: tuple[int, ...]) -> PhaseCount:
    by_year: dict[int, float] = dict.fromkeys(phase, 0)
    unclear: list[Activity] = []
    late: list[Activity] = []
    for activity in _of_type(plan, PROVIDER_ENCOUNTER):
        for year in (year for year in phase if year in activity.years):
            counts = True if _is_first_of_its_phase(year) else _is_by_28_february(activity.time, plan.academic_year)
            if counts:
                by_year[year] += 1
            else:
                (unclear if counts is None else late).append(activity)
    ends = plan.academic_year
    until = f"28 February{'' if ends is None else f' {ends + 1}'}"
    return PhaseCount(phase, by_year, _ENCOUNTERS, tuple(unclear), tuple(late), until)


def _work_experience(plan: Plan, phase: tuple[int, ...]) -> PhaseCount:
    by_year: dict[int, float] = dict.fromkeys(phase, 0)
    unclear = []
    for activity in _of_type(plan, WORK_EXPERIENCE):
        days = days_of(activity)
        for year in (year for year in phase if year in activity.years):
            by_year[year] += days or 0
        if days is None and {*phase} & {*activity.years}:
            unclear.append(activity)
    return PhaseCount(phase, by_year, _WEEK, tuple(unclear))


def _quoted(activity: Activity) -> str:
    return f"“{activity.activity.strip()}”" if activity.activity.strip() else "An activity without a name"


def _of_type(plan: Plan, kind: str) -> list[Activity]:
    return [activity for activity in plan.programme.activities if activity.type == kind]


def _is_first_of_its_phase(year: int) -> bool:
    return year in {phase[0] for phase in _ENCOUNTER_PHASES}


def _is_by_28_february(time: When, academic_year: int | None) -> bool | None:
    """Whether a time is from 1 September to 28 February of any academic year; None where that cannot be said.

    A programme is much the same each year, so a date of last year counts as well: the plan's dates have a rule of their own.
    """
    spans = time.spans(2000 if academic_year is None else academic_year)
    if not spans:
        return True if time.is_all_year else None
    known = [_in_window(span.first, span.last) for span in spans]
    return True if any(known) else None if None in known else False


def _in_window(first: date, last: date) -> bool | None:
    end = date(first.year + (first.month >= 9), 2, 28)
    return True if last <= end else False if first > end else None
