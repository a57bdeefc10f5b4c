"""A delegate in JupyterLab: run all cells, type, close the page, come back."""

from __future__ import annotations

import os
import re
import secrets
import signal
import socket
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from careerskit.resources import scaffold
from careerskit.store import open_store
from tests.browser.timeouts import RENDERED

VISION = "Every student leaves with a next step they chose, and knows the one after it."
ADDITION = " Nobody leaves without one."
SAVED = re.compile(r"^Saved \d\d:\d\d$")


@pytest.fixture
def lab(tmp_path):
    """Run ``careerskit workbook`` on a new workbook; return its folder and a function for the address of a notebook."""
    folder, token = tmp_path / "workbook", secrets.token_hex()
    scaffold(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = {"HOME": str(tmp_path), "JUPYTER_PORT": str(port), "JUPYTER_TOKEN": token}
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
        if "is running at" in line:
            break
    else:
        pytest.fail("".join(log))
    yield folder, lambda notebook: f"http://127.0.0.1:{port}/lab/tree/{notebook}?token={token}"
    os.killpg(server.pid, signal.SIGTERM)  # the command and the JupyterLab that it opened
    server.communicate()


def run_all(page, address):
    page.goto(address)
    expect(page.locator(".jp-Notebook")).to_be_visible(timeout=RENDERED)
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=RENDERED)
    run_all_cells(page)


def run_all_cells(page):
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def test_answers_are_there_when_the_notebook_is_opened_again(context, lab, run):
    folder, address = lab
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_default_timeout(RENDERED)  # a kernel starts, and imports what it needs
    run_all(page, address("02_vision.ipynb"))
    page.get_by_label("Name of your school, college or provider").fill("Larkmoor Academy")
    page.get_by_role("button", name="Start a plan").click()
    statement = page.get_by_label("Vision for Careers Provision Statement")
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
    run_all(page, address("02_vision.ipynb"))

    expect(page.get_by_label("Vision for Careers Provision Statement")).to_have_value(
        VISION + ADDITION, timeout=RENDERED
    )
    page.close()
    assert [url for url in asked if not url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:"))] == []
    with open_store(str(folder / "careerskit.db")) as store:
        school = store.schools.search()[0]
        assert store.answers.read(school.id)["vision"]["statement"] == VISION + ADDITION
    assert VISION not in (folder / "notebooks" / "02_vision.ipynb").read_text("utf-8")
    said = run("plans", school.id, cwd=folder)
    assert said.returncode == 0, said.stderr
    assert VISION in next(folder.glob("plans/*/plan.html")).read_text("utf-8")
