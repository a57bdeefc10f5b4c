"""Where students went after key stage 4 and 16 to 18: for each phase a chart, its table, two groups compared, earlier years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from careerskit.evidence import PHASES, SIXTEEN_TO_EIGHTEEN, Cohort, Destinations, newest
from careerskit.plan import Plan, Setting
from careerskit.views.destinations_chart import destinations_chart, source_of
from careerskit.views.destinations_tables import earlier_table, groups_table, in_a_sentence, outcomes_table, points
from careerskit.views.facts import number_in_words
from careerskit.views.parts import render_template
from careerskit.words import join_words

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["render_destinations"]

SMALL = 30
"""A cohort below this is called small: one student is then more than three percentage points. The limit is our choice."""

OLD = 3
"""From this many years between the cohort and the plan's year, the page says that there are newer figures."""

TOO_OLD = 6
"""From this many years, the page has the chart alone: two groups and earlier years of so long ago help nobody decide."""


def render_destinations(plan: Plan, sets: Sequence[Destinations]) -> Markup:
    """Return what is published about a school's destinations as HTML; where there is nothing, a sentence that says so.

    sets: as :func:`careerskit.evidence.destinations_of` returns them. The newest of each phase is shown, and others are named.
    """
    setting = plan.setting
    phases = PHASES if setting in (Setting.SCHOOL, Setting.SPECIAL) else PHASES[::-1]
    shown = [found for phase in phases if (found := newest(sets, phase))]
    return render_template(
        "destinations.html.j2",
        localise=setting.localise,
        setting=setting,
        parts=[_part(plan, one) for one in shown],
        others=[_name(one) for one in sets if one not in shown],
    )


def _part(plan: Plan, destinations: Destinations) -> dict[str, Any]:
    """Return what the template shows of one set."""
    setting, school = plan.setting, destinations.school
    years = destinations.years_before(plan.academic_year) - 1 if plan.academic_year else 0
    hidden, groups = school.everyone.is_hidden, (school.disadvantaged, school.others)
    in_full = years < TOO_OLD
    has_groups = in_full and not hidden and any(group.is_published for group in groups)
    groups_hidden = has_groups and school.disadvantaged.is_hidden
    return {
        "phase": destinations.phase,
        "hidden": _hidden(setting, destinations) if hidden else "",
        "chart": None if hidden else destinations_chart(setting, destinations),
        "caution": "" if hidden else _caution(setting, school.everyone),
        "comparison": outcomes_table(setting, destinations),
        "has_areas": len(destinations.areas) > 1,
        "is_key_stage_4": destinations.phase != SIXTEEN_TO_EIGHTEEN,
        "years_ago": number_in_words(years) if years >= OLD else "",
        "gaps": _gaps(destinations),
        "groups_hidden": groups_hidden,
        "groups": groups_table(setting, destinations) if has_groups and not groups_hidden else None,
        "groups_caution": _caution(setting, *groups),
        "earlier": earlier_table(setting, destinations) if in_full else None,
        "source": source_of(destinations),
    }


def _name(one: Destinations) -> str:
    """Return which set it is, for a list of those that are not shown."""
    return f"after {one.phase.name}, of those who {one.phase.left} in {one.finished} ({one.source})"


def _hidden(setting: Setting, destinations: Destinations) -> str:
    size = destinations.school.everyone.size
    few = "one {student}" if size.value == 1 else f"{size.words} {{students}}" if size.value else "a few {students}"
    return setting.localise(
        f"Only {few} {destinations.phase.left} here in {destinations.finished}. The Department for Education hides where they "
        "went, because someone could be identified. Keep what the {school} knows about each {student} in its own records, not "
        "in this plan."
    )


def _caution(setting: Setting, *cohorts: Cohort) -> str:
    """Return a warning where the smallest of these cohorts is small; "" where none is."""
    smallest = min((cohort.size.value for cohort in cohorts if cohort.size.value), default=SMALL)
    if smallest >= SMALL:
        return ""
    return setting.localise(
        f"Take care: with {smallest:.0f} {{students}}, each one counts for {100 / smallest:.0f} percentage points, so a difference "
        "may be due to one or two of them."
    )


def _gaps(destinations: Destinations) -> str:
    """Return the gap in sustained destinations here and elsewhere as a sentence; "" where it is not published here."""
    if destinations.school.gap() is None:
        return ""
    known = [(area, area.gap()) for area in destinations.areas[1:]]
    elsewhere = [f"{points(gap)} in {in_a_sentence(area)}" for area, gap in known if gap is not None]
    here = f"{points(destinations.school.gap())} here"
    return f"The gap in sustained destinations, in percentage points: {join_words([here, *elsewhere])}."
