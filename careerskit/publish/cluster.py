"""The same jobs on an existing Dask cluster. Its workers see the same store and the same folder of plans as we do."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace

from careerskit.errors import CareerskitError
from careerskit.publish.render import Job, Result, render

__all__ = ["render_on_cluster"]

_ALONE = threading.Lock()


def render_on_cluster(address: str, jobs: Iterable[Job]) -> Iterator[Result]:
    """Render jobs on the cluster of a Dask scheduler, like tcp://10.0.0.5:8786, and yield each result as it comes.

    A job whose worker dies is given to another worker; a plan is written whole or not at all, so that it is there once. A
    worker does one job at a time, however many threads it has.

    Raises:
        CareerskitError: Dask is not installed, or no scheduler answers.
    """
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise CareerskitError("Dask is not installed here: pip install 'careerskit[dask]'") from None
    try:
        client = Client(address)
    except (OSError, ValueError) as error:
        raise CareerskitError(f"No Dask scheduler answers at {address}.") from error
    with client:
        given_up = {
            client.submit(_render_alone, job, key=f"careerskit-{job.page}", pure=False): job.became("failed")
            for job in jobs
        }
        for future in as_completed(list(given_up)):
            trouble = future.exception()
            if trouble is None:
                yield future.result()
            else:  # render itself never raises: the job was given up after it had taken several workers with it
                reason = f"the cluster gave it up ({type(trouble).__name__})."
                yield replace(given_up[future], reason=reason)
            future.release()


def _render_alone(job: Job) -> Result:
    """Render a job while no other thread of this process does: working folder and printing belong to the whole process."""
    with _ALONE:
        return render(job)
