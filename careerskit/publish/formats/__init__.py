"""The formats that documents are written in. A new one is a module here, and a line in :data:`FORMATS`."""

from careerskit.publish.formats.format import Document, Format
from careerskit.publish.formats.notebook import NOTEBOOK
from careerskit.publish.formats.page import PAGE, page_html, with_way_back

__all__ = ["FORMATS", "NOTEBOOK", "PAGE", "Document", "Format", "page_html", "with_way_back"]

FORMATS: tuple[Format, ...] = (NOTEBOOK, PAGE)
"""Every format, in the order in which the files are written. The page is last: the fingerprint in it says that all are there."""
