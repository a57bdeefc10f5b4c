"""The parts of a plan as semantic HTML. Each part has a template in ``templates``; labels and questions come from the model.

Nothing typed reaches a page unescaped. Neither pandas nor matplotlib is imported here: only a chart needs them.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from careerskit.branding import NO_BRANDING, Branding
from careerskit.plan import Plan, year_groups_in_words
from careerskit.review import count_programme
from careerskit.views import facts
from careerskit.views.answers import answers_of
from careerskit.views.branding import logo_of
from careerskit.views.environment import get_template
from careerskit.views.programme import programme_grid

__all__ = ["render_chart", "render_collapsed", "render_example", "render_part", "render_template", "style_sheet"]


def render_part(
    name: str, plan: Plan, branding: Branding = NO_BRANDING, *, public: bool = False, **more: Any
) -> Markup:
    """Return a part of a plan as HTML.

    Args:
        name: that of its template: cover, summary, header and the other parts, next_steps, findings, finding or findings_summary.
        plan: the plan.
        branding: whose logo the cover has.
        public: whether it is to be published: a part of an edition then leaves out what has no answer, and may be "".
        more: what the part needs besides the plan: ``found`` for findings, for example.

    Headings begin at h3, since the notebook gives each part its h2; the cover alone has the h1. A part of an edition has its h2
    itself, since it may be left out.
    """
    return render_template(
        f"{name}.html.j2",
        plan=plan,
        localise=plan.setting.localise,
        public=public,
        **logo_of(branding, plan),
        **more,
    )


def render_example(name: str, plan: Plan) -> Markup:
    """Return a part of a sample school's plan, collapsed until the reader opens it."""
    return render_template("example.html.j2", plan=plan, part=render_part(name, plan))


def render_collapsed(title: str, part: str) -> Markup:
    """Return a part under a title, collapsed until the reader opens it. part: HTML."""
    return render_template("collapsed.html.j2", title=title, part=Markup(part))  # noqa: S704  a part, which is HTML already


def render_chart(name: str, plan: Plan) -> Markup:
    """Return ``benchmark_scores``, ``actions_by_term`` or ``golden_thread`` with its table, or that there is nothing yet."""
    from careerskit.views import charts, thread_chart
    from careerskit.views.compass_history import compass_history

    draw = {
        "benchmark_scores": charts.benchmark_scores,
        "actions_by_term": charts.actions_by_term,
        "golden_thread": thread_chart.thread_chart,
    }[name]
    table = thread_chart.benchmark_table(plan) if name == "golden_thread" else None
    history = compass_history(plan) if name == "benchmark_scores" else None
    return render_template("chart.html.j2", name=name, chart=draw(plan), table=table, history=history)


def render_template(template: str, **context: Any) -> Markup:
    """Render one of this room's templates as a section of class ``part-NAME``, by which the style sheet finds it.

    In a template, ``answers_of`` returns the answers of a group of fields, ``facts`` is that module, and the other functions are
    those of these names.
    """
    plan = context.get("plan", Plan())
    html = get_template(f"views/{template}").render(
        answers_of=lambda group: answers_of(group, plan),
        facts=facts,
        programme_grid=programme_grid,
        count_programme=count_programme,
        year_groups_in_words=year_groups_in_words,
        **context,
    )
    if not html.strip():
        return Markup()
    part = template.split(".")[0]
    return Markup(f'<section class="careerskit part-{part}">\n{html}</section>\n')  # noqa: S704  escaped by the template


@cache
def style_sheet() -> str:
    """Return the style sheet of the parts as text. Every rule applies to what is inside class ``careerskit`` alone."""
    return files("careerskit.views").joinpath("style.css").read_text("utf-8")
