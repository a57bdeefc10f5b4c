"""What a page says about itself in its head: whose it is, and what it was made from."""

from __future__ import annotations

import html
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

__all__ = ["PageMetadata", "read_page_metadata"]

_NAME = "careerskit"
_META = re.compile(rf'<meta name="{_NAME}" content="([^"]*)"')
_HEAD_CHARACTERS = 8000


@dataclass(frozen=True)
class PageMetadata:
    """A page's metadata.

    fingerprint: of everything the page is made from. school, name, setting: whose it is. title: what it is.
    begun: how many parts of the plan have been started, as "3 of 5"; "" on a page to be published.
    """

    fingerprint: str
    school: str
    name: str
    setting: str
    title: str
    begun: str

    def as_meta(self) -> dict[str, str]:
        """Return it as the name and content of a meta element."""
        return {_NAME: json.dumps(asdict(self), ensure_ascii=False)}


def read_page_metadata(page: Path) -> PageMetadata | None:
    """Return the metadata of a page; None where there is no page, or it is not one of ours."""
    try:
        with page.open(encoding="utf-8", errors="replace") as file:
            found = _META.search(file.read(_HEAD_CHARACTERS))
        return PageMetadata(**json.loads(html.unescape(found[1]))) if found else None
    except (OSError, ValueError, TypeError):
        return None
