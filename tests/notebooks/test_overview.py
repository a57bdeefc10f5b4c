"""The notebook of the overview: thin, formatted, and the same under stock papermill."""

from __future__ import annotations

import ast
import subprocess
import sys
from datetime import UTC, datetime
from random import Random

import nbformat

from careerskit.resources import overview_notebook
from careerskit.store import open_store

from ..overviews import invented_answers, invented_schools, save_at


def test_the_notebook_is_thin_and_formatted():
    notebook = nbformat.read(overview_notebook(), 4)
    nbformat.validate(notebook)
    assert overview_notebook().read_text("utf-8") == nbformat.writes(notebook) + "\n"
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.metadata.get("tags", []) for cell in code] == [["parameters"], *[[]] * (len(code) - 1)]
    assert not any(cell.outputs or cell.execution_count for cell in code)
    for cell in code[2:]:
        (statement,) = ast.parse(cell.source).body
        assert isinstance(statement.value, ast.Attribute)
        assert statement.value.value.id == "overview"


def test_stock_papermill_makes_the_same_overview(tmp_path):
    schools, rng = invented_schools(20), Random(5)  # noqa: S311
    with open_store(str(tmp_path / "hub.db")) as store:
        store.schools.register(schools)
        save_at(store, [(one.id, invented_answers(one, rng), datetime(2026, 9, 2, tzinfo=UTC)) for one in schools])
        url = store.url
    outputs = []
    for engine in ("nbclient", "careerskit"):
        out = tmp_path / f"{engine}.ipynb"
        command = [sys.executable, "-m", "papermill", overview_notebook(), out, "--no-progress-bar", "--engine", engine]
        subprocess.run(
            [*command, "-p", "store", url, "-p", "as_at", "27 November 2026"], check=True, capture_output=True
        )
        cells = nbformat.read(out, 4).cells
        outputs.append([one.data["text/html"] for cell in cells for one in cell.get("outputs", []) if "data" in one])
    assert outputs[0] == outputs[1]
    assert "20 to 24 schools have started a plan" in outputs[0][0]
