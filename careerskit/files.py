"""Writing files whole or not at all."""

from __future__ import annotations

import os
import time
from pathlib import Path

__all__ = ["write_whole"]

_LONG_AGO = 600.0
"""Seconds after which half a file can only be what a process that was killed has left."""


def write_whole(path: Path, text: str) -> None:
    """Write a text file in UTF-8: beside its place first, then into it, so that nobody ever finds half of it.

    Raises:
        OSError: it cannot be written; what was there before still is.
    """
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        half.write_text(text, encoding="utf-8", newline="\n")
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    for left in path.parent.glob(f".{path.name}.*.part"):
        if left.stat().st_mtime < time.time() - _LONG_AGO:
            left.unlink(missing_ok=True)
