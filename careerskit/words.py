"""Words put together for a sentence."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["join_words"]


def join_words(words: Sequence[str]) -> str:
    """Return "a, b and c"; "" where there is none."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
