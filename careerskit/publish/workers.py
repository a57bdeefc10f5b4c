"""Many jobs side by side: a few warm workers, each of which renders every plan in a process of its own.

Where the system has fork, Python's own fork server warms up once, and workers and plans are copies of it: nothing is imported
twice, nothing is carried from one school to the next, and a plan that crashes, hangs or grows takes nobody with it. Elsewhere
each plan's process starts cold: slower, and otherwise the same.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.forkserver import ensure_running
from typing import Any

from careerskit.publish.render import Job, Result, render

__all__ = ["TIME_LIMIT", "render_many"]

TIME_LIMIT = 120.0
"""Seconds after which a plan that is still not there is given up. The longest of ours takes under one."""

_HAS_FORK = "forkserver" in multiprocessing.get_all_start_methods()


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
                worker = idle.pop() if idle else _Worker(limit)
                worker.begin(job)
                busy[worker.line] = worker
            if not busy:
                return
            for worker in [busy.pop(line) for line in wait(list(busy))]:  # type: ignore[call-overload]
                result = worker.result()
                if worker.is_there:
                    idle.append(worker)
                yield result
    finally:
        for worker in [*idle, *busy.values()]:
            worker.stop()


class _Worker:
    """A process that takes one job after the other, seen from outside."""

    def __init__(self, limit: float) -> None:
        context = _context()
        self.line, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, limit))
        self._process.start()
        theirs.close()
        self._job: Job
        self.is_there = True

    def begin(self, job: Job) -> None:
        """Give it a job."""
        self._job, self._started = job, time.perf_counter()
        with suppress(BrokenPipeError):  # it is gone: `result` says so
            self.line.send(job)

    def result(self) -> Result:
        """Return what became of the job; where the worker itself has ended, that."""
        try:
            result: Result = self.line.recv()
        except (EOFError, ConnectionResetError):
            self.stop()
            return _ended(self._job, self._started, self._process.exitcode)
        return result

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


def _work(line: Connection, limit: float) -> None:
    """Be a worker: render what comes along the line until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where there is no fork
    if _HAS_FORK:
        os.setpgid(0, 0)  # a group of our own, to be stopped with the plan's process and its kernel
    with suppress(EOFError, BrokenPipeError):  # the parent is gone
        while True:
            line.send(_in_a_process(line.recv(), limit))


def _in_a_process(job: Job, limit: float) -> Result:
    """Render a job in a process of its own, and wait for it to be done, to die, or to take too long."""
    context: Any = multiprocessing.get_context("fork" if _HAS_FORK else "spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_render, args=(job, theirs))
    started = time.perf_counter()
    process.start()
    theirs.close()
    try:
        if not ours.poll(limit):
            return job.became("failed", limit, f"it was not done after {limit:g} seconds, and was stopped.")
        result: Result = ours.recv()
    except EOFError:
        process.join()
        return _ended(job, started, process.exitcode)
    finally:
        process.kill()
        process.join()
        ours.close()
    return result


def _render(job: Job, answer: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answer.send(render(job))


def _ended(job: Job, started: float, code: int | None) -> Result:
    return job.became("failed", time.perf_counter() - started, f"its process ended without a plan (exit code {code}).")
