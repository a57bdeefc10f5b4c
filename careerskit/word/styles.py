"""How a Word document of ours looks: A4, Arial, British English, tables with heading rows, page numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from careerskit.words import xml_text

if TYPE_CHECKING:
    from docx.document import Document
    from docx.shared import Length
    from docx.table import Table

__all__ = [
    "ACCENT",
    "MAX_TITLE",
    "PALE",
    "add_page_numbers",
    "keep_together",
    "new_document",
    "repeat_as_heading",
    "set_widths",
    "shade",
    "text_width",
    "turn_page",
    "xml_text",
]

MAX_TITLE = 255  # characters of a property, by the format
ACCENT, PALE = "1D5B79", "F4F6F7"
"""The colour of headings, and the background of headings in tables."""

_INK = "1F2933"
_MARGIN, _HEIGHT, _WIDTH = 18, 297, 210  # millimetres


def new_document(title: str) -> Document:
    """Return an empty document with our styles."""
    import docx

    document = docx.Document(BytesIO(_empty_document()))
    document.core_properties.title = title[:MAX_TITLE]
    return document


@cache
def _empty_document() -> bytes:
    """Return a document without a title, made from python-docx's own."""
    import docx
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    document = docx.Document()
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in ("Normal Table", "Table Grid"):
            style.delete()  # a hundred, which Word offers all the same: python-docx looks through all styles for each use of one
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.language = "en-GB"
    section = document.sections[0]
    section.page_width, section.page_height = Mm(_WIDTH), Mm(_HEIGHT)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)
    sizes = {"Normal": 10, "Title": 26, "Subtitle": 16, "Heading 1": 16, "Heading 2": 12, "List Bullet": 10}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.name, style.font.size = "Arial", Pt(size)
        style.font.color.rgb = RGBColor.from_string(ACCENT if name in ("Subtitle", "Heading 1") else _INK)
        style.font.italic = False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            if "Theme" in attribute or "theme" in attribute:
                del fonts.attrib[attribute]  # they go before the font's name
        for script in ("w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), "Arial")
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    language = _child(_child(document.styles.element.find(qn("w:docDefaults")), "w:rPrDefault"), "w:rPr")
    _child(language, "w:lang").set(qn("w:val"), "en-GB")
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def turn_page(document: Document) -> None:
    """Start a page that lies across."""
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.shared import Mm

    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(_HEIGHT), Mm(_WIDTH)


def add_page_numbers(document: Document, text: str) -> None:
    """Add a footer to every page: a text, and the page's number of how many."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Pt

    for section in document.sections:
        section.footer.is_linked_to_previous = False
        paragraph = section.footer.paragraphs[0]
        tabs = paragraph.paragraph_format.tab_stops
        # python-docx's style of a footer has a tab in the middle, which would come first.
        for tab in paragraph.style.paragraph_format.tab_stops:
            tabs.add_tab_stop(tab.position, WD_TAB_ALIGNMENT.CLEAR)
        tabs.add_tab_stop(text_width(section), WD_TAB_ALIGNMENT.RIGHT)
        for part in (f"{text}\tPage ", "PAGE", " of ", "NUMPAGES"):
            run = _add_field(paragraph, part) if part.isupper() else paragraph.add_run(part)
            run.font.size = Pt(8)


def text_width(section: Any) -> Length:
    """Return the width of the lines of a section."""
    from docx.shared import Emu

    return Emu(section.page_width - section.left_margin - section.right_margin)


def repeat_as_heading(row: Any) -> None:
    """Have a row of a table repeated at the top of each page, and read out as its heading."""
    _child(row._tr.get_or_add_trPr(), "w:tblHeader")


def keep_together(row: Any) -> None:
    """Keep a row of a table on one page."""
    _child(row._tr.get_or_add_trPr(), "w:cantSplit")


def set_widths(table: Table, shares: Sequence[float], width: int) -> None:
    """Give columns shares of a width; Word takes it from the cells, LibreOffice from the columns."""
    from docx.shared import Emu

    table.autofit = False
    widths = [Emu(int(width * share / sum(shares))) for share in shares]
    for column, share in zip(table.columns, widths, strict=True):
        column.width = share
    for row in table.rows:
        for cell, share in zip(row.cells, widths, strict=True):
            cell.width = share


def shade(*cells: Any) -> None:
    """Give cells the background of headings."""
    from docx.oxml.ns import qn

    for cell in cells:
        shading = _child(cell._tc.get_or_add_tcPr(), "w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", PALE)):
            shading.set(qn(f"w:{name}"), value)


def _child(element: Any, name: str) -> Any:
    """Return the child of that name, which is added where there is none."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    found = element.find(qn(name))
    if found is None:
        found = OxmlElement(name)
        element.append(found)
    return found


def _add_field(paragraph: Any, code: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = paragraph.add_run("1")
    run.element.addprevious(field)
    field.append(run.element)
    return run
