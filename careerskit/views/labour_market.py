"""The labour market around a school: people in work by industry as a chart, statements, and who is in work and out of work."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from careerskit.evidence import AreaTable, Figure, LabourMarket, Rate
from careerskit.plan import Plan
from careerskit.views.destinations_tables import CaptionedTable
from careerskit.views.drawing import ACCENT, INK, WIDTH, Chart, open_drawing
from careerskit.views.facts import number_in_words
from careerskit.views.parts import render_template

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["LICENCE", "industries_chart", "render_labour_market", "years_old"]

OLD = 3
"""Figures of more years ago than this, when the plan's year starts, are said to be old."""

LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."

_ESTIMATES = "Numbers are estimates from a survey, rounded to 100, so small differences may be due to chance."


def render_labour_market(plan: Plan, market: LabourMarket | None) -> Markup:
    """Return what is published about the labour market around a school as HTML; "" where there is nothing."""
    return render_template(
        "labour_market.html.j2",
        statements=[(one, years_old(plan, one.year)) for one in market.statements] if market else [],
        chart=industries_chart(plan, market.industries) if market and market.industries else None,
        rates=_rates_table(plan, market.status, market.rates) if market and market.status else None,
        status=market.status if market else None,
        licence=LICENCE,
    )


def years_old(plan: Plan, year: int) -> str:
    """Return how much older than the plan's year figures are, to go on with their year; "" where that is unknown or not long."""
    years = (plan.academic_year or 0) - year
    return f"{number_in_words(years)} years before the year of this plan" if years > OLD else ""


def industries_chart(plan: Plan, industries: AreaTable) -> Chart:
    """Draw people in work by industry, the largest first. A hidden figure is written as hidden, and never drawn."""
    import pandas as pd

    ranked = sorted(industries.figures.items(), key=lambda entry: -(entry[1].value or -1))
    largest = [label.lower() for label, _ in ranked[:3]]
    frame = pd.DataFrame(
        {"People in work": [figure.short for _, figure in ranked]},
        index=pd.Index([_sentence(label) for label, _ in ranked], name="Industry"),
    )
    some_hidden = any(figure.is_hidden for _, figure in ranked)
    hidden = " Hidden: too few people were asked to say." if some_hidden else ""
    return Chart(
        title=f"{_sentence(ranked[0][0])} is the largest industry in {industries.area}",
        subtitle=f"People in work by industry, {_with_age(plan, industries)}",
        alt=f"Bar chart. The largest industries in {industries.area} are {'; '.join(largest[:-1])}; and {largest[-1]}.",
        table=frame,
        svg=_draw(ranked),
        source=f"{industries.source}. {LICENCE}",
        note=_ESTIMATES + hidden,
    )


def _rates_table(plan: Plan, status: AreaTable, rates: tuple[Rate, ...]) -> CaptionedTable:
    import pandas as pd

    frame = pd.DataFrame(
        {
            status.area[0].upper() + status.area[1:]: [_per_cent(rate.here) for rate in rates],
            "England": [_per_cent(rate.england) for rate in rates],
        },
        index=pd.Index([rate.label for rate in rates], name="People aged 16 to 64"),
    )
    caption = f"In work and out of work, {_with_age(plan, status)}"
    return CaptionedTable(frame, caption, f"{_ESTIMATES} The shares are worked out from them.")


def _with_age(plan: Plan, table: AreaTable) -> str:
    age = years_old(plan, table.year)
    return ", ".join(filter(None, (table.geography, str(table.year), age)))


def _per_cent(value: int | None) -> str:
    return "not published" if value is None else f"{value}%"


def _draw(ranked: list[tuple[str, Figure]]) -> str:
    left, row = 142, 31  # points: of the labels, and of each row
    most = max(figure.value or 0 for _, figure in ranked) or 1
    with open_drawing(WIDTH, row * len(ranked) + 4) as drawing:
        for line, (label, figure) in enumerate(ranked):
            middle, length = 2 + (line + 0.5) * row, (WIDTH - left - 52) * (figure.value or 0) / most
            drawing.text(left - 5, middle, textwrap.fill(_sentence(label), 25), "right")
            if length:
                drawing.box(left, middle - 9, length, 18, ACCENT)
            drawing.text(left + length + 4, middle, figure.short)
        drawing.line((left, 2), (left, 2 + row * len(ranked)), INK, 0.6)
    return drawing.svg


def _sentence(label: str) -> str:
    """Return an industry with one capital, where the file has one for each word."""
    return label[:1].upper() + label[1:].lower()
