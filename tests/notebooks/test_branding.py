"""A school's look in what the batch makes of its plan: the page, the PDF and the Word document, by either engine."""

from __future__ import annotations

import io

import papermill
import pytest
from bs4 import BeautifulSoup
from docx import Document
from PIL import Image
from pypdf import PdfReader

from careerskit.branding import Branding, palette_of, read_logo
from careerskit.evidence import load_samples
from careerskit.publish import FORMATS, render_plans
from careerskit.publish.kernels import QuietKernelManager
from careerskit.resources import plan_notebook
from careerskit.store import open_store
from careerskit.word import write_starter_template

SCHOOL, OTHER = "900001", "900002"


def logo():
    content = io.BytesIO()
    Image.new("RGB", (400, 120), "purple").save(content, "PNG")
    return read_logo(content.getvalue(), "logo.png")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with open_store(str(tmp_path_factory.mktemp("store") / "branded.db")) as opened:
        load_samples(opened)
        opened.branding.set(SCHOOL, Branding(logo(), "A purple crest", "#ffd100"))
        yield opened


def rendered(store, out, school=SCHOOL, **options):
    (result,) = render_plans(store, [store.schools.get(school)], plan_notebook(), out, workers=1, **options)
    assert result.status == "rendered", result.reason
    return result.page


@pytest.fixture(scope="module")
def page(store, tmp_path_factory):
    return rendered(store, tmp_path_factory.mktemp("plans"), formats=FORMATS)


def logos_in(html):
    return [
        image["alt"] for image in BeautifulSoup(html, "html.parser").select("main > .part-cover > img.logo:first-child")
    ]


def test_the_page_starts_with_the_logo_and_has_the_colours(page):
    html = page.read_text("utf-8")
    assert logos_in(html) == ["A purple crest"]
    assert f"--band: #ffd100; --on-band: #000000; --accent: {palette_of('#ffd100').text}" in html


def test_a_screen_reader_finds_the_logo_in_the_pdf(page):
    def alternatives(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            return [text for child in node for text in alternatives(child)]
        if not isinstance(node, dict):
            return []
        return [*([node["/Alt"]] if "/Alt" in node else []), *alternatives(node.get("/K", []))]

    reader = PdfReader(page.with_suffix(".pdf"))
    assert alternatives(reader.root_object["/StructTreeRoot"]["/K"])[0] == "A purple crest"
    assert len(reader.pages[0].images) == 1


def test_the_word_document_has_the_logo(page):
    assert len(Document(page.with_suffix(".docx")).inline_shapes) == 1


def test_the_page_for_a_termly_review_has_the_colours(run, store, tmp_path):
    run("termly-review", SCHOOL, "--store", store.url, "--out", tmp_path / "review.html")
    assert "--band: #ffd100" in (tmp_path / "review.html").read_text("utf-8")


def test_another_school_has_none_of_it(store, tmp_path):
    html = rendered(store, tmp_path, OTHER).read_text("utf-8")
    assert logos_in(html) == []
    assert "#ffd100" not in html


def test_a_kernel_of_its_own_makes_the_same_page(store, page, tmp_path):
    html = rendered(store, tmp_path, engine="nbclient").read_text("utf-8")
    assert logos_in(html) == ["A purple crest"]
    assert html == page.read_text("utf-8")


def test_stock_papermill_has_the_logo_too(store, tmp_path):
    parameters = {"school": SCHOOL, "store": store.url}
    manager = f"{QuietKernelManager.__module__}.{QuietKernelManager.__name__}"
    executed = papermill.execute_notebook(
        str(plan_notebook()), None, parameters, progress_bar=False, cwd=str(tmp_path), kernel_manager_class=manager
    )
    html = "".join(output.data.get("text/html", "") for cell in executed.cells for output in cell.get("outputs", []))
    assert logos_in(f"<main>{html}</main>") == ["A purple crest"]


def test_the_word_document_is_the_schools_own_where_it_gave_a_template(store, tmp_path):
    before = store.branding.get(OTHER)
    store.branding.set(OTHER, Branding(template=write_starter_template()))
    try:
        document = Document(rendered(store, tmp_path, OTHER, formats=FORMATS).with_suffix(".docx"))
    finally:
        store.branding.set(OTHER, before)
    assert document.tables[0].rows[0].cells[1].text == store.schools.get(OTHER).name
    assert not any("{{" in paragraph.text for paragraph in document.paragraphs)


def test_a_template_that_does_not_suit_a_plan_is_named_with_what_to_do(store, tmp_path):
    document = Document()
    document.add_paragraph("{% if header.setting == 'School' %}{{ header.nmae }}{% endif %}")
    content = io.BytesIO()
    document.save(content)
    store.branding.set(OTHER, Branding(template=content.getvalue()))
    try:
        schools = [store.schools.get(OTHER)]
        (result,) = render_plans(store, schools, plan_notebook(), tmp_path, workers=1, formats=FORMATS)
    finally:
        store.branding.set(OTHER, Branding())
    assert result.reason.startswith("The school’s own Word template: There is no placeholder “nmae”.")
    assert "careerskit branding 900002 --remove template" in result.reason
