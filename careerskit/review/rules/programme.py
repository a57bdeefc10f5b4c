"""Rules on the careers programme by year group."""

from __future__ import annotations

from collections.abc import Iterator

from careerskit.plan import Activity, Plan, Programme, advice_on, benchmark, field_named, year_groups_in_words
from careerskit.review.finding import Found, rule
from careerskit.review.programme import count_programme
from careerskit.review.rules.asking import ask_for, without_blanks
from careerskit.review.sources import BENCHMARKS, GUIDANCE
from careerskit.words import join_words

__all__ = [
    "activities_placed",
    "benchmarks_in_programme",
    "encounters_enough",
    "programme_filled",
    "work_experience_enough",
    "years_in_programme",
]

_LIST = "programme.activities"
_REQUIRED = {"activity": "what it is", "years": "for which year group", "time": "in which term"}
_TIME = field_named(Activity, "time")


@rule("programme", why="The programme is to be sequenced, and known to everyone it is for.", source=BENCHMARKS)
def programme_filled(plan: Plan) -> Iterator[Found]:
    """Check that the programme has activities."""
    if not without_blanks(plan.programme.activities):
        yield Found(Programme.title, ask_for(field_named(Programme, "activities")), _LIST, is_missing=True)


@rule(
    "programme",
    why="A programme by year group shows {students}, parents and carers what comes when. That needs a year group and a term.",
    source=BENCHMARKS,
)
def activities_placed(plan: Plan) -> Iterator[Found]:
    """Check that each activity says what it is, for which year group, and when."""
    for number, activity in enumerate(plan.programme.activities, start=1):
        if activity == Activity(id=activity.id):
            continue
        path = f"{_LIST}[{activity.id}]"
        missing = {name: words for name, words in _REQUIRED.items() if not without_blanks(getattr(activity, name))}
        if missing:
            text = f"Activity {number}: say {join_words(list(missing.values()))}"
            found = f"{path}.{next(iter(missing))}"
            yield Found(Programme.title, text, found, quote=activity.activity, is_missing=True, about=" ".join(missing))
        elif advice := advice_on(_TIME, activity.time, plan.academic_year):
            yield Found(Programme.title, f"Activity {number}, {_TIME.label}: {advice}", f"{path}.time")


@rule(
    "programme",
    why="Schools must give providers of technical education and apprenticeships two chances in each of these phases to talk to all "
    "{students}.",
    source="Education Act 1997, section 42B",
)
def encounters_enough(plan: Plan) -> Iterator[Found]:
    """Check that each phase has two encounters with providers."""
    for phase in count_programme(plan).encounters:
        if phase.missing:
            text = f"{phase.years_in_words}, encounters with providers: {phase.counted:g} of {phase.needed}. {phase.still_needed}"
            mend = " ".join(phase.not_counted)
            yield Found(Programme.title, text, _LIST, mend, is_missing=True, about=str(phase.years[-1]))


@rule(
    "programme",
    why="Every {student} is to have a week’s worth of work experience activities in Years 7 to 9, and a week’s worth of "
    "placements in Years 10 and 11.",
    source=GUIDANCE,
)
def work_experience_enough(plan: Plan) -> Iterator[Found]:
    """Check that each phase has a week's worth of work experience."""
    for phase in count_programme(plan).work_experience:
        if phase.missing:
            text = f"{phase.years_in_words}, work experience: {phase.counted:g} of {phase.needed} days. {phase.still_needed}"
            mend = " ".join(phase.not_counted)
            yield Found(Programme.title, text, _LIST, mend, is_missing=True, about=str(phase.years[-1]))


@rule("programme", why="Every {student} has an entitlement to careers education, in each year.", source=BENCHMARKS)
def years_in_programme(plan: Plan) -> Iterator[Found]:
    """Check that no year group is without an activity."""
    if years := count_programme(plan).empty_years:
        text = f"{year_groups_in_words(years)}: add an activity"
        yield Found(Programme.title, text, _LIST, is_missing=True, about=" ".join(map(str, years)))


@rule("programme", why="All eight benchmarks together make up a careers programme.", source=BENCHMARKS)
def benchmarks_in_programme(plan: Plan) -> Iterator[Found]:
    """Check that an activity serves each of the benchmarks 2 to 8."""
    if numbers := count_programme(plan).missing_benchmarks:
        titles = join_words([str(benchmark(number)) for number in numbers])
        text = f"Add an activity for {titles}"
        mend = "Or choose it as a benchmark of an activity that you have."
        yield Found(Programme.title, text, _LIST, mend, is_missing=True, about=" ".join(map(str, numbers)))
