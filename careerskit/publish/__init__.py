"""Notebooks to documents: papermill runs them, nbconvert makes the pages. Knows nothing of live sessions."""

from careerskit.publish.batch import render_plan, render_plans
from careerskit.publish.deck import Slide, read_slides, write_deck
from careerskit.publish.render import Job, Result, render, run_notebook, write_page

__all__ = [
    "Job",
    "Result",
    "Slide",
    "read_slides",
    "render",
    "render_plan",
    "render_plans",
    "run_notebook",
    "write_deck",
    "write_page",
]
