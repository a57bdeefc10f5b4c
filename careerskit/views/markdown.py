"""Markdown of our own notebooks as HTML, for the server's pages and the slides.

A handout's Markdown is rendered by nbconvert instead: a school may change its notebooks, and their handouts then show what
JupyterLab shows (pasted pictures, formulas, HTML), which takes nbconvert's parser. That is too heavy for the server.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import mistune
from markupsafe import Markup

__all__ = ["markdown_to_html"]


class _Renderer(mistune.HTMLRenderer):
    def __init__(self, top_level: int) -> None:
        super().__init__(escape=True)
        self._top_level = top_level

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        return super().heading(text, max(self._top_level, level), **attrs)


def markdown_to_html(source: str, *, top_level: int = 1) -> Markup:
    """Return Markdown as HTML, tables included; HTML in it is escaped. top_level: no heading is above this level."""
    return Markup(_markdown(top_level)(source))  # noqa: S704  HTML in the source was escaped


@cache
def _markdown(top_level: int) -> mistune.Markdown:
    return mistune.create_markdown(renderer=_Renderer(top_level), plugins=["table"])
