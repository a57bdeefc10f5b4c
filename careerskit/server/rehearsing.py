"""A rehearsal beside the server: invented delegates who act every second."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from careerskit.errors import CareerskitError
from careerskit.session import Rehearsal, Session
from careerskit.store import Store

__all__ = ["rehearsing"]

_EVERY = 1.0


@contextmanager
def rehearsing(store: Store, session: str, delegates: int, every: float = _EVERY) -> Iterator[None]:
    """Have invented delegates take part in a session while the block lasts. every: seconds from one go to the next."""
    room = Rehearsal(store, Session(store, session), delegates=delegates)
    over = Event()

    def go_on() -> None:
        while not over.wait(every):
            try:
                room.tick()
            except CareerskitError as error:
                logging.getLogger(__name__).warning("The rehearsal missed a turn. %s", error)

    thread = Thread(target=go_on, name="rehearsal", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
