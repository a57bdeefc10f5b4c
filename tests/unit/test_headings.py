"""The headings of a page: none skips a level, each section has an id of its own, and the contents are what is rendered."""

from __future__ import annotations

import re

import nbformat
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from careerskit.publish.formats.page import page_html
from careerskit.publish.headings import CONTENTS, SECTION, arrange_headings


def page_of(*sources):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(source) for source in sources])
    return BeautifulSoup(page_html(notebook, "A plan"), "html.parser")


def test_the_contents_are_the_headings_as_they_are_rendered():
    page = page_of(
        "# Plan",
        "## Context\n\na",
        "## Context\n\nb",
        "## **Bold** & <i>words</i> ##\n\nx",
        "```\n## code\n```",
        "Two\n---",
    )
    links = [(link["href"], link.text) for link in page.find("nav", class_="contents").find_all("a")]
    assert links == [
        ("#Context", "Context"),
        ("#Context-2", "Context"),
        ("#Bold-&-words", "Bold & words"),
        ("#Two", "Two"),
    ]
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert all(page.find(id=href[1:]).text == text for href, text in links)


def test_two_sections_need_no_contents():
    assert page_of("## One", "## Two").find("nav") is None


@given(st.lists(st.integers(1, 6), min_size=1, max_size=12))
def test_no_heading_skips_a_level_and_their_order_is_kept(levels):
    page = arrange_headings("".join(f"<h{level} class='a'>{at}</h{level}>" for at, level in enumerate(levels)))
    found = [(int(level), int(text)) for level, text in re.findall(r"<h(\d) class='a'>(\d+)</h\1>", page)]
    assert [text for _, text in found] == list(range(len(levels)))
    depth = 1
    for level, _ in found:
        assert level <= depth + 1
        depth = level


@pytest.mark.parametrize("levels", [[1, 2, 3, 2, 3, 4], [1, 2, 2, 3], [2, 3, 2]])
def test_headings_that_skip_no_level_stay_as_they_are(levels):
    page = "".join(f"<h{level}>x</h{level}>" for level in levels)
    assert arrange_headings(page) == page


def test_a_heading_is_escaped_where_it_is_repeated():
    page = arrange_headings(f"{CONTENTS}{SECTION}a</h2>{SECTION}b</h2>{SECTION}&lt;script&gt; &quot;x</h2>")
    assert '<a href="#&lt;script&gt;-&quot;x">&lt;script&gt; &quot;x</a>' in page
