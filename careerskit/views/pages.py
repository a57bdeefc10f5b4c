"""The parts of a plan as semantic HTML. Each part has a template in ``templates``; the questions come from the model.

Nothing typed reaches a page unescaped. Neither pandas nor matplotlib is imported here: only a chart needs them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from numbers import Real
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from careerskit.plan import Plan
from careerskit.views import facts
from careerskit.views.answers import answers_of
from careerskit.views.prose import prose

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["chart_page", "example_page", "page", "render", "style_sheet"]


def page(name: str, plan: Plan, **more: Any) -> Markup:
    """Return a part of a plan as HTML.

    Args:
        name: cover, summary, header, vision, current_state, swot, objectives, action_plan, reflections or gaps.
        plan: the plan.
        more: what the part needs beside the plan: ``gaps`` for gaps, each with a ``section`` and a ``text``.

    Headings begin at h3, since the notebook gives each part its h2; the cover alone has the h1.
    """
    return render(f"{name}.html.j2", plan=plan, say=plan.setting.say, **more)


def example_page(name: str, plan: Plan) -> Markup:
    """Return a part of a sample school's plan, folded away until the reader opens it."""
    return render("example.html.j2", plan=plan, part=page(name, plan))


def chart_page(name: str, plan: Plan) -> Markup:
    """Return ``benchmark_scores`` or ``actions_by_term`` with its table; an invitation where there is nothing to draw."""
    from careerskit.views import charts

    draw = {"benchmark_scores": charts.benchmark_scores, "actions_by_term": charts.actions_by_term}[name]
    return render("chart.html.j2", name=name, chart=draw(plan))


def render(template: str, **context: Any) -> Markup:
    """Fill in one of the templates, and wrap it so that the style sheet finds it: each is a section of class ``part-NAME``.

    In a template, ``read`` gives the answers of a group of questions.
    """
    say = context.get("say", str)
    inside = _environment().get_template(template).render(read=lambda group: answers_of(group, say), **context)
    part = template.split(".")[0]
    return Markup(f'<section class="careerskit part-{part}">\n{inside}</section>\n')  # noqa: S704  escaped by the template


@cache
def style_sheet() -> str:
    """Return the style sheet of the parts as text. All of it is about what is inside class ``careerskit``."""
    return files("careerskit.views").joinpath("style.css").read_text("utf-8")


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("careerskit.views"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"prose": prose, "table_columns": _table_columns, "table_rows": _table_rows}
    made.globals |= {"facts": facts}
    return made


def _table_columns(frame: pd.DataFrame) -> list[tuple[str, bool]]:
    """Return the heading of each column, and whether it is one of numbers, whatever words stand in for missing ones."""
    texts = [[_cell(cell) for cell in frame.iloc[:, place]] for place in range(frame.shape[1])]
    return [
        (str(name), any(text[:1].isdigit() or text[:1] in {"−", "+", "-"} for text in column))
        for name, column in zip(frame.columns, texts, strict=True)
    ]


def _table_rows(frame: pd.DataFrame) -> Iterator[tuple[str, list[str]]]:
    """Yield the heading of each row, and its cells."""
    for heading, *cells in frame.itertuples(name=None):
        yield str(heading), [_cell(cell) for cell in cells]


def _cell(value: Any) -> str:
    if value is None or value != value:  # only what is not a number differs from itself
        return "No figure"
    if isinstance(value, Real):
        number = float(value)
        return f"{number:,.0f}" if number.is_integer() else f"{number:,}"
    return str(value)
