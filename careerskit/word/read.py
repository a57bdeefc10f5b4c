"""Reading a Word document as a plan: one that careerskit wrote, or the template filled in by hand."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from careerskit.errors import InputFileError
from careerskit.plan import Plan
from careerskit.word.blocks import read_content
from careerskit.word.collector import Collector, Found
from careerskit.word.package import WordPackage
from careerskit.word.read_controls import read_controls
from careerskit.word.read_typed import read_typed

__all__ = ["Found", "ReadDocument", "read_document"]

_LEAST_LABELS = 4
"""How many fields of the template a document names at least, so that it is taken for a plan."""


@dataclass(frozen=True)
class ReadDocument:
    """What was read from a document.

    file: its name. plan: the answers, with a note for each text that has no place; the id of its school is "" where the document
    does not say it. found: where each answer stood. warnings: what to look at again.
    """

    file: str
    plan: Plan
    found: tuple[Found, ...]
    warnings: tuple[str, ...]


def read_document(data: bytes, file: str) -> ReadDocument:
    """Read a Word document. Every word of it is in an answer or a note, but for labels and headings of the template.

    Raises:
        InputFileError: it is no Word document, cannot be read, or is none of a plan; the message says what to do.
    """
    package = WordPackage(data, file)
    saved = _saved_paths(package)
    paths = saved.get("paths", {})
    content = read_content(package, frozenset(paths))
    collector = Collector()
    controls = read_controls(content, paths, collector)
    labels = read_typed(content, collector)
    if not controls and labels < _LEAST_LABELS:
        raise InputFileError(
            f"“{file}” does not look like a Strategic Careers Plan: it has hardly any of the template’s labels, such as “SLT "
            "Comments”, “Strengths” or “Responsible”. Put the text into the template’s tables, and try again."
        )
    if content.deleted or content.inserted:
        collector.warnings.append(
            f"Tracked changes: the insertions ({content.inserted}) were read as accepted, and what is marked as deleted "
            f"({content.deleted}) was left out."
        )
    if content.pictures:
        collector.warnings.append("Its pictures were not read.")
    plan = collector.to_plan(str(saved.get("school", "")))
    return ReadDocument(file, plan, tuple(collector.found), tuple(collector.warnings))


def _saved_paths(package: WordPackage) -> dict[str, Any]:
    """Return what our own documents say about themselves: the school's id, and the paths of answers by the tags of controls."""
    for name in package.related(package.main, "customXml"):
        root = package.root(name)
        if root is None or not str(root.tag).endswith("careerskit.invalid/answers}answers"):
            continue
        try:
            found = json.loads(root.text or "")
        except (ValueError, RecursionError):
            return {}
        paths = found.get("paths") if isinstance(found, dict) else None
        if isinstance(paths, dict) and all(isinstance(path, str) for path in paths.values()):
            return found if isinstance(found.get("school", ""), str) else {"paths": paths}
    return {}
