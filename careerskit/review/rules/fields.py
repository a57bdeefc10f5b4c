"""Rules on fields: each section's are filled in, and lists have as many entries as the template asks for."""

from __future__ import annotations

from collections.abc import Iterator

from careerskit.plan import Group, Kind, Plan, Setting, Vision, advice_on, field_named, fields_of
from careerskit.review.finding import Found, rule
from careerskit.review.rules.asking import ask_for, without_blanks
from careerskit.review.sources import BENCHMARKS, GUIDANCE, TEMPLATE, WEBINAR

__all__ = ["current_state_filled", "header_filled", "swot_filled", "vision_filled", "voices_heard", "website_filled"]

_WHY_OF_COLLEGES = "Your funding agreement says what you have to publish. The guidance asks this of schools."
_VOICES = ("slt", "link_governor", "enterprise_adviser", "parents", "students", "staff")


@rule(
    "header",
    why="Whoever is asked to approve the plan needs to see whose it is, for which year, and when you will look at it again.",
    source=TEMPLATE,
)
def header_filled(plan: Plan) -> Iterator[Found]:
    """Check that the plan has its dates and names. The dates of approval come later."""
    return _filled(plan, "header", optional=("date_approved_slt", "date_approved_governors"))


@rule(
    "vision",
    why="The benchmark asks for a programme that young people, parents and carers, staff, employers and governors help to shape. A "
    "voice that you have not heard is worth naming too.",
    source=BENCHMARKS,
)
def voices_heard(plan: Plan) -> Iterator[Found]:
    """Check that the plan has the comments of each of the six voices, or says that it was not heard yet."""
    for name in _VOICES:
        if not getattr(plan.vision, name).strip():
            mend = "If you have not asked them yet, say so, and when you will: for example, “Not asked yet. We will in March.”"
            yield Found(Vision.title, ask_for(field_named(Vision, name)), f"vision.{name}", mend, is_missing=True)


@rule(
    "vision",
    why="Objectives and actions follow from the vision, and colleagues see in it what careers provision is for.",
    source=WEBINAR,
)
def vision_filled(plan: Plan) -> Iterator[Found]:
    """Check that both visions are written, and that no comment is too long. The ideas are notes for oneself."""
    return _filled(plan, "vision", optional=("ideas", *_VOICES))


@rule(
    "current_state", why="Objectives that follow from evidence are easier to agree on, and to measure.", source=WEBINAR
)
def current_state_filled(plan: Plan) -> Iterator[Found]:
    """Check that priorities, destinations, labour market and vulnerable cohorts are written."""
    return _filled(plan, "current_state")


@rule("swot", why="Your objectives should answer the priorities that come out of the SWOT analysis.", source=WEBINAR)
def swot_filled(plan: Plan) -> Iterator[Found]:
    """Check that the SWOT analysis has points in each column, and its priorities."""
    return _filled(plan, "swot")


@rule(
    "website",
    why="Schools have to publish this, so that {students}, parents and carers, staff and employers know whom to ask.",
    source=GUIDANCE,
)
def website_filled(plan: Plan) -> Iterator[Found]:
    """Check that what belongs on the website is written. The careers leader's name is at the head of the plan."""
    why = "" if plan.setting in (Setting.SCHOOL, Setting.SPECIAL) else _WHY_OF_COLLEGES
    return _filled(plan, "website", why=why)


def _filled(plan: Plan, part: str, optional: tuple[str, ...] = (), why: str = "") -> Iterator[Found]:
    """Check that the fields of a part are filled in. What is optional may be empty, not unclear. why: instead of the rule's."""
    group: Group = getattr(plan, part)
    for field in (one for one in fields_of(type(group)) if one.is_asked_of(plan.setting)):
        path = f"{part}.{field.name}"
        answer = without_blanks(getattr(group, field.name))
        if field.kind is Kind.GROUP or (field.name in optional and not answer):
            continue
        if not answer:
            yield Found(group.title, ask_for(field), path, is_missing=True, why=why)
        elif field.kind is Kind.ROWS and len(answer) < field.at_least:
            more = field.at_least - len(answer)
            text = f"{field.label}: add {more} more, to have at least {field.at_least}"
            yield Found(group.title, text, path, is_missing=True)
        elif advice := advice_on(field, answer, plan.academic_year):
            yield Found(group.title, f"{field.label}: {advice}", path, why=why)
