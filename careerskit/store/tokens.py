"""Secret tokens: who has one may do something. The store keeps none of them, only what tells one again."""

from __future__ import annotations

import re
import secrets
from hashlib import sha256

__all__ = ["digest_of", "new_token"]

_BYTES = 24
"""How much chance is in a token: 192 bits. Nobody guesses one, so the digest needs no salt and no slow function."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


def new_token() -> str:
    """Return a new token. It is shown now or never."""
    return secrets.token_urlsafe(_BYTES)


def digest_of(token: object) -> str:
    """Return what the store keeps of a token; "" where no token of ours looks like it."""
    return sha256(token.encode()).hexdigest() if isinstance(token, str) and _TOKEN.fullmatch(token) else ""
