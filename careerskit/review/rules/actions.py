"""Rules on actions."""

from __future__ import annotations

from collections.abc import Iterator

from careerskit.plan import Action, Objective, advice_on, field_named
from careerskit.review.rules.gap import Gap, without_blanks

__all__ = ["actions_complete", "has_actions"]

_SECTION = field_named(Objective, "actions").label
_TIME = field_named(Action, "time")

_REQUIRED = {
    "action": "what is done",
    "responsible": "who is responsible",
    "time": "when",
    "outcome": "what success looks like",
}
"""The fields that each action needs, with what a gap calls them."""


def has_actions(objective: Objective, number: int) -> Iterator[Gap]:
    """Check that an objective has actions."""
    if not objective.actions:
        yield Gap(_SECTION, f"Add the actions for objective {number}", f"objectives[{objective.id}].actions")


def actions_complete(objective: Objective, number: int) -> Iterator[Gap]:
    """Check that each action says what is done, who is responsible, when, and what success looks like."""
    for position, action in enumerate(objective.actions, start=1):
        path = f"objectives[{objective.id}].actions[{action.id}]"
        missing = {name: words for name, words in _REQUIRED.items() if not without_blanks(getattr(action, name))}
        if missing:
            text = f"Objective {number}, action {position}: say {_and(list(missing.values()))}"
            yield Gap(_SECTION, text, f"{path}.{next(iter(missing))}")
        elif advice := advice_on(_TIME, action.time):
            yield Gap(_SECTION, f"Objective {number}, action {position}, {_TIME.label}: {advice}", f"{path}.time")


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
