"""The formats that documents are written in. A new one is a module here, and a line in :data:`FORMATS`."""

from careerskit.publish.formats.calendar import CALENDAR
from careerskit.publish.formats.format import Document, Format
from careerskit.publish.formats.notebook import NOTEBOOK
from careerskit.publish.formats.page import PAGE, page_html, with_links, with_way_back
from careerskit.publish.formats.pdf import PDF, load_fonts
from careerskit.publish.formats.spreadsheet import SPREADSHEET
from careerskit.publish.formats.word import WORD

__all__ = [
    "CALENDAR",
    "DEFAULT_FORMATS",
    "FORMATS",
    "NOTEBOOK",
    "PAGE",
    "PDF",
    "SPREADSHEET",
    "WORD",
    "Document",
    "Format",
    "load_fonts",
    "page_html",
    "with_links",
    "with_way_back",
]

FORMATS: tuple[Format, ...] = (NOTEBOOK, WORD, PDF, SPREADSHEET, CALENDAR, PAGE)
"""Every format, in the order in which the files are written. The page is last: the fingerprint in it says that all are there."""

DEFAULT_FORMATS: tuple[Format, ...] = (NOTEBOOK, PAGE)
"""The formats that every document is written in."""
