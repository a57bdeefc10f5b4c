"""A plan as tables, charts and semantic HTML, and what a room of schools has come to. Knows nothing of widgets and papermill."""

from careerskit.views.destinations import destinations_page
from careerskit.views.drawing import Chart
from careerskit.views.pages import chart_page, example_page, page, style_sheet
from careerskit.views.session_tables import Cell, bars_page, list_page, table_page

__all__ = [
    "Cell",
    "Chart",
    "bars_page",
    "chart_page",
    "destinations_page",
    "example_page",
    "list_page",
    "page",
    "style_sheet",
    "table_page",
]
