"""Many jobs at once, in a few warm processes.

Where the system has fork, one process imports and prepares everything once (see :mod:`careerskit.publish.preload`), and each plan
is rendered in a copy of it: nothing is imported twice, nothing is carried over from one school to the next, and a plan that
crashes, hangs or grows takes nobody with it. Elsewhere each worker warms up for itself and renders one plan after the other; the
warm engine restores its process in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from careerskit.processes import map_in_subprocesses
from careerskit.publish.render import RenderJob, RenderResult, render

__all__ = ["TIME_LIMIT", "render_many"]

TIME_LIMIT = 120.0
"""Seconds after which a plan that is not there yet is given up. The longest of ours takes less than one."""


def render_many(jobs: Iterable[RenderJob], workers: int, timeout: float = TIME_LIMIT) -> Iterator[RenderResult]:
    """Render jobs in this many workers, and yield each result as it comes.

    A job whose process dies, or that takes longer than ``timeout`` seconds, is a failed result. Who stops asking for results
    stops the jobs too.
    """
    for outcome in map_in_subprocesses(
        render, jobs, workers=workers, timeout=timeout, preload="careerskit.publish.preload"
    ):
        yield outcome.result or outcome.argument.to_result("failed", outcome.seconds, str(outcome.error))
