"""What many plans have in common, in counts alone: what each of them contributes, and how many schools that is true of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import TypeVar

from careerskit.plan import BENCHMARKS, IN_USE_FROM, SWOT_PROMPTS, Plan
from careerskit.review.findings import OBJECTIVE_RULES, PLAN_RULES, TEXT_RULES, findings
from careerskit.review.progress import PARTS, is_started
from careerskit.review.year import ActionState, TermlyReview, review_term

__all__ = ["ActionCounts", "Overview", "PlanFacts", "plan_facts"]

_Key = TypeVar("_Key", int, str)

_STRONG, _WEAK = ("strengths", "opportunities"), ("weaknesses", "threats")
_TOPICS = tuple(prompt.text for prompt in SWOT_PROMPTS)


@dataclass(frozen=True)
class ActionCounts:
    """How many actions of a plan are overdue, due in the term, done and there in all; and the benchmarks that those due are for."""

    overdue: int = 0
    due: int = 0
    done: int = 0
    total: int = 0
    due_for: frozenset[int] = frozenset()


@dataclass(frozen=True)
class PlanFacts:
    """What one plan contributes to an overview. Nothing that was typed is in it.

    priorities: the numbers of its priority benchmarks. scores: the Compass score of each benchmark that has one, of an evaluation
    since September 2025. started: the parts that are started. findings: how many are open. open_rules: the rules that they are of.
    strong, weak: the topics of its strengths and opportunities, and of its weaknesses and threats. actions: on each day asked for.
    is_readable: whether it could be read; the facts of one that could not are those of an empty plan.
    """

    priorities: frozenset[int] = frozenset()
    scores: Mapping[int, float] = field(default_factory=dict)
    started: frozenset[str] = frozenset()
    findings: int = 0
    open_rules: frozenset[str] = frozenset()
    strong: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()
    actions: Mapping[date, ActionCounts] = field(default_factory=dict)
    is_readable: bool = True


def plan_facts(plan: Plan, days: Iterable[date]) -> PlanFacts:
    """Return what a plan contributes to an overview. days: those on which its actions are counted."""
    found = [finding for finding in findings(plan) if finding.is_open]
    return PlanFacts(
        frozenset(plan.current_state.priority_benchmarks),
        _current_scores(plan),
        frozenset(part for part in PARTS if is_started(plan, part)),
        len(found),
        frozenset(finding.rule for finding in found),
        _topics(plan, _STRONG),
        _topics(plan, _WEAK),
        {day: _action_counts(review_term(plan, day)) for day in days},
    )


@dataclass(frozen=True)
class Overview:
    """How many plans there are, and of how many schools each thing is true. Where nothing else is said, a value is such a number.

    priorities, scored, achieved, due_for: by the number of the benchmark: it is a priority, has a score, has one of 100%, and
    something that is due in the term is for it. medians: of the scores; None where there is none. ready: no finding is open.
    open_rules, started, strong, weak: by rule, part and topic. overdue, due, done, with_actions: at least one action is.
    """

    plans: int
    priorities: Mapping[int, int]
    scored: Mapping[int, int]
    achieved: Mapping[int, int]
    due_for: Mapping[int, int]
    medians: Mapping[int, float | None]
    ready: int
    open_rules: Mapping[str, int]
    started: Mapping[str, int]
    strong: Mapping[str, int]
    weak: Mapping[str, int]
    overdue: int
    due: int
    done: int
    with_actions: int

    @classmethod
    def of(cls, plans: Iterable[PlanFacts], day: date) -> Overview:
        """Count over plans. day: the one on which actions are counted, one of those that the facts were made for."""
        every = list(plans)
        numbers = [entry.number for entry in BENCHMARKS]
        scores = {number: [one.scores[number] for one in every if number in one.scores] for number in numbers}
        actions = [one.actions.get(day, ActionCounts()) for one in every]
        rules = [rule.name for rule in (*PLAN_RULES, *TEXT_RULES, *OBJECTIVE_RULES)]
        return cls(
            plans=len(every),
            priorities=_count((one.priorities for one in every), numbers),
            scored={number: len(found) for number, found in scores.items()},
            achieved={number: sum(score == 100 for score in found) for number, found in scores.items()},
            due_for=_count((one.due_for for one in actions), numbers),
            medians={number: median(found) if found else None for number, found in scores.items()},
            ready=sum(one.is_readable and not one.findings for one in every),
            open_rules=_count((one.open_rules for one in every), rules),
            started=_count((one.started for one in every), PARTS),
            strong=_count((one.strong for one in every), _TOPICS),
            weak=_count((one.weak for one in every), _TOPICS),
            overdue=sum(bool(one.overdue) for one in actions),
            due=sum(bool(one.due) for one in actions),
            done=sum(bool(one.done) for one in actions),
            with_actions=sum(bool(one.total) for one in actions),
        )


def _count(sets: Iterable[frozenset[_Key]], keys: Iterable[_Key]) -> dict[_Key, int]:
    found = Counter(key for one in sets for key in one)
    return {key: found[key] for key in keys}


def _current_scores(plan: Plan) -> dict[int, float]:
    """Return the scores of an evaluation of the benchmarks in use; none where its date says otherwise, or is missing."""
    compass = plan.current_state.compass
    evaluated = compass.evaluated.span(plan.academic_year)
    if evaluated is None or evaluated.first < IN_USE_FROM:
        return {}
    read = {number: score.per_cent for number, score in compass.by_benchmark.items()}
    return {number: score for number, score in read.items() if score is not None}


def _topics(plan: Plan, columns: tuple[str, ...]) -> frozenset[str]:
    points = (point for column in columns for point in getattr(plan.swot, column))
    return frozenset(point.prompt for point in points if point.prompt in _TOPICS and point.text.strip())


def _action_counts(review: TermlyReview) -> ActionCounts:
    due = [one for one in review.due if one.state is not ActionState.OVERDUE]
    counts = review.counts
    return ActionCounts(
        counts[ActionState.OVERDUE],
        len(due),
        counts[ActionState.DONE],
        len(review.actions),
        frozenset(number for one in due for number in one.objective.benchmarks),
    )
