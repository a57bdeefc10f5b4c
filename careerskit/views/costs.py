"""What the actions of a plan cost, added up only where that is honest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from careerskit.plan import Action, Plan

__all__ = ["Costs", "add_up_costs"]

_AMOUNT = re.compile(r"£\s?(\d{1,3}(?:,\d{3})+|\d+)(\.\d\d)?(?![\d,.]*\d|\s?(?:k|m|million|thousand)\b)", re.IGNORECASE)
_NOTHING = re.compile(r"\s*(?:none|nil|no cost|free|£?0)\s*\.?\s*", re.IGNORECASE)
_NOT_ALONE = re.compile(
    r"\b(?:per|each|every|up to|between|from|at least|about|around|approx\w*|circa|plus|or|to be|t\.?b\.?c"
    r"|a(?:n)?\s+(?:day|week|month|half[- ]?term|term|year|head|hour|session|visit|student|pupil|learner|person))\b"
    r"|\d\s?[x×/–-]|[x×~?]\s?[\d£]|\b(?:dai|week|month|term|year|hour)ly\b",
    re.IGNORECASE,
)
"""What says that an amount is a rate, a guess, a choice, or one of several."""


@dataclass(frozen=True)
class Costs:
    """What the actions cost.

    actions: those with a cost or staff time, each with its number in the action plan, like "2.1"; not those that were dropped.
    total: the sum in pounds of what could be counted. counted: how many amounts that was. not_counted: the number and the cost, as
    written, of those that are no single amount. without: how many actions have neither a cost nor staff time.
    """

    actions: tuple[tuple[str, Action], ...]
    total: Decimal
    counted: int
    not_counted: tuple[tuple[str, str], ...]
    without: int

    @property
    def total_text(self) -> str:
        """The sum as it is read, such as £1,250 or £1,250.50."""
        return f"£{self.total:,.0f}" if self.total == self.total.to_integral_value() else f"£{self.total:,.2f}"


def add_up_costs(plan: Plan) -> Costs:
    """Return what the actions of a plan cost. Where a cost is one sure amount of money, it is added up; nothing is guessed."""
    actions = [(number, action) for number, _, action in plan.numbered_actions if not action.is_dropped]
    costing = tuple((number, action) for number, action in actions if action.cost.strip() or action.staff_time.strip())
    amounts = [(number, action.cost.strip(), _amount(action.cost)) for number, action in costing if action.cost.strip()]
    counted = [amount for _, _, amount in amounts if amount is not None]
    not_counted = tuple((number, text) for number, text, amount in amounts if amount is None)
    return Costs(costing, sum(counted, Decimal()), len(counted), not_counted, len(actions) - len(costing))


def _amount(cost: str) -> Decimal | None:
    """Return the one amount in pounds that a cost names: 250 for "£250 for a coach"; None where it is not one sure amount."""
    if _NOTHING.fullmatch(cost):
        return Decimal()
    found = _AMOUNT.findall(cost)
    if len(found) != 1 or cost.count("£") != 1 or _NOT_ALONE.search(cost):
        return None
    whole, pence = found[0]
    return Decimal(whole.replace(",", "") + pence)
