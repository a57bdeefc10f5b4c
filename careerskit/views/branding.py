"""A school's logo and colour, as its pages show them."""

from __future__ import annotations

import base64

from careerskit.branding import Branding, media_type_of
from careerskit.plan import Plan

__all__ = ["branded_style", "logo_of"]


def branded_style(branding: Branding) -> str:
    """Return the CSS that gives a page the school's colours, to stand after all other styles; "" where it has given none.

    Charts keep their colours, which carry meaning.
    """
    if not (palette := branding.palette):
        return ""
    return (
        f":root, .careerskit {{ --band: {palette.band}; --on-band: {palette.on_band}; --accent: {palette.text}; "
        f"--heading: {palette.text}; "
        f"--tint: {palette.tint}; }}\n"
    )


def logo_of(branding: Branding, plan: Plan) -> dict[str, str]:
    """Return what the cover needs to show the school's logo: its address, which is the picture itself, and alternative text."""
    if not branding.logo:
        return {}
    content = base64.b64encode(branding.logo).decode()
    alt = branding.logo_alt or plan.header.school_name or "The school’s logo"
    return {"logo": f"data:{media_type_of(branding.logo)};base64,{content}", "logo_alt": alt}
