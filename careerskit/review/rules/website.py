"""The rule on what the website has to say, and why each of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from careerskit.plan import Plan, Setting
from careerskit.review.finding import Found, rule
from careerskit.review.rules.asking import ask_for_empty
from careerskit.review.sources import GUIDANCE

__all__ = ["website_filled"]

_WHY_OF_COLLEGES = "Your funding agreement says what you have to publish. The guidance asks this of schools."
_MUST = "Maintained schools must publish this, and academies should."
_CONTACT = f"{_MUST} {{Students}}, parents and carers, staff and employers then know whom to ask."
_WHY = {
    "email": _CONTACT,
    "telephone": _CONTACT,
    "programme": f"{_MUST} It tells {{students}}, parents and carers, staff and employers what there is for them.",
    "impact": f"{_MUST} It shows readers how you know whether the programme works.",
    "next_review": f"{_MUST} It shows readers how up to date the rest is.",
    "provider_access": "Schools must publish a policy statement on provider access. It tells colleges and training providers how "
    "to reach {students}.",
}
_SOURCES = {"provider_access": "Education Act 1997, section 42B"}


@rule("website", why="The website has to say this.", source=GUIDANCE)
def website_filled(plan: Plan) -> Iterator[Found]:
    """Check that what belongs on the website is written and can be used. The careers leader's name is at the head of the plan."""
    is_school = plan.setting in (Setting.SCHOOL, Setting.SPECIAL)
    for found in ask_for_empty(plan, "website"):
        name = found.path.removeprefix("website.")
        why = _WHY[name] if is_school else _WHY_OF_COLLEGES
        yield replace(
            found,
            why=why,
            source=_SOURCES.get(name, ""),
            quote=getattr(plan.website, name),
            about="" if found.is_missing else "unusable",  # setting aside that it is missing does not set this aside
        )
