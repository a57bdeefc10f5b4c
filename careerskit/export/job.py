"""An export that runs in the background, with its progress."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from careerskit.export.session_export import SessionExport, export_session
from careerskit.processes import WorkerProcess
from careerskit.session import Session
from careerskit.store import open_store

__all__ = ["ExportJob"]


class ExportJob:
    """The export of a session, in a process of its own. Only one runs at a time.

    total, completed: how many plans there are to render, and how many have been. done: whether the export is complete. error: why
    it failed; "" where it has not. failed: the names of schools whose plan could not be rendered, each with the reason. files: the
    files to download, by name.
    """

    def __init__(self, store: str, session: Session, out: Path) -> None:
        """Prepare an export. store: the store's URL. out: the folder to write to."""
        self._store, self._session, self._out, self._lock = store, session, out, Lock()
        self._worker = WorkerProcess(daemon=False)
        self.total = self.completed = 0
        self.done, self.error = False, ""
        self.failed: list[tuple[str, str]] = []
        self.files: dict[str, Path] = {}

    def version_key(self) -> tuple[Any, ...]:
        """Return what changes whenever the job's state does."""
        return self.total, self.completed, self.done, self.error

    def start(self) -> None:
        """Start the export in a thread; do nothing while one is running."""
        if self._lock.acquire(blocking=False):
            self.total, self.completed, self.done, self.error, self.failed = 0, 0, False, "", []
            Thread(target=self._run, name="export", daemon=True).start()

    def close(self) -> None:
        """Stop an export that is running."""
        self._worker.kill()

    def _run(self) -> None:
        try:
            self._session.refresh()
            self.total = len(self._session.state.schools)
            export = self._worker.call(_export, self._store, self._session.id, self._out, on_progress=self._on_progress)
            self.files = {"plans.zip": export.to_send, "report.html": export.report}
            self.failed = [(result.school.name, result.reason) for result in export.failed]
            self.done = True
        except Exception as error:  # shown on the facilitator's page, whatever it is
            self.error = str(error) or repr(error)
        finally:
            self._worker.close()
            self._lock.release()

    def _on_progress(self, rendered: int) -> None:
        self.completed += rendered


def _export(store: str, session: str, out: Path, *, on_progress: Callable[[int], None]) -> SessionExport:
    with open_store(store, create=False) as opened:
        return export_session(opened, session, out, on_result=lambda _: on_progress(1))
