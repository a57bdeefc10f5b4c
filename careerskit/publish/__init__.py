"""Notebooks to documents: papermill runs them, and each format writes them. Knows nothing of live sessions."""

from careerskit.publish.batch import choose_formats, render_plan, render_plans
from careerskit.publish.deck import Slide, read_slides, render_deck, slide_headings, slide_numbers, write_deck
from careerskit.publish.formats import FORMATS, PDF, WORD, Format, with_way_back
from careerskit.publish.render import RenderJob, RenderResult, plan_file_name, render, run_notebook, write_page

__all__ = [
    "FORMATS",
    "PDF",
    "WORD",
    "Format",
    "RenderJob",
    "RenderResult",
    "Slide",
    "choose_formats",
    "plan_file_name",
    "read_slides",
    "render",
    "render_deck",
    "render_plan",
    "render_plans",
    "run_notebook",
    "slide_headings",
    "slide_numbers",
    "with_way_back",
    "write_deck",
    "write_page",
]
