"""The workbook's notebooks as steps of the delegates' pages: their prose made once, their cells run for each page."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

import mistune

from careerskit.review import PARTS
from careerskit.shipped import step_notebooks

__all__ = ["Cell", "Step", "read_steps", "run"]

_LINK = re.compile(r'href="(\w+)\.ipynb"')


@dataclass(frozen=True)
class Cell:
    """A cell: prose as HTML, or what it does and then shows."""

    number: int
    html: str = ""
    does: CodeType | None = None
    shows: CodeType | None = None


@dataclass(frozen=True)
class Step:
    """One notebook. name: its file's, without the ending. title: its first heading. part: of the plan, filled in there; or ""."""

    name: str
    title: str
    part: str
    cells: Sequence[Cell]


@cache
def read_steps() -> dict[str, Step]:
    """Return the steps of the workbook by name, in order. They are read once."""
    return {file.stem: _read(file) for file in step_notebooks()}


def run(step: Step, names: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Run the cells of a step in a namespace; yield the number of each that shows something, with its mime bundle.

    The cells are our own notebooks' and nothing else ever runs here. What a cell shows is a part of the workbook.
    """
    for cell in step.cells:
        if cell.does:
            exec(cell.does, names)  # noqa: S102
        if cell.shows:
            yield cell.number, eval(cell.shows, names)._repr_mimebundle_()  # noqa: S307


def _read(file: Path) -> Step:
    prose = mistune.create_markdown(plugins=["table"])
    cells, title, part = [], file.stem, ""
    for number, cell in enumerate(json.loads(file.read_text("utf-8"))["cells"]):
        if "lab" in cell["metadata"].get("tags", []):
            continue  # how JupyterLab is used; and a delegate's private link has chosen the school
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            if source.startswith("[Next:"):
                continue  # our page leads on by itself
            if number == 0:
                title = source.partition("\n")[0].lstrip("# ")
            html = str(prose(source)).replace('href="plan.ipynb"', 'href="plan.html"')
            cells.append(Cell(number, _LINK.sub(r'href="\1"', html)))  # one step beside the other
        else:
            body = ast.parse(source, file.name)
            last = body.body.pop() if body.body and isinstance(body.body[-1], ast.Expr) else None
            shows = compile(ast.Expression(last.value), file.name, "eval") if isinstance(last, ast.Expr) else None
            cells.append(Cell(number, "", compile(body, file.name, "exec"), shows))
            if isinstance(last, ast.Expr) and isinstance(last.value, ast.Attribute):
                part = last.value.attr if isinstance(last.value.value, ast.Name) and last.value.attr in PARTS else part
    return Step(file.stem, title, part, tuple(cells))
