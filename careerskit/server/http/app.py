"""A Starlette application: its routes, its background task, and the pages for what is not found or went wrong."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.websockets import WebSocket

from careerskit.errors import CareerskitError
from careerskit.server.http.headers import HEADERS
from careerskit.server.http.pages import link_not_found, message, static_file
from careerskit.server.http.requests import OtherHostError
from careerskit.server.http.solo import Solo

__all__ = ["create_app"]

_log = logging.getLogger(__name__)

_MESSAGES = {
    403: ("This came from another page", "Load the page again, and send it from there."),
    413: ("This is too long", "Go back, and send less at once."),
    429: ("That was a lot at once", "Go back, wait a moment, and try again."),
    503: ("One moment, please", "Many are joining just now. Go back, and try again in a moment."),
}
"""The title and text of the page for a status code; any other is that of a page that does not exist."""

_OTHER_HOST = (
    "If it happens again, tell whoever runs this server: its proxy has to pass on the Host header as the browser sent it "
    "(nginx: proxy_set_header Host $host; Apache: ProxyPreserveHost On). The server’s log says which hosts it got."
)


def create_app(
    routes: Iterable[BaseRoute],
    background: Callable[[], Coroutine[Any, Any, None]],
    on_shutdown: Sequence[Callable[[], None]],
    *,
    solo: Solo | None = None,
) -> Starlette:
    """Return an application with these routes and our static files.

    background: runs as long as the application does. on_shutdown: called one after the other when it ends, in a thread, as each
    may wait for processes and executors. solo: who works alone on this machine, if somebody does.
    """

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(background())
        yield
        task.cancel()
        for close in on_shutdown:
            await asyncio.to_thread(close)

    app = Starlette(
        lifespan=lifespan,
        exception_handlers={HTTPException: _http_error, CareerskitError: _server_error, Exception: _server_error},
        routes=[*routes, Route("/static/{version}/{name}", _static, methods=["GET"])],
    )
    app.state.solo = solo
    return app


async def _static(request: Request) -> Response:
    found = static_file(request.path_params["version"], request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    content, media_type, is_current = found
    # A page from before an update asks for files of its own version, and gets those of ours.
    caching = "public, max-age=31536000, immutable" if is_current else "no-cache"
    return Response(content, headers=HEADERS | {"Cache-Control": caching}, media_type=media_type)


async def _http_error(request: Request, error: Any) -> Response:
    solo = request.app.state.solo
    if error.status_code not in _MESSAGES:
        return link_not_found(solo, error.status_code, "This page does not exist")
    title, text = _MESSAGES[error.status_code]
    if isinstance(error, OtherHostError) and not solo:
        text = f"{text} {_OTHER_HOST}"
        if "application/json" in request.headers.get("accept", ""):  # our own script shows it where the form is
            return JSONResponse({"error": f"{title}. {text}"}, error.status_code, HEADERS)
    return message(error.status_code, title, text, solo=solo)


async def _server_error(connection: Any, error: Exception) -> Any:
    """Show that something went wrong, without details of the machine: those go into the log."""
    # The address may hold a private link, and the error somebody's words: where it arose is enough to go on.
    where = traceback.extract_tb(error.__traceback__)[-1]
    _log.error("%s at a page, in %s:%s", type(error).__name__, where.filename, where.lineno)
    if isinstance(connection, WebSocket):
        await connection.close(1011)
        return None
    return message(
        500,
        "This did not work",
        "What you have typed so far is kept. Load the page again in a moment.",
        solo=connection.app.state.solo,
    )
