"""QR codes, for links that are opened with a phone."""

from __future__ import annotations

from markupsafe import Markup

__all__ = ["qr_code"]


def qr_code(address: str, title: str) -> Markup:
    """Return a QR code of an address as an inline SVG of the class ``qr``. title: its alternative text."""
    import segno

    svg = segno.make(address, error="m").svg_inline(
        scale=5, border=2, svgclass="qr", lineclass=None, omitsize=True, title=title
    )
    return Markup(svg)  # noqa: S704 # black squares: the address is drawn, not written
