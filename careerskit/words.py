"""Words put together for a sentence, and texts made fit for a file."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["capital_first", "join_words", "xml_text"]

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def join_words(words: Sequence[str]) -> str:
    """Return "a, b and c"; "" where there is none."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def capital_first(text: str) -> str:
    """Return a text as it stands at the start of a line: "Each half term". A name such as eBay stays as it is."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]


def xml_text(text: str) -> str:
    """Return a text without what no XML or calendar file can hold: characters that control a terminal, and halves of others.

    A line ends with a line feed alone.
    """
    return _NOT_IN_XML.sub("", text.replace("\r\n", "\n"))
