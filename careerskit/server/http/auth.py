"""Signing in with a private link: a browser gets cookies that no script can read, for one plan alone."""

from __future__ import annotations

import hashlib
import re
import secrets

from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response

from careerskit.server.http.headers import HEADERS
from careerskit.server.http.requests import set_cookie
from careerskit.workbook import read_steps

__all__ = ["BROWSER_ID", "LINK_TOKEN", "plan_slug", "resume_url", "sign_in", "sign_out"]

LINK_TOKEN = "careerskit"  # noqa: S105 # the cookie's name
"""The cookie that holds a private link's token."""

BROWSER_ID = "careerskit-who"
"""The cookie that tells apart colleagues who share a link: each has one vote and one answer to a poll."""

_LAST_PLAN = "careerskit-here"
"""The cookie that says which plan this browser signed in to last. It opens nothing by itself."""


def plan_slug(token: str) -> str:
    """Return the part of a plan's address that is no secret: it tells two plans apart in one browser, and opens none."""
    return hashlib.sha256(f"place {token}".encode()).hexdigest()[:12]


def sign_in(request: Request, token: str, page: str = "") -> Response:
    """Sign a browser in to the plan of a token, and redirect it to a page of that plan; to the first step unless named."""
    slug = plan_slug(token)
    response = RedirectResponse(f"/p/{slug}/{page or _first_step()}", 303, HEADERS)
    # For this plan's pages alone: with two links in one browser, no page may save into the other's plan.
    set_cookie(response, request, LINK_TOKEN, token, f"/p/{slug}")
    set_cookie(response, request, BROWSER_ID, request.cookies.get(BROWSER_ID) or secrets.token_urlsafe(16), "/")
    set_cookie(response, request, _LAST_PLAN, slug, "/")
    return response


def sign_out(request: Request, token: str, response: RedirectResponse) -> Response:
    """Have a browser forget the plan of a token, with a response that leads elsewhere."""
    slug = plan_slug(token)
    response.headers.update(HEADERS)
    response.delete_cookie(LINK_TOKEN, path=f"/p/{slug}", httponly=True, samesite="lax")
    if request.cookies.get(_LAST_PLAN) == slug:
        response.delete_cookie(_LAST_PLAN, path="/", httponly=True, samesite="lax")
    return response


def resume_url(connection: HTTPConnection) -> str:
    """Return the address of the plan that a browser signed in to last; "" for none."""
    slug = connection.cookies.get(_LAST_PLAN, "")
    return f"/p/{slug}/continue" if re.fullmatch("[0-9a-f]{12}", slug) else ""


def _first_step() -> str:
    return next(iter(read_steps()))
