"""Documents as PDF: nothing of the page is left out, and a screen reader and a printer find what they need."""

from __future__ import annotations

import re
from collections import Counter
from html import escape

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from careerskit.errors import RenderError
from careerskit.plan import Plan
from careerskit.publish.formats import PDF, Document
from careerskit.publish.headings import arrange_headings

LANDSCAPE, PORTRAIT = (842, 595), (595, 842)  # A4 in points


def to_pdf(folder, html, title="Strategic Careers Plan: Larkmoor School"):
    PDF.write(Document(None, title, html, Plan()), folder / "document.pdf")
    return PdfReader(folder / "document.pdf")


def page_of(body):
    return f"<html><body><main><h1>A heading</h1>{body}</main></body></html>"


def letters(text):
    """Return the letters and digits of a text: paper breaks lines in other places."""
    return "".join(re.findall(r"[^\W_]", text))


def words(text):
    """Return the words of a text. One that may not fit into a line, such as an address, is in pieces on paper."""
    return [word for word in re.findall(r"[^\W_]+", text) if len(word) < 20]


def text_in(reader):
    return letters("".join(page.extract_text() for page in reader.pages))


@pytest.fixture(scope="module", params=["900001", "900003", "900004", "900006", "900007"])
def sample(request, sample_plans, tmp_path_factory):
    """Return the page of a sample plan, and its PDF."""
    html = sample_plans.html(request.param)
    return BeautifulSoup(html, "html.parser").main, to_pdf(tmp_path_factory.mktemp("pdf"), html)


def test_nothing_of_the_page_is_left_out(sample):
    page, reader = sample
    for summary in page.find_all("summary"):
        summary.decompose()  # the table that it opens is there at once
    printed = Counter(word for one in reader.pages for word in words(one.extract_text()))
    lost = Counter(word for text in page.stripped_strings for word in words(text)) - printed
    assert not lost


@pytest.mark.parametrize("body", ["<tfoot><tr><th>Sum of two amounts</th><td>£2,600</td></tr></tfoot>", ""])
def test_the_last_row_of_a_table_is_there(tmp_path, body):
    table = (
        "<table><thead><tr><th>Action</th><th>Cost</th></tr></thead><tbody><tr><th>A talk</th><td>£90</td></tr></tbody>"
    )
    text = text_in(to_pdf(tmp_path, page_of(f"{table}{body}</table>")))
    assert ("Sumoftwoamounts2600" in text) == bool(body)
    assert "Atalk90" in text


def test_a_screen_reader_finds_headings_tables_and_what_charts_show(sample):
    page, reader = sample
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert reader.metadata.title == "Strategic Careers Plan: Larkmoor School"
    tags, alternatives = [], []

    def walk(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict) and "/S" in node:
            tags.append(node["/S"])
            alternatives.extend([node["/Alt"]] if "/Alt" in node else [])
            walk(node.get("/K", []))

    walk(root["/StructTreeRoot"]["/K"])
    for level in (1, 2, 3, 4):
        assert tags.count(f"/H{level}") >= len(page.find_all(f"h{level}"))
    assert tags.count("/Table") == len(page.find_all("table"))
    assert tags.count("/TH") >= len(page.find_all("thead"))
    assert {letters(image["alt"]) for image in page.find_all("img")} == set(map(letters, alternatives))


def test_bookmarks_lead_to_the_sections_and_pages_are_numbered(sample):
    page, reader = sample
    titles = [one.title for one in reader.outline if not isinstance(one, list)]
    assert titles[1:] == [heading.get_text(strip=True) for heading in page.find_all("h2")]
    count = len(reader.pages)
    for number, each in enumerate(reader.pages, start=1):
        assert f"Page {number} of {count}" in each.extract_text()


def test_the_action_plan_lies_across_the_page_under_its_heads(sample):
    page, reader = sample
    sizes = [tuple(round(side) for side in (one.mediabox.width, one.mediabox.height)) for one in reader.pages]
    table = page.find("table", class_="actions")
    across = [one for one, size in zip(reader.pages, sizes, strict=True) if size == LANDSCAPE]
    assert sizes[0] == PORTRAIT
    assert bool(across) == bool(table)
    assert all("Responsible" in one.extract_text() for one in across)


def test_headings_of_a_handout_skip_no_level(tmp_path):
    body = "<h3>A part</h3><h4>A voice</h4><h3>Another part</h3><h2>A section</h2><p>Run <code>careerskit</code>.</p>"
    reader = to_pdf(tmp_path, arrange_headings(page_of(body)))
    depths = []

    def walk(outline, depth):
        for one in outline:
            walk(one, depth + 1) if isinstance(one, list) else depths.append((one.title, depth))

    walk(reader.outline, 1)
    assert [title for title, _ in depths] == ["A heading", "A part", "A voice", "Another part", "A section"]
    assert (
        dict(depths)["A part"]
        == dict(depths)["Another part"]
        == dict(depths)["A section"]
        == dict(depths)["A voice"] - 1
    )
    assert "careerskit" in text_in(reader)


def test_an_invented_example_keeps_its_title_and_the_levels_below_it(tmp_path):
    body = (
        '<details class="example"><summary><h2>An invented example</h2></summary><p>Larkmoor School</p>'
        '<section class="careerskit"><h3>A part</h3><p>What it says</p></section></details><h3>Ours</h3>'
    )
    reader = to_pdf(tmp_path, arrange_headings(page_of(body)))
    assert "AninventedexampleLarkmoorSchoolApartWhatitsays" in text_in(reader)


HOSTILE = '#panic("x") $x$ *b* _i_ @ref ] [ } { \\ // /* `c` <label> ~ #import "x"'


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.just(HOSTILE), st.text(max_size=60), st.text(alphabet="\ufeff\ufffe\u202e\u200b😀שא", max_size=10)))
def test_what_is_typed_is_never_read_as_typst(tmp_path, text):
    printed = text_in(to_pdf(tmp_path, page_of(f"<p>{escape(text)}</p><p>The end</p>")))
    assert "Theend" in printed
    assert text != HOSTILE or letters(HOSTILE) in printed


def test_what_typst_would_leave_out_is_an_error(tmp_path):
    with pytest.raises(RenderError, match="would leave something out: par may not occur inside of a paragraph"):
        to_pdf(tmp_path, page_of("<p>One <span><p>two</p></span></p>"))


def test_a_row_of_the_programme_stays_together_unless_it_is_longer_than_a_page(tmp_path):
    def reader_of(*counts, terms=1):
        cell = (
            '<div class="entry"><p class="activity">Fair {}</p><p>Names two jobs and says what they ask for.</p></div>'
        )
        rows = (
            f"<tr><th>Year {number}</th>"
            + f"<td>{''.join(cell.format(f'{number}x{at}x') for at in range(count))}</td>" * terms
            + "</tr>"
            for number, count in enumerate(counts)
        )
        head = f"<thead><tr><th>Year group</th>{'<th>Term</th>' * terms}</tr></thead>"
        return to_pdf(tmp_path, page_of(f'<table class="grid">{head}<tbody>{"".join(rows)}</tbody></table>'))

    for terms in (1, 3):
        pages = [page.extract_text() for page in reader_of(*([9] * 6), terms=terms).pages]
        assert len(pages) > 1
        for number in range(6):
            assert [page.count(f"{number}x0x") for page in pages] == [page.count(f"{number}x8x") for page in pages]
    text = text_in(reader_of(3, 100))
    assert all(f"1x{at}x" in text for at in range(100))
