"""Secret tokens: whoever has one may do something. The store keeps only their digests."""

from __future__ import annotations

import re
import secrets
from hashlib import sha256

__all__ = ["digest_of", "new_token"]

_BYTES = 24
"""192 random bits. Nobody can guess a token, so its digest needs no salt and no slow hash."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


def new_token() -> str:
    """Return a new token. It cannot be read back from the store."""
    return secrets.token_urlsafe(_BYTES)


def digest_of(token: object) -> str:
    """Return the digest of a token that the store keeps; "" for what cannot be one of our tokens."""
    return sha256(token.encode()).hexdigest() if isinstance(token, str) and _TOKEN.fullmatch(token) else ""
