"""Notebooks to documents: papermill runs them, and each format writes them. Knows nothing of live sessions."""

from careerskit.publish.batch import choose_formats, render_plan, render_plans
from careerskit.publish.deck import Slide, read_slides, render_deck, slide_headings, slide_numbers, write_deck
from careerskit.publish.editions import EDITIONS, Edition, choose_editions
from careerskit.publish.formats import CALENDAR, FORMATS, PDF, SPREADSHEET, WORD, Format, with_way_back
from careerskit.publish.render import RenderJob, RenderResult, plan_file_name, render, run_notebook, write_page
from careerskit.publish.website import (
    has_something_to_publish,
    missing_on_website,
    render_website,
    website_zip,
    write_website,
)

__all__ = [
    "CALENDAR",
    "EDITIONS",
    "FORMATS",
    "PDF",
    "SPREADSHEET",
    "WORD",
    "Edition",
    "Format",
    "RenderJob",
    "RenderResult",
    "Slide",
    "choose_editions",
    "choose_formats",
    "has_something_to_publish",
    "missing_on_website",
    "plan_file_name",
    "read_slides",
    "render",
    "render_deck",
    "render_plan",
    "render_plans",
    "render_website",
    "run_notebook",
    "slide_headings",
    "slide_numbers",
    "website_zip",
    "with_way_back",
    "write_deck",
    "write_page",
    "write_website",
]
