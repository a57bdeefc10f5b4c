"""Charts, drawn in another process: pandas and matplotlib would hold up every delegate in the server's."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache

from careerskit.plan import School
from careerskit.processes import WorkerProcess
from careerskit.store import Store, open_store
from careerskit.workbook import Workbook, WorkbookContext

__all__ = ["ChartProcess"]

_RENDER_SECONDS = 30.0
"""After how many seconds a chart is given up, and its process ended."""


class ChartProcess:
    """Renders the parts of plans that have charts, one after the other, in a process that starts when it is first needed."""

    def __init__(self, store_url: str, timeout: float = _RENDER_SECONDS) -> None:
        self._store_url, self.timeout = store_url, timeout
        self._worker = WorkerProcess()
        # One thread, since the process renders one chart at a time: what waits for it can still be cancelled.
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="chart-process")

    def render(self, school: School, part: str) -> Future[str]:
        """Have a part of a school's plan rendered as HTML; the future raises CareerskitError where that fails.

        It can be cancelled as long as it waits for others.
        """
        return self._executor.submit(
            self._worker.call, _render_part, self._store_url, school, part, timeout=self.timeout
        )

    def close(self) -> None:
        """End the process. Nobody waits for what it renders any more."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._worker.kill()
        self._executor.shutdown()
        self._worker.close()


def _render_part(store_url: str, school: School, part: str) -> str:
    workbook = Workbook(WorkbookContext(_store(store_url), school, interactive=False))
    return str(getattr(workbook, part)._repr_mimebundle_()["text/html"])


@cache
def _store(url: str) -> Store:
    """Return the store, which the process keeps open."""
    return open_store(url, create=False)
