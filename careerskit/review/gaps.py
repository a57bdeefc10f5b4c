"""What a plan still lacks, as an invitation to go on. A plan is never refused for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from careerskit.plan import (
    IN_USE_FROM,
    CompassScores,
    CurrentState,
    Group,
    Header,
    Kind,
    Objective,
    Plan,
    Question,
    Record,
    When,
    advice_on,
    question_named,
    questions_of,
)

__all__ = ["PARTS", "Gap", "answered", "begun", "gaps"]


@dataclass(frozen=True)
class Gap:
    """One thing to do next: in which section, and what, in the words of the plan's setting."""

    section: str
    text: str


def gaps(plan: Plan) -> list[Gap]:
    """Return what the plan still lacks, in the plan's order.

    The rules are the template's own: three to five objectives, at least one of them a whole-school (college) priority, at
    least three priorities from the SWOT analysis, every action with someone responsible, a time and an outcome; and that a
    plan is approved after it was made, by senior leaders before governors, and reviewed after that. One is not: Compass scores
    of before the benchmarks changed measure other criteria, so newer ones are asked for.
    """
    say = plan.setting.say
    found = [Gap(section, say(text)) for section, text in _all(plan)]
    return list(dict.fromkeys(found))


def answered(plan: Plan) -> tuple[int, int]:
    """Return how many of the plan's five parts have something in them, and of how many: the measure of the index."""
    parts = ("vision", "current_state", "swot", "objectives", "action_plan")
    return sum(begun(plan, part) for part in parts), len(parts)


PARTS = ("header", "vision", "current_state", "swot", "objectives", "action_plan", "reflections")
"""The parts of a plan that are filled in, each in a step of its own."""


def begun(plan: Plan, part: str) -> bool:
    """Whether something was written in a part of a plan; what the register knows does not count."""
    if part == "action_plan":
        return any(True for _ in plan.actions)
    if part == "header":
        known = {"school_name": plan.header.school_name, "setting": plan.header.setting}
        return plan.header != type(plan.header)(**known)
    return bool(getattr(plan, part) != getattr(Plan(), part))


def _all(plan: Plan) -> Iterator[tuple[str, str]]:
    yield from _unwritten(plan.header, leaving_out=("date_approved_slt", "date_approved_governors"))
    yield from _order_of_dates(plan)
    yield from _unwritten(plan.vision, leaving_out=("ideas",))
    yield from _unwritten(plan.current_state)
    yield from _compass(plan.current_state.compass, plan.academic_year)
    yield from _unwritten(plan.swot)
    yield from _objectives(plan)
    for number, objective in enumerate(plan.objectives, start=1):
        yield from _one_objective(objective, number)


def _unwritten(group: Group, leaving_out: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    for question in questions_of(type(group)):
        answer = _what_is_said(getattr(group, question.name))
        if question.name in leaving_out or question.kind is Kind.GROUP:
            continue
        if not answer:
            yield group.title, _ask_for(question)
        elif question.kind is Kind.ROWS and len(answer) < question.at_least:
            yield (
                group.title,
                f"{question.label}: add {question.at_least - len(answer)} more, to have at least {question.at_least}",
            )
        elif advice := advice_on(question, answer):
            yield group.title, f"{question.label}: {advice}"


def _what_is_said(answer: Any) -> Any:
    """Return an answer without what says nothing: spaces around a text, and records with nothing in them."""
    if isinstance(answer, tuple):
        return tuple(entry for entry in answer if not isinstance(entry, Record) or entry != type(entry)(id=entry.id))
    return answer.strip() if isinstance(answer, str) else answer


def _compass(compass: CompassScores, academic_year: int | None) -> Iterator[tuple[str, str]]:
    unscored = sum(not _what_is_said(score) for score in compass.by_benchmark.values())
    if unscored:
        yield CurrentState.title, f"Enter the Compass scores: {unscored} of 8 are missing"
    if unscored < 8 and not _what_is_said(compass.evaluated):
        yield CurrentState.title, _ask_for(question_named(CompassScores, "evaluated"))
    evaluated = compass.evaluated.span(academic_year)
    if unscored < 8 and evaluated and evaluated.last < IN_USE_FROM:
        yield (
            CurrentState.title,
            f"Enter newer Compass scores: these were evaluated before {IN_USE_FROM:%B %Y}, against the benchmarks as they "
            "were then",
        )
    for question in questions_of(CompassScores):
        if advice := advice_on(question, getattr(compass, question.name)):
            yield CurrentState.title, f"{question.label}: {advice}"


def _ask_for(question: Question) -> str:
    verb = {Kind.ROWS: "Add", Kind.CHOICE: "Choose", Kind.CHOICES: "Choose"}.get(question.kind, "Write")
    return f"{verb}: {question.label}"


def _order_of_dates(plan: Plan) -> Iterator[tuple[str, str]]:
    header = plan.header
    steps = [
        ("created", header.date_created),
        ("approved by SLT", header.date_approved_slt),
        ("approved by {governors}", header.date_approved_governors),
        ("to be reviewed", header.review_date),
    ]
    dated = [(name, span) for name, when in steps if (span := when.span(plan.academic_year))]
    for (before, earlier), (after, later) in pairwise(dated):
        if later.last < earlier.first:
            yield Header.title, f"Check the dates: the plan is {after} before it is {before}"


def _objectives(plan: Plan) -> Iterator[tuple[str, str]]:
    question = question_named(Plan, "objectives")
    count, section = len(plan.objectives), question.label
    if not count:
        yield section, f"Write {question.at_least} to {question.at_most} objectives"
        return
    if count < question.at_least:
        yield (
            section,
            f"Write {question.at_least - count} more, to have {question.at_least} to {question.at_most} objectives",
        )
    if count > question.at_most:
        yield section, f"Choose the {question.at_most} that matter most: there are {count} objectives"
    if not any(objective.kind == "whole" for objective in plan.objectives):
        yield section, "Make at least one objective a whole-{school} priority"


def _one_objective(objective: Objective, number: int) -> Iterator[tuple[str, str]]:
    section = question_named(Plan, "objectives").label
    for question in questions_of(Objective):
        answer = _what_is_said(getattr(objective, question.name))
        if question.kind is not Kind.ROWS and not answer and question.is_asked(objective):
            yield section, f"Objective {number}: {_ask_for(question).lower()}"
    if objective.objective and not any(letter.isdigit() for letter in objective.objective):
        yield section, f"Objective {number}: say how much and by when, so that it can be measured"
    if not objective.actions:
        yield question_named(Objective, "actions").label, f"Add the actions for objective {number}"
    for place, action in enumerate(objective.actions, start=1):
        named = {
            "action": "what is done",
            "responsible": "who is responsible",
            "time": "when",
            "outcome": "what success looks like",
        }
        lacking = [words for name, words in named.items() if not _what_is_said(getattr(action, name))]
        if lacking:
            yield question_named(Objective, "actions").label, f"Objective {number}, action {place}: say {_and(lacking)}"
        elif not When(action.time).is_readable:
            yield (
                "Action plan",
                f"Objective {number}, action {place}: write a time that can be put in order, like Spring 2027",
            )


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
