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
        ("created", header.date_created),
        ("approved by SLT", header.date_approved_slt),
        ("approved by {governors}", header.date_approved_governors),
        ("to be reviewed", header.review_date),
    ]
    dated = [(name, span) for name, when in steps if (span := when.span(plan.academic_year))]
    for (before, earlier), (after, later) in pairwise(dated):
        if later.last < earlier.first:
            yield Gap(Header.title, f"Check the dates: the plan is {after} before it is {before}")
