"""What a plan's own numbers say, in words: how many benchmarks are achieved, how many actions are done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from careerskit.plan import BENCHMARKS, Action, Benchmark, Plan, Score

__all__ = [
    "Standing",
    "Tally",
    "benchmarks_in_words",
    "due_first",
    "in_words",
    "listed",
    "score_in_words",
    "score_shown",
    "standings",
    "tally_of",
]

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class Standing:
    """Where a school stands on one benchmark."""

    benchmark: Benchmark
    score: Score
    is_priority: bool

    @property
    def shown(self) -> str:
        """The score as it is shown, "" where there is none."""
        return score_shown(self.score)

    @property
    def words(self) -> str:
        """Achieved, In progress or Not scored."""
        return score_in_words(self.score)


@dataclass(frozen=True)
class Tally:
    """How many actions there are, and how many of them are completed."""

    actions: int
    completed: int

    def __str__(self) -> str:
        counted = f"{self.actions} {'action' if self.actions == 1 else 'actions'}" if self.actions else "No actions yet"
        return f"{counted}, {self.completed} completed" if self.actions else counted


def score_shown(score: str) -> str:
    """Return a score with its per cent sign, or as written where it is no per cent."""
    per_cent = Score(score).per_cent
    return score.strip() if per_cent is None else f"{per_cent:g}%"


def score_in_words(score: str) -> str:
    """Return what a score means: Achieved only at 100%, however good anything below it is."""
    if Score(score).per_cent is None:
        return "Not scored"
    return "Achieved" if Score(score).is_achieved else "In progress"


def standings(plan: Plan) -> list[Standing]:
    """Return where the school stands on each of the eight benchmarks, in their order."""
    scores, priorities = plan.current_state.compass.by_benchmark, plan.current_state.priority_benchmarks
    return [Standing(entry, scores[entry.number], entry.number in priorities) for entry in BENCHMARKS]


def benchmarks_in_words(plan: Plan) -> str:
    """Return how many benchmarks are achieved as a sentence without its full stop; "" where none is scored."""
    scored = [standing for standing in standings(plan) if standing.score.per_cent is not None]
    achieved = sum(standing.score.is_achieved for standing in scored)
    if not scored:
        return ""
    of_all = len(scored) == len(BENCHMARKS)
    if not achieved:
        return "No benchmark is fully achieved yet" if of_all else "None of the benchmarks scored is fully achieved yet"
    if achieved == len(scored):
        return "All eight benchmarks are fully achieved" if of_all else "All benchmarks scored are fully achieved"
    among = "eight benchmarks" if of_all else f"the {in_words(len(scored))} benchmarks scored"
    return f"{in_words(achieved).capitalize()} of {among} {'is' if achieved == 1 else 'are'} fully achieved"


def tally_of(actions: Iterable[Action]) -> Tally:
    """Count actions and those completed."""
    statuses = [action.status for action in actions]
    return Tally(len(statuses), statuses.count("Completed"))


def due_first(plan: Plan, most: int = 3) -> list[tuple[str, Action]]:
    """Return the actions still to be done that are due first, each with its number in the action plan, like "2.1".

    Only those whose time names a day, month or term: "termly" is never due.
    """
    open_ones = [
        (f"{number}.{place}", action)
        for number, objective in enumerate(plan.objectives, start=1)
        for place, action in enumerate(objective.actions, start=1)
        if action.status not in ("Completed", "Stopped") and action.time.span(plan.academic_year)
    ]
    return sorted(open_ones, key=lambda entry: entry[1].time.sort_key(plan.academic_year))[:most]


def in_words(number: int) -> str:
    """Return a number as words up to ten, in figures above."""
    return _WORDS[number] if number < len(_WORDS) else str(number)


def listed(things: list[str]) -> str:
    """Return "a, b and c"."""
    return " and ".join(filter(None, [", ".join(things[:-1]), *things[-1:]]))
