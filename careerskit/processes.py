"""Running functions in other processes: heavy work stays out of the server's own, and a crash ends nothing but one call.

:func:`run_in_subprocess` is for one call, :class:`WorkerProcess` for one after the other, :func:`map_in_subprocesses` for many at
once. Functions, arguments and results are pickled. Ctrl-C reaches no worker: who holds one closes it. A worker whose parent has
gone, whatever way, ends after the call it is in.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, NoReturn, TypeVar

from careerskit.errors import CareerskitError, ProcessError

__all__ = ["Outcome", "WorkerProcess", "map_in_subprocesses", "report_progress", "run_in_subprocess", "use_progress"]

A = TypeVar("A")
R = TypeVar("R")

_HAS_FORK = "forkserver" in multiprocessing.get_all_start_methods()

_EXIT_SECONDS = 5.0
"""How long an idle worker may take to clean up at its end. It takes a tenth of one."""

_REPLIED = 93
"""The exit code of a call's own process that has sent its reply; whatever the function does, it ends with another."""


_on_progress: ContextVar[Callable[[Any], object] | None] = ContextVar("on_progress", default=None)


@contextmanager
def use_progress(on_progress: Callable[[Any], object] | None) -> Iterator[None]:
    """Call this with all progress that is reported within the block. A notebook that runs in it cannot be given it otherwise."""
    token = _on_progress.set(on_progress)
    try:
        yield
    finally:
        _on_progress.reset(token)


def report_progress(content: Any) -> None:
    """Report progress to whom :func:`use_progress` says; to nobody where nothing does."""
    if on_progress := _on_progress.get():
        on_progress(content)


def run_in_subprocess(
    function: Callable[..., R], *arguments: Any, on_progress: Callable[[Any], object] | None = None
) -> R:
    """Call a function in a new process, and return what it returns. See :meth:`WorkerProcess.call`, also for what it raises."""
    with closing(WorkerProcess(daemon=False)) as worker:
        return worker.call(function, *arguments, on_progress=on_progress)


class WorkerProcess:
    """A process that runs one call after the other. It starts with the first one, and anew with the next after it has ended."""

    def __init__(self, *, daemon: bool = True, preload: str = "") -> None:
        """Describe a worker; none is started yet.

        Args:
            daemon: whether it ends when this process exits. One that starts processes itself must not be a daemon, and is to be
                closed: this process would wait for it at its exit.
            preload: a module to import beforehand. Where the system has fork, all workers with one are copies of a process that
                has imported it, and each call runs in a copy of its worker, so that it leaves nothing behind in it and takes
                nobody with it. Elsewhere the calls of a worker share one process, and nothing is imported beforehand. There is
                only one process to copy: it has imported what the first of its workers named.
        """
        self._daemon, self._preload, self._isolated = daemon, preload, bool(preload) and _HAS_FORK
        self._process: Any = None
        self._connection: Connection | None = None
        self._calling = False

    def call(
        self,
        function: Callable[..., R],
        *arguments: Any,
        timeout: float | None = None,
        on_progress: Callable[[Any], object] | None = None,
    ) -> R:
        """Call a function in the process, and return what it returns.

        Args:
            function: a function of a module.
            arguments: its arguments.
            timeout: seconds after which it is given up, and the process ended.
            on_progress: where given, the function gets a keyword argument ``on_progress``; what it calls that with comes here.

        Raises:
            CareerskitError: the function's own.
            ProcessError: the function failed with another error, took too long, or its process has ended.
        """
        connection = self._start_call(function, *arguments, reports_progress=on_progress is not None)
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            if not wait([connection], left):
                raise self._give_up(timeout or 0.0)
            kind, content = self._receive(connection)
            if kind == "result":
                return content  # type: ignore[no-any-return]
            if on_progress:
                on_progress(content)

    def kill(self) -> None:
        """Kill the process, and what it has started. Another thread may do this: the call that runs then fails."""
        if process := self._process:
            if _HAS_FORK:
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(process.pid, signal.SIGKILL)
            process.kill()

    def close(self) -> None:
        """End the process: at once where it is in a call, and else as soon as it has cleaned up."""
        process, connection = self._process, self._connection
        if connection:
            connection.close()
        if process:
            if not self._calling:
                process.join(_EXIT_SECONDS)
            if process.is_alive():
                self.kill()
            process.join()
        self._process = self._connection = None
        self._calling = False

    def _start_call(self, function: Callable[..., Any], *arguments: Any, reports_progress: bool = False) -> Connection:
        """Start a call, and return the connection on which :meth:`_receive` will find something, to be waited for."""
        if self._calling or self._connection is None or not self._process.is_alive():
            self.close()  # what came of an interrupted call would be taken for this one's
            self._connection = self._start()
        self._calling = True
        with suppress(ConnectionError):  # it has just ended: `_receive` says so
            self._connection.send((function, arguments, reports_progress))
        return self._connection

    def _receive(self, connection: Connection) -> tuple[str, Any]:
        """Wait for the next message of the call that was started: its result, or progress. Raises like :meth:`call`."""
        try:
            kind, content = connection.recv()
        except (EOFError, OSError):
            self._calling = False  # it is at its end: `close` lets it come to that
            process = self._process
            self.close()
            kind, content = "ended", process.exitcode
        self._calling = kind == "progress"
        if kind == "ended":
            raise ProcessError(f"Its process has ended unexpectedly (exit code {content}).")
        if kind == "error":
            raise content
        return kind, content

    def _give_up(self, seconds: float) -> ProcessError:
        """End a call that takes longer than this, and the process with it. Returns the error to raise."""
        self.close()
        return ProcessError(f"It took too long (more than {seconds:g} seconds) and was stopped.")

    def _start(self) -> Connection:
        ours, theirs = multiprocessing.Pipe()
        process = self._context().Process(target=_work, args=(theirs, self._isolated), daemon=self._daemon)
        with _interrupts_blocked():
            process.start()
        self._process = process
        theirs.close()
        return ours

    def _context(self) -> Any:
        if not self._isolated:  # never forked from the fork server, which would then be one that has imported nothing
            return multiprocessing.get_context("spawn")
        # A fork while other threads run is a risk: none of those that numpy would start.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        context = multiprocessing.get_context("forkserver")
        # The main module too, or each worker would import it for itself.
        context.set_forkserver_preload(["__main__", self._preload])
        return context


@dataclass(frozen=True)
class Outcome(Generic[A, R]):
    """What came of a call with one argument: its result, or else the error, and the seconds it took."""

    argument: A
    result: R | None
    error: CareerskitError | None
    seconds: float


def map_in_subprocesses(
    function: Callable[[A], R], arguments: Iterable[A], *, workers: int, timeout: float, preload: str = ""
) -> Iterator[Outcome[A, R]]:
    """Call a function with each argument, in a few workers at once, and yield what came of each as it comes.

    A call that fails, takes longer than ``timeout`` seconds or ends its process has an error; the others go on. Arguments are
    taken one by one as workers come free. Who stops asking for outcomes stops the calls too.

    preload: see :class:`WorkerProcess`.
    """
    waiting = iter(arguments)
    idle: list[WorkerProcess] = []
    busy: dict[Connection, tuple[WorkerProcess, A, float]] = {}
    try:
        while True:
            while len(busy) < workers:
                try:
                    argument = next(waiting)
                except StopIteration:
                    break
                worker = idle.pop() if idle else WorkerProcess(preload=preload)
                busy[worker._start_call(function, argument)] = worker, argument, time.monotonic()
            if not busy:
                return
            oldest = min(started for _, _, started in busy.values())
            wait(list(busy), max(0.0, oldest + timeout - time.monotonic()))
            for connection, (worker, argument, started) in list(busy.items()):
                seconds = time.monotonic() - started
                result: R | None = None
                error: CareerskitError | None = None
                try:
                    if connection.poll():
                        _, result = worker._receive(connection)
                    elif seconds >= timeout:
                        raise worker._give_up(timeout)
                    else:
                        continue
                except CareerskitError as raised:
                    error = raised
                del busy[connection]
                idle.append(worker)
                yield Outcome(argument, result, error, seconds)
    finally:
        for worker in [*idle, *(worker for worker, _, _ in busy.values())]:
            worker.close()


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Start processes in this block with Ctrl-C blocked, from their first moment on."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    # Started later, it would lift the block. Undocumented: if it moves, look at multiprocessing/popen_spawn_posix.py.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(connection: Connection, isolated: bool) -> None:
    """Run, as the worker, each call that arrives until the connection is closed."""
    if _HAS_FORK:
        os.setpgid(0, 0)  # a group of its own, to be killed with what it has started
    else:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, ConnectionError):  # the parent is gone
        while True:
            call = connection.recv_bytes()
            if not isolated:
                _run(connection, call)
            elif child := os.fork():
                code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
                if code != _REPLIED:
                    connection.send(("ended", code))
            else:
                _run_and_exit(connection, call)


def _run_and_exit(connection: Connection, call: bytes) -> NoReturn:
    """Run a call in a process of its own, and end that at once, whatever happens."""
    try:
        _run(connection, call)
        # Public in spite of its name: it ends a copy of a process without the exit handlers of the original.
        os._exit(_REPLIED)
    finally:
        os._exit(1)


def _run(connection: Connection, call: bytes) -> None:
    try:
        function, arguments, reports_progress = pickle.loads(call)  # noqa: S301  from our own parent
        progress = {"on_progress": lambda content: connection.send(("progress", content))} if reports_progress else {}
        connection.send(("result", function(*arguments, **progress)))
    except CareerskitError as error:
        connection.send(("error", error))
    except Exception as error:
        connection.send(("error", ProcessError(str(error) or repr(error))))
