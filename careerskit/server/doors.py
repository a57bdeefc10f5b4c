"""What all doors have in common: where a request comes from, what a form says, and what a browser keeps."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.websockets import WebSocket

from careerskit.errors import SessionError
from careerskit.server.pages import HEADERS, message

__all__ = ["answer_to", "check_origin", "keep_cookie", "said_in", "turn_away"]

_LONGEST_FORM = 40_000  # bytes; a poll of twelve long choices, in any script, is below it
_A_YEAR = 366 * 86400


def check_origin(connection: HTTPConnection) -> None:
    """Turn away what another site sent: browsers say where a form or a websocket comes from.

    Raises:
        HTTPException: it comes from elsewhere, or does not say.
    """
    try:
        origin = urlsplit(connection.headers.get("origin", "")).netloc
    except ValueError:  # half an address, such as http://[
        origin = ""
    if not origin or origin != connection.headers.get("host"):
        raise HTTPException(403)


async def turn_away(socket: WebSocket) -> None:
    """Close a websocket to whoever was not let in."""
    await socket.accept()  # first: a browser is not told why a websocket was closed that was never open
    await socket.close(1008)


async def said_in(request: Request) -> dict[str, str]:
    """Return what a form of ours says, by the names of its fields.

    Raises:
        HTTPException: it comes from another site, or is longer than any form of ours.
    """
    check_origin(request)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST_FORM:
            raise HTTPException(413)
    return {name: values[0].strip() for name, values in parse_qs(body.decode("utf-8", "replace")).items()}


def keep_cookie(answer: Response, request: Request, name: str, value: str, path: str) -> None:
    """Have the browser keep something for the pages below a path, where no script reads it."""
    secure = request.url.scheme == "https"
    answer.set_cookie(name, value, max_age=_A_YEAR, path=path, httponly=True, samesite="lax", secure=secure)


def answer_to(request: Request, back: str, said: str = "", error: SessionError | None = None) -> Response:
    """Answer what was done with a form: our script is told how it went; without scripts, one is led back to the page."""
    if "application/json" in request.headers.get("accept", ""):
        told: dict[str, Any] = {"error": str(error)} if error else {"said": said}
        return JSONResponse(told, 422 if error else 200, HEADERS)
    if error:
        return message(422, "This was not done", f"{error} Go back, and try again.")
    return RedirectResponse(back, 303, HEADERS)
