"""The workbook's notebooks as steps of the delegates' pages: their prose is rendered once, their cells run for each page."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any
from urllib.parse import quote

from careerskit.resources import step_notebooks
from careerskit.review import PARTS, part_of
from careerskit.workbook.context import WorkbookContext, use_context

__all__ = ["NotebookCell", "Step", "link_to", "read_steps", "run_step", "step_of"]

_DOCUMENT = re.compile(r'href="(plan|termly_review)\.ipynb"')
_LINK = re.compile(r'href="(\w+)\.ipynb"')


@dataclass(frozen=True)
class NotebookCell:
    """A cell of a notebook: prose, or code.

    number: its index in the notebook. html: the prose. statements: the code but for a last expression. expression: that one, whose
    value is shown. is_parameters: whether the code sets the notebook's parameters.
    """

    number: int
    html: str = ""
    statements: CodeType | None = None
    expression: CodeType | None = None
    is_parameters: bool = False


@dataclass(frozen=True)
class Step:
    """One notebook.

    name: its file's, without the suffix. title: its first heading. part: the part of the plan that is filled in there, or "".
    """

    name: str
    title: str
    part: str
    cells: Sequence[NotebookCell]


@cache
def read_steps() -> dict[str, Step]:
    """Return the steps of the workbook by name, in order. They are read once."""
    return {file.stem: _read(file) for file in step_notebooks()}


def link_to(path: str, suffix: str) -> str:
    """Return the address of the box of an answer, relative to any step: the step that it is in, and its path.

    suffix: of the step's address: ".ipynb" for a notebook; "" for a delegate's page, whose script then gives the box the focus.
    """
    step = step_of(path)
    return f"{step.name if step else ''}{suffix}#{quote(path)}"


def step_of(path: str) -> Step | None:
    """Return the step in which the answer of a path is filled in; None where there is none."""
    return next((step for step in read_steps().values() if step.part == part_of(path)), None)


def run_step(step: Step, context: WorkbookContext) -> list[tuple[int, dict[str, Any]]]:
    """Run the cells of a step in a context; return the number and the mime bundle of each cell that shows something.

    Only our own notebooks are ever run here, and what their cells show are parts of the workbook. As papermill does, it sets the
    notebook's parameters after the cell that holds their defaults.
    """
    namespace: dict[str, Any] = {}
    shown = []
    with use_context(context):
        for cell in step.cells:
            if cell.statements:
                exec(cell.statements, namespace)  # noqa: S102
            if cell.is_parameters:
                namespace |= context.parameters
            if cell.expression:
                shown.append((cell.number, eval(cell.expression, namespace)._repr_mimebundle_()))  # noqa: S307
    return shown


def _read(file: Path) -> Step:
    from careerskit.views import markdown_to_html

    cells, title, part = [], file.stem, ""
    for number, cell in enumerate(json.loads(file.read_text("utf-8"))["cells"]):
        tags = cell["metadata"].get("tags", [])
        if "lab" in tags:
            continue  # how JupyterLab is used, and choosing the school, which a delegate's private link has done
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            if source.startswith("[Next:"):
                continue  # the page has a link to the next step of its own
            if number == 0:
                title = source.partition("\n")[0].lstrip("# ")
            html = _DOCUMENT.sub(r'href="\1.html"', str(markdown_to_html(source)))
            cells.append(
                NotebookCell(number, _LINK.sub(r'href="\1"', html))
            )  # a step's page is named like its notebook
        else:
            body = ast.parse(source, file.name)
            last = body.body.pop() if body.body and isinstance(body.body[-1], ast.Expr) else None
            expression = compile(ast.Expression(last.value), file.name, "eval") if isinstance(last, ast.Expr) else None
            statements = compile(body, file.name, "exec")
            cells.append(NotebookCell(number, "", statements, expression, "parameters" in tags))
            if isinstance(last, ast.Expr) and isinstance(last.value, ast.Attribute):
                part = last.value.attr if isinstance(last.value.value, ast.Name) and last.value.attr in PARTS else part
    return Step(file.stem, title, part, tuple(cells))
