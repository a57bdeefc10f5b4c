"""Where a plan stands in its year: the state of each action on a day, and what is due in the term of that day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from careerskit.plan import Action, Objective, Plan, Span, When, term_of

__all__ = ["ActionProgress", "ActionState", "TermlyReview", "action_state", "review_term"]


class ActionState(StrEnum):
    """How far an action is."""

    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    DONE = "done"
    OVERDUE = "overdue"
    """Certainly past its time, and neither done nor dropped."""
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        """What a person reads where it stands for itself, such as "Not started"."""
        return self.value.capitalize()


_OF_STATUS = {
    "Not yet started": ActionState.NOT_STARTED,
    "In progress": ActionState.IN_PROGRESS,
    "Completed": ActionState.DONE,
    "Stopped": ActionState.DROPPED,
}
_ENDED = (ActionState.DONE, ActionState.DROPPED)


@dataclass(frozen=True)
class ActionProgress:
    """One action on the day of a review.

    number: in the action plan, like "2.1". path: in the plan. times: each time that it is due, the earliest first; empty where
    it names none, or where it recurs. due: the first of them that is not past, or else the last; None where there is none.
    is_recurring: whether it is to be done again and again, such as "termly".
    """

    number: str
    path: str
    objective: Objective
    action: Action
    state: ActionState
    times: tuple[Span, ...]
    due: Span | None
    is_recurring: bool

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state not in _ENDED

    @property
    def status(self) -> ActionState:
        """The state that it would be in if it were not overdue."""
        return _state(self.action)

    @property
    def has_started(self) -> bool:
        """Whether it is in progress or done, also where it is overdue by now."""
        return self.status in (ActionState.IN_PROGRESS, ActionState.DONE)

    @property
    def reason(self) -> str:
        """Why it was dropped, as its progress says; "" where it was not, or where no reason is noted."""
        return self.action.progress.strip() if self.state is ActionState.DROPPED else ""


@dataclass(frozen=True)
class TermlyReview:
    """A plan on one day. as_at: the day. term: its term, such as "Autumn 2026". actions: all of the plan, in its order."""

    as_at: date
    term: str
    actions: tuple[ActionProgress, ...]

    @property
    def counts(self) -> Mapping[ActionState, int]:
        """How many actions are in each state, also where none is."""
        found = Counter(one.state for one in self.actions)
        return {state: found[state] for state in ActionState}

    def in_state(self, *states: ActionState) -> tuple[ActionProgress, ...]:
        """Return the actions in one of these states, in the plan's order."""
        return tuple(one for one in self.actions if one.state in states)

    @property
    def due(self) -> tuple[ActionProgress, ...]:
        """What is due: what is overdue, and then what falls in this term, each the earliest first.

        Several times, such as "27 November 2026 and 11 June 2027", are each due in their own term. One that spans several terms,
        such as "October to May", is due in each of them.
        """
        term = When(self.term).span()
        found = [
            one
            for one in self.actions
            if one.is_open and one.due and term and (_is_overdue(one) or _overlap(one.due, term))
        ]
        return tuple(sorted(found, key=_due_order))

    @property
    def later(self) -> tuple[ActionProgress, ...]:
        """The open actions that are due after this term, the earliest first."""
        due = {one.path for one in self.due}
        return tuple(
            sorted((one for one in self.actions if one.is_open and one.due and one.path not in due), key=_due_order)
        )

    @property
    def recurring(self) -> tuple[ActionProgress, ...]:
        """The open actions that are done again and again, and so in this term too."""
        return tuple(one for one in self.actions if one.is_open and one.is_recurring)

    @property
    def undated(self) -> tuple[ActionProgress, ...]:
        """The open actions whose time names no day: nobody can say whether they are late."""
        return tuple(one for one in self.actions if one.is_open and one.due is None and not one.is_recurring)


def review_term(plan: Plan, as_at: date) -> TermlyReview:
    """Return where a plan stands on a day."""
    actions = (_progress(plan, number, objective, action, as_at) for number, objective, action in plan.numbered_actions)
    return TermlyReview(as_at, term_of(as_at), tuple(actions))


def action_state(action: Action, academic_year: int | None, as_at: date) -> ActionState:
    """Return how far an action is on a day. academic_year: that of its plan."""
    state, times = _state(action), _times(action, academic_year)
    return ActionState.OVERDUE if state not in _ENDED and times and times[-1].last < as_at else state


def _times(action: Action, academic_year: int | None) -> tuple[Span, ...]:
    return () if action.time.is_recurring else action.time.spans(academic_year)


def _progress(plan: Plan, number: str, objective: Objective, action: Action, as_at: date) -> ActionProgress:
    times, state = _times(action, plan.academic_year), action_state(action, plan.academic_year, as_at)
    due = next((one for one in times if one.last >= as_at), times[-1] if times else None)
    path = f"objectives[{objective.id}].actions[{action.id}]"
    return ActionProgress(number, path, objective, action, state, times, due, action.time.is_recurring)


def _state(action: Action) -> ActionState:
    """Return the state that the status says. Where it says none, an action has started once something is noted about it."""
    noted = ActionState.IN_PROGRESS if action.progress.strip() else ActionState.NOT_STARTED
    return _OF_STATUS.get(action.status.strip(), noted)


def _is_overdue(one: ActionProgress) -> bool:
    return one.state is ActionState.OVERDUE


def _overlap(one: Span, other: Span) -> bool:
    return one.first <= other.last and other.first <= one.last


def _due_order(one: ActionProgress) -> tuple[bool, date, date]:
    due = one.due or Span(date.max, date.max)
    return not _is_overdue(one), due.last, due.first
