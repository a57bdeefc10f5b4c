"""A school's logo and colours in a Word document that has been written in ours."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from careerskit.branding import Branding, Palette
from careerskit.word.styles import ACCENT, PALE, xml_text

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["apply_branding"]

_WIDTH, _HEIGHT = 60, 24  # millimetres, at most


def apply_branding(document: Document, branding: Branding, school: str) -> None:
    """Put a school's logo at the top of a document, and its colours in place of ours.

    school: its name, which is the logo's alternative text where it has none of its own.
    """
    if palette := branding.palette:
        _recolour(document, palette)
    if branding.logo:
        _add_logo(document, branding.logo, xml_text(branding.logo_alt or school or "The school’s logo"))


def _recolour(document: Document, palette: Palette) -> None:
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    for style in document.styles:
        font = getattr(style, "font", None)
        if font is not None and font.color.rgb == RGBColor.from_string(ACCENT):
            font.color.rgb = RGBColor.from_string(palette.text[1:].upper())
    for line in document.styles["Title"].element.iter(qn("w:bottom")):
        line.attrib.pop(qn("w:themeColor"), None)
        line.set(qn("w:color"), palette.band[1:].upper())
    for shading in document.element.body.iter(qn("w:shd")):
        if shading.get(qn("w:fill")) == PALE:
            shading.set(qn("w:fill"), palette.tint[1:].upper())


def _add_logo(document: Document, logo: bytes, alt: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Emu, Mm

    run = document.paragraphs[0].insert_paragraph_before().add_run()
    picture = run.add_picture(BytesIO(logo))
    scale = min(Mm(_WIDTH) / picture.width, Mm(_HEIGHT) / picture.height)
    picture.width, picture.height = Emu(picture.width * scale), Emu(picture.height * scale)
    for properties in run.element.iter(qn("wp:docPr")):
        properties.set("descr", alt)
