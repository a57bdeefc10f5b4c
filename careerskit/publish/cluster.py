"""The same jobs on an existing Dask cluster, whose workers see the same store and the same folder of plans."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace

from careerskit.errors import CareerskitError
from careerskit.publish.formats import PAGE
from careerskit.publish.render import RenderJob, RenderResult, render

__all__ = ["render_on_cluster"]

_LOCK = threading.Lock()


def render_on_cluster(address: str, jobs: Iterable[RenderJob]) -> Iterator[RenderResult]:
    """Render jobs on the cluster of a Dask scheduler, like tcp://10.0.0.5:8786, and yield each result as it comes.

    A job whose worker dies goes to another worker; files are written whole or not at all, so that none is there twice or half. A
    worker does one job at a time, however many threads it has.

    Raises:
        CareerskitError: Dask is not installed, or no scheduler answers.
    """
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise CareerskitError("Dask is not installed: pip install 'careerskit[dask]'") from None
    try:
        client = Client(address)
    except (OSError, ValueError) as error:
        raise CareerskitError(f"No Dask scheduler answers at {address}.") from error
    with client:
        if_given_up = {
            client.submit(_render_locked, job, key=f"careerskit-{job.path(PAGE)}", pure=False): job.to_result("failed")
            for job in jobs
        }
        for future in as_completed(list(if_given_up)):
            failure = future.exception()
            if failure is None:
                yield future.result()
            else:  # render itself never raises: the job was given up after it had taken several workers with it
                reason = f"the cluster gave it up ({type(failure).__name__})."
                yield replace(if_given_up[future], reason=reason)
            future.release()


def _render_locked(job: RenderJob) -> RenderResult:
    """Render a job while no other thread of this process does: working folder and output belong to the whole process."""
    with _LOCK:
        return render(job)
