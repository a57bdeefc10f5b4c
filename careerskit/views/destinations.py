"""Where students went after key stage 4: a chart, its table, disadvantaged students compared with others, earlier years."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from careerskit.evidence import CATEGORIES, AreaFigures, Cohort, Destinations, Outcome
from careerskit.plan import Plan, Setting
from careerskit.views.destinations_tables import (
    earlier_table,
    groups_table,
    in_a_sentence,
    outcomes_table,
    points,
    unit,
)
from careerskit.views.drawing import ACCENT, INK, MUTED, WIDTH, Chart, open_drawing
from careerskit.views.facts import number_in_words
from careerskit.views.parts import render_template
from careerskit.words import join_words

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["destinations_chart", "render_destinations"]

SMALL = 30
"""A cohort below this is called small: one student is then more than three percentage points. The limit is our choice."""

OLD = 3
"""From this many years between the end of key stage 4 and the plan's year, the page says that there are newer figures."""

_LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."

# The chart shows the categories without parts, which add up to the whole cohort; the table has their totals too.
_WHOLES = {category.part_of for category in CATEGORIES}
_DRAWN = tuple(category for category in CATEGORIES if category.key not in _WHOLES)

_IN_A_LINE = 14  # characters of a name above its bars


def render_destinations(plan: Plan, destinations: Destinations | None) -> Markup:
    """Return what is published about a school's destinations as HTML; where there is nothing, a sentence that says so."""
    setting = plan.setting
    if destinations is None:
        covered = setting in (Setting.SCHOOL, Setting.SPECIAL)
        return render_template("destinations.html.j2", localise=setting.localise, destinations=None, covered=covered)
    school = destinations.school
    hidden = school.everyone.is_hidden
    return render_template(
        "destinations.html.j2",
        localise=setting.localise,
        destinations=destinations,
        hidden=_hidden(setting, destinations) if hidden else "",
        chart=None if hidden else destinations_chart(setting, destinations),
        caution="" if hidden else _caution(setting, school.everyone),
        comparison=outcomes_table(setting, destinations),
        setting=setting,
        years_ago=_years_ago(plan, destinations),
        gaps=_gaps(destinations),
        groups=groups_table(setting, destinations),
        groups_caution=_caution(setting, school.disadvantaged, school.others),
        earlier=earlier_table(setting, destinations),
        source=_source(destinations),
    )


def destinations_chart(setting: Setting, destinations: Destinations) -> Chart:
    """Draw the destinations of a school next to its local authority's and England's, in per cent of each cohort.

    A hidden figure is written as hidden, and never drawn as a bar of no length.
    """
    table = outcomes_table(setting, destinations)
    return Chart(
        title=_message(setting, destinations),
        subtitle=unit(setting, destinations),
        alt=_alt(setting, destinations),
        table=table.frame,
        svg=_draw(setting, destinations),
        source=_source(destinations),
        note=table.note,
    )


def _message(setting: Setting, destinations: Destinations) -> str:
    ours = destinations.school.everyone.outcome("OVERALL_DEST").per_cent
    if ours.value is None:
        return setting.localise("Where {students} went after key stage 4")
    england = destinations.england and destinations.england.everyone.outcome("OVERALL_DEST").per_cent
    comparison = ", as in England" if england == ours else f"; in England it was {england.words}" if england else ""
    return setting.localise(f"{ours.words} of {{students}} went on to a sustained destination{comparison}")


def _alt(setting: Setting, destinations: Destinations) -> str:
    sustained = [
        outcome for outcome in _drawn(destinations.school) if outcome.category.part_of and outcome.per_cent.value
    ]
    sustained.sort(key=lambda outcome: outcome.per_cent.value or 0, reverse=True)
    top = [f"{outcome.category.label.lower()} {outcome.per_cent.words}" for outcome in sustained[:2]]
    locations = [
        setting.localise("at this {school}"),
        *(f"in {in_a_sentence(area)}" for area in destinations.areas[1:]),
    ]
    not_sustained = [
        f"{area.everyone.outcome('NOT_SUSTAINED').per_cent.words} {location}"
        for area, location in zip(destinations.areas, locations, strict=True)
    ]
    whose = setting.localise("The most frequent destinations of this {school}’s {students}")
    frequent = f" {whose}: {join_words(top)}." if top else ""
    return f"Bar chart.{frequent} Not recorded as sustained: {join_words(not_sustained)}."


def _hidden(setting: Setting, destinations: Destinations) -> str:
    size = destinations.school.everyone.size
    few = "one {student}" if size.value == 1 else f"{size.words} {{students}}" if size.value else "a few {students}"
    return setting.localise(
        f"Only {few} finished key stage 4 here in {destinations.finished}. The Department for Education hides where they went, "
        "because someone could be identified. Keep what the {school} knows about each {student} in its own records, not in this "
        "plan."
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


def _years_ago(plan: Plan, destinations: Destinations) -> str:
    """Return how many years before the plan's year the cohort finished, in words; "" where that is unknown or not long."""
    years = (plan.academic_year or 0) - int(destinations.finished[:4]) - 1
    return number_in_words(years) if years >= OLD else ""


def _source(destinations: Destinations) -> str:
    return f"{destinations.source}. {_LICENCE}"


def _draw(setting: Setting, destinations: Destinations) -> str:
    """Draw a column of bars for each area, on one scale, each bar with its figure."""
    names = [setting.localise("This {school}"), *(area.name for area in destinations.areas[1:])]
    names = [textwrap.fill(name, _IN_A_LINE) for name in names]
    lines = max(name.count("\n") + 1 for name in names)
    left, top, row = 104, 11 * lines + 10, 35  # points: of the labels, of the names above the bars, and of each row
    column = (WIDTH - left - 8) / len(names)
    most = max(outcome.per_cent.value or 1 for area in destinations.areas for outcome in _drawn(area))
    with open_drawing(WIDTH, top + row * len(_DRAWN)) as drawing:
        for line, category in enumerate(_DRAWN):
            drawing.text(left - 4, top + (line + 0.5) * row, textwrap.fill(category.label, 18), "right")
        for number, (name, area) in enumerate(zip(names, destinations.areas, strict=True)):
            start = left + number * column
            drawing.text(start, top - 7 - 5.5 * (name.count("\n") + 1), name, bold=True)
            for line, outcome in enumerate(_drawn(area)):
                middle, length = top + (line + 0.5) * row, 0.57 * column * (outcome.per_cent.value or 0) / most
                if length:
                    drawing.box(start, middle - 10, length, 20, MUTED if number else ACCENT)
                drawing.text(start + length + 4, middle, outcome.per_cent.short)
            drawing.line((start, top), (start, top + row * len(_DRAWN)), INK, 0.6)
    return drawing.svg


def _drawn(area: AreaFigures) -> list[Outcome]:
    return [outcome for outcome in area.everyone.outcomes if outcome.category in _DRAWN]
