"""The inputs of documents, their formats, and the page that lists them."""

from __future__ import annotations

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_markdown_cell, new_notebook

from careerskit.errors import CareerskitError
from careerskit.evidence import Published
from careerskit.files import atomic_write
from careerskit.plan import Plan, School
from careerskit.publish import choose_formats
from careerskit.publish.formats import (
    CALENDAR,
    DEFAULT_FORMATS,
    FORMATS,
    NOTEBOOK,
    PAGE,
    PDF,
    WORD,
    Document,
    Format,
    page_html,
)
from careerskit.publish.index_page import write_index_page
from careerskit.publish.jobs import _ROOMS_BELOW
from careerskit.publish.page_metadata import PageMetadata
from careerskit.publish.render import ENGINE, RenderJob
from careerskit.resources import plan_notebook

from .test_house import MODULES, PACKAGE, imports_of, room_of


def write_title(document, path):
    atomic_write(path, document.title)


LARKMOOR = School("101", "Larkmoor School")
TITLE = Format(".txt", "plain text", write_title)
DRAFT = Format(".draft", "draft", write_title, is_sent=False)


def job_for(school, out):
    return RenderJob(school, "store.db", plan_notebook(), out, ENGINE, "print", Published(school.name, {}))


def write_in(formats, school, out, title="Strategic Careers Plan"):
    """Write an empty document of a school in the given formats."""
    job = job_for(school, out)
    metadata = PageMetadata("print", school.id, school.name, school.setting.value, title, "0 of 6")
    job.folder.mkdir(parents=True)
    notebook = new_notebook(cells=[new_markdown_cell("# Words")])
    html = page_html(notebook, title, metadata.as_meta())
    for kind in formats:
        kind.write(Document(notebook, title, html, Plan()), job.path(kind))
    return job


def index_of(out, formats, *results):
    return BeautifulSoup(write_index_page(results, out, formats).read_text("utf-8"), "html.parser")


def test_the_rooms_left_out_of_a_fingerprint_are_those_publish_does_not_import():
    """The rooms left out of a fingerprint are exactly those of which nothing is imported, directly or indirectly."""
    used, pending = set(), {module for module in MODULES if room_of(module) == "publish"}
    while pending:
        used |= pending
        pending = {imported for module in pending for _, imported in imports_of(module)} - used
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}

    assert rooms - {room_of(module) for module in used} == _ROOMS_BELOW


def test_each_format_has_its_own_file_and_the_page_is_written_last():
    assert len({kind.suffix for kind in FORMATS}) == len({kind.name for kind in FORMATS}) == len(FORMATS)
    assert FORMATS[-1] is PAGE


def test_a_document_is_written_in_every_format(tmp_path):
    job = write_in(FORMATS, LARKMOOR, tmp_path)

    assert sorted(file.name for file in job.folder.iterdir()) == [
        *("plan.docx", "plan.html", "plan.ics", "plan.ipynb", "plan.pdf", "plan.xlsx")
    ]
    assert nbformat.read(job.folder / "plan.ipynb", 4).cells[0].source == "# Words"


def test_formats_are_chosen_by_their_names_and_the_page_is_always_among_them():
    assert choose_formats("") == choose_formats("html") == DEFAULT_FORMATS
    assert choose_formats("PDF, .docx, ics") == (NOTEBOOK, WORD, PDF, CALENDAR, PAGE)
    with pytest.raises(CareerskitError, match=r"no format “dox”\. Did you mean docx") as refused:
        choose_formats("html,dox")
    assert "Choose from docx, html, ics, ipynb, pdf, xlsx" in str(refused.value)


def test_a_school_is_sent_the_page_and_not_the_notebook(tmp_path):
    assert [file.name for file in job_for(LARKMOOR, tmp_path).to_result("rendered").files] == ["plan.html"]


def test_the_index_links_each_document_with_its_other_formats(tmp_path):
    write_in([PAGE, TITLE, DRAFT], LARKMOOR, tmp_path)

    row = index_of(tmp_path, [PAGE, TITLE, DRAFT]).tbody.tr

    assert [(link["href"], link.get_text()) for link in row.find_all("a")] == [
        ("larkmoor-school-101/plan.html", "Larkmoor School"),
        ("larkmoor-school-101/plan.txt", "plain text of the plan, Larkmoor School"),
    ]


def test_the_index_lists_schools_by_name_with_the_reason_where_one_failed(tmp_path):
    write_in(DEFAULT_FORMATS, LARKMOOR, tmp_path)
    failed = job_for(School("102", "Aldermere <School>"), tmp_path).to_result(
        "failed", reason="cell 3 of plan.ipynb: <oh>"
    )

    found = index_of(tmp_path, FORMATS, failed)

    assert [row.th.get_text() for row in found.tbody.find_all("tr")] == [
        "Aldermere <School>This could not be created: cell 3 of plan.ipynb: <oh>",
        "Larkmoor School",
    ]
    assert "2 schools. Documents for 1 of them could not be created" in found.get_text()


def test_an_unrelated_file_is_not_in_the_index(tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "plan.html").write_text("<html></html>", "utf-8")

    assert index_of(tmp_path, FORMATS).tbody.find_all("tr") == []


@pytest.mark.parametrize(
    ("key", "name", "folder"),
    [
        ("100049", "Haverstock School", "haverstock-school-100049"),
        ("st-therese-s-school-a1b2c3", "St Thérèse’s School", "st-thereses-school-st-therese-s-school-a1b2c3"),
        ("larkmoor-school-a1b2c3", "Larkmoor School", "larkmoor-school-a1b2c3"),
        ("100049", "学校", "100049"),
    ],
)
def test_a_school_has_a_folder_with_its_name_and_id(tmp_path, key, name, folder):
    assert job_for(School(key, name), tmp_path).folder.name == folder
