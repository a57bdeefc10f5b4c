"""The rule on what the website has to say, and why each of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from careerskit.plan import Plan, Setting, Website, field_named
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

_CAN_BE = {
    "email": (
        re.compile(r"[^@\s]@[\w-]+\.\w"),
        "this does not look like an email address",
        "For example, careers@larkmoor.example.",
    ),
    "telephone": (
        re.compile(r"(?:\d\D*){10}"),  # the fewest that a number of the United Kingdom has with its area code
        "this does not look like a telephone number",
        "Write it with its area code, for example 01632 960123.",
    ),
    "provider_access": (
        re.compile(r"[\w-]\.(?!(?:pdf|docx?)\b)[a-z]{2}", re.IGNORECASE),
        "this does not look like a link",
        "Paste the address of the page, for example https://www.larkmoor.example/provider-access.",
    ),
}
"""What each box has to hold to be what it asks for, what to say where it does not, and an example."""


@rule("website", why="The website has to say this.", source=GUIDANCE)
def website_filled(plan: Plan) -> Iterator[Found]:
    """Check that what belongs on the website is written and can be used. The careers leader's name is at the head of the plan."""
    is_school = plan.setting in (Setting.SCHOOL, Setting.SPECIAL)
    for found in (*ask_for_empty(plan, "website"), *_unusable(plan)):
        name = found.path.removeprefix("website.")
        why = _WHY[name] if is_school else _WHY_OF_COLLEGES
        yield replace(found, why=why, source=_SOURCES.get(name, ""))


def _unusable(plan: Plan) -> Iterator[Found]:
    for name, (pattern, fault, mend) in _CAN_BE.items():
        field, text = field_named(Website, name), getattr(plan.website, name)
        if text.strip() and field.is_asked_of(plan.setting) and not pattern.search(text):
            yield Found(Website.title, f"{field.label}: {fault}", f"website.{name}", mend, quote=text, about="unusable")
