"""The formats that documents are written in. A new one is a module here, and a line in :data:`FORMATS`."""

from careerskit.publish.formats.format import Document, Format
from careerskit.publish.formats.notebook import NOTEBOOK
from careerskit.publish.formats.page import PAGE, page_html, with_links, with_way_back
from careerskit.publish.formats.pdf import PDF
from careerskit.publish.formats.word import WORD

__all__ = [
    "DEFAULT_FORMATS",
    "FORMATS",
    "NOTEBOOK",
    "PAGE",
    "PDF",
    "WORD",
    "Document",
    "Format",
    "choose_formats",
    "page_html",
    "with_links",
    "with_way_back",
]

FORMATS: tuple[Format, ...] = (NOTEBOOK, WORD, PDF, PAGE)
"""Every format, in the order in which the files are written. The page is last: the fingerprint in it says that all are there."""

DEFAULT_FORMATS: tuple[Format, ...] = (NOTEBOOK, PAGE)
"""The formats that every document is written in."""


def choose_formats(keys: str) -> tuple[Format, ...]:
    """Return the formats that a list such as "html,pdf" names, and with them :data:`DEFAULT_FORMATS`.

    Raises:
        CareerskitError: there is no such format.
    """
    from careerskit.errors import CareerskitError, did_you_mean

    known = {kind.key: kind for kind in FORMATS}
    chosen = {key.strip().lower().removeprefix(".") for key in keys.split(",")} - {""}
    if unknown := sorted(chosen - known.keys()):
        hint = did_you_mean(unknown[0], known)
        raise CareerskitError(f"There is no format “{unknown[0]}”.{hint} Choose from {', '.join(sorted(known))}.")
    return tuple(kind for kind in FORMATS if kind in DEFAULT_FORMATS or kind.key in chosen)
