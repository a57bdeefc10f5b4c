"""A rehearsal in the background: simulated delegates who act every second."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from careerskit.errors import CareerskitError
from careerskit.session import Session
from careerskit.simulation.rehearsal import Rehearsal
from careerskit.store import Store

__all__ = ["run_rehearsal"]


@contextmanager
def run_rehearsal(store: Store, session: str, delegates: int, seconds: float = 1.0) -> Iterator[None]:
    """Have simulated delegates take part in a session for as long as the block lasts. seconds: between two ticks."""
    rehearsal = Rehearsal(store, Session(store, session), delegates=delegates)
    stopped = Event()

    def run() -> None:
        while not stopped.wait(seconds):
            try:
                rehearsal.tick()
            except CareerskitError as error:
                logging.getLogger(__name__).warning("The rehearsal missed a tick. %s", error)

    thread = Thread(target=run, name="rehearsal", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()
