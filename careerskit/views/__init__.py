"""A plan as tables, charts and semantic HTML. Knows nothing of widgets and papermill."""

from careerskit.views.destinations import destinations_page
from careerskit.views.drawing import Chart
from careerskit.views.pages import chart_page, example_page, page, style_sheet

__all__ = ["Chart", "chart_page", "destinations_page", "example_page", "page", "style_sheet"]
