"""The server as a whole: which doors there are, and what is said where nothing is, or something went wrong."""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.websockets import WebSocket

from careerskit.errors import CareerskitError
from careerskit.server.delegates import Delegates
from careerskit.server.facilitators import Facilitators
from careerskit.server.follow import Room
from careerskit.server.joining import Joining
from careerskit.server.pages import HEADERS, LOST, message, static_file
from careerskit.server.places import Clock
from careerskit.server.webinar import Webinar
from careerskit.store import Store

__all__ = ["make_app"]

_log = logging.getLogger(__name__)

_TURNED_AWAY = {
    403: ("This came from another page", "Load the page again, and send it from there."),
    413: ("This is too long", "Go back, and send less at once."),
    503: ("One moment, please", "Many are joining just now. Go back, and try again in a moment."),
}


def make_app(
    store: Store,
    webinar: Webinar | None = None,
    *,
    most: int = 400,
    clock: Clock = time.monotonic,
    out: Path | None = None,
) -> Starlette:
    """Return the server of a store, as a Starlette application.

    webinar: the live session that runs here; None for the workbook alone. most: how many pages may be open at once. clock: tells
    for how long nothing was done at a page. out: the folder for what a facilitator leaves with, when the session is closed.
    """
    room = Room(store, most, clock, webinar)
    joining, delegates = Joining(store, webinar.name if webinar else "", clock), Delegates(store, room, clock)
    facilitators = Facilitators(webinar, room, out) if webinar else None

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        following = asyncio.create_task(room.follow())
        yield
        following.cancel()
        for doors in (joining, delegates):
            await asyncio.to_thread(doors.close)

    return Starlette(
        lifespan=lifespan,
        exception_handlers={HTTPException: _not_here, CareerskitError: _sorry, Exception: _sorry},
        routes=[
            *joining.routes,
            *delegates.routes,
            *(facilitators.routes if facilitators else []),
            Route("/static/{name}", _static, methods=["GET"]),
        ],
    )


async def _static(request: Request) -> Response:
    found = static_file(request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    return Response(found[0], headers=HEADERS | {"Cache-Control": "no-cache"}, media_type=found[1])


async def _not_here(request: Request, error: Any) -> Response:  # noqa: ARG001
    title, text = _TURNED_AWAY.get(error.status_code, ("This page is not here", LOST))
    return message(error.status_code, title, text)


async def _sorry(connection: Any, error: Exception) -> Any:
    """Say that something went wrong, without saying what of the machine; that stands in the log."""
    # The address may hold a private link, and the error somebody's words: where it arose is enough to go on.
    where = traceback.extract_tb(error.__traceback__)[-1]
    _log.error("%s at a page, in %s:%s", type(error).__name__, where.filename, where.lineno)
    if isinstance(connection, WebSocket):
        await connection.close(1011)
        return None
    return message(500, "This did not work", "What you have typed so far is kept. Load the page again in a moment.")
