"""Files: written whole or not at all, and with names that every system accepts."""

from __future__ import annotations

import os
import re
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["atomic_path", "atomic_write", "slugify"]

_ABANDONED_SECONDS = 600.0
"""The age from which a temporary file can only be what a killed process has left."""


def slugify(text: str, max_length: int) -> str:
    """Return the letters a to z and figures of a text, with hyphens between the words; "" where it has none. É becomes e."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())  # an accent is now a character of its own
    plain = "".join(char for char in decomposed if char not in "'’" and not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:max_length].strip("-")


def atomic_write(path: Path, content: str | bytes) -> None:
    """Write a file, a text in UTF-8, so that nobody ever finds half of it. See :func:`atomic_path`, also for what it raises."""
    with atomic_path(path) as temporary:
        if isinstance(content, bytes):
            temporary.write_bytes(content)
        else:
            temporary.write_text(content, encoding="utf-8", newline="\n")


@contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """Give a temporary path beside a file's own; what is written there becomes the file when the block ends without an error.

    Raises:
        OSError: it cannot be written; what was there before is still there.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield temporary
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    for abandoned in path.parent.glob(f".{path.name}.*.part"):
        if abandoned.stat().st_mtime < time.time() - _ABANDONED_SECONDS:
            abandoned.unlink(missing_ok=True)
