"""A notebook that holds forms of an earlier session is not handed out: what one school typed is not another school's to read."""

from __future__ import annotations

from pathlib import Path

import nbformat
import papermill
import pytest
from nbformat.v4 import new_output

from careerskit.errors import InputFileError
from careerskit.publish import read_slides, render_plan, render_plans, write_deck, write_page
from careerskit.resources import deck_notebook, notebooks, session_report

WORDS = "PRIVATE WORDS OF ANOTHER SCHOOL"
MIME = "application/vnd.jupyter.widget-state+json"
MODEL = {"a" * 32: {"model_name": "TextareaModel", "state": {"value": WORDS}}}
STATES = {"today's": {MIME: {"version_major": 2, "state": MODEL}}, "ipywidgets 6": {"state": MODEL, "version": "1.1.2"}}
CASE = Path(__file__).parents[3] / "shared" / "cases" / "vision_with_widget_state.ipynb"
REFUSED = r"{} has saved forms in it, .* Open it with `careerskit workbook` and save it"


def refused(file):
    return pytest.raises(InputFileError, match=REFUSED.format(file.name))


def changed(source, file, change):
    """Write a changed copy of a notebook, and return its file."""
    notebook = nbformat.read(source, 4)
    change(notebook)
    nbformat.write(notebook, file)
    return file


def with_state(state):
    return lambda notebook: notebook.metadata.update(widgets=state)


def with_view(notebook):
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "a" * 32}}
    cell = next(cell for cell in notebook.cells if cell.cell_type == "code")
    cell.outputs = [new_output("display_data", data=view)]


CHANGES = {name: with_state(state) for name, state in STATES.items()} | {"a form in an output": with_view}


@pytest.fixture(params=CHANGES.values(), ids=CHANGES)
def add_forms(request):
    return request.param


@pytest.fixture
def vision(tmp_path, add_forms):
    return changed(notebooks() / "02_vision.ipynb", tmp_path / "vision.ipynb", add_forms)


def test_no_handout_is_made_from_a_notebook_with_saved_forms(store, vision, tmp_path):
    with refused(vision):
        render_plans(store, [store.schools.get("100")], vision, tmp_path / "out", workers=1)
    assert not (tmp_path / "out").exists()


def test_no_handout_is_made_from_the_notebook_that_somebody_saved(store, tmp_path):
    if not CASE.is_file():
        pytest.skip("the cases are not on this machine (../shared/cases)")
    assert WORDS in CASE.read_text("utf-8")
    with refused(CASE):
        render_plans(store, [store.schools.get("100")], CASE, tmp_path / "out", workers=1)
    assert not (tmp_path / "out").exists()


def test_no_slides_are_made_from_a_notebook_with_saved_forms(tmp_path, add_forms):
    deck = changed(deck_notebook(), tmp_path / "deck.ipynb", add_forms)
    with refused(deck):
        read_slides(deck)
    with refused(deck):
        write_deck(deck, tmp_path / "deck.html")
    assert not (tmp_path / "deck.html").exists()


def test_no_report_is_made_from_a_notebook_with_saved_forms(tmp_path, add_forms):
    report = changed(session_report(), tmp_path / "report.ipynb", add_forms)
    with refused(report):
        write_page(report, {"session": "", "store": ""}, tmp_path / "report.html", "Report")
    assert not (tmp_path / "report.html").exists()


def test_a_delegates_plan_holds_no_saved_form(store, vision, tmp_path):
    """It is made from the same notebook for everyone, and shown while the session runs, so it isn't refused."""
    result = render_plan(store, store.schools.get("100"), vision, tmp_path / "out")
    assert result.status == "rendered", result.reason
    for file in (result.page, result.page.with_suffix(".ipynb")):
        assert WORDS not in file.read_text("utf-8")
        assert "widget-view" not in file.read_text("utf-8")


@pytest.mark.parametrize("state", [{}, {MIME: {"version_major": 2, "state": {}}}], ids=["none", "empty"])
def test_a_notebook_with_an_empty_state_of_forms_is_no_reason_to_refuse(store, tmp_path, state):
    vision = changed(notebooks() / "02_vision.ipynb", tmp_path / "vision.ipynb", with_state(state))
    (result,) = render_plans(store, [store.schools.get("100")], vision, tmp_path / "out", workers=1)
    assert result.status == "rendered", result.reason


def test_papermill_with_our_engine_passes_on_no_saved_form(store, vision, tmp_path):
    out = tmp_path / "out.ipynb"
    parameters = {"school": "100", "store": store.url}
    papermill.execute_notebook(
        str(vision), str(out), parameters=parameters, engine_name="careerskit", progress_bar=False
    )
    assert WORDS not in out.read_text("utf-8")
