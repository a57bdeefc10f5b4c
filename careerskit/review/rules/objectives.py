"""Rules on objectives."""

from __future__ import annotations

from collections.abc import Iterator

from careerskit.plan import Kind, Objective, Plan, field_named, fields_of
from careerskit.review.finding import Found, rule
from careerskit.review.measurable import Feature, faults_in, measure
from careerskit.review.rules.asking import ask_for, without_blanks
from careerskit.review.sources import BENCHMARKS, OURS, TEMPLATE, WEBINAR
from careerskit.words import join_words

__all__ = [
    "benchmarks_have_room",
    "enough_objectives",
    "has_whole_school_objective",
    "objective_adds_up",
    "objective_changes_something",
    "objective_filled",
    "objective_measurable",
]

_FIELD = field_named(Plan, "objectives")
_MEASURED = (Feature.NUMBER, Feature.BASELINE, Feature.TARGET, Feature.DATE)
_EXAMPLE = "“By July 2027, 80% of Year 11 {students} have met three employers, up from 48% in July 2026”"


@rule(
    "objectives",
    why="The template asks for three to five. Our own reason: fewer may miss what matters, and more are hard to achieve in a year.",
    source=TEMPLATE,
)
def enough_objectives(plan: Plan) -> Iterator[Found]:
    """Check that there are three to five objectives."""
    count, least, most = len(plan.objectives), _FIELD.at_least, _FIELD.at_most
    if not count:
        yield Found(_FIELD.label, f"Write {least} to {most} objectives", "objectives", is_missing=True)
    elif count < least:
        text = f"Write {least - count} more, to have {least} to {most} objectives"
        yield Found(_FIELD.label, text, "objectives", is_missing=True)
    elif count > most:
        yield Found(_FIELD.label, f"Choose the {most} that matter most: there are {count} objectives", "objectives")


@rule(
    "objectives",
    why="Careers provision can help to solve what the whole {school} works on, and colleagues then share the plan.",
    source=TEMPLATE,
)
def has_whole_school_objective(plan: Plan) -> Iterator[Found]:
    """Check that at least one objective is a whole-school (college) priority."""
    if plan.objectives and not any(objective.kind == "whole" for objective in plan.objectives):
        path = f"objectives[{plan.objectives[0].id}].kind"
        yield Found(_FIELD.label, "Make at least one objective a whole-{school} priority", path)


@rule("objectives", why="The guiding questions lead from the problem to what success looks like.", source=TEMPLATE)
def objective_filled(plan: Plan, objective: Objective, number: int) -> Iterator[Found]:
    """Check that each field of an objective is filled in. Its actions, and what it answers, have rules of their own."""
    for field in fields_of(Objective):
        answer = without_blanks(getattr(objective, field.name))
        can_answer = field.kind is not Kind.CHOICES or plan.choices_for(field)
        if field.kind is not Kind.ROWS and not answer and can_answer and field.applies_to(objective):
            text = f"Objective {number}: {ask_for(field, within=True)}"
            yield Found(_FIELD.label, text, f"objectives[{objective.id}].{field.name}", is_missing=True)


@rule(
    "objectives",
    why="The plan is there for {students}. What will be different for them is what SLT and the {governors} ask about.",
    source=WEBINAR,
)
def objective_changes_something(_: Plan, objective: Objective, number: int) -> Iterator[Found]:
    """Check that an objective says what changes for students, and not only what is done."""
    measures = measure(objective.objective)
    if objective.objective.strip() and not measures.is_student_centred:
        weak = measures.weak
        asked = (
            "for which {students}"
            if measures.change and not measures.people
            else "what will be different for {students}"
        )
        text = f"Objective {number}: say {asked}"
        mend = f"{weak.reason}." if weak else f"For example, {_EXAMPLE}."
        path, quote = f"objectives[{objective.id}].objective", weak.phrase.text if weak else ""
        yield Found(_FIELD.label, text, path, mend, quote=quote)


@rule(
    "objectives",
    why="Only what can be measured can be seen to have happened: from what, to what, by when.",
    source=WEBINAR,
)
def objective_measurable(_: Plan, objective: Objective, number: int) -> Iterator[Found]:
    """Check that an objective has a number, says where that starts and gets to, and by when."""
    measures = measure(objective.objective)
    missing = [str(feature) for feature in measures.missing if feature in _MEASURED]
    has = [str(feature) for feature in Feature if feature not in measures.missing]
    if objective.objective.strip() and missing:
        text = f"Objective {number}: say {join_words(missing)}, so that it can be measured"
        mend = f"It says {join_words(has)} already. For example, {_EXAMPLE}." if has else f"For example, {_EXAMPLE}."
        yield Found(_FIELD.label, text, f"objectives[{objective.id}].objective", mend)


@rule(
    "objectives",
    why="Readers compare the figures and dates. If they do not fit together, it may be a slip.",
    source=OURS,
)
def objective_adds_up(plan: Plan, objective: Objective, number: int) -> Iterator[Found]:
    """Check that what an objective says of figures and dates can be: no share over 100%, the right way, and the start first."""
    for quote, fault in faults_in(objective.objective, plan.academic_year):
        text = f"Objective {number}: check the figures and dates"
        yield Found(_FIELD.label, text, f"objectives[{objective.id}].objective", f"{fault}.", quote=quote, about=quote)


@rule(
    "objectives",
    why="A benchmark at 100% is achieved. An objective can keep it there or go beyond it, and the reader then wants to know how.",
    source=BENCHMARKS,
)
def benchmarks_have_room(plan: Plan, objective: Objective, number: int) -> Iterator[Found]:
    """Check that an objective does not claim to develop a benchmark that is achieved already."""
    scores = plan.current_state.compass.by_benchmark
    for benchmark in objective.benchmarks:
        if benchmark not in scores or not scores[benchmark].is_achieved:
            continue
        text = f"Objective {number} develops benchmark {benchmark}, which is at 100% already"
        mend = "Choose the benchmarks that it really moves. If it is about keeping this one, set this aside and say so."
        path = f"objectives[{objective.id}].benchmarks"
        yield Found(_FIELD.label, text, path, mend, about=str(benchmark))
