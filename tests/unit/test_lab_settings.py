"""What JupyterLab saves in a notebook that was opened with `careerskit workbook`, and that it finds our extension."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import nbformat
import pytest
from jupyter_server.services.contents.largefilemanager import LargeFileManager
from jupyterlab_server.config import get_federated_extensions
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets.config import Config, PyFileConfigLoader

import careerskit

SETTINGS = Path(careerskit.__file__).parent / "workbook" / "lab_settings"
WORDS = "only for our governors"
STATE = {"application/vnd.jupyter.widget-state+json": {"state": {"a" * 32: {"state": {"value": WORDS}}}}}
VIEW = {"application/vnd.jupyter.widget-view+json": {"model_id": "a" * 32}}

# See the settings: they ignore this warning, but pytest has filters of its own for each test.
pytestmark = pytest.mark.filterwarnings("ignore:Overriding existing pre_save_hook:UserWarning")


@pytest.fixture(scope="module")
def config():
    return PyFileConfigLoader("jupyter_server_config.py", str(SETTINGS)).load_config()


@pytest.fixture
def save(config, tmp_path):
    """Return a function that saves a notebook as JupyterLab's server does, and returns what is in its file."""
    manager = LargeFileManager(config=Config(config), root_dir=str(tmp_path))

    def save(model):
        manager.save(model, "one.ipynb")
        return (tmp_path / "one.ipynb").read_text("utf-8")

    return save


def notebook_with_forms():
    outputs = [new_output("display_data", data=VIEW), new_output("stream", text=WORDS)]
    code = "workbook = open_workbook()\nworkbook.vision"
    cells = [new_markdown_cell("Our own words"), new_code_cell(code, outputs=outputs, execution_count=3)]
    return new_notebook(cells=cells, metadata={"widgets": STATE, "authors": [{"name": "A. Leader"}]})


def test_a_notebook_is_saved_without_outputs_and_without_what_was_typed_in_its_forms(save):
    text = save({"type": "notebook", "format": "json", "content": notebook_with_forms()})

    assert WORDS not in text
    notebook = nbformat.reads(text, 4)
    assert "widgets" not in notebook.metadata
    assert [(cell.outputs, cell.execution_count) for cell in notebook.cells if cell.cell_type == "code"] == [([], None)]


def test_a_notebook_that_is_not_ours_keeps_its_outputs(save):
    content = notebook_with_forms()
    content.cells[1].source = "print('only for our governors')"
    assert WORDS in save({"type": "notebook", "format": "json", "content": content})


def test_what_somebody_wrote_in_a_notebook_is_saved(save):
    text = save({"type": "notebook", "format": "json", "content": notebook_with_forms()})

    notebook = nbformat.reads(text, 4)
    assert [cell.source for cell in notebook.cells] == ["Our own words", "workbook = open_workbook()\nworkbook.vision"]
    assert notebook.metadata.authors == [{"name": "A. Leader"}]


def test_a_file_that_is_no_notebook_is_saved_as_it_is(save):
    assert save({"type": "file", "format": "text", "content": "widgets"}) == "widgets"


def test_jupyterlab_is_set_to_save_no_state_of_forms():
    settings = json.loads((SETTINGS / "labconfig" / "default_setting_overrides.json").read_text("utf-8"))
    assert settings["@jupyter-widgets/jupyterlab-manager:plugin"] == {"saveState": False}


def test_jupyterlab_finds_our_extension(config):
    paths = config.LabApp.extra_labextensions_path.get_value([])
    extension = get_federated_extensions(paths)["careerskit"]

    assert extension["version"] == version("careerskit")
    assert Path(extension["ext_path"], extension["jupyterlab"]["_build"]["load"]).is_file()


def test_browsers_do_not_keep_our_extension_for_ever(config):
    """JupyterLab says so of every file in a folder named static, whose names usually change with their content."""
    (path,) = config.LabApp.extra_labextensions_path.get_value([])
    assert not list(Path(path).glob("**/static"))
