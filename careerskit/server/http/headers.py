"""The headers of every response, and the content security policies. Nothing is loaded from another host."""

from __future__ import annotations

__all__ = ["DECK_POLICY", "DOCUMENT_POLICY", "HEADERS", "attachment", "document_headers"]


def _policy(**sources: str) -> str:
    directives = {name.replace("_", "-"): source for name, source in sources.items()}
    return "; ".join(f"{name} {source}" for name, source in directives.items())


HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": _policy(
        default_src="'none'",
        script_src="'self'",
        style_src="'self'",
        img_src="'self' data:",
        connect_src="'self'",
        form_action="'self'",
        base_uri="'none'",
        frame_ancestors="'none'",
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    # An address of ours may hold a private link, which no other site may see. With "no-referrer", Chromium would send our own
    # forms with "Origin: null".
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""The headers of every response. Scripts and styles come from our own files alone, and no page may be shown in a frame."""

DOCUMENT_POLICY = _policy(
    default_src="'none'",
    img_src="data:",
    style_src="'unsafe-inline'",
    base_uri="'none'",
    form_action="'none'",
    frame_ancestors="'none'",
)
"""The policy of a plan or a report: it carries its styles in itself, runs no script and loads nothing."""

DECK_POLICY = DOCUMENT_POLICY.replace("img-src", "script-src 'unsafe-inline'; img-src")
"""The policy of the slides. The page names the hashes of its own scripts, and a browser runs only what both policies allow."""


def document_headers(policy: str = DOCUMENT_POLICY) -> dict[str, str]:
    """Return the headers of a self-contained page."""
    return HEADERS | {"Content-Security-Policy": policy}


def attachment(name: str, *, shown: bool = False) -> dict[str, str]:
    """Return the header by which a browser saves a response as a file.

    name: of letters, figures, hyphens and full stops. shown: whether the browser shows it, and saves it only when asked to.
    """
    return {"Content-Disposition": f'{"inline" if shown else "attachment"}; filename="{name}"'}
