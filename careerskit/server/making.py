"""What the facilitator leaves with, made beside the server while the page says how far it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from careerskit.server.afterwards import Afterwards, afterwards
from careerskit.server.apart import apart
from careerskit.server.webinar import Webinar
from careerskit.store import open_store

__all__ = ["Making"]


class Making:
    """Plans, zip and report of a session in the making. One at a time.

    of, made: how many plans are to be made, and are there. done: whether all is there. trouble: why it is not. failed: names of the
    schools whose plan could not be made, with the reason. files: what can be taken away, by name.
    """

    def __init__(self, webinar: Webinar, out: Path) -> None:
        self._webinar, self._out, self._lock = webinar, out, Lock()
        self.of = self.made = 0
        self.done, self.trouble = False, ""
        self.failed: list[tuple[str, str]] = []
        self.files: dict[str, Path] = {}

    def stands(self) -> tuple[Any, ...]:
        """Return how far it is: something else than the last time, where anything has changed."""
        return self.of, self.made, self.done, self.trouble

    def begin(self) -> None:
        """Make everything, in a thread of its own. Where that is under way, nothing more is begun."""
        if self._lock.acquire(blocking=False):
            self.of, self.made, self.done, self.trouble, self.failed = 0, 0, False, "", []
            Thread(target=self._make, name="afterwards", daemon=True).start()

    def _make(self) -> None:
        try:
            self._webinar.session.refresh()
            self.of = len(self._webinar.session.state.schools)
            made = apart(_make_all, self._webinar.store.url, self._webinar.session.id, self._out, told=self._count)
            self.files = {"plans.zip": made.to_send, "report.html": made.report}
            self.failed = [(result.school.name, result.reason) for result in made.failed]
            self.done = True
        except Exception as error:  # said on the facilitator's page, whatever it is
            self.trouble = str(error) or repr(error)
        finally:
            self._lock.release()

    def _count(self, made: int) -> None:
        self.made += made


def _make_all(say: Callable[[int], None], store: str, session: str, out: Path) -> Afterwards:
    with open_store(store, create=False) as opened:
        return afterwards(opened, session, out, done=lambda _: say(1))
