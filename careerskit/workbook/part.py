"""One cell, two lives: a form while someone is at the keyboard, the written answers as a page when nobody is."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

__all__ = ["Part", "someone_is_at_the_keyboard"]


def someone_is_at_the_keyboard() -> bool:
    """Whether whoever runs this cell could answer a question.

    Jupyter's protocol says so in every request to run a cell: JupyterLab and other front ends set ``allow_stdin``; papermill,
    nbconvert and nbval do not, having nobody to ask.
    """
    ipython = sys.modules.get("IPython")
    asked: dict[str, Any] = getattr(ipython.get_ipython() if ipython else None, "get_parent", dict)()
    return bool(asked.get("content", {}).get("allow_stdin"))


class Part:
    """What a cell of the workbook shows.

    page: makes the HTML of the written answers. form: makes the widget to fill in, where there is one.
    """

    def __init__(self, name: str, page: Callable[[], str], form: Callable[[], Any] | None = None) -> None:
        self.name, self._page, self._form = name, page, form

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:  # noqa: ARG002
        """Give Jupyter the form or the page. A form leaves no answer in the notebook: they are in the store."""
        if self._form is not None:
            # As the widget would say it, but for its text: that would be the repr of all it holds, a third of the work.
            view = {"version_major": 2, "version_minor": 0, "model_id": self._form().model_id}
            return {"application/vnd.jupyter.widget-view+json": view, "text/plain": repr(self)}
        # A plain str: to copy and split jinja's Markup costs many times as much, and papermill and nbconvert do it over and over.
        return {"text/html": str(self._page()), "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"<{self.name.replace('_', ' ')} of the workbook>"
