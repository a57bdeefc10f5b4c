"""What a school agreed to share in a session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from careerskit.plan import Plan

__all__ = ["Share", "shared_plans"]


@dataclass(frozen=True)
class Share:
    """What a school agreed to share; nothing unless it said so.

    board: the board may show what it types, without its name. named: the report may name the school. vision: its vision statement
    may be read out, without its name.
    """

    board: bool = False
    named: bool = False
    vision: bool = False


def shared_plans(plans: Mapping[str, Plan], shares: Mapping[str, Share]) -> dict[str, Plan]:
    """Return the plans of those who share with the board, by school and in its order, which is nobody's."""
    return {school: plan for school, plan in sorted(plans.items()) if shares.get(school, Share()).board}
