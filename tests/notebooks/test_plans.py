"""Plans rendered from answers by the command and by papermill."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser

import nbformat
import pytest
import sqlalchemy as sa
from icalendar import Calendar

from careerskit.errors import InputFileError
from careerskit.publish import choose_formats, render_plans
from careerskit.publish.formats import page_html
from careerskit.publish.page_metadata import read_page_metadata
from careerskit.resources import notebooks, plan_notebook, review_notebook
from careerskit.review import findings
from careerskit.store import load_plans, open_store

from ..conftest import Rendered

SCHOOLS = ["900001", "900002", "900003", "900004", "900005", "900006", "900007"]


class Addresses(HTMLParser):
    """The addresses that a browser would fetch to show the page."""

    def __init__(self, html):
        super().__init__()
        self.fetched, self.tags = [], set()
        self.feed(html)
        self.fetched += re.findall(r"(?:url\(|@import)\s*['\"]?([^'\")\s]+)", html)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        named = dict(attributes)
        if tag != "a":
            self.fetched += [named[name] for name in ("src", "href", "srcset", "data", "poster") if named.get(name)]


@pytest.fixture
def sample_store(sample_plans):
    with open_store(str(sample_plans.folder / "samples.db"), create=False) as opened:
        yield opened


@pytest.fixture
def copy_of_samples(run, tmp_path):
    run("sample", "--store", tmp_path / "samples.db")
    with open_store(str(tmp_path / "samples.db")) as opened:
        yield opened


def test_every_sample_school_has_a_folder_with_its_plan(sample_plans):
    assert sorted(entry["school"] for entry in sample_plans.report) == SCHOOLS
    for entry in sample_plans.report:
        assert entry.keys() == {"school", "document", "status", "seconds", "reason"}
        assert entry["status"] == "rendered"
        assert sample_plans.page(entry["school"], "plan.ipynb").is_file()
        assert sample_plans.page(entry["school"]).is_file()
    index = (sample_plans.folder / "index.html").read_text("utf-8")
    assert "larkmoor-school-900001/plan.html" in index


@pytest.mark.parametrize("school", SCHOOLS)
def test_a_plan_needs_no_scripts_and_no_other_hosts(sample_plans, school):
    found = Addresses(sample_plans.html(school))

    assert "script" not in found.tags
    assert [address for address in found.fetched if not address.startswith("data:")] == []


def test_a_plan_shows_answers_and_no_code(sample_plans, sample_store):
    html = sample_plans.html("900001")

    assert "Strategic Careers Plan - Academic Year: 2026/27" in html
    assert sample_store.answers.read("900001")["vision"]["statement"] in html
    assert "open_workbook" not in html


def test_an_empty_plan_says_so(sample_plans):
    html = sample_plans.html("900007")

    assert "Brindlecote School" in html
    assert "ot written yet" in html
    assert "Traceback" not in html


def test_other_formats_are_written_where_they_are_missing_and_never_left_behind_the_page(copy_of_samples, tmp_path):
    store, out = copy_of_samples, tmp_path / "plans"
    school = store.schools.get("900004")

    def render(formats=""):
        (result,) = render_plans(store, [school], plan_notebook(), out, formats=choose_formats(formats))
        return result.status, sorted(file.suffix for file in result.page.parent.iterdir())

    assert render() == ("rendered", [".html", ".ipynb"])
    assert render("docx,pdf") == ("rendered", [".docx", ".html", ".ipynb", ".pdf"])
    assert render("docx,pdf") == ("unchanged", [".docx", ".html", ".ipynb", ".pdf"])
    store.answers.save(school.id, {"vision.staff": "Something new"})
    assert render("pdf") == ("rendered", [".html", ".ipynb", ".pdf"]), "a Word document of earlier answers is gone"


def test_a_calendar_says_when_its_plan_was_last_changed(copy_of_samples, tmp_path):
    store, out = copy_of_samples, tmp_path / "plans"
    school = store.schools.get("900005")
    with store.database.writing() as connection:
        connection.execute(sa.text("UPDATE revision SET at = '2026-09-20 10:00:00.000000'"))

    def events():
        (result,) = render_plans(store, [school], plan_notebook(), out, formats=choose_formats("ics"), force=True)
        return Calendar.from_ical(result.page.with_suffix(".ics").read_bytes()).events

    first = events()
    assert first == events()
    assert {event["dtstamp"].dt for event in first} == {store.answers.history(school.id)[-1].at.replace(microsecond=0)}
    store.answers.save(school.id, {"vision.staff": "Something new"})
    later = events()
    assert [event["uid"] for event in later] == [event["uid"] for event in first]
    assert later[0]["sequence"] > first[0]["sequence"]


def test_a_word_document_is_made_of_the_plan_alone(copy_of_samples, tmp_path):
    vision = notebooks() / "02_vision.ipynb"
    with pytest.raises(InputFileError, match=r"made of the whole plan, and not of 02_vision\.ipynb"):
        render_plans(copy_of_samples, [], vision, tmp_path / "out", formats=choose_formats("docx"))
    assert not (tmp_path / "out").exists()


def test_no_advice_and_nothing_set_aside_is_in_a_document(sample_plans, sample_store, copy_of_samples, tmp_path):
    plans = load_plans(sample_store, sample_store.schools.search())
    check = notebooks() / "10_check_your_plan.ipynb"
    render_plans(copy_of_samples, [copy_of_samples.schools.get(school) for school in SCHOOLS], check, tmp_path)
    handouts = {page.parent.name.rpartition("-")[2]: page for page in tmp_path.glob("*/10_check_your_plan.html")}
    assert any(plan.set_aside for plan in plans.values())
    assert sum(len(findings(plan)) for plan in plans.values()) > 20
    for school, plan in plans.items():
        for html in (sample_plans.html(school), handouts[school].read_text("utf-8")):
            text = unescape(re.sub(r"<[^>]+>", "", html))
            assert not [found for found in findings(plan) if found.text in text or found.why in text]
            assert not [one for one in plan.set_aside if one.reason in text]


def test_stock_papermill_shows_the_same_termly_review(run, sample_store, tmp_path):
    out, page = tmp_path / "out.ipynb", tmp_path / "review.html"
    options = ["--store", sample_store.url, "--as-at", "12 February 2027", "--out", page]
    assert run("termly-review", "900001", *options).returncode == 0
    command = [sys.executable, "-m", "papermill", str(review_notebook()), str(out), "--no-progress-bar"]
    command += ["-p", "school", "900001", "-p", "store", sample_store.url, "-p", "as_at", "12 February 2027"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    shown = nbformat.read(out, 4).cells[-1].outputs[0].data["text/html"]
    assert "As at <strong>12 February 2027</strong>" in shown
    assert shown.strip() in page.read_text("utf-8")


def test_stock_papermill_renders_the_same_document(sample_plans, sample_store, tmp_path):
    """The same notebook, run by papermill's own command and rendered with the same template."""
    out = tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", str(notebooks() / "plan.ipynb"), str(out), "--no-progress-bar"]
    command += ["-p", "school", "900002", "-p", "store", sample_store.url]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    ours = sample_plans.html("900002")
    title = re.search("<title>(.*?)</title>", ours)[1]
    metadata = read_page_metadata(sample_plans.page("900002"))

    stock = page_html(nbformat.read(out, 4), title, metadata.as_meta())

    assert stock == ours


def test_a_notebook_with_a_store_but_no_school_fails_with_the_reason(sample_store, tmp_path):
    """For example when a parameter's name is misspelt, which papermill itself ignores."""
    command = [sys.executable, "-m", "papermill", str(notebooks() / "plan.ipynb"), str(tmp_path / "out.ipynb")]
    result = subprocess.run(
        [*command, "-p", "shcool", "900002", "-p", "store", sample_store.url],
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode != 0
    assert "Which school's plan?" in result.stderr


def test_only_changed_plans_are_rendered_again(run, copy_of_samples, tmp_path):
    arguments = ("plans", "900004", "900006", "--store", copy_of_samples.url, "--out", tmp_path / "plans")
    run(*arguments)
    copy_of_samples.answers.save("900006", {"vision.statement": "Everyone finds the work that suits them."})

    result = run(*arguments)

    statuses = {entry["school"]: entry["status"] for entry in Rendered(tmp_path / "plans").report}
    assert statuses == {"900004": "unchanged", "900006": "rendered"}, result.stderr
    assert "Everyone finds the work that suits them." in Rendered(tmp_path / "plans").html("900006")


def test_a_document_reveals_no_local_paths(sample_plans):
    notebook = sample_plans.page("900001", "plan.ipynb").read_text("utf-8")

    assert str(sample_plans.folder) not in notebook
    assert "samples.db" not in notebook + sample_plans.html("900001")


def test_one_school_whose_answers_are_not_a_plan_fails_alone(run, copy_of_samples, tmp_path):
    copy_of_samples.answers.save("900004", {"vision.slt": 5})

    result = run("plans", "900004", "900006", "--store", copy_of_samples.url, "--out", tmp_path / "plans")

    assert result.returncode == 1
    bad, good = Rendered(tmp_path / "plans").report
    assert (bad["status"], good["status"]) == ("failed", "rendered")
    assert "vision.slt" in bad["reason"]
    index = (tmp_path / "plans" / "index.html").read_text("utf-8")
    assert "Saltervane Sixth Form College" in index
    assert "tanglewharf-training-900006/plan.html" in index


def test_the_index_also_lists_documents_of_earlier_runs(copy_of_samples, tmp_path):
    for school, notebook in (("900004", "plan"), ("900006", "plan"), ("900006", "02_vision")):
        file = notebooks() / f"{notebook}.ipynb"
        render_plans(copy_of_samples, [copy_of_samples.schools.get(school)], file, tmp_path / "plans")

    index = (tmp_path / "plans" / "index.html").read_text("utf-8")

    for page in ("saltervane-sixth-form-college-900004/plan.html", "tanglewharf-training-900006/02_vision.html"):
        assert page in index


def test_one_failing_school_is_reported_with_its_cell_and_affects_no_other(run, copy_of_samples, tmp_path):
    notebook = nbformat.read(notebooks() / "plan.ipynb", 4)
    notebook.cells.append(nbformat.v4.new_code_cell("1 / (workbook.plan.school != '900006')"))
    nbformat.write(notebook, tmp_path / "ours.ipynb")
    arguments = ["900004", "900006", "--store", copy_of_samples.url, "--out", tmp_path / "plans"]

    result = run("plans", *arguments, "--notebook", tmp_path / "ours.ipynb")

    assert result.returncode == 1
    good, bad = Rendered(tmp_path / "plans").report
    assert good["status"] == "rendered"
    assert bad["status"] == "failed"
    assert f"cell {len(notebook.cells) + 1} of ours.ipynb" in bad["reason"]
    assert "ZeroDivisionError" in bad["reason"]
    assert "Tanglewharf Training" in result.stderr
    assert "Traceback" not in result.stderr


def test_each_step_of_the_workbook_can_be_rendered_as_a_handout(copy_of_samples, tmp_path):
    for notebook in sorted(notebooks().glob("[0-9]*.ipynb")):
        (result,) = render_plans(
            copy_of_samples, [copy_of_samples.schools.get("900001")], notebook, tmp_path / "handouts"
        )
        assert result.status == "rendered", result.reason
        html = Rendered(tmp_path / "handouts").html("900001", f"{notebook.stem}.html")
        assert [address for address in Addresses(html).fetched if not address.startswith("data:")] == []
        assert html.count("<h1") == 1
    assert copy_of_samples.answers.read("900001")["vision"]["slt"] in Rendered(tmp_path / "handouts").html(
        "900001", "02_vision.html"
    )


def test_real_schools_show_the_published_figures(run, published, tmp_path):
    """Four schools of the Department's file as published; the last is wholly hidden."""
    store = tmp_path / "real.db"
    result = run("import", published / "england_ks4-pupdest.csv", "--store", store)
    assert result.returncode == 0, result.stderr
    result = run("plans", "100049", "137181", "100054", "135175", "--store", store, "--out", tmp_path / "plans")
    assert result.returncode == 0, result.stderr

    plans = Rendered(tmp_path / "plans")
    haverstock = re.sub(r"<[^>]+>|\s+", " ", plans.html("100049"))
    for figure in ("199", "180", "90%", "176", "94%"):
        assert figure in haverstock
    hidden = re.sub(r"<[^>]+>|\s+", " ", plans.html("135175"))
    assert "hidden" in hidden
    assert "SUPP" not in hidden
