"""The stored notebooks of the workbook: thin, without outputs, and in the structure that other code relies on."""

import ast
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nbformat
import pytest

from careerskit.plan import Plan, fields_of
from careerskit.publish import EDITIONS

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
STEPS = [
    "00_start",
    "01_aims",
    "02_vision",
    "03_current_state",
    "04_swot",
    "05_objectives",
    "06_action_plan",
    "07_reflective_questions",
    "08_programme",
    "09_website",
    "10_check_your_plan",
]
CHAIN = [*STEPS, "plan"]
INTERNAL, PUBLIC = ["governors", "slt", "staff"], ["website", "students", "parents", "employers"]
ALL = [*CHAIN, "termly_review", *INTERNAL, *PUBLIC]
PARAMETERS = (
    'school = ""  # the school\'s URN or id; careerskit schools searches them\nstore = ""  # the store\'s file or URL'
)
OPEN = "from careerskit import open_workbook\n\nworkbook = open_workbook(school, store)"
OPEN_TO_READ = OPEN.replace("store)", "store, to_read=True)")  # the plan itself, and its editions
OPEN_PUBLIC = OPEN.replace("store)", "store, public=True)")
REVIEW_PARAMETERS = (
    f'{PARAMETERS}\nas_at = ""  # the day of the review, such as "27 November 2026"; empty for today\n'
    'since = ""  # since when to look back; empty for the last approval or the start of last term'
)
OPEN_REVIEW = OPEN.replace("store)", "store, to_read=True, as_at=as_at, since=since)")
STARTS = ([PARAMETERS, OPEN], [PARAMETERS, OPEN_TO_READ], [PARAMETERS, OPEN_PUBLIC], [REVIEW_PARAMETERS, OPEN_REVIEW])
HOSTS = {"www.gatsbybenchmarks.org.uk", "resources.careersandenterprise.co.uk", "www.gov.uk", "www.thecdi.net"}


def read(name: str) -> Any:
    return nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)


def faults_of(notebook: Any) -> list[str]:
    """Return the faults of a notebook of the workbook, each with the id of its cell."""
    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError as error:
        return [f"not a valid notebook: {error.message}"]
    found = []
    if (notebook.nbformat, notebook.nbformat_minor) != (4, 5):
        found.append("not of format 4.5")
    if notebook.metadata.get("kernelspec", {}).get("name") != "python3":
        found.append("not for the kernel python3")
    if notebook.metadata.get("language_info") != {"name": "python"}:
        found.append("language_info has more than the name")
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in code:
        if cell.outputs:
            found.append(f"{cell.id}: has outputs")
        if cell.execution_count is not None:
            found.append(f"{cell.id}: has an execution count")
        if cell.metadata.get("jupyter") != {"source_hidden": True}:
            found.append(f"{cell.id}: shows its code")
        if ("parameters" in cell.metadata.get("tags", [])) != (cell is code[0]):
            found.append(f"{cell.id}: the first code cell, and no other, is tagged parameters")
    if [cell.source for cell in code[:2]] not in STARTS:
        found.append("does not begin with its parameters and open_workbook")
    found += [f"{cell.id}: is not one call to the workbook" for cell in code[2:] if not is_one_call(cell.source)]
    return found + faults_of_headings(notebook)


def is_one_call(source: str) -> bool:
    """Return whether the source is ``workbook.name`` or ``workbook.name.name`` and nothing else."""
    match ast.parse(source).body:
        case [ast.Expr(ast.Attribute(ast.Name("workbook") | ast.Attribute(ast.Name("workbook"))))]:
            return True
    return False


def faults_of_headings(notebook: Any) -> list[str]:
    """Return the faults of the headings: one of level 1 at the start, and no level skipped. The plan's title is in its cover."""
    prose = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    levels = [len(mark) for cell in prose for mark in re.findall(r"^(#+) ", cell.source, re.MULTILINE)]
    found = []
    if any(cell.source == "workbook.cover" for cell in notebook.cells):
        levels = [1, *levels]
    elif not notebook.cells[0].source.startswith("# "):
        found.append("does not begin with its heading")
    if levels.count(1) != 1:
        found.append(f"has {levels.count(1)} headings of level 1")
    if any(after > before + 1 for before, after in pairwise(levels)):
        found.append("skips a level of headings")
    return found


def links_of(notebook: Any) -> list[str]:
    return [
        link
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for link in re.findall(r"\]\(([^)]+)\)", cell.source)
    ]


def calls_of(name: str) -> list[str]:
    return [cell.source for cell in read(name).cells if cell.cell_type == "code"][2:]


def test_the_workbook_has_exactly_these_notebooks() -> None:
    assert sorted(path.stem for path in NOTEBOOKS.rglob("*.ipynb")) == sorted(ALL)


@pytest.mark.parametrize("name", ALL)
def test_a_notebook_has_no_faults(name: str) -> None:
    assert faults_of(read(name)) == []


@pytest.mark.parametrize("name", ALL)
def test_a_notebook_is_formatted_as_jupyterlab_saves_it(name: str) -> None:
    assert (NOTEBOOKS / f"{name}.ipynb").read_text("utf-8") == nbformat.writes(read(name)) + "\n"


@pytest.mark.parametrize("name", ALL)
def test_the_public_editions_and_no_others_open_a_public_workbook(name: str) -> None:
    assert (read(name).cells[2].source == OPEN_PUBLIC) == (name in PUBLIC)
    assert sorted(edition.name for edition in EDITIONS if edition.public) == sorted(PUBLIC)
    assert sorted(edition.name for edition in EDITIONS if not edition.public) == sorted(INTERNAL)


def add_outputs(notebook: Any) -> None:
    notebook.cells[-2].outputs = [nbformat.v4.new_output("stream", text="hello")]


def add_execution_count(notebook: Any) -> None:
    notebook.cells[-2].execution_count = 3


def show_code(notebook: Any) -> None:
    notebook.cells[-2].metadata = {}


def tag_another_cell(notebook: Any) -> None:
    notebook.cells[-2].metadata["tags"] = ["parameters"]


def add_a_parameter(notebook: Any) -> None:
    notebook.cells[1].source += '\nyear = ""'


def add_branch(notebook: Any) -> None:
    notebook.cells[-2].source = "if school:\n    workbook.vision"


def add_second_call(notebook: Any) -> None:
    notebook.cells[-2].source = "workbook.vision\nworkbook.swot"


def add_expression(notebook: Any) -> None:
    notebook.cells[-2].source = "workbook.vision or 1"


def add_second_title(notebook: Any) -> None:
    notebook.cells[-1].source = "# Another title"


def skip_heading_level(notebook: Any) -> None:
    notebook.cells[3].source = "#### Deep down"


def make_id_invalid(notebook: Any) -> None:
    notebook.cells[0].id = "two words"


def add_language_version(notebook: Any) -> None:
    notebook.metadata["language_info"]["version"] = "3.11.2"


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (add_outputs, "vision: has outputs"),
        (add_execution_count, "vision: has an execution count"),
        (show_code, "vision: shows its code"),
        (tag_another_cell, "vision: the first code cell, and no other, is tagged parameters"),
        (add_a_parameter, "does not begin with its parameters and open_workbook"),
        (add_branch, "vision: is not one call to the workbook"),
        (add_second_call, "vision: is not one call to the workbook"),
        (add_expression, "vision: is not one call to the workbook"),
        (add_second_title, "has 2 headings of level 1"),
        (skip_heading_level, "skips a level of headings"),
        (make_id_invalid, "not a valid notebook: 'two words' does not match"),
        (add_language_version, "language_info has more than the name"),
    ],
)
def test_a_fault_in_a_notebook_is_found(damage: Callable[[Any], None], fault: str) -> None:
    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}, "language_info": {"name": "python"}},
        cells=[
            nbformat.v4.new_markdown_cell("# Vision", id="title"),
            hidden("parameters", PARAMETERS, tags=["parameters"]),
            hidden("open", OPEN),
            nbformat.v4.new_markdown_cell("## Your vision", id="yours"),
            hidden("vision", "workbook.vision"),
            nbformat.v4.new_markdown_cell("[Next](plan.ipynb)", id="next"),
        ],
    )
    assert faults_of(notebook) == []

    damage(notebook)

    assert [found[: len(fault)] for found in faults_of(notebook)] == [fault]


def hidden(name: str, source: str, **metadata: Any) -> Any:
    return nbformat.v4.new_code_cell(source, id=name, metadata={"jupyter": {"source_hidden": True}, **metadata})


@pytest.mark.parametrize(("name", "following"), list(pairwise(CHAIN)))
def test_a_step_ends_with_a_link_to_the_next(name: str, following: str) -> None:
    assert re.fullmatch(rf"\[Next: [^]]+\]\({following}\.ipynb\)", read(name).cells[-1].source)


@pytest.mark.parametrize("name", ALL)
def test_a_link_leads_to_a_notebook_or_a_known_publisher(name: str) -> None:
    for link in links_of(read(name)):
        if host := urlsplit(link).netloc:
            assert host in HOSTS
            assert link.startswith("https://")
        else:
            assert (NOTEBOOKS / link).is_file()


@pytest.mark.parametrize("name", ALL)
def test_prose_has_no_html_and_no_pictures(name: str) -> None:
    prose = "\n".join(cell.source for cell in read(name).cells if cell.cell_type == "markdown")
    assert re.findall(r"<\w|!\[", prose) == []


def test_the_steps_ask_for_every_section_of_a_plan() -> None:
    asked = {call for name in STEPS for call in calls_of(name)}
    assert {f"workbook.{section.name}" for section in fields_of(Plan)} - {
        "workbook.set_aside",
        "workbook.notes",
        "workbook.request",  # in the form of the action plan
    } <= asked
    assert "workbook.readiness" in asked  # where advice is set aside


def test_the_plan_shows_every_section_except_the_delegates_notes() -> None:
    shown = calls_of("plan")
    assert shown[0] == "workbook.cover"  # includes the header
    assert {f"workbook.{section.name}" for section in fields_of(Plan)} - set(shown) == {
        "workbook.header",
        "workbook.reflections",
        "workbook.set_aside",
        "workbook.notes",
        "workbook.request",  # below the action plan
    }
    assert "workbook.readiness" not in shown


def test_a_step_with_an_example_shows_it_before_its_form() -> None:
    for name in STEPS:
        calls = calls_of(name)
        for example in [call for call in calls if ".example." in call]:
            assert calls.index(example.replace(".example", "")) == calls.index(example) + 1
