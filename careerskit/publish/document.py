"""A notebook that has been run, as one self-contained HTML page."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["document", "heading_of"]

_HEADING = re.compile(r"^#\s+(.+?)\s*$", re.MULTILINE)
_LINK = re.compile(r"\]\((\w+)\.ipynb\)")
_SECTION = re.compile(r"^##\s+(.+?)\s*$", re.MULTILINE)


def document(notebook: Any, title: str, meta: dict[str, str] | None = None) -> str:
    """Return the page of a notebook that has been run: no script, no other host, code hidden.

    meta: names and contents of meta elements of the page's head.
    """
    from careerskit.views import style_sheet

    cells = [_with_links_to_pages(cell) for cell in notebook.cells]
    notebook = type(notebook)({**notebook, "cells": cells})
    page_style = files("careerskit.publish").joinpath("template", "page.css").read_text("utf-8")
    resources = {
        "careerskit": {
            "title": title,
            "contents": _contents(notebook),
            "css": f"{page_style}\n{style_sheet()}",
            "meta": meta or {},
            "footer": "Made with careerskit",
        }
    }
    html, _ = _exporter().from_notebook_node(notebook, resources=resources)
    return str(html)


def _with_links_to_pages(cell: Any) -> Any:
    """Return a cell that leads to the other handouts beside this one, where it led to their notebooks."""
    if cell.cell_type != "markdown":
        return cell
    return type(cell)({**cell, "source": _LINK.sub(r"](\1.html)", cell.source)})


def heading_of(notebook: Any) -> str:
    """Return the notebook's own top heading, "" where a part of the plan gives it."""
    found = _HEADING.search("\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown"))
    return found[1] if found else ""


@cache
def _exporter() -> Any:
    from nbconvert import HTMLExporter

    class PageExporter(HTMLExporter):
        """nbconvert's HTML exporter, with the template's words as the last word.

        The stock one parses the finished page again, sorts its attributes, and gives every picture without alt text the
        words "No description has been provided for this image", which hides from any check that a picture says nothing.
        """

        def from_notebook_node(self, nb: Any, resources: Any = None, **more: Any) -> Any:
            return super(HTMLExporter, self).from_notebook_node(nb, resources, **more)

    return PageExporter(  # type: ignore[no-untyped-call]
        template_name="template",
        extra_template_basedirs=[str(files("careerskit.publish"))],
        exclude_anchor_links=True,
        exclude_input=True,
        default_preprocessors=[],  # we need none, and the notebook would be checked after each of the twelve
    )


def _contents(notebook: Any) -> list[tuple[str, str]]:
    """Return id and text of each section's heading; nbconvert makes the id of a heading from its words."""
    titles = [
        title for cell in notebook.cells if cell.cell_type == "markdown" for title in _SECTION.findall(cell.source)
    ]
    return [(title.replace(" ", "-"), title) for title in titles]
