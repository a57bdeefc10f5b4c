"""Someone who has never seen JupyterLab: open a notebook, type, close it, come back. And nothing typed stays in its file."""

from __future__ import annotations

import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from playwright.sync_api import expect

from careerskit.resources import scaffold
from careerskit.store import open_store
from tests.browser.timeouts import RENDERED
from tests.delegates import PATIENCE

VISION = "Every student leaves with a next step they chose, and knows the one after it."
ADDITION = " Nobody leaves without one."
SAVED = re.compile(r"^Saved \d\d:\d\d$")


def await_connection(address):
    """Wait until something listens at an address: JupyterLab logs that it is running a moment before."""
    host, port = address.removeprefix("http://").split(":")
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection((host, int(port)), timeout=PATIENCE).close()
        except OSError:
            assert time.monotonic() < until, "JupyterLab does not respond"


@pytest.fixture
def lab(tmp_path):
    """Run ``careerskit workbook`` on a new workbook; return its folder and a function for the address of a notebook."""
    folder, token = tmp_path / "workbook", secrets.token_hex()
    scaffold(folder)
    home = {"HOME": str(tmp_path), "JUPYTER_PORT": "0", "JUPYTER_TOKEN": token}
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("CAREERSKIT", "XDG"))
    } | home
    command = [sys.executable, "-c", "from careerskit.cli import main; main()", "workbook", "--no-browser"]
    server = subprocess.Popen(
        command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    log = []
    for line in server.stderr:
        log.append(line)
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            break
    else:
        pytest.fail("".join(log))
    await_connection(found[0])
    yield folder, lambda notebook: f"{found[0]}/lab/tree/{notebook}?token={token}"
    os.killpg(server.pid, signal.SIGTERM)  # the command and the JupyterLab that it opened
    server.communicate()


@pytest.fixture
def page(context):
    page = context.new_page()
    page.set_default_timeout(RENDERED)  # a kernel starts, and imports what it needs
    return page


def notebook_in(page):
    return page.locator(".jp-NotebookPanel:visible")


def boxes_in(page):
    """Return the boxes of forms: JupyterLab's own editors are text boxes too, and may count as visible while they are hidden."""
    return notebook_in(page).locator(".jupyter-widgets input, .jupyter-widgets textarea")


def statement_in(page):
    return page.get_by_label("Vision for Careers Provision Statement")


def start_plan(page, school="Larkmoor Academy"):
    page.get_by_label("Name of your school, college or provider").fill(school)
    page.get_by_role("button", name="Start a plan").click()


def close_tab(page):
    """Close the tab in front, and check that nothing was asked and that it is closed."""
    tab = page.locator(".lm-TabBar-tab.lm-mod-current", has=page.locator(".jp-NotebookIcon, [data-icon*=notebook]"))
    before = page.locator(".jp-NotebookPanel").count()
    tab.locator(".lm-TabBar-tabCloseIcon").click()
    expect(page.locator(".jp-NotebookPanel")).to_have_count(before - 1)
    expect(page.get_by_role("dialog")).to_have_count(0)


def change(file, edit):
    notebook = nbformat.read(file, 4)
    edit(notebook)
    nbformat.write(notebook, file)


def test_a_notebook_runs_by_itself_and_shows_no_code(page, lab):
    _, address = lab
    page.goto(address("02_vision.ipynb"))
    expect(page.get_by_role("heading", name="Vision", exact=True)).to_be_visible(timeout=RENDERED)
    code = (
        notebook_in(page).locator(".jp-InputArea-editor, .jp-InputPlaceholder, .jp-InputPrompt").locator("visible=true")
    )
    expect(notebook_in(page).locator(".jp-CodeCell")).not_to_have_count(0)
    expect(code.and_(page.locator(".jp-CodeCell *"))).to_have_count(0)

    expect(page.get_by_label("Name of your school, college or provider")).to_be_in_viewport(timeout=RENDERED)

    expect(code.and_(page.locator(".jp-CodeCell *"))).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#jp-left-stack")).to_be_hidden()


def test_the_school_is_asked_for_once_and_every_part_then_appears(page, lab):
    _, address = lab
    page.goto(address("00_start.ipynb"))
    expect(page.get_by_text("Choose your school above, and this part appears.")).to_be_visible(timeout=RENDERED)
    expect(page.get_by_role("button", name="Start a plan")).to_have_count(1)
    start_plan(page)
    expect(page.get_by_label("Career Leader Name")).to_be_visible()
    expect(page.get_by_text("Choose your school above")).to_have_count(0)


def test_closing_a_notebook_asks_nothing_and_leaves_its_file_as_it_was(page, lab):
    folder, address = lab
    file = folder / "notebooks" / "02_vision.ipynb"
    before = file.read_bytes()
    page.goto(address("02_vision.ipynb"))
    start_plan(page)
    statement_in(page).press_sequentially(VISION)
    expect(page.get_by_role("status").filter(has_text=SAVED)).to_be_visible()
    close_tab(page)
    assert file.read_bytes() == before


def test_a_notebook_opened_by_a_link_runs_too_and_one_that_is_opened_again(page, lab):
    _, address = lab
    page.goto(address("02_vision.ipynb"))
    start_plan(page)
    expect(statement_in(page)).to_be_visible()
    page.get_by_role("link", name="Next: current state").click()
    expect(notebook_in(page).get_by_role("heading", name="Current state", exact=True)).to_be_visible()
    expect(boxes_in(page).first).to_be_visible()
    page.reload()
    expect(notebook_in(page).get_by_role("heading", name="Current state", exact=True)).to_be_visible(timeout=RENDERED)
    expect(boxes_in(page).first).to_be_visible()
    # When JupyterLab has restored all notebooks, it selects the one that was open.
    page.wait_for_load_state("networkidle")
    page.get_by_role("tab", name="02_vision.ipynb").click()
    expect(statement_in(page)).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_what_somebody_writes_in_a_notebook_is_saved_and_nothing_that_was_typed_in_its_forms(page, lab, tmp_path):
    folder, address = lab
    settings = tmp_path / ".jupyter/lab/user-settings/@jupyter-widgets/jupyterlab-manager/plugin.jupyterlab-settings"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"saveState": True}), "utf-8")
    file = folder / "notebooks" / "02_vision.ipynb"
    change(file, lambda notebook: notebook.cells.insert(1, new_markdown_cell("Our notes")))
    page.goto(address("02_vision.ipynb"))
    start_plan(page)
    statement_in(page).press_sequentially(VISION)
    expect(page.get_by_role("status").filter(has_text=SAVED)).to_be_visible()
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    expect(page.get_by_role("menuitemcheckbox", name="Save Widget State Automatically")).to_be_checked()
    page.keyboard.press("Escape")
    page.get_by_role("paragraph").filter(has_text="Our notes").click()
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    page.keyboard.type(" for the governors")
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)  # JupyterLab's mark of what is not saved
    close_tab(page)

    text = file.read_text("utf-8")
    notebook = nbformat.reads(text, 4)
    assert notebook.cells[1].source == "Our notes for the governors"
    assert VISION not in text
    assert "widgets" not in notebook.metadata
    assert [cell.outputs for cell in notebook.cells if cell.get("outputs")] == []


def test_a_notebook_with_saved_forms_is_clean_once_it_was_opened(page, lab):
    folder, address = lab
    file = folder / "notebooks" / "02_vision.ipynb"
    state = {
        "application/vnd.jupyter.widget-state+json": {"state": {"a" * 32: {"state": {"value": "Of another school"}}}}
    }
    change(file, lambda notebook: notebook.metadata.update(widgets=state))
    assert "Of another school" in file.read_text("utf-8")
    with page.expect_response(lambda response: response.request.method == "PUT" and "contents" in response.url):
        page.goto(address("02_vision.ipynb"))
    expect(page.get_by_role("button", name="Start a plan")).to_be_visible()
    close_tab(page)
    assert "Of another school" not in file.read_text("utf-8")


def test_code_that_is_not_ours_does_not_run_by_itself_and_the_page_says_how_to_run_it(page, lab):
    folder, address = lab
    add = new_code_cell("import pathlib\npathlib.Path('ran').touch()")
    change(folder / "notebooks" / "02_vision.ipynb", lambda notebook: notebook.cells.append(add))
    page.goto(address("02_vision.ipynb"))
    expect(page.get_by_text("To run it, choose Run, then Run All Cells.")).to_be_visible(timeout=RENDERED)
    assert not (folder / "notebooks" / "ran").exists()
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=RENDERED)
    run_all_cells(page)
    expect(page.get_by_role("button", name="Start a plan")).to_be_visible()


def test_no_kernel_is_asked_for_where_the_notebooks_own_is_not_on_this_machine(page, lab):
    folder, address = lab
    kernel = {"name": "conda-env-careers-py", "display_name": "Python [conda env:careers]", "language": "python"}
    change(folder / "notebooks" / "02_vision.ipynb", lambda notebook: notebook.metadata.update(kernelspec=kernel))
    page.goto(address("02_vision.ipynb"))
    expect(page.get_by_role("button", name="Start a plan")).to_be_visible(timeout=RENDERED)
    expect(page.get_by_role("dialog")).to_have_count(0)


def run_all_cells(page):
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def test_answers_are_there_when_the_notebook_is_opened_again(context, lab, run):
    folder, address = lab
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_default_timeout(RENDERED)
    page.goto(address("02_vision.ipynb"))
    start_plan(page)
    statement = statement_in(page)
    statement.press_sequentially(VISION)
    old = statement.element_handle()
    run_all_cells(page)  # at once: the form is built again before the pause before saving is over
    old.wait_for_element_state("hidden")
    expect(statement).to_have_value(VISION)
    statement.press("End")
    statement.press_sequentially(ADDITION)
    expect(page.get_by_role("status").filter(has_text=SAVED)).to_be_visible()
    page.close()

    page = context.new_page()
    page.goto(address("02_vision.ipynb"))

    expect(statement_in(page)).to_have_value(VISION + ADDITION, timeout=RENDERED)
    page.close()
    assert [url for url in asked if not url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:"))] == []
    with open_store(str(folder / "careerskit.db")) as store:
        school = store.schools.search()[0]
        assert store.answers.read(school.id)["vision"]["statement"] == VISION + ADDITION
    assert VISION not in (folder / "notebooks" / "02_vision.ipynb").read_text("utf-8")
    said = run("plans", school.id, cwd=folder)
    assert said.returncode == 0, said.stderr
    assert VISION in next(folder.glob("plans/*/plan.html")).read_text("utf-8")
