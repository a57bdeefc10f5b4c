"""A document as one self-contained HTML page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from careerskit.branding import NO_BRANDING, Branding
from careerskit.files import atomic_write
from careerskit.publish.formats.format import Document, Format
from careerskit.publish.headings import CONTENTS, SECTION, arrange_headings
from careerskit.views import branded_style, style_sheet

__all__ = ["PAGE", "page_html", "with_links", "with_way_back"]

_LINK = re.compile(r"\]\((\w+)\.ipynb\)")
_WAY_BACK_STYLE = """<style>
.way-back { max-width: 64rem; margin: 0 auto; padding: 0.35rem 1.5rem; display: flex; flex-wrap: wrap; gap: 0.25rem 2rem; }
.way-back { font: 1rem/1.5 Arial, Helvetica, "Liberation Sans", sans-serif; }
:where(.way-back a) { color: #1d5b79; text-underline-offset: 0.15em; } /* where the page itself says nothing of links */
.way-back a { display: inline-block; padding: 0.25rem 0; margin-right: 1rem; }
.way-back a[aria-current] { font-weight: 700; text-decoration: none; }
.way-back form { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.5rem; }
.way-back :is(input, button) { font: inherit; padding: 0.2rem 0.5rem; }
.way-back :is(a, input, button):focus-visible { outline: 3px solid #f2b705; outline-offset: 1px; }
@media screen and (max-width: 40rem) { .way-back { padding-left: 1rem; padding-right: 1rem; } }
@media print { .way-back { display: none; } }
</style>
"""

_CURRENT = ' aria-current="page"'

_START = re.compile(r"<body>\n(?:<a class=\"skip\".*\n)?")


def page_html(
    notebook: Any, title: str, metadata: Mapping[str, str] | None = None, branding: Branding = NO_BRANDING
) -> str:
    """Return the page of a notebook that has been run: no script, no other host, code hidden.

    metadata: names and contents of meta elements of the page's head. branding: gives the page its colours.
    """
    cells = [_with_links_to_pages(cell) for cell in notebook.cells]
    notebook = type(notebook)({**notebook, "cells": cells})
    page_style = files("careerskit.publish").joinpath("static", "page.css").read_text("utf-8")
    resources = {
        "careerskit": {
            "title": title,
            "section": SECTION,
            "contents": CONTENTS,
            "css": f"{page_style}\n{style_sheet()}\n{branded_style(branding)}",
            "meta": metadata or {},
            "footer": "Made with careerskit",
        }
    }
    return arrange_headings(str(_template().render(nb=notebook, resources=resources)).lstrip())


def with_way_back(page: str, links: Mapping[str, str], form: str = "") -> str:
    """Return a page as a server shows it: with a link to where its reader came from above all of it.

    links: see :func:`with_links`, that one first. form: HTML that stands beside them, for the server to show the page otherwise.
    """
    page = with_links(page, links, label="Workbook", form=form)
    return page.replace("form-action 'none'", "form-action 'self'", 1) if form else page


def with_links(page: str, links: Mapping[str, str], *, label: str, current: str = "", form: str = "") -> str:
    """Return a page with links to others above all of it, which are not printed.

    page: as :func:`page_html` returns it. links: their texts by their addresses. label: of the links together, for screen readers.
    current: the address of the page itself, if it is among them. form: HTML that stands beside them.
    """
    items = " ".join(
        f'<a href="{escape(url)}"{_CURRENT if url == current else ""}>{escape(text)}</a>' for url, text in links.items()
    )
    bar = f'<div class="way-back"><nav aria-label="{escape(label)}">{items}</nav>{form}</div>'
    page = page.replace("</head>", f"{_WAY_BACK_STYLE}</head>", 1)
    # Only a link that comes before all others is a skip link to screen readers and checks.
    return _START.sub(lambda start: f"{start[0]}{bar}\n", page, count=1)


def _write(document: Document, path: Path) -> None:
    atomic_write(path, document.html)


PAGE = Format(".html", "web page", _write, advice="It opens in any browser, needs no network, and prints on A4.")


def _with_links_to_pages(cell: Any) -> Any:
    """Return a cell whose links to other notebooks lead to their pages, which lie beside this one."""
    if cell.cell_type != "markdown":
        return cell
    return type(cell)({**cell, "source": _LINK.sub(r"](\1.html)", cell.source)})


@cache
def _template() -> Any:
    """Return nbconvert's template of our pages, with its filters.

    ``from_notebook_node`` would copy the notebook twice, and in a last pass parse the finished page again, sort its attributes, and
    give every picture without alt text the words "No description has been provided for this image", which hides from any check
    that a picture has no description.
    """
    from nbconvert import HTMLExporter

    exporter: Any = HTMLExporter(
        template_name="document",
        extra_template_basedirs=[str(files("careerskit.publish").joinpath("templates"))],
        exclude_anchor_links=True,
    )
    return exporter.template
