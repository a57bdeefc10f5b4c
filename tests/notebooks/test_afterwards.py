"""What a session leaves behind: the plans, one file to send them out from, its report and its tables."""

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
from careerskit.files import written_whole
from careerskit.plan import School, Setting
from careerskit.publish import write_page
from careerskit.publish.document import document
from careerskit.server import afterwards
from careerskit.session import Rehearsal, default_run_of_show, open_session
from careerskit.shipped import session_report
from careerskit.store import open_store

from ..conftest import ROOT

NAMED = School("101", "Tallowfield Academy")
UNNAMED = [School("102", "Zorblax School"), School("103", "Greyfen College", Setting.COLLEGE)]
ELSEWHERE = School("104", "Quillbridge High School")
PLANTED = ("zorblax", "greyfen", "quillbridge")
DELEGATES = 5


def hold(store):
    """Hold a session with some rehearsing delegates, and with schools whose names stand wherever somebody can write."""
    session = open_session(store, "Benchmark 1, Module 1", "22 May")
    room, run = Rehearsal(store, session, delegates=DELEGATES, seed=4, pace=1.0), default_run_of_show()
    store.register([NAMED, *UNNAMED, ELSEWHERE])
    session.prepare_all(run.polls)
    word = session.poll_now("In a word?", "words")
    for school in (NAMED, *UNNAMED):
        session.joined(school.id, f"d{school.id}")
        session.share(school.id, board=True, named=school == NAMED, vision=True)
        for where in ("swot.strengths", "swot.threats", "swot.key_priorities"):
            store.add(school.id, where, {"text": f"Everyone at {school.name} says so"})
        store.save(school.id, {"vision.statement": f"{school.name} for all", "current_state.priority_benchmarks": [4]})
        store.add(school.id, "objectives", {"objective": f"More for {school.name}", "benchmarks": [4]})
        session.answer(word, f"d{school.id}", school.name)
        session.ask(f"d{school.id}", f"What about {school.name}?", school.id)
    for block in run.blocks:
        session.begin_block(block.id)
        if block.step:
            session.move_to(block.step)
        if block.poll:
            session.open_poll(block.poll)
        for _ in range(6):
            room.tick()
    session.park(session.state.agenda[0].id, "Careers hub")
    session.close()
    return session


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    """Give a session that was held, all that it left behind, and how often it was told of a plan."""
    folder = tmp_path_factory.mktemp("afterwards")
    with open_store(str(folder / "room.db")) as store:
        session, told = hold(store), []
        yield store, session, afterwards(store, session.id, folder / "out", done=told.append), told


@pytest.fixture
def small(tmp_path):
    """Give a store and a session with two schools."""
    with open_store(str(tmp_path / "small.db")) as store:
        store.register([NAMED, *UNNAMED])
        session = open_session(store, "Small")
        for school in UNNAMED:
            session.joined(school.id)
        yield store, session


def cells_in(folder):
    for file in folder.glob("*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            yield from (cell for row in csv.reader(lines) for cell in row)


# The plans, and the file to send them out from


def test_every_school_that_joined_has_its_plan_and_no_other(held):
    _, session, made, told = held
    there = sorted(page.parent.name for page in made.index.parent.glob("*/plan.html"))
    assert len(there) == len(session.state.schools) == DELEGATES + 3
    assert "101-tallowfield-academy" in there
    assert not [folder for folder in there if folder.startswith(ELSEWHERE.id)]
    assert (made.rendered, made.unchanged, made.failed) == (DELEGATES + 3, 0, ())
    assert len(told) == DELEGATES + 3


def test_the_zip_holds_each_plan_in_a_folder_of_its_own_and_says_what_to_do_with_it(held):
    made = held[2]
    pages = {page.relative_to(made.index.parent).as_posix(): page for page in made.index.parent.glob("*/plan.html")}
    with ZipFile(made.to_send) as zipped:
        assert set(zipped.namelist()) == {"README.txt", *pages}
        assert all(zipped.read(name) == page.read_bytes() for name, page in pages.items())
        readme = zipped.read("README.txt").decode("utf-8-sig")
    assert f"Here are {len(pages)} plans" in readme
    assert "Send each school its own folder" in readme
    assert "could not be made" not in readme


def test_the_list_of_everybody_is_beside_the_zip_and_not_in_it(held):
    made = held[2]
    assert "Zorblax School" in made.index.read_text("utf-8")
    with ZipFile(made.to_send) as zipped:
        assert [name for name in zipped.namelist() if name.endswith("index.html")] == []


def test_a_second_run_makes_again_what_has_changed_and_replaces_the_rest(small, tmp_path):
    store, session = small
    out = tmp_path / "out"
    first = afterwards(store, session.id, out)
    pages = {page: page.stat().st_mtime_ns for page in out.glob("plans/*/plan.html")}
    store.save("102", {"vision.statement": "Everybody knows where to go"})
    session.ask("d1", "When?")

    second = afterwards(store, session.id, out)

    assert (first.rendered, second.rendered, second.unchanged) == (2, 1, 1)
    again = [page.parent.name for page, time in pages.items() if page.stat().st_mtime_ns != time]
    assert again == ["102-zorblax-school"]
    with ZipFile(second.to_send) as zipped:
        assert "Everybody knows where to go" in zipped.read("102-zorblax-school/plan.html").decode()
    assert "When?" in second.report.read_text("utf-8")
    assert "When?" in [*cells_in(out / "tables")]
    assert not [file for file in out.rglob("*") if file.name.startswith(".")]


def test_one_school_that_fails_stops_nothing_and_is_named_with_the_reason(small, tmp_path):
    store, session = small
    store.save("102", {"vision.slt": 5})

    made = afterwards(store, session.id, tmp_path / "out")

    ((name, reason),) = [(result.school.name, result.reason) for result in made.failed]
    assert name == "Zorblax School"
    assert "vision.slt" in reason
    assert made.rendered == 1
    with ZipFile(made.to_send) as zipped:
        assert zipped.namelist() == ["README.txt", "103-greyfen-college/plan.html"]
        assert f"- Zorblax School (102): {reason}" in zipped.read("README.txt").decode("utf-8-sig")
    assert "zorblax" not in made.report.read_text("utf-8").casefold()
    assert "zorblax" not in "".join(cells_in(tmp_path / "out" / "tables")).casefold()


def test_a_session_that_nobody_joined_leaves_a_report_all_the_same_and_goes_on(tmp_path):
    with open_store(str(tmp_path / "empty.db")) as store:
        session = open_session(store, "Empty")
        made = afterwards(store, session.id, tmp_path / "out")
        assert not session.refresh()
    with ZipFile(made.to_send) as zipped:
        assert zipped.namelist() == ["README.txt"]
    assert "Session report: Empty" in made.report.read_text("utf-8")
    assert made.rendered == 0


def test_an_unknown_session_leaves_nothing_behind(small, tmp_path):
    with pytest.raises(UnknownSessionError):
        afterwards(small[0], "none", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_file_that_cannot_be_written_to_its_end_leaves_the_one_that_was_there(tmp_path):
    file = tmp_path / "plans.zip"
    file.write_text("before", "utf-8")

    def fill_the_disk():
        with written_whole(file) as half:
            half.write_text("half of", "utf-8")
            raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        fill_the_disk()
    assert [(one.name, one.read_text("utf-8")) for one in tmp_path.iterdir()] == [("plans.zip", "before")]


# The report and its tables


def test_nothing_in_the_report_or_a_table_names_a_school_that_has_not_agreed(held):
    made = held[2]
    report, tables = made.report.read_text("utf-8"), "\n".join(cells_in(made.tables[0].parent))
    for text in (report, tables):
        assert "Tallowfield Academy" in text
        assert "[school]" in text
        assert [name for name in PLANTED if name in text.casefold()] == []
        assert [school.id for school in UNNAMED if re.search(rf"\b{school.id}\b", text)] == []


def test_the_report_has_every_part_of_the_session(held):
    html = held[2].report.read_text("utf-8")
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", html) == [
        "Who was there",
        "How far the plans have come",
        "SWOT analysis",
        "Prompts that nobody has written about",
        "Objectives",
        "What the room puts first",
        "Polls",
        "Questions",
        "Vision statements offered for reading",
        "Schools that agreed to be named",
    ]
    for caption in (
        "Strengths",
        "The agenda of the surgery on 22 May",
        "How far is your Strategic Careers Plan today?",
    ):
        assert f"<caption>{caption}</caption>" in html
    assert "parked: Careers hub" in html
    assert "fewer than 3" in html
    assert html.count("<img ") == 3
    assert all(len(alt) > 40 for alt in re.findall(r'<img [^>]*alt="([^"]*)"', html))


def test_the_report_is_one_page_with_no_script_no_code_and_no_other_host(held):
    html = held[2].report.read_text("utf-8")
    assert "<title>Session report: Benchmark 1, Module 1</title>" in html
    assert "<script" not in html
    assert "open_report" not in html
    assert held[0].url not in html
    assert {address[:5] for address in re.findall(r'(?:src|href)="([^#][^"]*)"', html)} == {"data:"}


def test_stock_papermill_gives_the_same_report(held, tmp_path):
    store, session, made, _ = held
    out = tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", str(session_report()), str(out), "--no-progress-bar"]
    command += ["-p", "session", session.id, "-p", "store", store.url]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr

    stock = document(nbformat.read(out, 4), "Session report: Benchmark 1, Module 1")

    assert stock == made.report.read_text("utf-8")


def test_the_notebook_of_the_report_is_thin_and_stored_without_outputs():
    notebook = nbformat.read(session_report(), 4)
    nbformat.validate(notebook)
    assert session_report().read_text("utf-8") == nbformat.writes(notebook) + "\n"
    parameters, opens, *calls = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert parameters.metadata["tags"] == ["parameters"]
    assert [line.split("#")[0].strip() for line in parameters.source.splitlines()] == ['session = ""', 'store = ""']
    assert opens.source == "from careerskit.session import open_report\n\nreport = open_report(session, store)"
    for cell in calls:
        assert isinstance(ast.parse(cell.source).body[0].value, ast.Attribute)
        assert cell.source.startswith("report.")
    assert not [cell for cell in (parameters, opens, *calls) if cell.outputs or cell.execution_count]


def test_a_notebook_that_does_not_take_what_it_is_given_is_refused(tmp_path):
    with pytest.raises(InputFileError, match="does not take session: it needs a cell tagged parameters"):
        write_page(ROOT / "notebooks" / "plan.ipynb", {"session": "1", "store": ""}, tmp_path / "page.html", "Title")
    assert list(tmp_path.iterdir()) == []


def test_a_report_whose_cell_fails_leaves_the_one_that_was_there(tmp_path):
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


def said_by(result):
    return " ".join((result.stdout + result.stderr).split())


def test_the_command_takes_the_newest_session_and_says_what_lies_where(small, run, tmp_path):
    store, _ = small

    result = run("afterwards", "--store", store.url, cwd=tmp_path)

    assert result.returncode == 0, result.stderr
    (folder,) = (tmp_path / "afterwards").iterdir()
    said = said_by(result)
    assert "Small: the plans, 2 rendered." in said
    assert "still open" in said
    for name in ("plans.zip", "plans/index.html", "report.html", "tables"):
        assert f"afterwards/{folder.name}/{name}" in said
        assert (folder / name).exists()


def test_the_command_says_which_plans_failed_and_does_the_rest(small, run, tmp_path):
    store, session = small
    store.save("102", {"vision.slt": 5})
    session.close()

    result = run("afterwards", session.id, "--store", store.url, "--out", tmp_path / "out")

    assert result.returncode == 1
    said = said_by(result)
    assert "Zorblax School (102) failed" in said
    assert "1 rendered, 1 failed" in said
    assert "still open" not in said
    assert (tmp_path / "out" / "report.html").is_file()


def test_the_command_names_the_sessions_there_are_where_it_knows_none_of_that_name(small, run, tmp_path):
    result = run("afterwards", "Smal", "--store", small[0].url, "--out", tmp_path / "out")

    assert result.returncode == 1
    assert "There is no session 'Smal'. Did you mean Small? These are there:" in said_by(result)
    assert small[1].id in said_by(result)
    assert not (tmp_path / "out").exists()


def test_the_command_has_help_that_teaches(run):
    said = said_by(run("afterwards", "--help"))
    assert "plans.zip holds a folder for each school" in said
    assert 'careerskit afterwards "Benchmark 1, Module 1"' in said
