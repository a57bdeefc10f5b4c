"""Rules on fields: each section's are filled in, and lists have as many entries as the template asks for."""

from __future__ import annotations

from collections.abc import Iterator

from careerskit.plan import Plan, Vision, field_named
from careerskit.review.finding import Found, rule
from careerskit.review.rules.asking import ask_for, ask_for_empty
from careerskit.review.sources import BENCHMARKS, TEMPLATE, WEBINAR
from careerskit.words import join_words

__all__ = ["current_state_filled", "header_filled", "swot_filled", "vision_filled", "voices_heard"]

_VOICES = ("slt", "link_governor", "enterprise_adviser", "parents", "students", "staff")


@rule(
    "header",
    why="Whoever is asked to approve the plan needs to see whose it is, for which year, and when you will look at it again.",
    source=TEMPLATE,
)
def header_filled(plan: Plan) -> Iterator[Found]:
    """Check that the plan has its dates and names. The dates of approval come later."""
    return ask_for_empty(plan, "header", optional=("date_approved_slt", "date_approved_governors"))


@rule(
    "vision",
    why="Benchmark 1 asks for a programme that {students}, parents and carers, staff, {governors}, employers and other agencies "
    "know and understand, and that is evaluated with feedback. A voice that you have not heard is worth naming too.",
    source=BENCHMARKS,
)
def voices_heard(plan: Plan) -> Iterator[Found]:
    """Check that the plan has the comments of each of the six voices, or says that it was not heard yet."""
    missing = [name for name in _VOICES if not getattr(plan.vision, name).strip()]
    if missing:
        first, *others = missing
        labels = [field_named(Vision, name).label for name in others]
        text = join_words([ask_for(field_named(Vision, first)), *labels])
        mend = (
            "If you have not asked them yet, say so, and when you will: for example, “Not asked yet. We will in March.”"
        )
        yield Found(Vision.title, text, f"vision.{first}", mend, is_missing=True, about=" ".join(others))


@rule(
    "vision",
    why="Objectives and actions follow from the vision, and colleagues see in it what careers provision is for.",
    source=WEBINAR,
)
def vision_filled(plan: Plan) -> Iterator[Found]:
    """Check that both visions are written, and that no comment is too long. The ideas are notes for oneself."""
    return ask_for_empty(plan, "vision", optional=("ideas", *_VOICES))


@rule(
    "current_state", why="Objectives that follow from evidence are easier to agree on, and to measure.", source=WEBINAR
)
def current_state_filled(plan: Plan) -> Iterator[Found]:
    """Check that priorities, destinations, labour market and vulnerable cohorts are written."""
    return ask_for_empty(plan, "current_state")


@rule("swot", why="Your objectives should answer the priorities that come out of the SWOT analysis.", source=WEBINAR)
def swot_filled(plan: Plan) -> Iterator[Found]:
    """Check that the SWOT analysis has points in each column, and its priorities."""
    return ask_for_empty(plan, "swot")
