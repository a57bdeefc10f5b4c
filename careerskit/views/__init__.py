"""A plan as tables, charts and semantic HTML, and the one Jinja environment. Knows nothing of widgets and papermill."""

from careerskit.views.branding import branded_style
from careerskit.views.changes import (
    ChangeDetail,
    ChangeEntry,
    ChangeSection,
    describe_changes,
    render_changes,
)
from careerskit.views.context import render_context
from careerskit.views.csp import script_hash
from careerskit.views.destinations import render_destinations
from careerskit.views.drawing import Chart
from careerskit.views.environment import get_template
from careerskit.views.facts import number_in_words
from careerskit.views.labour_market import render_labour_market
from careerskit.views.markdown import markdown_to_html
from careerskit.views.moments import ENGLAND, format_day, format_moment, start_of_day
from careerskit.views.parts import render_chart, render_collapsed, render_example, render_part, style_sheet
from careerskit.views.permanence import link_lasts
from careerskit.views.places import PlanPlaces
from careerskit.views.qr import qr_code
from careerskit.views.session_parts import TableCell, render_bars, render_list, render_table
from careerskit.views.termly_review import Moved, render_termly_review

__all__ = [
    "ENGLAND",
    "ChangeDetail",
    "ChangeEntry",
    "ChangeSection",
    "Chart",
    "Moved",
    "PlanPlaces",
    "TableCell",
    "branded_style",
    "describe_changes",
    "format_day",
    "format_moment",
    "get_template",
    "link_lasts",
    "markdown_to_html",
    "number_in_words",
    "qr_code",
    "render_bars",
    "render_changes",
    "render_chart",
    "render_collapsed",
    "render_context",
    "render_destinations",
    "render_example",
    "render_labour_market",
    "render_list",
    "render_part",
    "render_table",
    "render_termly_review",
    "script_hash",
    "start_of_day",
    "style_sheet",
]
