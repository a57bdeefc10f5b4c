"""What somebody typed as a web address or an email address, as the target of a link. Anything else is no link."""

from __future__ import annotations

import re

__all__ = ["mail_address", "web_address"]

_WEB = re.compile(
    r"(https?://)?([a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)*\.[a-z]{2,})(:\d+)?([/?#]\S*)?", re.IGNORECASE
)
_MAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")


def web_address(text: str) -> str:
    """Return the address of a page of the web, with its scheme; "" where the text is none, or more than that."""
    found = _WEB.fullmatch(text.strip())
    return f"{found[1] or 'https://'}{found[2]}{found[3] or ''}{found[4] or ''}" if found else ""


def mail_address(text: str) -> str:
    """Return a link that writes an email to an address; "" where the text is none, or more than that."""
    return f"mailto:{text.strip()}" if _MAIL.fullmatch(text.strip()) else ""
