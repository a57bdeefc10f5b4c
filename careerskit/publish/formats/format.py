"""What every format of a document is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Document", "Format"]


@dataclass(frozen=True)
class Document:
    """A notebook that has been run, to be written in one format or several.

    title: of the document. metadata: names and contents of what a file says about itself.
    """

    notebook: Any
    title: str
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Format:
    """A kind of file that documents are written as.

    suffix: of the file's name, with its dot. name: what a link to such a file says. write: writes a document into a file, whole or
    not at all. is_sent: whether the file is for the school, and so goes into the zip that is sent out. advice: what the zip's
    README says about it, in sentences.
    """

    suffix: str
    name: str
    write: Callable[[Document, Path], None]
    is_sent: bool = True
    advice: str = ""
