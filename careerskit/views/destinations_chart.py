"""The chart of a school's destinations: a bar of 100 per cent for the school, for each area, and for two groups of students."""

from __future__ import annotations

import textwrap
from typing import NamedTuple

from careerskit.evidence import AreaFigures, Cohort, Destinations
from careerskit.plan import Setting
from careerskit.views.destinations_tables import in_a_sentence, outcomes_table, unit
from careerskit.views.drawing import ACCENT, INK, WIDTH, Chart, open_drawing
from careerskit.words import join_words

__all__ = ["LICENCE", "destinations_chart", "source_of"]

LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."


class _Part(NamedTuple):
    """One part of a bar: the key of its category, its name in the key, and how it looks in colour and in grey."""

    key: str
    name: str
    fill: str
    ink: str
    hatch: str = ""


_BAR = (
    _Part("EDUCATION", "Education", ACCENT, "white"),
    _Part("APPREN", "Apprenticeship", "#7fb0c9", INK),
    _Part("EMPLOYMENT", "Employment", "#dbe8ef", INK),
    _Part("NOT_SUSTAINED", "Not recorded as sustained", "white", INK, "////"),
    _Part("UNKNOWN", "Activity not captured", "white", INK),
)
"""The categories that make up a cohort, in the order of a bar."""

_HIDDEN = _Part("", "", "white", INK, "xx")

_TOTAL = "OVERALL_DEST"
_LABEL = 96  # points, of the names beside the bars
_ROW = 36
_KEY = 34  # points, above the bars
_NARROWEST = 16  # points that a part of a bar must have for its figure
_IN_A_LINE = 18  # characters of a name


def destinations_chart(setting: Setting, destinations: Destinations) -> Chart:
    """Draw the destinations of a school next to its areas', in per cent of each cohort.

    What is hidden is drawn together, as one part with that word, and never as nothing.
    """
    table = outcomes_table(setting, destinations)
    return Chart(
        title=_message(setting, destinations),
        subtitle=unit(setting, destinations),
        alt=_alt(setting, destinations),
        table=table.frame,
        svg=_draw(setting, destinations),
        source=source_of(destinations),
        note=table.note,
    )


def source_of(destinations: Destinations) -> str:
    """Return where the figures come from, with their licence."""
    return f"{destinations.source}. {LICENCE}"


def _message(setting: Setting, destinations: Destinations) -> str:
    ours = destinations.school.everyone.outcome(_TOTAL).per_cent
    if ours.value is None:
        return setting.localise(f"Where {{students}} went after {destinations.phase.name}")
    england = destinations.england and destinations.england.everyone.outcome(_TOTAL).per_cent
    comparison = ", as in England" if england == ours else f"; in England it was {england.words}" if england else ""
    return setting.localise(f"{ours.words} of {{students}} went on to a sustained destination{comparison}")


def _alt(setting: Setting, destinations: Destinations) -> str:
    here = setting.localise("At this {school}")
    parts = [f"{part.name.lower()} {figure}" for part, figure in _figures(destinations.school.everyone)]
    elsewhere = [
        f"{area.everyone.outcome(_TOTAL).per_cent.words} in {in_a_sentence(area)}" for area in destinations.areas[1:]
    ]
    sustained = [f"{destinations.school.everyone.outcome(_TOTAL).per_cent.words} here", *elsewhere]
    return f"Bar chart. {here}: {join_words(parts)}. Sustained destinations: {join_words(sustained)}."


def _figures(cohort: Cohort) -> list[tuple[_Part, str]]:
    by_key = {outcome.category.key: outcome for outcome in cohort.outcomes}
    return [(part, by_key[part.key].per_cent.short) for part in _BAR if part.key in by_key]


def _rows(setting: Setting, destinations: Destinations) -> list[tuple[str, Cohort]]:
    school = destinations.school
    areas: list[AreaFigures] = [area for area in destinations.areas[1:] if area.everyone.is_published]
    rows = [(setting.localise("This {school}"), school.everyone), *((area.name, area.everyone) for area in areas)]
    groups = {"Disadvantaged here": school.disadvantaged, "All others here": school.others}
    if all(cohort.is_published and not cohort.is_hidden for cohort in groups.values()):
        rows += groups.items()
    return rows


def _draw(setting: Setting, destinations: Destinations) -> str:
    rows = _rows(setting, destinations)
    with open_drawing(WIDTH, _KEY + _ROW * len(rows)) as drawing:
        for at, part in enumerate(_BAR):
            x, y = _LABEL + (0, 74, 166)[at % 3] * (at < 3) + (0, 134)[at % 3 % 2] * (at >= 3), 8 if at < 3 else 22
            drawing.box(x, y - 5, 9, 9, part.fill, INK, hatch=part.hatch)
            drawing.text(x + 13, y, part.name, size=8.5)
        for line, (name, cohort) in enumerate(rows):
            top = _KEY + line * _ROW
            sustained = cohort.outcome(_TOTAL).per_cent
            words = [*textwrap.wrap(name, _IN_A_LINE)[:2], f"{sustained.short} sustained"]
            drawing.text(_LABEL - 5, top + 14, "\n".join(words), "right", size=8.5, bold=line == 0)
            place = float(_LABEL)
            for figure, (_, _, fill, ink, hatch), share in _shares(cohort):
                length = (WIDTH - _LABEL - 2) * share / 100
                drawing.box(place, top, length, 27, fill, INK, hatch=hatch)
                if length >= _NARROWEST + 4.5 * max(0, len(figure) - 3):
                    if hatch:
                        drawing.box(place + length / 2 - 2.6 * len(figure), top + 7, 5.2 * len(figure), 13, "white")
                    drawing.text(place + length / 2, top + 13.5, figure, "center", colour=ink, size=9)
                place += length
    return drawing.svg


def _shares(cohort: Cohort) -> list[tuple[str, _Part, float]]:
    """Return the parts of a bar, each with its figure and its share of the bar in per cent. What is hidden is one part."""
    by_key = {outcome.category.key: outcome.per_cent for outcome in cohort.outcomes}
    found = [(by_key[part.key], part) for part in _BAR if part.key in by_key]
    known = [(figure.short, part, figure.value) for figure, part in found if figure.value]
    total = sum(share for _, _, share in known)
    if total < 100 and any(figure.is_hidden for figure, _ in found):
        known.append(("hidden", _HIDDEN, 100 - total))
    scale = 100 / max(total, 100)  # rounded per cents may add up to 101
    return [(figure, part, share * scale) for figure, part, share in known]
