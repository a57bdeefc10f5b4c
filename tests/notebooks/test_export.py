"""The export of a session: plans, a zip to send them out, a report and tables."""

from __future__ import annotations

import ast
import csv
import re
import subprocess
import sys
from zipfile import ZipFile

import nbformat
import pytest

from careerskit.errors import InputFileError, RenderError, UnknownSessionError
from careerskit.export import export_session
from careerskit.files import atomic_path
from careerskit.plan import School, Setting
from careerskit.publish import write_page
from careerskit.publish.formats import page_html
from careerskit.resources import session_report
from careerskit.session import default_run_of_show, open_session
from careerskit.simulation import Rehearsal
from careerskit.store import open_store

from ..conftest import ROOT

NAMED = School("101", "Tallowfield Academy")
UNNAMED = [School("102", "Zorblax School"), School("103", "Greyfen College", Setting.COLLEGE)]
ELSEWHERE = School("104", "Quillbridge High School")
PLANTED = ("zorblax", "greyfen", "quillbridge")
DELEGATES = 5


def run_session(store):
    """Run a session with simulated delegates, and with schools that type their names into every field."""
    session = open_session(store, "Benchmark 1, Module 1", "22 May")
    room, run = Rehearsal(store, session, delegates=DELEGATES, seed=4, pace=1.0), default_run_of_show()
    store.schools.register([NAMED, *UNNAMED, ELSEWHERE])
    session.sync_polls(run.polls)
    word = session.create_and_open_poll("In a word?", "words")
    for school in (NAMED, *UNNAMED):
        session.join(school.id, f"d{school.id}")
        session.share(school.id, board=True, named=school == NAMED, vision=True)
        for where in ("swot.strengths", "swot.threats", "swot.key_priorities"):
            store.answers.add_record(school.id, where, {"text": f"Everyone at {school.name} says so"})
        store.answers.save(
            school.id, {"vision.statement": f"{school.name} for all", "current_state.priority_benchmarks": [4]}
        )
        store.answers.add_record(school.id, "objectives", {"objective": f"More for {school.name}", "benchmarks": [4]})
        session.answer(word, f"d{school.id}", school.name)
        session.ask(f"d{school.id}", f"What about {school.name}?", school.id)
    for block in run.blocks:
        session.start_block(block.id)
        if block.step:
            session.move_to(block.step)
        if block.poll:
            session.open_poll(block.poll)
        for _ in range(6):
            room.tick()
    session.park_question(session.state.agenda[0].id, "Careers hub")
    session.close()
    return session


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """Return a store, a closed session, its export, and the results passed to `on_result`."""
    folder = tmp_path_factory.mktemp("afterwards")
    with open_store(str(folder / "room.db")) as store:
        session, results = run_session(store), []
        yield store, session, export_session(store, session.id, folder / "out", on_result=results.append), results


@pytest.fixture
def small_session(tmp_path):
    """Return a store and a session with two schools."""
    with open_store(str(tmp_path / "small.db")) as store:
        store.schools.register([NAMED, *UNNAMED])
        session = open_session(store, "Small")
        for school in UNNAMED:
            session.join(school.id)
        yield store, session


def cells_in(folder):
    for file in folder.glob("*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            yield from (cell for row in csv.reader(lines) for cell in row)


# The plans and their zip


def test_exactly_the_schools_that_joined_have_a_plan(exported):
    _, session, export, results = exported
    folders = sorted(page.parent.name for page in export.index.parent.glob("*/plan.html"))
    assert len(folders) == len(session.state.schools) == DELEGATES + 3
    assert "tallowfield-academy-101" in folders
    assert not [folder for folder in folders if folder.endswith(f"-{ELSEWHERE.id}")]
    assert (export.rendered, export.unchanged, export.failed) == (DELEGATES + 3, 0, ())
    assert len(results) == DELEGATES + 3


def test_the_zip_has_a_folder_for_each_school_and_instructions(exported):
    export = exported[2]
    pages = {page.parent.name: page for page in export.index.parent.glob("*/plan.html")}
    with ZipFile(export.to_send) as zipped:
        assert len(zipped.namelist()) == 5 * len(pages) + 1
        for folder, page in pages.items():
            names = sorted(name for name in zipped.namelist() if name.startswith(f"{folder}/"))
            for name, suffix in zip(names, (".docx", ".html", ".ics", ".pdf", ".xlsx"), strict=True):
                assert name.endswith(f"-strategic-careers-plan{suffix}")
                assert zipped.read(name) == page.with_suffix(suffix).read_bytes()
        readme = zipped.read("README.txt").decode("utf-8-sig")
    assert f"There are {len(pages)} plans here" in readme
    assert "Send each school its own folder" in readme
    assert "could not be rendered" not in readme


def test_the_index_is_not_in_the_zip(exported):
    export = exported[2]
    assert "Zorblax School" in export.index.read_text("utf-8")
    with ZipFile(export.to_send) as zipped:
        assert [name for name in zipped.namelist() if name.endswith("index.html")] == []


def test_a_second_export_renders_only_changed_plans_and_replaces_the_rest(small_session, tmp_path):
    store, session = small_session
    out = tmp_path / "out"
    first = export_session(store, session.id, out)
    pages = {page: page.stat().st_mtime_ns for page in out.glob("plans/*/plan.html")}
    store.answers.save("102", {"vision.statement": "Everybody knows where to go"})
    session.ask("d1", "When?")

    second = export_session(store, session.id, out)

    assert (first.rendered, second.rendered, second.unchanged) == (2, 1, 1)
    rendered_again = [page.parent.name for page, time in pages.items() if page.stat().st_mtime_ns != time]
    assert rendered_again == ["zorblax-school-102"]
    with ZipFile(second.to_send) as zipped:
        assert (
            "Everybody knows where to go"
            in zipped.read("zorblax-school-102/zorblax-school-strategic-careers-plan.html").decode()
        )
    assert "When?" in second.report.read_text("utf-8")
    assert "When?" in [*cells_in(out / "tables")]
    assert not [file for file in out.rglob("*") if file.name.startswith(".")]


def test_a_plan_that_fails_is_reported_and_affects_no_other(small_session, tmp_path):
    store, session = small_session
    store.answers.save("102", {"vision.slt": 5})

    export = export_session(store, session.id, tmp_path / "out")

    ((name, reason),) = [(result.school.name, result.reason) for result in export.failed]
    assert name == "Zorblax School"
    assert "vision.slt" in reason
    assert export.rendered == 1
    with ZipFile(export.to_send) as zipped:
        name = "greyfen-college-103/greyfen-college-strategic-careers-plan"
        assert zipped.namelist() == ["README.txt", *(f"{name}.{one}" for one in ("docx", "pdf", "xlsx", "ics", "html"))]
        assert f"- Zorblax School (102): {reason}" in zipped.read("README.txt").decode("utf-8-sig")
    assert "zorblax" not in export.report.read_text("utf-8").casefold()
    assert "zorblax" not in "".join(cells_in(tmp_path / "out" / "tables")).casefold()


def test_a_session_without_schools_has_a_report_and_stays_open(tmp_path):
    with open_store(str(tmp_path / "empty.db")) as store:
        session = open_session(store, "Empty")
        export = export_session(store, session.id, tmp_path / "out")
        assert not session.refresh()
    with ZipFile(export.to_send) as zipped:
        assert zipped.namelist() == ["README.txt"]
    assert "Session report: Empty" in export.report.read_text("utf-8")
    assert export.rendered == 0


def test_an_unknown_session_writes_nothing(small_session, tmp_path):
    with pytest.raises(UnknownSessionError):
        export_session(small_session[0], "none", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_partly_written_file_never_replaces_the_earlier_one(tmp_path):
    file = tmp_path / "plans.zip"
    file.write_text("before", "utf-8")

    def fill_the_disk():
        with atomic_path(file) as temporary:
            temporary.write_text("half of", "utf-8")
            raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        fill_the_disk()
    assert [(one.name, one.read_text("utf-8")) for one in tmp_path.iterdir()] == [("plans.zip", "before")]


# The report and its tables


def test_report_and_tables_name_only_schools_that_agreed(exported):
    export = exported[2]
    report, tables = export.report.read_text("utf-8"), "\n".join(cells_in(export.tables[0].parent))
    for text in (report, tables):
        assert "Tallowfield Academy" in text
        assert "[school]" in text
        assert [name for name in PLANTED if name in text.casefold()] == []
        assert [school.id for school in UNNAMED if re.search(rf"\b{school.id}\b", text)] == []


def test_the_report_has_every_part_of_the_session(exported):
    html = exported[2].report.read_text("utf-8")
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", html) == [
        "Who was there",
        "Progress of the plans",
        "SWOT analysis",
        "Prompts nobody has used yet",
        "Objectives",
        "Priorities of the room",
        "Polls",
        "Questions",
        "Vision statements that can be read out",
        "Schools that agreed to be named",
    ]
    for caption in (
        "Strengths",
        "The agenda of the surgery on 22 May",
        "How complete is your Strategic Careers Plan?",
    ):
        assert f"<caption>{caption}</caption>" in html
    assert "Parked for Careers hub" in html
    assert "fewer than 3" in html
    assert "Counts under 3 are hidden, except in polls whose answers say nothing about a person or a school." in html
    assert html.count("<img ") == 3
    assert all(len(alt) > 40 for alt in re.findall(r'<img [^>]*alt="([^"]*)"', html))


def test_the_report_is_a_single_page_without_scripts_code_or_other_hosts(exported):
    html = exported[2].report.read_text("utf-8")
    assert "<title>Session report: Benchmark 1, Module 1</title>" in html
    assert "<script" not in html
    assert "open_report" not in html
    assert exported[0].url not in html
    assert {address[:5] for address in re.findall(r'(?:src|href)="([^#][^"]*)"', html)} == {"data:"}


def test_stock_papermill_renders_the_same_report(exported, tmp_path):
    store, session, export, _ = exported
    out = tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", str(session_report()), str(out), "--no-progress-bar"]
    command += ["-p", "session", session.id, "-p", "store", store.url]
    output = subprocess.run(command, capture_output=True, text=True, check=False)
    assert output.returncode == 0, output.stderr

    stock = page_html(nbformat.read(out, 4), "Session report: Benchmark 1, Module 1")

    assert stock == export.report.read_text("utf-8")


def test_the_notebook_of_the_report_has_one_call_a_cell_and_no_outputs():
    notebook = nbformat.read(session_report(), 4)
    nbformat.validate(notebook)
    assert session_report().read_text("utf-8") == nbformat.writes(notebook) + "\n"
    parameters, opens, *calls = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert parameters.metadata["tags"] == ["parameters"]
    assert [line.split("#")[0].strip() for line in parameters.source.splitlines()] == ['session = ""', 'store = ""']
    assert opens.source == "from careerskit import open_report\n\nreport = open_report(session, store)"
    for cell in calls:
        assert isinstance(ast.parse(cell.source).body[0].value, ast.Attribute)
        assert cell.source.startswith("report.")
    assert not [cell for cell in (parameters, opens, *calls) if cell.outputs or cell.execution_count]


def test_a_notebook_without_a_parameters_cell_is_refused(tmp_path):
    with pytest.raises(InputFileError, match="does not take session: it needs a cell tagged parameters"):
        write_page(ROOT / "notebooks" / "plan.ipynb", {"session": "1", "store": ""}, tmp_path / "page.html", "Title")
    assert list(tmp_path.iterdir()) == []


def test_a_report_that_fails_keeps_the_earlier_one(tmp_path):
    (tmp_path / "report.html").write_text("before", "utf-8")
    with pytest.raises(RenderError, match=r"report\.ipynb .*There is no store"):
        write_page(
            session_report(),
            {"session": "", "store": str(tmp_path / "none.db")},
            tmp_path / "report.html",
            "Session report",
        )
    assert (tmp_path / "report.html").read_text("utf-8") == "before"


# The command


def output_of(result):
    return " ".join((result.stdout + result.stderr).split())


def test_the_command_exports_the_newest_session_and_lists_the_files(small_session, run, tmp_path):
    store, _ = small_session

    result = run("afterwards", "--store", store.url, cwd=tmp_path)

    assert result.returncode == 0, result.stderr
    (folder,) = (tmp_path / "afterwards").iterdir()
    output = output_of(result)
    assert "Small: plans: 2 rendered." in output
    assert "still open" in output
    for name in ("plans.zip", "plans/index.html", "report.html", "tables"):
        assert f"afterwards/{folder.name}/{name}" in output
        assert (folder / name).exists()


def test_the_command_reports_failed_plans_and_exports_the_rest(small_session, run, tmp_path):
    store, session = small_session
    store.answers.save("102", {"vision.slt": 5})
    session.close()

    result = run("afterwards", session.id, "--store", store.url, "--out", tmp_path / "out")

    assert result.returncode == 1
    output = output_of(result)
    assert "Zorblax School (102) failed" in output
    assert "1 rendered, 1 failed" in output
    assert "still open" not in output
    assert (tmp_path / "out" / "report.html").is_file()


def test_the_command_suggests_a_session_where_none_has_that_name(small_session, run, tmp_path):
    result = run("afterwards", "Smal", "--store", small_session[0].url, "--out", tmp_path / "out")

    assert result.returncode == 1
    assert "There is no session 'Smal'. Did you mean Small? These are the sessions:" in output_of(result)
    assert small_session[1].id in output_of(result)
    assert not (tmp_path / "out").exists()


def test_the_help_of_the_command_has_examples(run):
    output = output_of(run("afterwards", "--help"))
    assert "plans.zip has a folder for each school" in output
    assert 'careerskit afterwards "Benchmark 1, Module 1"' in output
