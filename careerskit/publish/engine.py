"""The warm engine: papermill runs a notebook in this very process, so that nothing has to be started or imported again.

It is registered with papermill under the name ``careerskit``: ``papermill --engine careerskit IN OUT`` works too. Each notebook
has an IPython shell of its own, and the state of the process is restored afterwards. Where the system has fork, the batch also
runs each notebook in a forked child (see :mod:`careerskit.publish.workers`), so that not even a crash affects the next.
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

from careerskit.publish.saved_forms import remove_saved_forms

__all__ = ["WarmEngine", "restore_process_state"]


class WarmEngine(Engine):  # type: ignore[misc]
    """Runs the cells of a notebook in this process, until one fails."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **_: Any) -> None:  # noqa: ARG003
        """Run the notebook, and put outputs and errors into its cells as a kernel does."""
        remove_saved_forms(
            nb_man.nb
        )  # `papermill --engine careerskit` would pass on what was typed in an earlier session
        with restore_process_state(), _open_shell() as shell:
            for index, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, index)
                try:
                    if cell.cell_type == "code" and not _run_cell(shell, cell, index):
                        nb_man.cell_exception(cell, cell_index=index)
                        break
                finally:
                    nb_man.cell_complete(cell, cell_index=index)

    @staticmethod
    def prepare_shell() -> None:
        """Create the shell of the next notebook in advance: a process to be forked does it once for all its copies."""
        with restore_process_state():
            _prepared_shells.append(_new_shell())


class _Shell(InteractiveShell):
    """An IPython shell that writes nothing to a terminal: it collects what a cell displays and how it failed."""

    displayed: list[dict[str, Any]]
    error: NotebookNode | None

    def _showtraceback(self, etype: object, evalue: BaseException, stb: list[str]) -> None:  # noqa: ARG002
        """Keep the error of a cell, or of displaying its result, which for IPython is no error of the cell."""
        # Private, but made to be overridden: the public showtraceback would have to format the error as well. If it moves, look at
        # what ipykernel's shell (ipykernel/zmqshell.py) overrides.
        self.error = _error_output(evalue, stb)


_prepared_shells: list[_Shell] = []


def _new_shell() -> _Shell:
    quiet = Config({"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "nocolor"}})
    shell = _Shell(config=quiet)  # type: ignore[no-untyped-call]
    shell.display_pub = CapturingDisplayPublisher()
    shell.displayed = shell.display_pub.outputs  # the list itself: the trait would copy one that it is given
    # Undocumented: if it moves, look at where IPython/core/display_trap.py keeps what shows a result.
    shell.display_trap.hook = CapturingDisplayHook(shell, shell.displayed)
    return shell


@contextmanager
def _open_shell() -> Iterator[_Shell]:
    """Open a shell with an empty namespace; ``get_ipython()`` finds it while it is open."""
    before: Any = InteractiveShell.instance() if InteractiveShell.initialized() else None
    InteractiveShell.clear_instance()
    shell = _prepared_shells.pop() if _prepared_shells else _new_shell()
    _set_instance(shell)
    sys.modules["__main__"] = shell.user_module
    try:
        yield shell
    finally:
        _Shell.clear_instance()
        if before is not None:
            _set_instance(before)


def _set_instance(shell: Any) -> None:
    # Private, but the public `instance` sets only a shell that it creates itself. If these move, look at what `instance` does in
    # traitlets/config/configurable.py.
    for kind in type(shell)._walk_mro():
        kind._instance = shell


def _run_cell(shell: _Shell, cell: Any, number: int) -> bool:
    """Run one cell, put its outputs into it, and return whether it succeeded."""
    shell.displayed.clear()
    shell.error = None
    printed = {"stdout": StringIO(), "stderr": StringIO()}
    with redirect_stdout(printed["stdout"]), redirect_stderr(printed["stderr"]):
        result = shell.run_cell(cell.source, store_history=False)  # type: ignore[no-untyped-call]
    cell.execution_count = number
    cell.outputs = [
        _output("stream", name=name, text=text) for name, stream in printed.items() if (text := stream.getvalue())
    ]
    cell.outputs += [
        _output("display_data", data=output["data"], metadata=output.get("metadata") or {})
        for output in shell.displayed
    ]
    failure = result.error_before_exec or result.error_in_exec
    error = shell.error or (_error_output(failure, []) if failure else None)  # an unknown magic has no traceback
    if error:
        cell.outputs.append(error)
    return not error


def _error_output(error: BaseException, traceback: list[str]) -> NotebookNode:
    return _output("error", ename=type(error).__name__, evalue=str(error), traceback=traceback)


def _output(kind: str, **fields: Any) -> NotebookNode:
    """Return an output. nbformat's new_output would check it against the schema, as papermill does with the whole notebook."""
    output: NotebookNode = from_dict({"output_type": kind, **fields})
    return output


@contextmanager
def restore_process_state() -> Iterator[None]:
    """Restore the state of the process at the end of the block: folder, environment, paths, warnings, matplotlib."""
    folder, environment, paths, arguments = os.getcwd(), dict(os.environ), list(sys.path), list(sys.argv)  # noqa: PTH109
    main = sys.modules["__main__"]  # IPython puts the notebook's own in its place
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
