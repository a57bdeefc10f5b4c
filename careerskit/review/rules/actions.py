"""Rules on actions. Each takes an objective with its number, and looks at its actions."""

from __future__ import annotations

from collections.abc import Iterator

from careerskit.plan import Action, Objective, Plan, advice_on, field_named
from careerskit.review.finding import Found, rule
from careerskit.review.rules.asking import without_blanks
from careerskit.review.sources import BENCHMARKS, OURS, TEMPLATE
from careerskit.words import join_words

__all__ = ["actions_evaluated", "actions_filled", "actions_name_their_audience", "has_actions", "stopped_with_a_reason"]

_SECTION = field_named(Objective, "actions").label
_TIME = field_named(Action, "time")

_REQUIRED = {
    "action": "what is done",
    "responsible": "who is responsible",
    "time": "when",
    "outcome": "what success looks like",
}
"""The fields that each action needs, with what a finding calls them."""


@rule("action_plan", why="An objective comes about by what somebody does by a certain time.", source=TEMPLATE)
def has_actions(_: Plan, objective: Objective, number: int) -> Iterator[Found]:
    """Check that an objective has actions."""
    if not objective.actions:
        path = f"objectives[{objective.id}].actions"
        yield Found(_SECTION, f"Add the actions for objective {number}", path, is_missing=True)


@rule(
    "action_plan",
    why="An action without an owner, a time and an outcome is easily left undone, and nobody can say whether it worked.",
    source=TEMPLATE,
)
def actions_filled(_: Plan, objective: Objective, number: int) -> Iterator[Found]:
    """Check that each action says what is done, who is responsible, when, and what success looks like."""
    for at, path, action in _actions(objective, number):
        if action.is_dropped:
            continue
        missing = {name: words for name, words in _REQUIRED.items() if not without_blanks(getattr(action, name))}
        if missing:
            text = f"{at}: say {join_words(list(missing.values()))}"
            yield Found(_SECTION, text, f"{path}.{next(iter(missing))}", is_missing=True, about=" ".join(missing))
        elif advice := advice_on(_TIME, action.time):
            yield Found(_SECTION, f"{at}, {_TIME.label}: {advice}", f"{path}.time")


@rule(
    "action_plan",
    why="Evaluate the programme, and use what you find to improve it. What you will count or ask is easiest to "
    "settle before the action starts.",
    source=BENCHMARKS,
)
def actions_evaluated(_: Plan, objective: Objective, number: int) -> Iterator[Found]:
    """Check that each action says how it will be evaluated."""
    for at, path, action in _actions(objective, number):
        if _is_going(action) and not action.evaluation.strip():
            mend = "Say what you will count or ask, and when: for example, “Survey of Year 10 in May, compared with September”."
            yield Found(_SECTION, f"{at}: say how it will be evaluated", f"{path}.evaluation", mend, is_missing=True)


@rule(
    "action_plan",
    why="{Students}, staff, parents and carers, governors and employers each need to know the programme, and your plan shows which "
    "action is for whom.",
    source=BENCHMARKS,
)
def actions_name_their_audience(_: Plan, objective: Objective, number: int) -> Iterator[Found]:
    """Check that each action says who it is for."""
    for at, path, action in _actions(objective, number):
        if _is_going(action) and not action.audience:
            yield Found(_SECTION, f"{at}: choose who it is for", f"{path}.audience", is_missing=True)


@rule("action_plan", why="Whoever reads the plan later will ask why an action was dropped.", source=OURS)
def stopped_with_a_reason(_: Plan, objective: Objective, number: int) -> Iterator[Found]:
    """Check that an action that was dropped says why, in its progress."""
    for at, path, action in _actions(objective, number):
        if action.is_dropped and not action.progress.strip():
            yield Found(_SECTION, f"{at}: say why it was dropped", f"{path}.progress", is_missing=True)


def _actions(objective: Objective, number: int) -> Iterator[tuple[str, str, Action]]:
    """Yield what a finding calls each action, its path, and the action."""
    for position, action in enumerate(objective.actions, start=1):
        yield f"Objective {number}, action {position}", f"objectives[{objective.id}].actions[{action.id}]", action


def _is_going(action: Action) -> bool:
    """Whether it says what is done, and was not dropped."""
    return bool(action.action.strip()) and not action.is_dropped
