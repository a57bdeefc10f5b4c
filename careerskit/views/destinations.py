"""Where students went after key stage 4: a chart, its table, disadvantaged students beside all others, and earlier years."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from careerskit.evidence import CATEGORIES, Cohort, Destinations, Figure, Outcome, Place
from careerskit.plan import Plan, Setting
from careerskit.views.drawing import ACCENT, INK, MUTED, Chart, drawing
from careerskit.views.facts import in_words, listed
from careerskit.views.pages import render

if TYPE_CHECKING:
    import pandas as pd
    from markupsafe import Markup
    from matplotlib.axes import Axes

__all__ = ["destinations_chart", "destinations_page"]

SMALL = 30
"""A cohort below this is called small: one student is then more than three percentage points. The limit is our own."""

OLD = 3
"""From this many years between the end of key stage 4 and the start of the plan's year, newer figures are asked for."""

_WIDTH = 4.8  # inches, as the other charts: its text can then still be read on a phone
_GAP = "The gap is the per cent of disadvantaged {students} minus that of all others. Both are rounded, so it can be a point out."
_LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."

# The chart shows the smallest kinds, which add up to the whole cohort; the table also has what they add up to.
_PARTS = {category.part_of for category in CATEGORIES}
_DRAWN = tuple(category for category in CATEGORIES if category.key not in _PARTS)
_SUSTAINED = tuple(category for category in _DRAWN if category.part_of)


@dataclass(frozen=True)
class _Small:
    """The words of a table: a frame, what it shows, and what to bear in mind."""

    frame: pd.DataFrame
    caption: str
    note: str = ""


def destinations_page(plan: Plan, destinations: Destinations | None) -> Markup:
    """Return what is published about a school's destinations as HTML; an invitation to import it where nothing is known."""
    setting = plan.setting
    if destinations is None:
        return render(
            "destinations.html.j2", say=setting.say, found=None, covered=setting in (Setting.SCHOOL, Setting.SPECIAL)
        )
    school = destinations.school
    return render(
        "destinations.html.j2",
        say=setting.say,
        found=destinations,
        hidden=_hidden(setting, destinations),
        chart=None if school.everyone.is_hidden else destinations_chart(setting, destinations),
        beside=_outcomes(setting, destinations),
        groups=_groups(setting, destinations),
        groups_hidden=school.disadvantaged.is_hidden,
        gaps=_gaps_elsewhere(destinations),
        earlier=_earlier(setting, destinations),
        special=setting is Setting.SPECIAL and len(destinations.places) > 1,
        years_ago=_years_ago(plan, destinations),
        source=_source(destinations),
    )


def destinations_chart(setting: Setting, destinations: Destinations) -> Chart:
    """Draw the destinations of a school beside its local authority's and England's, in per cent of each cohort.

    What is hidden is written as hidden, and never drawn as a bar of no length.
    """
    table = _outcomes(setting, destinations)
    return Chart(
        title=_message(setting, destinations),
        subtitle=setting.say(
            f"Per cent of the {destinations.school.everyone.size.words} {{students}} who finished key stage 4 in "
            f"{destinations.finished}, by what they did in {destinations.destination_year}"
        ),
        alt=_alt(setting, destinations),
        table=table.frame,
        svg=_draw(setting, destinations),
        source=_source(destinations),
        note=table.note,
    )


def _hidden(setting: Setting, destinations: Destinations) -> str:
    """Say why nothing is shown of a school whose figures are all kept back; "" where they are not."""
    everyone = destinations.school.everyone
    if not everyone.is_hidden:
        return ""
    size = {"1": "one {student}"}.get(everyone.size.text, f"{everyone.size.words} {{students}}")
    return setting.say(
        f"Only {size if everyone.size.value else 'a few {students}'} finished key stage 4 here in {destinations.finished}. The "
        "Department for Education hides where they went, because someone could be recognised. What the {school} itself knows about "
        "each {student} stays in its own records, and out of this plan."
    )


def _message(setting: Setting, destinations: Destinations) -> str:
    ours = destinations.school.everyone.outcome("OVERALL_DEST").per_cent
    text = f"{ours.words} of {{students}} went on to a sustained destination"
    if destinations.england:
        text += f"; in England it was {destinations.england.everyone.outcome('OVERALL_DEST').per_cent.words}"
    return setting.say(text)


def _alt(setting: Setting, destinations: Destinations) -> str:
    everyone = destinations.school.everyone
    ranked = sorted(
        (outcome for outcome in everyone.outcomes if outcome.category in _SUSTAINED and outcome.per_cent.value),
        key=lambda outcome: -(outcome.per_cent.value or 0),
    )
    kinds = " and ".join(f"{_small(outcome.category.label)} ({outcome.per_cent.words})" for outcome in ranked[:2])
    rest = everyone.outcome("NOT_SUSTAINED").per_cent.words
    compared = ", ".join(
        f"{place.name} {place.everyone.outcome('NOT_SUSTAINED').per_cent.words}" for place in destinations.places[1:]
    )
    return setting.say(
        f"Bars for this {{school}} and to compare. Most {{students}} went on to {kinds}; " if kinds else ""
    ) + (f"{rest} were not recorded as sustained" + (f" ({compared})." if compared else "."))


def _outcomes(setting: Setting, destinations: Destinations) -> _Small:
    """Make the table of all kinds: number and per cent of the school, per cents of the authority and of England."""
    import pandas as pd

    columns: dict[str, list[str]] = {}
    everyone = destinations.school.everyone
    if not everyone.is_hidden:
        columns[setting.say("Number of {students}")] = [outcome.count.short for outcome in everyone.outcomes]
        columns[setting.say("This {school}")] = [outcome.per_cent.short for outcome in everyone.outcomes]
    for place in destinations.places[1:]:
        columns[place.name] = [outcome.per_cent.short for outcome in place.everyone.outcomes]
    sizes = [f"{place.everyone.size.words} in {_named(place)}" for place in destinations.places[1:]]
    sizes.insert(0, setting.say(f"{everyone.size.words} {{students}} at this {{school}}"))
    return _Small(
        pd.DataFrame(columns, index=_row_names()),
        setting.say(
            f"Destinations in {destinations.destination_year} of the {{students}} who finished in {destinations.finished}"
        ),
        f"Cohort: {listed(sizes)}. {_rounding(destinations.places)}",
    )


def _groups(setting: Setting, destinations: Destinations) -> _Small:
    """Make the table of disadvantaged students and all others, with the gap between them in percentage points."""
    import pandas as pd

    school = destinations.school
    ours, theirs = school.disadvantaged, school.others
    columns = {
        _sized(setting, "Disadvantaged", ours): [entry.per_cent.short for entry in ours.outcomes],
        _sized(setting, "All others", theirs): [entry.per_cent.short for entry in theirs.outcomes],
        "Gap (percentage points)": [_points(school.gap(category.key)) for category in CATEGORIES],
    }
    return _Small(
        pd.DataFrame(columns, index=_row_names()),
        setting.say(
            f"Disadvantaged {{students}} and all others, per cent of each group who finished in {destinations.finished}"
        ),
        " ".join([setting.say(_GAP), *_cautions(setting, (ours, theirs))]),
    )


def _sized(setting: Setting, name: str, cohort: Cohort) -> str:
    return name if cohort.size.value is None else setting.say(f"{name} ({cohort.size.words} {{students}})")


def _cautions(setting: Setting, cohorts: tuple[Cohort, ...]) -> list[str]:
    sizes = [cohort.size.value for cohort in cohorts if cohort.size.value]
    if not sizes or min(sizes) >= SMALL:
        return []
    points = 100 / min(sizes)
    return [
        setting.say(
            f"Take care: in a group of {min(sizes):.0f}, one {{student}} is {points:.0f} percentage points, so a gap can come from "
            "one or two."
        )
    ]


def _gaps_elsewhere(destinations: Destinations) -> str:
    """Say the gap in sustained destinations here and elsewhere, in a sentence; "" where it is not published here."""
    here = destinations.school.gap()
    if here is None:
        return ""
    others = [(place, place.gap()) for place in destinations.places[1:]]
    elsewhere = [f"{_points(gap)} in {_named(place)}" for place, gap in others if gap is not None]
    return f"The gap in sustained destinations, in percentage points: {listed([f'{_points(here)} here', *elsewhere])}."


def _earlier(setting: Setting, destinations: Destinations) -> _Small | None:
    """Make the table of this cohort and those before it, newest first; None where the file has no earlier ones."""
    import pandas as pd

    school, england = destinations.school, destinations.england
    if not school.earlier:
        return None
    now = (school.everyone.size, school.everyone.outcome("OVERALL_DEST").per_cent)
    columns = {
        setting.say("Number of {students}"): [now[0].short, *(entry.size.short for entry in school.earlier)],
        setting.say("This {school}"): [now[1].short, *(entry.sustained.short for entry in school.earlier)],
    }
    if england:
        by_year = {entry.finished: entry.sustained for entry in england.earlier}
        columns["England"] = [
            england.everyone.outcome("OVERALL_DEST").per_cent.short,
            *(by_year.get(entry.finished, Figure("NA")).short for entry in school.earlier),
        ]
    years = [destinations.finished, *(entry.finished for entry in school.earlier)]
    return _Small(
        pd.DataFrame(columns, index=pd.Index(years, name="Finished in")),
        "All sustained destinations, by the year in which key stage 4 was finished",
    )


def _draw(setting: Setting, destinations: Destinations) -> str:
    places = destinations.places
    step = 1.75 * max(outcome.per_cent.value or 1 for place in places for outcome in _drawn(place))
    with drawing(height=4.6, width=_WIDTH) as opened:
        axes = opened.axes
        for number, place in enumerate(places):
            name = setting.say("This {school}") if place is destinations.school else place.name
            _draw_panel(axes, place, name, number * step, ACCENT if place is destinations.school else MUTED)
        axes.set_xlim(-0.01 * step, step * len(places))
        axes.set_ylim(len(_DRAWN) - 0.4, -1.6)
        axes.set_yticks(range(len(_DRAWN)), [textwrap.fill(category.label, 18) for category in _DRAWN])
        axes.set_xticks([])
        axes.tick_params(length=0)
        axes.spines[["left", "bottom"]].set_visible(False)
    return opened.svg


def _draw_panel(axes: Axes, place: Place, name: str, left: float, colour: str) -> None:
    outcomes = _drawn(place)
    lengths = [outcome.per_cent.value or 0 for outcome in outcomes]
    axes.barh(range(len(outcomes)), lengths, 0.56, left=left, color=colour)
    axes.vlines(left, -0.5, len(outcomes) - 0.5, colors=INK, linewidths=0.6)
    axes.text(left, -0.7, textwrap.fill(name, 14), fontweight="bold", va="bottom", linespacing=1.05)
    for line, outcome in enumerate(outcomes):
        end = (left + lengths[line], line)
        axes.annotate(outcome.per_cent.short, end, (4, 0), textcoords="offset points", va="center")


def _drawn(place: Place) -> list[Outcome]:
    return [outcome for outcome in place.everyone.outcomes if outcome.category in _DRAWN]


def _row_names() -> pd.Index:
    import pandas as pd

    names = [f"of which {_small(entry.label)}" if entry.part_of == "EDUCATION" else entry.label for entry in CATEGORIES]
    return pd.Index(names, name="Destination")


def _points(gap: float | None) -> str:
    if gap is None:
        return "not worked out"
    return f"{gap:+.0f}".replace("-", "−") if gap else "0"


def _rounding(places: tuple[Place, ...]) -> str:
    hidden = any(outcome.per_cent.is_hidden for place in places for outcome in place.everyone.outcomes)
    return "Per cents are rounded, so they may not add up to 100." + (
        " Hidden: kept back so that no one is known." if hidden else ""
    )


def _years_ago(plan: Plan, destinations: Destinations) -> str:
    """Say how many years before the plan's year the cohort finished; "" where that is not known or not long."""
    years = (plan.academic_year or 0) - int(destinations.finished[:4]) - 1
    return in_words(years) if years >= OLD else ""


def _source(destinations: Destinations) -> str:
    return f"{destinations.source}. {_LICENCE}"


def _named(place: Place) -> str:
    return place.name[0].lower() + place.name[1:] if place.name.startswith("Local authority") else place.name


def _small(label: str) -> str:
    return label[0].lower() + label[1:]
