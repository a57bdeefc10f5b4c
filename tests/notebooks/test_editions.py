"""Editions and the website: rendered beside the plan, each for its reader, and nothing internal in a public one."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html import unescape

import html5lib
import nbformat
import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader
from pypdf.generic import IndirectObject, StreamObject

from careerskit.errors import InputFileError
from careerskit.plan import Kind, Plan, Record, fields_of
from careerskit.publish import (
    EDITIONS,
    choose_editions,
    choose_formats,
    render_plans,
    render_website,
    write_website,
)
from careerskit.publish.formats import page_html
from careerskit.publish.page_metadata import read_page_metadata
from careerskit.resources import edition_notebook, plan_notebook
from careerskit.store import import_plan, open_store

SCHOOLS = [f"90000{number}" for number in range(1, 8)]
NAMES = [edition.name for edition in EDITIONS]
PUBLIC = [edition.name for edition in EDITIONS if edition.public]
PAGES = {"index.html", "students.html", "parents.html", "employers.html"}
INTERNAL, PUBLISHED = "Zqinternal", "Zqpublic"  # capitals, since a time at the start of a line gets one


class Markers:
    """A plan in which every text, time and id is a marker, which says whether its field is public."""

    def __init__(self):
        self.internal, self.public = [], []
        self.plan = Plan.model_validate(self._answers(Plan) | {"school": "100"})

    def _answers(self, model, *, public=True, number=0):
        answers = {"id": self._marker(False)} if issubclass(model, Record) else {}
        for field in fields_of(model):
            if field.applies_to(answers):
                answers[field.name] = self._answer(field, number, public=public and field.public)
        return answers

    def _answer(self, field, number, *, public):
        match field.kind:
            case Kind.GROUP:
                return self._answers(field.model, public=public)
            case Kind.ROWS:  # public ones of every sort, so that each answer applies to some record
                sorts = max(len(one.choices) for one in fields_of(field.model)) if public else 2
                return [self._answers(field.model, public=public, number=at) for at in range(sorts)]
            case Kind.TICK:
                return True
            case Kind.CHOICE:
                return field.choices[number % len(field.choices)].value
            case Kind.CHOICES if field.choices:
                return [field.choices[0].value]
            case Kind.CHOICES:
                return [self._marker(False)]
            case _:
                return self._marker(public)

    def _marker(self, public):
        found = self.public if public else self.internal
        found.append(f"{PUBLISHED if public else INTERNAL}{len(found):04}x")
        return found[-1]


@pytest.fixture(scope="module")
def markers():
    return Markers()


@pytest.fixture(scope="module")
def marked(markers, tmp_path_factory):
    """Return a store with a plan of markers."""
    with open_store(str(tmp_path_factory.mktemp("marked") / "store.db")) as store:
        import_plan(store, markers.plan.to_json(), "100")
        yield store


@pytest.fixture
def copy_of_samples(run, tmp_path):
    run("sample", "--store", tmp_path / "samples.db")
    with open_store(str(tmp_path / "samples.db")) as opened:
        yield opened


def all_text(path):
    """Return everything that a file says, for people and for programs: of a PDF also bookmarks, metadata and alternative texts."""
    if path.suffix != ".pdf":
        return unescape(path.read_text("utf-8"))
    reader = PdfReader(path)
    objects = [reader.get_object(IndirectObject(number, 0, reader)) for number in range(1, reader.trailer["/Size"])]
    metadata = [
        one.get_data().decode("latin-1")
        for one in objects
        if isinstance(one, StreamObject) and one.get("/Type") == "/Metadata"
    ]
    assert metadata
    return "\n".join([*(page.extract_text() for page in reader.pages), *map(str, objects), *metadata])


def test_every_field_of_a_plan_has_a_marker(markers):
    text = markers.plan.to_json()
    assert len(markers.internal) > 100
    assert len(markers.public) > 40
    assert all(text.count(one) == 1 for one in [*markers.internal, *markers.public])


def test_nothing_internal_is_in_any_public_file_of_any_format_and_everything_public_is_in_some(
    markers, marked, tmp_path
):
    school = marked.schools.get("100")
    files = render_website(marked, school, choose_formats("html,pdf"))
    editions = choose_editions(",".join(PUBLIC))
    results = render_plans(
        marked, [school], plan_notebook(), tmp_path, editions=editions, formats=choose_formats("html,pdf")
    )
    assert [result.status for result in results] == ["rendered"] * (1 + len(PUBLIC)), [one.reason for one in results]
    folder = results[0].page.parent
    batch = {file.name: file.read_bytes() for file in folder.iterdir() if file.stem in PUBLIC}
    assert {name.rpartition(".")[2] for name in batch} == {"html", "ipynb", "pdf"}
    assert set(files) == PAGES | {name.replace(".html", ".pdf") for name in PAGES}
    said = {}
    for where, group in (("website", files), ("batch", batch)):
        for name, content in group.items():
            path = tmp_path / f"{where}-{name}"
            path.write_bytes(content)
            said[where, name] = all_text(path)
    leaked = {name: re.findall(rf"{INTERNAL}\w*", text, re.IGNORECASE) for name, text in said.items()}
    assert not {name: found for name, found in leaked.items() if found}
    for suffix in (".html", ".pdf"):
        together = "\n".join(
            text for (where, name), text in said.items() if where == "website" and name.endswith(suffix)
        )
        assert [one for one in markers.public if one not in together] == []
    assert INTERNAL in (folder / "plan.html").read_text("utf-8"), "the plan itself is internal"


def test_stock_papermill_leaks_nothing_either_and_renders_the_same_edition(markers, marked, tmp_path):
    out = tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", str(edition_notebook("parents")), str(out), "--no-progress-bar"]
    command += ["-p", "school", "100", "-p", "store", marked.url]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    _, ours = render_plans(
        marked, [marked.schools.get("100")], plan_notebook(), tmp_path, editions=choose_editions("parents")
    )
    page = ours.page.read_text("utf-8")
    title = re.search("<title>(.*?)</title>", page)[1]

    stock = page_html(nbformat.read(out, 4), title, read_page_metadata(ours.page).as_meta())

    assert INTERNAL.lower() not in out.read_text("utf-8").lower()
    assert stock == page


@pytest.mark.parametrize("school", SCHOOLS)
def test_every_page_is_html_without_a_fault(sample_editions, school):
    pages = sorted(sample_editions.page(school).parent.glob("*.html"))
    assert {page.stem for page in pages} == {"plan", *NAMES}
    for page in [*pages, sample_editions.folder / "index.html"]:
        html5lib.HTMLParser(strict=True).parse(page.read_text("utf-8"))


@pytest.mark.parametrize("school", SCHOOLS)
def test_governors_read_two_pages_at_most(sample_editions, school):
    assert len(PdfReader(sample_editions.page(school, "governors.pdf")).pages) <= 2


@pytest.mark.parametrize("school", SCHOOLS)
def test_no_public_page_says_that_something_is_missing(sample_editions, school):
    for name in PUBLIC:
        found = BeautifulSoup(sample_editions.html(school, f"{name}.html"), "html.parser")
        assert not found.find(class_="missing")
        assert not re.search(r"not written|none yet|none chosen", found.main.get_text(), re.IGNORECASE)


def test_an_edition_is_rendered_again_when_its_answers_change_and_listed_in_the_index(copy_of_samples, tmp_path):
    store, school = copy_of_samples, copy_of_samples.schools.get("900002")

    def render(formats=""):
        editions = choose_editions("governors,students")
        results = render_plans(
            store, [school], plan_notebook(), tmp_path / "plans", editions=editions, formats=choose_formats(formats)
        )
        return [(result.document, result.status) for result in results]

    documents = ("plan", "governors", "students")
    assert render() == [(document, "rendered") for document in documents]
    assert render() == [(document, "unchanged") for document in documents]
    assert render("docx") == [("plan", "rendered"), ("governors", "unchanged"), ("students", "unchanged")]
    store.answers.save(school.id, {"vision.statement": "Something new"})
    assert render() == [(document, "rendered") for document in documents]
    report = json.loads((tmp_path / "plans" / "report.json").read_text("utf-8"))
    assert [entry["document"] for entry in report] == list(documents)
    index = BeautifulSoup((tmp_path / "plans" / "index.html").read_text("utf-8"), "html.parser")
    links = {link["href"].rpartition("/")[2]: link.get_text() for link in index.find_all("a")}
    listed = [name.removesuffix(".html") for name in links if name.endswith(".html")]
    assert listed == ["plan", *(name for name in NAMES if name in listed)], "in the order of the editions"
    assert links["governors.html"] == "Careers plan for the governing board of Quillbridge High School"
    assert "5 of 5" in index.get_text(), "public pages do not say how far the plan is, and the plan still does"


def test_the_website_is_a_folder_of_pages_that_lead_to_each_other(run, copy_of_samples, tmp_path):
    out = tmp_path / "careers"
    said = run("website", "900001", "--store", copy_of_samples.url, "--out", out, "--formats", "html,pdf")
    assert said.returncode == 0, said.stderr
    pages = {page.name: BeautifulSoup(page.read_text("utf-8"), "html.parser") for page in out.glob("*.html")}
    assert set(pages) == PAGES
    for name, page in pages.items():
        links = [link["href"] for link in page.select("nav a")]
        assert {link for link in links if link.endswith(".html")} == PAGES
        assert all((out / link).is_file() for link in links)
        assert page.select_one("nav a[aria-current=page]")["href"] == name
        assert not page.find(["script", "link"], src=True)
    first = " ".join(pages["index.html"].main.get_text(" ").split())
    for asked in ("Rowan Fennimarsh", "careers@larkmoor.example", "01632 960 101", "Next review of this information"):
        assert asked in first
    assert pages["index.html"].find("a", href="https://www.larkmoor.example/provider-access")

    again = run("website", "900001", "--store", copy_of_samples.url, "--out", out)

    assert again.returncode == 0
    assert {file.name for file in out.iterdir()} == PAGES, "a PDF of earlier answers is gone"


def test_what_is_missing_is_named_to_the_leader_with_its_step_and_reason_and_not_on_the_pages(
    run, copy_of_samples, tmp_path
):
    copy_of_samples.answers.save("900001", {"website.email": "", "website.telephone": "by the gate"})
    said = run("website", "900001", "--store", copy_of_samples.url, "--out", tmp_path / "careers")
    lines = " ".join(said.stdout.split())

    assert "Write: Careers leader’s email address (For your website, notebooks/09_website.ipynb)" in lines
    assert "Maintained schools must publish this, and academies should." in lines
    assert "Enter a telephone number with its area code" in lines
    assert "SLT Lead" not in lines
    page = (tmp_path / "careers" / "index.html").read_text("utf-8")
    assert "by the gate" in page
    assert "Email" not in page


def test_a_plan_with_nothing_to_publish_makes_no_folder(run, copy_of_samples, tmp_path):
    said = run("website", "900007", "--store", copy_of_samples.url, "--out", tmp_path / "careers")

    assert said.returncode == 1
    assert "There is nothing to publish for Brindlecote School yet." in said.stderr
    assert not (tmp_path / "careers").exists()


def test_the_first_page_of_another_website_is_not_replaced(tmp_path):
    (tmp_path / "index.html").write_text("<h1>Our school</h1>")

    with pytest.raises(InputFileError, match="is another page"):
        write_website({"index.html": b"", "students.html": b""}, tmp_path)

    assert [file.name for file in tmp_path.iterdir()] == ["index.html"]
