"""Notebooks to documents: papermill runs them, nbconvert makes the pages. Knows nothing of live sessions."""

from careerskit.publish.batch import render_plan, render_plans
from careerskit.publish.render import Job, Result, render, run_notebook

__all__ = ["Job", "Result", "render", "render_plan", "render_plans", "run_notebook"]
