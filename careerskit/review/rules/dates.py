"""Rules on dates."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from careerskit.plan import Header, Plan
from careerskit.review.rules.gap import Gap

__all__ = ["dates_in_order"]


def dates_in_order(plan: Plan) -> Iterator[Gap]:
    """Check that a plan is created, approved by senior leaders, approved by governors and reviewed, in this order."""
    header = plan.header
    steps = [
        ("created", "date_created"),
        ("approved by SLT", "date_approved_slt"),
        ("approved by {governors}", "date_approved_governors"),
        ("to be reviewed", "review_date"),
    ]
    dated = [(words, name, span) for words, name in steps if (span := getattr(header, name).span(plan.academic_year))]
    for (before, _, earlier), (after, name, later) in pairwise(dated):
        if later.last < earlier.first:
            text = f"Check the dates: the plan is {after} before it is {before}"
            yield Gap(Header.title, text, f"header.{name}")
