"""What every format of a document is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from careerskit.branding import NO_BRANDING, Branding
from careerskit.plan import Plan

__all__ = ["Document", "Format"]


@dataclass(frozen=True)
class Document:
    """A notebook that has been run, to be written in one format or several.

    title: of the document. html: its page, see :func:`careerskit.publish.formats.page_html`. plan: the plan that it shows.
    branding: the look of the school whose it is. saved: when the plan was last changed (UTC); None where nothing says.
    """

    notebook: Any
    title: str
    html: str
    plan: Plan
    branding: Branding = NO_BRANDING
    saved: datetime | None = None


@dataclass(frozen=True)
class Format:
    """A kind of file that documents are written as.

    suffix: of the file's name, with its dot. name: what a link to such a file says. write: writes a document into a file, whole or
    not at all. media_type: what a browser is told that it is. is_sent: whether the file is for the school, and so goes into the zip
    that is sent out. advice: what the zip's README says about it, in sentences. plan_only: whether it is made from the plan itself,
    and so from no other notebook.
    """

    suffix: str
    name: str
    write: Callable[[Document, Path], None]
    media_type: str = "text/html"
    is_sent: bool = True
    advice: str = ""
    plan_only: bool = False

    @property
    def key(self) -> str:
        """What the format is called where formats are chosen: its suffix without the dot."""
        return self.suffix.removeprefix(".")
