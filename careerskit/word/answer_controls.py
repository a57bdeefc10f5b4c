"""Answers in a Word document, each in a content control, so that it can be told which answer a text is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from careerskit.word.styles import xml_text

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

__all__ = ["AnswerControls"]

_NAMESPACE = "https://careerskit.invalid/answers"


class AnswerControls:
    """The content controls of a document. Word allows 64 characters for a tag, so a part of the file has the paths by tag."""

    def __init__(self) -> None:
        self._paths: dict[str, str] = {}

    def add(self, paragraph: Paragraph, path: str, label: str, text: str) -> None:
        """Add an answer to a paragraph. path: of the answer in the plan. label: the field's."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        tag = f"answer-{len(self._paths) + 1}"
        self._paths[tag] = path
        control, properties, content = (OxmlElement(name) for name in ("w:sdt", "w:sdtPr", "w:sdtContent"))
        for name, value in (("w:alias", label[:64]), ("w:tag", tag)):
            element = OxmlElement(name)
            element.set(qn("w:val"), value)
            properties.append(element)
        run: Any = paragraph.add_run(xml_text(text)).element  # python-docx makes breaks and tabs of those in a text
        run.addprevious(control)
        content.append(run)
        control.extend([properties, content])

    def save_paths(self, document: Document, school: str) -> None:
        """Add the part with the paths, and the school's id (its URN, which is public), to the document."""
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        content: dict[str, Any] = {"version": 1, "school": school, "paths": self._paths}
        xml = f'<answers xmlns="{_NAMESPACE}">{_escape(json.dumps(content))}</answers>'
        part = Part(PackURI("/customXml/careerskit.xml"), "application/xml", xml.encode(), document.part.package)
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
        document.part.relate_to(part, kind)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
