"""The warm engine renders the same documents as a kernel, and keeps notebooks from affecting each other."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import nbformat
import papermill
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from careerskit.plan import School
from careerskit.publish import render_plans
from careerskit.publish.render import ENGINE
from careerskit.publish.workers import TIME_LIMIT
from careerskit.resources import notebooks
from careerskit.store import open_store

PARAMETERS = 'school = ""\nstore = ""'


def notebook_of(folder, *sources, name="ours.ipynb"):
    cells = [new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}), *map(new_code_cell, sources)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), folder / name)
    return folder / name


def run_warm(notebook):
    return papermill.execute_notebook(str(notebook), None, engine_name=ENGINE, progress_bar=False)


def outputs_of(notebook, number):
    return notebook.cells[number].outputs


@pytest.fixture
def two_schools(tmp_path):
    with open_store(str(tmp_path / "two.db")) as store:
        store.schools.register([School("1", "Larkmoor School"), School("2", "Quillbridge School")])
        yield store


def render_two(store, tmp_path, *sources, **options):
    """Render a notebook for two schools, one at a time, and return the results."""
    notebook = notebook_of(tmp_path, *sources)
    return render_plans(store, store.schools.search(), notebook, tmp_path / "plans", workers=1, **options)


def page_of(result):
    return result.page.read_text("utf-8")


@pytest.mark.parametrize("name", ["plan", "05_objectives"])
def test_the_warm_engine_and_a_kernel_render_the_same_document(run, tmp_path, name):
    run("sample", "--store", tmp_path / "samples.db")
    arguments = ["900002", "900004", "--store", tmp_path / "samples.db", "--notebook", notebooks() / f"{name}.ipynb"]

    for engine in ("careerskit", "nbclient"):
        result = run("plans", *arguments, "--out", tmp_path / engine, "--engine", engine)
        assert result.returncode == 0, result.stderr

    for page in (tmp_path / "careerskit").glob(f"*/{name}.html"):
        other = tmp_path / "nbclient" / page.relative_to(tmp_path / "careerskit")
        assert page.read_text("utf-8") == other.read_text("utf-8")
    assert len(list((tmp_path / "careerskit").glob(f"*/{name}.html"))) == 2


def test_papermill_finds_the_engine_by_name(tmp_path):
    notebook = notebook_of(tmp_path, "from IPython.display import HTML\nHTML('<p>here</p>')")
    command = [sys.executable, "-m", "papermill", "--engine", "careerskit", "--no-progress-bar", str(notebook)]

    subprocess.run([*command, str(tmp_path / "out.ipynb")], check=True, capture_output=True)

    assert outputs_of(nbformat.read(tmp_path / "out.ipynb", 4), 1)[0].data["text/html"] == "<p>here</p>"


def test_what_a_cell_prints_displays_and_returns_is_in_its_outputs(tmp_path):
    source = "import sys\nprint('said')\nprint('beware', file=sys.stderr)\ndisplay(1)\n2"
    done = run_warm(notebook_of(tmp_path, source))

    said, beware, shown, returned = outputs_of(done, 1)
    assert (said.name, said.text) == ("stdout", "said\n")
    assert (beware.name, beware.text) == ("stderr", "beware\n")
    assert (shown.data["text/plain"], returned.data["text/plain"]) == ("1", "2")


def test_a_notebook_stops_at_the_cell_that_fails(tmp_path):
    notebook = notebook_of(tmp_path, "1 / 0", "print('never')")

    with pytest.raises(papermill.PapermillExecutionError) as error:
        run_warm(notebook)

    assert error.value.ename == "ZeroDivisionError"
    assert "never" not in str(error.value)


@pytest.mark.parametrize("engine", [ENGINE, "nbclient"])
def test_a_result_that_cannot_be_displayed_fails_the_notebook(tmp_path, engine):
    shows_nothing = "class Part:\n    def _repr_mimebundle_(self, **_):\n        return 1 / 0\nPart()"
    notebook = notebook_of(tmp_path, shows_nothing, "print('never')")

    with pytest.raises(papermill.PapermillExecutionError) as error:
        papermill.execute_notebook(str(notebook), None, engine_name=engine, progress_bar=False)

    assert (error.value.cell_index, error.value.ename) == (1, "ZeroDivisionError")


def test_an_unknown_magic_fails_the_notebook(tmp_path):
    with pytest.raises(papermill.PapermillExecutionError) as error:
        run_warm(notebook_of(tmp_path, "%nosuchmagic", "print('never')"))

    assert "%nosuchmagic` not found" in error.value.evalue


def test_a_cell_can_await(tmp_path):
    done = run_warm(notebook_of(tmp_path, "import asyncio\nawait asyncio.sleep(0, 'waited')"))

    assert outputs_of(done, 1)[0].data["text/plain"] == "'waited'"


def test_the_state_of_the_process_is_restored(tmp_path, monkeypatch):
    import matplotlib as mpl
    from matplotlib import pyplot

    monkeypatch.chdir(tmp_path)
    size, paths = mpl.rcParams["font.size"], list(sys.path)
    source = (
        "import os, sys, warnings\nimport matplotlib.pyplot as plt\n"
        "os.chdir('/')\nos.environ['CAREERSKIT_TRY'] = 'x'\nsys.path.append('/nowhere')\n"
        "plt.rcParams['font.size'] = 99\nplt.figure()\nwarnings.simplefilter('ignore')\nleft_behind = 1"
    )

    run_warm(notebook_of(tmp_path, source))

    assert os.getcwd() == str(tmp_path)  # noqa: PTH109
    assert "CAREERSKIT_TRY" not in os.environ
    assert sys.path == paths
    assert mpl.rcParams["font.size"] == size
    assert pyplot.get_fignums() == []
    with pytest.raises(papermill.PapermillExecutionError, match="left_behind"):
        run_warm(notebook_of(tmp_path, "left_behind"))


@pytest.mark.parametrize(
    "harm",
    [
        "print('x' * 100_000)",
        "import warnings\nwarnings.warn('beware')",
        "import os\nos.chdir('/')\nos.environ.clear()",
        "import matplotlib.pyplot as plt\n[plt.figure() for _ in range(30)]",
        "import matplotlib as mpl\nmpl.rcParams['font.size'] = 99\nmpl.rcParams['svg.fonttype'] = 'path'",
        "import builtins\nbuiltins.len = None",
    ],
    ids=["prints", "warns", "changes the folder", "leaves figures open", "sets rcParams", "breaks Python itself"],
)
def test_one_notebook_does_not_affect_the_next(two_schools, tmp_path, harm):
    """Only the first school's run does harm; the second gives the same page as a run without it."""
    shows = "from careerskit import open_workbook\nworkbook = open_workbook(school, store)"
    harmful = f"if school == '1':\n    exec({harm!r})"

    _, second = render_two(two_schools, tmp_path, harmful, shows, "workbook.cover")

    assert second.status == "rendered", second.reason
    page = re.sub("<meta name=.*", "", page_of(second))
    (tmp_path / "clean").mkdir()
    _, clean = render_two(two_schools, tmp_path / "clean", "pass", shows, "workbook.cover")
    assert page == re.sub("<meta name=.*", "", page_of(clean))


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        ("import sys\nsys.exit(3)", "SystemExit"),
        ("import os\nos._exit(3)", "exit code 3"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)", "exit code -11"),
        ("while True: pass", "took too long (more than 10 seconds)"),
    ],
    ids=["sys.exit", "leaves at once", "crashes", "never ends"],
)
def test_a_notebook_that_kills_its_process_or_never_ends_fails_alone(two_schools, tmp_path, harm, reason):
    timeout = 10.0 if "too long" in reason else TIME_LIMIT  # on an idle machine the second takes a hundredth of this
    first, second = render_two(two_schools, tmp_path, f"if school == '1':\n    exec({harm!r})", timeout=timeout)

    assert first.status == "failed"
    assert reason in first.reason
    assert second.status == "rendered", second.reason


def test_a_notebook_that_exits_without_an_error_is_rendered_as_far_as_it_ran(two_schools, tmp_path):
    """As with a kernel: papermill treats sys.exit(0) as a normal end."""
    results = render_two(two_schools, tmp_path, "import sys\nsys.exit(0)")

    assert [result.status for result in results] == ["rendered", "rendered"]
