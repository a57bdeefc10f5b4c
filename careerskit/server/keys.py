"""What a browser is given by a private link: the key to one plan, in cookies that no script reads."""

from __future__ import annotations

import hashlib
import re
import secrets

from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response

from careerskit.server.doors import keep_cookie
from careerskit.server.pages import HEADERS
from careerskit.server.steps import read_steps

__all__ = ["LINK", "SELF", "go_on", "let_in", "place_of"]

LINK = "careerskit"
"""The cookie that holds a private link's token."""

SELF = "careerskit-who"
"""The cookie that tells colleagues apart who have one link: each has one vote and one answer to a poll."""

_HERE = "careerskit-here"
"""The cookie that says which plan this browser was last let in to. It opens nothing: who clears the other is not let in."""


def place_of(token: str) -> str:
    """Return the part of a plan's address that is no secret: it tells two plans apart in one browser, and opens none."""
    return hashlib.sha256(f"place {token}".encode()).hexdigest()[:12]


def let_in(request: Request, token: str, to: str = "") -> Response:
    """Let a browser in to the plan that a token leads to, and lead it to a page of that plan; the first step unless named."""
    place = place_of(token)
    answer = RedirectResponse(f"/p/{place}/{to or _first_step()}", 303, HEADERS)
    # For this plan's pages alone: someone with two links in one browser must not have one page save into the other's plan.
    keep_cookie(answer, request, LINK, token, f"/p/{place}")
    keep_cookie(answer, request, SELF, request.cookies.get(SELF) or secrets.token_urlsafe(16), "/")
    keep_cookie(answer, request, _HERE, place, "/")
    return answer


def go_on(connection: HTTPConnection) -> str:
    """Return the address of the plan that a browser was last let in to, if any."""
    place = connection.cookies.get(_HERE, "")
    return f"/p/{place}/{_first_step()}" if re.fullmatch("[0-9a-f]{12}", place) else ""


def _first_step() -> str:
    return next(iter(read_steps()))
