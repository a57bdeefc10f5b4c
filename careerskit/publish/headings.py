"""The headings of a page as they are rendered: ids for its sections, its contents, and no level skipped."""

from __future__ import annotations

import re
from html import escape, unescape

__all__ = ["CONTENTS", "SECTION", "arrange_headings"]

SECTION = "<h2 data-section>"
"""How the page's template begins the heading of a section."""

CONTENTS = "<!-- contents -->"
"""Where the page's template has the contents."""

_HEADING = re.compile(r"<h([1-6])( data-section)?([^>]*)>(.*?)</h\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_SPACES = re.compile(r"\s+")
_FEWEST = 3
"""From this many sections a page has contents."""


def arrange_headings(page: str) -> str:
    """Return a page whose headings skip no level, whose sections have ids of their own, and which has its contents.

    A part of a plan is the same in the plan, below the heading of a section, and in a handout, right below its title.
    """
    above = [1]  # the page's title
    sections: dict[str, str] = {}

    def arranged(found: re.Match[str]) -> str:
        level = int(found[1])
        above[:] = [*(one for one in above if one < level), level]
        name, attributes = f"h{len(above)}", found[3]
        if found[2]:
            text = _SPACES.sub(" ", unescape(_TAG.sub("", found[4]))).strip()
            section = _new_id(text, sections)
            sections[section] = text
            attributes = f' id="{escape(section)}"{attributes}'
        return f"<{name}{attributes}>{found[4]}</{name}>"

    page = _HEADING.sub(arranged, page)
    links = "".join(f'<li><a href="#{escape(section)}">{escape(text)}</a></li>\n' for section, text in sections.items())
    contents = f'<nav class="contents" aria-label="Contents">\n<p>Contents</p>\n<ol>\n{links}</ol>\n</nav>\n'
    return page.replace(CONTENTS, contents if len(sections) >= _FEWEST else "", 1)


def _new_id(text: str, taken: dict[str, str]) -> str:
    """Return an id made from the words of a heading that no heading before has."""
    base = "-".join(text.split()) or "section"
    number = 1
    while (section := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return section
