"""Reading requests and answering forms: where a request comes from, what its form says, what its browser keeps."""

from __future__ import annotations

import logging
from functools import lru_cache
from urllib.parse import parse_qs, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.websockets import WebSocket

from careerskit.errors import SessionError
from careerskit.server.http.headers import HEADERS
from careerskit.server.http.pages import message

__all__ = ["OtherHostError", "check_origin", "form_response", "read_form", "reject", "set_cookie"]

_MAX_FORM_BYTES = 40_000
"""A poll with twelve long choices, in any script, is smaller."""

_YEAR_SECONDS = 366 * 86400


_HOSTS_LOGGED = 100
"""How many pairs of hosts are logged once each: a stranger who makes up hosts must not fill the log for long."""

_HOST_CHARACTERS = 100


class OtherHostError(HTTPException):
    """A request says another host than its page's address has: it comes from another site, or a proxy has changed its host."""


def check_origin(connection: HTTPConnection) -> None:
    """Refuse what another site sent: browsers say where a form or a websocket comes from.

    Raises:
        OtherHostError: it comes from another site, or a proxy has changed its host. The log then names both.
        HTTPException: it certainly comes from another site, or does not say.
    """
    host = connection.headers.get("host", "")
    try:
        origin = urlsplit(connection.headers.get("origin", "")).netloc
    except ValueError:  # half an address, such as http://[
        origin = ""
    if origin and origin == host:
        return
    if not origin or connection.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise HTTPException(403)
    _log_hosts(origin[:_HOST_CHARACTERS], host[:_HOST_CHARACTERS])
    raise OtherHostError(403)


@lru_cache(_HOSTS_LOGGED)
def _log_hosts(origin: str, host: str) -> None:
    """Log two hosts, but only the first time."""
    logging.getLogger(__name__).warning(
        "Refused: a page at %r sent something to this server as %r. If the first is this webinar's own address, its proxy changes "
        "the Host header and must pass it on (nginx: proxy_set_header Host $host; Apache: ProxyPreserveHost On).",
        origin,
        host,
    )


async def reject(socket: WebSocket) -> None:
    """Close a websocket that may not be opened."""
    await socket.accept()  # first: a browser does not tell a script why a websocket was closed before it was open
    await socket.close(1008)


async def read_form(request: Request, max_bytes: int = _MAX_FORM_BYTES) -> dict[str, str]:
    """Return the fields of one of our forms, by name.

    max_bytes: how long the form may be.

    Raises:
        HTTPException: it comes from another site, or is too long.
    """
    check_origin(request)
    body = bytearray()  # to add to bytes would copy all of a long form for each piece of it
    async for chunk in request.stream():
        body += chunk
        if len(body) > max_bytes:
            raise HTTPException(413)
    return {name: values[0].strip() for name, values in parse_qs(body.decode("utf-8", "replace")).items()}


def set_cookie(response: Response, request: Request, name: str, value: str, path: str) -> None:
    """Set a cookie for the pages below a path. No script can read it."""
    secure = request.url.scheme == "https"
    response.set_cookie(name, value, max_age=_YEAR_SECONDS, path=path, httponly=True, samesite="lax", secure=secure)


def form_response(request: Request, back: str, text: str = "", error: SessionError | None = None) -> Response:
    """Respond to a form: as JSON to our script, or else by leading the browser back to the page that it came from."""
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"error": str(error)} if error else {"text": text}, 422 if error else 200, HEADERS)
    if error:
        return message(422, "This was not done", f"{error} Go back, and try again.")
    return RedirectResponse(back, 303, HEADERS)
