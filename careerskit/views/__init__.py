"""A plan as tables, charts and semantic HTML. Knows nothing of widgets and papermill."""
