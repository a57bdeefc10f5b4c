"""The template's prompts as a part of the workbook, in the words of a school's setting."""

from __future__ import annotations

from functools import cache
from typing import Any

from careerskit.plan import (
    BENCHMARKS,
    OBJECTIVE_PROMPTS,
    SWOT_PROMPTS,
    Header,
    Objective,
    Plan,
    Setting,
    field_named,
    fields_of,
)

__all__ = ["render_prompts"]


@cache
def render_prompts(name: str, setting: Setting, title: str = "") -> str:
    """Return prompts as HTML, collapsed under a title where there is one. A server shows the same ones to everyone."""
    from careerskit.views import render_collapsed, render_part

    data: dict[str, Any] = {"prompts": SWOT_PROMPTS, "benchmarks": BENCHMARKS}
    if name == "objective_prompts":
        kinds = field_named(Objective, "kind").choices
        data = {"kinds": kinds, "fields": fields_of(Objective), "prompts": OBJECTIVE_PROMPTS}
    html = render_part(name, Plan(header=Header(setting=setting.value)), **data)
    return str(render_collapsed(title, html) if title else html)
