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

    longest = 30.0
    """Seconds after which a drawing is given up, and the process with it."""

    def __init__(self, store: str) -> None:
        self._store = store
        self._line: Connection | None = None
        self._process: Any = None
        self._hand = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drawing")

    def draw(self, school: School, part: str) -> Future[str]:
        """Have a part of a school's plan drawn as HTML; the future raises RenderError where that fails.

        It can be cancelled as long as it waits for others.
        """
        return self._hand.submit(self._draw, school, part)

    def close(self) -> None:
        """End the process."""
        self._hand.shutdown(wait=False, cancel_futures=True)
        if process := self._process:
            process.kill()  # nobody waits for what it draws any more
        self._hand.shutdown()
        self._end()

    def _draw(self, school: School, part: str) -> str:
        try:
            line = self._line = self._line or self._start()
            line.send((school, part))
            if not line.poll(self.longest):
                raise TimeoutError("It took too long.")
            html, trouble = line.recv()
        except TimeoutError as error:
            self._end()
            raise RenderError(str(error)) from error
        except (EOFError, OSError) as error:
            self._end()
            raise RenderError("The process that draws has ended.") from error
        if trouble:
            raise RenderError(trouble)
        return str(html)

    def _start(self) -> Connection:
        context: Any = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_be_drawer, args=(theirs, self._store), daemon=True)
        process.start()
        self._process = process
        theirs.close()
        return ours  # type: ignore[no-any-return]

    def _end(self) -> None:
        """End the process; the next drawing starts a new one."""
        process, line, self._process, self._line = self._process, self._line, None, None
        if process:
            process.kill()
            process.join()
        if line:
            line.close()


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
