"""What a plan still lacks, and what is worth another look, as an invitation to go on. A plan is never refused because of it.

Each rule says why it matters and whose it is: the plan template's, the benchmarks', the statutory guidance's, or our own advice.
"""

from __future__ import annotations

from dataclasses import replace

from careerskit.plan import Plan
from careerskit.review.finding import Finding, Rule
from careerskit.review.progress import PARTS, part_of
from careerskit.review.rules import actions, compass, dates, fields, objectives, programme, texts, thread, website

__all__ = ["OBJECTIVE_RULES", "PLAN_RULES", "TEXT_RULES", "findings"]

PLAN_RULES: tuple[Rule, ...] = (
    fields.header_filled,
    dates.approvals_in_order,
    dates.review_after_the_last_action,
    dates.review_within_a_year,
    dates.dates_within_the_year,
    fields.voices_heard,
    fields.vision_filled,
    fields.current_state_filled,
    compass.compass_filled,
    compass.compass_is_current,
    thread.priority_benchmarks_developed,
    fields.swot_filled,
    thread.priorities_answered,
    objectives.enough_objectives,
    objectives.has_whole_school_objective,
    programme.programme_filled,
    programme.activities_placed,
    programme.encounters_enough,
    programme.work_experience_enough,
    programme.years_in_programme,
    programme.benchmarks_in_programme,
    website.website_filled,
)
"""The rules on a plan as a whole, in the order in which those of a part are listed. To add one, write a function, and list it."""

TEXT_RULES: tuple[Rule, ...] = (texts.names_nobody, texts.uses_todays_words)
"""The rules on its texts; they take the parts whose texts are read. They take most of the time."""

OBJECTIVE_RULES: tuple[Rule, ...] = (
    objectives.objective_filled,
    objectives.objective_changes_something,
    objectives.objective_measurable,
    objectives.objective_adds_up,
    objectives.benchmarks_have_room,
    actions.has_actions,
    actions.actions_filled,
    actions.actions_evaluated,
    actions.actions_name_their_audience,
    actions.stopped_with_a_reason,
)
"""The rules on each objective; they take it with its number, from 1."""


def findings(plan: Plan, part: str = "") -> list[Finding]:
    """Return what the rules find, each once and in the words of the plan's setting: first what could point at a person.

    The rest is in the plan's order.

    part: the part of the plan to look for things in, one of :data:`careerskit.review.PARTS`; "" for all. What was set aside is
    among the findings, see :attr:`careerskit.review.Finding.is_open`.
    """
    on_plan, on_texts, on_objectives = (
        [rule for rule in rules if not part or part in rule.parts]
        for rules in (PLAN_RULES, TEXT_RULES, OBJECTIVE_RULES)
    )
    found = [finding for rule in on_plan for finding in rule(plan)]
    found += [finding for rule in on_texts for finding in rule(plan, [part] if part else texts.TEXT_PARTS)]
    for number, objective in enumerate(plan.objectives, start=1):
        found += [finding for rule in on_objectives for finding in rule(plan, objective, number)]
    by_key: dict[str, Finding] = {}
    for finding in sorted(found, key=lambda one: (one.section != texts.PERSONAL_DATA, PARTS.index(part_of(one.path)))):
        if part in ("", part_of(finding.path)):
            by_key.setdefault(finding.key, finding)
    # Two people may have set the same aside at once: the one who gave a reason counts.
    set_aside = {one.finding: one for one in sorted(plan.set_aside, key=lambda one: bool(one.reason.strip()))}
    all_found = [replace(finding, set_aside=set_aside.get(finding.key)) for finding in by_key.values()]
    said = {finding.path for finding in all_found if finding.subject and finding.is_open}
    return [one for one in all_found if one.rule != objectives.objective_filled.name or one.path not in said]
