"""The colours of a document, derived from the one colour that a school gives.

The rule: bands and borders have the colour as it is given. Text and controls have it too where its contrast is at least 4.5 to 1
on every background that they stand on, and otherwise the same hue, as much darker as that takes. Text on a band is black or white.

Source of 4.5 to 1 and of the formulas: Web Content Accessibility Guidelines 2.2, success criterion 1.4.3 (AA), and its definitions
of contrast ratio and relative luminance.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from careerskit.errors import CareerskitError

__all__ = ["MIN_CONTRAST", "Palette", "contrast", "palette_of", "read_colour"]

MIN_CONTRAST = 4.5
_TINT = 0.09
"""How much of the colour is in the tint behind statements and table headings; the rest is white."""

_PALE = "#f4f6f7"
"""The background of panels, see ``--pale`` in ``views/style.css``."""

_WRITTEN = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


@dataclass(frozen=True)
class Palette:
    """The colours of a document, each as #rrggbb.

    band: of bands and borders, as the school gave it. on_band: of text on a band. text: of headings, links and controls. tint: the
    light background of statements and table headings.
    """

    band: str
    on_band: str
    text: str
    tint: str


def read_colour(text: str) -> str:
    """Return a colour as #rrggbb, from #004F71, 004f71 or #07a.

    Raises:
        CareerskitError: it is written in another way.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if not found:
        raise CareerskitError(
            f"“{text}” is not a colour that careerskit can read. Write it as six figures or letters from A to "
            "F, such as 004F71. Whoever looks after your school’s website will know them."
        )
    digits = found[1].lower()
    return f"#{digits}" if len(digits) == 6 else "#" + "".join(digit * 2 for digit in digits)


def palette_of(colour: str) -> Palette:
    """Return the colours of a document. colour: as #rrggbb."""
    tint = _mix(colour, "#ffffff", _TINT)
    on_band = max("#ffffff", "#000000", key=lambda text: contrast(text, colour))
    darker = (_mix(colour, "#000000", share / 100) for share in range(100, -1, -1))
    text = next(
        one for one in darker if min(contrast(one, behind) for behind in ("#ffffff", _PALE, tint)) >= MIN_CONTRAST
    )
    return Palette(colour, on_band, text, tint)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _mix(colour: str, other: str, share: float) -> str:
    """Return a colour mixed with another, of which it is this share."""
    mixed = (round(share * one + (1 - share) * two) for one, two in zip(_parts(colour), _parts(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _parts(colour: str) -> bytes:
    return bytes.fromhex(colour.removeprefix("#"))
