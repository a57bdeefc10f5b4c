"""The warm engine: papermill runs a notebook in this very process, so that nothing is started and nothing imported anew.

It is registered with papermill under the name ``careerskit``: ``papermill --engine careerskit IN OUT`` works too. Each notebook
has an IPython shell of its own, and the process is put back as it was afterwards. Where the system has fork, the batch runs
each notebook in a forked child besides (see :mod:`careerskit.publish.workers`), which not even a crash can leave.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from typing import Any

from IPython.core.displayhook import CapturingDisplayHook
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode, from_dict
from papermill.engines import Engine, NotebookExecutionManager
from traitlets.config import Config

__all__ = ["WarmEngine"]


class WarmEngine(Engine):  # type: ignore[misc]
    """Runs the cells of a notebook in this process, up to the first that fails."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **_: Any) -> None:  # noqa: ARG003
        """Run the notebook, and put outputs and errors into its cells as a kernel would."""
        with _put_back(), _shell() as shell:
            for index, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, index)
                try:
                    if cell.cell_type == "code" and not _run(shell, cell, index):
                        nb_man.cell_exception(cell, cell_index=index)
                        break
                finally:
                    nb_man.cell_complete(cell, cell_index=index)

    @staticmethod
    def make_ready() -> None:
        """Make the shell of the next notebook ahead of time: a process that is to be forked does it once for all its copies."""
        with _put_back():
            _ready.append(_new_shell())


class _Shell(InteractiveShell):
    """An IPython shell that writes nothing to a terminal: what a cell shows and how it failed is gathered here."""

    shown: list[dict[str, Any]]
    traceback_lines: list[str]

    def _showtraceback(self, etype: object, evalue: object, stb: list[str]) -> None:  # noqa: ARG002
        self.traceback_lines = stb


_ready: list[_Shell] = []


def _new_shell() -> _Shell:
    quiet = Config({"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "nocolor"}})
    shell = _Shell(config=quiet)  # type: ignore[no-untyped-call]
    shell.display_pub = CapturingDisplayPublisher()
    shell.shown = shell.display_pub.outputs  # the list itself: a trait would take a copy of one handed in
    shell.display_trap.hook = CapturingDisplayHook(shell, shell.shown)
    return shell


@contextmanager
def _shell() -> Iterator[_Shell]:
    """Open a shell with an empty namespace; ``get_ipython()`` finds it while it is open."""
    before: Any = InteractiveShell._instance
    InteractiveShell.clear_instance()
    shell = _ready.pop() if _ready else _new_shell()
    _set_instance(shell)
    sys.modules["__main__"] = shell.user_module
    try:
        yield shell
    finally:
        _Shell.clear_instance()
        if before is not None:
            _set_instance(before)


def _set_instance(shell: Any) -> None:
    for kind in type(shell)._walk_mro():
        kind._instance = shell  # as `instance` itself does


def _run(shell: _Shell, cell: Any, number: int) -> bool:
    """Run one cell, put its outputs into it, and return whether it went well."""
    shell.shown.clear()
    shell.traceback_lines = []
    printed = {"stdout": StringIO(), "stderr": StringIO()}
    with redirect_stdout(printed["stdout"]), redirect_stderr(printed["stderr"]):
        result = shell.run_cell(cell.source, store_history=False)  # type: ignore[no-untyped-call]
    cell.execution_count = number
    cell.outputs = [_output("stream", name=name, text=text) for name, to in printed.items() if (text := to.getvalue())]
    cell.outputs += [
        _output("display_data", data=shown["data"], metadata=shown.get("metadata") or {}) for shown in shell.shown
    ]
    error = result.error_before_exec or result.error_in_exec
    if error is not None:
        name, words = type(error).__name__, str(error)
        cell.outputs.append(_output("error", ename=name, evalue=words, traceback=shell.traceback_lines))
    return error is None


def _output(kind: str, **fields: Any) -> NotebookNode:
    """Return an output. nbformat's own maker checks each against its schema; the whole notebook is checked when it is written."""
    made: NotebookNode = from_dict({"output_type": kind, **fields})
    return made


@contextmanager
def _put_back() -> Iterator[None]:
    """Put the process back as it was: folder, environment, paths, warnings, matplotlib's settings and figures."""
    folder, environment, paths, arguments = os.getcwd(), dict(os.environ), list(sys.path), list(sys.argv)  # noqa: PTH109
    main = sys.modules["__main__"]  # which IPython takes for the notebook's own
    with ExitStack() as stack:
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("default")  # as in a kernel, whatever this process does with warnings
        if "matplotlib" in sys.modules:
            import matplotlib as mpl

            stack.enter_context(mpl.rc_context())
        try:
            yield
        finally:
            if "matplotlib.pyplot" in sys.modules:
                sys.modules["matplotlib.pyplot"].close("all")
            os.chdir(folder)
            if os.environ != environment:
                os.environ.clear()
                os.environ.update(environment)
            sys.path[:], sys.argv[:] = paths, arguments
            sys.modules["__main__"] = main
