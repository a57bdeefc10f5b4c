"""Pages from templates, and static files."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from starlette.responses import HTMLResponse

from careerskit import forms, views
from careerskit.server.http.headers import HEADERS
from careerskit.server.http.solo import Solo
from careerskit.session import MINIMUM

__all__ = ["link_not_found", "macros", "message", "page", "static_file", "static_url"]

_NO_LINK = "You can only open a plan by its private link. Ask your colleague for it, or the facilitator for the session’s link."

_MINIMUM = views.number_in_words(MINIMUM)
"""The smallest group that anything is shown of, for templates."""

_MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def page(name: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Return the page of a template."""
    values = {"school": None, "solo": None, "minimum": _MINIMUM, "static_url": static_url, **context}
    html = views.get_template(f"server/{name}.html.j2").render(values)
    return HTMLResponse(html, status, HEADERS)


def message(
    status: int, title: str, text: str, *, refresh_seconds: int = 0, resume_url: str = "", solo: Solo | None = None
) -> HTMLResponse:
    """Return a page with one message.

    refresh_seconds: after how many seconds the browser asks again; 0 for never. resume_url: the address of the reader's own plan.
    solo: who works alone on this machine, if somebody does.
    """
    values = {"title": title, "text": text, "refresh_seconds": refresh_seconds, "resume_url": resume_url, "solo": solo}
    return page("message", status, **values)


def link_not_found(solo: Solo | None = None, status: int = 404, title: str = "This link does not work") -> HTMLResponse:
    """Return the page for a link that does not work, or for an address where nothing is."""
    if solo:  # most often a page that was open before the program was started again
        text = f"Use the page that “{solo.command}” opened last, or run it again."
        return message(status, "This page is no longer open", text, solo=solo)
    return message(status, title, _NO_LINK)


@cache
def macros(name: str) -> Any:
    """Return the macros of a template: the parts of a page that are rendered again while it is open."""
    return views.get_template(f"server/{name}.html.j2").make_module({"minimum": _MINIMUM})


def static_url(name: str) -> str:
    """Return the address of a static file. It changes whenever a static file does, so browsers can cache the file for good.

    The version is in the path and not in a query, so that ``import "./x.js"`` in a script gets the same version.

    Raises LookupError if there is no such file.
    """
    if name not in _static_files():
        raise LookupError(name)
    return f"/static/{_static_version()}/{name}"


def static_file(version: str, name: str) -> tuple[bytes, str, bool] | None:
    """Return a static file, its media type, and whether it is of this version; None where there is none of that name."""
    found = _static_files().get(name)
    return (*found, version == _static_version()) if found else None


@cache
def _static_version() -> str:
    digest = hashlib.sha256()
    for name, (content, _) in sorted(_static_files().items()):
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()[:16]


@cache
def _static_files() -> dict[str, tuple[bytes, str]]:
    found = {file.name: file for file in files("careerskit.server").joinpath("static").iterdir()}
    types = {name: _MEDIA_TYPES.get(f".{name.rpartition('.')[2]}") for name in found}
    static = {name: (found[name].read_bytes(), media_type) for name, media_type in types.items() if media_type}
    styles = {
        "views.css": views.style_sheet(),
        "forms.css": forms.layout_style_sheet(),
    }  # of a plan's parts, and of forms
    return static | {name: (text.encode(), "text/css") for name, text in styles.items()}
