"""Opening a Word file that anybody may have made: its parts as XML, within limits, without entities and without the network."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO
from typing import Any

from careerskit.errors import InputFileError

__all__ = ["MAX_DOCUMENT_BYTES", "NAMESPACES", "WordPackage", "is_word", "name_of"]

MAX_DOCUMENT_BYTES = 10_000_000
"""How long a Word document may be. Pictures make most of a long one."""

_MAX_UNPACKED_BYTES = 30_000_000
"""How much of it is unpacked at most. A plan of 200 actions has a tenth of that; pictures are never unpacked."""

_OFFICE = "http://schemas.openxmlformats.org"
NAMESPACES = {
    "w": f"{_OFFICE}/wordprocessingml/2006/main",
    "r": f"{_OFFICE}/officeDocument/2006/relationships",
    "m": f"{_OFFICE}/officeDocument/2006/math",
    "mc": f"{_OFFICE}/markup-compatibility/2006",
}
_STRICT = "http://purl.oclc.org/ooxml"
_AS_TRANSITIONAL = {
    f"{_STRICT}/wordprocessingml/main": NAMESPACES["w"],
    f"{_STRICT}/officeDocument/relationships": NAMESPACES["r"],
    f"{_STRICT}/officeDocument/math": NAMESPACES["m"],
}
"""The names that "Strict Open XML Document" has in place of the usual ones."""

_PREFIXES = {address: prefix for prefix, address in NAMESPACES.items()}
_SAVE_AS = "Open it in Word, choose “Save as” and the type “Word Document (.docx)”, and use that file."
_OLE = b"\xd0\xcf\x11\xe0"
_OLD = "is from an older version of Word (.doc)"
_OTHER_KINDS = {b"%PDF": "is a PDF", b"{\\rt": "is in Rich Text Format (.rtf)"}


def name_of(element: Any) -> str:
    """Return the name of an element with the prefix of :data:`NAMESPACES`, such as "w:p"; without one for others."""
    if not isinstance(element.tag, str):
        return ""  # a comment
    address, _, name = element.tag.rpartition("}")
    prefix = _PREFIXES.get(address[1:], "")
    return f"{prefix}:{name}" if prefix else name


def is_word(data: bytes) -> bool:
    """Whether a file is for :class:`WordPackage`: a Word document, or what only Word can make one of."""
    if data.startswith(b"PK"):
        return b"word/" in data
    streams = (name.encode("utf-16-le") in data for name in ("WordDocument", "EncryptedPackage"))
    return data.startswith(b"{\\rt") or (data.startswith(_OLE) and any(streams))


class WordPackage:
    """The parts of a Word document.

    Raises:
        InputFileError: it is no Word document, or one that cannot be read; the message says what to do.
    """

    def __init__(self, data: bytes, file: str) -> None:
        self._file, self._unpacked = file, 0
        if data.startswith(_OLE):
            if "EncryptedPackage".encode("utf-16-le") in data:
                raise self._error("has a password", "Open it in Word, remove the password under “Info”, and save it.")
            raise self._error(_OLD, _SAVE_AS)
        for start, kind in _OTHER_KINDS.items():
            if data.startswith(start):
                raise self._error(kind, _SAVE_AS)
        if len(data) > MAX_DOCUMENT_BYTES:
            most = MAX_DOCUMENT_BYTES // 1_000_000
            raise self._error(f"is bigger than {most} MB", "Remove its pictures, and try again.")
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise self._error(
                "is not a Word document, or is damaged", "Open it in Word and save it again as .docx."
            ) from None
        self._sizes = {one.filename: one.file_size for one in self._zip.infolist()}
        main = self.related("", "officeDocument")
        if not main or not main[0].startswith("word/"):
            kind = "is an OpenDocument file" if "content.xml" in self._sizes else "is not a Word document"
            raise self._error(kind, _SAVE_AS)
        self.main = main[0]
        """The name of the part with the text."""

    def root(self, name: str) -> Any:
        """Return the XML of a part; None where there is no such part. Raises InputFileError where it cannot be read."""
        from lxml import etree

        if name not in self._sizes:
            return None
        self._unpacked += self._sizes[name]
        if self._unpacked > _MAX_UNPACKED_BYTES:
            raise self._error("is far too long once it is unpacked", "Copy the plan into a new document, and use that.")
        try:
            data = self._zip.read(name)
            for strict, usual in _AS_TRANSITIONAL.items():
                data = data.replace(strict.encode(), usual.encode())
            root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
        except (
            *(zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError),
            etree.XMLSyntaxError,
        ):
            raise self._error(
                f"is damaged: its part {name} cannot be read", "Open it in Word and save it again."
            ) from None
        if root.getroottree().docinfo.doctype:
            raise self._error(
                f"has entities in its part {name}, which no Word document needs", "Open it in Word and save it again."
            )
        return root

    def related(self, name: str, kind: str) -> list[str]:
        """Return the parts that a part refers to, by the last word of their kind, such as "header". name: "" for the whole file."""
        return [
            posixpath.normpath(posixpath.join(posixpath.dirname(name), target)).lstrip("/")
            for _, of_kind, target, is_link in self._relationships(name)
            if of_kind == kind and not is_link
        ]

    def links(self, name: str) -> dict[str, str]:
        """Return the addresses of a part's links by their ids."""
        return {key: target for key, _, target, is_link in self._relationships(name) if is_link}

    def _relationships(self, name: str) -> list[tuple[str, str, str, bool]]:
        folder, last = posixpath.split(name)
        root = self.root(posixpath.join(folder, "_rels", f"{last}.rels"))
        return [
            (
                one.get("Id", ""),
                one.get("Type", "").rpartition("/")[2],
                one.get("Target", ""),
                one.get("TargetMode") == "External",
            )
            for one in (() if root is None else root)
            if isinstance(one.tag, str)
        ]

    def _error(self, problem: str, advice: str) -> InputFileError:
        return InputFileError(f"“{self._file}” {problem}. {advice}")
