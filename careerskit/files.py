"""Files: written whole or not at all, and under names that every machine takes."""

from __future__ import annotations

import os
import re
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["as_file_name", "write_whole", "written_whole"]

_LONG_AGO = 600.0
"""Seconds after which half a file can only be what a process that was killed has left."""


def as_file_name(text: str, longest: int) -> str:
    """Return the letters a to z and figures of a text with hyphens between the words; "" where it has none. É becomes e."""
    apart = unicodedata.normalize("NFKD", text.casefold())  # an accent is a character of its own now
    plain = "".join(one for one in apart if one not in "'’" and not unicodedata.combining(one))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:longest].strip("-")


def write_whole(path: Path, text: str) -> None:
    """Write a text file in UTF-8: beside its place first, then into it, so that nobody ever finds half of it.

    Raises:
        OSError: it cannot be written; what was there before still is.
    """
    with written_whole(path) as half:
        half.write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Give the path of a file to write beside its place, which comes into it when the block is left without an error.

    Raises:
        OSError: it cannot be written; what was there before still is.
    """
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield half
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    for left in path.parent.glob(f".{path.name}.*.part"):
        if left.stat().st_mtime < time.time() - _LONG_AGO:
            left.unlink(missing_ok=True)
