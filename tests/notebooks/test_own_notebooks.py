"""Notebooks, folders and ids of people's own are taken as they are, or refused with what to do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from careerskit.errors import CareerskitError, InputFileError, UnknownSchoolError
from careerskit.plan import School
from careerskit.publish import render_plans
from careerskit.publish.notebook_check import check_notebook
from careerskit.workbook import open_workbook

PARAMETERS = 'school = ""\nstore = ""'
OPEN = "from careerskit import open_workbook\nworkbook = open_workbook(school, store)"


def write_notebook(path, parameters=PARAMETERS, metadata=None):
    cells = [
        new_code_cell(parameters, metadata={"tags": ["parameters"]}),
        new_code_cell(OPEN),
        new_code_cell("workbook.vision"),
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=cells, metadata=metadata or {}), path)
    return path


def rendered(store, notebook, out, **options):
    store.answers.save("100", {"vision.slt": "Behind it"})
    [result] = render_plans(store, [store.schools.get("100")], notebook, out, workers=1, **options)
    return result


@pytest.mark.parametrize("name", ["Plan {draft}", "{}", "100% & 'more' #1", "Übersicht é", "a b\tc", "x" * 120])
def test_a_folder_and_a_notebook_may_have_any_name(store, tmp_path, name):
    result = rendered(store, write_notebook(tmp_path / name / f"{name}.ipynb"), tmp_path / f"out {name}")
    assert (result.status, result.reason) == ("rendered", "")
    assert "Behind it" in result.page.read_text("utf-8")


@pytest.mark.parametrize("engine", ["careerskit", "nbclient"])
def test_a_notebook_without_a_kernel_runs_in_ours(store, tmp_path, engine):
    result = rendered(store, write_notebook(tmp_path / "own.ipynb"), tmp_path / "out", engine=engine)
    assert (result.status, result.reason) == ("rendered", "")


CONDA = {"kernelspec": {"name": "conda-env-careers-py", "display_name": "Python [careers]", "language": "python"}}


def test_a_kernel_that_is_not_installed_is_named_with_those_that_are(store, tmp_path):
    notebook = write_notebook(tmp_path / "own.ipynb", metadata=CONDA)
    assert rendered(store, notebook, tmp_path / "ours").status == "rendered"
    result = rendered(store, notebook, tmp_path / "stock", engine="nbclient")
    assert result.status == "failed"
    assert (
        "own.ipynb names the kernel 'conda-env-careers-py', which is not installed here (installed: " in result.reason
    )
    assert "python3" in result.reason


@pytest.mark.parametrize(
    "parameters",
    ['school = ""\nstore = "a=b"  # x = y', 'school: str = ""\nstore: str = ""', 'school, store = "", ""'],
)
def test_defaults_may_be_written_in_any_way_that_python_takes(tmp_path, parameters):
    check_notebook(write_notebook(tmp_path / "own.ipynb", parameters))


def test_a_missing_parameter_is_still_named(tmp_path):
    with pytest.raises(InputFileError, match="does not take store"):
        check_notebook(write_notebook(tmp_path / "own.ipynb", 'school = ""  # store = ""'))


def test_an_id_that_papermill_made_a_number_of_is_taken_where_that_is_clear(store):
    store.schools.register([School("900008", "Brackenwell School")])
    assert open_workbook(900008, store.url).plan.header.school_name == "Brackenwell School"  # type: ignore[arg-type]
    with pytest.raises(UnknownSchoolError, match="use papermill -r school ID: -p made 7 of it"):
        open_workbook(7, store.url)  # type: ignore[arg-type]
    with pytest.raises(CareerskitError, match=r"papermill made 100000\.0 of it\. Use -r"):
        open_workbook(1e5, store.url)  # type: ignore[arg-type]


@pytest.mark.parametrize("option", ["-p", "-r"])
def test_papermill_runs_a_notebook_for_a_school_with_a_number_for_its_id(store, tmp_path, option):
    store.schools.register([School("900008", "Brackenwell School")])
    store.answers.save("900008", {"vision.slt": "Behind it"})
    notebook = write_notebook(
        tmp_path / "own.ipynb",
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    command = [sys.executable, "-m", "papermill", "--engine", "careerskit", "--no-progress-bar", str(notebook)]
    out = tmp_path / "out.ipynb"
    arguments = [str(out), option, "school", "900008", "-r", "store", store.url]
    result = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert "Behind it" in out.read_text("utf-8")


CASES = Path(__file__).parents[3] / "shared" / "cases"


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not here")
@pytest.mark.parametrize("case", ["vision_no_kernelspec", "vision_conda_kernel", "vision_default_with_equals"])
def test_notebooks_that_people_had_trouble_with_are_rendered(store, tmp_path, case):
    assert rendered(store, CASES / f"{case}.ipynb", tmp_path / "out").reason == ""
