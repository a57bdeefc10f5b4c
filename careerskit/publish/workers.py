"""Many jobs side by side, each in a process of its own that is a copy of a warm one.

Where the system has fork, Python's own fork server warms up once and forks a child for each job: nothing is imported twice, nothing
is carried from one school to the next, and a job that crashes, hangs or grows takes nobody with it. Elsewhere each job's
process starts cold: slower, and otherwise the same.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

from careerskit.publish.render import Job, Result, render

__all__ = ["TIME_LIMIT", "render_many"]

TIME_LIMIT = 120.0
"""Seconds after which a plan that is still not there is given up. The longest of ours takes under one."""


@dataclass
class _Running:
    job: Job
    process: Any
    answer: Connection
    started: float

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self.process.kill()
        self.process.join()
        self.answer.close()


def render_many(jobs: Iterable[Job], count: int, limit: float = TIME_LIMIT) -> Iterator[Result]:
    """Render jobs, ``count`` of them at a time, and yield each result as it comes.

    A job whose process dies, or is still at work after ``limit`` seconds, is a failed result. Who stops asking for results
    stops the jobs too.
    """
    context = _context()
    waiting, running = iter(jobs), dict[int, _Running]()
    try:
        while True:
            while len(running) < count and (job := next(waiting, None)):
                entry = _start(context, job)
                running[entry.process.sentinel] = entry
            if not running:
                return
            oldest = min(entry.started for entry in running.values())
            done = wait(list(running), timeout=max(0.0, oldest + limit - time.monotonic()))
            for sentinel in done:
                yield _result(running.pop(sentinel))  # type: ignore[arg-type]
            for sentinel, entry in list(running.items()):
                if time.monotonic() > entry.started + limit:
                    del running[sentinel]
                    entry.stop()
                    yield Result(
                        entry.job, "failed", limit, f"it was not done after {limit:g} seconds, and was stopped."
                    )
    finally:
        for entry in running.values():
            entry.stop()


def _context() -> Any:
    # A fork while other threads run is a risk, and a plan has no use for the threads that numpy would start.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    # The main module too, or each child would import it for itself.
    context.set_forkserver_preload(["__main__", "careerskit.publish.warm"])
    return context


def _start(context: Any, job: Job) -> _Running:
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(job, theirs), daemon=True)
    process.start()
    theirs.close()
    return _Running(job, process, ours, time.monotonic())


def _work(job: Job, answer: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, who then stops us
    gc.disable()  # a plan is done before there would be anything to collect
    answer.send(render(job))


def _result(entry: _Running) -> Result:
    """Return what a process that has ended sent, or that it sent nothing."""
    try:
        result: Result = entry.answer.recv()
    except EOFError:
        entry.process.join()
        seconds = time.monotonic() - entry.started
        return Result(
            entry.job, "failed", seconds, f"its process ended without a plan (exit code {entry.process.exitcode})."
        )
    finally:
        entry.stop()
    return result
