"""The pages around the forms: joining, the private link, a step, a message. Their headers let nothing else in."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
import segno
from markupsafe import Markup
from starlette.responses import HTMLResponse

from careerskit import views

__all__ = ["HEADERS", "LOST", "OF_A_PLAN", "lost", "macros", "message", "page", "qr_code", "static_file"]

LOST = (
    "A plan opens by its private link alone, which whoever joined was given. Ask your colleague for it, or the facilitator for the "
    "session’s link."
)

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    # An address of ours may hold a private link, which is nobody else's. With "no-referrer", Chromium would say of our own forms
    # that they come from nowhere (Origin: null).
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""What every answer carries. Scripts and styles come from our own files alone; no page of ours stands in a frame."""

_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


OF_A_PLAN = "; ".join(
    (
        "default-src 'none'",
        "img-src data:",
        "style-src 'unsafe-inline'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""A plan, and a report, carries its style in itself, and asks for nothing else."""


def page(name: str, status: int = 200, **shown: Any) -> HTMLResponse:
    """Return the page of a template."""
    html = _templates().get_template(f"{name}.html.j2").render({"school": None, **shown})
    return HTMLResponse(html, status, HEADERS)


def message(status: int, title: str, text: str, *, refresh_seconds: int = 0, go_on: str = "") -> HTMLResponse:
    """Return a page that says one thing.

    refresh_seconds: after how many seconds the browser asks again; 0 for never. go_on: the address of the reader's own plan.
    """
    return page("message", status, title=title, text=text, refresh_seconds=refresh_seconds, go_on=go_on)


def lost() -> HTMLResponse:
    """Return the page for a link that leads nowhere."""
    return message(404, "This link does not work", LOST)


def macros(name: str) -> Any:
    """Return the macros of a template: the parts of a page that are made again while it is shown."""
    return _templates().get_template(f"{name}.html.j2").module


def qr_code(address: str, title: str = "QR code of the private link") -> Markup:
    """Return a QR code of an address as an inline SVG, with alternative text."""
    code = segno.make(address, error="m")
    svg = code.svg_inline(scale=5, border=2, svgclass="qr", lineclass=None, omitsize=True, title=title)
    return Markup(svg)  # noqa: S704 # made of black squares, and the address is drawn, not written


def static_file(name: str) -> tuple[bytes, str] | None:
    """Return a file of ours and its kind; None where there is none of that name."""
    return _static_files().get(name)


@cache
def _static_files() -> dict[str, tuple[bytes, str]]:
    found = {file.name: file for file in files("careerskit.server").joinpath("static").iterdir()}
    kinds = {name: _KINDS.get(f".{name.rpartition('.')[2]}") for name in found}
    ours = {name: (found[name].read_bytes(), kind) for name, kind in kinds.items() if kind}
    # How the parts of a plan look, wherever they are shown
    return ours | {"views.css": (views.style_sheet().encode(), "text/css")}


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("careerskit.server"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
