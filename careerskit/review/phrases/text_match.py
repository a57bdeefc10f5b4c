"""A part of an answer that the leader may want to write differently, and why. It is found in the text, whatever the plan."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["TextMatch"]


@dataclass(frozen=True)
class TextMatch:
    """One part of a text to look at again.

    start, end: where it is, so that ``text[start:end]`` is ``found``. kind: what it is, in a word or two. why: why it matters, as a
    sentence for a careers leader. source: where the rule comes from. mend: what to write instead.
    """

    start: int
    end: int
    found: str
    kind: str
    why: str
    source: str
    mend: str
