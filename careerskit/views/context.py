"""The context of a school: its pupils' needs and free school meals beside England's, as a chart and its table."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from careerskit.evidence import Context
from careerskit.plan import Plan, Setting
from careerskit.views.drawing import ACCENT, INK, MUTED, WIDTH, Chart, open_drawing
from careerskit.views.labour_market import LICENCE, years_old
from careerskit.views.parts import render_template
from careerskit.words import join_words

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["context_chart", "render_context"]


def render_context(plan: Plan, context: Context | None) -> Markup:
    """Return what the school census says about a school as HTML; "" where there is nothing.

    It has shares alone: a number of few students could say who they are.
    """
    return render_template("context.html.j2", chart=context_chart(plan, context) if context else None)


def context_chart(plan: Plan, context: Context) -> Chart:
    """Draw the share of each group in per cent, beside that of all schools of the same type in England where there is one."""
    import pandas as pd

    setting, measures = plan.setting, context.measures
    columns = {setting.localise("This {school}"): [measure.share for measure in measures]}
    if context.compared:
        columns["England"] = [f"{measure.england.text}%" if measure.england else "" for measure in measures]
    frame = pd.DataFrame(columns, index=pd.Index([measure.label for measure in measures], name="Group"))
    shares = [f"{measure.words} {measure.share}" for measure in measures]
    age = years_old(plan, context.year)
    when = f"January {context.year}" + (f", {age}" if age else "")
    return Chart(
        title=_message(setting, context),
        subtitle=setting.localise(f"Per cent of {{students}}, {when}"),
        alt=setting.localise(f"Bar chart. Of this {{school}}’s {{students}}: {join_words(shares)}."),
        table=frame,
        svg=_draw(setting, context),
        source=f"{context.source}. {LICENCE}",
        note=f"England: {context.compared}." if context.compared else "",
    )


def _message(setting: Setting, context: Context) -> str:
    on_roll = f"{context.pupils.words} {{students}} were on roll in January {context.year}"
    meals = next((measure for measure in context.measures if measure.label.startswith("Free")), None)
    if context.pupils.value is None or meals is None:
        return setting.localise("Who our {students} are")
    return setting.localise(
        f"{on_roll}; {meals.per_cent.text}% had been eligible for free school meals in the last six years"
    )


def _draw(setting: Setting, context: Context) -> str:
    """Draw two bars for each group, one below the other: this school's, and England's."""
    left, top, row = 118, 24, 44  # points: of the labels, of the key, and of each group
    pairs = [
        [
            (0 if measure.is_small else measure.per_cent.value or 0, measure.share),
            *([(measure.england.value or 0, f"{measure.england.text}%")] if measure.england else []),
        ]
        for measure in context.measures
    ]
    most = max(value for pair in pairs for value, _ in pair) or 1
    with open_drawing(WIDTH, top + row * len(pairs)) as drawing:
        names = (setting.localise("This {school}"), "England")[: max(map(len, pairs))]
        for at, name in enumerate(names):
            drawing.box(left + 90 * at, 4, 10, 10, MUTED if at else ACCENT)
            drawing.text(left + 90 * at + 14, 9, name)
        for line, (measure, pair) in enumerate(zip(context.measures, pairs, strict=True)):
            middle = top + (line + 0.5) * row
            drawing.text(left - 5, middle, textwrap.fill(measure.label, 20), "right")
            for at, (value, text) in enumerate(pair):
                length, y = (WIDTH - left - 44) * value / most, middle + 16 * (at - (len(pair) - 1) / 2)
                if length:
                    drawing.box(left, y - 7, length, 14, MUTED if at else ACCENT)
                drawing.text(left + length + 4, y, text)
        drawing.line((left, top), (left, top + row * len(pairs)), INK, 0.6)
    return drawing.svg
