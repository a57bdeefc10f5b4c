"""A school's own look: its logo, its colour and its Word template, and what of them is accepted. Knows nothing of plans."""

from careerskit.branding.branding import NO_BRANDING, Branding
from careerskit.branding.colours import Palette, palette_of, read_colour
from careerskit.branding.logo import describe_logo, media_type_of, read_logo

__all__ = [
    "NO_BRANDING",
    "Branding",
    "Palette",
    "describe_logo",
    "media_type_of",
    "palette_of",
    "read_colour",
    "read_logo",
]
