"""Many jobs side by side: a few warm workers, each of which renders every plan in a copy of itself.

Where the system has fork, Python's own fork server warms up once, and workers and plans are copies of it: nothing is imported
twice, nothing is carried from one school to the next, and a plan that crashes, hangs or grows takes nobody with it. Elsewhere
each worker warms up for itself and renders one plan after the other, put back as it was by the warm engine in between.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.forkserver import ensure_running
from typing import Any, NoReturn

from careerskit.publish.render import Job, Result, render

__all__ = ["TIME_LIMIT", "render_many"]

TIME_LIMIT = 120.0
"""Seconds after which a plan that is still not there is given up. The longest of ours takes under one."""

_HAS_FORK = "forkserver" in multiprocessing.get_all_start_methods()
_HAS_ANSWERED = 93
"""The exit code of a plan's process that has sent its result; whatever a notebook does, it ends with another."""


def render_many(jobs: Iterable[Job], count: int, limit: float = TIME_LIMIT) -> Iterator[Result]:
    """Render jobs, ``count`` of them at a time, and yield each result as it comes.

    A job whose process dies, or is still at work after ``limit`` seconds, is a failed result. Who stops asking for results
    stops the jobs too.
    """
    waiting = iter(jobs)
    idle, busy = list[_Worker](), dict[Connection, _Worker]()
    try:
        while True:
            while len(busy) < count and (job := next(waiting, None)):
                worker = idle.pop() if idle else _Worker()
                worker.begin(job)
                busy[worker.line] = worker
            if not busy:
                return
            first = min(worker.started for worker in busy.values())
            wait(list(busy), timeout=max(0.0, first + limit - time.monotonic()))
            for worker in list(busy.values()):
                if result := worker.result(limit):
                    del busy[worker.line]
                    if worker.is_there:
                        idle.append(worker)
                    yield result
    finally:
        for worker in [*idle, *busy.values()]:
            worker.stop()


class _Worker:
    """A process that takes one job after the other, seen from outside."""

    def __init__(self) -> None:
        context = _context()
        self.line, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self._job: Job
        self.started = 0.0
        self.is_there = True

    def begin(self, job: Job) -> None:
        """Give it a job."""
        self._job, self.started = job, time.monotonic()
        with suppress(ConnectionError):  # it is gone: `result` says so
            self.line.send(job)

    def result(self, limit: float) -> Result | None:
        """Return what became of the job, None while it is at work; a worker that is over the limit or has died is stopped."""
        seconds = time.monotonic() - self.started
        try:
            if self.line.poll():
                answer: Result | int | None = self.line.recv()
            elif seconds < limit:
                return None
            else:
                self.stop()
                return self._job.became("failed", limit, f"it was not done after {limit:g} seconds, and was stopped.")
        except (EOFError, ConnectionError):
            self.stop()
            answer = self._process.exitcode
        if isinstance(answer, Result):
            return answer
        return self._job.became("failed", seconds, f"its process ended without a plan (exit code {answer}).")

    def stop(self) -> None:
        """End the process, whatever it is doing, and the plan's that it started."""
        self.is_there = False
        if _HAS_FORK:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.join()
        self.line.close()


def _context() -> Any:
    if not _HAS_FORK:
        return multiprocessing.get_context("spawn")
    # A fork while other threads run is a risk, and a plan has no use for the threads that numpy would start.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    context = multiprocessing.get_context("forkserver")
    # The main module too, or each worker would import it for itself.
    context.set_forkserver_preload(["__main__", "careerskit.publish.warm"])
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # Ctrl-C is for us, who then stop the workers
    try:
        ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return context


def _work(line: Connection) -> None:
    """Be a worker: render what comes along the line until it is closed."""
    if _HAS_FORK:
        os.setpgid(0, 0)  # a group of our own, to be stopped with the plan's process and its kernel
    else:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, ConnectionError):  # the parent is gone
        while True:
            job = line.recv_bytes()
            if not _HAS_FORK:
                line.send(render(pickle.loads(job)))  # noqa: S301 # from our own parent
            elif plan := os.fork():
                code = os.waitstatus_to_exitcode(os.waitpid(plan, 0)[1])
                if code != _HAS_ANSWERED:
                    line.send(code)
            else:
                _answer(line, job)


def _answer(line: Connection, job: bytes) -> NoReturn:
    """Be a plan's process: render the job, send its result, and end at once, whatever happens."""
    try:
        line.send(render(pickle.loads(job)))  # noqa: S301 # from our own parent
        os._exit(_HAS_ANSWERED)
    finally:
        os._exit(1)
