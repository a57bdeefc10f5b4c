"""Charts, drawn in a process of their own: pandas and matplotlib would hold up every delegate in the server's."""

from __future__ import annotations

import multiprocessing
import signal
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from careerskit.errors import RenderError
from careerskit.plan import School
from careerskit.store import open_store
from careerskit.workbook import Seat, Workbook

__all__ = ["Drawer"]


class Drawer:
    """Draws the parts of plans that have charts, one after the other, in a process that is started when it is first needed."""

    def __init__(self, store: str) -> None:
        self._store = store
        self._line: Connection | None = None
        self._hand = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drawing")

    def draw(self, school: School, part: str) -> Future[str]:
        """Have a part of a school's plan drawn as HTML; the future raises RenderError where that fails."""
        return self._hand.submit(self._draw, school, part)

    def close(self) -> None:
        """End the process."""
        self._hand.shutdown(cancel_futures=True)
        if self._line is not None:
            self._line.close()

    def _draw(self, school: School, part: str) -> str:
        try:
            line = self._line = self._line or self._start()
            line.send((school, part))
            html, trouble = line.recv()
        except (EOFError, OSError) as error:
            self._line = None  # the next drawing starts a new process
            raise RenderError("The process that draws has ended.") from error
        if trouble:
            raise RenderError(trouble)
        return str(html)

    def _start(self) -> Connection:
        context: Any = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        context.Process(target=_be_drawer, args=(theirs, self._store), daemon=True).start()
        theirs.close()
        return ours  # type: ignore[no-any-return]


def _be_drawer(line: Connection, url: str) -> None:
    """Draw what comes along the line until it is closed, as it is when the server has gone, whatever way."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with open_store(url, create=False) as store, suppress(EOFError, ConnectionError):
        while True:
            school, part = line.recv()
            try:
                bundle = getattr(Workbook(Seat(store, school, live=False)), part)._repr_mimebundle_()
                answer = str(bundle["text/html"]), ""
            except Exception as error:  # one plan's trouble ends no other's drawing
                answer = "", str(error)
            line.send(answer)
