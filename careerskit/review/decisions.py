"""What a termly review of a plan needs a decision on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from careerskit.plan import Objective, Plan, When
from careerskit.review.year import ActionProgress, ActionState, TermlyReview

__all__ = ["Decisions", "IncompleteAction", "needed_decisions"]

_APPROVALS = ("date_approved_slt", "date_approved_governors")
_REVIEW = "review_date"


class IncompleteAction(NamedTuple):
    """An open action that nobody answers for, or that is never late."""

    progress: ActionProgress
    has_no_owner: bool
    has_no_date: bool

    @property
    def number(self) -> str:
        """Its number in the action plan, like "2.1"."""
        return self.progress.number


@dataclass(frozen=True)
class Decisions:
    """What needs a decision. Each action is in one of these at most.

    overdue: the actions that are, the longest first. unexplained: those that were dropped, and the plan does not say why.
    incomplete: open ones without an owner, or a time that names no day. standing_still: the objectives, with their numbers, none
    of whose actions has started although one could; not those whose actions were all dropped. dates: the names of the header's
    dates to settle: an approval that is missing, a review date that is missing or past.
    """

    overdue: tuple[ActionProgress, ...]
    unexplained: tuple[ActionProgress, ...]
    incomplete: tuple[IncompleteAction, ...]
    standing_still: tuple[tuple[int, Objective], ...]
    dates: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(map(len, (self.overdue, self.unexplained, self.incomplete, self.standing_still, self.dates)))

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.count)


def needed_decisions(plan: Plan, review: TermlyReview) -> Decisions:
    """Return what needs a decision. review: of the same plan."""
    dropped = review.in_state(ActionState.DROPPED)
    numbered = enumerate(plan.objectives, start=1)
    return Decisions(
        tuple(one for one in review.due if one.state is ActionState.OVERDUE),
        tuple(one for one in dropped if not one.reason),
        tuple(_incomplete(review)),
        tuple((number, one) for number, one in numbered if _stands_still(one, review)),
        tuple(_dates(plan, review)),
    )


def _incomplete(review: TermlyReview) -> list[IncompleteAction]:
    undated = {one.path for one in review.undated}
    found = [
        IncompleteAction(one, not one.action.responsible.strip(), one.path in undated)
        for one in review.actions
        if one.is_open and one.state is not ActionState.OVERDUE
    ]
    return [one for one in found if one.has_no_owner or one.has_no_date]


def _stands_still(objective: Objective, review: TermlyReview) -> bool:
    """Whether none of an objective's actions has started; not where all have ended, or all that are open are for a later term."""
    actions = [one for one in review.actions if one.objective is objective]
    if any(one.has_started for one in actions):
        return False
    if actions and not any(one.is_open for one in actions):
        return False
    term = When(review.term).span()
    waits = [bool(one.times) and term is not None and one.times[0].first > term.last for one in actions if one.is_open]
    return not waits or not all(waits)


def _dates(plan: Plan, review: TermlyReview) -> list[str]:
    spans = {name: getattr(plan.header, name).span(plan.academic_year) for name in (*_APPROVALS, _REVIEW)}
    return [name for name, span in spans.items() if span is None or (name == _REVIEW and span.last < review.as_at)]
