"""What a school's documents are to look like."""

from __future__ import annotations

from dataclasses import dataclass

from careerskit.branding.colours import Palette, palette_of

__all__ = ["NO_BRANDING", "Branding"]


@dataclass(frozen=True)
class Branding:
    """A school's logo, colour and Word template; each is empty where the school has not given one.

    logo: a PNG or JPEG as :func:`careerskit.branding.read_logo` returns it. logo_alt: its alternative text; "" for the school's
    name. colour: as :func:`careerskit.branding.read_colour` returns it. template: a Word document with placeholders (.docx).
    """

    logo: bytes = b""
    logo_alt: str = ""
    colour: str = ""
    template: bytes = b""

    @property
    def is_empty(self) -> bool:
        """Whether documents look as they do without it."""
        return not (self.logo or self.colour or self.template)

    @property
    def palette(self) -> Palette | None:
        """The colours of documents; None for our own."""
        return palette_of(self.colour) if self.colour else None


NO_BRANDING = Branding()
"""That of a school that has given nothing."""
