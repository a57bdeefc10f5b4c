"""What a plan's own figures say, in words: how many benchmarks are achieved, how many actions are done."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from careerskit.plan import (
    BENCHMARKS,
    WORK_EXPERIENCE,
    Action,
    Activity,
    Benchmark,
    Plan,
    Score,
    When,
    is_before_update,
)
from careerskit.views.costs import add_up_costs

__all__ = [
    "IN_LESSONS",
    "WITH_EMPLOYERS",
    "ActionCount",
    "BenchmarkStatus",
    "actions_by_responsible",
    "activities_of",
    "add_up_costs",
    "benchmark_statuses",
    "benchmarks_sentence",
    "count_actions",
    "count_in_words",
    "cpd_actions",
    "earliest_actions",
    "format_score",
    "format_time",
    "is_before_update",
    "next_action",
    "number_in_words",
    "score_answer",
    "score_status",
]

_TO_BE_CONFIRMED = re.compile(
    r"\bt\.?b\.?[acd]\b|\bto be (?:agreed|announced|arranged|confirmed|decided|set)\b", re.IGNORECASE
)
"""Where somebody has written it themselves."""

WITH_EMPLOYERS = ("Employer encounter", WORK_EXPERIENCE)
"""The types of activity that employers take part in."""

IN_LESSONS = ("Lesson",)
"""The types of activity that teachers and tutors lead."""

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class BenchmarkStatus:
    """How far a school has come with one benchmark."""

    benchmark: Benchmark
    score: Score
    is_priority: bool

    @property
    def score_text(self) -> str:
        """The score to show; "" where there is none, or what is written is no percentage."""
        return "" if self.score.bounds is None else format_score(self.score)

    @property
    def status_text(self) -> str:
        """Achieved, In progress or Not scored."""
        return score_status(self.score)


@dataclass(frozen=True)
class ActionCount:
    """How many actions there are, and how many of them are done."""

    actions: int
    done: int

    def __str__(self) -> str:
        if not self.actions:
            return "No actions yet"
        return f"{self.actions} {'action' if self.actions == 1 else 'actions'}, {self.done} done"


def format_score(score: str) -> str:
    """Return a score with its % sign, or as written where it is not a percentage."""
    per_cent = Score(score).per_cent
    return score.strip() if per_cent is None else f"{per_cent:g}%"


def score_answer(score: str) -> str:
    """Return a score as a document shows it: with its % sign, or words as written; "" for a number that is no percentage."""
    return "" if Score(score).bounds is None and not re.search(r"[^\W\d_]", score) else format_score(score)


def format_time(time: str, academic_year: int | None = None, *, may_recur: bool = True) -> str:
    """Return a time as it was written, with "(date to be confirmed)" where no day, month or term can be read from it.

    academic_year: the plan's. may_recur: whether it may also say how often, such as "termly".
    """
    time = time.strip()
    when = When(time)
    is_clear = when.names_days if academic_year is None else when.span(academic_year)
    if not time or is_clear or (may_recur and when.is_recurring) or _TO_BE_CONFIRMED.search(time):
        return time
    return f"{time} (date to be confirmed)"


def score_status(score: str) -> str:
    """Return what a score means: Achieved at 100% alone, however close to it a lower one is."""
    if Score(score).bounds is None:
        return "Not scored"
    return "Achieved" if Score(score).is_achieved else "In progress"


def benchmark_statuses(plan: Plan) -> list[BenchmarkStatus]:
    """Return the status of each of the eight benchmarks, in their order."""
    scores, priorities = plan.current_state.compass.by_benchmark, plan.current_state.priority_benchmarks
    return [BenchmarkStatus(one, scores[one.number], one.number in priorities) for one in BENCHMARKS]


def benchmarks_sentence(plan: Plan) -> str:
    """Return how many benchmarks are achieved as a sentence without its full stop; "" where none is scored."""
    scored = [standing for standing in benchmark_statuses(plan) if standing.score.bounds is not None]
    achieved = sum(standing.score.is_achieved for standing in scored)
    if not scored:
        return ""
    of_all = len(scored) == len(BENCHMARKS)
    if not achieved:
        return "No benchmark is fully achieved yet" if of_all else "None of the benchmarks scored is fully achieved yet"
    if achieved == len(scored):
        return "All eight benchmarks are fully achieved" if of_all else "All benchmarks scored are fully achieved"
    among = "eight benchmarks" if of_all else f"the {number_in_words(len(scored))} benchmarks scored"
    return f"{number_in_words(achieved).capitalize()} of {among} {'is' if achieved == 1 else 'are'} fully achieved"


def count_actions(actions: Iterable[Action]) -> ActionCount:
    """Count actions and those done."""
    done = [action.is_done for action in actions]
    return ActionCount(len(done), sum(done))


def earliest_actions(plan: Plan, limit: int = 3) -> list[tuple[str, Action]]:
    """Return the open actions with the earliest dates, which may be past, each with its number in the action plan, like "2.1".

    Only those whose time names a day, month or term: "termly" is never due.
    """
    return _by_time(plan, ((number, action) for number, _, action in plan.numbered_actions if _is_due(plan, action)))[
        :limit
    ]


def next_action(plan: Plan, objective: int) -> Action | None:
    """Return the open action with the earliest date of an objective, by its number from 1; None where none has a date."""
    due = [("", action) for action in plan.objectives[objective - 1].actions if _is_due(plan, action)]
    return _by_time(plan, due)[0][1] if due else None


def actions_by_responsible(plan: Plan) -> list[tuple[str, list[tuple[str, Action]]]]:
    """Return who is responsible, as first written, with the open actions, each with its number. Those of nobody are last."""
    groups: dict[str, tuple[str, list[tuple[str, Action]]]] = {}
    for number, _, action in plan.numbered_actions:
        if not action.has_ended:
            who = " ".join(action.responsible.split())
            groups.setdefault(who.casefold(), (who, []))[1].append((number, action))
    return sorted(((who, _by_time(plan, actions)) for who, actions in groups.values()), key=lambda group: not group[0])


def cpd_actions(plan: Plan) -> list[tuple[str, Action]]:
    """Return the actions that are CPD and were not dropped, the earliest first, each with its number in the action plan."""
    cpd = ((number, one) for number, _, one in plan.numbered_actions if one.cpd and not one.is_dropped)
    return _by_time(plan, cpd)


def activities_of(plan: Plan, types: Collection[str]) -> list[Activity]:
    """Return the activities of the programme that are of these types and have a name, the earliest first."""
    found = [one for one in plan.programme.activities if one.type in types and one.activity.strip()]
    return sorted(found, key=lambda one: one.time.sort_key(plan.academic_year))


def _is_due(plan: Plan, action: Action) -> bool:
    return not action.has_ended and action.time.span(plan.academic_year) is not None


def _by_time(plan: Plan, actions: Iterable[tuple[str, Action]]) -> list[tuple[str, Action]]:
    return sorted(actions, key=lambda numbered: numbered[1].time.sort_key(plan.academic_year))


def number_in_words(number: int) -> str:
    """Return a number in words up to ten, in figures above."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def count_in_words(number: int, noun: str) -> str:
    """Return "one action", "three actions"."""
    return f"{number_in_words(number)} {noun}{'' if number == 1 else 's'}"
